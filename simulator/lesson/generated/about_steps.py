"""Questions about single steps: a step's number, the next step, and the record that follows from it."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.answers.believed import same_step
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.generated.draft import Draft, following, other_actions, some, wrong_numbers
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.evidence import is_about
from simulator.lesson.words.events.table import action_words, clause_words, has_clause
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import Location, Prose
from simulator.lesson.words.sentences import to_step
from simulator.machine.trace import Trace
from simulator.scenario.events import Event, Phase

OF_PHASE = {
    Phase.WRITE: "This is about the table. The stream and its readers have no part in it.",
    Phase.CAPTURE: "The stream makes a record some time after the write, and only where an item has changed.",
    Phase.AVAILABLE: "This happens in the stream. No consumer is needed for it.",
    Phase.READ: "A consumer asks by itself, poll by poll. What it could read may wait for it for some time.",
    Phase.PROCESS: "Work begins only after a read has brought something to work on.",
    Phase.IDLE: "A consumer becomes idle when it had work and a poll then finds nothing.",
}
"""For each phase a first hint."""


def first_step(lesson: Lesson, seed: int) -> Iterator[Draft[int]]:
    """The first step at which something happens. With step 1 it would be no question."""
    for event in dict.fromkeys(lesson.trace.events[1:]):
        if has_clause(event) and event is not lesson.trace.events[0]:
            yield _step_of(lesson.trace, event, True, seed)


def last_step(lesson: Lesson, seed: int) -> Iterator[Draft[int]]:
    """The last step at which something happens that happens more than once."""
    events = lesson.trace.events
    for event in dict.fromkeys(events):
        if has_clause(event) and events.count(event) > 1:
            yield _step_of(lesson.trace, event, False, seed)


def _step_of(trace: Trace, event: Event, first: bool, seed: int) -> Draft[int]:
    which = "first" if first else "last"

    def solve(run: Trace, rules: Rules) -> tuple[int, ...]:
        if not is_about(rules, event) or event not in run.events:
            raise NoAnswer(f"no step is {event.value}")
        there = same_step(run, _end_of(run, event, first), trace)
        if rules != AWS and there == _end_of(trace, event, not first):
            raise NoAnswer("this answer may as well mistake the first step for the last")
        return (there,)

    step = _end_of(trace, event, first)
    other = _next_of(trace, event, step, first)
    lower = [number for number in (step - 1, step - 2, step - 3) if number > 0]
    upper = [number for number in (step + 1, step + 2, step + 3) if number <= len(trace.events)]
    if other is not None and first:
        upper = [other, *(number for number in upper if number != other)]
    elif other is not None:
        lower = [other, *(number for number in lower if number != other)]
    alone = f"the {which} step of its kind" if other is not None else "the only step of its kind"
    return Draft(
        f"{which}-step/{event.value}",
        f"What is the {which} step at which {clause_words(event, trace)}?",
        solve,
        Location(step),
        OF_PHASE[event.phase],
        f'Go through the "Action" column from its {"start" if first else "end"}, and stop at the first row that says '
        "so.",
        (to_step(step, "Step"), f', "{action_words(trace, trace.step(step))}", is {alone}. ', *narrate(trace, step)),
        wrong_numbers(lower, upper, 3, f"{seed}/{which}/{event.value}"),
        words="Step {}".format,
    )


def _end_of(trace: Trace, event: Event, first: bool) -> int:
    """The first or the last step of an event that happens."""
    if first:
        return trace.events.index(event) + 1
    return len(trace.events) - trace.events[::-1].index(event)


def _next_of(trace: Trace, event: Event, step: int, after: bool) -> int | None:
    """The nearest step of the same event after a step, or before it."""
    numbers = range(step + 1, len(trace.events) + 1) if after else range(step - 1, 0, -1)
    return next((number for number in numbers if trace.events[number - 1] is event), None)


def next_step(lesson: Lesson, seed: int) -> Iterator[Draft[str]]:
    """The step that comes after another, where that can be worked out."""
    trace = lesson.trace
    for number in some(range(1, len(trace.events)), f"{seed}/next"):
        if not trace.events[number].by_timeline:
            yield _next(trace, number, seed)


def _next(trace: Trace, number: int, seed: int) -> Draft[str]:
    def solve(run: Trace, rules: Rules) -> tuple[str, ...]:
        return (following(run, trace, number, rules),)

    return Draft(
        f"next/{number}",
        f'Step {number} is "{action_words(trace, trace.step(number))}". What is the next step?',
        solve,
        Location(number + 1),
        "Think of what is on its way: a change, a record in the stream, a record in a consumer's hands.",
        f"Find step {number} in the process table. The answer is the row below it.",
        why_next(trace, number + 1),
        other_actions(trace, number + 1, f"{seed}/next/{number}"),
    )


NO_RECORD = frozenset({Event.WRITE_UNCHANGED, Event.WRITE_REJECTED, Event.WRITE_CANCELLED})
"""Writes that no record follows."""


def why_next(trace: Trace, number: int) -> Prose:
    """Why a step comes next: its narration, after that of the write before it if no record follows from that write."""
    why: Prose = (to_step(number, "Step"), ": ", *narrate(trace, number))
    if number > 1 and trace.events[number - 2] in NO_RECORD:
        return (to_step(number - 1, "Step"), ": ", *narrate(trace, number - 1), " ", *why)
    return why


def event_name(lesson: Lesson, seed: int) -> Iterator[Draft[str]]:
    """The eventName of a write's record, if there is one."""
    trace = lesson.trace
    status = trace.recorded_histories["stream_status"]
    for number in some(trace.writes, f"{seed}/event-name"):
        change = trace.writes[number]
        changed = change.before != change.after
        if changed and not trace.record_indexes[number - 1] and status.at(number) != "DISABLED":
            continue  # the run ends before it is captured
        yield _event_name(trace, number, changed)


def _event_name(trace: Trace, number: int, changed: bool) -> Draft[str]:
    def solve(run: Trace, rules: Rules) -> tuple[str, ...]:
        about = run.record_indexes[same_step(trace, number, run) - 1]
        return (run.records[about[0]].event_name if about else "There is no record",)

    about = trace.record_indexes[number - 1]
    nudge = "The name says what became of the item, not which call was made. Without a change there is no record."
    look = "Was there an item with this key before the step, is there one after it, and is it another one?"
    if changed and not about:
        nudge = "Only what is written while the stream is on is captured."
        look = "Was the stream on at this step?"
    why: Prose = ("The stream is off at this step, and what is written then is never captured.",)
    if about:
        record = trace.records[about[0]]
        why = ("Its record is captured in ", to_step(trace.captured[about[0]]), f": {record.event_name}.")
    return Draft(
        f"event-name/{number}",
        f'Step {number} is "{action_words(trace, trace.step(number))}". What is the eventName of the '
        "stream record that follows from it?",
        solve,
        Location(number),
        nudge,
        look,
        why if changed and not about else (*narrate(trace, number), *((" ", *why) if about else ())),
        EVENT_NAMES,
        in_order=EVENT_NAMES,
    )


EVENT_NAMES = ("INSERT", "MODIFY", "REMOVE", "There is no record")
