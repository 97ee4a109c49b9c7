"""The columns that the rows of a run need, and the widths of their cells."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

from simulator.lesson.words.events.table import action_words
from simulator.machine.parts import workers_of
from simulator.machine.trace import Trace
from simulator.views.rows.row import TableRow, further_columns, table_row
from simulator.views.width import cells

_MEASURED = 200
"""Rows of a long run that are looked at to lay out its columns."""


class Form(NamedTuple):
    """What the rows of one run need."""

    is_standard: bool
    """Whether the five standard columns tell the rows apart: no other is needed then, and none is shown."""
    has_time: bool
    has_who: bool
    """Whether a column says who acts; the action then begins with its verb."""
    has_shard: bool
    has_counts: bool
    """Whether a row's answer may hold for some of its records."""
    step_width: int
    time_width: int
    who_width: int
    full_width: int
    """The width of the longest action in full words. The same holds for each width here."""
    short_width: int
    told_width: int
    """Of the longest action in short words with its subject."""
    about_width: int
    shard_width: int
    further_widths: Mapping[str, int]
    """Of the other columns that the lesson asks for, by their ids."""


def form_of(trace: Trace) -> Form:
    """The form of a run's table.

    Where the standard columns are not enough, each row has its item and records, and who acts and the shard where there
    are several. The time is shown where the lesson asks for it, and where rows read the same without it.
    """
    numbers = range(1, len(trace.events) + 1)
    standard = is_standard(trace)
    rows = [table_row(trace, each) for each in _measured(trace, numbers)]
    first = (table_row(trace, each) for each in numbers[:_MEASURED])
    without_time = ((each.action, each.about, each.shard, each.who) for each in first)
    return Form(
        standard,
        not standard and ("time" in trace.columns or not _all_differ(without_time)),
        not standard and ("consumer" in trace.columns or _acting(trace) > 1),
        not standard and ("shard" in trace.columns or len(trace.shards) > 1),
        any(0 < answer.yes < answer.of for row in rows for answer in row.answers),
        len(str(len(numbers))),
        _widest(rows, lambda row: row.time),
        _widest(rows, lambda row: row.who),
        _widest(rows, lambda row: row.action.signed(row.action.full)),
        _widest(rows, lambda row: row.action.signed(row.action.short)),
        _widest(rows, lambda row: row.action.signed(row.action.told)),
        _widest(rows, lambda row: row.about.words),
        _widest(rows, lambda row: row.shard),
        {column: _widest(rows, partial(_further, column)) for column in further_columns(trace)},
    )


def is_standard(trace: Trace) -> bool:
    """Whether the standard columns are enough: no two rows read the same in them, and the lesson asks for no other."""
    numbers = range(1, len(trace.events) + 1)
    return not trace.columns and _all_differ((*trace.row(each), _action(trace, each)) for each in numbers)


def _action(trace: Trace, number: int) -> str:
    return action_words(trace, trace.step(number))


def _all_differ(values: Iterable[Hashable]) -> bool:
    seen: set[Hashable] = set()
    for value in values:
        if value in seen:
            return False
        seen.add(value)
    return True


def _measured(trace: Trace, numbers: range) -> list[int]:
    """Steps that show how wide the cells of a run are: some spread over it, and one with each of its events."""
    last_of_each = {event: number for number, event in enumerate(trace.events, 1)}
    return sorted({*numbers[:: max(1, len(numbers) // _MEASURED)], *numbers[-1:], *last_of_each.values()})


def _widest(rows: Iterable[TableRow], text: Callable[[TableRow], str]) -> int:
    return max((cells(text(row)) for row in rows), default=0)


def _further(column: str, row: TableRow) -> str:
    return row.further[column]


def _acting(trace: Trace) -> int:
    """How many consumers and workers there are."""
    return sum(max(1, len(workers_of(trace, each))) if each.kind == "kcl" else 1 for each in trace.readers)
