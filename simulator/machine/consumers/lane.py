"""What a mapping has in hand: for each shard as many lanes as batches may run at the same time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from simulator.dynamodb.stream import StreamRecord
from simulator.machine.consumers.reader import Cursor


@dataclass(slots=True)
class Batch:
    """Records that the function is invoked with, and how that went so far."""

    records: list[int]
    """As indexes into the trace's records."""
    attempt: int = 0
    """How many invocations there were."""
    retries: int = 0
    """How many of them count as retries; splitting uses up none (F186)."""
    pause: int = 250
    """Milliseconds before the next retry."""
    retry_at: int = 0
    """When it is tried again, in milliseconds of the run."""
    again: bool = False
    """Whether it succeeded before and is delivered once more (F202)."""

    def with_records(self, records: list[int]) -> Batch:
        """The same batch with other records."""
        return replace(self, records=records)


@dataclass(slots=True, eq=False)
class Window:
    """A tumbling window of one lane: cut by the records' creation times (F211)."""

    start: int
    """Epoch seconds."""
    end: int
    state: int = 0
    """What the function carries from batch to batch, here the number of records it has seen (F210)."""
    is_over: bool = False
    """Whether its time is over, and all its records were read."""
    closing: bool = False
    """Whether the function is on its final invocation for it."""


def window_start(record: StreamRecord, seconds: int) -> int:
    """Where the tumbling window of a record starts, in epoch seconds; 0 where there are no windows."""
    return record.created - record.created % seconds if seconds else 0


@dataclass(slots=True, eq=False)
class Lane:
    """One of the batches of a shard that run at the same time; one item's records are all in one lane (F169)."""

    cursor: Cursor
    waiting: list[int] = field(default_factory=list)
    """Records that were read and wait for a batch."""
    bytes: int = 0
    """How much they are together."""
    batch: Batch | None = None
    """What the function works on, or what waits for its retry."""
    halves: list[Batch] = field(default_factory=list)
    """The other halves of a batch that was split (F186)."""
    window_ends: int | None = None
    """When the batching window ends, in milliseconds of the run."""
    active: bool = False
    """Whether it has anything to do."""
    held: bool = False
    """Whether a retry waits for the mapping to be turned on again."""
    newest: list[int] = field(default_factory=list)
    """The newest batch that succeeded."""
    again: list[list[int]] = field(default_factory=list)
    """Batches that are delivered once more."""
    tumbling: Window | None = None
    """The tumbling window that is open (F210)."""

    def next_batch(self, size: int, most_bytes: int, records: list[StreamRecord], seconds: int) -> Batch:
        """Take the next batch out of what waits: at most `size` records and `most_bytes`, but one at least.

        `seconds` is the length of a tumbling window, 0 for none: a batch has records of one window only.
        """
        if self.again:
            return Batch(self.again.pop(0), again=True)
        count = weight = 0
        begins = window_start(records[self.waiting[0]], seconds)
        for index in self.waiting[:size]:
            bytes_ = records[index].size_bytes
            if count and (weight + bytes_ > most_bytes or window_start(records[index], seconds) != begins):
                break
            weight += bytes_
            count += 1
        taken, self.waiting = self.waiting[:count], self.waiting[count:]
        self.bytes -= weight
        return Batch(taken)
