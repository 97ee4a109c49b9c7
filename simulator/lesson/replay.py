"""Whether a lesson's questions hold: every right answer is graded right, and every other one wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

from simulator.lesson.quiz import Chosen, Question, QuizRun

MOST = 2_000
"""Other answers of one question that are tried."""


def misgraded(questions: tuple[Question, ...]) -> Iterator[str]:
    """What is graded wrongly, a line each; nothing where all is well."""
    run = QuizRun.start(questions)
    for index, question in enumerate(questions):
        if not run.answer(index, question.right).is_right(index):
            yield f"{question.id}: the right answer, {question.right_letters}, is graded wrong"
        for tried, chosen in enumerate(_others(question)):
            if tried == MOST:
                break
            if run.answer(index, chosen).is_right(index):
                yield f"{question.id}: a wrong answer, {question.letters(chosen)}, is graded right"


def _others(question: Question) -> Iterator[Chosen]:
    """Answers that are not the right one: single choices, sets of them, or other orders."""
    places = range(len(question.options))
    if question.in_sequence:
        answers: Iterator[Chosen] = permutations(places, len(question.right))
    else:
        answers = (chosen for size in range(1, len(places) + 1) for chosen in combinations(places, size))
    return (chosen for chosen in answers if chosen != question.right)
