"""Two runs of a lesson beside each other: which steps and records are the same, and where the runs part."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from simulator.lesson.two_runs.run_comparison import record_of, shown_of
from simulator.lesson.two_runs.step_names import SentRequests, records_by_name, steps_by_name
from simulator.machine.details import UpdateDetail
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


class Sides(NamedTuple):
    """What the two runs are called."""

    lesson: str
    other: str


OF_A_BELIEF = Sides("as the service does it", "as a believer sees it")
OF_A_VARIATION = Sides("the lesson", "yours")


class Pair(NamedTuple):
    """A step of one run beside the same step of the other; None where the other run has no such step there."""

    lesson: int | None
    other: int | None


@dataclass(frozen=True, slots=True, eq=False)
class TwoRuns:
    """A lesson's own run, and another one beside it."""

    lesson: Trace
    other: Trace
    sides: Sides
    lesson_requests: SentRequests | None = None
    """The requests of the lesson's timeline; None: both runs have the same timeline."""
    other_requests: SentRequests | None = None

    def step_there(self, number: int) -> int | None:
        """The number that a step of the lesson has in the other run; None: it does not happen there."""
        return _there(self.step_names, steps_by_name(self.other, self.other_requests), number)

    def step_here(self, number: int) -> int | None:
        """The number that a step of the other run has in the lesson; None: it does not happen there."""
        return _there(self.other_step_names, steps_by_name(self.lesson, self.lesson_requests), number)

    @property
    def step_names(self) -> dict[Hashable, int]:
        """The steps of the lesson by their names."""
        return steps_by_name(self.lesson, self.lesson_requests)

    @property
    def other_step_names(self) -> dict[Hashable, int]:
        """The steps of the other run by their names."""
        return steps_by_name(self.other, self.other_requests)

    @property
    def records(self) -> Iterator[tuple[int | None, int | None]]:
        """The records of both runs, as indexes: those of the lesson in their order, then those of the other alone."""
        here = records_by_name(self.lesson, self.lesson_requests)
        there = records_by_name(self.other, self.other_requests)
        yield from ((index, there.get(name)) for name, index in here.items())
        yield from ((None, index) for name, index in there.items() if name not in here)

    @property
    def consumers(self) -> tuple[str, ...]:
        """The consumers of both runs, those of the lesson first."""
        return tuple(dict.fromkeys((*self.lesson.consumers, *self.other.consumers)))


def parts_at(runs: TwoRuns) -> Pair | None:
    """The first step of each run that is not the same in the other; None where the runs are the same.

    In one of the runs it may be missing, because that run is over.
    """
    here, there = len(runs.lesson.events), len(runs.other.events)
    names, other_names = iter(runs.step_names), iter(runs.other_step_names)
    for number in range(1, min(here, there) + 1):
        if next(names) != next(other_names) or not _is_same(runs.lesson, runs.other, number):
            return Pair(number, number)
    if here == there:
        return None
    number = min(here, there) + 1
    return Pair(number if number <= here else None, number if number <= there else None)


def pairs(runs: TwoRuns) -> tuple[Pair, ...]:
    """The steps of both runs in one order, the same ones beside each other. Each run keeps its own order.

    Of the same steps that come in another order, as many as possible stand beside each other. The steps between two
    such pairs stand alone, in the order of their times.
    """
    there = runs.other_step_names
    both = [(number, there[name]) for name, number in runs.step_names.items() if name in there]
    found: list[Pair] = []
    here_done = there_done = 0
    for number, other in (*_longest_rise(both), (len(runs.lesson.events) + 1, len(runs.other.events) + 1)):
        alone = [(runs.lesson.times[each - 1], Pair(each, None)) for each in range(here_done + 1, number)]
        alone += [(runs.other.times[each - 1], Pair(None, each)) for each in range(there_done + 1, other)]
        found += (pair for _, pair in sorted(alone, key=lambda each: each[0]))
        found.append(Pair(number, other))
        here_done, there_done = number, other
    return tuple(found[:-1])


def _there(names: dict[Hashable, int], other: dict[Hashable, int], number: int) -> int | None:
    """Step 0 is the start of either run."""
    return 0 if number == 0 else other.get(list(names)[number - 1])


def _is_same(one: Trace, other: Trace, number: int) -> bool:
    if shown_of(one, number) != shown_of(other, number) or _told(one, number) != _told(other, number):
        return False
    is_capture = one.events[number - 1] is Event.CAPTURE_RECORD
    return not is_capture or record_of(one, number) == record_of(other, number)


def _told(trace: Trace, number: int) -> tuple[object, ...]:
    """What a step does beside what the process table shows: items, settings, and messages to a destination."""
    change, detail = trace.writes.get(number), trace.details.get(number)
    place = bisect_left(trace.discards, number, key=lambda each: each.step)
    messages = [each.consumer.on_failure for each in trace.discards[place : place + 1] if each.step == number]
    return (
        None if change is None else (change.before, change.after),
        detail if isinstance(detail, UpdateDetail) else None,
        messages,
    )


def _longest_rise(both: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of the pairs as possible of which both numbers grow; the first number grows already."""
    tails: list[int] = []
    tail_places: list[int] = []
    before: list[int] = []
    for place, (_, other) in enumerate(both):
        length = bisect_left(tails, other)
        before.append(tail_places[length - 1] if length else -1)
        if length == len(tails):
            tails.append(other)
            tail_places.append(place)
        else:
            tails[length], tail_places[length] = other, place
    rise: list[tuple[int, int]] = []
    place = tail_places[-1] if tail_places else -1
    while place >= 0:
        rise.append(both[place])
        place = before[place]
    return rise[::-1]
