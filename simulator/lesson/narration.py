"""Why a step happened: one short sentence or two, with the number of the fact behind it."""

from __future__ import annotations

from simulator.dynamodb.attributes import AttributeValue
from simulator.dynamodb.table import Change, Effect, Key, Operation
from simulator.lesson.references import Prose, Reference
from simulator.lesson.words import time_words
from simulator.machine.events import Event
from simulator.machine.trace import Step, Trace
from simulator.scenario.complaints import visible


def fact(number: str) -> Reference:
    """A reference to a fact, labelled with its number."""
    return Reference(number, "fact", number)


def narrate(trace: Trace, number: int) -> Prose:
    """What just happened in a step and why; step 0 is the start."""
    if number == 0:
        return (
            "Nothing has happened yet. The table is empty, the stream is on, and the consumer waits. "
            "Step forward to make the first change.",
        )
    step = trace.steps[number - 1]
    if step.change is not None:
        return _write(step.change)
    who = "The consumer" if len(trace.consumers) == 1 else f"Consumer {step.consumer}"
    match step.event:
        case Event.CAPTURE_RECORD:
            return _capture(trace, step)
        case Event.AVAILABLE_RECORD:
            return (
                "The record stands in an open shard (",
                fact("F114"),
                "), and from now on a read can return it. Nobody is told: a consumer has to ask (",
                fact("F3"),
                ").",
            )
        case Event.READ_RECORDS:
            many = len(step.records) > 1
            returned = f"{len(step.records)} records" if many else "one record"
            return (
                f"{who}'s poll at {time_words(step.time)} returned {returned} (",
                fact("F3"),
                f"). Reading takes nothing away: {'they stay' if many else 'it stays'} in the stream (",
                fact("F4"),
                ").",
            )
        case Event.READ_EMPTY:
            return (
                f"{who}'s poll returned no record. That is an answer, not an end: an open shard always "
                "gives an iterator for the next poll (",
                fact("F298"),
                ").",
            )
        case Event.PROCESS_SUCCEEDED:
            record = trace.records[step.records[0]]
            return (
                f"{who} has done its work on the {record.event_name} of {key_words(record.key)}, and counts as "
                "Processing until its next poll. The record stays in the stream until it is trimmed, at 24 hours (",
                fact("F4"),
                ").",
            )
        case _:
            return (
                f"{who}'s poll found nothing new. Idle means that a poll came back empty; the polling goes on (",
                fact("F9"),
                ").",
            )


def _capture(trace: Trace, step: Step) -> Prose:
    record = trace.records[step.records[0]]
    return (
        f"The stream captures the change as one {record.event_name} record (",
        fact("F40"),
        "), apart from the write that caused it: the writer has long had its answer (",
        fact("F2"),
        ").",
    )


def _write(change: Change) -> Prose:
    key = key_words(change.key)
    cite = fact(change.fact)
    if change.effect is Effect.REJECTED:
        if change.fact == "F54":
            return (
                f"The condition on {key} does not hold, so nothing is written and nothing will be captured (",
                cite,
                ").",
            )
        return (f"DynamoDB refuses the write ({visible(change.error)}): no change, no record (", cite, ").")
    if change.effect is Effect.UNCHANGED:
        return _unchanged(change, key, cite)
    if change.effect is Effect.INSERT:
        how = "This update creates it" if change.operation is Operation.UPDATE else "This put adds it"
        return (
            f"No item had the key {key}. {how}, so the change is an INSERT (",
            cite,
            "). The stream has nothing of it yet.",
        )
    if change.effect is Effect.REMOVE:
        return (
            f'The item {key} is gone from the table. The change is a REMOVE, not a "delete" (',
            cite,
            ").",
        )
    how = "The put replaced" if change.operation is Operation.PUT else "The update changed"
    return (f"{how} the item {key}, which was there before, so the change is a MODIFY (", cite, ").")


def _unchanged(change: Change, key: str, cite: Reference) -> Prose:
    if change.operation is Operation.DELETE:
        return (
            f"There is no item {key} to delete. The call succeeds, nothing changes, and no record follows (",
            cite,
            ").",
        )
    if change.after is None:
        return (
            f"There is no item {key} to take anything from; none is created, and no record follows (",
            cite,
            ").",
        )
    return (
        f"The item {key} is the same after the write as before it. A write that changes nothing gives no record (",
        cite,
        ").",
    )


def key_words(key: Key) -> str:
    """A key as people name it: the value, or both values with a slash between."""
    return " / ".join(_key_value(value) for value in key)


def _key_value(value: AttributeValue) -> str:
    text = value.value.hex() if value.type == "B" else str(value.value)
    return visible(text if len(text) <= 40 else text[:39] + "…")
