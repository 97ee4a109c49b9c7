"""The lanes of a run as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.words.times import time_words
from simulator.machine.trace import Trace
from simulator.views.drawing import drawn_as_text
from simulator.views.layout import WIDTH, wrapped
from simulator.views.time.draw import time_picture
from simulator.views.time.lanes import time_lanes
from simulator.views.time.layout import legend


def time_text(trace: Trace, step: int, width: int = WIDTH) -> Iterator[str]:
    """The lines of the picture after a step, none wider than `width`.

    Raises:
        IndexError: no such step.
    """
    lanes = time_lanes(trace, step)
    yield f"Step {lanes.step} of {lanes.steps}, {time_words(lanes.now)}"
    if not lanes.columns:
        yield "Nothing has happened yet."
        return
    picture = time_picture(lanes, width)
    yield from drawn_as_text(picture.drawing)
    yield ""
    yield from wrapped(legend(lanes, picture.layout), width)
