"""What the desk of questions shows: the answers side by side, with those being worked on.

The public summary comes from published claims alone, as readers have it. Beside it stands what it
would be with the drafts, so that a reviewer sees what publishing them changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, Q

from conflictdb import questions
from conflictdb.admin.base import EVER_PUBLIC
from conflictdb.admin.citation import with_words
from conflictdb.admin.fields import speaker_of
from conflictdb.charts.words import figure_in_words, reservations, time_in_words
from conflictdb.models import Citation, Claim, ClaimLink, Hop, Question, Record, Revision
from conflictdb.questions import Answer, Estimate, Suggestion, Summary
from conflictdb.vocabularies import (
    CLAIM_RELATIONS,
    ESTIMATE_RULES,
    REASONS,
    SET_ASIDE_REASONS,
    Code,
)

MOST_CLAIMS = 100
MOST_SUGGESTIONS = 12
NO_SIDE = "No side"

_PARTICIPLES = {
    "confirms": "confirmed",
    "disputes": "disputed",
    "updates": "updated",
    "corrects": "corrected",
    "retracts": "retracted",
    "qualifies": "qualified",
}


@dataclass(frozen=True)
class Bearing:
    """A link as one of its claims has it: to the other claim, outwards or inwards."""

    link: ClaimLink
    other: Claim
    outwards: bool
    number: int | None  # of the other claim's card; None where it answers another question

    @property
    def relation(self) -> str:
        """As this claim has it: it disputes the other, or is disputed by it."""
        relation = self.link.relation
        return relation if self.outwards else f"{_PARTICIPLES[relation]} by"

    @property
    def removable(self) -> bool:
        return self.link.status not in EVER_PUBLIC

    @property
    def speaker(self) -> str:
        return speaker_of(self.other.statement)

    @property
    def told(self) -> str:
        return told(self.other)


@dataclass
class Card:
    """One claim as an answer. ``outside``: why it counts nothing in the spread."""

    answer: Answer
    number: int
    latest: bool
    outside: Code | None
    waits: bool  # a change of it for approval
    bearings: list[Bearing] = field(default_factory=list)

    @property
    def claim(self) -> Claim:
        return self.answer.claim

    @property
    def speaker(self) -> str:
        return speaker_of(self.claim.statement)

    @property
    def told(self) -> str:
        return told(self.claim)

    @property
    def reservations(self) -> list[str]:
        return [word for word in reservations(self.claim) if word != self.status]

    @property
    def status(self) -> str:
        """Where the claim stands, unless it is public."""
        claim = self.claim
        return "" if claim.status == "published" else claim.get_status_display().lower()

    @property
    def made(self) -> str:
        fact = self.claim.statement.made
        return time_in_words(fact) if fact else "time of saying not known"

    @property
    def as_of(self) -> str:
        return time_in_words(self.claim.as_of) if self.claim.as_of else ""

    @property
    def citations(self) -> list[Citation]:
        """Where it can be checked: its own passages, or else its statement's."""
        own = list(self.claim.citations.all())
        return own or list(self.claim.statement.citations.all())


@dataclass(frozen=True)
class Group:
    """The answers of one side or speaker, in order of time."""

    name: str
    cards: Sequence[Card]


@dataclass(frozen=True)
class Told:
    """An estimate by rule, in words."""

    rule: Code
    made: Estimate

    @property
    def set_aside(self) -> list[tuple[Answer, Code]]:
        return [(left.answer, SET_ASIDE_REASONS[left.reason]) for left in self.made.set_aside]


