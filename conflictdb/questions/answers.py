"""The answers to one question: who says what, which differ, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from itertools import combinations

from django.db.models import Prefetch, QuerySet

from conflictdb.models import Citation, Claim
from conflictdb.vocabularies import REASONS

# The order of answers as columns of claims: by when it was said, then since when it was known.
ANSWER_ORDER = ("answers_from", "known_from", "slug")

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """One claim as an answer, with the documents that carry it and since when it was known.

    Records are compared by slug, so that unsaved ones can be compared too.
    """

    claim: Claim
    documents: frozenset[str]
    known: datetime | None

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """``ANSWER_ORDER``, for claims that are not in the database yet too."""
        known = self.known or _LAST
        made = self.claim.statement.made
        return ((made and made.earliest) or known, known, self.claim.slug)

    @cached_property
    def utterance(self) -> str:
        return self.claim.statement.slug

    @cached_property
    def speaker(self) -> str:
        """Whose answer it is; an unnamed speaker is one within a document, by its description."""
        statement = self.claim.statement
        if statement.speaker:
            return statement.speaker.slug
        return f"{statement.speaker_description} ({min(self.documents, default='')})"

    @property
    def asserted(self) -> bool:
        return self.claim.polarity == "asserts" and self.claim.modality == "actual"

    @cached_property
    def scope(self) -> tuple[str, str, bool]:
        """What is counted: comparable kind, part of the episode, whole or breakdown."""
        claim = self.claim
        return (
            claim.coded_kind.compares_as,
            claim.incident.slug if claim.incident else "",
            claim.breakdown_of is not None,
        )

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        return self.claim.value_min, self.claim.value_max

    @property
    def definite(self) -> bool:
        """Whether it answers what is asked: "several wounded" gives no number."""
        claim = self.claim
        told: dict[str, object] = {
            "quantity": None if self.bounds == (None, None) else self.bounds,
            "actor": claim.subject,
            "time": claim.occurred,
            "place": claim.place,
        }
        return (
            claim.polarity == "denies"
            or told.get(claim.coded_kind.answers_with, claim.polarity) is not None
        )

    def counts_the_same(self, other: "Answer") -> bool:
        """Whether the two are answers of the same scope, so that a difference is a dispute."""
        mine, theirs = self.claim, other.claim
        return (
            self.scope == other.scope
            and not self.scope[2]
            and _same_or_unsaid(mine.victim_class, theirs.victim_class, "undetermined")
            and _same_or_unsaid(
                mine.as_of.edtf if mine.as_of else None,
                theirs.as_of.edtf if theirs.as_of else None,
                None,
            )
            and _same_or_unsaid(
                mine.place.slug if mine.place else None,
                theirs.place.slug if theirs.place else None,
                None,
            )
            and mine.modality == theirs.modality
        )

    def contradicts(self, other: "Answer") -> bool:
        """Whether both cannot be true: disjoint ranges, opposite polarities, different actors."""
        if self.claim.polarity != other.claim.polarity:
            return True
        if self.claim.polarity == "denies":
            return False
        answers_with = self.claim.coded_kind.answers_with
        if answers_with == "quantity":
            return disjoint(self.bounds, other.bounds)
        if answers_with == "actor":
            # An attack by nobody in particular contradicts no account of who attacked.
            sides = _side(self), _side(other)
            return None not in sides and sides[0] != sides[1]
        if answers_with == "time":
            mine, theirs = self.claim.occurred, other.claim.occurred
            if mine is None or theirs is None:
                return False
            return disjoint((mine.earliest, mine.latest), (theirs.earliest, theirs.latest))
        return False

    def states_the_same_as(self, other: "Answer") -> bool:
        """Whether both answer what is asked, and give the same answer."""
        mine, theirs = self.claim, other.claim
        if (mine.kind, mine.polarity) != (theirs.kind, theirs.polarity):
            return False
        if not (self.definite and other.definite):
            return False
        match mine.coded_kind.answers_with:
            case "quantity":
                return (mine.modifier, *self.bounds) == (theirs.modifier, *other.bounds)
            case "actor":
                return _side(self) == _side(other)
            case "time":
                return mine.occurred == theirs.occurred
        return (mine.subject_id, mine.target_id) == (theirs.subject_id, theirs.target_id)


@dataclass(frozen=True)
class SetAside:
    """An answer that a figure leaves out, and why: a code of ``set_aside_reasons``."""

    answer: Answer
    reason: str


@dataclass(frozen=True)
class Summary:
    """What the answers to one question come to; nothing is averaged.

    ``outside`` are the answers that count nothing in the spread.
    """

    answers: Sequence[Answer]
    latest: Sequence[Answer]
    outside: Sequence[SetAside]
    contested: bool
    reasons: Sequence[str]
    lowest: int | None
    highest: int | None

    @property
    def claims(self) -> list[Claim]:
        return [answer.claim for answer in self.answers]

    @property
    def claims_count(self) -> int:
        return len(self.answers)

    @property
    def speakers_count(self) -> int:
        return len({answer.speaker for answer in self.answers})

    @property
    def utterances_count(self) -> int:
        return len({answer.utterance for answer in self.answers})

    @property
    def documents_count(self) -> int:
        return len(set().union(*(answer.documents for answer in self.answers)))


def summarise(answers: Iterable[Answer]) -> Summary:
    """Order the answers, find each speaker's latest, the spread, and where and why they differ."""
    ordered = sorted(answers, key=lambda answer: answer.order)
    latest = _latest(ordered)
    contested = any(
        one.utterance != other.utterance
        and one.speaker != other.speaker
        and one.counts_the_same(other)
        and one.contradicts(other)
        for one, other in combinations(latest, 2)
    )
    found = {reason for one, other in combinations(ordered, 2) for reason in _reasons(one, other)}
    outside = _outside_spread(ordered)
    left = {one.answer.claim.slug for one in outside}
    stated = [
        bound
        for answer in ordered
        if answer.claim.slug not in left
        for bound in answer.bounds
        if bound is not None
    ]
    return Summary(
        answers=ordered,
        latest=latest,
        outside=outside,
        contested=contested,
        reasons=[code for code in REASONS.codes if code in found],
        lowest=min(stated, default=None),
        highest=max(stated, default=None),
    )


