"""What a trace is made of: a step, the history of a variable, what a consumer has done."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from simulator.dynamodb.table import Change
from simulator.machine.details import Detail, shards_of, worker_of
from simulator.machine.events import Event, Phase

D = TypeVar("D", bound=Detail)


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
    detail: Detail | None

    @property
    def phase(self) -> Phase:
        """The stage of the flow."""
        return self.event.phase

    @property
    def shards(self) -> tuple[int, ...]:
        """The shards that its details name, by their numbers."""
        return shards_of(self.detail)

    @property
    def worker(self) -> str:
        """The KCL worker that it is of; empty where it is of none."""
        return worker_of(self.detail)

    def detail_of(self, kind: type[D]) -> D:
        """The details of a step whose event always has some of this kind."""
        assert isinstance(self.detail, kind), self.event
        return self.detail


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
        """Note the value after a step; the same value again is no change. Of two in one step the later one counts."""
        if value == self.values[-1]:
            return
        if self.steps[-1] == step and step:
            self.values[-1] = value
            return
        self.steps.append(step)
        self.values.append(value)


@dataclass(slots=True)
class Progress:
    """How far one consumer is: for each record the step at which it was read and processed; 0 is not yet."""

    read: array[int]
    processed: array[int]


class ConsumerInfo(NamedTuple):
    """A consumer, as far as a trace needs to know it."""

    name: str
    kind: str = "poller"
    """poller, lambda or kcl."""
    starting_position: str = "TRIM_HORIZON"
    on_failure: str | None = None
    """Where a mapping reports what it discards: sqs, sns or s3."""


class Discard(NamedTuple):
    """A batch that a mapping gave up (F194-F197)."""

    step: int
    consumer: ConsumerInfo
    records: tuple[int, ...]
    invocations: int
    condition: str
    """RetryAttemptsExhausted or RecordAgeExceeded."""
    function_error: str | None
    """`Unhandled` for an exception, None for reported failures."""


class Tracker(NamedTuple):
    """The status tracker: the steps of its columns (0 is the start) and the values of each variable."""

    steps: tuple[int, ...]
    rows: tuple[tuple[str, tuple[Any, ...]], ...]
    ended: bool
    """Whether the last column stands for the end of the run."""