@dataclass
class Comparison:
    """The answers to a question, ``by`` side or by speaker, as far as their reader may see."""

    question: Question
    reader: Any
    by: str = "side"

    @property
    def relations(self) -> Sequence[Code]:
        return tuple(CLAIM_RELATIONS)

    @cached_property
    def drafted(self) -> Summary:
        """The answers with those being worked on."""
        return with_drafts(self.question, self.reader)

    @cached_property
    def public(self) -> Summary:
        """The published answers alone."""
        if not self.drafts_are_there:
            return self.drafted
        return questions.summarise(
            Answer(answer.claim, _published_documents(answer.claim), answer.known)
            for answer in self.drafted.answers
            if answer.claim.status == "published"
        )

    @property
    def drafts_are_there(self) -> bool:
        return any(
            row.status != "published"
            for answer in self.drafted.answers
            for row in (answer.claim, *answer.claim.citations.all())
        )

    @property
    def reasons(self) -> list[Code]:
        return [REASONS[code] for code in self.public.reasons]

    @property
    def drafts_count(self) -> int:
        return self.drafted.claims_count - self.public.claims_count

    @property
    def drafts_change(self) -> bool:
        """Whether publishing the drafts would change what the question's summary says."""
        one, other = self.public, self.drafted
        return (one.contested, one.lowest, one.highest, list(one.reasons)) != (
            other.contested,
            other.lowest,
            other.highest,
            list(other.reasons),
        )

    @property
    def drafted_reasons(self) -> list[Code]:
        return [REASONS[code] for code in self.drafted.reasons]

    @property
    def is_cut(self) -> bool:
        return self.drafted.claims_count >= MOST_CLAIMS

    @cached_property
    def cards(self) -> list[Card]:
        latest = {answer.claim.pk for answer in self.drafted.latest}
        outside = {left.answer.claim.pk: left.reason for left in self.drafted.outside}
        waiting = revised(Claim, [answer.claim.pk for answer in self.drafted.answers])
        counts = any(a.claim.coded_kind.answers_with == "quantity" for a in self.drafted.answers)
        cards = {
            answer.claim.pk: Card(
                answer,
                number,
                answer.claim.pk in latest,
                SET_ASIDE_REASONS[outside[answer.claim.pk]]
                if counts and answer.claim.pk in outside
                else None,
                answer.claim.pk in waiting,
            )
            for number, answer in enumerate(self.drafted.answers, 1)
        }
        for link in self.links:
            start, end = cards.get(link.from_claim_id), cards.get(link.to_claim_id)
            if start:
                number = end.number if end else None
                start.bearings.append(Bearing(link, link.to_claim, True, number))
            if end:
                number = start.number if start else None
                end.bearings.append(Bearing(link, link.from_claim, False, number))
        return list(cards.values())

    @cached_property
    def links(self) -> list[ClaimLink]:
        claims = [answer.claim.pk for answer in self.drafted.answers]
        links = ClaimLink.objects.exclude(status="withdrawn").order_by("pk")
        return list(
            links.filter(Q(from_claim__in=claims) | Q(to_claim__in=claims)).select_related(
                *(
                    f"{end}__{path}"
                    for end in ("from_claim", "to_claim")
                    for path in ("statement__speaker", "subject", "place")
                )
            )[: 4 * MOST_CLAIMS]
        )

    @property
    def groups(self) -> list[Group]:
        found: dict[str, list[Card]] = {}
        for card in self.cards:
            found.setdefault(card.speaker if self.by == "speaker" else _side(card), []).append(card)
        named = sorted(found, key=lambda name: (name == NO_SIDE, name))
        return [Group(name, found[name]) for name in named]

    @cached_property
    def suggestions(self) -> list[Suggestion]:
        linked = (frozenset({link.from_claim.slug, link.to_claim.slug}) for link in self.links)
        return questions.suggest(self.drafted, linked)[:MOST_SUGGESTIONS]

    @property
    def suggested(self) -> list[tuple[Suggestion, Card, Card]]:
        """Suggestions with their cards: the one that bears, and on which it bears."""
        cards = {card.claim.slug: card for card in self.cards}
        return [
            (each, cards[each.later.claim.slug], cards[each.earlier.claim.slug])
            for each in self.suggestions
        ]

    @cached_property
    def estimates(self) -> list[Told]:
        """What rules make of the public answers, where these count something."""
        if self.public.lowest is None and self.public.highest is None:
            return []
        return [Told(rule, questions.estimate(rule.code, self.public)) for rule in ESTIMATE_RULES]

    @property
    def chart_version(self) -> str:
        """Changes whenever the chart may: a picture of the same answers is not asked for again."""
        changed = [answer.claim.updated_at for answer in self.drafted.answers]
        last = max([self.question.updated_at, *changed])
        return f"{last.timestamp():.3f}-{len(changed)}"


def with_drafts(question: Question, reader: Any) -> Summary:
    """The answers to a question with those being worked on, the first in order of time."""
    hops = Prefetch("via", Hop.objects.select_related("actor"))
    cited = Citation.objects.exclude(status="withdrawn").order_by("pk").select_related("document")
    passages = with_words(cited, reader).prefetch_related(hops)
    claims = (
        Claim.objects.filter(question=question)
        .exclude(status="withdrawn")
        .select_related(
            "statement__speaker__side", "subject__side", "incident", "place", "breakdown_of"
        )
        .prefetch_related(
            Prefetch("citations", passages), Prefetch("statement__citations", passages)
        )
        .order_by(*questions.ANSWER_ORDER)[:MOST_CLAIMS]
    )
    return questions.summarise(questions.as_answers(claims))


def revised(model: type[Record], ids: list[int]) -> dict[int, int]:
    """The ids of those of these records that a pending revision changes, with its version."""
    pending = Revision.objects.of_all(model, ids).pending()
    return dict(pending.values_list("record_id", "version"))


def told(claim: Claim) -> str:
    """The answer that a claim gives, in a few words."""
    kind = claim.coded_kind
    match kind.answers_with:
        case "quantity":
            words = figure_in_words(claim)
        case "actor":
            words = claim.subject.name if claim.subject else "not named"
        case "time" if claim.occurred:
            words = time_in_words(claim.occurred)
        case "place" if claim.place:
            words = claim.place.name
        case _:
            return "denied" if claim.polarity == "denies" else "asserted"
    return f"denies: {words}" if claim.polarity == "denies" else words


def _side(card: Card) -> str:
    speaker = card.claim.statement.speaker
    return speaker.side.name if speaker and speaker.side else NO_SIDE


def _published_documents(claim: Claim) -> frozenset[str]:
    return frozenset(
        citation.document.slug
        for citation in claim.citations.all()
        if citation.status == "published"
    )
