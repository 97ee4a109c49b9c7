"""Why a step happened: one short sentence or two, with the number of the fact behind it."""

from __future__ import annotations

from simulator.dynamodb.table import Change, Effect, Operation
from simulator.lesson.words.narration_of_consumers import narrate_consumer
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, count_words, key_words
from simulator.machine.events import Event
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible


def narrate(trace: Trace, number: int) -> Prose:
    """What just happened in a step and why; step 0 is the start."""
    if number == 0:
        return _start(trace)
    step = trace.steps[number - 1]
    if step.change is not None:
        return _write(step.change)
    if step.consumer is not None:
        return narrate_consumer(trace, step)
    return _stream(trace, step)


_SPLIT = "the parent's partition was split, and each new partition has a shard of its own ({F117})"


def _start(trace: Trace) -> Prose:
    is_on = trace.recorded_histories["stream_status"].values[0] == "ENABLED"
    waits = "the consumer waits" if len(trace.consumers) == 1 else "the consumers wait"
    return (
        f"Nothing has happened yet. The table is empty, the stream is {'on' if is_on else 'off'}, and {waits}. "
        "Step forward to make the first change.",
    )


def _stream(trace: Trace, step: Step) -> Prose:
    shard = step.detail.shards[0] if step.detail.shards else 0
    match step.event:
        case Event.CAPTURE_RECORD:
            return cite(
                "The stream captures the change as one {name} record ({F40}), apart from the write that caused it: the "
                "writer has long had its answer ({F2}).",
                name=trace.records[step.records[0]].event_name,
            )
        case Event.AVAILABLE_RECORD:
            return cite(
                "The record stands in an open shard ({F114}), and from now on a read can return it. Nobody is told: a "
                "consumer has to ask ({F3})."
            )
        case Event.AVAILABLE_SHARD_CLOSED:
            return cite(
                "Shard {shard} takes no new record any more: its range of sequence numbers has an end ({F121}). What "
                "is in it can still be read. DynamoDB alone decides when this happens ({F116}).",
                shard=shard,
            )
        case Event.AVAILABLE_SHARD_OPENED:
            parent = trace.shards[shard - 1].parent
            assert parent is not None
            rolled_over = step.detail.reason == "rolled over"
            return cite(
                "Shard {shard} is open, {child} of shard {parent} ({F122}): "
                + ("the parent has rolled over, as shards do with age ({F118})" if rolled_over else _SPLIT)
                + ". New changes of its keys go here; whoever reads finishes the parent first ({F124}).",
                shard=shard,
                child="the one child" if rolled_over else "a child",
                parent=parent.number,
            )
        case Event.AVAILABLE_TRIMMED:
            return cite(
                "24 hours after their capture, {records} of shard {shard} may go at any moment, read or not ({F150}). "
                "The simulator trims at once.",
                records=count_words(len(step.records), "record"),
                shard=shard,
            )
        case Event.AVAILABLE_STREAM_ENABLED:
            return cite(
                "A new stream, with a new ARN and empty shards ({F106}). What is in the table already is not replayed "
                "({F85}); consumers of an older stream stay with that one ({F107})."
            )
        case _:
            return cite(
                "The stream is off: its shards are closed, and what it holds can be read through its ARN for 24 hours "
                "({F104}). Changes made from now on are never captured ({F106})."
            )


_DONE = {Effect.INSERT, Effect.MODIFY, Effect.REMOVE}

_PART_OF = {
    "batch": cite(" It came in a BatchWriteItem: writes that are independent of one another ({F56})."),
    "transaction": cite(" It came in a transaction: the table changes as a whole, the stream does not ({F61})."),
}


def _write(change: Change) -> Prose:
    """What became of a write, and where it was part of a larger request, of which."""
    return (*_effect(change), *_PART_OF.get(change.request, ())) if change.effect in _DONE else _effect(change)


def _effect(change: Change) -> Prose:
    key, cited = key_words(change.key), "{" + change.fact + "}"
    match change.effect:
        case Effect.CANCELLED:
            return cite(
                "One action cannot be carried out, so none is: nothing is written, and no record follows ({F60}). "
                "{error}.",
                error=visible(change.error),
            )
        case Effect.REJECTED if change.fact == "F54":
            return cite(
                "The condition on {key} does not hold, so nothing is written and nothing will be captured ({F54}).",
                key=key,
            )
        case Effect.REJECTED:
            return cite(
                "DynamoDB refuses the write ({error}): no change, no record ({F55}).", error=visible(change.error)
            )
        case Effect.UNCHANGED:
            return _unchanged(change, key, cited)
        case Effect.INSERT:
            how = "This update creates it" if change.operation is Operation.UPDATE else "This put adds it"
            return cite(
                "No item had the key {key}. {how}, so the change is an INSERT ("
                + cited
                + "). The stream has nothing of "
                "it yet.",
                key=key,
                how=how,
            )
        case Effect.REMOVE if change.operation is Operation.EXPIRY:
            return cite(
                "The item {key} had expired some time ago, and DynamoDB deletes it now, in its own time ({F69}). The "
                "record will say so in userIdentity ({F36}).",
                key=key,
            )
        case Effect.REMOVE:
            return cite(
                'The item {key} is gone from the table. The change is a REMOVE, not a "delete" (' + cited + ").",
                key=key,
            )
    how = "The put replaced" if change.operation is Operation.PUT else "The update changed"
    return cite(
        "{how} the item {key}, which was there before, so the change is a MODIFY (" + cited + ").", key=key, how=how
    )


def _unchanged(change: Change, key: str, cited: str) -> Prose:
    if change.operation is Operation.CONDITION_CHECK:
        return cite(
            "The transaction's condition on {key} holds. A check writes nothing, so it gives no record ({F59}).",
            key=key,
        )
    if change.operation is Operation.DELETE:
        return cite(
            "There is no item {key} to delete. The call succeeds, nothing changes, and no record follows ("
            + cited
            + ").",
            key=key,
        )
    if change.after is None:
        return cite(
            "There is no item {key} to take anything from; none is created, and no record follows (" + cited + ").",
            key=key,
        )
    return cite(
        "The item {key} is the same after the write as before it. A write that changes nothing gives no record ("
        + cited
        + ").",
        key=key,
    )
