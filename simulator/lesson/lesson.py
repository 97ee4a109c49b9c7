"""A lesson: a scenario, its trace, and its texts with every reference and every answer checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from simulator.lesson.beliefs import Beliefs
from simulator.lesson.quiz.authored import question_from
from simulator.lesson.quiz.question import Question
from simulator.lesson.step_of_path import NoStep, step_of
from simulator.lesson.words.reference_problems import problems, variable_problem
from simulator.lesson.words.references import Prose, location_of, parse, references_in
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import Complaint, ScenarioError, did_you_mean
from simulator.scenario.events import Event
from simulator.scenario.files.library import find_lesson, lesson_names, library_folder
from simulator.scenario.loader import load_what_runs
from simulator.scenario.model import Scenario
from simulator.scenario.notes import KeyMoment
from simulator.scenario.step_paths import StepPath
from simulator.scenario.yaml.nodes import KeyPath

FindLessons = Callable[[Path | None], Mapping[str, Path]]
"""Finds the lessons that those of a folder can lead to, by their ids."""


class Moment(NamedTuple):
    """A key moment: a question worth a pause, and its answer."""

    question: Prose
    answer: Prose
    step: int | None
    """The step that it is about; None where its author names none."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson that was read and checked: everything that a view needs."""

    scenario: Scenario
    trace: Trace
    summary: Prose
    execution_sample: tuple[Prose, ...]
    notes: Mapping[int, tuple[Prose, ...]]
    """The author's sentences by the steps that they stand at."""
    moments: tuple[Moment, ...]
    """The key moments, in the order of the run."""
    questions: tuple[Question, ...]
    snapshot: tuple[Prose, ...]
    transcript: Prose
    lessons: Mapping[str, Path]
    """The lessons that references can lead to, by name."""
    beliefs: Beliefs
    """The lesson as believers in a misconception see it."""

    @property
    def title(self) -> str:
        """The lesson's title."""
        return self.scenario.title

    @property
    def name(self) -> str:
        """The library's name of the lesson, or its file's."""
        return self.scenario.name


def load_lesson(name: str | Path, find: FindLessons | None = None) -> Lesson:
    """Read a lesson by its library name or its path, run it, and check its texts against the run.

    `find` finds the lessons that those of a folder can lead to; left out, `lessons_from` does.

    Raises:
        ScenarioError: with everything that is wrong with the file.
    """
    scenario, refused = load_what_runs(name)
    folder = find_lesson(name)[0].parent
    if refused:
        raise ScenarioError(dict.fromkeys((*refused, *_complaints_about(scenario, folder, find))))
    return lesson_of(scenario, folder, find)


def _complaints_about(scenario: Scenario, folder: Path, find: FindLessons | None) -> tuple[Complaint, ...]:
    """The complaints about the texts and the answers of a scenario."""
    try:
        lesson_of(scenario, folder, find)
    except ScenarioError as error:
        return error.complaints
    return ()


def lesson_of(scenario: Scenario, folder: Path | None = None, find: FindLessons | None = None) -> Lesson:
    """A lesson of a scenario; lessons beside it in `folder` can be referred to, or those that `find` finds.

    Raises:
        ScenarioError: a reference leads nowhere, an answer cannot be worked out, or not exactly one choice is right.
    """
    trace = simulate(scenario)
    lessons = (find or lessons_from)(folder)
    complaints: list[Complaint] = []
    for path, text in texts_of(scenario):
        complaints += [scenario.complaint(path, *found) for found in problems(text, trace, lessons)]
    for index, name in enumerate(scenario.assumes):
        if name not in lessons:
            message = f'no lesson "{name}"{did_you_mean(name, lessons)}'
            complaints.append(scenario.complaint(("assumes", index), "L402", message))
    complaints += [scenario.complaint(*found) for found in _other_files(scenario, lessons)]
    questions = []
    ids: set[str] = set()
    for index, item in enumerate(scenario.quiz):
        question, found_problems = question_from(item, index + 1, trace, scenario)
        questions.append(question)
        if question.id in ids:
            complaints.append(
                scenario.complaint(("quiz", index, "id"), "L406", f'the id "{question.id}" is here twice')
            )
        ids.add(question.id)
        for part, code, message in found_problems:
            complaints.append(scenario.complaint(("quiz", index, *part), code, message))
    complaints += [scenario.complaint(*found) for found in _step_problems(scenario, trace)]
    complaints += [scenario.complaint(*found) for found in _predict_problems(scenario, trace)]
    if scenario.repair is not None:
        from simulator.lesson.repair.repair import repair_problems  # most lessons have none, and are read sooner

        complaints += [scenario.complaint(*found) for found in repair_problems(scenario, trace)]
    if complaints:
        raise ScenarioError(complaints)
    return Lesson(
        scenario,
        trace,
        parse(scenario.summary or "", trace),
        tuple(parse(each, trace) for each in scenario.execution_sample),
        _notes(scenario, trace),
        _moments(scenario, trace),
        tuple(questions),
        tuple(parse(each, trace) for each in scenario.concept_snapshot),
        parse(scenario.transcript or "", trace),
        lessons,
        Beliefs(scenario, trace, _cited(scenario), _named(scenario)),
    )


