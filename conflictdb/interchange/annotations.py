"""Annotations: the hand-written YAML of ``fixtures/annotations``, read into unsaved records.

The format is documented beside the files. Every fault is collected with file, record, field and
reason; none is repaired. Records refer to each other by slug until they are written out.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from django.core.exceptions import ValidationError
from django.db import models

from conflictdb.dates import TimeError, TimeFact
from conflictdb.models import (
    Actor,
    ActorName,
    Affiliation,
    Citation,
    Claim,
    ClaimLink,
    Document,
    Hop,
    Incident,
    Participant,
    Place,
    PlaceName,
    Record,
    Statement,
    StatementLink,
)
from conflictdb.vocabularies import CLAIM_KINDS, UNCITED_REASONS

from .evidence import EvidenceError, Text

LOCAL_TIMEZONE = "Asia/Yerevan"

_VALUE = re.compile(r"(?:(at least|at most|about) )?(\d+)|(\d+)-(\d+)|unquantified", re.ASCII)


@dataclass(frozen=True)
class Fault:
    """One thing wrong in an annotation file."""

    file: str
    record: str
    field: str
    reason: str

    def __str__(self) -> str:
        where = ": ".join(part for part in (self.file, self.record, self.field) if part)
        return f"{where}: {self.reason}"


class AnnotationError(Exception):
    """The annotations are faulty; nothing was written."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass
