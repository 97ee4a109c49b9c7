"""The trace: everything that happened in one run. Every view is a question asked of it.

Kept in columns, one entry a step, so that a long run stays small; a `Step` is made when somebody looks at it. A
variable's history is the list of steps at which it changed: its value after a step is a binary search.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from heapq import merge
from typing import TYPE_CHECKING, Any, overload

from simulator.dynamodb.shards import Shard
from simulator.dynamodb.stream import Stream, StreamRecord
from simulator.dynamodb.table import Change
from simulator.machine.cited_facts import facts_of_event, facts_of_write
from simulator.machine.details import Detail, PartialDetail
from simulator.machine.events import Event
from simulator.machine.steps import (
    ConsumerInfo,
    Discard,
    History,
    Progress,
    Row,
    Step,
    Tracker,
    VariableChange,
)

if TYPE_CHECKING:
    from simulator.machine.variables import Histories

COLUMNS = ("record_created", "consumer_reads", "consumer_processes")
"""The yes/no columns of the process table, by id."""


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
    """One run of a scenario. Filled by the machine, then only read.

    The machine keeps what happened, in columns; variables and progress are worked out of them when they are asked for.
    """

    def __init__(
        self,
        consumers: tuple[ConsumerInfo, ...],
        start_ms: int,
        shown: tuple[str, ...] = (),
        columns: tuple[str, ...] = (),
    ) -> None:
        self.readers = consumers
        """Who reads: name, kind and starting position, in the file's order."""
        self.consumers = tuple(each.name for each in consumers)
        """Their names."""
        self.start_ms = start_ms
        """Epoch milliseconds at which virtual time starts."""
        self.end = 0
        """Milliseconds at which the run ended."""
        self.times = array("q")
        self.events: list[Event] = []
        self.record_indexes: list[tuple[int, ...]] = []
        self.actors: list[str | None] = []
        self.details: dict[int, Detail] = {}
        """What more there is to say of a step, by its number."""
        self.writes: dict[int, Change] = {}
        """What each write did, by its step."""
        self.records: list[StreamRecord] = []
        """Every record ever captured, in capture order."""
        self.streams: list[Stream] = []
        """Every stream of the table, the newest last."""
        self.discards: list[Discard] = []
        """What Lambda gave up, in order."""
        self.recorded_histories: dict[str, History] = {}
        """The histories that the machine writes down as they change: they are short."""
        self._shown = shown
        self.columns = tuple(column for column in dict.fromkeys(columns) if column not in COLUMNS)
        """The columns that are shown beside the three of the process table."""

    @property
    def stream(self) -> Stream:
        """The newest stream.

        Raises:
            IndexError: no stream was ever on.
        """
        return self.streams[-1]

    @property
    def shards(self) -> list[Shard]:
        """Every shard, in the order in which they opened."""
        return [shard for stream in self.streams for shard in stream.shards]

    @property
    def steps(self) -> Steps:
        """The steps; `len()` costs nothing."""
        return Steps(self)

    @cached_property
    def histories(self) -> Histories:
        """The history of every variable, by its id; one is worked out when it is first asked for."""
        from simulator.machine.variables import Histories

        return Histories(self)

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The ids of the tracker's rows, in their order."""
        return self.histories.ids(self._shown)

    @cached_property
    def state_variables(self) -> dict[str, str]:
        """The variable that holds each consumer's state."""
        return {name: self.variable_of("consumer_state", name) for name in self.consumers}

    def variable_of(self, kind: str, consumer: str) -> str:
        """The id of a consumer's variable: with several consumers it has the consumer's name in it."""
        return kind if len(self.consumers) == 1 else f"{kind}.{consumer}"

    @cached_property
    def captured(self) -> array[int]:
        """For each record the step of its capture."""
        return array("q", (number for number, event in enumerate(self.events, 1) if event is Event.CAPTURE_RECORD))

    @cached_property
    def progress(self) -> dict[str, Progress]:
        """How far each consumer is with each record."""
        count = len(self.records)
        progress = {name: Progress(array("q", [0]) * count, array("q", [0]) * count) for name in self.consumers}
        for number, event in enumerate(self.events, 1):
            if event in _READ:
                marks = progress[self.actors[number - 1] or ""].read
            elif event in _PROCESSED:
                marks = progress[self.actors[number - 1] or ""].processed
            else:
                continue
            for index in self.finished(number) if event in _PROCESSED else self.record_indexes[number - 1]:
                marks[index] = marks[index] or number
        return progress

    def is_captured(self, index: int, step: Step) -> bool:
        """Whether a record was there by the end of a step; a write's step knows of one that is still to come."""
        return self.captured[index] <= step.number

    def finished(self, number: int) -> tuple[int, ...]:
        """The records that a process step finished: all of them, or those before the first that failed."""
        about = self.record_indexes[number - 1]
        detail = self.details.get(number)
        return detail.finished if isinstance(detail, PartialDetail) else about

    def step(self, number: int) -> Step:
        """A step by its number, counted from 1."""
        if not 1 <= number <= len(self.events):
            raise IndexError(f"no step {number}; the run has {len(self.events)}")
        event = self.events[number - 1]
        change = self.writes.get(number)
        changes = tuple(
            VariableChange(name, *found)
            for name in self.variables
            if (found := self.histories[name].change_at(number)) is not None
        )
        return Step(
            number,
            self.times[number - 1],
            event,
            self.record_indexes[number - 1],
            self.actors[number - 1],
            change,
            changes,
            self.row(number),
            self._facts(number),
            self.details.get(number),
        )

    def _facts(self, number: int) -> tuple[str, ...]:
        change = self.writes.get(number)
        if change is not None:
            return facts_of_write(change)
        reader = next((each for each in self.readers if each.name == self.actors[number - 1]), None)
        kind, tells = (None, False) if reader is None else (reader.kind, reader.on_failure is not None)
        return facts_of_event(self.events[number - 1], kind, tells, self.details.get(number))

    def row(self, number: int, at: int | None = None) -> Row:
        """The three answers for the change that a step is about, at the end of step `at` (left out: of that step).

        About no change they are No. What differs between `row(n)` and `row(n, n - 1)` changed in step n.
        """
        records = self.record_indexes[number - 1]
        if not records:
            return Row(False, False, False)
        end = number if at is None else at
        progress = self.progress[self.actors[number - 1] or self.consumers[0]]
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
        histories = {name: self.histories[name] for name in self.variables}
        rows = tuple((name, tuple(history.at(step) for step in steps)) for name, history in histories.items())
        return Tracker(tuple(steps), rows, ended)

    def _change_steps(self, upto: int, last: int | None) -> list[int]:
        """The steps up to `upto` at which something changed, from the start on or only the `last` ones."""
        newest_first = merge(*(_backwards(self.histories[name].steps, upto) for name in self.variables), reverse=True)
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

    def last_step(self, holds: Callable[[int], bool]) -> int | None:
        """The number of the last step at which something holds, or None."""
        return next((number for number in range(len(self.events), 0, -1) if holds(number)), None)


_READ = frozenset({Event.READ_RECORDS, Event.PROCESS_FILTERED})
_PROCESSED = frozenset({Event.PROCESS_SUCCEEDED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE})


def _backwards(steps: array[int], upto: int) -> Iterator[int]:
    for index in range(bisect_right(steps, upto) - 1, -1, -1):
        yield steps[index]
