"""The names of the events that a question can ask for, for the schema; machine.events says what they are."""

from __future__ import annotations

EVENT_NAMES = (
    "write.insert",
    "write.modify",
    "write.remove",
    "write.unchanged",
    "write.rejected",
    "write.cancelled",
    "capture.record",
    "available.record",
    "available.shard_closed",
    "available.shard_opened",
    "available.trimmed",
    "available.stream_enabled",
    "available.stream_disabled",
    "read.records",
    "read.empty",
    "read.shard_end",
    "read.iterator_expired",
    "read.trimmed",
    "read.throttled",
    "read.crashed",
    "read.restarted",
    "read.stopped",
    "read.started",
    "read.worker_added",
    "read.lease_taken",
    "process.succeeded",
    "process.failed",
    "process.partial",
    "process.bisected",
    "process.filtered",
    "process.discarded",
    "process.duplicate",
    "process.checkpointed",
    "process.window_closed",
    "idle.waiting",
)
"""Every event, in the order of the phases."""

COUNTED = ("steps", "records", "writes", *EVENT_NAMES)
"""What can be counted."""
