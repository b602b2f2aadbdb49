"""The legend: what the signs of one chart mean, and only those that it has."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from .contents import Mark
from .symbols import QUIET, Symbol

Ends = tuple[float | None, float | None]


@dataclass(frozen=True)
class Item:
    """A sign and its meaning; the footnote's star is no symbol but part of its text."""

    text: str
    symbol: Symbol | None
    ends: Ends = (0.0, 0.0)


def _sign(*, filled: bool = True, denied: bool = False, about: bool = False) -> Symbol:
    return Symbol("o", QUIET, filled, denied, about)


def _ranges(mark: Mark) -> bool:
    return bool(mark.ends and None not in mark.ends and mark.ends[0] != mark.ends[1])


_ITEMS: tuple[tuple[Callable[[Mark], bool], Item], ...] = (
    (lambda mark: not mark.latest, Item("speaker’s latest answer", _sign())),
    (
        lambda mark: not mark.latest,
        Item("superseded, vaguer, or part of a total", _sign(filled=False)),
    ),
    (_ranges, Item("stated range", _sign(), (-14.0, 14.0))),
    (
        lambda mark: mark.ends is not None and mark.ends[1] is None,
        Item("or more, or later", _sign(), (0.0, None)),
    ),
    (
        lambda mark: mark.ends is not None and mark.ends[0] is None,
        Item("or less, or earlier", _sign(), (None, 0.0)),
    ),
    (lambda mark: mark.about, Item("about", _sign(about=True))),
    (lambda mark: mark.denied, Item("denied", _sign(denied=True))),
    (lambda mark: mark.inferred, Item("* time worked out, not printed", None)),
)


def legend(marks: list[Mark], styles: dict[str, tuple[str, str]]) -> Iterator[Item]:
    """The items that a chart of these marks needs: first whom each shape speaks for."""
    for side, style in styles.items():
        yield Item(side, Symbol(*style))
    for met, item in _ITEMS:
        if any(met(mark) for mark in marks):
            yield item
