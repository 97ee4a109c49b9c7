"""Gates: the steps of a lesson that are hidden until the learner has said what they will be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from simulator.lesson.generated.about_steps import NO_RECORD
from simulator.lesson.lesson import Lesson
from simulator.lesson.predict.gate_questions import NEXT, RECORD, question_before
from simulator.lesson.predict.held_back import holds_back
from simulator.lesson.quiz.question import Question
from simulator.lesson.step_of_path import step_of
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.prose import Block, Prose, Reference, Span
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.scenario.variables import VARIABLES, variable_id

MOST_GATES = 10
"""Steps of a lesson that are asked about, where its author has not chosen them."""

_TRIVIAL = frozenset({Event.AVAILABLE_RECORD})
"""Events that follow by themselves: a question about them would only delay the learner."""


class Gate(NamedTuple):
    """A step that is hidden until the learner has said what it will be."""

    step: int
    question: Question
    row: str
    """Its masked row in the process table: its action where the question names that, and else a question."""
    variable: str = ""
    """The variable whose value is asked; empty where another thing is."""


def gates(lesson: Lesson) -> dict[int, Gate]:
    """The steps that are asked about: those the author names, or those at which something new can be understood."""
    wanted = lesson.scenario.predict
    asked = (
        [(step_of(each.step, lesson.trace), each.variable or each.ask) for each in wanted]
        if wanted is not None
        else _worth_asking(lesson.trace)
    )
    found = {}
    steps = {step for step, _ in asked}
    for step, asks in asked:
        tells_ahead = steps.isdisjoint((step + 1, _what_comes_of(lesson.trace, step)))
        question = question_before(lesson, step, asks, tells_ahead)
        if question is not None:
            explanation = (*question.explanation, *_notes_told_with(lesson, step, steps))
            question = replace(question, explanation=explanation)
            hidden = RECORD if asks == "record" else NEXT if asks in ("next", "reader") else ""
            row = hidden or action_words(lesson.trace, lesson.trace.step(step))
            found[step] = Gate(step, question, row, asks if _is_variable(asks) else "")
    return found


def _notes_told_with(lesson: Lesson, step: int, gates: Collection[int]) -> Prose:
    """The author's notes that are told when a gate is passed: those of its step, and those that were held back for it.

    A note may tell what comes next, so the step before a gate and each write before one keep theirs back.
    """
    trace = lesson.trace
    before = max((each for each in gates if each < step), default=0)
    told: list[Span | Block] = []
    for number in range(max(1, before), step):
        # The gate before has told its own notes already, unless this one is the next step.
        if holds_back(trace, number, (step,)) and (number > before or number + 1 == step):
            about = Reference(f"step {number}", "step", str(number))
            told += [part for note in lesson.notes.get(number, ()) for part in (" About ", about, ": ", *note)]
    if step + 1 not in gates:
        told += [part for note in lesson.notes.get(step, ()) for part in (" ", *note)]
    return tuple(told)


def _what_comes_of(trace: Trace, step: int) -> int | None:
    """The next step in which the same consumer has to do with one of a step's records; None where there is none."""
    actor, records = trace.actors[step - 1], set(trace.record_indexes[step - 1])
    if actor is None or not records:
        return None
    later = range(step + 1, len(trace.events) + 1)
    return next(
        (
            each
            for each in later
            if trace.actors[each - 1] == actor and not records.isdisjoint(trace.record_indexes[each - 1])
        ),
        None,
    )


def _is_variable(asks: str) -> bool:
    found = variable_id(asks)
    return found is not None and found.kind in VARIABLES


def _worth_asking(trace: Trace) -> list[tuple[int, str]]:
    """The first step with each event, and the steps after a write that gives no record; more would delay the learner.

    A record of another event name than those before it is something new too.
    """
    chosen: list[tuple[int, str]] = []
    seen: set[Event | str] = set()
    after: set[Event] = set()
    for number, event in enumerate(trace.events, 1):
        before = trace.events[number - 2] if number > 1 else None
        new = event not in seen
        seen.add(event)
        asks = "row" if event is Event.READ_RECORDS else "next"
        if event is Event.CAPTURE_RECORD:
            name = trace.records[trace.record_indexes[number - 1][0]].event_name
            # Nobody can know which of several changes on their way comes first.
            asks = "next" if new or name in seen or _on_their_way(trace, number) > 1 else "event_name"
            new = new or asks == "event_name"
            seen.add(name)
        if event.by_timeline or event in _TRIVIAL:
            continue
        if before in NO_RECORD and before not in after:
            after.add(before)
            asks = "next"
        elif not new:
            continue
        chosen.append((number, asks))
        if len(chosen) == MOST_GATES:
            break
    return chosen


def _on_their_way(trace: Trace, number: int) -> int:
    """How many changes are written before a step and captured in it or later."""
    written = {id(change): step for step, change in trace.writes.items()}
    return sum(
        written[id(record.change)] < number <= captured
        for record, captured in zip(trace.records, trace.captured, strict=True)
    )
