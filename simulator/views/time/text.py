"""The lanes of a run as plain text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.lesson.words.times import time_words
from simulator.machine.trace import Trace
from simulator.views.layout import WIDTH, wrapped
from simulator.views.time.lanes import time_lanes
from simulator.views.time.layout import Layout, layout_of, legend
from simulator.views.time.rows import Fill, Row
from simulator.views.time.signs import BLOCKED, WALL
from simulator.views.width import cells, clipped, padded


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
    layout = layout_of(lanes, width)
    end = layout.label + layout.starts[-1]
    beyond = " not yet" if any(row.due for row in layout.rows) else ""
    yield clipped(f"{padded('NOW', end, 'right')} {WALL}{beyond}", width)
    for row in layout.rows:
        label = padded(clipped(row.label, layout.label - 1), layout.label)
        line = padded(label + _drawn(row, layout), end)
        yield clipped(f"{line} {WALL}{' ' + row.due if row.due else ''}", width)
    yield ""
    yield from wrapped(legend(lanes, layout), width)


def _drawn(row: Row, layout: Layout) -> str:
    """A row's cells and fills, each at its column."""
    starts = layout.starts
    if row.kind == "blocked":
        return _bars(row.fills, starts)
    text = ""
    for place, cell in enumerate(row.cells):
        text = _up_to(text, starts[cell.column], row.fills, starts)
        text += clipped(cell.text, layout.room(row, place))
    return _up_to(text, starts[-1], row.fills, starts)


def _up_to(text: str, position: int, fills: Sequence[Fill], starts: Sequence[int]) -> str:
    """A text made as long as `position`, with a line where one of the fills is."""
    for place in range(cells(text), position):
        is_line = any(
            starts[fill.first] <= place < (starts[-1] if fill.last is None else starts[fill.last]) for fill in fills
        )
        text += "─" if is_line else " "
    return text


def _bars(fills: Sequence[Fill], starts: Sequence[int]) -> str:
    text = ""
    for fill in fills:
        begins = starts[fill.first]
        ends = starts[-1] if fill.last is None else max(starts[fill.last], begins + 1)
        inside = clipped(fill.text, max(0, ends - begins - 2))
        text = padded(text, begins) + BLOCKED + inside + BLOCKED * (ends - begins - 1 - cells(inside))
    return text
