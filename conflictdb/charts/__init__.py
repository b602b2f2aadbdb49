"""Charts: the answers to a question as a picture, for a page, a desk or a newsroom.

``contents`` says what is drawn, ``words`` says it in words, ``drawing`` draws it. matplotlib is
loaded with the first chart, not before: it costs 60 MB and half a second. Imports questions and
what lies below it; may be imported by admin and api.
"""

from .contents import Chart, chart_of


def draw(chart: Chart) -> str:
    """The chart as SVG. The same chart gives the same text, on any thread."""
    from .drawing import as_svg

    return as_svg(chart)


__all__ = ["Chart", "chart_of", "draw"]
