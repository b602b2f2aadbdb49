"""The steps of a record's status."""

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from conflictdb.models import Dataset, Record
from conflictdb.models.change import withdrawing_for
from conflictdb.models.rules import complete
from conflictdb.vocabularies import WITHDRAWAL_REASONS

from .blockers import citations_with, require_publishable, require_unreferenced
from .log import due, log
from .merging import stand_again
from .renewal import questions_of, renew

# What each status may become, and the verb that does it.
STEPS = {
    "submit": ({"draft"}, "in_review"),
    "return_to_draft": ({"in_review"}, "draft"),
    "publish": ({"draft", "in_review", "withdrawn"}, "published"),
    "withdraw": ({"published"}, "withdrawn"),
}


def submit(record: Record, *, by: AbstractBaseUser) -> None:
    """Hand a draft in for review. Raises ValidationError."""
    _step(record, "submit", by, "")


def return_to_draft(record: Record, *, by: AbstractBaseUser, reason: str) -> None:
    """Give a submitted record back to be worked on. Raises ValidationError."""
    _step(record, "return_to_draft", by, due(reason))


def publish(record: Record, *, by: AbstractBaseUser) -> None:
    """Make a record part of the public dataset; a claim or statement with its citations.

    Raises ValidationError.
    """
    _step(record, "publish", by, "")


def withdraw(
    record: Record, *, by: AbstractBaseUser, reason: str, reason_code: str = "other"
) -> None:
    """Take a published record back; a tombstone with the coded reason remains.

    The reason in words goes to the log only. Raises ValidationError.
    """
    if reason_code not in WITHDRAWAL_REASONS:
        raise ValidationError(f"{reason_code!r} is no reason to withdraw a record.")
    _step(record, "withdraw", by, due(reason), reason_code)


@complete()
def _step(
    record: Record, verb: str, by: AbstractBaseUser, reason: str, reason_code: str | None = None
) -> None:
    before, after = STEPS[verb]
    if "published" in {after, *before}:
        Dataset.objects.hold()  # before any record, so that two steps cannot deadlock
    current = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if current.status not in before:
        raise ValidationError(
            f"Cannot {verb.replace('_', ' ')} {record.slug}: it is {current.status}, "
            f"not {' or '.join(sorted(before))}."
        )
    if after == "published":
        if getattr(current, "merged_into", None):
            stand_again(current)
        require_publishable(current)
    with_it = citations_with(current) if after == "published" else []
    if current.status == "published":
        require_unreferenced(current)
    touched = questions_of(current)
    current.status = after
    with withdrawing_for(reason_code):
        current.save()
    record.status, record.version, record.updated_at = (
        current.status,
        current.version,
        current.updated_at,
    )
    for citation in with_it:
        _step(citation, verb, by, reason)
    renew(current, touched)
    log(current, by, CHANGE, f"{verb}: {reason}" if reason else verb)