def answers_to(
    questions: Iterable[int], known_at: datetime | None = None
) -> dict[int, list[Answer]]:
    """The published answers to each of these questions, in a number of queries that does not grow.

    With ``known_at``, only those that the world knew at that instant.
    """
    found: dict[int, list[Answer]] = {}
    claims = answer_rows().filter(question__in=list(questions))
    if known_at is not None:
        claims = claims.filter(known_from__lte=known_at)
    for answer in as_answers(claims):
        found.setdefault(answer.claim.question_id or 0, []).append(answer)
    return found


def answer_rows() -> QuerySet[Claim]:
    """Published claims with what comparing them reads."""
    return (
        Claim.objects.published()
        .select_related(
            "statement__speaker__side",
            "subject__side",
            "incident",
            "place",
            "breakdown_of",
        )
        .prefetch_related(
            Prefetch("citations", Citation.objects.published().select_related("document"))
        )
    )


def as_answers(claims: Iterable[Claim]) -> list[Answer]:
    """Claims with their published citations as answers."""
    return [
        Answer(
            claim,
            frozenset(citation.document.slug for citation in claim.citations.all()),
            claim.known_from,
        )
        for claim in claims
    ]


def disjoint(
    one: tuple["int | datetime | None", "int | datetime | None"],
    other: tuple["int | datetime | None", "int | datetime | None"],
) -> bool:
    """Whether two ranges, open where None, have nothing in common."""
    (low, high), (other_low, other_high) = one, other
    return bool(
        (high is not None and other_low is not None and high < other_low)  # type: ignore[operator]
        or (other_high is not None and low is not None and other_high < low)  # type: ignore[operator]
    )


def _latest(ordered: Sequence[Answer]) -> list[Answer]:
    """Each speaker's latest utterance on each scope; breakdowns only add to a total.

    An answer that does not tell what is asked replaces none that does: who said four wounded, and
    later that the wounded are being counted, has said four.
    """
    last: dict[tuple[str, tuple[str, str, bool]], str] = {}
    for answer in sorted(ordered, key=lambda answer: answer.definite):
        if answer.claim.breakdown_of is None:
            last[answer.speaker, answer.scope] = answer.utterance
    return [
        answer for answer in ordered if last.get((answer.speaker, answer.scope)) == answer.utterance
    ]


def _outside_spread(ordered: Sequence[Answer]) -> list[SetAside]:
    """The answers outside the question's principal scope: the one that most of them share."""
    reasons = {answer.claim.slug: _uncounted(answer) for answer in ordered}
    sizes: dict[tuple[str, str, bool], int] = {}
    for answer in ordered:
        if reasons[answer.claim.slug] is None:
            sizes[answer.scope] = sizes.get(answer.scope, 0) + 1
    principal = max(sizes, key=lambda scope: sizes[scope], default=None)
    outside = []
    for answer in ordered:
        elsewhere = None if answer.scope == principal else "different_scope"
        reason = reasons[answer.claim.slug] or elsewhere
        if reason:
            outside.append(SetAside(answer, reason))
    return outside


def _uncounted(answer: Answer) -> str | None:
    """Why an answer states no figure of its own, whatever the others count."""
    if answer.claim.breakdown_of is not None:
        return "breakdown"
    if not answer.asserted:
        return "not_asserted"
    counts = answer.claim.coded_kind.answers_with == "quantity"
    return None if counts and answer.bounds != (None, None) else "no_figure"


def _reasons(one: Answer, other: Answer) -> set[str]:
    """Why two answers, the first the earlier one, differ; empty when they do not."""
    if not one.counts_the_same(other):
        if one.speaker == other.speaker and updates(one, other):
            return {"update"}
        return {"different_scope"} if _told_apart(one, other) else set()
    if not one.contradicts(other):
        if one.speaker == other.speaker and updates(one, other):
            return {"update"}
        return set()
    if one.utterance == other.utterance:
        return {"relayed_differently"} if one.documents != other.documents else set()
    if one.claim.polarity != other.claim.polarity:
        return {"denial"}
    return {"update"} if one.speaker == other.speaker else {"different_speakers"}


def updates(one: Answer, other: Answer) -> bool:
    """Whether one speaker states another figure in a later utterance on the same scope."""
    return (
        one.utterance != other.utterance
        and one.scope == other.scope
        and one.claim.coded_kind.answers_with == "quantity"
        and other.definite
        and one.bounds != other.bounds
    )


def _told_apart(one: Answer, other: Answer) -> bool:
    """Whether two answers of different scopes also differ in what they state."""
    if one.claim.coded_kind.answers_with == other.claim.coded_kind.answers_with == "quantity":
        return one.bounds != other.bounds
    return one.claim.coded_kind.compares_as != other.claim.coded_kind.compares_as


def _side(answer: Answer) -> str | None:
    subject = answer.claim.subject
    if subject is None:
        return None
    return subject.side.slug if subject.side else subject.slug


def _same_or_unsaid(one: str | None, other: str | None, unsaid: str | None) -> bool:
    return one == other or unsaid in (one, other)
