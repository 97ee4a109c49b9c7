"""The values that a scene is made of. What may be long is a sequence of `Parts`."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from simulator.dynamodb.attributes import AttributeValue, Item
from simulator.dynamodb.table import Key
from simulator.machine.reading.record_marks import ReaderState
from simulator.machine.stream_life import RecordState


class Handling(NamedTuple):
    """A record was handed to a consumer's code, and the work on it ended."""

    step: int
    time_ms: int
    worker: str
    """The KCL worker; empty where there is none."""
    succeeded: bool


class ReaderOfRecord(NamedTuple):
    """What one consumer did with a record."""

    state: ReaderState
    handlings: Sequence[Handling]
    is_carried: bool = False
    """Whether another record of its batch made the newest try fail, and not this one."""
    given_up_ms: int | None = None
    """When it was given up, in milliseconds of the run."""
    waits_for: Literal["read", "batch"] | None = None
    """What an unread record waits for: to be read, or, where Lambda's poller is already behind it, for a batch.

    None where it is not unread, and where the consumer is not there: nothing waits for one that was deleted.
    """

    @property
    def times(self) -> int:
        """How often it was handed to the consumer's code."""
        return len(self.handlings)

    @property
    def successes(self) -> int:
        """How often the work on it ended with success."""
        return sum(each.succeeded for each in self.handlings) if self.state == "processed" else 0


@dataclass(frozen=True, slots=True)
class RecordInScene:
    """One record in its shard."""

    index: int
    """Its place among all records of the run, from 0."""
    event_name: str
    key: Key
    state: RecordState
    readers: Mapping[str, ReaderOfRecord]
    """By the consumers' names."""
    value: AttributeValue | None = None
    """The first attribute that the change set, as the new image has it; None where the record has none."""

    @property
    def name(self) -> str:
        """Its name on a screen: records are counted from 1."""
        return f"r{self.index + 1}"


class ShardInScene(NamedTuple):
    """One shard of a stream."""

    number: int
    shard_id: str
    parent: int | None
    """The number of the shard that it came out of."""
    is_open: bool
    indexes: Sequence[int]
    """All records that were ever captured in it, by their places in the run."""
    records: Sequence[RecordInScene]
    """The same, with their states; trimmed ones are among them."""

    def place_of(self, index: int) -> int | None:
        """The place of a record in this shard, from 0; None where it is in another."""
        place = bisect_left(self.indexes, index)
        return place if place < len(self.indexes) and self.indexes[place] == index else None


class StreamInScene(NamedTuple):
    """One stream of the table."""

    arn: str
    label: str
    status: str
    view_type: str
    shards: tuple[ShardInScene, ...]


class LaneInScene(NamedTuple):
    """One lane of a consumer in a shard."""

    batch: tuple[int, ...]
    """The records in work, or that wait for a retry, as indexes; empty: there is none."""
    attempt: int | None
    """How many invocations with this batch have ended."""
    retry_at_ms: int | None
    """When it is tried again, in milliseconds of the run; None: it is in work, or there is none."""
    read_in: int
    """The step that brought the batch; 0 where there is none."""
    too_old_at_ms: int | None = None
    """When the first of its records is too old, in milliseconds of the run, where that comes before the next try."""
    is_held_back: bool = False
    """Whether nothing is to be said of what comes of it."""
    failed: tuple[int, ...] = ()
    """The records of the batch that made its newest try fail, as indexes; empty where no record did."""
    is_held_up: bool = False
    """Whether the batch, or its culprit, has failed or was refused, and is not done with."""
    is_last: bool = False
    """Whether the try that failed was the last one: the batch is given up next."""


class BlockedByRecords(NamedTuple):
    """A batch of these records has failed, and nothing behind it is handed over."""

    records: tuple[int, ...]


class BlockedByShard(NamedTuple):
    """The parent shard is not read to its end (F124)."""

    shard: int


Blocked = BlockedByRecords | BlockedByShard


