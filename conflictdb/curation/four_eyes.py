"""Four eyes: whoever worked on something since it was last public does not publish it.

Worked on means created, saved or submitted. ``settings.FOUR_EYES`` is false for teams of one.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError

from conflictdb.models import Claim, Contribution, Question, Record, Revision

_NAMED = 5  # of those who may


def note_work(worked_on: Record | Revision, by: AbstractBaseUser) -> None:
    kind = ContentType.objects.get_for_model(worked_on)
    Contribution.objects.bulk_create(
        [Contribution(record_type=kind, record_id=worked_on.pk, user_id=by.pk)],
        ignore_conflicts=True,
    )


def note_work_of_both(goes: Record, stays: Record, by: AbstractBaseUser) -> None:
    """One record is made of two: who worked on either, or made them one, worked on it."""
    kind = ContentType.objects.get_for_model(stays)
    workers = Contribution.objects.of(goes).values_list("user_id", flat=True)
    Contribution.objects.bulk_create(
        [
            Contribution(record_type=kind, record_id=stays.pk, user_id=user)
            for user in {*workers, by.pk}
        ],
        ignore_conflicts=True,
    )


def forget_work(worked_on: Record | Revision) -> None:
    """Called once it is public, or decided on."""
    Contribution.objects.of(worked_on).delete()


def own_work(records: Iterable[Record], by: AbstractBaseUser) -> set[int]:
    """The ids of those records, all of one model, that a user may not publish: his own work."""
    found = list(records)
    if not found or not settings.FOUR_EYES:
        return set()
    contributions = Contribution.objects.of_all(type(found[0]), [each.pk for each in found])
    return set(contributions.filter(user_id=by.pk).values_list("record_id", flat=True))


def require_other_eyes(
    worked_on: Record | Revision, by: AbstractBaseUser, doing: str = "publish"
) -> None:
    """Raises ValidationError that names who may."""
    if not settings.FOUR_EYES:
        return
    workers = set(Contribution.objects.of(worked_on).values_list("user_id", flat=True))
    if by.pk in workers:
        raise ValidationError(
            f"Cannot {doing.replace('_', ' ')} {worked_on.slug}: you worked on it since it was "
            f"last public. {_others(workers)}"
        )


def own_questions(by: AbstractBaseUser) -> set[int]:
    """The ids of the questions that a user worded, and that no public claim answers yet."""
    if not settings.FOUR_EYES:
        return set()
    worded = Question.objects.exclude(status="published")
    kind = ContentType.objects.get_for_model(Question)
    mine = Contribution.objects.filter(record_type=kind, user_id=by.pk)
    found = worded.filter(pk__in=mine.values("record_id"))
    return set(found.values_list("pk", flat=True))


def require_others_question(record: Record, own: set[int]) -> None:
    """A question is public with a claim: whoever worded it does not make it so.

    ``own`` are the ``own_questions`` before. Raises ValidationError.
    """
    if not isinstance(record, Claim) or record.question is None:
        return
    if record.question_id in own:
        raise ValidationError(
            f"Cannot publish {record.slug}: the question “{record.question}”, which would be "
            "public with it, is worded by you. Someone else has to publish it."
        )
    forget_work(record.question)


def reviewers() -> Any:
    """The accounts that may review, as a queryset of users."""
    may = User.objects.with_perm(
        "conflictdb.review_records", backend="django.contrib.auth.backends.ModelBackend"
    )
    return may.filter(is_staff=True).order_by("username")


def require_reviewer(reviewer: AbstractBaseUser, by: AbstractBaseUser) -> None:
    """Raises ValidationError where this account cannot be asked for a review."""
    if not reviewers().filter(pk=reviewer.pk).exists():
        raise ValidationError({"reviewer": f"{reviewer.get_username()} may not review."})
    if settings.FOUR_EYES and reviewer.pk == by.pk:
        raise ValidationError({"reviewer": "Ask someone else: nobody reviews their own work."})


def _others(workers: set[int]) -> str:
    names = reviewers().exclude(pk__in=workers)
    named = list(names.values_list("username", flat=True)[: _NAMED + 1])
    if not named:
        return "Nobody else has an account that may."
    more = ", or another reviewer" if len(named) > _NAMED else ""
    return f"Someone else has to: {', '.join(named[:_NAMED])}{more}."
