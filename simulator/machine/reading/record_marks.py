"""What one consumer did with each record, and the state that this leaves the record in for that consumer."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Collection
from enum import IntEnum
from typing import Literal, NamedTuple

from simulator.machine.stream_life import StreamLife
from simulator.scenario.events import Event

ReaderState = Literal["unread", "read", "processed", "failed", "filtered", "given_up", "lost", "passed_over"]
"""What has become of a record for one consumer: it waits to be read; it was read; it was processed; its batch failed
and waits for a retry; a filter dropped it; it was given up; it was trimmed before it was read; a position was taken up
behind it (LATEST)."""


class Mark(IntEnum):
    """One thing that a step of a consumer did with a record."""

    READ = 0
    PROCESSED = 1
    FAILED = 2
    FILTERED = 3
    GIVEN_UP = 4
    LOST = 5
    PASSED_OVER = 6


_SUCCESSES = frozenset({Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE})
WORKED = _SUCCESSES | {Event.PROCESS_FAILED, Event.PROCESS_PARTIAL}
"""The events at which the work of a consumer's code on some records ended."""

_DELIVERIES = (Mark.PROCESSED, Mark.FAILED)
_SETTLED = (Mark.FILTERED, Mark.GIVEN_UP, Mark.LOST, Mark.PASSED_OVER)
_KINDS = 8
"""A mark is kept as its step times this, plus what it is: one small number."""

_STATES: dict[Mark, ReaderState] = {
    Mark.READ: "read",
    Mark.PROCESSED: "processed",
    Mark.FAILED: "failed",
    Mark.FILTERED: "filtered",
    Mark.GIVEN_UP: "given_up",
    Mark.LOST: "lost",
    Mark.PASSED_OVER: "passed_over",
}


class Delivery(NamedTuple):
    """A record was handed to a consumer's code, and the work on it ended in this step."""

    step: int
    succeeded: bool


class RecordMarks:
    """For each record the marks that a consumer's steps leave, in order.

    Deliveries are kept apart: a record that fails for a day has thousands, and a state costs a search of them.
    """

    def __init__(self, records: int, life: StreamLife) -> None:
        self._deliveries: list[list[int]] = [[] for _ in range(records)]
        self._others: list[list[int]] = [[] for _ in range(records)]
        self._processed = array("q", bytes(8 * records))
        """For each record the first step at which it was processed, 0 if there is none."""
        self._life = life

    def add(self, index: int, step: int, mark: Mark) -> None:
        """A step does something with a record; steps come in their order."""
        if mark in _DELIVERIES:
            self._deliveries[index].append(step * _KINDS + mark)
            if mark is Mark.PROCESSED and not self._processed[index]:
                self._processed[index] = step
        else:
            self._others[index].append(step * _KINDS + mark)

    def work_ended(self, step: int, event: Event, records: tuple[int, ...], finished: Collection[int]) -> None:
        """The work on some records ended, or they were given up; of a partial failure some are `finished`."""
        for index in records:
            if event in _SUCCESSES or index in finished:
                self.add(index, step, Mark.PROCESSED)
            elif event in WORKED:
                self.add(index, step, Mark.FAILED)
            elif event is Event.PROCESS_DISCARDED:
                self.add(index, step, Mark.GIVEN_UP)

    def is_untouched(self, index: int, step: int) -> bool:
        """Whether nothing has become of a record yet: it waits to be read. Steps after this one are not known yet."""
        return not self._others[index] and not self._deliveries[index] and self._life.trimmed[index] > step

    def is_processed(self, index: int) -> bool:
        """Whether a record was processed by now, steps after this one not being known yet."""
        return self._processed[index] > 0

    def state(self, index: int, step: int) -> ReaderState:
        """The state of a captured record for the consumer after a step.

        One that was processed stays so. One that was trimmed before anything became of it is lost (F150).
        """
        if 0 < self._processed[index] <= step:
            return "processed"
        newest = max(_newest(self._deliveries[index], step), _newest(self._others[index], step))
        if newest < 0:
            return "lost" if self._life.trimmed[index] <= step else "unread"
        return _STATES[Mark(newest % _KINDS)]

    def settled_in(self, index: int, otherwise: int) -> int:
        """The step at which the consumer was first done with a record for good, or `otherwise`."""
        steps = [mark // _KINDS for mark in self._others[index] if mark % _KINDS in _SETTLED][:1]
        if self._processed[index]:
            steps.append(self._processed[index])
        return min(steps, default=otherwise)

    def deliveries(self, index: int, step: int) -> tuple[Delivery, ...]:
        """The times by the end of a step that a record was handed to the consumer's code."""
        return tuple(self.delivery(index, place) for place in range(self.count(index, step)))

    def count(self, index: int, step: int) -> int:
        """How many times that is."""
        return bisect_right(self._deliveries[index], _end_of(step))

    def delivery(self, index: int, place: int) -> Delivery:
        """One of these times, by its place among them, from 0."""
        mark = self._deliveries[index][place]
        return Delivery(mark // _KINDS, mark % _KINDS == Mark.PROCESSED)


def _end_of(step: int) -> int:
    """What every mark of a step and of earlier ones is at most."""
    return step * _KINDS + _KINDS - 1


def _newest(marks: list[int], step: int) -> int:
    """The newest of some marks by the end of a step; -1 if there is none."""
    count = bisect_right(marks, _end_of(step))
    return marks[count - 1] if count else -1
