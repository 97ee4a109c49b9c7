"""Where the columns of the lanes stand in so many columns of a terminal; a long middle is folded and the end kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from simulator.views import signs
from simulator.views.time.lanes import Column, TimeLanes, folded, marks_of, with_polls_folded, without_polls
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
    return layouts_of((lanes,), width)[0]


def layouts_of(runs: Sequence[TimeLanes], width: int) -> tuple[Layout, ...]:
    """The layouts of some runs that have columns for the same times, at least one: these stand in the same places."""
    if width < _WIDE:
        runs = [run._replace(lanes=tuple(lane.in_few_words() for lane in run.lanes)) for run in runs]
    first = count = 0
    if not _fits(runs, first, count, width):
        runs = without_polls(runs)  # they say least
        first, count = _folded_place(runs, width)
    columns, rows, widths = _measured(runs, first, count, width)
    every_row = list(chain.from_iterable(rows))
    label, room = _label_and_room(every_row, width)
    _spread(widths, every_row, room)
    now = max(run.now for run in runs)
    scale = tuple(
        Cell(place, (f"{signs.GAP.sign} " if column.after_gap else "") + column_time(column, now))
        for place, column in enumerate(columns[0])
    )
    starts = tuple(sum(widths[:place]) for place in range(len(widths) + 1))
    return tuple(
        Layout(tuple(own), (Row("scale", scale_unit(now), scale), *below), label, starts)
        for own, below in zip(columns, rows, strict=True)
    )


def _folded_place(runs: Sequence[TimeLanes], width: int) -> tuple[int, int]:
    """Where columns have to be folded: after how many, and how many of them."""
    first = next((each for each in _FIRST if _fits(runs, each, _most(runs, each), width)), _FIRST[-1])
    counts = range(_most(runs, first) + 1)
    count = bisect_left(counts, True, key=lambda each: _fits(runs, first, each, width))
    count = min(count, counts[-1])
    if count > 1 and len(runs) > 1:
        places = (place for place in _places_by_loss(runs, count) if _fits(runs, *place, width))
        return next(places, (first, count))
    return first, count


_COMES_AGAIN = f"{signs.FAILED.words}, comes again"


def legend(lanes: TimeLanes, layout: Layout) -> str:
    """The words of the signs that are there, and of what is not as on a clock."""
    kinds = {mark.kind for mark in marks_of(lanes)}
    told = [_COMES_AGAIN if kind == "failed" else sign.words for kind, sign in SIGNS.items() if kind in kinds]
    if any(row.kind == "waiting" for row in layout.rows):
        polled = {lane.waiting.is_polled for lane in lanes.lanes if lane.waiting is not None}
        told += [sign.words for sign, is_polled in ((signs.POLLED, True), (signs.UNREAD, False)) if is_polled in polled]
    if any(column.after_gap for column in layout.columns):
        told.append(f"{signs.GAP.sign} {signs.GAP.word}")
    several = [column.instants for column in layout.columns if column.instants > 1]
    hidden = ", some are several" if len(several) > 1 else f", one is {several[0]} instants" if several else ""
    told.append(f"not to scale: a column is an instant{hidden}")
    if lanes.left_out:
        told.append(f"{lanes.left_out} steps after the first instant are left out")
    return " · ".join(told)


def _most(runs: Sequence[TimeLanes], first: int) -> int:
    """How many columns after the first ones can be folded: all but the newest."""
    return max(0, len(with_polls_folded(runs[0].columns)) - 1 - first)


_MOST_PLACES = 8
"""Places that are tried for the columns that are folded."""


def _places_by_loss(runs: Sequence[TimeLanes], count: int) -> list[tuple[int, int]]:
    """Where so many columns of several runs, or one more, can be folded: where the run that loses most loses least.

    Two runs part early, and one goes on for longer than the other: the end is not what matters most in both.
    """
    columns = [with_polls_folded(run.columns) for run in runs]
    marks = [[mark.step for mark in marks_of(run)] for run in runs]
    counts = [
        [sum(column.first_step <= step <= column.last_step for step in steps) for column in own]
        for own, steps in zip(columns, marks, strict=True)
    ]

    def loss(place: tuple[int, int]) -> float:
        return max(sum(own[place[0] : sum(place)]) / max(1, sum(own)) for own in counts)

    places = [(first, many) for many in (count, count + 1) for first in range(len(columns[0]) - many)]
    return sorted(places, key=loss)[:_MOST_PLACES]


def _fits(runs: Sequence[TimeLanes], first: int, count: int, width: int) -> bool:
    _, rows, widths = _measured(runs, first, count, width)
    return sum(widths) <= _label_and_room(list(chain.from_iterable(rows)), width)[1]


def _measured(
    runs: Sequence[TimeLanes], first: int, count: int, width: int
) -> tuple[list[list[Column]], list[list[Row]], list[int]]:
    """For each run its columns, `count` of them after the first ones as one, and its rows; the least widths."""
    columns = [with_polls_folded(run.columns) for run in runs]
    if count > 1:
        for own in columns:
            own[first : first + count] = [folded(own[first : first + count])]
    rows = [rows_of(run, own) for run, own in zip(runs, columns, strict=True)]
    now = max(run.now for run in runs)
    widths = _widths(now, columns[0], list(chain.from_iterable(rows)), _TOLD_WHOLE[width < _WIDE])
    return columns, rows, widths


def _label_and_room(rows: Sequence[Row], width: int) -> tuple[int, int]:
    """The width of the labels, and what is left for the columns."""
    label = min(max(cells(row.label) for row in rows) + 1, width // 4)
    due = max((cells(row.due) + 1 for row in rows), default=0)
    return label, width - label - 2 - min(due, width // 3)


def _widths(now: int, columns: Sequence[Column], rows: Sequence[Row], most: int) -> list[int]:
    """The widths that times, signs and figures need, and what happened up to so many columns.

    Words go on under the columns after their own; those of a folded column have to do with what there is.
    """
    widths = [max(_LEAST, cells(column_time(column, now)) + (2 if column.after_gap else 0) + 1) for column in columns]
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
    wanted = [(column, end, cells(text) + 1) for column, end, text in _texts(rows, len(widths))]
    for most in (*_SHARES, room):
        for column, end, width in wanted:
            _widen(widths, column, end, min(width, most), room)
    for column, _, width in wanted:
        _widen(widths, column, column + 1, width, room)


_SHARES = (12, 20, 32)
"""Widths that each text is given before any gets more."""


def _widen(widths: list[int], column: int, end: int, wanted: int, room: int) -> None:
    missing = wanted - sum(widths[column:end])
    if missing > 0:
        widths[column] += min(missing, max(0, room - sum(widths)))


def _texts(rows: Sequence[Row], columns: int) -> Iterator[tuple[int, int, str]]:
    """Each text of the rows: its column, the column before which it must end, and the text."""
    for row in rows:
        for place, cell in enumerate(row.cells):
            following = row.cells[place + 1].column if place + 1 < len(row.cells) else columns
            yield cell.column, following, cell.text + " " * (_APART - 1 if row.kind in _WORDS else 0)
        for fill in row.fills:
            if fill.texts:
                yield fill.first, columns if fill.last is None else max(fill.last, fill.first + 1), f" {fill.texts[0]} "