def lessons_from(folder: Path | None) -> dict[str, Path]:
    """The lessons that a lesson can lead to, by id: those of the course of its folder, and the library's.

    Nothing is checked here: whether one is a lesson shows when it is opened.
    """
    shipped = library_folder()
    library = {name: shipped / f"{name}.yaml" for name in lesson_names()}
    if folder is None or folder.resolve() == shipped:
        return library
    from simulator.scenario.files.course_folder import lessons_beside  # the library's lessons do without

    return library | lessons_beside(folder)


def _other_files(scenario: Scenario, lessons: Mapping[str, Path]) -> Iterator[tuple[KeyPath, str, str]]:
    """References to lessons that lead to other YAML files: the path, a complaint's code, and its message."""
    led_to: list[tuple[KeyPath, str]] = [(("assumes", index), name) for index, name in enumerate(scenario.assumes)]
    for path, text in texts_of(scenario):
        led_to += [(path, each.target) for each in references_in(text) if each.scheme == "lesson"]
    reasons: dict[str, str | None] = {}
    for path, name in led_to:
        if name in lessons and lessons[name].parent != library_folder():
            from simulator.scenario.files.folder import why_no_lesson  # the library's lessons do without

            reason = reasons[name] if name in reasons else reasons.setdefault(name, why_no_lesson(lessons[name]))
            if reason is not None:
                yield path, "L402", f'"{name}" is no lesson: {reason}'


def _moments(scenario: Scenario, trace: Trace) -> tuple[Moment, ...]:
    """The key moments of a lesson whose references are sound, in the order of the run, those without a step last."""
    moments = (
        Moment(parse(each.question, trace), parse(each.answer, trace), moment_step(each, trace))
        for each in scenario.key_moments
    )
    return tuple(sorted(moments, key=lambda each: len(trace.events) + 1 if each.step is None else each.step))


def moment_step(model: KeyMoment, trace: Trace) -> int | None:
    """The step of a key moment whose references are sound: its own, or the first that its answer or question refers to.

    None where neither refers to a step.
    """
    if model.step is not None:
        return step_of(model.step, trace)
    referred = chain(references_in(model.answer, trace), references_in(model.question, trace))
    locations = filter(None, map(location_of, referred))
    return next((location.step for location in locations if location.step is not None), None)


def _notes(scenario: Scenario, trace: Trace) -> dict[int, tuple[Prose, ...]]:
    """The notes of a lesson by their steps; at one step they keep the file's order."""
    notes: dict[int, tuple[Prose, ...]] = {}
    for note in scenario.notes:
        step = step_of(note.step, trace)
        notes[step] = (*notes.get(step, ()), parse(note.text, trace))
    return notes


def _step_problems(scenario: Scenario, trace: Trace) -> Iterator[tuple[KeyPath, str, str]]:
    """Notes and key moments at steps that the run does not have: the path, a complaint's code, and its message."""
    named: list[tuple[KeyPath, StepPath, int]] = []
    named += [(("notes", index, "step"), note.step, 1) for index, note in enumerate(scenario.notes)]
    moments = [(index, moment.step) for index, moment in enumerate(scenario.key_moments)]
    named += [(("key_moments", index, "step"), step, 0) for index, step in moments if step is not None]
    for path, step, least in named:
        try:
            step_of(step, trace, least)
        except NoStep as problem:
            yield path, "L402", str(problem)


