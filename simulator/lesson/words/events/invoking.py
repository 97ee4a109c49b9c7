"""The sentences about event source mappings: how batches are gathered, what an invocation did, and what comes of it."""

from __future__ import annotations

from simulator.dynamodb.mismatches import mismatch
from simulator.lesson.words.events.row import possessive, subject, who_words
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, count_words, joined, key_words
from simulator.lesson.words.times import time_words
from simulator.machine.consumers.event_source_mapping.lane import lane_number
from simulator.machine.details import (
    Aging,
    BatchDetail,
    DiscardDetail,
    FailureDetail,
    FilterDetail,
    InvocationDetail,
    LaneNumber,
    PartialDetail,
    WindowDetail,
)
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.machine.variables import Checkpoint, ConsumerState
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.events import Event

MOST_NAMED = 3
"""Items, and patterns of a filter, that a sentence names one by one."""

_COMPLETE = {
    "poll": "{whose} batch is complete",
    "window": "{whose} batch is complete, because its batching window has ended ({F164})",
    "size": "{whose} batch is complete, because it has reached BatchSize ({F164})",
    "payload": "{whose} batch is complete, because it has reached 6 MB ({F164})",
    "tumbling": "{whose} batch is complete, because the next record belongs to the next tumbling window ({F211})",
    "again": "{whose} newest batch is delivered once more ({F202})",
}


def batch_words(trace: Trace, step: Step) -> Prose:
    """A batch is complete, and the function is invoked with it."""
    detail = step.detail_of(BatchDetail)
    lane = ", in its lane {lane} of {lanes}" if detail.lane.of > 1 else ""
    facts = "{F160}, {F167}, {F169}" if detail.lane.of > 1 else "{F160}, {F167}"
    return cite(
        _COMPLETE[detail.completion] + ": at {time} the function is invoked with {records} of one shard" + lane + " "
        f"({facts}). Reading takes nothing away ({{F4}}).",
        whose=possessive(subject(trace, step)),
        time=time_words(step.time),
        records=count_words(len(step.records), "record"),
        lane=detail.lane.number,
        lanes=detail.lane.of,
    )


# Success


def succeeded_action(trace: Trace, step: Step) -> str:
    """The function got through a batch, at once or when it came again."""
    who, count = who_words(trace, step), len(step.records)
    if step.detail_of(InvocationDetail).delivery > 1:
        return f"{who} tries {_records(count)} again, succeeds"
    return f"{who} processes {'the change' if count == 1 else f'{count} changes'}"


def succeeded_words(trace: Trace, step: Step) -> Prose:
    """The function returned: with nothing to complain of, or with a report that nobody reads."""
    count, detail = len(step.records), step.detail_of(InvocationDetail)
    cited = ""
    if detail.unheard is None:
        cited = " ({F185})"
        begins = "{whose} function returned without an error, so {records} {are} done with"
    elif not detail.reported:
        begins = (
            "{whose} function failed on the {failed} and returned an empty string, which is a success like no answer "
            "at all ({F387}): {records} {are} done with"
        )
    else:
        begins = (
            "{whose} function reported that the {failed} failed, and nobody reads the report: the mapping has no "
            "ReportBatchItemFailures ({F187}, {F294}). The batch counts as a success: {records} {are} done with"
        )
    moves = (
        ", and the mapping's position moves past {them}"
        if _is_passed(trace, step)
        else ". The mapping's position waits for earlier records of the shard, which are still in work"
    )
    return cite(
        begins + moves + cited + ". In the stream {they} until 24 hours have passed ({F4}).",
        whose=possessive(subject(trace, step)),
        records=count_words(count, "record"),
        failed=_change(trace, detail.unheard or 0),
        are="is" if count == 1 else "are",
        them="it" if count == 1 else "them",
        they="it stays" if count == 1 else "they stay",
    )


def _is_passed(trace: Trace, step: Step) -> bool:
    """Whether the mapping's position is past a step's records when the step is over."""
    assert step.consumer is not None
    if isinstance(step.detail, InvocationDetail) and step.detail.lane.of == 1:
        return True  # the shard has one batch at a time, in order
    shard = trace.records[step.records[-1]].shard.number
    checkpoint = trace.value(trace.variable_of("checkpoint", step.consumer), after=step.number)
    assert isinstance(checkpoint, Checkpoint)
    position = dict(checkpoint.shards).get(shard, -1)
    return isinstance(position, str) or position >= step.records[-1]


# Failure


def failed_action(trace: Trace, step: Step) -> str:
    """The function failed on a batch."""
    detail = step.detail_of(FailureDetail)
    again = " again" if detail.delivery > 1 else ""
    if detail.of_window:
        return f"{who_words(trace, step)} fails to end its window{again}"
    return f"{who_words(trace, step)} fails on {_records(len(step.records))}{again}"


