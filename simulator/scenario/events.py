"""The closed vocabulary of what can happen in a run: one row for each event.

It stands on this floor because lessons name events in their questions. The sentences about each event stand in one
row of their own, in simulator.lesson.words.events.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Phase(Enum):
    """A stage of the process flow, in the flow's order."""

    WRITE = "write"
    CAPTURE = "capture"
    AVAILABLE = "available"
    READ = "read"
    PROCESS = "process"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event, as the format's reference and the machine know it."""

    name: str
    """`phase.outcome`, as lessons write it."""
    meaning: str
    """The meaning of the event, for the table of events in the guide for authors."""
    facts: tuple[str, ...] = ()
    """The facts that a step with it cites, the deciding one first. A write cites what its change says."""
    facts_of_lambda: tuple[str, ...] = ()
    """Those that a step of a mapping cites in their place."""
    facts_of_kcl: tuple[str, ...] = ()
    """Those that a step of a KCL worker cites in their place."""
    by_timeline: bool = False
    """Whether a lesson's author, or chance, brings it about: nobody can work out that it comes next."""


class Event(Enum):
    """The kind of a step. Its value is its name, `phase.outcome`."""

    __hash__ = object.__hash__  # an Enum's own is Python code, and events are looked up at every step

    _value_: str
    row: EventRow
    phase: Phase
    """The stage of the flow that the event belongs to."""

    def __new__(cls, row: EventRow) -> Event:
        """Make a member of its row."""
        event = object.__new__(cls)
        event._value_ = row.name
        event.row = row
        event.phase = Phase(row.name.partition(".")[0])
        return event

    @property
    def by_timeline(self) -> bool:
        """Whether a lesson's author, or chance, brings it about: nobody can work out that it comes next."""
        return self.row.by_timeline

    WRITE_INSERT = EventRow("write.insert", "a write added an item", by_timeline=True)
    WRITE_MODIFY = EventRow("write.modify", "a write changed an item that was there", by_timeline=True)
    WRITE_REMOVE = EventRow("write.remove", "a delete, or time to live, removed an item", by_timeline=True)
    WRITE_UNCHANGED = EventRow(
        "write.unchanged", "a write, or a condition check, that changed nothing", by_timeline=True
    )
    WRITE_REJECTED = EventRow("write.rejected", "a write that was refused", by_timeline=True)
    WRITE_CANCELLED = EventRow("write.cancelled", "a transaction of which nothing was done", by_timeline=True)

    CAPTURE_RECORD = EventRow("capture.record", "the stream record of a change was made", ("F2", "F40"))

    AVAILABLE_RECORD = EventRow("available.record", "readers can see a record", ("F114", "F3"))
    AVAILABLE_SHARD_CLOSED = EventRow(
        "available.shard_closed",
        "a shard takes no new records: it was split, or rolled over",
        ("F121", "F116"),
        by_timeline=True,
    )
    AVAILABLE_SHARD_OPENED = EventRow(
        "available.shard_opened", "a child of a closed shard takes new records", ("F122", "F124"), by_timeline=True
    )
    AVAILABLE_TRIMMED = EventRow("available.trimmed", "records of a shard are 24 hours old and gone", ("F150",))
    AVAILABLE_STREAM_ENABLED = EventRow(
        "available.stream_enabled", "a stream was turned on", ("F106", "F85", "F107"), by_timeline=True
    )
    AVAILABLE_STREAM_DISABLED = EventRow(
        "available.stream_disabled", "the stream was turned off", ("F104", "F105", "F106"), by_timeline=True
    )

    READ_RECORDS = EventRow(
        "read.records",
        "a poll brought records; with Lambda, the function is invoked with them",
        ("F3", "F4"),
        facts_of_lambda=("F160", "F167", "F4"),
    )
    READ_EMPTY = EventRow("read.empty", "a poll found nothing (with `show_empty_polls`)", ("F144", "F298"))
    READ_SHARD_END = EventRow("read.shard_end", "a consumer has finished a closed shard", ("F145", "F124"))
    READ_ITERATOR_EXPIRED = EventRow(
        "read.iterator_expired", "an iterator was older than 15 minutes; a new one is asked for", ("F138",)
    )
    READ_TRIMMED = EventRow("read.trimmed", "records were gone before they were read", ("F151", "F152"))
    READ_THROTTLED = EventRow("read.throttled", "a shard has two other readers at a time already", ("F148", "F149"))
    READ_CRASHED = EventRow(
        "read.crashed", "a poller or a worker died", ("F302",), facts_of_kcl=("F242", "F243"), by_timeline=True
    )
    READ_RESTARTED = EventRow(
        "read.restarted", "a poller or a worker came back", ("F202",), facts_of_kcl=("F243", "F247"), by_timeline=True
    )
    READ_STOPPED = EventRow("read.stopped", "a consumer stopped polling", ("F174", "F150"), by_timeline=True)
    READ_STARTED = EventRow(
        "read.started",
        "a consumer that was stopped polls again, or one begins at LATEST and passes over records",
        ("F174",),
        by_timeline=True,
    )
    READ_WORKER_ADDED = EventRow("read.worker_added", "a KCL consumer got a worker", ("F239", "F236"), by_timeline=True)
    READ_CONSUMER_CREATED = EventRow(
        "read.consumer_created", "a consumer was created, perhaps again", ("F171", "F174"), by_timeline=True
    )
    READ_CONSUMER_UPDATED = EventRow(
        "read.consumer_updated", "settings of a consumer were changed", ("F395",), by_timeline=True
    )
    READ_CONSUMER_DELETED = EventRow(
        "read.consumer_deleted", "a consumer was deleted, and its position with it", ("F174",), by_timeline=True
    )
    READ_LEASE_TAKEN = EventRow("read.lease_taken", "a KCL worker took a shard's lease", ("F239", "F243"))

    PROCESS_SUCCEEDED = EventRow(
        "process.succeeded", "a record, or with Lambda a batch, was processed", ("F4",), facts_of_lambda=("F185", "F4")
    )
    PROCESS_FAILED = EventRow("process.failed", "an invocation failed", ("F185", "F181"))
    PROCESS_PARTIAL = EventRow("process.partial", "an invocation reported where its batch failed", ("F188", "F187"))
    PROCESS_BISECTED = EventRow("process.bisected", "a failed batch was split in two", ("F186",))
    PROCESS_FILTERED = EventRow(
        "process.filtered", "records that no pattern lets through were skipped", ("F215", "F161")
    )
    PROCESS_DISCARDED = EventRow("process.discarded", "Lambda gave records up: too many retries, or too old", ("F194",))
    PROCESS_DUPLICATE = EventRow("process.duplicate", "what was processed before was processed again", ("F202", "F204"))
    PROCESS_THROTTLED = EventRow("process.throttled", "an invocation was refused; the batch waits", ("F184", "F208"))
    PROCESS_CHECKPOINTED = EventRow("process.checkpointed", "a KCL worker stored how far it is", ("F238", "F243"))
    PROCESS_WINDOW_CLOSED = EventRow(
        "process.window_closed", "the last invocation for a tumbling window", ("F210", "F211")
    )

    IDLE_WAITING = EventRow("idle.waiting", "the first poll that found nothing after work", ("F9",))


EVENTS_BY_NAME: dict[str, Event] = {event.value: event for event in Event}
"""Every event, in the order of the phases."""

CONSUMER_LIFECYCLE = tuple(event for event in Event if event.phase is Phase.READ and event.by_timeline)
"""The events of a consumer's life: it is created, starts, stops, changes, crashes, comes back, or is deleted."""
