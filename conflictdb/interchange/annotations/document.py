"""The file of one text: its document, statements, claims, citations, links, uncited lines."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conflictdb.interchange.evidence import EvidenceError, Text
from conflictdb.models import (
    Actor,
    Affiliation,
    Citation,
    Claim,
    ClaimLink,
    Document,
    Hop,
    Incident,
    Place,
    Record,
    Statement,
    StatementLink,
)
from conflictdb.vocabularies import CLAIM_KINDS, UNCITED_REASONS

from .catalogue import LOCAL_TIMEZONE
from .fields import Fields, Reader

_VALUE = re.compile(r"(?:(at least|at most|about) )?(\d+)|(\d+)-(\d+)|unquantified", re.ASCII)


def split_value(value: object) -> tuple[int | None, int | None, str]:
    """``12``, ``at least 49``, ``10-12``, ``unquantified`` as value_min, value_max, modifier.

    Raises ValueError.
    """
    match = _VALUE.fullmatch(str(value))
    if not match:
        raise ValueError(
            f"{value!r} is no figure; write 12, 'at least 49', 'at most 70', 'about 100', "
            "'10-12' or 'unquantified'"
        )
    words, figure, low, high = match.groups()
    if low:
        return int(low), int(high), "range"
    if not figure:
        return None, None, "unquantified"
    number = int(figure)
    if words == "at least":
        return number, None, "at_least"
    if words == "at most":
        return None, number, "at_most"
    return number, number, "about" if words else "exact"


class DocumentReader:
    """Reads the file of one text."""

    def __init__(self, reader: Reader, path: Path) -> None:
        self.reader, self.coding, self.file = reader, reader.coding, path.name
        content = reader.load(path)
        self.top = Fields(reader, path.name, content, "")
        self.fields = Fields(reader, path.name, self.top.get("document"), "document")
        self.text: Text | None = None
        self.local_timezone = LOCAL_TIMEZONE

    def document(self) -> None:
        fields = self.fields
        timezone = fields.get("timezone", "UTC")
        self.local_timezone = fields.get("local_timezone", timezone)
        document = Document(
            slug=fields.need("slug"),
            title=fields.need("title"),
            authors=fields.list("authors"),
            url=fields.get("url"),
            language=fields.need("language"),
            translation=fields.get("translation", "none"),
            translated_from=fields.get("translated_from"),
            sha256=fields.need("sha256"),
            length=fields.need("length"),
        )
        document.published = self.reader.time(fields, "published", timezone)
        self.reader.refer(fields, document, "publisher", Actor)
        self.reader.refer_all(fields, document, "agencies", Actor)
        self.reader.add(fields, document)
        self.read_text(document, fields)
        self.record = document
        fields.done()

    def read_text(self, document: Document, fields: Fields) -> None:
        path = self.reader.texts / str(fields.need("file"))
        try:
            self.text = Text.read(path)
        except (OSError, EvidenceError) as error:
            fields.fault("file", f"the text cannot be read: {error}")
            return
        if self.text.sha256 != document.sha256:
            fields.fault("sha256", f"the text's hash is {self.text.sha256}")
        if self.text.length != document.length:
            fields.fault("length", f"the text has {self.text.length} characters")

    def statements(self) -> None:
        for number, row in enumerate(self.top.list("statements"), 1):
            name = row.get("slug") or row.get("again") if isinstance(row, dict) else number
            fields = Fields(self.reader, self.file, row, f"statement {name or number}")
            if fields.get("again"):
                statement = self.known(fields, Statement, str(fields.get("again")))
            else:
                statement = self.statement(fields)
            if statement is not None:
                cite = self.cite(fields, statement, {})
                self.claims(fields, statement, cite)
            fields.done()
        self.uncited()
        self.links()
        self.top.done()

    def statement(self, fields: Fields) -> Statement:
        statement = Statement(
            slug=fields.need("slug"),
            speaker_description=fields.get("speaker_description"),
            channel=fields.need("channel"),
            acts=fields.list("acts"),
            gist=fields.need("gist"),
        )
        statement.made = self.reader.time(fields, "made", self.local_timezone)
        for name in ("speaker", "on_behalf_of"):
            self.reader.refer(fields, statement, name, Actor)
        for name in ("co_speakers", "addressees"):
            self.reader.refer_all(fields, statement, name, Actor)
        self.reader.refer_all(fields, statement, "incidents", Incident)
        if bool(fields.get("speaker")) == bool(statement.speaker_description):
            fields.fault("speaker", "give either a speaker or a speaker_description")
        self.reader.add(fields, statement)
        return statement

    def claims(self, fields: Fields, statement: Statement, cite: dict[str, Any]) -> None:
        for number, row in enumerate(fields.list("claims"), 1):
            name = row.get("id") or row.get("again") if isinstance(row, dict) else number
            inner = Fields(self.reader, self.file, row, f"{statement.slug}--{name}")
            if inner.get("again"):
                slug = f"{statement.slug}--{inner.get('again')}"
                claim = self.known(inner, Claim, slug)
            else:
                claim = self.claim(inner, statement)
            if claim is not None:
                self.cite(inner, claim, cite)
            inner.done()

    def claim(self, fields: Fields, statement: Statement) -> Claim:
        kind = str(fields.need("kind"))
        claim = Claim(
            slug=f"{statement.slug}--{fields.need('id')}",
            statement=statement,
            kind=kind,
            gist=fields.need("gist"),
            subject_scope=fields.get(
                "subject_scope", "one" if fields.get("subject") else "not_stated"
            ),
            **{
                name: fields.get(name, default)
                for name, default in (
                    ("polarity", "asserts"),
                    ("modality", "actual"),
                    ("certainty", "stated"),
                )
            },
        )
        self.figure(fields, claim)
        for name in ("as_of", "occurred"):
            setattr(claim, name, self.reader.time(fields, name, self.local_timezone))
        for name in ("subject", "target"):
            self.reader.refer(fields, claim, name, Actor)
        for name in ("incident", "about"):
            self.reader.refer(fields, claim, name, Incident)
        self.reader.refer(fields, claim, "place", Place)
        if fields.get("breakdown_of"):
            total = f"{statement.slug}--{fields.get('breakdown_of')}"
            self.reader.refer_to(fields, claim, "breakdown_of", Claim, total)
        self.reader.add(fields, claim)
        return claim

    def figure(self, fields: Fields, claim: Claim) -> None:
        family = CLAIM_KINDS[claim.kind].family if claim.kind in CLAIM_KINDS else ""
        if family == "casualty":
            claim.victim_class = fields.get("victim_class", "undetermined")
        value = fields.get("value")
        unit, basis = fields.get("unit"), fields.get("basis")
        if value is None:
            return
        try:
            claim.value_min, claim.value_max, claim.modifier = split_value(value)
        except ValueError as error:
            fields.fault("value", str(error))
        claim.unit = unit or ("person" if family == "casualty" else None)
        claim.basis = basis or "unknown"
        if claim.unit is None:
            fields.fault("unit", "say what the figure counts")

    def known(self, fields: Fields, model: type[Record], slug: str) -> Any:
        record = self.coding.of(model).get(slug)
        if record is None:
            fields.fault("again", f"no earlier file has a {model.__name__.lower()} {slug!r}")
        return record

    def cite(self, fields: Fields, record: Record, inherited: dict[str, Any]) -> dict[str, Any]:
        """Add the citations of a record; returns how the first renders the words."""
        value = fields.need("cite")
        passages = value if isinstance(value, list) else [value]
        first: dict[str, Any] = {}
        for passage in passages:
            row = passage if isinstance(passage, dict) else {"at": passage}
            inner = Fields(self.reader, self.file, row, f"{fields.what}, cite")
            manner = {
                name: inner.get(name, inherited.get(name, default))
                for name, default in (
                    ("mode", ""),
                    ("via", []),
                    ("hedge", "none"),
                    ("part", "body"),
                )
            }
            anchor = str(inner.need("at"))
            inner.done()
            self.citation(inner, record, anchor, manner)
            first = first or manner
        return first

    def citation(self, fields: Fields, record: Record, anchor: str, manner: dict[str, Any]) -> None:
        if self.text is None:
            return
        with self.reader.faults_of(fields, "at"):
            span = self.text.resolve(anchor)
            document: Document = self.record
            citation = Citation(
                slug=f"{record.slug}--{document.slug}-{span.start}",
                document=document,
                start=span.start,
                end=span.end,
                sha256=span.sha256,
                **{name: manner[name] for name in ("mode", "hedge", "part")},
            )
            setattr(citation, type(record).__name__.lower(), record)
            self.reader.add(fields, citation)
            for position, slug in enumerate(manner["via"], 1):
                actor = self.coding.of(Actor).get(str(slug))
                if actor is None:
                    fields.fault("via", f"no actor has the slug {slug!r}")
                else:
                    hop = Hop(citation=citation, actor=actor, position=position)
                    self.coding.children.append(hop)

    def uncited(self) -> None:
        lines = self.coding.uncited.setdefault(self.record.slug, {})
        for number, row in enumerate(self.top.list("uncited"), 1):
            fields = Fields(self.reader, self.file, row, f"uncited {number}")
            line, reason = fields.need("line"), fields.need("reason")
            fields.get("note")
            fields.done()
            if reason not in UNCITED_REASONS:
                fields.fault("reason", f"{reason!r} is not one of {UNCITED_REASONS.codes}")
            try:
                lines.update(dict.fromkeys(_lines(line), str(reason)))
            except ValueError:
                fields.fault("line", f"{line!r} is not a line such as 65, or lines as '65-70'")

    def links(self) -> None:
        self._links("links", ClaimLink, Claim, "claim")
        self._links("statement_links", StatementLink, Statement, "statement")

    def _links(
        self,
        name: str,
        model: type[ClaimLink | StatementLink],
        target: type[Record],
        end: str,
    ) -> None:
        for number, row in enumerate(self.top.list(name), 1):
            fields = Fields(self.reader, self.file, row, f"{name} {number}")
            start, to = str(fields.need("from")), str(fields.need("to"))
            link = model(relation=fields.need("relation"), note=fields.get("note"))
            link.slug = f"{start}--{str(link.relation).replace('_', '-')}--{to}"
            fields.done()
            self.reader.refer_to(fields, link, f"from_{end}", target, start)
            self.reader.refer_to(fields, link, f"to_{end}", target, to)
            self.reader.add(fields, link)


def _lines(value: object) -> range:
    """``65`` or ``"65-70"`` as line numbers. Raises ValueError."""
    first, _, last = str(value).partition("-")
    return range(int(first), int(last or first) + 1)


def cite_affiliation(
    affiliation: Affiliation,
    fields: Fields,
    documents: Mapping[str, DocumentReader],
    *,
    complete: bool,
) -> None:
    """Cite a person's post in the text that its fields name, once all texts are read."""
    slug, anchor = str(fields.need("document")), str(fields.need("at"))
    via = fields.list("via")
    fields.done()
    document = documents.get(slug)
    if document is not None:
        document.citation(
            fields,
            affiliation,
            anchor,
            {"mode": "own_voice", "hedge": "none", "part": "body", "via": via},
        )
    elif complete:
        fields.fault("document", f"no annotated document has the slug {slug!r}")
