"""Saving and deleting a record at the status it has."""

from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from conflictdb import questions
from conflictdb.models import Claim, Dataset, Record
from conflictdb.models.rules import complete
from conflictdb.vocabularies import CLAIM_KINDS

from .blockers import require_publishable
from .log import log
from .renewal import questions_of, renew


@complete()
def save(record: Record, *, by: AbstractBaseUser, message: str = "") -> None:
    """Validate and save a record as it stands, at the status it has. Raises ValidationError."""
    is_new = record._state.adding
    if record.status == "published":
        Dataset.objects.hold()
    rows = type(record)._default_manager.select_for_update(of=("self",))
    stored = rows.filter(pk=record.pk).first()
    _require_status(record, stored.status if stored else "draft")
    touched = questions_of(stored or record)
    if isinstance(record, Claim) and record.kind in CLAIM_KINDS:
        questions.assign(record)
    record.full_clean()
    if record.status == "published":
        require_publishable(record)
    record.save()
    renew(record, touched)
    log(record, by, ADDITION if is_new else CHANGE, message)


@complete()
def settle(record: Record) -> None:
    """Check a record anew, and renew what depends on it, once its parts and lists were saved.

    Parts are rows that are no records: names, participants, hops. Raises ValidationError.
    """
    if record.status == "published":
        Dataset.objects.hold()
        require_publishable(record)
    renew(record, set())


@complete()
def delete(record: Record) -> None:
    """Delete a record, and the questions of the rule that nothing answers then.

    Raises ValidationError where others refer to it.
    """
    if record.status == "published":
        Dataset.objects.hold()
    touched = questions_of(record)
    record.delete()
    questions.refresh(touched)
    questions.remove_unanswered(touched)


def _require_status(record: Record, stored: str) -> None:
    """Refuse to save another status than the stored one: that is for the steps."""
    if record.status != stored:
        raise ValidationError(
            {"status": f"A save keeps the status, {stored}; {record.status} takes a step."}
        )