def failed_words(trace: Trace, step: Step) -> Prose:
    """An invocation failed: on which record, what it had done by then, and what comes next."""
    detail = step.detail_of(FailureDetail)
    if detail.of_window:
        return _window_failed_words(detail)
    where = "" if detail.failed is None else f" on the {_change(trace, detail.failed)}"
    begins = cite(
        "Invocation {attempt} of this batch failed{where}{which} ({F185}). ",
        attempt=detail.attempt,
        where=where,
        which=f", record {detail.worked + 1} of {len(step.records)}" if where and len(step.records) > 1 else "",
    )
    if detail.retry_in is None:
        return (*begins, "It is not tried again.")
    done = (
        cite(
            "Its work on {records} before that is done, and each further try does it again ({F205}). ",
            records=count_words(detail.worked, "record"),
        )
        if detail.worked and detail.aging is None
        else ()
    )
    splits = trace.events[step.number : step.number + 1] == [Event.PROCESS_BISECTED]
    comes = ("It is split in two before that. ",) if splits else ()
    return (*begins, *done, *_next_words(trace, step, detail.retry_in, detail.aging), " ", *comes, *_waits(trace, step))


def _window_failed_words(detail: FailureDetail) -> Prose:
    if detail.retry_in is None:
        return cite(
            "The last invocation for the tumbling window failed ({F185}). It is not tried again: the window's records "
            "are 24 hours old by then. Until now it stopped everything behind it ({F388})."
        )
    return cite(
        "The last invocation for the tumbling window failed ({F185}). The next try is due in {time}. Until it "
        "succeeds, {where} processes nothing more ({F388}).",
        time=time_words(detail.retry_in),
        where="its shard" if detail.lane.of == 1 else f"lane {detail.lane.number} of shard {detail.lane.shard}",
    )


def bisected_words(trace: Trace, step: Step) -> Prose:
    """A failed batch is split."""
    detail = step.detail_of(FailureDetail)
    return cite(
        "The failed batch of {count} is split in two, and each half is tried on its own, the first one in {time}. That "
        "uses up no retry ({F186}).",
        count=len(step.records),
        time=time_words(detail.retry_in or 0),
    )


def partial_action(trace: Trace, step: Step) -> str:
    """The function reported failures."""
    who, count = who_words(trace, step), len(step.records)
    again = step.detail_of(PartialDetail).delivery > 1
    if count == 1:
        return f"{who} reports its record failed{' again' if again else ''}"
    return f"{who} fails on part of {count} again" if again else f"{who} fails on part of {count} records"


def partial_words(trace: Trace, step: Step) -> Prose:
    """A report: the record that it names first, what is done with, and what comes next."""
    detail = step.detail_of(PartialDetail)
    begins = cite(
        "The function reported that the {failed} failed. The lowest sequence number that it named is where the batch "
        "goes on: {accepted} before it {are} done with, and everything from it on is repeated ({F188}). ",
        failed=_change(trace, detail.failed),
        accepted=count_words(detail.accepted, "record") if detail.accepted else "no record",
        are="is" if detail.accepted < 2 else "are",
    )
    if detail.retry_in is None:
        return (*begins, "It is not tried again.")
    counts = (
        " What is left begins its retries anew ({F380})."
        if detail.finished
        else " The batch is as long as before, and goes on counting its retries ({F380})."
    )
    return (*begins, *_next_words(trace, step, detail.retry_in, detail.aging), *cite(counts))


def _next_words(trace: Trace, step: Step, retry_in: int, aging: Aging | None) -> Prose:
    """When a failed batch is tried again: its retry or the age limit, whichever comes first."""
    held = ", and waits until the mapping is turned on again" if _is_off(trace, step) else ""
    count = len(step.records)
    if isinstance(step.detail, PartialDetail):
        count -= len(step.detail.finished)
    if aging is None:
        return (f"The next try is due in {time_words(retry_in)}{held}.",)
    if aging.records == count:
        return cite(
            "The next try would be due in {time}, but {records} too old before that, {from_}in {first} ({F381}).",
            time=time_words(retry_in),
            records="its record is" if count == 1 else "all its records are",
            from_="" if count == 1 else "the first ",
            first=time_words(aging.first_in),
        )
    return cite(
        "The next try is due in {time}{held}; {records} too old by then, and {first_of}given up in {first} ({F381}).",
        time=time_words(retry_in),
        held=held,
        records=f"{count_words(aging.records, 'record')} {'is' if aging.records == 1 else 'are'}",
        first_of="" if aging.records == 1 else "the first is ",
        first=time_words(aging.first_in),
    )


