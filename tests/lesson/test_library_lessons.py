"""Every lesson of the library is played: it loads, and its quiz tells right from wrong."""

from __future__ import annotations

from itertools import combinations

import pytest
from loaded_lessons import load_lesson

from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import references
from simulator.scenario.files.library import lesson_names

every_lesson = pytest.mark.parametrize("name", lesson_names())


@every_lesson
def test_it_loads_and_runs_to_rest(name):
    lesson = load_lesson(name)
    assert lesson.name == name
    assert lesson.trace.steps[-1].event.value == "idle.waiting"


@every_lesson
def test_it_has_every_part_of_a_lesson(name):
    lesson = load_lesson(name)
    assert all((lesson.summary, lesson.execution_sample, lesson.moments, lesson.questions, lesson.snapshot))
    assert lesson.transcript


@every_lesson
def test_the_right_choices_of_every_question_are_graded_right(name):
    assert all(question.is_right(question.right) for question in load_lesson(name).questions)


@every_lesson
def test_every_other_set_of_choices_is_graded_wrong(name):
    for question in load_lesson(name).questions:
        positions = range(len(question.options))
        for size in range(len(question.options) + 1):
            for chosen in combinations(positions, size):
                if chosen != question.right:
                    assert not question.is_right(chosen)


@every_lesson
def test_every_question_has_hints_a_place_to_look_and_an_explanation_that_cites(name):
    for question in load_lesson(name).questions:
        assert len(question.hints) == 2
        assert question.location is not None
        assert references(question.explanation)


@every_lesson
def test_every_step_is_narrated(name):
    trace = load_lesson(name).trace
    assert all(references(narrate(trace, step.number)) for step in trace.steps)
