"""The lanes of a mapping: each shard has as many as batches may run at the same time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from itertools import islice

from simulator.dynamodb.shards import key_digest
from simulator.dynamodb.stream import StreamRecord
from simulator.machine.consumers.cursor import Cursor
from simulator.machine.details import Completion, LaneNumber

FIRST_PAUSE = 250
"""Milliseconds before the first retry of a batch. No figure is published (F198)."""


@dataclass(slots=True)
class Batch:
    """Records that the function is invoked with, and the invocations so far."""

    records: tuple[int, ...]
    """As indexes into the trace's records, in the shard's order. Every step about the batch shares them."""
    attempt: int = 0
    """How many invocations there were, since a report cut it if one did (F380)."""
    deliveries: int = 0
    """How many invocations there were of its records: they have always been delivered together, but for those of an
    earlier mapping of the same name, of which the least counts."""
    retries: int = 0
    """How many of them count as retries; splitting uses up none (F186)."""
    pause: int = FIRST_PAUSE
    """Milliseconds before the next retry."""
    retry_at: int = 0
    """When it is tried again, in milliseconds of the run."""
    completion: Completion = "poll"
    """What made it complete."""
    gathered_since: int | None = None
    """When its batching window had its first record, in milliseconds of the run; None: it waited in no window."""
    again: bool = False
    """Whether it succeeded before and is delivered once more (F202)."""

    def with_records(self, records: tuple[int, ...]) -> Batch:
        """The same batch with other records."""
        return replace(self, records=records)


@dataclass(slots=True, eq=False)
class Window:
    """A tumbling window of one lane: cut by the records' creation times (F211)."""

    start: int
    """Epoch seconds."""
    end: int
    due: int = 0
    """The latest time at which a poll has brought its last record, if none was skipped: milliseconds of the run."""
    entry: int | None = None
    """The sequence of that time on the agenda, while it is there."""
    state: int = 0
    """The state that the function carries from batch to batch, here the number of records it has seen (F210)."""
    failures: int = 0
    """How often the function failed at its last invocation for the window, outages left out."""


def window_start(record: StreamRecord, seconds: int) -> int:
    """The start of a record's tumbling window, in epoch seconds; 0 where there are no windows."""
    return record.created - record.created % seconds if seconds else 0


@dataclass(slots=True, eq=False)
class Lane:
    """One of the batches of a shard that run at the same time; one item's records are all in one lane (F169)."""

    cursor: Cursor
    number: LaneNumber
    windows_from: int
    """Where its batching windows begin to follow one another, in milliseconds of the run."""
    waiting: deque[int] = field(default_factory=deque)
    """Records that were read and wait for a batch."""
    bytes: int = 0
    """Their size together."""
    batch: Batch | None = None
    """The batch that the function works on, or that waits for a retry; an empty one ends a tumbling window."""
    in_flight: bool = False
    """Whether the function works on it now."""
    halves: list[Batch] = field(default_factory=list)
    """The other halves of a batch that was split, the next one first (F186)."""
    window_ends: int | None = None
    """When the batching window ends in which records wait, in milliseconds of the run."""
    gathers_since: int = 0
    """When that window had its first record, in milliseconds of the run."""
    window_entry: int | None = None
    """The sequence of that end on the agenda, while it is there."""
    retry_entry: int | None = None
    """The sequence of the retry of its batch on the agenda, while it is there."""
    active: bool = False
    """Whether it has anything to do."""
    newest: tuple[int, ...] = ()
    """The newest batch that succeeded."""
    newest_deliveries: int = 0
    """How often it was delivered."""
    again: list[Batch] = field(default_factory=list)
    """Batches that are delivered once more."""
    tumbling: Window | None = None
    """The tumbling window that is open (F210)."""

    @property
    def is_failing(self) -> bool:
        """Whether its batch has failed and is not done with."""
        return self.batch is not None and self.batch.attempt > 0

    def records(self) -> list[int]:
        """The records that wait in it: for a batch, for a retry, or for the other half."""
        batches = [*([] if self.batch is None or self.in_flight else [self.batch]), *self.halves]
        return [*self.waiting, *(index for batch in batches for index in batch.records)]

    def add(self, index: int, size: int) -> None:
        """A record of this size in bytes waits."""
        self.waiting.append(index)
        self.bytes += size

    def next_batch(
        self, size: int, most_bytes: int, records: list[StreamRecord], seconds: int
    ) -> tuple[Batch, Completion | None]:
        """Take the next batch out of the waiting records: at most `size` records and `most_bytes`, but one at least.

        `seconds` is the length of a tumbling window, 0 for none: a batch has records of one window only. The second
        value says what the batch was cut by, if it was.
        """
        cut: Completion | None = None
        taken: list[int] = []
        weight = 0
        begins = window_start(records[self.waiting[0]], seconds)
        for index in islice(self.waiting, size):
            bytes_ = records[index].size_bytes
            if taken and window_start(records[index], seconds) != begins:
                cut = "tumbling"
                break
            if taken and weight + bytes_ > most_bytes:
                cut = "payload"
                break
            weight += bytes_
            taken.append(index)
        for _ in taken:
            self.waiting.popleft()
        self.bytes -= weight
        if len(taken) == size:
            cut = "size"
        elif weight >= most_bytes:
            cut = "payload"
        return Batch(tuple(taken)), cut


def lane_number(record: StreamRecord, lanes: int) -> int:
    """The lane of an item: order is kept for each item, partition key and sort key together (F169)."""
    number = 0
    for value in record.key:
        number = number * 31 + key_digest(value)
    return number % lanes
