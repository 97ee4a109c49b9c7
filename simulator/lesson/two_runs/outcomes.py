"""What has become of each record at the ends of two runs, and what a run cost each consumer: waits, work, messages."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from simulator.dynamodb.table import Key
from simulator.lesson.two_runs.two_runs import TwoRuns
from simulator.machine.reading.record_marks import WORKED, ReaderState
from simulator.machine.steps import Discard
from simulator.machine.stream_life import NEVER
from simulator.machine.trace import Trace
from simulator.scenario.events import Event

_INVOKED = tuple(event for event in Event if event in WORKED)
"""The events at which the work of a consumer's code ended."""

_ENDS_A_WAIT = (*_INVOKED, Event.PROCESS_DISCARDED, Event.PROCESS_FILTERED)
"""The events of a consumer after which a record waits no more, unless another of them follows."""


class End(NamedTuple):
    """What has become of a record for a consumer, as the scene at the end of the run has it."""

    state: ReaderState
    times: int
    """How often it was handed to the consumer's code."""


class Outcome(NamedTuple):
    """A record and a consumer at the ends of two runs."""

    record: int | None
    """The record's index in the lesson; None: only the other run has it."""
    other_record: int | None
    consumer: str
    lesson: End | None
    """None: the run has no such record, or no such consumer."""
    other: End | None

    @property
    def differs(self) -> bool:
        """Whether the two ends are not the same."""
        return self.lesson != self.other


def outcomes(runs: TwoRuns) -> Iterator[Outcome]:
    """The outcome of each record for each consumer, in the order of the lesson's records."""
    for record, other in runs.records:
        for consumer in runs.consumers:
            ends = end_of(runs.lesson, consumer, record), end_of(runs.other, consumer, other)
            yield Outcome(record, other, consumer, *ends)


def end_of(trace: Trace, consumer: str, record: int | None) -> End | None:
    """What has become of a record, by its index, at the end of a run."""
    reading = trace.readings.get(consumer)
    if record is None or reading is None:
        return None
    marks, last = reading.marks, len(trace.events)
    return End(marks.state(record, last), len(marks.deliveries(record, last)))


class Waited(NamedTuple):
    """How long a record waited until a consumer was done with it."""

    time: int | None
    """Milliseconds from the step that made it available to the end of the last work on it, which may be that it was
    given up or filtered out; None: nothing was ever done with it."""
    step: int | None
    """The step that ended it."""


@lru_cache(maxsize=64)
def waits(trace: Trace, consumer: str) -> tuple[Waited, ...]:
    """For each record how long it waited for a consumer."""
    last: dict[int, int] = {}
    for number in trace.steps_of(*_ENDS_A_WAIT):
        if trace.actors[number - 1] == consumer:
            last.update(dict.fromkeys(trace.record_indexes[number - 1], number))
    available = trace.stream_life.available
    return tuple(
        Waited(trace.times[last[index] - 1] - trace.times[available[index] - 1], last[index])
        if index in last and available[index] != NEVER
        else Waited(None, None)
        for index in range(len(trace.records))
    )


def invocations(trace: Trace, consumer: str) -> tuple[int, ...]:
    """The steps at which a consumer's code ended its work: invocations of a function, records of other consumers."""
    return tuple(number for number in trace.steps_of(*_INVOKED) if trace.actors[number - 1] == consumer)


def effects(trace: Trace, consumer: str) -> dict[int, int]:
    """The steps at which a function's work outside was done, and for how many records."""
    return {step: len(records) for step, records in trace.effects.items() if trace.actors[step - 1] == consumer}


def messages(trace: Trace, consumer: str) -> tuple[Discard, ...]:
    """The batches of a consumer that a destination was told of."""
    return tuple(
        each for each in trace.discards if each.consumer.name == consumer and each.consumer.on_failure is not None
    )


def handled(trace: Trace, consumer: str) -> dict[Key, tuple[int, ...]]:
    """For each item the records that a consumer processed, in its order; one that it processed again is there again."""
    marks = trace.readings[consumer].marks
    found: dict[Key, list[tuple[int, int]]] = {}
    for index, record in enumerate(trace.records):
        steps = (each.step for each in marks.deliveries(index, len(trace.events)) if each.succeeded)
        found.setdefault(record.key, []).extend((step, index) for step in steps)
    return {key: tuple(index for _, index in sorted(each)) for key, each in found.items()}
