"""The six phases, and the closed vocabulary of what can happen in them."""

from __future__ import annotations

from enum import Enum

from simulator.dynamodb.table import Effect


class Phase(Enum):
    """A stage of the process flow, in the flow's order."""

    WRITE = "write"
    CAPTURE = "capture"
    AVAILABLE = "available"
    READ = "read"
    PROCESS = "process"
    IDLE = "idle"


class Event(Enum):
    """What exactly happened in a step, as `phase.outcome`."""

    __hash__ = object.__hash__  # an Enum's own is Python code, and events are looked up at every step

    phase: Phase
    """The stage of the flow that the event belongs to."""

    WRITE_INSERT = "write.insert"
    WRITE_MODIFY = "write.modify"
    WRITE_REMOVE = "write.remove"
    WRITE_UNCHANGED = "write.unchanged"
    WRITE_REJECTED = "write.rejected"
    WRITE_CANCELLED = "write.cancelled"
    CAPTURE_RECORD = "capture.record"
    AVAILABLE_RECORD = "available.record"
    AVAILABLE_SHARD_CLOSED = "available.shard_closed"
    AVAILABLE_SHARD_OPENED = "available.shard_opened"
    AVAILABLE_TRIMMED = "available.trimmed"
    AVAILABLE_STREAM_ENABLED = "available.stream_enabled"
    AVAILABLE_STREAM_DISABLED = "available.stream_disabled"
    READ_RECORDS = "read.records"
    READ_EMPTY = "read.empty"
    READ_SHARD_END = "read.shard_end"
    READ_ITERATOR_EXPIRED = "read.iterator_expired"
    READ_TRIMMED = "read.trimmed"
    READ_THROTTLED = "read.throttled"
    READ_CRASHED = "read.crashed"
    READ_RESTARTED = "read.restarted"
    READ_STOPPED = "read.stopped"
    READ_STARTED = "read.started"
    READ_WORKER_ADDED = "read.worker_added"
    READ_LEASE_TAKEN = "read.lease_taken"
    PROCESS_SUCCEEDED = "process.succeeded"
    PROCESS_FAILED = "process.failed"
    PROCESS_PARTIAL = "process.partial"
    PROCESS_BISECTED = "process.bisected"
    PROCESS_FILTERED = "process.filtered"
    PROCESS_DISCARDED = "process.discarded"
    PROCESS_DUPLICATE = "process.duplicate"
    PROCESS_CHECKPOINTED = "process.checkpointed"
    PROCESS_WINDOW_CLOSED = "process.window_closed"
    IDLE_WAITING = "idle.waiting"

    def __init__(self, name: str) -> None:
        self.phase = Phase(name.partition(".")[0])


WRITE_EVENTS = {
    Effect.INSERT: Event.WRITE_INSERT,
    Effect.MODIFY: Event.WRITE_MODIFY,
    Effect.REMOVE: Event.WRITE_REMOVE,
    Effect.UNCHANGED: Event.WRITE_UNCHANGED,
    Effect.REJECTED: Event.WRITE_REJECTED,
    Effect.CANCELLED: Event.WRITE_CANCELLED,
}
