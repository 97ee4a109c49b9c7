"""The parts of a trace: a step with its details, the history of a variable, the progress of a consumer."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, Protocol, TypeAlias, TypeVar

from simulator.dynamodb.table import Change
from simulator.machine.details import Detail, DiscardDetail, StoredPosition, shards_of, worker_of
from simulator.machine.variables import Value
from simulator.scenario.events import Event, Phase

D = TypeVar("D", bound=Detail)


class VariableChange(NamedTuple):
    """A variable that changed in a step."""

    variable: str
    before: Value
    after: Value


class Row(NamedTuple):
    """The answers of the yes/no columns, by their ids, for the records that a step is about."""

    record_created: bool
    consumer_reads: bool
    consumer_processes: bool

    def answer(self, column: str) -> bool:
        """The answer of one column, by its id."""
        return bool(getattr(self, column))


class RunOfSteps(Protocol):
    """The run that a step is of: it works out what of the step few ask for."""

    def changes_of(self, number: int) -> tuple[VariableChange, ...]:
        """The variables that changed in a step."""

    def row(self, number: int) -> Row:
        """The answers for the records that a step is about."""

    def facts_of(self, number: int) -> tuple[str, ...]:
        """The facts that a step cites."""


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
    detail: Detail | None
    run: RunOfSteps = field(repr=False, compare=False)

    @property
    def changes(self) -> tuple[VariableChange, ...]:
        """The variables that changed."""
        return self.run.changes_of(self.number)

    @property
    def row(self) -> Row:
        """The answers of the yes/no columns."""
        return self.run.row(self.number)

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that it cites, the deciding one first."""
        return self.run.facts_of(self.number)

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
    """The values of one variable and the steps at which they came, as they are recorded; step 0 is the start."""

    values: list[Any]
    steps: array[int] = field(default_factory=lambda: array("q", [0]))

    def whole(self) -> History:
        """The history itself, which keeps all its values."""
        return self

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


class DerivedHistory:
    """A history that keeps no values: each is derived from the columns of the run when it is asked for.

    Args:
        derive: gives the value after a step, by binary search; step 0 is the start.
        find_steps: finds the steps at which the value changed, the start first.
    """

    def __init__(self, derive: Callable[[int], Any], find_steps: Callable[[], Iterable[int]]) -> None:
        self._derive = derive
        self._find_steps = find_steps
        self._whole: History | None = None

    def whole(self) -> History:
        """The history with all its values, worked out once: from then on it answers every question faster."""
        if self._whole is None:
            self._whole = History([self._derive(step) for step in self.steps], self.steps)
        return self._whole

    @cached_property
    def steps(self) -> array[int]:
        """The start, and the steps at which the variable changed; they are found when they are first asked for."""
        return array("q", self._find_steps())

    @property
    def values(self) -> list[Any]:
        """For each of the steps the value after it."""
        return self.whole().values

    def at(self, step: int) -> Any:
        """The value after a step."""
        return self._derive(step) if self._whole is None else self._whole.at(step)

    def change_at(self, step: int) -> tuple[Any, Any] | None:
        """The values before and after, if the variable changed in this step."""
        if self._whole is not None:
            return self._whole.change_at(step)
        if step == 0:
            return None
        before, after = self._derive(step - 1), self._derive(step)
        return None if before == after else (before, after)


AnyHistory: TypeAlias = History | DerivedHistory


@dataclass(slots=True)
class Progress:
    """How far one consumer came: for each record the steps at which it was first read and processed; 0 is never."""

    read: array[int]
    processed: array[int]


class ConsumerInfo(NamedTuple):
    """The facts about a consumer that a trace needs."""

    name: str
    kind: str = "poller"
    """poller, lambda or kcl."""
    starting_position: str = "TRIM_HORIZON"
    on_failure: str | None = None
    """Where a mapping reports what it discards: sqs, sns or s3."""
    from_the_start: bool = True
    """Whether it is there from the start; otherwise the timeline creates it."""
    workers: tuple[str, ...] = ()
    """The workers that a KCL application begins with."""
    tumbles: bool = False
    """Whether a mapping has tumbling windows."""
    lanes: int = 1
    """How many batches of one shard may run at the same time: a mapping's parallelization factor."""
    starts: int = 0
    """When it begins to poll, in milliseconds of the run."""
    lists_once: bool = False
    """Whether a poller lists the shards when it starts and never again (F300)."""
    parents_first: bool = True
    """Whether it reads a shard to its end before the shard's children (F124)."""
    stored: StoredPosition | None = None
    """The position that a poller which is there from the start has stored (F134)."""


class Discard(NamedTuple):
    """A batch that a mapping gave up (F194-F197)."""

    step: int
    consumer: ConsumerInfo
    records: tuple[int, ...]
    detail: DiscardDetail
    """The details of its step: how often the batch was tried, and why it was given up."""
    function_error: str | None
    """`Unhandled` for an exception, None for reported failures."""


class Tracker(NamedTuple):
    """The status tracker: the steps of its columns (0 is the start) and the values of each variable."""

    steps: tuple[int, ...]
    rows: tuple[tuple[str, tuple[Value, ...]], ...]
    ended: bool
    """Whether the last column stands for the end of the run."""
