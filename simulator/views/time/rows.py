"""The lanes as rows of cells under columns: what text and SVG both draw."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal, NamedTuple

from simulator.lesson.words.times import span_words, time_words
from simulator.views import signs
from simulator.views.record import record_names
from simulator.views.time.lanes import Column, TimeLanes
from simulator.views.time.marks import SIGNS, scale_time
from simulator.views.time.words import Blocked, Due, Gathered, Lane, Mark
from simulator.views.width import cells, clipped

_MOST_SIGNS = 3
"""The same sign in one column this often at most; more of them are counted."""


class Cell(NamedTuple):
    """A text that begins under a column and may go on under those after it."""

    column: int
    text: str
    step: int = 0
    """The step that it is about; 0 where it is about no step of its own."""
    briefly: tuple[str, ...] = ()
    """The same in ever fewer words, for where there is less room."""

    def in_room(self, room: int) -> str:
        """The text that fits into so many columns of a terminal; cut where even the shortest does not."""
        return next((each for each in (self.text, *self.briefly) if cells(each) <= room), clipped(self.text, room))


class Fill(NamedTuple):
    """A line or a bar, from one column to another."""

    first: int
    last: int | None
    """None: up to NOW."""
    texts: tuple[str, ...] = ()
    """A text inside it, and the same in ever fewer words, for where there is less room."""


class Row(NamedTuple):
    """A row of the picture."""

    kind: Literal["scale", "words", "happened", "marks", "figures", "blocked", "window", "waiting"]
    """Words give way where there is no room; for what happened to a stream or a consumer columns are folded."""
    label: str
    cells: tuple[Cell, ...]
    fills: tuple[Fill, ...] = ()
    due: str = ""
    """What stands after NOW."""


def rows_of(lanes: TimeLanes, columns: Sequence[Column]) -> list[Row]:
    """The rows of the picture for these columns: those of the lanes, or fewer, of which some were folded."""
    rows: list[Row] = []
    for lane in lanes.lanes:
        rows += _work_rows(lanes, lane, columns) if lane.is_work else _word_rows(lane, columns)
    steps = tuple(
        Cell(place, step_label(column, lanes.step), column.last_step)
        for place, column in enumerate(columns)
        if column.first_step <= column.last_step
    )
    return [*rows, Row("figures", "steps", steps)]


def step_label(column: Column, step: int) -> str:
    """The steps of a column, the one that is looked at in brackets: `1-3`, `[28]`."""
    first, last = column.first_step, column.last_step
    if last == step:
        return f"[{last}]" if first == last else f"{first}-[{last}]"
    return str(first) if first == last else f"{first}-{last}"


def column_time(column: Column, now: int) -> str:
    """The time of a column, or of a folded one from when to when."""
    began = scale_time(column.began, now)
    return began if column.instants == 1 else f"{began}-{scale_time(column.ended, now)}"


def _word_rows(lane: Lane, columns: Sequence[Column]) -> Iterator[Row]:
    found = []
    for place, marks in _by_column(lane.marks, columns):
        text = ", ".join(dict.fromkeys(map(_words, marks))).replace(", shard ", ", ")
        briefly = (f"{len(marks)} writes", str(len(marks))) if lane.name == "writes" and len(marks) > 1 else ()
        found.append(Cell(place, text, marks[-1].step, briefly))
    kind: Literal["words", "happened"] = "happened" if lane.is_told_whole else "words"
    yield Row(kind, lane.name, tuple(found) or (Cell(0, "nothing yet"),))


def _words(mark: Mark) -> str:
    return mark.text if mark.kind == "words" else f"{SIGNS[mark.kind].sign} {mark.text}"


def _work_rows(lanes: TimeLanes, lane: Lane, columns: Sequence[Column]) -> Iterator[Row]:
    groups = list(_by_column(lane.marks, columns))
    found = tuple(Cell(place, _signs_of(marks, lanes.step), marks[-1].step) for place, marks in groups)
    lines = tuple(_lines(lane, columns))
    yield Row("marks", lane.name, found, lines, "" if lane.due is None else _due(lane.due, lanes.now))
    named = [_named(place, list(filter(_is_named, marks))) for place, marks in groups]
    if told := tuple(cell for cell in named if cell.text):
        yield Row("words", "  records", told)
    tried = [(place, [mark.attempt for mark in marks if mark.attempt]) for place, marks in groups]
    if any(max(attempts, default=0) > 1 for _, attempts in tried) or lane.blocked:
        yield Row("figures", "  try", tuple(Cell(place, _range(map(str, each))) for place, each in tried if each))
    ages = [(place, [mark.age for mark in marks if mark.age is not None]) for place, marks in groups]
    if any(each for _, each in ages):
        shown = tuple(Cell(place, scale_time(max(each), lanes.now)) for place, each in ages if each)
        yield Row("figures", "  iterator age", shown)
    if lane.blocked:
        yield Row("blocked", "  blocked", (), tuple(_bar(each, columns, lanes.now) for each in lane.blocked))
    if lane.gathered:
        yield Row("window", "  window", (), tuple(_window(each, columns) for each in lane.gathered))
    if lane.waiting is not None:
        waiting = lane.waiting
        waits = span_words(lanes.now - waiting.since)
        sign = (signs.POLLED if waiting.is_polled else signs.UNREAD).sign
        text = f"{sign} {waiting.text} for {waits}"
        if waiting.records > 1:
            text = f"{sign} {waiting.records} records wait, {waiting.text} for {waits}"
        if not waiting.records:
            text = f"{signs.UNREAD.sign} {waiting.text} not visible yet"
        elif waiting.hidden:
            text += f"; {record_names(waiting.hidden)} not visible yet"
        label = "  behind it" if lane.blocked else "  polled" if waiting.is_polled else "  unread"
        due = f"after shard {waiting.parent}" if waiting.parent is not None else ""
        yield Row("waiting", label, (Cell(_column(columns, waiting.since), text),), due=due)


def _named(column: int, marks: Sequence[Mark]) -> Cell:
    """The records of a column: with their items, without them, and how many."""
    records = [each for mark in marks if not mark.is_beside for each in mark.records]
    again = [each for mark in marks if mark.is_beside for each in mark.records]
    several = f"{len(records)} records"
    briefly: tuple[str, ...] = (record_names(records),)
    if again:
        sign = signs.AGAIN.sign
        briefly = tuple(f"{sign} {each}" for each in (record_names(again), f"{len(again)} records", str(len(again))))
        if records:
            briefly = f"{record_names(records)}; {briefly[0]}", f"{several}; {briefly[-1]}"
    elif len(records) > 1:
        briefly = (*briefly, several, str(len(records)))
    return Cell(column, "; ".join(map(_name_words, marks)), briefly=briefly)


def _name_words(mark: Mark) -> str:
    return f"{signs.AGAIN.sign} {mark.text}" if mark.is_beside else mark.text


def _is_named(mark: Mark) -> bool:
    """Whether a mark's records are named under it: they were not named before, or some of their batch came again."""
    return mark.is_beside or mark.kind in ("read", "filtered", "lost", "given_up", "arrived")


