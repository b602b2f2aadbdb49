"""Where everything stands on a chart, in units of which 360 make its width."""

from typing import Any

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Affine2D

from .contents import UNDATED, Chart, Mark, Panel
from .legend import legend
from .scales import LEFT, RIGHT, WIDTH, Scale, scale_of
from .symbols import FAINT, INK, QUIET, Symbol, styles
from .text import broken, width

TITLE, BODY, SMALL = 15.0, 12.0, 11.0
SPEAKER_AT = 92.0
LIST_AT = 34.0


class Page:
    """A chart laid out: the figure of matplotlib, from the title down to the source."""

    def __init__(self, chart: Chart) -> None:
        self.chart = chart
        self.styles = styles([mark.side for mark in chart.marks])
        self.figure = Figure(figsize=(WIDTH / 72, 1), dpi=72, facecolor="white")
        self.down = Affine2D()  # from the page, whose y runs down, to the figure; set at the end
        self.y = 8.0
        self.scales: list[tuple[Scale, float, float]] = []
        self._head()
        for panel in chart.panels:
            self._panel(panel)
        self._foot()
        self._close()

    def _head(self) -> None:
        self._lines(self.chart.title, TITLE, weight="bold")
        self._lines(self.chart.standing, BODY, color=QUIET)
        if not self.chart.panels:
            return
        self._legend()
        if self.chart.zone:
            note = f"↓ When said, {self.chart.zone}; in order, not to scale"
            self._lines(note, SMALL, color=QUIET)

    def _legend(self) -> None:
        self.y += 4
        x = LEFT
        for item in legend(self.chart.marks, self.styles):
            low, high = item.symbol.extent(item.ends) if item.symbol else (0.0, 0.0)
            long = high - low + 3 + width(item.text, SMALL)
            if x > LEFT and x + long > RIGHT:
                x, self.y = LEFT, self.y + 17
            if item.symbol:
                first, last = (None if end is None else x - low + end for end in item.ends)
                item.symbol.draw(self._add, self.y + 7, (first, last))
            self._text(x + high - low + 3, self.y, item.text, SMALL)
            x += long + 12
        self.y += 22

    def _panel(self, panel: Panel) -> None:
        self.y += 6
        self._line([0, WIDTH], [self.y, self.y], INK)
        self.y += 5
        self._lines(panel.title, BODY, weight="bold")
        scale = scale_of(panel, self.figure)
        if scale.heading:
            self._lines(scale.heading, SMALL, color=QUIET)
        top = self.y
        self.y += scale.ticks_height
        for x, text, anchor in scale.captions:
            for number, line in enumerate(text):
                self._text(x, top + 13 * number, line, SMALL, color=QUIET, ha=anchor)
        for x in scale.guides:
            self._line([x, x], [self.y, self.y + 4], QUIET)
        start, day = self.y, ""
        for mark in panel.marks:
            if mark.day != day:
                self.y += 3
                self._line([0, WIDTH], [self.y, self.y], FAINT)
                self.y += 3
                self._lines(mark.day, SMALL, weight="bold", color=QUIET)
                day = mark.day
            self._row(mark, scale)
        self.scales.append((scale, start, self.y))
        for x in scale.guides:
            self._line([x, x], [start, self.y], FAINT)
        if scale.axes is not None and self.y - start > 320:
            scale.axes.tick_params(labelbottom=True)
            self.y += 18

    def _row(self, mark: Mark, scale: Scale) -> None:
        clock = f"{mark.clock}{'*' if mark.inferred else ''}"
        self._text(LEFT, self.y, clock, SMALL, color=QUIET)
        at = SPEAKER_AT if mark.day != UNDATED else LEFT
        self._lines(mark.speaker, BODY, at=at, most=2)
        marker, colour = self.styles[mark.side]
        symbol = Symbol(marker, colour, mark.latest, mark.denied, mark.about, mark.slug)
        ends = scale.place(mark)
        label = mark.label
        if scale.panel.scale == "columns" and label == mark.column:
            label = ""
        if scale.panel.scale == "list":
            symbol.draw(self._add, self.y + 8, ends)
            self._lines(label, BODY, at=LIST_AT, most=4)
            self.y += 4
            return
        low, high = symbol.extent(ends)
        symbol.draw(self._add, self.y + 9, ends)
        columns = scale.panel.scale == "columns"
        style: dict[str, Any] = {"weight": "normal" if columns else "bold"}
        long = width(label, BODY, bold=not columns)
        if high + long <= RIGHT:
            self._text(high, self.y + 2, label, BODY, **style)
        elif low - long >= LEFT:
            self._text(low, self.y + 2, label, BODY, ha="right", **style)
        else:
            self.y += 19
            at = min(max((low + high - long) / 2, LEFT), max(RIGHT - long, LEFT))
            self._lines(label, BODY, at=at, most=3, **style)
            self.y -= 14
        self.y += 23

    def _foot(self) -> None:
        self.y += 8
        self._line([0, WIDTH], [self.y, self.y], INK)
        self.y += 5
        self._lines(self.chart.source, SMALL, color=QUIET)

    def _close(self) -> None:
        """Give the page its height, and the axes of its scales theirs."""
        height = self.y + 6
        self.figure.set_size_inches(WIDTH / 72, height / 72)
        self.down.scale(1, -1).translate(0, height)
        for scale, top, bottom in self.scales:
            scale.stretch(top, bottom, height)

    def _lines(
        self, text: str, size: float, *, at: float = LEFT, most: int = 12, **style: Any
    ) -> None:
        bold = style.get("weight") == "bold"
        for line in broken(text, RIGHT - at, size, bold=bold, most=most) or [""]:
            self._text(at, self.y, line, size, **style)
            self.y += round(size * 1.3)

    def _text(self, x: float, y: float, text: str, size: float, **style: Any) -> None:
        """One line of text, whose middle is about half its size below ``y``."""
        if text:
            told = {"color": INK, **style}
            self._add(Text(x, y + size, text, fontsize=size, va="baseline", **told))

    def _line(self, across: list[float], down: list[float], color: str) -> None:
        line = Line2D(across, down, color=color, linewidth=1.2 if color == INK else 0.8, zorder=0.5)
        self._add(line)

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self.down)
        self.figure.add_artist(artist)
