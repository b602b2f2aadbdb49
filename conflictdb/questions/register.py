"""The register of questions: made when a claim is saved, summarised when claims change."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from conflictdb.models import Claim, Question

from .answers import Summary, answers_to, summarise
from .rule import Key, key_of, slug_of, title_of

_CHUNK = 500  # questions that are renewed at a time

# The columns of a question that its claims make; its status follows from them too.
SUMMARY_COLUMNS = (
    "contested",
    "reasons",
    "spread_lowest",
    "spread_highest",
    "claims_count",
    "speakers_count",
    "utterances_count",
    "documents_count",
)


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
    question, _ = Question.objects.get_or_create(
        topic=key.topic,
        incident=key.incident,
        subject_side=key.subject_side,
        counted=key.counted,
        by_rule=True,
        defaults={"slug": slug, "title": title_of(key)},
    )
    while question.merged_into is not None:  # a trigger forbids loops
        question = question.merged_into
    claim.question = question
    return question


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
    """Renew what these questions, and their claims as answers, say of what is published.

    A question is published while it has a published claim. Returns how many questions changed.
    """
    ids = sorted(set(questions))
    return sum(_refresh(ids[start : start + _CHUNK]) for start in range(0, len(ids), _CHUNK))


def _refresh(ids: list[int]) -> int:
    locked = list(Question.objects.select_for_update().filter(id__in=ids).order_by("id"))
    answers = answers_to(question.pk for question in locked)
    changed, moved = [], []
    for question in locked:
        given = answers.get(question.pk, [])
        before, latest = _state(question), [answer.claim.is_latest for answer in given]
        apply_summary(question, summarise(given))
        moved += [
            answer.claim
            for answer, was_latest in zip(given, latest, strict=True)
            if answer.claim.is_latest != was_latest
        ]
        if _state(question) != before:
            question.version += 1
            question.updated_at = timezone.now()
            changed.append(question)
    Question.objects.bulk_update(
        changed, ["status", "merged_into", *SUMMARY_COLUMNS, "version", "updated_at"]
    )
    for is_latest in (True, False):
        pks = [claim.pk for claim in moved if claim.is_latest == is_latest]
        if pks:
            Claim.objects.filter(pk__in=pks).update(is_latest=is_latest)
    return len(changed)


def remove_unanswered(questions: Iterable[int]) -> int:
    """Delete those of these questions that the rule made and no claim answers; returns how many."""
    unanswered = Question.objects.filter(
        id__in=set(questions), by_rule=True, claims=None, merged_into=None, merged_from=None
    )
    return unanswered.delete()[0]


def apply_summary(question: Question, summary: Summary) -> None:
    """Write a summary into the columns of the question and of its claims. Saves neither."""
    question.contested = summary.contested
    question.reasons = list(summary.reasons)
    question.spread_lowest, question.spread_highest = summary.lowest, summary.highest
    question.claims_count = summary.claims_count
    question.speakers_count = summary.speakers_count
    question.utterances_count = summary.utterances_count
    question.documents_count = summary.documents_count
    if summary.answers:
        question.status = "published"
        question.merged_into = None  # it stands for itself again
    elif question.status == "published":
        question.status = "draft"
    latest = {answer.claim.slug for answer in summary.latest}
    for answer in summary.answers:
        answer.claim.is_latest = answer.claim.slug in latest


def _state(question: Question) -> tuple[object, ...]:
    return (question.status, *(getattr(question, name) for name in SUMMARY_COLUMNS))
