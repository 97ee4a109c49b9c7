"""The lanes of a run in sentences, for plain lines of text and screen readers: no sign stands for a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from simulator.dynamodb.phrases import joined
from simulator.dynamodb.table import Change, Effect
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.sentences import key_words
from simulator.lesson.words.times import time_words
from simulator.machine.details import CheckpointDetail
from simulator.machine.trace import Trace
from simulator.views.held_back import lanes_held_back
from simulator.views.time.lanes import time_lanes
from simulator.views.time.marks import SIGNS
from simulator.views.time.words import Blocked, Due, Gathered, Lane, Mark, Waiting

MOST_LINES = 12
"""Lines about what happened in one lane; the older ones are counted."""

_MOST_RECORDS = 4
"""Records that are named one by one."""

_EFFECTS = {
    Effect.INSERT: "added",
    Effect.MODIFY: "modified",
    Effect.REMOVE: "deleted",
    Effect.UNCHANGED: "not changed",
    Effect.REJECTED: "refused",
}


def time_sentences(trace: Trace, step: int, holds_back: bool = False) -> Iterator[str]:
    """Each sentence as one line, in the order of the lanes; nobody has wrapped it.

    `holds_back` says whether what tells the next step is left out.

    Raises:
        IndexError: no such step.
    """
    lanes = time_lanes(trace, step)
    if holds_back:
        lanes = lanes_held_back(lanes)
    if not lanes.columns:
        yield "Nothing has happened yet."
        return
    yield f"The run up to step {lanes.step} of {lanes.steps}, at {time_words(lanes.now)}."
    if lanes.left_out:
        yield f"{lanes.left_out:,} steps after the first ones are left out."
    for lane in lanes.lanes:
        yield from _lane(trace, lane, lanes.now)


def _lane(trace: Trace, lane: Lane, now: int) -> Iterator[str]:
    """A line for each time at which something happened, and lines about the state of the lane."""
    name = lane.name[0].upper() + lane.name[1:].replace(" · ", ", ")
    if lane.name in trace.consumers:
        name = f"Consumer {lane.name}"
    happened = [_happened(trace, lane, list(marks)) for _, marks in groupby(lane.marks, key=_alike)]
    states = [_blocked(trace, each) for each in lane.blocked]
    states += [_gathered(trace, each) for each in lane.gathered[-MOST_LINES:]]
    if lane.waiting is not None:
        states.append(_waiting(trace, lane.waiting, now))
    if lane.due is not None:
        states.append(_due(trace, lane.due))
    if len(happened) > MOST_LINES:
        yield f"{name}: {len(happened) - MOST_LINES:,} earlier lines are left out."
    yield from (f"{name}, {said}" for said in happened[-MOST_LINES:])
    yield from (f"{name}: {said}" for said in states)
    if not happened and not states:
        yield f"{name}: nothing yet."


def _alike(mark: Mark) -> tuple[str, str | int]:
    """Marks of which one line tells: those of one kind at one time; tries of one batch, and polls, one by one."""
    return (mark.kind, mark.text) if mark.kind in ("failed", "empty") else (mark.kind, mark.time)


def _happened(trace: Trace, lane: Lane, marks: Sequence[Mark]) -> str:
    first, last = marks[0], marks[-1]
    when = time_words(first.time)
    steps = f"step {first.step}"
    if first.time != last.time:
        when = f"{when} to {time_words(last.time)}"
    if first.step != last.step:
        steps = f"steps {first.step} to {last.step}"
    return f"{when}, {steps}: {_told(trace, lane, marks)}."


def _told(trace: Trace, lane: Lane, marks: Sequence[Mark]) -> str:
    """The words of marks of one kind: their own, or the records with what became of them."""
    last = marks[-1]
    if last.kind == "words":
        said = (
            _written(trace.writes[mark.step])
            if mark.step in trace.writes
            else action_words(trace, trace.step(mark.step))
            for mark in marks
        )
        return joined(list(dict.fromkeys(said)))
    if last.kind == "empty":
        return "a poll finds nothing" if len(marks) == 1 else f"{len(marks):,} polls find nothing"
    if last.kind == "checkpoint":
        return joined([_checkpoint(trace, mark) for mark in marks])
    # "Comes again" is left out: whether it does is told of the lane as it is now.
    told = SIGNS[last.kind].word.partition(",")[0].lower()
    records = tuple(
        dict.fromkeys(index for mark in marks for index in mark.records or trace.record_indexes[mark.step - 1])
    )
    if last.kind == "arrived":
        return f"{_records(trace, records)} available, and no reader waits for {'it' if len(records) == 1 else 'them'}"
    if not lane.is_work:
        return f"a message about {_records(trace, records)}"
    if records:
        told = f"{_records(trace, records)} {told}"
    tries = [mark.attempt for mark in marks if mark.attempt]
    if tries and (last.kind in ("failed", "partial") or tries[-1] > 1):
        told += f", try {tries[0]}" if tries[0] == tries[-1] else f", tries {tries[0]} to {tries[-1]}"
    if last.age is not None:
        told += f", iterator age {time_words(last.age)}{' in the end' if len(tries) > 1 else ''}"
    return told


def _written(change: Change) -> str:
    """A write by its item and its effect."""
    return f"{key_words(change.key)} {_EFFECTS[change.effect]}" if change.key else "a transaction cancelled"


def _checkpoint(trace: Trace, mark: Mark) -> str:
    stored = trace.step(mark.step).detail_of(CheckpointDetail).checkpoint
    after = "the end of the shard" if isinstance(stored, str) else _records(trace, (stored,))
    return f"checkpoint after {after}"


def _blocked(trace: Trace, blocked: Blocked) -> str:
    when = f"blocked since {time_words(blocked.since)}"
    if blocked.until is not None:
        when = f"blocked from {time_words(blocked.since)} to {time_words(blocked.until)}"
    return f"{when} by {_records(trace, blocked.records)}."


def _gathered(trace: Trace, gathered: Gathered) -> str:
    if gathered.until is None:
        return f"the batching window has gathered records since {time_words(gathered.since)}."
    when = f"from {time_words(gathered.since)} to {time_words(gathered.until)}"
    return f"the batching window gathered {_records(trace, gathered.records)} {when}."


def _are(records: Sequence[int]) -> str:
    return "is" if len(records) == 1 else "are"


def _waiting(trace: Trace, waiting: Waiting, now: int) -> str:
    if not waiting.records:
        return f"{_records(trace, waiting.hidden)} {_are(waiting.hidden)} captured and not visible to readers yet."
    oldest, waits = _records(trace, (waiting.oldest,)), time_words(now - waiting.since)
    if waiting.is_polled:
        others = f"{waiting.records:,} records wait; the oldest, {oldest}," if waiting.records > 1 else oldest
        return f"{others} has waited {waits}, and now waits for a batch: Lambda's poller has read it."
    if waiting.records == 1 and waiting.since == now:
        return f"{oldest} waits to be read."
    if waiting.records == 1:
        return f"{oldest} has waited {waits} to be read."
    return f"{waiting.records:,} records wait to be read, the oldest, {oldest}, for {waits} now."


def _due(trace: Trace, due: Due) -> str:
    records = _records(trace, due.records)
    if due.time is not None:
        before = "" if due.too_old is None else f", and the first is too old at {time_words(due.too_old)}, before that"
        return f"try {due.attempt} of {records} is due at {time_words(due.time)}{before}."
    return f"{records} in work now" + (f", try {due.attempt}." if due.attempt > 1 else ".")


def _records(trace: Trace, indexes: Sequence[int]) -> str:
    """Records by their numbers and items: `record 3 (order-1)`; of many the first and the last."""
    named = [f"{index + 1} ({key_words(trace.records[index].key)})" for index in indexes]
    if len(named) > _MOST_RECORDS:
        return f"{len(named):,} records, from {named[0]} to {named[-1]}"
    return f"record{'s' if len(named) > 1 else ''} {joined(named)}"
