"""The sentences about the stream: it captures changes, makes records available, and changes its shards."""

from __future__ import annotations

from simulator.dynamodb.phrases import joined
from simulator.dynamodb.table import Operation
from simulator.lesson.words.events.parents import waits_for_parent
from simulator.lesson.words.events.row import EventWords, Narration, Rows, ahead
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, count_words
from simulator.machine.details import OpeningDetail
from simulator.machine.reading.losses import losses
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


def _captured(trace: Trace, step: Step) -> Prose:
    record = trace.records[step.records[0]]
    cause = (
        "the delete that caused it ({F2})"
        if record.change.operation is Operation.EXPIRY
        else "the write that caused it; the writer got its answer before ({F2})"
    )
    return cite(
        f"The stream captures the change as one {{name}} record ({{F40}}), separately from {cause}.",
        name=record.event_name,
    )


def _available(trace: Trace, step: Step) -> Narration:
    shard = trace.records[step.records[0]].shard
    stays_open = len(trace.shards) == 1 and shard.ending_sequence_number is None
    told = cite(
        "The record stands in {which} ({F114}), and from now on a read can return it. Nobody is told: a consumer has "
        "to ask ({F3}).",
        which="an open shard" if stays_open else f"shard {shard.number}",
    )
    return (*told, *ahead(waits_for_parent(trace, step)))


def _opened(trace: Trace, step: Step) -> Prose:
    detail = step.detail_of(OpeningDetail)
    parent = trace.shards[detail.shard - 1].parent
    assert parent is not None
    why = (
        "the parent has rolled over, as shards do with age ({F118})"
        if detail.rolled_over
        else "the parent's partition was split, and each new partition has a shard of its own ({F117})"
    )
    return cite(
        f"Shard {{shard}} is open, {{child}} of shard {{parent}} ({{F122}}): {why}. New changes of its keys go here, "
        "and a reader has to finish the parent first ({F124}).",
        shard=detail.shard,
        child="the one child" if detail.rolled_over else "a child",
        parent=parent.number,
    )


def _trimmed_action(_: Trace, step: Step) -> str:
    count = len(step.records)
    return "Record is trimmed" if count == 1 else f"{count} records are trimmed"


def _trimmed(trace: Trace, step: Step) -> Prose:
    """Records leave the stream; who had not read them has lost them."""
    one = len(step.records) == 1
    told = cite(
        "{records} of shard {shard} {are} trimmed: 24 hours after its capture a record may go at any moment, read or "
        "not ({F150}), and the simulator trims at once.",
        records=count_words(len(step.records), "record").capitalize(),
        shard=trace.records[step.records[0]].shard.number,
        are="is" if one else "are",
    )
    losers = losses(trace, step.number)
    if not losers:
        return told
    whom = f"{joined(losers)} had" if len(trace.readings) > 1 else "The consumer had"
    return (*told, f" {whom} not read {'it: it is' if one else 'all of them: what was unread is'} lost.")


def _enabled(_: Trace, __: Step) -> Narration:
    told = cite("A new stream, with a new ARN and empty shards ({F106}).")
    more = cite(
        "Items that are in the table already are not replayed ({F85}); consumers of an older stream stay with that one "
        "({F107})."
    )
    return (*told, *ahead((" ", *more)))


def _disabled(_: Trace, __: Step) -> Narration:
    told = cite("The stream is off: its shards are closed.")
    more = cite(
        "Its records can be read through its ARN for 24 hours ({F104}). Changes made from now on are never captured "
        "({F106})."
    )
    return (*told, *ahead((" ", *more)))


STREAMING: Rows = {
    Event.CAPTURE_RECORD: EventWords(
        action="DynamoDB Streams captures change", clause="the stream captures a change", narration=_captured
    ),
    Event.AVAILABLE_RECORD: EventWords(
        action="Stream record available",
        clause="a stream record becomes available",
        narration=_available,
    ),
    Event.AVAILABLE_SHARD_CLOSED: EventWords(
        action="Shard {shard} is closed",
        clause="a shard is closed while the stream stays on",
        narration="Shard {shard} takes no new record any more: its range of sequence numbers has an end ({F121}). Its "
        "records can still be read. DynamoDB alone decides when this happens ({F116}).",
    ),
    Event.AVAILABLE_SHARD_OPENED: EventWords(
        action="Shard {shard} is opened", clause="a child shard is opened", narration=_opened
    ),
    Event.AVAILABLE_TRIMMED: EventWords(
        action=_trimmed_action,
        clause="the stream trims records",
        narration=_trimmed,
    ),
    Event.AVAILABLE_STREAM_ENABLED: EventWords(
        action="Stream is turned on",
        clause=None,
        narration=_enabled,
    ),
    Event.AVAILABLE_STREAM_DISABLED: EventWords(
        action="Stream is turned off",
        clause=None,
        narration=_disabled,
    ),
}
