"""The six phases, and the closed vocabulary of what can happen in them."""

from __future__ import annotations

from enum import Enum

from simulator.dynamodb.table import Change, Effect


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

_FACTS = {
    Event.CAPTURE_RECORD: ("F2", "F40"),
    Event.AVAILABLE_RECORD: ("F114", "F3"),
    Event.AVAILABLE_SHARD_CLOSED: ("F121", "F116"),
    Event.AVAILABLE_SHARD_OPENED: ("F122", "F115"),
    Event.AVAILABLE_TRIMMED: ("F150",),
    Event.AVAILABLE_STREAM_ENABLED: ("F106", "F85"),
    Event.AVAILABLE_STREAM_DISABLED: ("F104", "F105"),
    Event.READ_RECORDS: ("F3", "F4"),
    Event.READ_EMPTY: ("F144", "F298"),
    Event.READ_SHARD_END: ("F145", "F124"),
    Event.READ_ITERATOR_EXPIRED: ("F138",),
    Event.READ_TRIMMED: ("F151", "F152"),
    Event.READ_THROTTLED: ("F148", "F149"),
    Event.READ_CRASHED: ("F242", "F243"),
    Event.READ_RESTARTED: ("F243", "F247"),
    Event.READ_STOPPED: ("F174", "F138"),
    Event.READ_STARTED: ("F174",),
    Event.READ_WORKER_ADDED: ("F236", "F239"),
    Event.READ_LEASE_TAKEN: ("F239", "F242"),
    Event.PROCESS_SUCCEEDED: ("F4",),
    Event.PROCESS_FAILED: ("F185", "F181"),
    Event.PROCESS_PARTIAL: ("F188", "F187"),
    Event.PROCESS_BISECTED: ("F186",),
    Event.PROCESS_FILTERED: ("F215", "F161"),
    Event.PROCESS_DISCARDED: ("F194",),
    Event.PROCESS_DUPLICATE: ("F202", "F204"),
    Event.PROCESS_CHECKPOINTED: ("F244", "F238"),
    Event.PROCESS_WINDOW_CLOSED: ("F210", "F211"),
    Event.IDLE_WAITING: ("F9",),
}

_REQUEST_FACTS = {"batch": ("F56",), "transaction": ("F59", "F61")}


def facts_of(event: Event, change: Change | None) -> tuple[str, ...]:
    """The facts that a step shows, the deciding one first. `change` is there for a write."""
    if change is None:
        return _FACTS[event]
    return (change.fact, *(fact for fact in _REQUEST_FACTS.get(change.request, ()) if fact != change.fact))
