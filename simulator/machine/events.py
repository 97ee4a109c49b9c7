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

    WRITE_INSERT = "write.insert"
    WRITE_MODIFY = "write.modify"
    WRITE_REMOVE = "write.remove"
    WRITE_UNCHANGED = "write.unchanged"
    WRITE_REJECTED = "write.rejected"
    CAPTURE_RECORD = "capture.record"
    AVAILABLE_RECORD = "available.record"
    READ_RECORDS = "read.records"
    READ_EMPTY = "read.empty"
    PROCESS_SUCCEEDED = "process.succeeded"
    IDLE_WAITING = "idle.waiting"

    @property
    def phase(self) -> Phase:
        """The stage of the flow that the event belongs to."""
        return Phase(self.value.partition(".")[0])


WRITE_EVENTS = {
    Effect.INSERT: Event.WRITE_INSERT,
    Effect.MODIFY: Event.WRITE_MODIFY,
    Effect.REMOVE: Event.WRITE_REMOVE,
    Effect.UNCHANGED: Event.WRITE_UNCHANGED,
    Effect.REJECTED: Event.WRITE_REJECTED,
}

_FACTS = {
    Event.CAPTURE_RECORD: ("F2", "F40"),
    Event.AVAILABLE_RECORD: ("F114", "F3"),
    Event.READ_RECORDS: ("F3", "F4"),
    Event.READ_EMPTY: ("F144", "F298"),
    Event.PROCESS_SUCCEEDED: ("F4",),
    Event.IDLE_WAITING: ("F9",),
}


def facts_of(event: Event, change: Change | None) -> tuple[str, ...]:
    """The facts that a step shows, the deciding one first. `change` is there for a write."""
    return _FACTS[event] if change is None else (change.fact,)
