"""Events: every change of every record and of its parts, with the row as it was before.

(Of a row that is new: as it came in.) So a version is what the next event says that it was, or
else what stands in the table now; that holds of rows, too, that came in while triggers rested.

The database's triggers write events, whatever door a change comes through; nothing may alter them
but a redaction. One event table for each table that is tracked, and ``EVENTS`` is the list. The
events of one action share a context, which tells who acted, what was done, and why.

Only what a person would call a change makes an event: columns that follow from others, and what is
renewed with them, are left out. So is a document's private text: its hash is the document's.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

import pghistory
from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models
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
        meta={"indexes": [_by_owner(model, owner) if owner else _deleted(model)]},
    )


def _label(event: Any) -> str:
    return f"{event.pgh_label} of {event.pgh_tracked_model._meta.verbose_name} {event.pgh_obj_id}"


def _by_owner(model: type[models.Model], owner: str) -> models.Index:
    return models.Index(fields=[owner], name=f"event_of_{model.__name__.lower()}")


def _deleted(model: type[models.Model]) -> models.Index:
    name = f"event_of_{model.__name__.lower()}_gone"
    return models.Index(
        fields=["-pgh_created_at"], condition=models.Q(pgh_label="delete"), name=name
    )


# By the model that is tracked. Made here, so that type checkers do not know their columns.
EVENTS: dict[type[models.Model], Any] = {
    **{model: _events_of(model) for model in RECORDS},
    **{model: _events_of(model, owner) for model, owner in PARTS.items()},
}


# Who acts, and why

_recording: ContextVar[bool] = ContextVar("recording", default=False)


@contextmanager
def recorded(doing: str, *, by: AbstractBaseUser | None = None, reason: str = "") -> Iterator[None]:
    """What changes inside, in an open transaction, is one action: who did it, what, and why.

    Inside another action it is a part of that. What changes outside of any is the database's.
    """
    if _recording.get():
        yield
        return
    told = {"doing": doing, "reason": reason}
    if by is not None:
        told |= {"user": by.pk, "by": by.get_username()}
    before = _recording.set(True)
    try:
        # Set once, not before each statement as django-pghistory does: COPY is then told too.
        _tell(str(uuid4()), json.dumps(told))
        yield
        _tell("", "")  # not after an error: then what was set is undone with the rest
    finally:
        _recording.reset(before)


def _tell(context: str, told: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true),"
            " set_config('pghistory.context_metadata', %s, true)",
            [context, told],
        )
