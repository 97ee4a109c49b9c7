"""Answers typed and graded once more: a wrong grade is found even where the question calls it right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Question
from simulator.lesson_tests import answers_hold as replay
from simulator.lesson_tests.answers_hold import misgraded

QUIZ = """\
quiz:
  - {id: one, question: Q, choices: [Step 1, Step 2, Step 3], answer: {first_step: {column: record_created}}}
  - {id: several, question: Q, choices: [{text: a, correct: true}, b, {text: c, correct: true}]}
  - {id: o, question: Q, choices: [Consumer reads stream record, Write item to DynamoDB table], answer: {order: true}}
  - {id: match, question: Q, answer: {match: {records: [1, 2], by: key}}}
"""


@pytest.fixture(scope="module")
def asked(lesson) -> Lesson:
    return lesson("put: {order_id: o-1}", "put: {order_id: o-2}", more=QUIZ)


def named(asked: Lesson, name: str) -> Question:
    [question] = [each for each in asked.questions if each.id == name]
    return question


def found(asked: Lesson, question: Question) -> list[str]:
    return list(misgraded((question,), asked.trace))


def test_questions_that_hold_give_no_line(asked):
    assert list(misgraded(asked.questions, asked.trace)) == []


def test_another_choice_than_the_runs_is_found(asked):
    assert found(asked, replace(named(asked, "one"), right=(2,))) == [
        "one: the right answer, B, is graded wrong",
        "one: a wrong answer, C, is graded right",
    ]


def test_half_of_several_right_choices_is_found(asked):
    assert found(asked, replace(named(asked, "several"), right=(0,))) == [
        "several: the right answer, A and C, is graded wrong",
        "several: a wrong answer, A, is graded right",
    ]


@pytest.mark.parametrize("name", ["o", "match"])
def test_another_order_than_the_runs_is_found(asked, name):
    question = named(asked, name)
    right, wrong = question.letters(question.right), question.letters(question.right[::-1])
    assert right != wrong
    assert found(asked, replace(question, right=question.right[::-1])) == [
        f"{name}: the right answer, {right}, is graded wrong",
        f"{name}: a wrong answer, {wrong}, is graded right",
    ]


def no_answer(*_: object) -> tuple[str, ...]:
    raise NoAnswer("the run has none")


@pytest.mark.parametrize("solver", [no_answer, lambda *_: ("Step 9",)])
def test_an_answer_that_the_run_does_not_give_or_no_choice_says_is_found(asked, solver):
    said = "one: the run gives no answer, or one that no choice says"
    assert found(asked, replace(named(asked, "one"), solver=solver)) == [said]


def test_of_a_question_with_very_many_other_answers_only_some_are_tried(asked, monkeypatch):
    monkeypatch.setattr(replay, "MOST", 1)
    assert len(found(asked, replace(named(asked, "several"), right=(2,)))) == 1  # C alone is the third that is tried
