"""The panel: a passage with all that it may become, filled in and saved at once."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.http import QueryDict

from conflictdb import curation
from conflictdb.admin import refusals, slugs
from conflictdb.admin.forms import PartForm
from conflictdb.interchange.evidence import EvidenceError, Span, Text
from conflictdb.models import Citation, Claim, Document, Hop, Incident, Record, Statement
from conflictdb.models.rules import complete

from .forms import ChosenStatement, ClaimForm, IncidentForm, PassageForm, StatementForm

MOST_CLAIMS = 12


class RefusedError(Exception):
    """Something typed cannot be saved; the forms of the panel say what."""


@dataclass
class Chip:
    """A suggestion at a field: a button that fills in one or several fields."""

    label: str
    values: dict[str, list[str]]  # by the field's name: the value, and what a name box shows

    @property
    def json(self) -> str:
        return json.dumps(self.values)


@dataclass
class Panel:
    """The forms of one passage."""

    document: Document
    text: Text
    span: Span
    passage: PassageForm
    chosen: ChosenStatement
    statement: StatementForm
    claims: list[ClaimForm]
    incident: IncidentForm
    errors: list[str] = field(default_factory=list)
    may_be_known: bool = False  # whether the same speaker is coded nearby

    @property
    def words(self) -> str:
        return self.text.characters[self.span.start : self.span.end]

    @property
    def blank_claim(self) -> ClaimForm:
        """What a further claim is made from; the page numbers it."""
        return ClaimForm(prefix="claim-__number__", initial={"take": True})

    @property
    def is_new_incident(self) -> bool:
        return bool((self.incident["title"].value() or "").strip())


def read(document: Document, text: Text, data: QueryDict) -> Panel:
    """The panel as it was sent. Raises EvidenceError for a passage that is none."""
    span = text.snap(_number(data.get("start")), _number(data.get("end")))
    count = min(MOST_CLAIMS, max(0, _number(data.get("claims"))))
    return Panel(
        document,
        text,
        span,
        PassageForm(data),
        ChosenStatement(data),
        StatementForm(data, prefix="statement"),
        [ClaimForm(data, prefix=f"claim-{number}") for number in range(count)],
        IncidentForm(data, prefix="incident"),
    )


def save(panel: Panel, by: User) -> list[Record]:
    """Save all that the panel holds, or nothing; returns what it made.

    Raises RefusedError, with the reasons at the fields.
    """
    saving = _Saving(panel, by)
    try:
        with complete():
            return saving.run()
    except RefusedError:
        saving.empty()
        raise
    except ValidationError as error:
        saving.empty()
        panel.errors.append(refusals.in_one_line(error))
        raise RefusedError from error


class _Saving:
    """One save: an incident, a statement, its claims, and a citation for each."""

    def __init__(self, panel: Panel, by: User) -> None:
        self.panel, self.by = panel, by
        self.made: list[Record] = []
        self.filled: list[tuple[ClaimForm, Any]] = []  # what was filled in, and what was typed

    def empty(self) -> None:
        """Show what was typed again: what was made is undone, and cannot be chosen."""
        for form, typed in self.filled:
            form.data = typed

    def run(self) -> list[Record]:
        panel = self.panel
        taken = [form for form in panel.claims if form["take"].value()]
        self._require(panel.passage.is_valid() and panel.chosen.is_valid())
        incident = self._incident()
        if incident is not None:
            for form in taken:
                self._fill(form, "incident", incident)
        statement = panel.chosen.cleaned_data["statement"]
        is_new = statement is None
        # All forms are asked, so that all that is wrong is told at once.
        valid = [form.is_valid() for form in taken]
        if is_new and not any(self._existing(form) for form in taken):
            valid.append(panel.statement.is_valid())
        self._require(all(valid))
        if is_new and taken and all(self._existing(form) for form in taken):
            statement = self._existing(taken[0]).statement
            is_new = False
        if is_new:
            self._require(panel.statement.is_valid())
            statement = self._record(panel.statement, self._statement())
        self._cite_once(statement)
        for form in taken:
            self._claim(form, statement)
        self._tell_incidents(statement, [form.instance.incident for form in taken])
        return self.made

    def _incident(self) -> Incident | None:
        form = self.panel.incident
        if not self.panel.is_new_incident:
            return None
        self._require(form.is_valid())
        if not self.by.has_perm("conflictdb.add_incident"):
            form.add_error("title", "Your account may not add incidents: choose a known one.")
            raise RefusedError
        incident: Incident = form.instance
        self._record(form, incident)
        return incident

    def _statement(self) -> Statement:
        statement: Statement = self.panel.statement.instance
        return statement

    def _claim(self, form: ClaimForm, statement: Statement) -> None:
        existing = self._existing(form)
        if existing is not None:
            self._cite(existing)
            return
        form.instance.statement = statement
        claim: Claim = self._record(form, form.instance)
        self._cite(claim)

    @staticmethod
    def _existing(form: ClaimForm) -> Any:
        """The claim that a form only cites once more."""
        return form.cleaned_data.get("existing") if form.is_bound and form.is_valid() else None

    def _fill(self, form: ClaimForm, name: str, record: Record) -> None:
        """Fill in a field that was left empty: what is new could not be chosen."""
        key = form.add_prefix(name)
        if not form.data.get(key):
            filled = QueryDict(mutable=True)
            filled.update(form.data)
            filled[key] = str(record.pk)
            self.filled.append((form, form.data))
            form.data = filled

    def _record(self, form: PartForm, record: Any) -> Any:
        record.slug = record.slug or slugs.unused(record)
        try:
            curation.save(record, by=self.by)
        except ValidationError as error:
            form.add_error(None, error)
            raise RefusedError from error
        self.made.append(record)
        return record

    def _cite_once(self, statement: Statement) -> None:
        """Cite the statement here, unless the document bears it out already at this passage."""
        span, document = self.panel.span, self.panel.document
        here = statement.citations.filter(document=document, start=span.start, end=span.end)
        if not here.exists():
            self._cite(statement)

    def _cite(self, record: Statement | Claim) -> None:
        form, span = self.panel.passage, self.panel.span
        values = form.cleaned_data
        citation = Citation(
            document=self.panel.document,
            start=span.start,
            end=span.end,
            sha256=span.sha256,
            mode=values["mode"],
            hedge=values["hedge"],
            part=values["part"],
        )
        setattr(citation, str(record._meta.model_name), record)
        self._record(form, citation)
        for position, actor in enumerate(form.relayers, 1):
            Hop.objects.create(citation=citation, actor=actor, position=position)
        curation.settle(citation, by=self.by)

    def _tell_incidents(self, statement: Statement, incidents: list[Incident | None]) -> None:
        """A draft statement is about what its claims are about."""
        known = [incident for incident in incidents if incident is not None]
        if statement.status == "draft" and known:
            statement.incidents.add(*known)
            curation.settle(statement, by=self.by)

    @staticmethod
    def _require(holds: bool) -> None:
        if not holds:
            raise RefusedError


def _number(value: Any) -> int:
    text = str(value or "")
    if not text.isdecimal() or len(text) > 9:
        raise EvidenceError("Select a passage of the text.")
    return int(text)
