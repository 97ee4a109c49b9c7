"""The places of a lesson that name steps: texts, answers, choices, predictions, notes and key moments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from simulator.dynamodb.whole_numbers import in_digits
from simulator.lesson.lesson import Lesson, texts_of
from simulator.lesson.step_of_path import NoStep, step_of
from simulator.lesson.words.references import references_in, step_part
from simulator.machine.trace import Trace
from simulator.scenario.answers import Answer
from simulator.scenario.model import Scenario
from simulator.scenario.step_paths import InvalidPath, StepPath, path_of
from simulator.scenario.yaml.nodes import KeyPath

STEP_CHOICE = re.compile(r"Step ([1-9][0-9]{0,8})")
"""The words of a choice that is a step."""


class Place(NamedTuple):
    """A part of a lesson's file that can name steps."""

    path: KeyPath
    kind: Literal["step", "choice", "text"]
    """A step; a choice that is a step's words or a step; or a text, which may hold references."""
    value: StepPath | str
    other_run: bool = False
    """Whether its steps are those of a what-if's run."""


class Pointer(NamedTuple):
    """A path to a step, as it is written in a place, and the step that it leads to."""

    path: KeyPath
    written: str
    step: int


def places(scenario: Scenario) -> Iterator[Place]:
    """Every place of a lesson that can name steps, in the file's order of parts."""
    for text_path, text in texts_of(scenario):
        if not (_is_choice(text_path) and STEP_CHOICE.fullmatch(text)):
            yield Place(text_path, "text", text)
    for index, note in enumerate(scenario.notes):
        yield Place(("notes", index, "step"), "step", note.step)
    for index, moment in enumerate(scenario.key_moments):
        if moment.step is not None:
            yield Place(("key_moments", index, "step"), "step", moment.step)
    for index, predicted in enumerate(scenario.predict or []):
        yield Place(("predict", index, "step"), "step", predicted.step)
    for index, item in enumerate(scenario.quiz):
        other_run = item.answer is not None and item.answer.is_about_another_run
        for choice_index, choice in enumerate(item.choices):
            path: KeyPath = ("quiz", index, "choices", choice_index)
            if choice.step is not None:
                yield Place((*path, "step"), "choice", choice.step, other_run)
            elif STEP_CHOICE.fullmatch(choice.text or ""):
                yield Place(path, "choice", choice.text or "", other_run)
        if item.answer is not None:
            for part, step in _steps_of(item.answer):
                yield Place(("quiz", index, "answer", *part), "step", step, other_run)


def pointers(lesson: Lesson) -> Iterator[Pointer]:
    """Every path to a step that a lesson holds, with the step in the lesson's own run.

    What a what-if names in its other run is left out.
    """
    for path, written in _written(lesson):
        step = _step(written, lesson.trace)
        if step is not None:
            yield Pointer(path, written, step)


def bare_numbers(lesson: Lesson) -> Iterator[Pointer]:
    """Those of `pointers` that are the bare number of a step."""
    for path, written in _written(lesson):
        step = _step(written, lesson.trace) if in_digits(written) else None
        if step:  # no step has the number 0
            yield Pointer(path, written, step)


def _written(lesson: Lesson) -> Iterator[tuple[KeyPath, str]]:
    """The paths to steps of the lesson's own run, as they are written, with their places."""
    for place in places(lesson.scenario):
        if not place.other_run:
            yield from ((place.path, written) for written in _paths_in(place))


def _paths_in(place: Place) -> Iterator[str]:
    if isinstance(place.value, StepPath):
        yield place.value.written
    elif place.kind == "choice":
        yield place.value.removeprefix("Step ")
    else:
        for reference in references_in(place.value):
            path = step_part(reference.scheme, reference.target)[1]
            if path is not None:
                yield path


def _step(written: str, trace: Trace) -> int | None:
    try:
        return step_of(path_of(written), trace)
    except (InvalidPath, NoStep):  # a choice may well name a step that is not there
        return None


def _steps_of(answer: Answer) -> Iterator[tuple[KeyPath, StepPath]]:
    for name in ("after", "changed_in", "of", "images"):
        if getattr(answer, name) is not None:
            yield (name,), getattr(answer, name)
    if answer.cell is not None:
        yield ("cell", "step"), answer.cell.step
    for which in ("first_step", "last_step"):
        for name in ("of", "after"):
            step = getattr(getattr(answer, which), name, None)
            if step is not None:
                yield (which, name), step


def _is_choice(path: KeyPath) -> bool:
    return len(path) == 4 and path[0] == "quiz" and path[2] == "choices"
