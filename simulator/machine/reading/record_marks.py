"""What one consumer did with each record, and the state that this leaves the record in for that consumer."""

from __future__ import annotations

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
_SETTLED = (Mark.PROCESSED, Mark.FILTERED, Mark.GIVEN_UP, Mark.LOST, Mark.PASSED_OVER)
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
    """For each record the marks that a consumer's steps leave, in order."""

    def __init__(self, records: int, life: StreamLife) -> None:
        self._marks: list[list[int]] = [[] for _ in range(records)]
        self._life = life

    def add(self, index: int, step: int, mark: Mark) -> None:
        """A step does something with a record; steps come in their order."""
        self._marks[index].append(step * _KINDS + mark)

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
        return not self._marks[index] and self._life.trimmed[index] > step

    def is_processed(self, index: int) -> bool:
        """Whether a record was processed by now, steps after this one not being known yet."""
        return any(mark % _KINDS == Mark.PROCESSED for mark in self._marks[index])

    def _until(self, index: int, step: int) -> list[int]:
        marks = self._marks[index]
        return marks[: bisect_right(marks, step * _KINDS + _KINDS - 1)]

    def state(self, index: int, step: int) -> ReaderState:
        """The state of a captured record for the consumer after a step.

        One that was processed stays so. One that was trimmed before anything became of it is lost (F150).
        """
        marks = self._until(index, step)
        if not marks:
            return "lost" if self._life.trimmed[index] <= step else "unread"
        if any(mark % _KINDS == Mark.PROCESSED for mark in marks):
            return "processed"
        return _STATES[Mark(marks[-1] % _KINDS)]

    def settled_in(self, index: int, otherwise: int) -> int:
        """The step at which the consumer was first done with a record for good, or `otherwise`."""
        marks = self._marks[index]
        return next((mark // _KINDS for mark in marks if mark % _KINDS in _SETTLED), otherwise)

    def deliveries(self, index: int, step: int) -> tuple[Delivery, ...]:
        """The times by the end of a step that a record was handed to the consumer's code."""
        return tuple(
            Delivery(mark // _KINDS, mark % _KINDS == Mark.PROCESSED)
            for mark in self._until(index, step)
            if mark % _KINDS in _DELIVERIES
        )
