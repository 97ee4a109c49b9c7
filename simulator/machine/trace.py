"""The trace: everything that happened in one run. Every view is a question asked of it.

Kept in columns, one entry a step, so that a long run stays small; a `Step` is made when somebody looks at it. A
variable's history is the list of steps at which it changed: its value after a step is a binary search.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from heapq import merge
from typing import Any, NamedTuple, overload

from simulator.dynamodb.stream import Stream, StreamRecord
from simulator.dynamodb.table import Change, Effect
from simulator.machine.events import Event, Phase, facts_of

COLUMNS = ("record_created", "consumer_reads", "consumer_processes")
"""The yes/no columns of the process table, by id."""


class ConsumerState(StrEnum):
    """What a consumer is doing."""

    IDLE = "Idle"
    READING = "Reading"
    PROCESSING = "Processing"


class TableData(NamedTuple):
    """The variable `table_data`: how many items, and for a single one what happened to it last."""

    items: int = 0
    last: Effect | None = None


class StreamRecords(NamedTuple):
    """The variable `stream_records`: how far the records are with the first consumer, each counted once."""

    created: int = 0
    read: int = 0
    processed: int = 0


@dataclass(slots=True)
class History:
    """The values of one variable and the steps at which they came; step 0 is the start."""

    values: list[Any]
    steps: array[int] = field(default_factory=lambda: array("q", [0]))

    def at(self, step: int) -> Any:
        """The value after a step."""
        return self.values[bisect_right(self.steps, step) - 1]

    def change_at(self, step: int) -> tuple[Any, Any] | None:
        """The values before and after, if the variable changed in this step."""
        index = bisect_right(self.steps, step) - 1
        if index == 0 or self.steps[index] != step:
            return None
        return self.values[index - 1], self.values[index]

    def record(self, step: int, value: Any) -> None:
        """Note the value after a step; the same value again is no change."""
        if value != self.values[-1]:
            self.steps.append(step)
            self.values.append(value)


@dataclass(slots=True)
class Progress:
    """How far one consumer is: for each record the step at which it was read and processed; 0 is not yet."""

    read: array[int] = field(default_factory=lambda: array("q"))
    processed: array[int] = field(default_factory=lambda: array("q"))


class VariableChange(NamedTuple):
    """A variable that changed in a step."""

    variable: str
    before: Any
    after: Any


class Row(NamedTuple):
    """The three answers of the process table, for the change that a step is about."""

    record_created: bool
    consumer_reads: bool
    consumer_processes: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the run."""

    number: int
    """Counted from 1."""
    time: int
    """Milliseconds since the scenario's start."""
    event: Event
    records: tuple[int, ...]
    """The records it is about, as indexes into `Trace.records`."""
    consumer: str | None
    change: Change | None
    """For a write: what it did."""
    changes: tuple[VariableChange, ...]
    """The variables that changed."""
    row: Row
    facts: tuple[str, ...]

    @property
    def phase(self) -> Phase:
        """The stage of the flow."""
        return self.event.phase


class Tracker(NamedTuple):
    """The status tracker: the steps of its columns (0 is the start) and the values of each variable."""

    steps: tuple[int, ...]
    rows: tuple[tuple[str, tuple[Any, ...]], ...]
    ended: bool
    """Whether the last column stands for the end of the run."""


