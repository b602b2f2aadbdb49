"""The steps of a record's status."""

from django.contrib.admin.models import CHANGE
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from conflictdb.models import Citation, Claim, Dataset, Record
from conflictdb.models.change import withdrawing_for
from conflictdb.vocabularies import WITHDRAWAL_REASONS

from . import review
from .acting import acting
from .blockers import (
    citations_with,
    published_citations,
    require_publishable,
    require_unreferenced,
)
from .four_eyes import (
    forget_work,
    note_work,
    own_questions,
    require_other_eyes,
    require_others_question,
)
from .log import due, log
from .merging import stand_again
from .renewal import is_due, questions_of, renew

# What each status may become, and the verb that does it.
STEPS = {
    "submit": ({"draft"}, "in_review"),
    "return_to_draft": ({"in_review"}, "draft"),
    "publish": ({"draft", "in_review", "withdrawn"}, "published"),
    "withdraw": ({"published"}, "withdrawn"),
}


def unfit(verb: str, status: str) -> str:
    """Why a record of this status cannot take the step, in words."""
    return f"it is {status}, not {' or '.join(sorted(STEPS[verb][0]))}".replace("_", " ")


def submit(
    record: Record, *, by: AbstractBaseUser, reviewer: AbstractBaseUser | None = None
) -> None:
    """Hand a draft in for review, if need be to a named reviewer. Raises ValidationError."""
    with acting(by, "submit"):
        _step(record, "submit", by)
        note_work(record, by)
        review.ask(record, by, reviewer)


def return_to_draft(record: Record, *, by: AbstractBaseUser, reason: str) -> None:
    """Give a submitted record back to be worked on. Raises ValidationError."""
    with acting(by, "return_to_draft", due(reason)):
        _step(record, "return_to_draft", by, due(reason))
        review.close(record, by, "returned", due(reason))


def publish(record: Record, *, by: AbstractBaseUser) -> None:
    """Make a record part of the public dataset; a claim or statement with its citations.

    Raises ValidationError.
    """
    with acting(by, "publish"):
        _step(record, "publish", by)


def withdraw(
    record: Record, *, by: AbstractBaseUser, reason: str, reason_code: str = "other"
) -> None:
    """Take a published record back; a tombstone with the coded reason remains.

    The citations of a claim or a statement go with it. The reason in words goes to the log only.
    Raises ValidationError.
    """
    if reason_code not in WITHDRAWAL_REASONS:
        raise ValidationError(f"{reason_code!r} is no reason to withdraw a record.")
    with acting(by, "withdraw", due(reason)):
        _step(record, "withdraw", by, due(reason), reason_code)


def _step(
    record: Record,
    verb: str,
    by: AbstractBaseUser,
    reason: str = "",
    reason_code: str | None = None,
    *,
    goes_with: Record | None = None,
) -> None:
    """``goes_with``: what a citation bears out, whose own step renews the same questions."""
    before, after = STEPS[verb]
    if "published" in {after, *before}:
        Dataset.objects.hold()  # before any record, so that two steps cannot deadlock
    current = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if current.status not in before:
        raise ValidationError(
            f"Cannot {verb.replace('_', ' ')} {record.slug}: {unfit(verb, current.status)}."
        )
    with_it: list[Citation] = []
    renewing = goes_with is None and is_due(current, current)
    if after == "published":
        if getattr(current, "merged_into", None):
            stand_again(current)
            renewing = True
        require_publishable(current)
        require_other_eyes(current, by)
        with_it = citations_with(current)
    elif current.status == "published":
        require_unreferenced(current)
        with_it = published_citations(current)
    touched = questions_of(current) if renewing else set()
    own = own_questions(by) if isinstance(current, Claim) and after == "published" else set()
    current.status = after
    with withdrawing_for(reason_code):
        current.save()
    record.status, record.version, record.updated_at = (
        current.status,
        current.version,
        current.updated_at,
    )
    if after == "published":
        forget_work(current)
        review.close(current, by, "published")
    for citation in with_it:
        _step(citation, verb, by, reason, reason_code, goes_with=current)
    if renewing:
        renew(current, touched)
    if after == "published":
        require_others_question(current, own)
    log(current, by, CHANGE, f"{verb}: {reason}" if reason else verb)
