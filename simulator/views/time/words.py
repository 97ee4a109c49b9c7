"""The marks of the lanes, and the lanes that hold words: writes, what happened to the stream, destinations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from simulator.dynamodb.table import Effect
from simulator.lesson.words.sentences import key_words
from simulator.machine.details import shards_of, worker_of
from simulator.machine.trace import Trace
from simulator.scenario.events import Event, Phase
from simulator.views.record import record_name, record_names
from simulator.views.rows.actions import action_of

Kind = Literal[
    "words",
    "read",
    "done",
    "again",
    "failed",
    "partial",
    "given_up",
    "lost",
    "filtered",
    "checkpoint",
    "refused",
    "empty",
    "arrived",
]
"""The kinds of marks; `words` stands for what its text says."""


class Mark(NamedTuple):
    """Something that happened in a lane."""

    time: int
    """Milliseconds since the start. The same holds for each time here."""
    step: int
    kind: Kind
    text: str
    """The items and records that it is about, or what happened."""
    attempt: int = 0
    """Which try of its batch it was; 0 where there are no tries."""
    age: int | None = None
    """The iterator age of a batch when the work on it ended, in milliseconds."""
    records: tuple[int, ...] = ()
    """The records that a reader's mark is about, as indexes."""
    is_beside: bool = False
    """Whether its records are a part of a batch, whose other records have a mark of their own."""


class Blocked(NamedTuple):
    """A lane that does not get on because a batch fails."""

    since: int
    until: int | None
    """None: it still does not."""
    text: str
    """The records that made the batch fail the last time, or all of it where no record did."""
    records: tuple[int, ...]
    """The same, as indexes."""


class Gathered(NamedTuple):
    """A batching window with records in it, in a lane: they wait for the invocation (F164)."""

    since: int
    """When it had its first record."""
    until: int | None
    """When the function was invoked; None: it still gathers."""
    records: tuple[int, ...]
    """The records of that invocation, as indexes; none while it still gathers."""


class Waiting(NamedTuple):
    """Records that nobody has read yet, in a lane."""

    since: int
    """When the oldest became available."""
    text: str
    """The oldest of them."""
    records: int
    """How many there are."""
    oldest: int
    """The oldest of them, as an index."""
    hidden: tuple[int, ...] = ()
    """Records that are captured and not visible to readers yet, as indexes."""
    parent: int | None = None
    """The shard, by its number, that is read to its end first; None: nothing but a read is waited for."""
    is_polled: bool = False
    """Whether Lambda's poller has read the oldest, which waits for a batch in a lane or a window (F164, F169)."""


class Due(NamedTuple):
    """What is known to come, or goes on now."""

    time: int | None
    """When it is due; None: it goes on."""
    attempt: int
    text: str
    """Its records."""
    records: tuple[int, ...]
    """The same, as indexes."""
    too_old: int | None = None
    """When the first of them is too old, where that comes before the next try (F381)."""


class Lane(NamedTuple):
    """A lane: its marks in the order of the steps."""

    name: str
    is_work: bool
    """Whether it is a reader's in a shard; else its marks are words."""
    marks: tuple[Mark, ...]
    blocked: tuple[Blocked, ...] = ()
    gathered: tuple[Gathered, ...] = ()
    waiting: Waiting | None = None
    due: Due | None = None
    brief: str = ""
    """Its name in fewer words; empty where there are none."""
    is_told_whole: bool = False
    """Whether its words matter more than the instants of others: what happened to the stream or to a consumer."""

    def in_few_words(self) -> Lane:
        """The same for a narrow picture: its short name, and of what waits and what is due the names alone."""
        waiting, due = self.waiting, self.due
        return self._replace(
            name=self.brief or self.name,
            blocked=tuple(each._replace(text=record_names(each.records)) for each in self.blocked),
            waiting=None if waiting is None else waiting._replace(text=record_names((waiting.oldest,)), parent=None),
            due=None if due is None else due._replace(text=record_names(due.records)),
        )


