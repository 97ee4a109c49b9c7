"""The sentences about how consumers process: what succeeds, fails, comes again, and is given up."""

from __future__ import annotations

from simulator.lesson.words.events.row import EventWords, Rows, is_mapping, subject, who_words
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, count_words, key_words
from simulator.lesson.words.times import time_words
from simulator.machine.details import CheckpointDetail, FailureDetail, PartialDetail, ThrottleDetail, WindowDetail
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


def _succeeded_action(trace: Trace, step: Step) -> str:
    count = len(step.records)
    return f"{who_words(trace, step)} processes {'the change' if count == 1 else f'{count} changes'}"


def _succeeded_clause(trace: Trace) -> str:
    happened = set(trace.events)
    smoothly = ", without a failure," if happened & {Event.PROCESS_FAILED, Event.PROCESS_PARTIAL} else ""
    new = " that it had not processed before" if Event.PROCESS_DUPLICATE in happened else ""
    return f"a consumer finishes{smoothly} its work on records{new}"


def _succeeded(trace: Trace, step: Step) -> Prose:
    who, count = subject(trace, step), len(step.records)
    if is_mapping(trace, step):
        return cite(
            "{who}'s function returned without an error, so {records} {are} done with, and the mapping's position "
            "moves past {them} ({F185}). In the stream {they} until 24 hours have passed ({F4}).",
            who=who,
            records=count_words(count, "record"),
            are="is" if count == 1 else "are",
            them="it" if count == 1 else "them",
            they="it stays" if count == 1 else "they stay",
        )
    record = trace.records[step.records[0]]
    return cite(
        "{who} has done its work on the {name} of {key}, and counts as Processing until its next poll. The "
        "record stays in the stream until it is trimmed, at 24 hours ({F4}).",
        who=who,
        name=record.event_name,
        key=key_words(record.key),
    )


def _duplicate(trace: Trace, step: Step) -> Prose:
    count = len(step.records)
    return cite(
        "{who} handles {records} that had been handled with success before: delivery is at least once "
        "({F202}). {same} with the same eventID, by which a handler can tell ({F204}).",
        who=subject(trace, step),
        records=count_words(count, "record"),
        same="It comes" if count == 1 else "They come",
    )


def _failed_clause(trace: Trace) -> str:
    return "an invocation fails as a whole" if Event.PROCESS_PARTIAL in trace.events else "an invocation fails"


_CAUSES = {
    "raised": "",
    "reported": "",
    "error": ": what it needs is out of order, whatever the records are",
    "timeout": ": it was cut off at its timeout",
}
"""Why an invocation failed, as the end of a clause."""


def _failed(_: Trace, step: Step) -> Prose:
    detail = step.detail_of(FailureDetail)
    if not step.records:
        return cite(
            "The last invocation for the tumbling window failed{cause} ({F185}). {next}",
            cause=_CAUSES[detail.cause],
            next=_next_words(detail.retry_in),
        )
    return cite(
        "Invocation {attempt} of this batch failed{cause} ({F185}). {next}",
        attempt=detail.attempt,
        cause=_CAUSES[detail.cause],
        next=_next_words(detail.retry_in),
    ) + cite(" Until then its shard makes no progress ({F181})." if detail.retry_in is not None else "")


def _throttled(_: Trace, step: Step) -> Prose:
    return cite(
        "The function is not invoked: there is no free concurrency for it ({F208}). That is no attempt, so no retry is "
        "used up ({F184}). {next} Meanwhile the records grow older.",
        next=_next_words(step.detail_of(ThrottleDetail).retry_in),
    )


def _partial_action(trace: Trace, step: Step) -> str:
    who, count = who_words(trace, step), len(step.records)
    return f"{who} fails on part of {count} records" if count > 1 else f"{who} reports its record failed"


