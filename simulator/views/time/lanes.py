"""The lanes of a run up to a step, as one frozen value: writes, shards with their readers, destinations.

Nothing in it comes from a later step: what lies behind NOW is only what is due, as far as it is known by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, pairwise
from typing import NamedTuple

from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views.time.arrivals import is_for_nobody
from simulator.views.time.readers import reader_lanes
from simulator.views.time.words import Lane, Mark, word_lanes

MOST_COLUMNS = 60
"""The newest instants that are kept one by one."""

_QUIET = frozenset({Event.CAPTURE_RECORD, Event.AVAILABLE_RECORD, Event.PROCESS_CHECKPOINTED})
"""The events that make no column of their own, unless the step that is looked at has one of them."""

_POLLS = frozenset({Event.READ_EMPTY, Event.IDLE_WAITING})
"""The polls that find nothing: one after another they are folded into one column."""

_MOST_POLLS = 10 * MOST_COLUMNS
"""The instants of such polls that are kept one by one."""

_GAP = 10
"""A gap is at least this many times as long as half of the distances between columns are at most."""


class Column(NamedTuple):
    """An instant at which something happened, or several of them that were folded."""

    began: int
    """Milliseconds since the start."""
    ended: int
    first_step: int
    last_step: int
    """Less than the first where nothing happened then; another run that stands beside this one has a step there."""
    after_gap: bool
    """Whether much more time lies before it than between most others."""
    instants: int = 1
    """How many instants it stands for."""
    is_poll: bool = False
    """Whether nothing happened in it but polls that found nothing."""


class TimeLanes(NamedTuple):
    """A run up to a step as lanes over time."""

    step: int
    steps: int
    """How many steps the run has."""
    now: int
    """Milliseconds since the start."""
    columns: tuple[Column, ...]
    left_out: int
    """Steps after the first column of which nothing is kept, because there are too many."""
    lanes: tuple[Lane, ...]
    shows_polls: bool = False
    """Whether the run has every poll that finds nothing as a step, not only the first after work."""


def time_lanes(trace: Trace, step: int) -> TimeLanes:
    """The lanes of a run after a step; 0 is the start.

    Raises:
        IndexError: no such step.
    """
    if not 0 <= step <= len(trace.events):
        raise IndexError(f"no step {step}; the run has {len(trace.events)}")
    now = trace.times[step - 1] if step else 0
    instants, left_out = _instants(trace, step)
    numbers = [number for first, last in instants for number in range(first, last + 1)]
    lanes = (*word_lanes(trace, numbers), *reader_lanes(trace, numbers, step, now))
    return TimeLanes(step, len(trace.events), now, _columns(trace, instants), left_out, lanes, _shows_polls(trace))


def marks_of(lanes: TimeLanes) -> tuple[Mark, ...]:
    """Every mark in the lanes."""
    return tuple(mark for lane in lanes.lanes for mark in lane.marks)


def _instants(trace: Trace, step: int) -> tuple[list[tuple[int, int]], int]:
    """The first and last step of each instant with a column, and how many steps are left out after the first.

    Polls that find nothing, one after another, count as one.
    """
    found: list[tuple[int, int]] = []
    last = step
    polls = 0
    while last and len(found) - polls < MOST_COLUMNS and polls < _MOST_POLLS:
        first = last
        while first > 1 and trace.times[first - 2] == trace.times[last - 1]:
            first -= 1
        if last == step or not all(_is_quiet(trace, number) for number in range(first, last + 1)):
            polls += bool(found) and _is_poll(trace, (first, last)) and _is_poll(trace, found[-1])
            found.append((first, last))
        last = first - 1
    found.reverse()
    if not last:
        return found, 0
    end = 1
    while trace.times[end] == trace.times[0]:
        end += 1
    end = min(end, last)
    return [(1, end), *found], last - end


def _shows_polls(trace: Trace) -> bool:
    return bool(trace.steps_of(Event.READ_EMPTY))


def _is_quiet(trace: Trace, number: int) -> bool:
    """Whether a step makes no column of its own."""
    return trace.events[number - 1] in _QUIET and not is_for_nobody(trace, number)


def _is_poll(trace: Trace, instant: tuple[int, int]) -> bool:
    first, last = instant
    return all(trace.events[number - 1] in _POLLS for number in range(first, last + 1))


def _columns(trace: Trace, instants: list[tuple[int, int]]) -> tuple[Column, ...]:
    columns = []
    for first, last in instants:
        time = trace.times[first - 1]
        columns.append(Column(time, time, first, last, False, is_poll=_is_poll(trace, (first, last))))
    return with_gaps(columns)


def with_gaps(columns: Sequence[Column]) -> tuple[Column, ...]:
    """The columns, those marked before which much more time lies than before most others."""
    distances = sorted(
        after.began - before.began for before, after in pairwise(each for each in columns if not each.is_poll)
    )
    least = _GAP * max(distances[len(distances) // 2] if distances else 0, 1)
    gaps = [False, *(after.began - before.began >= least for before, after in pairwise(columns))]
    return tuple(column._replace(after_gap=gap) for column, gap in zip(columns, gaps, strict=False))


def folded(columns: Sequence[Column]) -> Column:
    """Some columns as one."""
    last, instants = columns[-1], sum(column.instants for column in columns)
    is_poll = all(column.is_poll for column in columns)
    return columns[0]._replace(ended=last.ended, last_step=last.last_step, instants=instants, is_poll=is_poll)


def with_polls_folded(columns: Sequence[Column]) -> list[Column]:
    """The columns, those of polls that find nothing one after another as one."""
    found: list[Column] = []
    for column in columns:
        if found and found[-1].is_poll and column.is_poll:
            found[-1] = folded((found[-1], column))
        else:
            found.append(column)
    return found


def without_polls(runs: Sequence[TimeLanes]) -> list[TimeLanes]:
    """Runs with the same columns without those of the first polls after work, but for the steps that are looked at."""
    if any(run.shows_polls for run in runs):
        return list(runs)
    kept = [
        not all(run.columns[place].is_poll and run.columns[place].last_step != run.step for run in runs)
        for place in range(len(runs[0].columns))
    ]
    return [_with_columns(run, kept) for run in runs]


def _with_columns(run: TimeLanes, kept: Sequence[bool]) -> TimeLanes:
    gone = {
        step
        for column, stays in zip(run.columns, kept, strict=True)
        for step in range(column.first_step, column.last_step + 1)
        if not stays
    }
    lanes = tuple(
        lane._replace(marks=tuple(mark for mark in lane.marks if mark.step not in gone)) for lane in run.lanes
    )
    return run._replace(columns=tuple(compress(run.columns, kept)), lanes=lanes)
