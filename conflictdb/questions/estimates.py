"""Estimates: published rules that reduce the answers to one question to a figure.

No rule invents a number: each returns the claims that it used and those that it set aside, with
the reason. Sources: ACLED Codebook 2023 (fatalities: the most conservative estimate), UCDP GED
codebook 23.1 (low, best, high), Airwars and Iraq Body Count methodology (minimum and maximum).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .answers import Answer, SetAside, Summary


@dataclass(frozen=True)
class Figure:
    """One figure of an estimate, by name; null without any usable answer."""

    name: str
    value: int | None


@dataclass(frozen=True)
class Estimate:
    """A rule's result: figures by name, the answers used and those set aside."""

    rule: str
    figures: Sequence[Figure]
    used: Sequence[Answer]
    set_aside: Sequence[SetAside]


def estimate(rule: str, summary: Summary) -> Estimate:
    """Apply a rule of the vocabulary ``estimate_rules``. Raises KeyError for an unknown one."""
    usable, aside = _usable(summary)
    figures, used = _BY_RULE[rule](usable)
    aside += [SetAside(a, "not_extreme") for a in usable if a not in used]
    named = [Figure(name, value) for name, value in figures.items()]
    return Estimate(rule, named, used, aside)


def _usable(summary: Summary) -> tuple[list[Answer], list[SetAside]]:
    """Latest answers that state a figure of the principal scope; the others with the reason."""
    figures = [a for a in summary.latest if a.bounds != (None, None) and a.asserted]
    scopes = [a.scope for a in figures]
    principal = max(scopes, key=scopes.count, default=None)
    usable, aside = [], []
    for answer in summary.answers:
        if answer.claim.breakdown_of is not None:
            aside.append(SetAside(answer, "breakdown"))
        elif answer not in summary.latest:
            aside.append(SetAside(answer, "superseded" if answer.definite else "no_figure"))
        elif not answer.asserted:
            aside.append(SetAside(answer, "not_asserted"))
        elif answer.bounds == (None, None):
            aside.append(SetAside(answer, "no_figure"))
        elif answer.scope != principal:
            aside.append(SetAside(answer, "different_scope"))
        else:
            usable.append(answer)
    return usable, aside


def _low(answer: Answer) -> int:
    low, high = answer.bounds
    return low if low is not None else high or 0


def _high(answer: Answer) -> int:
    low, high = answer.bounds
    return high if high is not None else low or 0


Figures = dict[str, int | None]


def _lowest(usable: list[Answer]) -> tuple[Figures, list[Answer]]:
    lowest = min(map(_low, usable), default=None)
    return {"lowest": lowest}, [a for a in usable if _low(a) == lowest]


def _min_max(usable: list[Answer]) -> tuple[Figures, list[Answer]]:
    lowest, highest = (
        min(map(_low, usable), default=None),
        max(map(_high, usable), default=None),
    )
    used = [a for a in usable if _low(a) == lowest or _high(a) == highest]
    return {"min": lowest, "max": highest}, used


def _low_best_high(usable: list[Answer]) -> tuple[Figures, list[Answer]]:
    speakers: dict[int, set[str]] = {}
    for answer in usable:
        speakers.setdefault(_low(answer), set()).add(answer.speaker)
    best = min(speakers, key=lambda figure: (-len(speakers[figure]), figure), default=None)
    extremes, used = _min_max(usable)
    used += [a for a in usable if _low(a) == best and a not in used]
    return {"low": extremes["min"], "best": best, "high": extremes["max"]}, used


def _latest_per_side(usable: list[Answer]) -> tuple[Figures, list[Answer]]:
    last: dict[str, Answer] = {}
    for answer in usable:
        speaker = answer.claim.statement.speaker
        side = speaker.side.slug if speaker and speaker.side else "no_side"
        last[side] = answer
    return {side: _low(answer) for side, answer in last.items()}, list(last.values())


_BY_RULE: dict[str, Callable[[list[Answer]], tuple[Figures, list[Answer]]]] = {
    "lowest": _lowest,
    "low_best_high": _low_best_high,
    "min_max": _min_max,
    "latest_per_side": _latest_per_side,
}
