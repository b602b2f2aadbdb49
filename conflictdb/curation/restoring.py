"""Restoring: a record becomes again what it was, or is there again."""

from functools import partial
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from conflictdb.history import RecordHistory
from conflictdb.models import Record, Revision
from conflictdb.states import put

from .acting import acting
from .log import due
from .revisions import revise
from .saving import save, settle


def restore(record: Record, version: UUID, *, by: AbstractBaseUser, reason: str) -> Revision | None:
    """Give a record and its parts the content that an action had left them with.

    It is a change like any other: of a published record a pending revision, which is returned.
    Slug and status stay. Raises ValidationError, also where the version refers to what is gone.
    """
    found = RecordHistory(type(record), record.pk).version(version)
    if found is None or found.after is None:
        raise ValidationError(f"{record.slug} has no such version.")
    state = found.after
    with acting(by, "restore", due(reason)):
        return revise(
            record, by=by, why=due(reason), change=lambda on: put(on, state, lambda _: None)
        )


def restore_deleted(model: type[Record], pk: int, *, by: AbstractBaseUser, reason: str) -> Record:
    """Bring a deleted record back as a draft, with its slug, its parts, and its history.

    Raises ValidationError where its slug was taken since, or what it refers to is gone.
    """
    newest = next(iter(RecordHistory(model, pk).versions(limit=1)), None)
    state = newest.before if newest and newest.after is None else None
    if state is None:
        raise ValidationError("There is nothing to restore: the record was not deleted.")
    record = model(slug=state["slug"], status="draft")
    record.pk = pk
    with acting(by, "restore", due(reason)):
        put(record, state, partial(save, by=by, message=due(reason)))
        settle(record, by=by)
    return record
