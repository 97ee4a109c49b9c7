"""The sentences about how consumers process: what succeeds, fails, comes again, and is given up."""

from __future__ import annotations

from simulator.lesson.words.events.failing import (
    bisected_words,
    discarded_words,
    failed_action,
    failed_words,
    partial_action,
    partial_words,
    throttled_words,
)
from simulator.lesson.words.events.invoking import (
    filtered_words,
    succeeded_action,
    succeeded_words,
    window_closed_words,
)
from simulator.lesson.words.events.row import EventWords, Rows, is_mapping, state_after, subject, who_words
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import cite, count_words, key_words, records_named
from simulator.machine.details import CheckpointDetail
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.machine.variables import ConsumerState
from simulator.scenario.events import Event


def _succeeded_action(trace: Trace, step: Step) -> str:
    if is_mapping(trace, step):
        return succeeded_action(trace, step)
    count = len(step.records)
    return f"{who_words(trace, step)} processes {'the change' if count == 1 else f'{count} changes'}"


def _succeeded_clause(trace: Trace) -> str:
    happened = set(trace.events)
    smoothly = ", without a failure," if happened & {Event.PROCESS_FAILED, Event.PROCESS_PARTIAL} else ""
    new = " that it had not processed before" if Event.PROCESS_DUPLICATE in happened else ""
    return f"a consumer finishes{smoothly} its work on records{new}"


def _succeeded(trace: Trace, step: Step) -> Prose:
    if is_mapping(trace, step):
        return succeeded_words(trace, step)
    record = trace.records[step.records[0]]
    return cite(
        "{who} has done its work on the {name} of {key}{and_counts}. The record stays in the stream until it is "
        "trimmed, after 24 hours ({F4}).",
        who=subject(trace, step),
        name=record.event_name,
        key=key_words(record.key),
        and_counts=", and counts as Processing until its next poll" if _is_processing(trace, step) else "",
    )


def _is_processing(trace: Trace, step: Step) -> bool:
    """Whether its consumer's state says so: it does not where the consumer is stopped, or is throttled elsewhere."""
    return state_after(trace, step) is ConsumerState.PROCESSING


def _duplicate(trace: Trace, step: Step) -> Prose:
    count = len(step.records)
    return cite(
        "{who} handles {records} that had been handled successfully before: delivery is at least once "
        "({F202}). {same} with the same eventID, by which a handler can recognise {them} ({F204}).",
        who=subject(trace, step),
        records=count_words(count, "record"),
        same="It comes" if count == 1 else "They come",
        them="it" if count == 1 else "them",
    )


def _failed_clause(trace: Trace) -> str:
    return "an invocation fails as a whole" if Event.PROCESS_PARTIAL in trace.events else "an invocation fails"


def _checkpointed(trace: Trace, step: Step) -> Prose:
    detail = step.detail_of(CheckpointDetail)
    template = (
        "{who} checkpoints the end of shard {shard}. Without that its children would never be read ({F244})."
        if detail.checkpoint == "SHARD_END"
        else "{who} stores how far it is in shard {shard}: {record}. A worker that takes the shard over goes on from "
        "here ({F238}, {F243})."
    )
    record = "" if detail.checkpoint == "SHARD_END" else records_named([detail.checkpoint])
    return cite(template, who=subject(trace, step), shard=detail.shard, record=record)


PROCESSING: Rows = {
    Event.PROCESS_SUCCEEDED: EventWords(action=_succeeded_action, clause=_succeeded_clause, narration=_succeeded),
    Event.PROCESS_FAILED: EventWords(action=failed_action, clause=_failed_clause, narration=failed_words),
    Event.PROCESS_PARTIAL: EventWords(
        action=partial_action, clause="a function reports records of its batch as failed", narration=partial_words
    ),
    Event.PROCESS_BISECTED: EventWords(
        action="{who} splits batch of {count}",
        clause="a batch is split in two",
        narration=bisected_words,
    ),
    Event.PROCESS_FILTERED: EventWords(
        action="{who} filters out {records}",
        clause="records are dropped because they match no filter",
        narration=filtered_words,
    ),
    Event.PROCESS_DISCARDED: EventWords(
        action="{who} gives up on {records}", clause="a consumer gives up on records", narration=discarded_words
    ),
    Event.PROCESS_DUPLICATE: EventWords(
        action="{who} processes {records} again",
        clause="a consumer processes again what it has processed before",
        narration=_duplicate,
    ),
    Event.PROCESS_THROTTLED: EventWords(
        action="{who} is refused an invocation", clause="an invocation is refused", narration=throttled_words
    ),
    Event.PROCESS_CHECKPOINTED: EventWords(
        action="{who} checkpoints", clause="a worker checkpoints", narration=_checkpointed
    ),
    Event.PROCESS_WINDOW_CLOSED: EventWords(
        action="{who} closes its window", clause="a tumbling window closes", narration=window_closed_words
    ),
}