class Steps(Sequence[Step]):
    """The steps of a trace, made as they are looked at."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace

    def __len__(self) -> int:
        return len(self._trace.events)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> list[Step]: ...
    def __getitem__(self, index: int | slice) -> Step | list[Step]:
        if isinstance(index, slice):
            return [self._trace.step(place + 1) for place in range(*index.indices(len(self)))]
        place = index + len(self) if index < 0 else index
        if not 0 <= place < len(self):
            raise IndexError(f"no step at {index}")
        return self._trace.step(place + 1)

    def __iter__(self) -> Iterator[Step]:
        return (self._trace.step(number) for number in range(1, len(self) + 1))


class Trace:
    """One run of a scenario. Filled by the machine, then only read."""

    def __init__(self, stream: Stream, consumers: tuple[str, ...], start_ms: int) -> None:
        self.stream = stream
        self.consumers = consumers
        """Names, in the file's order."""
        self.start_ms = start_ms
        """Epoch milliseconds at which virtual time starts."""
        self.end = 0
        """Milliseconds at which the run ended."""
        self.times = array("q")
        self.events: list[Event] = []
        self.about: list[tuple[int, ...]] = []
        self.by: list[str | None] = []
        self.writes: dict[int, Change] = {}
        """What each write did, by its step."""
        self.records: list[StreamRecord] = []
        """Every record ever captured, in capture order."""
        self.captured: array[int] = array("q")
        """For each record the step of its capture."""
        self.progress = {name: Progress() for name in consumers}
        states = ["consumer_state"] if len(consumers) == 1 else [f"consumer_state.{n}" for n in consumers]
        self.state_variables = dict(zip(consumers, states, strict=True))
        """The variable that holds each consumer's state."""
        self.histories: dict[str, History] = {
            "table_data": History([TableData()]),
            "stream_records": History([StreamRecords()]),
            **{state: History([ConsumerState.IDLE]) for state in states},
        }

    @property
    def steps(self) -> Steps:
        """The steps; `len()` costs nothing."""
        return Steps(self)

    @property
    def variables(self) -> tuple[str, ...]:
        """The ids of the tracker's rows, in their order."""
        return tuple(self.histories)

    def step(self, number: int) -> Step:
        """A step by its number, counted from 1."""
        if not 1 <= number <= len(self.events):
            raise IndexError(f"no step {number}; the run has {len(self.events)}")
        event = self.events[number - 1]
        change = self.writes.get(number)
        changes = tuple(
            VariableChange(name, *found)
            for name, history in self.histories.items()
            if (found := history.change_at(number)) is not None
        )
        return Step(
            number,
            self.times[number - 1],
            event,
            self.about[number - 1],
            self.by[number - 1],
            change,
            changes,
            self.row(number),
            facts_of(event, change),
        )

    def row(self, number: int, at: int | None = None) -> Row:
        """The three answers for the change that a step is about, at the end of step `at` (left out: of that step).

        About no change they are No. What differs between `row(n)` and `row(n, n - 1)` changed in step n.
        """
        records = self.about[number - 1]
        if not records:
            return Row(False, False, False)
        end = number if at is None else at
        progress = self.progress[self.by[number - 1] or self.consumers[0]]
        return Row(
            all(self.captured[index] <= end for index in records),
            all(0 < progress.read[index] <= end for index in records),
            all(0 < progress.processed[index] <= end for index in records),
        )

    def value(self, variable: str, after: int) -> Any:
        """A variable's value after a step; 0 is the start.

        Raises:
            KeyError: no such variable.
            IndexError: no such step.
        """
        if not 0 <= after <= len(self.events):
            raise IndexError(f"no step {after}; the run has {len(self.events)}")
        return self.histories[variable].at(after)

    def tracker(self, upto: int | None = None, last: int | None = None) -> Tracker:
        """The status tracker after step `upto` (left out: at the end), of its columns the `last` ones.

        It has a column for the start, one for each step at which a variable changed, and, at the end, one that
        stands for the end in place of the last change's.
        """
        total = len(self.events)
        now = total if upto is None else upto
        ended = now == total
        steps = self._change_steps(now, last)
        if ended and (not steps or steps[-1] == 0):
            steps.append(now)  # nothing ever changed: the end still has its column
        rows = tuple((name, tuple(history.at(step) for step in steps)) for name, history in self.histories.items())
        return Tracker(tuple(steps), rows, ended)

    def _change_steps(self, upto: int, last: int | None) -> list[int]:
        """The steps up to `upto` at which something changed, from the start on or only the `last` ones."""
        newest_first = merge(*(_backwards(history.steps, upto) for history in self.histories.values()), reverse=True)
        steps: list[int] = []
        for step in newest_first:
            if steps and steps[-1] == step:
                continue
            if last is not None and len(steps) == last:
                break
            steps.append(step)
        return steps[::-1]

    def first_step(self, holds: Callable[[int], bool]) -> int | None:
        """The number of the first step at which something holds, or None."""
        return next((number for number in range(1, len(self.events) + 1) if holds(number)), None)


def _backwards(steps: array[int], upto: int) -> Iterator[int]:
    for index in range(bisect_right(steps, upto) - 1, -1, -1):
        yield steps[index]