class Coding:
    """All records of a set of annotation files, unsaved, by model and slug."""

    records: dict[type[Record], dict[str, Record]] = field(default_factory=dict)
    children: list[models.Model] = field(default_factory=list)
    related: dict[tuple[str, str], list[Record]] = field(default_factory=dict)
    uncited: dict[str, dict[int, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def of(self, model: type[Record]) -> dict[str, Any]:
        return self.records.setdefault(model, {})


class Fields:
    """One YAML mapping: hands out its fields and complains of those that nobody asked for."""

    def __init__(self, reader: "Reader", where: str, value: object, what: str) -> None:
        self.reader, self.what, self.where = reader, what, where
        self.mapping: Mapping[str, Any] = value if isinstance(value, dict) else {}
        self.asked: set[str] = set()
        if not isinstance(value, dict):
            self.fault("", f"expected a mapping of fields, found {value!r}")

    def get(self, name: str, default: Any = None) -> Any:
        self.asked.add(name)
        return self.mapping.get(name, default)

    def need(self, name: str) -> Any:
        value = self.get(name)
        if value in (None, ""):
            self.fault(name, "is missing")
            return ""
        return value

    def list(self, name: str) -> list[Any]:
        value = self.get(name, [])
        if not isinstance(value, list):
            self.fault(name, f"expected a list, found {value!r}")
            return []
        return value

    def fault(self, name: str, reason: str) -> None:
        self.reader.coding.faults.append(Fault(self.where, self.what, name, reason))

    def done(self) -> None:
        for name in self.mapping.keys() - self.asked:
            self.fault(
                str(name),
                f"is not a field here; known are {', '.join(sorted(self.asked))}",
            )


class Reader:
    """Reads annotation files into one Coding."""

    def __init__(self, texts: Path) -> None:
        self.texts = texts
        self.coding = Coding()
        self._pending: list[tuple[Fields, Record, str, type[Record], str]] = []

    # Files

    def load(self, path: Path) -> Any:
        try:
            return yaml.safe_load(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            self.coding.faults.append(Fault(path.name, "", "", f"cannot be read: {error}"))
            return None

    def rows(self, path: Path, what: str) -> Iterator[Fields]:
        rows = self.load(path)
        if not isinstance(rows, list):
            self.coding.faults.append(Fault(path.name, "", "", "expected a list of records"))
            return
        for number, row in enumerate(rows, 1):
            name = row.get("slug") if isinstance(row, dict) else None
            fields = Fields(self, path.name, row, f"{what} {name or number}")
            yield fields
            fields.done()

    # Fields

    def add(self, fields: Fields, record: Record) -> None:
        known = self.coding.of(type(record))
        if record.slug in known:
            fields.fault("slug", f"{record.slug!r} is used twice")
        record.status = "published"
        known[record.slug] = record
        with self.faults_of(fields):
            foreign = [f.name for f in record._meta.fields if f.is_relation]
            record.clean_fields(exclude=foreign)

    @contextmanager
    def faults_of(self, fields: Fields, name: str = "") -> Iterator[None]:
        try:
            yield
        except ValidationError as error:
            for key, messages in getattr(error, "message_dict", {name: error.messages}).items():
                fields.fault(key, " ".join(messages))
        except (TimeError, EvidenceError) as error:
            fields.fault(name, str(error))

    def refer(self, fields: Fields, record: Record, name: str, model: type[Record]) -> None:
        """Point a foreign key at the record that the field names, once all are read."""
        slug = fields.get(name)
        if slug is not None:
            self._pending.append((fields, record, name, model, str(slug)))

    def refer_all(self, fields: Fields, record: Record, name: str, model: type[Record]) -> None:
        """The same for a list of slugs."""
        for slug in fields.list(name):
            self._pending.append((fields, record, f"{name}[]", model, str(slug)))

    def resolve(self) -> None:
        for fields, record, name, model, slug in self._pending:
            found = self.coding.of(model).get(slug)
            if found is None:
                fields.fault(name, f"no {model.__name__.lower()} has the slug {slug!r}")
            elif name.endswith("[]"):
                self.coding.related.setdefault((record.slug, name[:-2]), []).append(found)
            else:
                setattr(record, name, found)
        self._pending = []

    def time(self, fields: Fields, name: str, timezone: str) -> TimeFact | None:
        value, inferred = fields.get(name), False
        if isinstance(value, dict):
            inner = Fields(self, fields.where, value, f"{fields.what}, {name}")
            value, timezone = inner.need("edtf"), inner.get("timezone", timezone)
            inferred = bool(inner.get("inferred", False))
            inner.done()
        if value is None:
            return None
        with self.faults_of(fields, name):
            return TimeFact.parse(str(value), timezone, inferred=inferred)
        return None

    def names(self, fields: Fields, record: Record, model: type[ActorName | PlaceName]) -> None:
        for row in fields.list("names"):
            inner = Fields(self, fields.where, row, f"{fields.what}, names")
            name = model(
                name=str(inner.need("name")),
                language=inner.get("language"),
                script=inner.get("script"),
                kind=inner.get("kind", "spelling"),
            )
            inner.done()
            setattr(name, model.__name__.removesuffix("Name").lower(), record)
            with self.faults_of(inner):
                name.clean_fields(exclude=["actor", "place"])
            self.coding.children.append(name)

    # Records that texts share

    def place(self, fields: Fields) -> None:
        place = Place(
            slug=fields.need("slug"),
            name=fields.need("name"),
            kind=fields.need("kind"),
            **{
                name: fields.get(name)
                for name in ("country", "latitude", "longitude", "geonames_id")
            },
        )
        self.refer(fields, place, "parent", Place)
        self.names(fields, place, PlaceName)
        self.add(fields, place)

    def actor(self, fields: Fields) -> list[tuple[Affiliation, Fields]]:
        actor = Actor(
            slug=fields.need("slug"),
            name=fields.need("name"),
            kind=fields.need("kind"),
            country=fields.get("country"),
        )
        self.refer(fields, actor, "side", Actor)
        self.refer(fields, actor, "part_of", Actor)
        self.names(fields, actor, ActorName)
        self.add(fields, actor)
        posts = []
        for number, row in enumerate(fields.list("affiliations"), 1):
            post = Fields(self, fields.where, row, f"{fields.what}, affiliation {number}")
            body = str(post.need("body"))
            affiliation = Affiliation(role=post.need("role"), person=actor)
            affiliation.slug = f"{actor.slug}--{body}--{number}"
            affiliation.held_from = self.time(post, "from", LOCAL_TIMEZONE)
            affiliation.held_until = self.time(post, "until", LOCAL_TIMEZONE)
            self.refer(post, affiliation, "body", Actor)
            self.add(post, affiliation)
            posts.append((affiliation, post))
        return posts

    def incident(self, fields: Fields) -> None:
        incident = Incident(
            slug=fields.need("slug"),
            title=fields.need("title"),
            summary=fields.get("summary"),
            kind=fields.need("kind"),
            **{name: fields.get(name) for name in ("place_precision", "latitude", "longitude")},
        )
        incident.occurred = self.time(fields, "occurred", fields.get("timezone", LOCAL_TIMEZONE))
        self.refer(fields, incident, "part_of", Incident)
        self.refer(fields, incident, "place", Place)
        self.refer_all(fields, incident, "places", Place)
        for number, row in enumerate(fields.list("participants"), 1):
            part = Fields(self, fields.where, row, f"{fields.what}, participant {number}")
            participant = Participant(incident=incident, role=part.need("role"))
            slug = str(part.need("actor"))
            part.done()
            actor = self.coding.of(Actor).get(slug)
            if actor is None:
                part.fault("actor", f"no actor has the slug {slug!r}")
                continue
            participant.actor = actor
            with self.faults_of(part):
                participant.clean_fields(exclude=["incident", "actor"])
            self.coding.children.append(participant)
        self.add(fields, incident)


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
            self.reader._pending.append((fields, claim, "breakdown_of", Claim, total))
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
            for each in _lines(line):
                lines[each] = str(reason)

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
            self.reader._pending.append((fields, link, f"from_{end}", target, start))
            self.reader._pending.append((fields, link, f"to_{end}", target, to))
            self.reader.add(fields, link)


def _lines(value: object) -> range:
    """``65`` or ``"65-70"`` as line numbers."""
    first, _, last = str(value).partition("-")
    return range(int(first), int(last or first) + 1)


def read_annotations(
    annotations: Path, texts: Path, coding: str = "", only: str = "[0-9][0-9][0-9]"
) -> Coding:
    """Read all annotation files into records, checking every anchor against the texts.

    ``coding`` names a raw coding (``a`` or ``b``) whose document files are read instead of the
    reconciled ones. Raises AnnotationError with everything that is wrong.
    """
    reader = Reader(texts)
    for fields in reader.rows(annotations / "places.yaml", "place"):
        reader.place(fields)
    posts = [
        post
        for fields in reader.rows(annotations / "actors.yaml", "actor")
        for post in reader.actor(fields)
    ]
    for fields in reader.rows(annotations / "incidents.yaml", "incident"):
        reader.incident(fields)
    folder = annotations / "codings" / coding if coding else annotations
    documents = [DocumentReader(reader, path) for path in sorted(folder.glob(f"{only}.yaml"))]
    for document in documents:
        document.document()
    for document in documents:
        document.statements()
    by_slug = {document.record.slug: document for document in documents}
    for affiliation, fields in posts:
        _cite_affiliation(affiliation, fields, by_slug, complete=not coding)
    reader.resolve()
    for claim in reader.coding.of(Claim).values():
        with reader.faults_of(Fields(reader, "", {}, claim.slug)):
            claim.clean()
    if reader.coding.faults:
        raise AnnotationError(reader.coding.faults)
    return reader.coding


def _cite_affiliation(
    affiliation: Affiliation,
    fields: Fields,
    documents: Mapping[str, DocumentReader],
    *,
    complete: bool,
) -> None:
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
