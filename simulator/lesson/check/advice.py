"""Warnings about lessons that load but could teach better, each with its own code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from simulator.dynamodb.facts import facts
from simulator.lesson.answers.believed import event_asked_for
from simulator.lesson.answers.solve import first_action
from simulator.lesson.check.advice_on_columns import advice_on_columns
from simulator.lesson.check.advice_on_predictions import advice_on_predictions
from simulator.lesson.check.advice_on_quiz import Advice, advice_on_quiz
from simulator.lesson.labels.mentions import Named, mentions
from simulator.lesson.labels.naming import Names
from simulator.lesson.labels.paths_of_steps import labelled_path
from simulator.lesson.labels.places import bare_numbers
from simulator.lesson.lesson import Lesson, texts_of
from simulator.lesson.step_of_path import NoStep, step_of
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.markdown import read
from simulator.lesson.words.prose import leaves
from simulator.lesson.words.references import STEP, location_of, parse, plain, references, references_in
from simulator.lesson.words.table import variable_name
from simulator.machine.cited_facts import OF_EVENTS
from simulator.machine.trace import Trace
from simulator.scenario.answers import Answer
from simulator.scenario.checks.advice_on_patterns import advice_on_patterns
from simulator.scenario.checks.advice_on_writes import advice_on_writes
from simulator.scenario.complaints.complaint import Complaint
from simulator.scenario.events import Event, Phase
from simulator.scenario.questions import QuizItem
from simulator.scenario.step_paths import StepPath
from simulator.scenario.variables import VARIABLES, variable_id

LONGEST_SUMMARY = 400
"""Characters of a summary: the catalogue shows it whole."""

_BARE_FACT = re.compile(r"\bF\d+a?\b")
_TOO_PLAIN = frozenset({Event.AVAILABLE_RECORD, Event.IDLE_WAITING})
"""Events that a lesson need not speak of."""


def advice(lesson: Lesson) -> list[Complaint]:
    """Every warning about a lesson that has no errors."""
    found = [*advice_on_quiz(lesson), *_texts(lesson), *_bare_numbers(lesson), *_run(lesson)]
    found += [*advice_on_columns(lesson), *advice_on_predictions(lesson)]
    found += [*advice_on_writes(lesson.scenario), *advice_on_patterns(lesson.scenario)]
    return [lesson.scenario.complaint(*each) for each in found]


def advice_on_names(path: Path, lesson: Lesson, seen: dict[tuple[Path, str, str], str]) -> Iterator[Complaint]:
    """A warning where a lesson's title or id is that of another one in its folder.

    `seen` holds those of the lessons before it, and takes this one's. A lesson's id is its file's name.
    """
    for what, value in (("title", lesson.title), ("id", lesson.name)):
        first = seen.setdefault((path.parent, what, value.casefold()), path.name)
        if first != path.name:
            message = f'the lesson {first} has the same {what}, "{value}"'
            yield lesson.scenario.complaint(("title",), "W508", message)


def _texts(lesson: Lesson) -> Iterator[Advice]:
    scenario = lesson.scenario
    if scenario.summary is not None and len(plain(parse(scenario.summary))) > LONGEST_SUMMARY:
        length = len(plain(parse(scenario.summary)))
        yield ("summary",), "W509", f"the summary has {length} characters; at most {LONGEST_SUMMARY} read well"
    shown = frozenset(chain.from_iterable(map(lesson.trace.facts_of, range(1, len(lesson.trace.events) + 1))))
    for path, text in texts_of(scenario):
        prose = parse(text, lesson.trace)
        is_bare = len(prose) == 1 and isinstance(prose[0], str)  # most texts are
        bare = text if is_bare else "".join(part if isinstance(part, str) else " " for part in leaves(prose))
        if not ("choices" in path and path[-1] != "why"):  # a choice may well be "Step 4"
            answer = scenario.quiz[int(path[1])].answer if path[0] == "quiz" else None
            for message in _bare_steps(bare, answer, lesson.trace):
                yield path, "W507", message
        unread = read(text).unread
        for kind, written in dict(reversed(unread)).items() if unread else ():
            form = "; a link can lead to one: [words](https://...)" if kind == "images" else ""
            yield path, "W513", f'"{written}" is shown as it is written: {kind} are not read in a text{form}'
        for found in _BARE_FACT.finditer(bare) if "F" in bare else ():  # most texts name no fact like this
            if found[0] not in facts():
                yield path, "W510", f"there is no fact {found[0]}"
        if path[0] not in ("notes", "key_moments") and path[-1] != "explanation":
            continue  # elsewhere a fact may well be background
        asked = scenario.quiz[int(path[1])].answer if path[0] == "quiz" else None
        if asked is not None and (asked.what_if is not None or asked.as_ is not None):
            continue  # it speaks of another run, if only beside the lesson's own
        for reference in references(prose):
            if reference.scheme == "fact" and reference.target in OF_EVENTS and reference.target not in shown:
                yield path, "W511", f"no step of this run shows {reference.target}"


def _bare_steps(text: str, answer: Answer | None, trace: Trace) -> Iterator[str]:
    """A warning for each step that a text names without a reference.

    Args:
        text: the text outside of references.
        answer: how the answer is worked out, where the text is a question's: a step that it names may be named.
        trace: the lesson's run.
    """
    steps = len(trace.events)
    for mention in mentions(text):
        begins = [mention.start, *(named.start for named in mention.named[1:])]
        for begin, named in zip(begins, mention.named, strict=True):
            words = text[begin : named.end]
            if len(named.number) > 9 or int(named.number) > steps:
                if answer is None or not answer.is_about_another_run:  # the other run may have more of them
                    yield f'"{words}" names no step: the run has only {steps}'
            elif int(named.number) not in _asked_about(answer, trace):
                yield f'"{words}" is no reference: {_reference_to(named, words, trace)}'


def _reference_to(named: Named, words: str, trace: Trace) -> str:
    """The advice to refer to a step that a text names by its number."""
    path = labelled_path(int(named.number), trace)
    if path is None:
        return "streamsim label makes one of it, which is checked"
    return f"write [{words.replace(named.written, STEP)}](step:{path}), which is checked"


def _asked_about(answer: Answer | None, trace: Trace) -> set[int]:
    """The steps that an answer names."""
    if answer is None:
        return set()
    named = [answer.after, answer.changed_in, answer.of, answer.images]
    if answer.cell is not None:
        named.append(answer.cell.step)
    return {step for path in named if path is not None for step in _steps_named(path, trace)}


def _steps_named(path: StepPath, trace: Trace) -> Iterator[int]:
    """The step that a path of a sound answer leads to; none where it leads to one of another run, as in a what-if."""
    try:
        yield step_of(path, trace)
    except NoStep:
        return


def _bare_numbers(lesson: Lesson) -> Iterator[Advice]:
    """One warning for all bare numbers of steps that a label could name, at the first of them."""
    bare = list(bare_numbers(lesson))
    if bare:
        names = Names(lesson.trace)
        bare = [each for each in bare if names.has(each.step)]
    if bare:
        count = f"{len(bare)} steps are" if len(bare) > 1 else "one step is"
        message = (
            f"{count} named by a bare number, such as {bare[0].written} here, which moves with each action inserted "
            "before it; streamsim label writes labels"
        )
        yield bare[0].path, "W514", message


def _run(lesson: Lesson) -> Iterator[Advice]:
    scenario, trace = lesson.scenario, lesson.trace
    for index, name in enumerate(scenario.show.variables):
        parts = variable_id(name)
        if parts is not None and (parts.shard or parts.worker) and name not in trace.histories:
            what = f"worker {parts.worker}" if parts.worker else f"shard {parts.shard}"
            yield ("show", "variables", index), "W505", f'"{name}" is shown, and the run has no {what}'
        if parts is not None and parts.consumer and VARIABLES[parts.kind].by_stream:
            if name not in trace.histories:
                yield ("show", "variables", index), "W505", f'"{name}" is shown, and the run has no such stream'
            continue  # a stream keeps its view type: that it stays while another comes is what is shown
        ids = [variable for variable in trace.variables if name in (variable, variable.partition(".")[0])]
        if ids and all(len(trace.histories[variable].values) == 1 for variable in ids):
            message = f'"{variable_name(ids[0], trace)}" is shown and never changes'
            yield ("show", "variables", index), "W505", message
    if not lesson.moments and not lesson.questions:
        return  # a lesson that teaches nothing yet
    named = {
        location.step
        for _, text in texts_of(scenario)
        for location in map(location_of, references_in(text, trace))
        if location
    }
    named |= {question.location.step for question in lesson.questions if question.location is not None}
    about = (each.step for each in (*scenario.notes, *scenario.key_moments, *(scenario.predict or ())))
    named |= {step for path in about if path is not None for step in _steps_named(path, trace)}
    spoken = {trace.events[step - 1] for step in named if step}
    spoken |= {event for item in scenario.quiz if item.answer is not None for event in _asked_for(item, trace)}
    for event in dict.fromkeys(trace.events):
        if event not in spoken and event not in _TOO_PLAIN and event.phase is not Phase.WRITE:
            step = trace.first_step(lambda number, event=event: trace.events[number - 1] is event)  # type: ignore[misc]
            assert step is not None
            action = action_words(trace, trace.step(step))
            yield ("timeline",), "W506", f'no text and no question speaks of a step such as {step}, "{action}"'


def _asked_for(item: QuizItem, trace: Trace) -> Iterator[Event]:
    """The events that a question asks for: what is counted, looked for, put in order, matched or changed."""
    answer = item.answer
    assert answer is not None
    event = event_asked_for(answer)
    if event is not None:
        yield event
    steps: list[int | None] = []
    if answer.changed_in is not None and not answer.is_about_another_run:
        steps.append(step_of(answer.changed_in, trace))
    if answer.order:
        steps += [first_action(choice.text or "", trace) for choice in item.choices]
    if answer.match is not None:
        yield Event.CAPTURE_RECORD
    yield from (trace.events[step - 1] for step in steps if step)
