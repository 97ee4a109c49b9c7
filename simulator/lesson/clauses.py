"""What happens in each event, as the end of a question: "What is the first step at which ..."."""

from __future__ import annotations

from simulator.machine.events import Event

CLAUSES = {
    Event.WRITE_INSERT: "a write adds an item",
    Event.WRITE_MODIFY: "a write changes an item that was there",
    Event.WRITE_REMOVE: "an item is removed from the table",
    Event.WRITE_UNCHANGED: "a write changes nothing",
    Event.WRITE_REJECTED: "a write is refused",
    Event.WRITE_CANCELLED: "a transaction is cancelled",
    Event.CAPTURE_RECORD: "the stream captures a change",
    Event.AVAILABLE_RECORD: "a stream record becomes available",
    Event.AVAILABLE_SHARD_CLOSED: "a shard is closed",
    Event.AVAILABLE_SHARD_OPENED: "a shard is opened",
    Event.AVAILABLE_TRIMMED: "records are trimmed",
    Event.AVAILABLE_STREAM_ENABLED: "the stream is turned on",
    Event.AVAILABLE_STREAM_DISABLED: "the stream is turned off",
    Event.READ_RECORDS: "a consumer reads records",
    Event.READ_EMPTY: "a poll finds nothing",
    Event.READ_SHARD_END: "a consumer reaches the end of a shard",
    Event.READ_ITERATOR_EXPIRED: "a consumer's iterator has expired",
    Event.READ_TRIMMED: "a consumer asks for records that were trimmed",
    Event.READ_THROTTLED: "a consumer is throttled",
    Event.READ_CRASHED: "a consumer or a worker crashes",
    Event.READ_RESTARTED: "a consumer or a worker restarts",
    Event.READ_STOPPED: "a consumer stops polling",
    Event.READ_STARTED: "a stopped consumer polls again",
    Event.READ_WORKER_ADDED: "a worker joins",
    Event.READ_LEASE_TAKEN: "a worker takes a shard's lease",
    Event.PROCESS_SUCCEEDED: "a consumer is done with its work on records",
    Event.PROCESS_FAILED: "an invocation fails as a whole",
    Event.PROCESS_PARTIAL: "a function reports that a part of its batch failed",
    Event.PROCESS_BISECTED: "a batch is split in two",
    Event.PROCESS_FILTERED: "records are filtered out",
    Event.PROCESS_DISCARDED: "records are given up",
    Event.PROCESS_DUPLICATE: "a consumer processes again what it has processed before",
    Event.PROCESS_CHECKPOINTED: "a worker checkpoints",
    Event.PROCESS_WINDOW_CLOSED: "a tumbling window closes",
    Event.IDLE_WAITING: "a consumer finds nothing new and is idle",
}
