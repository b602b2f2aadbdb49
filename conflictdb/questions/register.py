"""The register of questions: made when a claim is saved, summarised when claims change."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from conflictdb.models import Claim, Question

from .answers import Summary, answers_to, summarise
from .rule import Key, key_of, slug_of, title_of


def assign(claim: Claim) -> Question | None:
    """Set the question that the claim answers, making it where it is new.

    A question that a curator chose stays. Does not save the claim. Raises ValidationError where
    another question has the slug that a new one would get.
    """
    if claim.question_fixed:
        return claim.question
    key = key_of(claim)
    if key is None:
        claim.question = None
        return None
    slug = slug_of(key)
    for other in Question.objects.filter(slug=slug).select_related("incident", "subject_side"):
        _require_same(key, other)
    claim.question, _ = Question.objects.get_or_create(
        topic=key.topic,
        incident=key.incident,
        subject_side=key.subject_side,
        counted=key.counted,
        by_rule=True,
        defaults={"slug": slug, "title": title_of(key)},
    )
    return claim.question


def _require_same(key: Key, other: Question) -> None:
    theirs = Key(other.topic, other.incident, other.subject_side, other.counted)
    if theirs != key or not other.by_rule:
        raise ValidationError(
            {
                "question": f"The question about {key} would have the slug {other.slug}, which "
                f"the one about {theirs} has: rename one of their incidents or actors."
            }
        )


@transaction.atomic
def refresh(questions: Iterable[int]) -> int:
    """Renew what these questions say of their published claims; returns how many changed.

    A question is published while it has a published claim.
    """
    ids = set(questions)
    answers = answers_to(ids)
    changed = 0
    for question in Question.objects.select_for_update().filter(id__in=ids).order_by("id"):
        before = _state(question)
        apply_summary(question, summarise(answers.get(question.id, [])))
        if _state(question) != before:
            question.save()
            changed += 1
    return changed


def remove_unanswered(questions: Iterable[int]) -> int:
    """Delete those of these questions that the rule made and no claim answers; returns how many."""
    unanswered = Question.objects.filter(id__in=set(questions), by_rule=True, claims=None)
    return unanswered.delete()[0]


def apply_summary(question: Question, summary: Summary) -> None:
    """Write a summary into the question's columns. Does not save."""
    question.contested = summary.contested
    question.reasons = list(summary.reasons)
    question.speakers_count = summary.speakers_count
    if summary.answers:
        question.status = "published"
    elif question.status == "published":
        question.status = "draft"


def _state(question: Question) -> tuple[object, ...]:
    return (
        question.contested,
        list(question.reasons),
        question.speakers_count,
        question.status,
    )
