"""The scale of a panel: figures, times, columns or none, and where on it an answer stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, date2num, num2date
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, Locator, MaxNLocator, SymmetricalLogLocator

from conflictdb.dates import zone_named

from .contents import End, Mark, Panel
from .symbols import FAINT, QUIET
from .text import broken

WIDTH, LEFT, RIGHT = 360.0, 12.0, 348.0
UNTOLD_AT = 34.0
# The days that the calendar holds, as matplotlib numbers them; a little less, for any time zone.
_FIRST, _LAST = -719_160.0, 2_932_894.0
_DECADE = 3_653
LOGARITHMIC_FROM = 20  # the largest figure as a multiple of the smallest

Caption = tuple[float, list[str], str]


class Scale:
    """No scale: every mark at the left, beside what it says."""

    heading = ""
    ticks_height = 0.0
    captions: Sequence[Caption] = ()
    guides: Sequence[float] = ()
    axes: Axes | None = None

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    def place(self, mark: Mark) -> tuple[float | None, float | None]:
        """Where a mark begins and ends; None where it is open."""
        return LEFT + 8, LEFT + 8

    def stretch(self, top: float, bottom: float, height: float) -> None:
        """Let axes reach from row to row of a page that is so high."""


class Columns(Scale):
    """One column for each of a few answers."""

    def __init__(self, panel: Panel) -> None:
        super().__init__(panel)
        room = (RIGHT - LEFT) / len(panel.columns)
        self.at = {name: LEFT + room * (n + 0.5) for n, name in enumerate(panel.columns)}
        self.guides = [*self.at.values()]
        self.heading = panel.axis
        self.captions = [
            (x, broken(name, room - 8, 11, most=2), "center") for name, x in self.at.items()
        ]
        self.ticks_height = 4 + 13.0 * max(len(lines) for _, lines, _ in self.captions)

    def place(self, mark: Mark) -> tuple[float | None, float | None]:
        x = self.at[mark.column or ""]
        return x, x


class Axis(Scale):
    """An axis of matplotlib, with a column beside it for answers that tell no value."""

    ticks_height = 18.0

    def __init__(self, panel: Panel, figure: Figure) -> None:
        super().__init__(panel)
        untold = any(mark.ends is None for mark in panel.marks)
        self.left = 84.0 if untold else 34.0
        self.right = 314.0
        rect = (self.left / WIDTH, 0, (self.right - self.left) / WIDTH, 1)
        self.axes: Axes = figure.add_axes(rect, facecolor="none", zorder=-1)
        self.axes.tick_params(
            axis="x", top=True, labeltop=True, bottom=False, labelbottom=False, length=3,
            labelsize=11, colors=QUIET, pad=2,
        )  # fmt: skip
        self.axes.yaxis.set_visible(False)
        self.axes.spines[:].set_visible(False)
        self.axes.grid(visible=True, axis="x", color=FAINT, linewidth=0.8)
        self.heading = panel.axis
        if untold:
            what = "no figure" if panel.scale == "figures" else "not told"
            self.captions = [(UNTOLD_AT + 6, [what], "center")]
        self.fit([end for mark in panel.marks for end in mark.ends or () if end is not None])

    def fit(self, ends: Sequence[Any]) -> None:
        """Choose limits and ticks for these values."""
        raise NotImplementedError

    def number(self, end: Any) -> float:
        """A value as a number of the axis."""
        return float(end)

    def place(self, mark: Mark) -> tuple[float | None, float | None]:
        if mark.ends is None:
            return UNTOLD_AT, UNTOLD_AT
        low, high = (self._at(end) for end in mark.ends)
        return low, high

    def _at(self, end: End) -> float | None:
        if end is None or self.axes is None:
            return None
        return float(self.axes.transData.transform((self.number(end), 0))[0])

    def stretch(self, top: float, bottom: float, height: float) -> None:
        if self.axes is not None:
            box = (self.left / WIDTH, 1 - bottom / height, (self.right - self.left) / WIDTH,
                   (bottom - top) / height)  # fmt: skip
            self.axes.set_position(box)


class Figures(Axis):
    """From zero; logarithmic where figures are of different orders."""

    def fit(self, ends: Sequence[int]) -> None:
        axes = self.axes
        largest = max(ends)
        smallest = min((end for end in ends if end > 0), default=1)
        if largest > LOGARITHMIC_FROM * smallest:
            self.heading = f"{self.heading}, logarithmic scale"
            axes.set_xscale("symlog", linthresh=1, linscale=0.4)
            axes.set_xlim(0, largest * 1.3)
            locator = SymmetricalLogLocator(base=10, linthresh=1)
            locator.set_params(numticks=6)
            axes.xaxis.set_major_locator(locator)
        else:
            axes.set_xlim(0, max(largest, 1) * 1.08)
            axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
        axes.xaxis.set_major_formatter(FuncFormatter(_in_figures))


class Times(Axis):
    """When it is said to have happened."""

    ticks_height = 32.0

    def fit(self, ends: Sequence[datetime]) -> None:
        axes = self.axes
        numbers = [self.number(end) for end in ends]
        first, last = min(numbers), max(numbers)
        days = last - first
        around = max(days * 0.06, 0.1)
        zone = zone_named(self.panel.zone)
        axes.set_xlim(max(first - around, _FIRST), min(last + around, _LAST))
        locator: Locator = AutoDateLocator(tz=zone, minticks=2, maxticks=4)  # type: ignore[no-untyped-call]
        if min(first - _FIRST, _LAST - last) < days + _DECADE:
            # It looks for ticks beyond the limits, where the calendar has no days any more.
            locator = MaxNLocator(nbins=2)
        axes.xaxis.set_major_locator(locator)

        def told(number: float, _: object) -> str:
            if not _FIRST <= number <= _LAST:
                return ""
            at = num2date(number, tz=zone)  # type: ignore[no-untyped-call]
            if days < 4:
                return f"{at:%H:%M}\n{at.day} {at:%b} {at.year}"
            return f"{at.day} {at:%b}\n{at.year}" if days < 200 else f"{at:%b}\n{at.year}"

        axes.xaxis.set_major_formatter(FuncFormatter(told))

    def number(self, end: datetime) -> float:
        return float(date2num(end))  # type: ignore[no-untyped-call]


def _in_figures(value: float, _: object) -> str:
    return f"{value:,.0f}" if value < 1_000_000 else f"{value / 1_000_000:,.4g} m"


def scale_of(panel: Panel, figure: Figure) -> Scale:
    """The scale that a panel's answers ask for."""
    match panel.scale:
        case "figures":
            return Figures(panel, figure)
        case "times":
            return Times(panel, figure)
        case "columns":
            return Columns(panel)
    return Scale(panel)