def _partial(_: Trace, step: Step) -> Prose:
    detail = step.detail_of(PartialDetail)
    return cite(
        "The function reported a failure. The lowest sequence number that it named is where the batch goes on: "
        "{accepted} before it {are} done with, and everything from it on is repeated ({F188}). {next}",
        accepted=count_words(detail.accepted, "record") if detail.accepted else "no record",
        are="is" if detail.accepted < 2 else "are",
        next=_next_words(detail.retry_in),
    )


def _next_words(retry_in: int | None) -> str:
    return "It is not tried again." if retry_in is None else f"It is tried again in {time_words(retry_in)}."


def _discarded(trace: Trace, step: Step) -> Prose:
    discard = next(each for each in trace.discards if each.step == step.number)
    records = count_words(len(step.records), "record")
    why = (
        "The retries are used up ({F183})"
        if discard.detail.condition == "RetryAttemptsExhausted"
        else "The records are too old by now ({F182})"
    )
    if discard.consumer.on_failure is None:
        return cite(
            why + ". Lambda gives up {records} and moves on; with no destination they are lost ({F194}).",
            records=records,
        )
    return cite(
        why + ". Lambda gives up {records}, tells {where}, and moves on ({F194}). The message has {content} ({F195}).",
        records=records,
        where=discard.consumer.on_failure.upper(),
        content="the records themselves too"
        if discard.consumer.on_failure == "s3"
        else "where they are, not the records",
    )


def _checkpointed(trace: Trace, step: Step) -> Prose:
    detail = step.detail_of(CheckpointDetail)
    template = (
        "{who} checkpoints the end of shard {shard}. Without that its children would never be read ({F244})."
        if detail.checkpoint == "SHARD_END"
        else "{who} stores how far it is in shard {shard}. Whoever takes the shard over goes on from here ({F238}, "
        "{F243})."
    )
    return cite(template, who=subject(trace, step), shard=detail.shard)


def _window_closed(_: Trace, step: Step) -> Prose:
    return cite(
        "The tumbling window is over: the function is invoked a last time for it, with the state of {records} "
        "({F210}). Windows are cut by the records' creation times, shard by shard ({F211}).",
        records=count_words(step.detail_of(WindowDetail).state, "record"),
    )


PROCESSING: Rows = {
    Event.PROCESS_SUCCEEDED: EventWords(action=_succeeded_action, clause=_succeeded_clause, narration=_succeeded),
    Event.PROCESS_FAILED: EventWords(action="{who} fails on {records}", clause=_failed_clause, narration=_failed),
    Event.PROCESS_PARTIAL: EventWords(
        action=_partial_action, clause="a function reports records of its batch as failed", narration=_partial
    ),
    Event.PROCESS_BISECTED: EventWords(
        action="{who} splits batch of {count}",
        clause="a batch is split in two",
        narration="The failed batch of {count} is split in two, and each half is tried on its own. That uses up no "
        "retry ({F186}).",
    ),
    Event.PROCESS_FILTERED: EventWords(
        action="{who} filters out {records}",
        clause="records are dropped because they match no filter",
        narration="The filter does not match {records}: {inside} moves past for good, and no invocation is made for it "
        "({F215}).",
    ),
    Event.PROCESS_DISCARDED: EventWords(
        action="{who} gives up {records}", clause="a consumer gives up records", narration=_discarded
    ),
    Event.PROCESS_DUPLICATE: EventWords(
        action="{who} processes {records} again",
        clause="a consumer processes again what it has processed before",
        narration=_duplicate,
    ),
    Event.PROCESS_THROTTLED: EventWords(
        action="{who} is refused an invocation", clause="an invocation is refused", narration=_throttled
    ),
    Event.PROCESS_CHECKPOINTED: EventWords(
        action="{who} checkpoints", clause="a worker checkpoints", narration=_checkpointed
    ),
    Event.PROCESS_WINDOW_CLOSED: EventWords(
        action="{who} closes its window", clause="a tumbling window closes", narration=_window_closed
    ),
}