class ConsumerInShard(NamedTuple):
    """Where one consumer is in one shard."""

    number: int
    worker: str | None
    """The KCL worker that holds the shard."""
    state: str
    position: int
    """How many of the shard's records are behind the reader."""
    checkpoint: int | str | None
    """A record by its index, TRIM_HORIZON, LATEST or SHARD_END; None for a poller, which stores nothing."""
    blocked_by: Blocked | None
    iterator_age_ms: int | None
    lanes: tuple[LaneInScene, ...]
    is_at_end: bool
    """Whether the shard is read to its end."""
    aged: int = -1
    """The record whose age the iterator age is, as an index; -1 where there is none."""
    next_read: int | None = None
    """The place at which the next read begins; None: the shard is read to its end, or nobody goes on with it.

    A worker that takes over from one that has crashed begins at the checkpoint, wherever the other one was.
    """

    @property
    def first_lane(self) -> LaneInScene:
        """The only lane, where there is one."""
        return self.lanes[0]

    def left_behind(self) -> ConsumerInShard:
        """The same for a consumer that was deleted: it goes on nowhere, and has stored nothing."""
        return self._replace(checkpoint=None, iterator_age_ms=None, next_read=None)


class Worker(NamedTuple):
    """A worker of a KCL application."""

    name: str
    alive: bool


class ConsumerInScene(NamedTuple):
    """One consumer."""

    name: str
    type: str
    """poller, lambda or kcl."""
    state: str
    workers: tuple[Worker, ...]
    stream: int
    """The stream that it reads, by its place among the scene's; -1: there is none yet."""
    shards: Sequence[ConsumerInShard]
    """All shards of that stream, in the order of their numbers."""
    newest_step: int = 0
    """The newest step that it took; 0 if it took none yet."""

    def in_shard(self, number: int) -> ConsumerInShard | None:
        """Where it is in a shard, by its number; None for a shard of a stream that it does not read."""
        first = self.shards[0].number if self.shards else 0
        return self.shards[number - first] if self.shards and 0 <= number - first < len(self.shards) else None


@dataclass(frozen=True, slots=True)
class Items:
    """The table's items. There may be many: renderers ask for the newest."""

    count: int
    all: Callable[[], Mapping[Key, Item]]
    """All of them, in the order in which they came to be there."""
    newest: Callable[[], Iterator[tuple[Key, Item]]]
    """The one written last first, as far as the newest writes go back."""


class ChangeInFlight(NamedTuple):
    """A change that waits for its capture."""

    written_in_step: int
    key: Key


class Moment(NamedTuple):
    """The step that a scene comes after."""

    event: str
    """`phase.outcome`; empty at the start."""
    consumer: str | None
    worker: str
    records: tuple[int, ...]
    key: Key
    """The key of the item that the step changes; empty where it changes none."""
    silent: tuple[str, Key] | None = None
    """A write that changed nothing: `unchanged`, `refused` or, a condition check, `checked`; and the item's key."""
    shards: tuple[int, ...] = ()
    """The numbers of the shards that the step is about: those of its records, or those that it is about without any."""

    def without_records(self) -> Moment:
        """The same, about no record."""
        return self._replace(records=())


class Scene(NamedTuple):
    """The whole system after a step. Nothing ever leaves it."""

    step: int
    """0 is the start."""
    steps: int
    """How many steps the run has."""
    time_ms: int
    moment: Moment
    table: str
    """The table's name."""
    key_names: tuple[str, ...]
    """The names of its key attributes."""
    items: Items
    in_flight: tuple[ChangeInFlight, ...]
    streams: tuple[StreamInScene, ...]
    consumers: tuple[ConsumerInScene, ...]
    """All of the run: those too that are not created yet, and those that were deleted."""
    readers: tuple[ConsumerInScene, ...]
    """Those of them that read or have read. One that was deleted goes on nowhere."""
    is_held_back: bool = False
    """Whether it leaves out what is known to come, so that a learner can predict it."""

    def readers_of(self, stream: int) -> list[ConsumerInScene]:
        """The readers of a stream, by its place."""
        return [reader for reader in self.readers if reader.stream == stream]