def word_lanes(trace: Trace, numbers: Sequence[int]) -> list[Lane]:
    """The lanes of the writes and of the stream; the latter only where something happened to it."""
    writes: list[Mark] = []
    stream: list[Mark] = []
    for number in numbers:
        event = trace.events[number - 1]
        if event.phase is Phase.WRITE:
            writes.append(_mark(trace, number, _write_words(trace, number)))
        elif event.phase is Phase.AVAILABLE and event is not Event.AVAILABLE_RECORD:
            stream.append(_mark(trace, number, _stream_words(trace, number)))
    lanes = [Lane("writes", False, tuple(writes)), Lane("stream", False, tuple(stream), is_told_whole=True)]
    return lanes if stream else lanes[:1]


def destination_lanes(trace: Trace, numbers: Sequence[int]) -> list[Lane]:
    """A lane for each destination, also where nothing was sent to it yet."""
    lanes = []
    for reader in trace.readers:
        if reader.on_failure:
            marks = tuple(
                _mark(trace, number, names(trace, trace.record_indexes[number - 1]))._replace(kind="given_up")
                for number in numbers
                if trace.events[number - 1] is Event.PROCESS_DISCARDED and trace.actors[number - 1] == reader.name
            )
            kind = reader.on_failure.upper()
            whose = f" of {reader.name}" if len(trace.readers) > 1 else ""
            lanes.append(Lane(f"failures: {kind}{whose}", False, marks, brief=f"{kind}{whose}"))
    return lanes


def consumer_lanes(trace: Trace, numbers: Sequence[int], name: str) -> list[Lane]:
    """The lane of what happened to a consumer as a whole: it was stopped, it crashed, a lease was taken."""
    marks = tuple(
        _mark(trace, number, _consumer_words(trace, number))
        for number in numbers
        if trace.actors[number - 1] == name and trace.events[number - 1] in _OF_CONSUMERS
    )
    return [Lane(name, False, marks, is_told_whole=True)] if marks else []


_OF_CONSUMERS = frozenset(
    event
    for event in Event
    if event.phase is Phase.READ and event not in (Event.READ_RECORDS, Event.READ_EMPTY, Event.READ_TRIMMED)
)


def names(trace: Trace, records: Sequence[int]) -> str:
    """Records in words: all of them, or how many and the first and the last."""
    if len(records) <= 3:
        return ", ".join(record_name(trace, index) for index in records)
    return f"{len(records)} records, {record_name(trace, records[0])} to {record_name(trace, records[-1])}"


def _mark(trace: Trace, number: int, text: str) -> Mark:
    return Mark(trace.times[number - 1], number, "words", text)


def _stream_words(trace: Trace, number: int) -> str:
    """What happened to the stream or to a shard of it, in few words."""
    shards = shards_of(trace.details.get(number))
    match trace.events[number - 1]:
        case Event.AVAILABLE_STREAM_DISABLED:
            return "turned off"
        case Event.AVAILABLE_STREAM_ENABLED:
            return "turned on"
        case Event.AVAILABLE_SHARD_CLOSED:
            return f"shard {shards[0]} closed"
        case Event.AVAILABLE_SHARD_OPENED:
            return f"shard {shards[0]} opened"
        case _:
            return f"{record_names(trace.record_indexes[number - 1])} trimmed"


_BRIEFLY = {Event.READ_CRASHED: "crashes", Event.READ_ITERATOR_EXPIRED: "iterator expired"}


def _consumer_words(trace: Trace, number: int) -> str:
    """What happened to a consumer, which the lane's name says; of a worker with its name."""
    action = action_of(trace, trace.step(number))
    worker = worker_of(trace.details.get(number))
    words = _BRIEFLY.get(trace.events[number - 1], action.short)
    return action.signed(f"{worker} {words}" if worker else words)


_WRITES = {Effect.UNCHANGED: "no change of ", Effect.REJECTED: "refused: ", Effect.REMOVE: "deleted: "}


def _write_words(trace: Trace, number: int) -> str:
    change = trace.writes[number]
    if not change.key:
        return "transaction cancelled"
    words = _WRITES.get(change.effect, "") + key_words(change.key)
    has_stream = trace.recorded_histories["stream_status"].at(number) == "ENABLED"
    return words if has_stream else f"{words} (no stream)"