def _waits(trace: Trace, step: Step) -> Prose:
    """What makes no progress meanwhile: the shard, or one lane of it and the items in that."""
    lane = step.detail_of(FailureDetail).lane
    if lane.of == 1:
        return cite("Until then its shard makes no progress ({F181}).")
    items = _items_in(trace, step, lane)
    named = [*items[:MOST_NAMED], *([f"{len(items) - MOST_NAMED} more"] if len(items) > MOST_NAMED else [])]
    return cite(
        "Until then lane {lane} of {lanes} of shard {shard} makes no progress: changes of {items} wait there. The "
        "other lanes go on ({F169}).",
        lane=lane.number,
        lanes=lane.of,
        shard=lane.shard,
        items=joined(named),
    )


def _items_in(trace: Trace, step: Step, lane: LaneNumber) -> list[str]:
    """The items whose records in a shard, captured up to this step, go to one lane."""
    records = (trace.records[index] for index in trace.shards[lane.shard - 1].records if trace.is_captured(index, step))
    return list(
        dict.fromkeys(key_words(record.key) for record in records if lane_number(record, lane.of) == lane.number - 1)
    )


def _is_off(trace: Trace, step: Step) -> bool:
    """Whether the mapping of a step is turned off at it."""
    assert step.consumer is not None
    state = trace.value(trace.variable_of("consumer_state", step.consumer), after=step.number)
    return state is ConsumerState.STOPPED


# Giving up


def discarded_words(trace: Trace, step: Step) -> Prose:
    """Records are given up: why, where that is reported, and when the rest is tried again."""
    detail = step.detail_of(DiscardDetail)
    discard = next(each for each in trace.discards if each.step == step.number)
    one = len(step.records) == 1
    why = (
        "The retries are used up ({F183})"
        if detail.condition == "RetryAttemptsExhausted"
        else f"The record{' is' if one else 's are'} too old by now ({{F182}})"
    )
    rest = "" if detail.retry_in is None else f" What is left of the batch is due in {time_words(detail.retry_in)}."
    records = count_words(len(step.records), "record")
    if discard.consumer.on_failure is None:
        return cite(
            why + ". Lambda gives up {records} and moves on; with no destination {lost} lost ({F194})." + rest,
            records=records,
            lost="it is" if one else "they are",
        )
    return cite(
        why
        + ". Lambda gives up {records}, tells {where}, and moves on ({F194}). The message has {content} ({F195})."
        + rest,
        records=records,
        where=discard.consumer.on_failure.upper(),
        content=("the record itself too" if one else "the records themselves too")
        if discard.consumer.on_failure == "s3"
        else ("where it is, not the record" if one else "where they are, not the records"),
    )


def filtered_words(trace: Trace, step: Step) -> Prose:
    """Records are dropped: the field that did not match, and what that means for the mapping's position."""
    detail, count = step.detail_of(FilterDetail), len(step.records)
    event = trace.records[step.records[0]].to_lambda()
    found = [each for each in (mismatch(pattern, event) for pattern in detail.patterns) if each is not None]
    reasons: list[Prose] = []
    for each in found[:MOST_NAMED]:
        template = ("; " if reasons else "") + "{field} {reason} ({" + each.fact + "})"
        reasons.append(cite(template, field=visible(each.field), reason=visible(each.reason)))
    change = _change(trace, step.records[0])
    begins = f"The filter does not match the {change}: "
    if count > 1:
        begins = f"The filter does not match {count} records. Of the first, the {change}, "
    passes = "moves past" if _is_passed(trace, step) else "skips"
    more = {0: "", 1: "; nor does one more pattern match"}.get(
        max(0, len(found) - MOST_NAMED), f"; nor do {len(found) - MOST_NAMED} more patterns match"
    )
    return (
        begins,
        *(part for reason in reasons for part in reason),
        *cite(
            more + ". {who} " + passes + " {them} for good, and no invocation is made for {them} ({F215}).",
            who=subject(trace, step),
            them="it" if count == 1 else "them",
        ),
    )


def window_closed_words(_: Trace, step: Step) -> Prose:
    """The last invocation for a tumbling window."""
    return cite(
        "The tumbling window is over: the function is invoked a last time for it, with the state of {records} "
        "({F210}). Windows are cut by the records' creation times, shard by shard ({F211}).",
        records=count_words(step.detail_of(WindowDetail).state, "record"),
    )


def _records(count: int) -> str:
    return "record" if count == 1 else f"{count} records"


def _change(trace: Trace, index: int) -> str:
    """A record as sentences name it: `INSERT of o-1`."""
    record = trace.records[index]
    return f"{record.event_name} of {key_words(record.key)}"
