"""The signs of a chart. Shape tells the side and the bounds; colour only repeats it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle

from .contents import NEUTRAL

INK, QUIET, FAINT = "#1a1a1a", "#595959", "#e0e0e0"
REACH = 30.0

Add = Callable[[Artist], object]

# Shapes that stay apart without colour; colours of Okabe and Ito, darkened to stand on white.
_STYLES = (
    ("o", "#0060a0"),
    ("s", "#b34700"),
    ("^", "#00664d"),
    ("D", "#8f3f73"),
    ("v", "#7a5c00"),
    ("p", "#1f6f8b"),
)
_NEUTRAL = ("*", "#404040")
_OTHERS = ("P", "#666666")


@dataclass(frozen=True)
class Symbol:
    """How one mark looks; ``slug`` names its parts in the picture."""

    marker: str
    colour: str
    filled: bool = True
    denied: bool = False
    about: bool = False
    slug: str = ""

    def draw(self, add: Add, y: float, ends: tuple[float | None, float | None]) -> None:
        """Put it where it belongs; an end that is None is open and gets an arrow."""
        low, high = ends
        at = [x for x in ends if x is not None]
        middle = sum(at) / len(at)
        if low is not None and high is not None and high - low > 1:
            bar = Rectangle(
                (low, y - 4), high - low, 8, facecolor=FAINT, edgecolor=self.colour, linewidth=1.2
            )
            self._add(add, bar, "range")
        if low is None or high is None:
            reach = REACH if high is None else -REACH
            arrow = FancyArrowPatch(
                (middle, y), (middle + reach, y), arrowstyle="-|>", mutation_scale=10,
                shrinkA=0, shrinkB=0, color=self.colour, linewidth=1.6,
            )  # fmt: skip
            self._add(add, arrow, "open-above" if high is None else "open-below")
        if self.about:
            line = Line2D(
                [middle - 15, middle + 15], [y, y], color=self.colour, linestyle=":", linewidth=2
            )
            self._add(add, line, "about")
        face = self.colour if self.filled else "white"
        spot = Line2D(
            [middle], [y], marker=self.marker, markersize=12 if self.marker == "*" else 8.5,
            markerfacecolor=face,
            markeredgecolor=self.colour, markeredgewidth=1.5, linestyle="none",
        )  # fmt: skip
        self._add(add, spot, "answer")
        if self.denied:
            cross = Line2D(
                [middle], [y], marker="x", markersize=14, markeredgecolor=INK,
                markeredgewidth=1.8, linestyle="none",
            )  # fmt: skip
            self._add(add, cross, "denied")

    def extent(self, ends: tuple[float | None, float | None]) -> tuple[float, float]:
        """From where to where it reaches."""
        low, high = ends
        first = low if low is not None else (high or 0) - REACH
        last = high if high is not None else (low or 0) + REACH
        around = 17 if self.about else 11 if self.denied else 8
        return first - around, last + around

    def _add(self, add: Add, part: Artist, name: str) -> None:
        if self.slug:
            part.set_gid(f"{name}-{self.slug}")
        add(part)


def styles(sides: Sequence[str]) -> dict[str, tuple[str, str]]:
    """A shape and a colour for each side, the same whichever order they come in."""
    named = sorted(set(sides) - {NEUTRAL})
    given = {
        side: _STYLES[number] if number < len(_STYLES) else _OTHERS
        for number, side in enumerate(named)
    }
    return {**given, NEUTRAL: _NEUTRAL} if NEUTRAL in sides else given
