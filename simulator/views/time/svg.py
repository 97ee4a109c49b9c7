"""The lanes of a run as SVG."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.words.times import time_words
from simulator.machine.trace import Trace
from simulator.views.drawing import Drawing, Stroke, Text, moved
from simulator.views.layout import wrapped
from simulator.views.signs import Style
from simulator.views.svg import Theme, drawn_as_svg
from simulator.views.time.draw import time_picture
from simulator.views.time.lanes import time_lanes
from simulator.views.time.layout import legend

SVG_WIDTH = 120
"""The width of the picture in letters, unless somebody asks for another."""


def time_svg(trace: Trace, step: int, width: int = SVG_WIDTH, theme: Theme = "light") -> Iterator[str]:
    """The lines of the picture after a step. `width` is in letters.

    Raises:
        IndexError: no such step.
    """
    lanes = time_lanes(trace, step)
    head = f"Step {lanes.step} of {lanes.steps}, {time_words(lanes.now)}"
    strokes: list[Stroke] = [Text(0, 0, head, Style.STRONG)]
    rows, foot = 1, "Nothing has happened yet."
    if lanes.columns:
        picture = time_picture(lanes, width)
        strokes += moved(picture.drawing.strokes, 0, 1)
        rows += picture.drawing.height
        foot = legend(lanes, picture.layout)
    strokes += [Text(0, row, line, Style.MUTED) for row, line in enumerate(wrapped(foot, width), rows + 1)]
    yield from drawn_as_svg(Drawing(width, strokes[-1].row + 1, tuple(strokes)), theme, head)
