"""The sentences about event source mappings: how batches are gathered, filtered out, and done with."""

from __future__ import annotations

from simulator.dynamodb.mismatches import mismatch
from simulator.lesson.words.events.row import possessive, records_words, subject, who_words
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import MOST_NAMED, cite, count_words, key_words
from simulator.lesson.words.times import time_words
from simulator.machine.details import (
    BatchDetail,
    FilterDetail,
    InvocationDetail,
    WindowDetail,
)
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.machine.variables import Checkpoint
from simulator.scenario.complaints.complaint import visible

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


def succeeded_action(trace: Trace, step: Step) -> str:
    """The function got through a batch, at once or when it came again."""
    who, count = who_words(trace, step), len(step.records)
    if step.detail_of(InvocationDetail).delivery > 1:
        return f"{who} tries {records_words(count)} again, succeeds"
    return f"{who} processes {'the change' if count == 1 else f'{count} changes'}"


def succeeded_words(trace: Trace, step: Step) -> Prose:
    """The function returned: with nothing to complain of, or with a report that nobody reads."""
    count, detail, again = len(step.records), step.detail_of(InvocationDetail), _processed_before(trace, step)
    cited = ""
    if detail.unheard is None:
        cited = " ({F185})"
        begins = "{whose} function returned without an error, so {records} {are} finished"
    elif not detail.reported:
        begins = (
            "{whose} function failed on the {failed} and returned an empty string, which is a success like no answer "
            "at all ({F387}): {records} {are} finished"
        )
    else:
        begins = (
            "{whose} function reported that the {failed} failed, and nobody reads the report: the mapping has no "
            "ReportBatchItemFailures ({F187}, {F294}). The batch counts as a success: {records} {are} finished"
        )
    moves = (
        ", and the mapping's position moves past {them}"
        if is_passed(trace, step)
        else ". The mapping's position waits for earlier records of the shard, which are still being processed"
    )
    return cite(
        f"{begins}{moves}{cited}.{_REPEATED if again else ''}"
        + " In the stream {they} until 24 hours have passed ({F4}).",
        again="One of them was" if again == 1 else f"{again} of them were",
        whose=possessive(subject(trace, step)),
        records=count_words(count, "record"),
        failed=change_words(trace, detail.unheard or 0),
        are="is" if count == 1 else "are",
        them="it" if count == 1 else "them",
        they="it stays" if count == 1 else "they stay",
    )


_REPEATED = " {again} processed before, and came again."
"""About the records of a batch that come a second time beside new ones."""


def _processed_before(trace: Trace, step: Step) -> int:
    """How many records of a step its consumer had processed before."""
    assert step.consumer is not None
    marks = trace.readings[step.consumer].marks
    return sum(marks.state(index, step.number - 1) == "processed" for index in step.records)


def is_passed(trace: Trace, step: Step) -> bool:
    """Whether the mapping's position is past a step's records when the step is over."""
    assert step.consumer is not None
    if isinstance(step.detail, InvocationDetail) and step.detail.lane.of == 1:
        return True  # the shard has one batch at a time, in order
    shard = trace.records[step.records[-1]].shard.number
    checkpoint = trace.value(trace.variable_of("checkpoint", step.consumer), after=step.number)
    assert isinstance(checkpoint, Checkpoint)
    position = dict(checkpoint.shards).get(shard, -1)
    return isinstance(position, str) or position >= step.records[-1]


def filtered_words(trace: Trace, step: Step) -> Prose:
    """Records are dropped: the field that did not match, and what that means for the mapping's position."""
    detail, count = step.detail_of(FilterDetail), len(step.records)
    event = trace.records[step.records[0]].to_lambda()
    found = [each for each in (mismatch(pattern, event) for pattern in detail.patterns) if each is not None]
    reasons: list[Prose] = []
    for each in found[:MOST_NAMED]:
        template = ("; " if reasons else "") + "{field} {reason} ({" + each.fact + "})"
        reasons.append(cite(template, field=visible(each.field), reason=visible(each.reason)))
    change = change_words(trace, step.records[0])
    begins = f"The filter does not match the {change}: "
    if count > 1:
        begins = f"The filter does not match {count} records. In the first one, the {change}, "
    passes = "moves past" if is_passed(trace, step) else "skips"
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


def window_closed_words(trace: Trace, step: Step) -> Prose:
    """The last invocation for a tumbling window."""
    return cite(
        "The tumbling window{where} is over: the function is invoked a last time for it, with the state of {records} "
        "({F210}). Windows are cut by the records' creation times, shard by shard ({F211}).",
        where=f" of shard {step.detail_of(WindowDetail).shard}" if len(trace.shards) > 1 else "",
        records=count_words(step.detail_of(WindowDetail).state, "record"),
    )


def change_words(trace: Trace, index: int) -> str:
    """A record as sentences name it: `INSERT of o-1`."""
    record = trace.records[index]
    return f"{record.event_name} of {key_words(record.key)}"
