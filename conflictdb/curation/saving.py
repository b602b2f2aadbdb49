"""Saving and deleting a record at the status it has."""

from django.contrib.admin.models import ADDITION, CHANGE
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from conflictdb import questions
from conflictdb.models import Claim, Dataset, Record, RedactedSlug, Review
from conflictdb.vocabularies import CLAIM_KINDS

from .acting import acting
from .blockers import require_publishable
from .four_eyes import note_work
from .log import log
from .renewal import is_due, questions_of, renew


def save(record: Record, *, by: AbstractBaseUser, message: str = "") -> None:
    """Validate and save a record as it stands, at the status it has. Raises ValidationError."""
    is_new = record._state.adding
    with acting(by, "add" if is_new else "save", message):
        if record.status == "published":
            Dataset.objects.hold()
        rows = type(record)._default_manager.select_for_update(of=("self",))
        stored = rows.filter(pk=record.pk).first()
        _require_status(record, stored.status if stored else "draft")
        renewing = is_due(record, stored)
        touched = questions_of(stored or record) if renewing else set()
        if isinstance(record, Claim) and record.kind in CLAIM_KINDS:
            questions.assign(record)
        record.full_clean()
        if stored is None or stored.slug != record.slug:
            _require_unredacted(record)
        if record.status == "published":
            require_publishable(record)
        record.save()
        if renewing:
            renew(record, touched)
        if record.status != "published":
            note_work(record, by)
        log(record, by, ADDITION if is_new else CHANGE, message)


def settle(record: Record, *, by: AbstractBaseUser) -> None:
    """Check a record anew, and renew what depends on it, once its parts and lists were saved.

    Parts are rows that are no records: names, participants, hops. Raises ValidationError.
    """
    with acting(by, "settle"):
        if record.status == "published":
            Dataset.objects.hold()
            require_publishable(record)
        else:
            note_work(record, by)
        if is_due(record, record):
            renew(record, set())


def delete(record: Record, *, by: AbstractBaseUser) -> None:
    """Delete a record, and the questions of the rule that nothing answers then.

    Who worked on it stays known: should it be restored, it is their work still. Raises
    ValidationError where others refer to it.
    """
    with acting(by, "delete"):
        if record.status == "published":
            Dataset.objects.hold()
        touched = questions_of(record)
        Review.objects.of(record).delete()
        record.delete()
        questions.refresh(touched)
        questions.remove_unanswered(touched)


def _require_unredacted(record: Record) -> None:
    """A person whose name was taken out does not come back by the old slug."""
    if RedactedSlug.objects.named(type(record), [record.slug]):
        raise ValidationError({"slug": "A redaction took this slug away for good."})


def _require_status(record: Record, stored: str) -> None:
    """Refuse to save another status than the stored one: that is for the steps."""
    if record.status != stored:
        raise ValidationError(
            {"status": f"A save keeps the status, {stored}; {record.status} takes a step."}
        )
