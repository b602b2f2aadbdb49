"""Events: every change of every record and of its parts, with the row as it was before.

(Of a row that is new: as it came in.) So a version is what the next event says that it was, or
else what stands in the table now; that holds of rows, too, that came in while triggers rested.

The database's triggers write events, whatever door a change comes through; nothing may alter them
but a redaction. One event table for each table that is tracked, and ``EVENTS`` is the list. The
events of one action share a context, which tells who acted, what was done, and why.

Only what a person would call a change makes an event: columns that follow from others, and what is
renewed with them, are left out. So is a document's private text: its hash is the document's.
"""

from typing import Any

import pghistory
from django.db import models
from pghistory.models import Event

from .actor import Actor, ActorName, Affiliation
from .citation import Citation, Hop
from .claim import Claim
from .claim_link import ClaimLink
from .document import Document, DocumentText
from .incident import Incident, Participant
from .place import Place, PlaceName
from .question import Question
from .record import Record
from .statement import Statement, StatementLink

# What no form has and history must have nevertheless.
_KEPT = {"merged_into", "by_rule", "version"}


# The rows of many-to-many fields, as models to which triggers can be tied.


class DocumentAgency(Document.agencies.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True


class IncidentPlace(Incident.places.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True


class StatementCoSpeaker(Statement.co_speakers.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True


class StatementAddressee(Statement.addressees.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True


class StatementIncident(Statement.incidents.through):  # type: ignore[name-defined]
    class Meta:
        proxy = True


RECORDS: tuple[type[Record], ...] = (
    Place,
    Actor,
    Affiliation,
    Document,
    Incident,
    Question,
    Statement,
    StatementLink,
    Claim,
    ClaimLink,
    Citation,
)

# What belongs to a record in another table, and the column that names the record.
PARTS: dict[type[models.Model], str] = {
    PlaceName: "place",
    ActorName: "actor",
    DocumentAgency: "document",
    DocumentText: "document",
    Participant: "incident",
    IncidentPlace: "incident",
    StatementCoSpeaker: "statement",
    StatementAddressee: "statement",
    StatementIncident: "statement",
    Hop: "citation",
}


def tracked_columns(model: type[models.Model]) -> list[str]:
    """The columns whose history is kept: what a curator sets, never what follows from it."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if (field.editable or field.name in _KEPT)
        and not field.primary_key
        and not isinstance(field, models.GeneratedField)
        and field.name != "content"
    ]


def _events_of(model: type[models.Model], owner: str | None = None) -> type[Event]:
    columns = tracked_columns(model)
    meaningful = [column for column in columns if column != "version"]
    if model is DocumentText:
        meaningful = ["content"]
    # Rows come in by the million and leave one by one: inserts are written once a statement. An
    # update fires for a row that changed in a tracked column, which costs the others nothing.
    return pghistory.create_event_model(  # type: ignore[return-value]
        model,
        pghistory.InsertEvent(level=pghistory.Statement),
        pghistory.UpdateEvent(row=pghistory.Old, condition=pghistory.AnyChange(*meaningful)),
        pghistory.DeleteEvent(),
        fields=columns,
        model_name=f"{model.__name__}Event",
        obj_field=pghistory.ObjForeignKey(related_name="+", db_index=True),
        context_field=pghistory.ContextForeignKey(null=True, related_name="+", db_index=True),
        append_only=True,
        abstract=False,
        attrs={"pgh_id": models.BigAutoField(primary_key=True), "__str__": _label},
        meta={"indexes": [_by_owner(model, owner)]} if owner else {},
    )


def _label(event: Any) -> str:
    return f"{event.pgh_label} of {event.pgh_tracked_model._meta.verbose_name} {event.pgh_obj_id}"


def _by_owner(model: type[models.Model], owner: str) -> models.Index:
    return models.Index(fields=[owner], name=f"event_of_{model.__name__.lower()}")


EVENTS: dict[type[models.Model], type[Event]] = {
    **{model: _events_of(model) for model in RECORDS},
    **{model: _events_of(model, owner) for model, owner in PARTS.items()},
}
