"""The lanes of a run up to a step, as one frozen value: writes, shards with their readers, destinations.

Nothing in it comes from a later step: what lies behind NOW is only what is due, as far as it is known by then.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views.time.readers import reader_lanes
from simulator.views.time.words import Lane, Mark, word_lanes

MOST_COLUMNS = 60
"""The newest instants that are kept one by one."""

_QUIET = frozenset(
    {
        Event.CAPTURE_RECORD,
        Event.AVAILABLE_RECORD,
        Event.READ_EMPTY,
        Event.PROCESS_CHECKPOINTED,
        Event.IDLE_WAITING,
    }
)
"""The events that make no column of their own, unless the step that is looked at has one of them."""

_GAP = 10
"""A gap is at least this many times as long as half of the distances between columns are at most."""


class Column(NamedTuple):
    """An instant at which something happened, or several of them that were folded."""

    began: int
    """Milliseconds since the start."""
    ended: int
    first_step: int
    last_step: int
    after_gap: bool
    """Whether much more time lies before it than between most others."""
    instants: int = 1
    """How many instants it stands for."""


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
    return TimeLanes(step, len(trace.events), now, _columns(trace, instants), left_out, lanes)


def marks_of(lanes: TimeLanes) -> tuple[Mark, ...]:
    """Every mark in the lanes."""
    return tuple(mark for lane in lanes.lanes for mark in lane.marks)


def _instants(trace: Trace, step: int) -> tuple[list[tuple[int, int]], int]:
    """The first and last step of each instant with a column, and how many steps are left out after the first."""
    found: list[tuple[int, int]] = []
    last = step
    while last and len(found) < MOST_COLUMNS:
        first = last
        while first > 1 and trace.times[first - 2] == trace.times[last - 1]:
            first -= 1
        if last == step or not all(trace.events[number - 1] in _QUIET for number in range(first, last + 1)):
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


def _columns(trace: Trace, instants: list[tuple[int, int]]) -> tuple[Column, ...]:
    times = [trace.times[first - 1] for first, _ in instants]
    distances = sorted(after - before for before, after in pairwise(times))
    usual = distances[len(distances) // 2] if distances else 0
    columns: list[Column] = []
    for place, (first, last) in enumerate(instants):
        gap = place > 0 and times[place] - times[place - 1] >= _GAP * max(usual, 1)
        columns.append(Column(times[place], times[place], first, last, gap))
    return tuple(columns)
