"""What happens in each event, as the end of a question: "What is the first step at which ..."."""

from __future__ import annotations

from simulator.dynamodb.table import Operation
from simulator.machine.events import Event, Phase
from simulator.machine.trace import Trace

BY_THE_TIMELINE = frozenset(
    {event for event in Event if event.phase is Phase.WRITE}
    | {
        Event.AVAILABLE_SHARD_CLOSED,
        Event.AVAILABLE_SHARD_OPENED,
        Event.AVAILABLE_STREAM_ENABLED,
        Event.AVAILABLE_STREAM_DISABLED,
        Event.READ_CRASHED,
        Event.READ_RESTARTED,
        Event.READ_STOPPED,
        Event.READ_STARTED,
        Event.READ_WORKER_ADDED,
    }
)
"""What a lesson's author, or chance, brings about: nobody can work out that it comes next."""


def clause(event: Event, trace: Trace) -> str:
    """What happens in an event, said so that no other event of this run fits the words."""
    if event is Event.PROCESS_SUCCEEDED:
        happened = set(trace.events)
        smoothly = ", without a failure," if happened & {Event.PROCESS_FAILED, Event.PROCESS_PARTIAL} else ""
        new = " that it had not processed before" if Event.PROCESS_DUPLICATE in happened else ""
        return f"a consumer finishes{smoothly} its work on records{new}"
    if event is Event.WRITE_UNCHANGED and any(
        change.operation is Operation.CONDITION_CHECK for change in trace.writes.values()
    ):
        return "a put, an update, a delete or a condition check succeeds and changes nothing"
    if event is Event.PROCESS_FAILED and Event.PROCESS_PARTIAL in trace.events:
        return "an invocation fails as a whole"
    return CLAUSES[event]


CLAUSES: dict[Event, str] = {
    Event.WRITE_INSERT: "a write adds an item",
    Event.WRITE_MODIFY: "a write changes an item that was there",
    Event.WRITE_REMOVE: "an item is removed from the table",
    Event.WRITE_UNCHANGED: "a put, an update or a delete succeeds and changes nothing",
    Event.WRITE_REJECTED: "a put, an update or a delete is refused",
    Event.WRITE_CANCELLED: "a transaction is cancelled",
    Event.CAPTURE_RECORD: "the stream captures a change",
    Event.AVAILABLE_RECORD: "a stream record becomes available",
    Event.AVAILABLE_SHARD_CLOSED: "a shard is closed while the stream stays on",
    Event.AVAILABLE_SHARD_OPENED: "a child shard is opened",
    Event.AVAILABLE_TRIMMED: "the stream trims records",
    Event.READ_RECORDS: "a consumer reads records to work on",
    Event.READ_EMPTY: "an already idle consumer polls and finds nothing",
    Event.READ_SHARD_END: "a consumer reaches the end of a shard",
    Event.READ_ITERATOR_EXPIRED: "a consumer's iterator has expired",
    Event.READ_TRIMMED: "a consumer finds that records were trimmed before it read them",
    Event.READ_THROTTLED: "a consumer is throttled",
    Event.READ_LEASE_TAKEN: "a worker takes a shard's lease",
    Event.PROCESS_SUCCEEDED: "a consumer finishes its work on records",
    Event.PROCESS_FAILED: "an invocation fails",
    Event.PROCESS_PARTIAL: "a function reports records of its batch as failed",
    Event.PROCESS_BISECTED: "a batch is split in two",
    Event.PROCESS_FILTERED: "records are dropped because they match no filter",
    Event.PROCESS_DISCARDED: "a consumer gives up records",
    Event.PROCESS_DUPLICATE: "a consumer processes again what it has processed before",
    Event.PROCESS_CHECKPOINTED: "a worker checkpoints",
    Event.PROCESS_WINDOW_CLOSED: "a tumbling window closes",
    Event.IDLE_WAITING: "a poll finds nothing and its consumer becomes idle",
}
"""Of what an author does to the stream or to a consumer nothing is asked: to look for it teaches nothing."""
