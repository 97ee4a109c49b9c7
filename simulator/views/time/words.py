"""The marks of the lanes, and the lanes that hold words: writes, what happened to the stream, destinations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from simulator.dynamodb.table import Effect
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.sentences import key_words
from simulator.machine.trace import Trace
from simulator.scenario.events import Event, Phase
from simulator.views.record import record_name

Kind = Literal["words", "read", "done", "again", "failed", "partial", "given_up", "lost", "filtered", "checkpoint"]
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


class Blocked(NamedTuple):
    """A lane that does not get on because a batch fails."""

    since: int
    until: int | None
    """None: it still does not."""
    text: str
    """The records of the batch."""
    records: tuple[int, ...]
    """The same, as indexes."""


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
    waiting: Waiting | None = None
    due: Due | None = None


def word_lanes(trace: Trace, numbers: Sequence[int]) -> list[Lane]:
    """The lanes of the writes and of the stream; the latter only where something happened to it."""
    writes: list[Mark] = []
    stream: list[Mark] = []
    for number in numbers:
        event = trace.events[number - 1]
        if event.phase is Phase.WRITE:
            writes.append(_mark(trace, number, _write_words(trace, number)))
        elif event.phase is Phase.AVAILABLE and event is not Event.AVAILABLE_RECORD:
            stream.append(_mark(trace, number, action_words(trace, trace.step(number))))
    lanes = [Lane("writes", False, tuple(writes)), Lane("stream", False, tuple(stream))]
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
            lanes.append(Lane(f"{reader.on_failure.upper()} of {reader.name}", False, marks))
    return lanes


def consumer_lanes(trace: Trace, numbers: Sequence[int], name: str) -> list[Lane]:
    """The lane of what happened to a consumer as a whole: it was stopped, it crashed, a lease was taken."""
    marks = tuple(
        _mark(trace, number, action_words(trace, trace.step(number)))
        for number in numbers
        if trace.actors[number - 1] == name and trace.events[number - 1] in _OF_CONSUMERS
    )
    return [Lane(name, False, marks)] if marks else []


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


_WRITES = {Effect.UNCHANGED: "no change of ", Effect.REJECTED: "refused: ", Effect.REMOVE: "deleted: "}


def _write_words(trace: Trace, number: int) -> str:
    change = trace.writes[number]
    if not change.key:
        return "transaction cancelled"
    return _WRITES.get(change.effect, "") + key_words(change.key)