def _by_column(marks: Sequence[Mark], columns: Sequence[Column]) -> Iterator[tuple[int, list[Mark]]]:
    starts = [column.first_step for column in columns]
    for place, group in groupby(marks, key=lambda mark: bisect_right(starts, mark.step) - 1):
        yield place, list(group)


def _column(columns: Sequence[Column], time: int) -> int:
    """The last column that begins at or before a time."""
    return max(0, bisect_right(columns, time, key=lambda column: column.began) - 1)


def _signs_of(marks: Sequence[Mark], step: int) -> str:
    """The signs of a column; the step that is looked at stands in brackets."""
    text = ""
    for kind, group in groupby(marks, key=lambda mark: mark.kind):
        several = list(group)
        sign = SIGNS[kind].sign
        if any(mark.step == step for mark in several):
            before = several[:-1]
            text += f"{_repeated(sign, len(before))}[{sign}]"
        else:
            text += _repeated(sign, len(several))
    return text


def _repeated(sign: str, times: int) -> str:
    return sign * times if times <= _MOST_SIGNS else f"{sign}×{times}"


def _lines(lane: Lane, columns: Sequence[Column]) -> Iterator[Fill]:
    """A line from each hand-over to the last mark about it, or to NOW where work goes on or is due."""
    starts = [column.first_step for column in columns]
    begun: int | None = None
    last = 0
    for mark in lane.marks:
        place = bisect_right(starts, mark.step) - 1
        if mark.kind in ("lost", "filtered", "empty", "arrived"):
            continue  # nothing was handed over
        if mark.kind == "read":
            if begun is not None and last > begun:
                yield Fill(begun, last)
            begun = place
        elif begun is None:
            begun = place
        last = place
    if begun is not None:
        if lane.due is not None:
            yield Fill(begun, None)
        elif last > begun:
            yield Fill(begun, last)


def _bar(blocked: Blocked, columns: Sequence[Column], now: int) -> Fill:
    last = None if blocked.until is None else _column(columns, blocked.until)
    words = "BLOCKED since" if blocked.until is None else "blocked from"
    until = "" if blocked.until is None else f" to {time_words(blocked.until)}"
    when, by = f"{words} {time_words(blocked.since)}{until}", f" by {record_names(blocked.records)} "
    texts = (f" {when} by {blocked.text} ", f" {when.partition(' ')[2]}{by}", by)
    return Fill(_column(columns, blocked.since), last, texts)


def _window(window: Gathered, columns: Sequence[Column]) -> Fill:
    """A batching window that gathers records, up to the invocation."""
    first, sign = _column(columns, window.since), signs.UNREAD.sign
    if window.until is None:
        since = f"since {time_words(window.since)}"
        return Fill(first, None, (f"{sign} gathers {since} ", f"{sign} {since} ", sign))
    names, length = record_names(window.records), span_words(window.until - window.since)
    texts = (
        f"{sign} gathers {names} for {length} ",
        f"{sign} {names}, {length} ",
        f"{sign} {length} ",
        f"{length} ",
        sign,
    )
    return Fill(first, _column(columns, window.until), texts)


def _due(due: Due, now: int) -> str:
    if due.time is not None:
        if due.too_old is not None:  # that comes first
            return f"too old at {time_words(due.too_old)}"
        return f"try {due.attempt} is due at {time_words(due.time)}"
    return f"try {due.attempt} goes on" if due.attempt else f"{due.text} in work"


def _range(texts: Iterable[str]) -> str:
    """The first and the last of several texts."""
    several = list(texts)
    return several[0] if len(several) == 1 else f"{several[0]}-{several[-1]}"
