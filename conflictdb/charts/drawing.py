"""Draws a chart as SVG, in portrait for a phone: time runs down, what is answered across.

Each answer has a row, so that none hides another however many were said at one time; rows stand in
the order of saying and not to scale, since one question may span minutes or years.
"""

import os
import threading
import warnings
from io import StringIO
from typing import Any
from xml.sax.saxutils import escape

from django.conf import settings

# The list of fonts takes seconds to make. It is kept with our data, not at somebody's home.
os.environ.setdefault("MPLCONFIGDIR", str(settings.DATA_DIR / "matplotlib"))

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG

from .contents import Chart
from .layout import Page

_SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "conflictdb",
    "font.family": ["sans-serif"],
    "font.sans-serif": ["DejaVu Sans"],
    "text.parse_math": False,
    "axes.unicode_minus": True,
    "path.simplify": False,
}
# Settings and measuring are the process's, not the figure's; so are filters of warnings.
_LOCK = threading.Lock()


def as_svg(chart: Chart) -> str:
    """The chart as a document of SVG, with its words as text and no script."""
    written = StringIO()
    with _LOCK, mpl.rc_context(), warnings.catch_warnings():
        mpl.rcdefaults()  # whatever a matplotlibrc of this machine says
        mpl.rcParams.update(_SETTINGS)
        # A browser has the letters that the font for measuring lacks.
        warnings.filterwarnings("ignore", message=r"Glyph \d+", category=UserWarning)
        figure = Page(chart).figure
        FigureCanvasSVG(figure).print_svg(  # type: ignore[no-untyped-call]
            written,
            metadata={
                "Title": chart.title,
                "Source": chart.source,
                "Creator": None,
                "Date": None,
                "Format": None,
                "Type": None,
            },
        )
    return _finished(written.getvalue(), chart)


def _finished(svg: str, chart: Chart) -> str:
    """With what matplotlib does not write: role, description, generic font, size in pixels."""
    before, opening, rest = svg.partition("<svg ")
    tag, closing, rest = rest.partition(">")
    tag = tag.replace('pt"', '"')
    title, ending, rest = rest.partition("</title>")
    described = f"{title}{ending}\n <desc>{escape(chart.description)}</desc>{rest}"
    described = described.replace(
        "font-family: 'DejaVu Sans', sans-serif", "font-family: sans-serif"
    )
    told = 'role="img" style="max-width: 100%; height: auto"'
    return f"{before}{opening}{told} {tag}{closing}{described}"
