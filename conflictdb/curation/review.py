"""Reviews: asked for when a draft is submitted, closed by what comes of it."""

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from conflictdb.models import Record, Review

from .four_eyes import require_reviewer


def ask(record: Record, by: AbstractBaseUser, reviewer: AbstractBaseUser | None) -> None:
    """Open the review of a record. Raises ValidationError where the reviewer may not decide."""
    if reviewer is not None:
        require_reviewer(reviewer, by)
    kind = ContentType.objects.get_for_model(record)
    Review.objects.create(
        record_type=kind,
        record_id=record.pk,
        asked_by_id=by.pk,
        reviewer_id=reviewer.pk if reviewer else None,
    )


def close(record: Record, by: AbstractBaseUser, outcome: str, reason: str = "") -> None:
    """Close the open review of a record, where there is one."""
    Review.objects.of(record).open().update(
        outcome=outcome, reason=reason, decided_by_id=by.pk, decided_at=timezone.now()
    )


def returned(record: Record) -> Review | None:
    """Why a draft came back from review, until it is submitted again."""
    if record.status != "draft":
        return None
    last = Review.objects.of(record).select_related("decided_by").first()
    return last if last is not None and last.outcome == "returned" else None


def waiting(record: Record) -> Review | None:
    """The open review of a record."""
    return Review.objects.of(record).open().select_related("asked_by", "reviewer").first()
