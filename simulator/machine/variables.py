"""The variables of the tracker, each worked out of the steps of a trace.

Most are a fold over the steps; those that change seldom are noted by the machine as they change (`Trace.noted`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from simulator.dynamodb.table import Effect
from simulator.machine.details import CheckpointDetail, CrashDetail, OfInvocation, retry_in_of, shards_of, worker_of
from simulator.machine.events import Event, Phase
from simulator.machine.steps import History
from simulator.machine.trace import Trace

STANDARD = ("table_data", "stream_records", "consumer_state")
"""The variables that are always shown."""

OF_THE_STREAM = ("open_shards", "stream_status")
OF_A_CONSUMER = ("consumer_state", "checkpoint", "iterator_age", "attempt", "destination", "leases")

SHOWABLE = (*STANDARD, "checkpoint", "iterator_age", "attempt", "destination", "open_shards", "stream_status", "leases")
"""Every variable that a scenario may show, by id."""


class ConsumerState(StrEnum):
    """What a consumer is doing."""

    IDLE = "Idle"
    READING = "Reading"
    PROCESSING = "Processing"
    RETRYING = "Retrying"
    CRASHED = "Crashed"
    STOPPED = "Stopped"


class TableData(NamedTuple):
    """The variable `table_data`: how many items, and for a single one what happened to it last."""

    items: int = 0
    last: Effect | None = None


class StreamRecords(NamedTuple):
    """The variable `stream_records`: how far the records are with the first consumer, each counted once."""

    created: int = 0
    read: int = 0
    processed: int = 0


class Checkpoint(NamedTuple):
    """The variable `checkpoint`: where a consumer would go on, shard by shard."""

    start: str
    """TRIM_HORIZON or LATEST: where it begins in a shard that it has no checkpoint in."""
    shards: tuple[tuple[int, int | str], ...] = ()
    """For each shard, by number, the record after which it goes on (an index), or SHARD_END."""
    several: bool = False
    """Whether there ever is more than one shard."""


class Leases(NamedTuple):
    """The variable `leases`: which worker holds which shards, by their numbers."""

    workers: tuple[tuple[str, tuple[int, ...]], ...] = ()


class IteratorAge(NamedTuple):
    """The variable `iterator_age`: the age of the last record that was worked on, when the work ended (F206, F207)."""

    milliseconds: int | None = None


class Attempt(NamedTuple):
    """The variable `attempt`: which invocation of its batch the newest one was, from 1; 0 before the first."""

    number: int = 0


class Destination(NamedTuple):
    """The variable `destination`: how many discarded batches were reported on failure."""

    messages: int = 0


class Histories(Mapping[str, History]):
    """Every variable's history by its id. With several consumers a consumer's variable is `kind.name`."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._made: dict[str, History] = {}
        self._every = self.ids(SHOWABLE)

    def __getitem__(self, variable: str) -> History:
        if variable not in self._made:
            if variable not in self:
                raise KeyError(variable)
            kind, _, consumer = variable.partition(".")
            self._made[variable] = _history(self._trace, kind, consumer or self._trace.consumers[0], variable)
        return self._made[variable]

    def __contains__(self, variable: object) -> bool:
        return variable in self._every

    def __iter__(self) -> Iterator[str]:
        return iter(self._every)

    def __len__(self) -> int:
        return len(self._every)

    def ids(self, shown: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the standard variables and of those that are shown beside them, each once, in a fixed order."""
        trace = self._trace
        ids = []
        for kind in SHOWABLE:
            wanted = [name for name in (*STANDARD, *shown) if name.partition(".")[0] == kind]
            if kind not in OF_A_CONSUMER:
                ids += [kind] if wanted else []
                continue
            for reader in trace.readers:
                variable = trace.variable_of(kind, reader.name)
                if (kind in wanted or f"{kind}.{reader.name}" in wanted) and reader.kind in _HAVE[kind]:
                    ids.append(variable)
        return tuple(ids)


_ALL = ("poller", "lambda", "kcl")
_HAVE = {
    "consumer_state": _ALL,
    "checkpoint": _ALL,
    "iterator_age": _ALL,
    "attempt": ("lambda",),
    "destination": ("lambda",),
    "leases": ("kcl",),
}
"""Which kinds of consumer have a variable."""


def _history(trace: Trace, kind: str, consumer: str, variable: str) -> History:
    if kind in OF_THE_STREAM or kind == "leases":
        return trace.recorded_histories[variable]
    return _FOLDS[kind](trace, consumer)


def _table_data(trace: Trace, _: str) -> History:
    history = History([TableData()])
    items = 0
    for number, change in trace.writes.items():
        if change.before is change.after or change.effect is Effect.UNCHANGED:
            continue
        items += (change.after is not None) - (change.before is not None)
        history.record(number, TableData(items, change.effect if items == 1 else None))
    return history


def _stream_records(trace: Trace, _: str) -> History:
    """Follows the first consumer."""
    first = trace.consumers[0]
    progress = trace.progress[first]
    history = History([StreamRecords()])
    created = read = processed = 0
    for number, event in enumerate(trace.events, 1):
        if event is Event.CAPTURE_RECORD:
            created += 1
        elif trace.actors[number - 1] == first and event.phase in (Phase.READ, Phase.PROCESS):
            about = trace.record_indexes[number - 1]
            now_read = sum(progress.read[index] == number for index in about)
            done = sum(progress.processed[index] == number for index in about)
            created, read, processed = created - now_read, read + now_read - done, processed + done
        else:
            continue
        history.record(number, StreamRecords(created, read, processed))
    return history


def _consumer_state(trace: Trace, consumer: str) -> History:
    """What its newest step says; Retrying for as long as a batch waits, and Stopped until it is started again.

    Of KCL's workers those count who are alive: Crashed is an application of which nobody is.
    """
    history = History([ConsumerState.IDLE])
    waiting: list[set[int]] = []  # the batches that wait for a retry
    doing: dict[str, ConsumerState] = {}  # what each living worker does, in the order in which they began it
    alive = True
    for number, event in _steps_of(trace, consumer):
        state = before = history.values[-1]
        detail = trace.details.get(number)
        worker = worker_of(detail)
        if event is Event.READ_CRASHED:
            doing.pop(worker, None)
            alive = isinstance(detail, CrashDetail) and detail.alive > 0
            state = next(reversed(doing.values()), ConsumerState.IDLE)
        elif event in (Event.READ_RESTARTED, Event.READ_WORKER_ADDED):
            if not alive:  # else another worker goes on with what it was doing
                state = ConsumerState.IDLE
            alive = True
        elif event in _STATES:
            state = _STATES[event]
        elif event is Event.READ_RECORDS:
            state = _does(doing, worker, ConsumerState.READING)
        elif event.phase is Phase.PROCESS and event is not Event.PROCESS_CHECKPOINTED:
            waiting = _still_waiting(waiting, trace, number)
            state = _does(doing, worker, ConsumerState.PROCESSING)
        if state is ConsumerState.IDLE:
            doing.clear()
        if not alive and state is not ConsumerState.STOPPED:
            state = ConsumerState.CRASHED
        if before is ConsumerState.STOPPED and event is not Event.READ_STARTED:
            state = before  # what was begun is still ended, and then nothing more comes
        elif waiting and state in (ConsumerState.READING, ConsumerState.PROCESSING):
            state = ConsumerState.RETRYING
        history.record(number, state)
    return history


def _does(doing: dict[str, ConsumerState], worker: str, state: ConsumerState) -> ConsumerState:
    """Note what a worker does, as the newest thing that any of them does."""
    doing.pop(worker, None)
    doing[worker] = state
    return state


def _still_waiting(waiting: list[set[int]], trace: Trace, number: int) -> list[set[int]]:
    """The batches that wait for a retry after a process step, given those that waited before it."""
    about = set(trace.record_indexes[number - 1])
    others = [batch for batch in waiting if not batch & about]
    if retry_in_of(trace.details.get(number)) is None:
        return others
    if trace.events[number - 1] is Event.PROCESS_DISCARDED:  # the rest of a batch goes on waiting
        return others + [batch - about for batch in waiting if batch & about]
    return [*others, about]


_STATES = {
    Event.READ_STOPPED: ConsumerState.STOPPED,
    Event.READ_STARTED: ConsumerState.IDLE,
    Event.IDLE_WAITING: ConsumerState.IDLE,
}


def _checkpoint(trace: Trace, consumer: str) -> History:
    """KCL workers checkpoint when they choose to; the others are as far as all records before are done with.

    A poller stores nothing: when it crashes, its place is lost, and it begins at its starting position again.
    """
    reader = next(each for each in trace.readers if each.name == consumer)
    several = len(trace.shards) > 1
    history = History([Checkpoint(reader.starting_position, (), several)])
    shards: dict[int, int | str] = {}
    done: set[int] = set()
    lives = _began(trace, consumer)
    behind = next(lives)  # for each shard how many of its records are done with, without a gap
    for number, event in _steps_of(trace, consumer):
        detail = trace.details.get(number)
        if isinstance(detail, CheckpointDetail):
            shards[detail.shard] = detail.checkpoint
        elif reader.kind == "poller" and event is Event.READ_CRASHED:
            shards, done, behind = {}, set(), next(lives)
        elif reader.kind != "kcl" and event is Event.READ_SHARD_END:
            shards[shards_of(detail)[0]] = "SHARD_END"
        elif reader.kind != "kcl" and (event in _DONE_WITH or event is Event.READ_TRIMMED):
            about = trace.finished(number)
            done.update(about)
            for shard in {trace.records[index].shard.number: trace.records[index].shard for index in about}.values():
                place = began = behind[shard.number]
                while place < len(shard.records) and shard.records[place] in done:
                    place += 1
                behind[shard.number] = place
                if place > began:
                    shards[shard.number] = shard.records[place - 1]
        else:
            continue
        history.record(number, Checkpoint(reader.starting_position, tuple(sorted(shards.items())), several))
    return history


def _began(trace: Trace, consumer: str) -> Iterator[dict[int, int]]:
    """For each shard the place of the first record that a consumer had to do with: there it began to read.

    One such dictionary for the time until its first crash, one for the time until the next, and so on.
    """
    first: dict[int, int] = {}
    lives = [first]
    for number, event in _steps_of(trace, consumer):
        if event is Event.READ_CRASHED:
            lives.append(first := {})
        for index in trace.record_indexes[number - 1]:
            shard = trace.records[index].shard.number
            first[shard] = min(first.get(shard, index), index)
    for life in lives:
        yield {shard: trace.records[index].shard.records.index(index) for shard, index in life.items()}


_DONE_WITH = frozenset(
    {
        Event.PROCESS_SUCCEEDED,
        Event.PROCESS_PARTIAL,
        Event.PROCESS_DUPLICATE,
        Event.PROCESS_FILTERED,
        Event.PROCESS_DISCARDED,
    }
)


def _iterator_age(trace: Trace, consumer: str) -> History:
    history = History([IteratorAge()])
    for number, event in _steps_of(trace, consumer):
        if event in _INVOKED and trace.record_indexes[number - 1]:
            captured = trace.records[trace.record_indexes[number - 1][-1]].captured_ms
            history.record(number, IteratorAge(trace.start_ms + trace.times[number - 1] - captured))
    return history


_INVOKED = frozenset({Event.PROCESS_SUCCEEDED, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE})


def _attempt(trace: Trace, consumer: str) -> History:
    history = History([Attempt()])
    for number, event in _steps_of(trace, consumer):
        if event in _INVOKED:
            detail = trace.details.get(number)
            history.record(number, Attempt(detail.attempt if isinstance(detail, OfInvocation) else 0))
    return history


def _destination(trace: Trace, consumer: str) -> History:
    history = History([Destination()])
    for discard in trace.discards:
        if discard.consumer.name == consumer and discard.consumer.on_failure:
            history.record(discard.step, Destination(history.values[-1].messages + 1))
    return history


_FOLDS: dict[str, Callable[[Trace, str], History]] = {
    "table_data": _table_data,
    "stream_records": _stream_records,
    "consumer_state": _consumer_state,
    "checkpoint": _checkpoint,
    "iterator_age": _iterator_age,
    "attempt": _attempt,
    "destination": _destination,
}


def _steps_of(trace: Trace, consumer: str) -> Iterator[tuple[int, Event]]:
    """The steps of a consumer: number and event."""
    by = trace.actors
    return ((number, event) for number, event in enumerate(trace.events, 1) if by[number - 1] == consumer)
