"""One step as the plain player announces it: number, time, who, what, why, and what changed, each on its line."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.phrases import joined
from simulator.dynamodb.table import Change
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.sentences import key_words, value_text
from simulator.lesson.words.table import PHASE_NAMES
from simulator.lesson.words.times import time_words
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.events import Event, Phase
from simulator.terminal.play_session import PlaySession
from simulator.terminal.spoken import spoken
from simulator.views.flow import stage_of
from simulator.views.held_back import is_held_back
from simulator.views.layout import wrapped
from simulator.views.prose_lines import prose_lines
from simulator.views.record import SHOWN, record_view
from simulator.views.step_view import step_view

MOST_RECORDS = 10
"""Records of a step that are named, and shown attribute by attribute."""

THE_END = "This is the last step. b goes back; q asks you questions; p and then g 0 lets you predict; quit leaves."


def step_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The step where the learner is: number, time, who, what, why, what changed, and the key moment that it is.

    While what comes of it is to be predicted, its notes and its key moment are left out, for they may tell that. The
    notes are told with the prediction, and the key moment at the step after.
    """
    trace = session.lesson.trace
    if not session.step:
        yield from _start_lines(session, width)
    else:
        step = trace.step(session.step)
        view = step_view(trace, step)
        yield f"Step {step.number} of {session.last}, at {time_words(step.time)}."
        yield from wrapped(f"{view.action}.", width, "What: ")
        yield from wrapped(f"{_who(trace, step)}.", width, "Who: ")
        stage = stage_of(step.event)
        yield from wrapped(f"{'none' if stage is None else PHASE_NAMES[stage]}.", width, "Stage: ")
        about = _about(trace, step)
        if about:
            yield from wrapped(f"{about}.", width, "About: ")
        yield from prose_lines(spoken(narrate(trace, step.number, not session.holds_back)), width, "Why: ")
        for note in () if session.holds_back else session.lesson.notes.get(step.number, ()):
            yield from prose_lines(note, width, "Note: ")
        for change in view.changes:
            if not (session.holds_back and is_held_back(trace, step.number, change.variable)):
                yield from wrapped(f"{change.name}, from {change.before} to {change.after}.", width, "Changed: ")
        if not view.changes:
            yield "Changed: no variable."
    told = [session.step - 1] if session.tells_step_before else []
    told += [] if session.holds_back else [session.step]
    for moment in session.lesson.moments:
        if moment.step in told:
            yield from prose_lines((*moment.question, " Type k for the answer."), width, "Key moment: ")
    if session.step == session.last:
        yield from wrapped(THE_END, width)


def _start_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The start, the lesson's summary, and its sample: not in predict mode, for a sample tells what comes."""
    lesson = session.lesson
    yield f"Step 0 of {session.last}, the start."
    yield from prose_lines(narrate(lesson.trace, 0), width)
    if lesson.summary:
        yield from prose_lines(lesson.summary, width, "Summary: ")
    for number, sample in enumerate(() if session.is_predicting else lesson.execution_sample, 1):
        yield from prose_lines(sample, width, f"In this lesson, {number}: ")


def _who(trace: Trace, step: Step) -> str:
    """Who acts in a step."""
    if step.consumer is not None:
        worker = f", worker {step.worker}" if step.worker else ""
        return f"consumer {visible(step.consumer)}{worker}"
    if step.number in trace.written_by:
        return f"the function of consumer {visible(trace.written_by[step.number][0])}"
    if step.phase is Phase.WRITE:
        return "an application" if step.change is not None and step.change.sent else "DynamoDB, by time to live"
    if step.event in (Event.AVAILABLE_STREAM_ENABLED, Event.AVAILABLE_STREAM_DISABLED):
        return "an application"
    return "DynamoDB Streams"


def _about(trace: Trace, step: Step) -> str:
    """The records of a step that are there by then, with their shards, or the item that a write is about."""
    records = [index for index in step.records if trace.is_captured(index, step)]
    if records:
        shards = sorted({trace.records[index].shard.number for index in records})
        named = [f"{index + 1} ({key_words(trace.records[index].key)})" for index in records[:MOST_RECORDS]]
        if len(records) > MOST_RECORDS:
            named.append(f"{len(records) - MOST_RECORDS} more")
        where = f"shard{'s' if len(shards) > 1 else ''} {joined([str(each) for each in shards])}"
        return f"record{'s' if len(records) > 1 else ''} {joined(named)}, in {where}"
    return f"item {key_words(step.change.key)}" if step.change is not None and step.change.key else ""


def why_lines(session: PlaySession, width: int) -> Iterator[str]:
    """The step once more, with its row of the process table and its stream records, attribute by attribute."""
    yield from step_lines(session, width)
    if not session.step:
        return
    trace = session.lesson.trace
    step = trace.step(session.step)
    view = step_view(trace, step)
    yield from wrapped(f"{view.answers_said}.", width, "Row of the table: ")
    for heading, cell in view.further:
        if cell:
            yield from wrapped(cell, width, f"{heading}: ")
    if step.change is not None and step.change.key:
        yield from _item_lines(step.change, width)
    records = [index for index in step.records if trace.is_captured(index, step)]
    for index in records[:MOST_RECORDS]:
        yield from _record_lines(trace, index, width)
    if len(records) > MOST_RECORDS:
        yield f"{len(records) - MOST_RECORDS:,} more records."


def _item_lines(change: Change, width: int) -> Iterator[str]:
    """The item of a write, attribute by attribute; what the write changed with its value before."""
    name, before, after = f"Item {key_words(change.key)}", change.before or {}, change.after or {}
    if change.before is None or change.after is None:
        yield f"{name}: {_presence(change)}."
    for attribute in dict.fromkeys([*before, *after]):
        old, new = before.get(attribute), after.get(attribute)
        value = value_text(new) if new is not None else "removed" if old is not None else ""
        changed = f" (before: {'not there' if old is None else value_text(old)})" if before and old != new else ""
        yield from wrapped(f"{value}{changed}", width, f"{name}, {visible(attribute)}: ")


def _presence(change: Change) -> str:
    """Whether an item is in the table before and after a write, where it is not in it at both times."""
    if change.after is not None:
        return "not in the table before this write"
    return "not in the table any more" if change.before is not None else "not in the table, before or after"


def _record_lines(trace: Trace, index: int, width: int) -> Iterator[str]:
    record = trace.records[index]
    view = record_view(record)
    name = f"Record {index + 1}"
    yield from wrapped(f"{view.event_name} of {view.key}, {view.size_bytes} bytes.", width, f"{name}: ")
    yield from wrapped(view.sequence_number, width, f"{name}, sequence number: ")
    yield from wrapped(view.view_type, width, f"{name}, view type: ")
    for image, state in (("old image", view.old_image), ("new image", view.new_image)):
        if state != SHOWN:
            yield from wrapped(f"none, {state}.", width, f"{name}, {image}: ")
            continue
        for row in view.rows:
            value = row.old if image == "old image" else row.new
            changed = " (changed)" if row.changed else ""
            yield from wrapped(f"{value or 'not there'}{changed}", width, f"{name}, {image}, {row.name}: ")
    if record.user_identity is not None:
        identity = joined([f"{each} {value}" for each, value in record.user_identity.items()])
        yield from wrapped(identity, width, f"{name}, userIdentity: ")
