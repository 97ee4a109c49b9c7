"""The lanes of a run as a drawing, which text, SVG and the player show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.views import signs
from simulator.views.drawing import Across, Bar, Drawing, Spot, Stroke, Text
from simulator.views.signs import Style
from simulator.views.time.lanes import TimeLanes
from simulator.views.time.layout import Layout, layout_of, layouts_of
from simulator.views.time.rows import Cell, Fill, Row
from simulator.views.time.together import together
from simulator.views.width import cells, clipped


class TimePicture(NamedTuple):
    """The drawing, and where its steps are in it."""

    drawing: Drawing
    spots: tuple[Spot, ...]
    layout: Layout


def time_picture(lanes: TimeLanes, width: int, height: int = 0) -> TimePicture:
    """The lanes, which have at least one column; where a height is given, rows that matter less are left out."""
    return _drawn(layout_of(lanes, width), width, height)


def time_pictures(runs: Sequence[TimeLanes], width: int, height: int) -> tuple[TimePicture, ...]:
    """The lanes of some runs over one scale, each in a picture of its own of this height."""
    return tuple(_drawn(layout, width, height) for layout in layouts_of(together(runs), width))


def _drawn(layout: Layout, width: int, height: int) -> TimePicture:
    if height:
        layout = layout._replace(rows=_that_fit(layout.rows, height - 1))
    strokes = list(_wall(layout, width))
    spots: list[Spot] = []
    for number, row in enumerate(layout.rows, 1):
        strokes += _row(layout, row, number, width)
        for place, cell in enumerate(row.cells):
            if cell.step:
                first = layout.label + layout.starts[cell.column]
                last = first + cells(cell.in_room(layout.room(row, place))) - 1
                spots.append(Spot(number, first, last, cell.step))
    return TimePicture(Drawing(width, len(layout.rows) + 1, tuple(strokes)), tuple(spots), layout)


_LEAST_FIRST = (
    "iterator age",
    "records",
    "steps",
    "writes",
    "try",
    "stream",
    "window",
    "behind it",
    "polled",
    "unread",
)
"""The rows that give way, the first of them first."""


def _that_fit(rows: tuple[Row, ...], most: int) -> tuple[Row, ...]:
    kept = list(rows)
    for label in _LEAST_FIRST:
        for row in reversed(rows):
            if len(kept) > most and row.label.strip() == label:
                kept.remove(row)
    return tuple(kept)


def _wall(layout: Layout, width: int) -> Iterator[Stroke]:
    """The wall at NOW, and its words."""
    end = layout.label + layout.starts[-1]
    yield Text(end - 3, 0, "NOW", Style.NOW)
    for row in range(len(layout.rows) + 1):
        yield Text(end + 1, row, signs.NOW_WALL.sign, signs.NOW_WALL.style)
    if any(row.due for row in layout.rows):
        yield Text(end + 3, 0, clipped("not yet", width - end - 3), Style.MUTED)


def _row(layout: Layout, row: Row, number: int, width: int) -> Iterator[Stroke]:
    is_lane = not row.label.startswith(" ") and row.kind not in ("scale", "figures")
    yield Text(0, number, clipped(row.label, layout.label - 1), Style.STRONG if is_lane else Style.MUTED)
    end = layout.label + layout.starts[-1]
    for fill in row.fills:
        first = layout.label + layout.starts[fill.first]
        last = end if fill.last is None else max(layout.label + layout.starts[fill.last], first + 1)
        if row.kind == "blocked":
            yield Bar(first, last - 1, number, Style.FAILED)
            yield Text(first + 1, number, _in_room(fill, last - first - 2), Style.FAILED)
        else:
            yield Across(first, last - 1, number)
            if fill.texts:
                yield Text(first, number, _in_room(fill, last - first - 1), Style.PLAIN)
    for place, cell in enumerate(row.cells):
        room = layout.room(row, place)
        yield from _cell(row, cell, layout.label + layout.starts[cell.column], number, room)
    if row.due:
        yield Text(end + 3, number, clipped(row.due, width - end - 3), Style.MUTED)


def _in_room(fill: Fill, room: int) -> str:
    """The text of a line or a bar that fits into so many columns; cut where even the shortest does not."""
    return clipped(next((each for each in fill.texts if cells(each) <= room), fill.texts[-1]), max(0, room))


def _cell(row: Row, cell: Cell, column: int, number: int, room: int) -> Iterator[Stroke]:
    """A cell's text; of marks each sign in its own style."""
    text = cell.in_room(room)
    if row.kind != "marks":
        yield Text(column, number, text, _style(row, text))
        return
    for found in _MARK.finditer(text):
        sign = found[0].strip("[]×0123456789")
        yield Text(column + found.start(), number, found[0], _STYLES.get(sign, Style.STRONG))


_MARK = re.compile(r"\[.\]|.(?:×\d+)?")
"""A sign, how many it stands for, or the brackets of the step that is looked at."""


_STYLES = {sign.sign: sign.style for sign in reversed(signs.SIGNS)}


def _style(row: Row, text: str) -> Style:
    if row.kind in ("scale", "figures"):
        return Style.NOW if text.endswith("]") else Style.MUTED
    return next((_STYLES[letter] for letter in text[:1] if letter in _STYLES), Style.PLAIN)
