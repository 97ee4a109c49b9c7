"""The values that the variables of the tracker take."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, TypeAlias

from simulator.dynamodb.table import Effect


class ConsumerState(StrEnum):
    """The variable `consumer_state`: the newest thing that a consumer does, or did last.

    The values are what `Trace.value` shows to people who use the program from Python; the code compares members.
    """

    IDLE = "Idle"
    READING = "Reading"
    PROCESSING = "Processing"
    RETRYING = "Retrying"
    THROTTLED = "Throttled"
    WAITING = "Waiting"
    CRASHED = "Crashed"
    STOPPED = "Stopped"
    NOT_CREATED = "Not created"
    DELETED = "Deleted"


class TableData(NamedTuple):
    """The variable `table_data`: the number of items, and the last effect on an item that is the only one."""

    items: int = 0
    last: Effect | None = None


class StreamRecords(NamedTuple):
    """The variable `stream_records`: what became of the records, with one consumer, each counted once."""

    created: int = 0
    read: int = 0
    processed: int = 0
    again: int = 0
    """Those that it handled with success more than once."""
    given_up: int = 0
    lost: int = 0
    """Those that were trimmed before it read them, and it has found that out."""
    trimmed: int = 0
    """Those that are in the stream no more, whatever it did with them before."""
    filtered: int = 0
    """Those that a mapping dropped because no pattern lets them through."""


class Checkpoint(NamedTuple):
    """The variable `checkpoint`: where a consumer would continue, shard by shard."""

    start: str
    """Where it begins in a shard without a checkpoint: TRIM_HORIZON, LATEST, or a poller's stored position, such as
    "At record 2". Empty for a consumer that is not created yet."""
    shards: tuple[tuple[int, int | str], ...] = ()
    """For each shard, by number, the index of the record after which it continues, or SHARD_END."""
    several: bool = False
    """Whether the run ever has more than one shard."""


class StreamStatus(str):
    """The variable `stream_status` in a run with several streams: the service's word for the newest one's status.

    It is that word wherever it is compared, and knows which stream it is of.
    """

    __slots__ = ("stream",)

    stream: int
    """The stream's number, from 1 in the order in which they were turned on; 0 before the first."""

    def __new__(cls, status: str, stream: int) -> StreamStatus:
        """Make the status of a stream."""
        said = super().__new__(cls, status)
        said.stream = stream
        return said


class Leases(NamedTuple):
    """The variable `leases`: the shards that each worker holds, by their numbers.

    A worker that is alive and holds none is there too; a dead one only as long as it holds any.
    """

    workers: tuple[tuple[str, tuple[int, ...]], ...] = ()


class IteratorAge(NamedTuple):
    """The variable `iterator_age`: the age of the last record of a batch when the work on it ended (F206, F207)."""

    milliseconds: int | None = None


class Attempt(NamedTuple):
    """The variable `attempt`: the newest invocation's number among those for its batch, from 1; 0 before the first."""

    number: int = 0


class RecordCounts(NamedTuple):
    """The variables `deliveries` and `effects`: how often something happened for each record."""

    of_records: tuple[tuple[int, int], ...] = ()
    """For each record that was counted its index and the count, up to MOST_COUNTED_SINGLY of them; of more, nothing."""
    by_count: tuple[tuple[int, int], ...] = ()
    """Of more: how often, and how many records were counted so often, the lowest count first."""


MOST_COUNTED_SINGLY = 10
"""Records that are counted one by one; of more it is said how many were counted how often."""


class TumblingWindow(NamedTuple):
    """The variable `window`: the newest tumbling window that closed in some shard (F210)."""

    start_ms: int = 0
    """Milliseconds since the start of virtual time; 0 also for the window in which that start lies."""
    end_ms: int = 0
    records: int | None = None
    """How many records its state stands for; None before any window has closed."""
    shard: int = 0
    """The shard in which it closed, by its number; 0 where the run has only one."""


class Destination(NamedTuple):
    """The variable `destination`: how many discarded batches were reported on failure."""

    messages: int = 0


Value: TypeAlias = (
    TableData
    | StreamRecords
    | ConsumerState
    | Checkpoint
    | IteratorAge
    | Attempt
    | Destination
    | StreamStatus
    | Leases
    | RecordCounts
    | TumblingWindow
    | int
    | str
)
"""A value of some variable: `open_shards` and `backlog` are numbers, `stream_status` and `view_type` words."""
