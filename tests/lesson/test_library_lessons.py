"""Every lesson of the library is played: it loads, and its quiz tells right from wrong."""

from __future__ import annotations

from itertools import combinations

from loaded_lessons import in_each, load_lesson

from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import references
from simulator.scenario.files.library import lesson_names

in_each_lesson = in_each(lesson_names())


def test_it_has_the_name_of_its_file():
    assert [load_lesson(name).name for name in lesson_names()] == list(lesson_names())


@in_each_lesson
def test_it_loads_and_runs_to_rest(lesson):
    assert lesson.trace.steps[-1].event.value == "idle.waiting"


@in_each_lesson
def test_it_has_every_part_of_a_lesson(lesson):
    assert all((lesson.summary, lesson.execution_sample, lesson.moments, lesson.questions, lesson.snapshot))
    assert lesson.transcript


@in_each_lesson
def test_the_right_choices_of_every_question_are_graded_right(lesson):
    assert all(question.is_right(question.right) for question in lesson.questions)


@in_each_lesson
def test_every_other_set_of_choices_is_graded_wrong(lesson):
    for question in lesson.questions:
        positions = range(len(question.options))
        for size in range(len(question.options) + 1):
            for chosen in combinations(positions, size):
                if chosen != question.right:
                    assert not question.is_right(chosen)


@in_each_lesson
def test_every_question_has_hints_a_place_to_look_and_an_explanation_that_cites(lesson):
    for question in lesson.questions:
        assert len(question.hints) == 2
        assert question.location is not None
        assert references(question.explanation)


@in_each_lesson
def test_every_step_is_narrated(lesson):
    trace = lesson.trace
    assert all(references(narrate(trace, step.number)) for step in trace.steps)