def _predict_problems(scenario: Scenario, trace: Trace) -> Iterator[tuple[KeyPath, str, str]]:
    """Problems of the steps that are to be predicted: the path, a complaint's code, and its message."""
    seen: set[int] = set()
    for index, item in enumerate(scenario.predict or []):
        path: KeyPath = ("predict", index, "step")
        try:
            step = step_of(item.step, trace, 1)
        except NoStep as problem:
            yield path, "L402", str(problem)
            continue
        if step in seen:
            yield path, "L406", f"step {step} is here twice; it is asked about once"
        elif item.ask in ("event_name", "images") and trace.events[step - 1] is not Event.CAPTURE_RECORD:
            what = "eventName" if item.ask == "event_name" else "images"
            yield ("predict", index, "ask"), "L405", f"step {step} captures no record, so it has no {what}"
        elif item.ask == "reader" and trace.actors[step - 1] is None:
            yield ("predict", index, "ask"), "L405", f"nobody reads or works in step {step}"
        elif item.ask == "record" and (trace.actors[step - 1] is None or not trace.record_indexes[step - 1]):
            yield ("predict", index, "ask"), "L405", f"nobody reads or works on a record in step {step}"
        elif item.variable is not None and item.ask != "next":
            yield ("predict", index, "ask"), "L405", "`variable` stands in place of `ask`; leave one of them out"
        elif item.variable is not None:
            unknown = variable_problem(item.variable, trace)
            if unknown is not None:
                yield ("predict", index, "variable"), "L405", unknown
        seen.add(step)


def texts_of(scenario: Scenario) -> Iterator[tuple[KeyPath, str]]:
    """Every text that may hold references, with its path."""
    for name in ("summary", "transcript"):
        if getattr(scenario, name) is not None:
            yield (name,), getattr(scenario, name)
    for name in ("execution_sample", "concept_snapshot"):
        yield from _listed((name,), getattr(scenario, name))
    for index, note in enumerate(scenario.notes):
        yield ("notes", index, "text"), note.text
    for index, moment in enumerate(scenario.key_moments):
        yield ("key_moments", index, "question"), moment.question
        yield ("key_moments", index, "answer"), moment.answer
    if scenario.repair is not None:
        yield ("repair", "story"), scenario.repair.story
        yield ("repair", "debrief"), scenario.repair.debrief
    for index, item in enumerate(scenario.quiz):
        path: KeyPath = ("quiz", index)
        yield (*path, "question"), item.question
        yield from _listed((*path, "hint"), item.hint)
        if item.explanation is not None:
            yield (*path, "explanation"), item.explanation
        for choice_index, choice in enumerate(item.choices):
            if choice.text is not None:
                yield (*path, "choices", choice_index), choice.text
            if choice.why is not None:
                yield (*path, "choices", choice_index, "why"), choice.why
        for wrong_index, wrong in enumerate(() if item.typed is None else item.typed.wrong):
            if wrong.why is not None:
                yield (*path, "typed", "wrong", wrong_index, "why"), wrong.why


def _cited(scenario: Scenario) -> frozenset[str]:
    """The facts that a lesson speaks of: those that its texts refer to, and the beliefs that it names."""
    texts = (text for _, text in texts_of(scenario))
    found = {each.target for text in texts for each in references_in(text) if each.scheme == "fact"}
    return frozenset(found | _named(scenario).keys())


def _named(scenario: Scenario) -> Counter[str]:
    """The beliefs that a lesson's quiz names, behind a wrong choice or because their run is asked about: how often."""
    asked = [item.answer.as_ for item in scenario.quiz if item.answer is not None and item.answer.as_]
    wrong = [each for item in scenario.quiz for each in (item.choices if item.typed is None else item.typed.wrong)]
    return Counter([*asked, *(each.misconception for each in wrong if each.misconception)])


def _listed(path: KeyPath, texts: list[Any]) -> Iterator[tuple[KeyPath, str]]:
    for index, text in enumerate(texts):
        yield (*path, index), text
