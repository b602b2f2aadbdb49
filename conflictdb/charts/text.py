"""Measuring and breaking text: widths as in DejaVu Sans, which is wider than what browsers take."""

from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

ELLIPSIS = "…"
# Those that come with matplotlib: a machine's own of that name may be others, and break elsewhere.
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text is, in the chart's units."""
    font = FontProperties(size=size, fname=_FONTS / f"DejaVuSans{'-Bold' if bold else ''}.ttf")
    measured: float = text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]
    return measured


def broken(text: str, room: float, size: float, *, bold: bool = False, most: int = 99) -> list[str]:
    """The lines of a text, at blanks where it can be; cut with an ellipsis after the last."""
    lines = list(islice(_lines(text, room, size, bold=bold), most + 1))
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width(last + ELLIPSIS, size, bold=bold) > room:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + ELLIPSIS]


def _lines(text: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    line = ""
    for word in text.split():
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
            continue
        if line:
            yield line
        line = word
        while width(line, size, bold=bold) > room and len(line) > 1:
            # As many letters as fit, but one at least.
            lengths = range(1, len(line))
            fits = max(1, bisect_right(lengths, room, key=partial(_cut, line, size, bold)))
            yield line[:fits]
            line = line[fits:]
    if line:
        yield line


def _cut(line: str, size: float, bold: bool, length: int) -> float:
    return width(line[:length], size, bold=bold)
