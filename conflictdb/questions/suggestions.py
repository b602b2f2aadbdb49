"""Suggestions: how claims that answer one question seem to bear on each other.

They are read off the coded answers, for a curator to judge; nothing is linked by itself.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from .answers import Answer, Summary, updates


@dataclass(frozen=True)
class Suggestion:
    """That one answer seems to bear on an earlier one, and how: a code of ``claim_relations``."""

    later: Answer
    relation: str
    earlier: Answer


def suggest(summary: Summary, linked: Iterable[frozenset[str]]) -> list[Suggestion]:
    """Likely links between answers, but for the pairs of slugs that are linked already.

    A speaker's later figure updates the one before it. Between the latest answers of two speakers,
    of two utterances, one disputes the other where both cannot be true, and confirms it where it
    states the same.
    """
    known = set(linked)
    return [
        each
        for each in (*_updates(summary), *_between_speakers(summary))
        if frozenset({each.later.claim.slug, each.earlier.claim.slug}) not in known
    ]


def _updates(summary: Summary) -> Iterator[Suggestion]:
    last: dict[tuple[str, tuple[str, str, bool]], Answer] = {}
    for answer in summary.answers:
        before = last.get((answer.speaker, answer.scope))
        if before and before.counts_the_same(answer) and updates(before, answer):
            yield Suggestion(answer, "updates", before)
        if answer.definite:
            last[answer.speaker, answer.scope] = answer


def _between_speakers(summary: Summary) -> Iterator[Suggestion]:
    for earlier, later in combinations(summary.latest, 2):
        apart = earlier.utterance != later.utterance and earlier.speaker != later.speaker
        if not apart or not earlier.counts_the_same(later):
            continue
        if earlier.contradicts(later):
            yield Suggestion(later, "disputes", earlier)
        elif earlier.states_the_same_as(later):
            yield Suggestion(later, "confirms", earlier)
