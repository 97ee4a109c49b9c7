"""Where the columns of the lanes stand in so many columns of a terminal; a long middle is folded and the end kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.views import signs
from simulator.views.time.lanes import Column, TimeLanes, marks_of
from simulator.views.time.marks import SIGNS, scale_unit
from simulator.views.time.rows import Cell, Row, column_time, rows_of
from simulator.views.width import cells

_FIRST = (2, 1, 0)
"""The columns at the beginning that are not folded: as many of them as there is room for."""

_LEAST = 4
"""The width of a column at least."""

_APART = 2
"""Columns between two texts of a row: with one they would read as one text."""

_WORDS = ("words", "happened")

_TOLD_WHOLE = 33, 20
"""Columns for which others are folded, where what happened to a stream or to a consumer takes so many: in a wide
picture, and in a narrow one."""

_WIDE = 100
"""From this width on items are named beside their records everywhere."""


class Layout(NamedTuple):
    """The rows, the scale first, and where things stand, in columns of a terminal."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    label: int
    """The width of the rows' labels."""
    starts: tuple[int, ...]
    """Where each column begins, counted from the end of the labels, and at last where NOW is."""

    def room(self, row: Row, place: int) -> int:
        """The width that the text of a cell has: up to the next cell, or to NOW."""
        following = row.cells[place + 1].column if place + 1 < len(row.cells) else len(self.columns)
        gap = (_APART if row.kind in _WORDS else 1) if following < len(self.columns) else 0
        return self.starts[following] - self.starts[row.cells[place].column] - gap


def layout_of(lanes: TimeLanes, width: int) -> Layout:
    """The layout of lanes with at least one column."""
    if width < _WIDE:
        lanes = lanes._replace(lanes=tuple(lane.in_few_words() for lane in lanes.lanes))
    first = next((each for each in _FIRST if _fits(lanes, each, _most(lanes, each), width)), _FIRST[-1])
    counts = range(_most(lanes, first) + 1)
    count = bisect_left(counts, True, key=lambda each: _fits(lanes, first, each, width))
    columns, rows, widths = _measured(lanes, first, min(count, counts[-1]), width)
    label, room = _label_and_room(rows, width)
    _spread(widths, rows, room)
    scale = (
        Cell(place, (f"{signs.GAP.sign} " if column.after_gap else "") + column_time(column, lanes.now))
        for place, column in enumerate(columns)
    )
    starts = tuple(sum(widths[:place]) for place in range(len(widths) + 1))
    return Layout(tuple(columns), (Row("scale", scale_unit(lanes.now), tuple(scale)), *rows), label, starts)


_COMES_AGAIN = f"{signs.FAILED.words}, comes again"


def legend(lanes: TimeLanes, layout: Layout) -> str:
    """The words of the signs that are there, and of what is not as on a clock."""
    kinds = {mark.kind for mark in marks_of(lanes)}
    told = [_COMES_AGAIN if kind == "failed" else sign.words for kind, sign in SIGNS.items() if kind in kinds]
    if any(row.kind == "waiting" for row in layout.rows):
        told.append(signs.UNREAD.words)
    if any(column.after_gap for column in layout.columns):
        told.append(f"{signs.GAP.sign} {signs.GAP.word}")
    hidden = next((f", one is {each.instants} instants" for each in layout.columns if each.instants > 1), "")
    told.append(f"not to scale: a column is an instant{hidden}")
    if lanes.left_out:
        told.append(f"{lanes.left_out} steps after the first instant are left out")
    return " · ".join(told)


def _most(lanes: TimeLanes, first: int) -> int:
    """How many columns after the first ones can be folded: all but the newest."""
    return max(0, len(lanes.columns) - 1 - first)


def _fits(lanes: TimeLanes, first: int, count: int, width: int) -> bool:
    _, rows, widths = _measured(lanes, first, count, width)
    return sum(widths) <= _label_and_room(rows, width)[1]


def _measured(lanes: TimeLanes, first: int, count: int, width: int) -> tuple[list[Column], list[Row], list[int]]:
    """The columns with `count` of them, after the first ones, folded into one; the rows, and the least widths."""
    columns = list(lanes.columns)
    if count > 1:
        middle = columns[first : first + count]
        one = middle[0]._replace(ended=middle[-1].ended, last_step=middle[-1].last_step, instants=len(middle))
        columns[first : first + count] = [one]
    rows = rows_of(lanes, columns)
    return columns, rows, _widths(lanes, columns, rows, _TOLD_WHOLE[width < _WIDE])


def _label_and_room(rows: Sequence[Row], width: int) -> tuple[int, int]:
    """The width of the labels, and what is left for the columns."""
    label = min(max(cells(row.label) for row in rows) + 1, width // 4)
    due = max((cells(row.due) + 1 for row in rows), default=0)
    return label, width - label - 2 - min(due, width // 3)


def _widths(lanes: TimeLanes, columns: Sequence[Column], rows: Sequence[Row], most: int) -> list[int]:
    """The widths that times, signs and figures need, and what happened up to so many columns.

    Words go on under the columns after their own; those of a folded column have to do with what there is.
    """
    widths = [
        max(_LEAST, cells(column_time(column, lanes.now)) + (2 if column.after_gap else 0) + 1) for column in columns
    ]
    for row in rows:
        if row.kind in ("marks", "figures"):
            for cell in row.cells:
                widths[cell.column] = max(widths[cell.column], cells(cell.text) + 1)
    for row in rows:
        if row.kind == "happened":
            for column, end, text in _texts([row], len(columns)):
                if columns[column].instants == 1:
                    widths[column] += max(0, min(cells(text) + 1, most) - sum(widths[column:end]))
    return widths


def _spread(widths: list[int], rows: Sequence[Row], room: int) -> None:
    """Give the room that is left to the columns: first to words that are cut, then to those that go under others.

    Short words come first, so that one long text does not take all the room.
    """
    texts = list(_texts(rows, len(widths)))
    alone = [(column, column + 1, text) for column, _, text in texts]
    for most in (*_SHARES, room):
        for column, end, text in texts:
            _widen(widths, column, end, min(cells(text) + 1, most), room)
    for column, end, text in alone:
        _widen(widths, column, end, cells(text) + 1, room)


_SHARES = (12, 20, 32)
"""Widths that each text is given before any gets more."""


def _widen(widths: list[int], column: int, end: int, wanted: int, room: int) -> None:
    missing = wanted - sum(widths[column:end])
    widths[column] += min(max(0, missing), max(0, room - sum(widths)))


def _texts(rows: Sequence[Row], columns: int) -> Iterator[tuple[int, int, str]]:
    """Each text of the rows: its column, the column before which it must end, and the text."""
    for row in rows:
        for place, cell in enumerate(row.cells):
            following = row.cells[place + 1].column if place + 1 < len(row.cells) else columns
            yield cell.column, following, cell.text + " " * (_APART - 1 if row.kind in _WORDS else 0)
        for fill in row.fills:
            if fill.texts:
                yield fill.first, columns if fill.last is None else max(fill.last, fill.first + 1), f" {fill.texts[0]} "
