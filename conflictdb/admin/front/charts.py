"""Small charts of the dataset, laid out for a template that draws them as SVG.

Each bar leads to the list of what it counts. The figures are kept for a minute: over a million
claims they take longer than a page should.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from django.core.cache import cache
from django.db import models
from django.db.models.functions import TruncMonth

from conflictdb.models import Actor, Claim, Question
from conflictdb.vocabularies import CLAIM_KINDS, FAMILIES, TOPICS

from .waiting import list_of

_KEPT = 60  # seconds
_MONTHS = 12
_SIDES = 5
_TOPICS = 8

# Of the drawing, in its own units.
HEIGHT, _BAR, _GAP = 120, 26, 6


@dataclass(frozen=True)
class Bar:
    """A part of a bar: where it stands, which series it is of, and the list that it counts."""

    x: int
    y: float
    width: float
    height: float
    series: int
    title: str
    link: str


@dataclass
class Chart:
    """Bars over months, in stacks."""

    title: str
    width: int
    bars: list[Bar] = field(default_factory=list)
    months: list[tuple[int, str]] = field(default_factory=list)
    series: list[str] = field(default_factory=list)
    highest: int = 0
    height: int = HEIGHT
    note: str = ""


@dataclass(frozen=True)
class Row:
    """A bar that lies, with its words before it."""

    words: str
    number: int
    share: float
    link: str


def by_family() -> Chart:
    """Published claims by the month in which they were made, and the family of their kind."""
    counted: Counter[tuple[date, str]] = Counter()
    for month, kind, _, number in _claims():
        counted[month, CLAIM_KINDS[kind].family] += number
    families = [each.code for each in FAMILIES if any(code == each.code for _, code in counted)]

    def link(month: date, family: str) -> str:
        return list_of(Claim, **_made_in(month), family=family)

    return _stacked(
        "Claims by family of kinds", counted, families, lambda code: FAMILIES[code].label, link
    )


def by_side() -> Chart:
    """The same by the side of whoever speaks; the sides that say most."""
    counted: Counter[tuple[date, int | None]] = Counter()
    for month, _, side, number in _claims():
        counted[month, side] += number
    said: Counter[int | None] = Counter()
    for (_, side), number in counted.items():
        said[side] += number
    sides = [side for side, _ in said.most_common() if side is not None]
    shown: list[int | None] = [*sides[:_SIDES], *([None] if None in said else [])]
    names = dict(Actor.objects.filter(pk__in=sides[:_SIDES]).values_list("pk", "name"))

    def link(month: date, side: int | None) -> str:
        asked = {"claimant__side__id__exact": side} if side else {"side": "none"}
        return list_of(Claim, **_made_in(month), **asked)

    chart = _stacked(
        "Claims by the speaker's side",
        counted,
        shown,
        lambda side: names.get(side, "No side") if side else "No side",
        link,
    )
    if len(sides) > _SIDES:
        chart.note = f"The {_SIDES} sides that say most, of {len(sides)}."
    return chart


def contested() -> list[Row]:
    """Published questions whose latest answers contradict each other, by topic."""
    rows = _kept("contested", lambda: [*_contested()])
    most = max((number for _, number in rows), default=0)
    return [
        Row(
            TOPICS[topic].label,
            number,
            100 * number / most,
            list_of(Question, status__exact="published", contested__exact=1, topic__exact=topic),
        )
        for topic, number in rows[:_TOPICS]
    ]


def _contested() -> Iterable[Any]:
    found = Question.objects.published().filter(contested=True).order_by()
    return found.values_list("topic").annotate(n=models.Count("pk")).order_by("-n", "topic")


def _claims() -> list[tuple[date, str, int | None, int]]:
    return _kept("claims", _count_claims)


def _count_claims() -> list[tuple[date, str, int | None, int]]:
    published = Claim.objects.published().order_by()
    dated = published.filter(asserted_first_day__isnull=False)
    latest = dated.order_by("-asserted_first_day").values_list("asserted_first_day", flat=True)
    last = latest.first()
    if last is None:
        return []
    first = _months_to(last)[0]
    rows = dated.filter(asserted_first_day__gte=first).annotate(
        month=TruncMonth("asserted_first_day"), side=models.F("claimant__side_id")
    )
    return [*rows.values_list("month", "kind", "side").annotate(n=models.Count("pk"))]


def _months_to(last: date) -> list[date]:
    """The first days of the last twelve months, the latest last."""
    months = [last.replace(day=1)]
    while len(months) < _MONTHS:
        months.insert(0, (months[0] - timedelta(1)).replace(day=1))
    return months


def _made_in(month: date) -> dict[str, Any]:
    last = (month + timedelta(31)).replace(day=1) - timedelta(1)
    return {
        "status__exact": "published",
        "asserted_first_day_from": month,
        "asserted_first_day_to": last,
    }


def _stacked(
    title: str,
    counted: Counter[Any],
    series: list[Any],
    name: Callable[[Any], str],
    link: Callable[[date, Any], str],
) -> Chart:
    chart = Chart(title, _MONTHS * (_BAR + _GAP), series=[name(each) for each in series])
    if not counted:
        return chart
    months = _months_to(max(month for month, _ in counted))
    chart.highest = max(sum(counted[month, each] for each in series) for month in months)
    for place, month in enumerate(months):
        x, y = place * (_BAR + _GAP) + _GAP // 2, float(HEIGHT)
        chart.months.append((x + _BAR // 2, _label(month, first=not place)))
        for number, each in enumerate(series):
            if not counted[month, each]:
                continue
            height = max(2.0, HEIGHT * counted[month, each] / (chart.highest or 1))
            y -= height
            told = f"{month:%B %Y}, {name(each)}: {counted[month, each]:,}"
            bar = Bar(x, round(y, 1), _BAR, round(height, 1), number, told, link(month, each))
            chart.bars.append(bar)
    return chart


def _label(month: date, *, first: bool) -> str:
    """The year stands where it begins."""
    return f"{month:%Y}" if first or month.month == 1 else f"{month:%b}"


def _kept(what: str, work: Callable[[], list[Any]]) -> list[Any]:
    return cast("list[Any]", cache.get_or_set(f"front-{what}", work, _KEPT))
