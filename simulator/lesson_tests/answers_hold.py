"""Whether a lesson's questions hold: every answer is typed as a learner would, and has to be graded as it should be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

from simulator.dynamodb.rules import AWS
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.quiz.quantities import number_words, quantity
from simulator.lesson.quiz.question import Chosen, Question
from simulator.lesson.quiz.typed_answers import chosen_by
from simulator.lesson.words.references import parse, plain
from simulator.machine.trace import Trace

MOST = 2_000
"""Other answers of one question that are tried."""


def misgraded(questions: tuple[Question, ...], trace: Trace) -> Iterator[str]:
    """A line for each answer that is graded wrongly. `trace` is the lesson's run."""
    for question in questions:
        right = _right_indexes(question, trace)
        if right is None:
            yield f"{question.id}: the run gives no answer, or one that no choice says"
            continue
        if not _is_graded_right(question, right):
            yield f"{question.id}: the right answer, {question.letters(right)}, is graded wrong"
        for text in _wrong_texts(question):
            if _is_typed_right(question, text):
                yield f"{question.id}: a wrong answer, {text}, is graded right"
        for tried, places in enumerate(() if question.form is not None else _others(question, right)):
            if tried == MOST:
                break
            if _is_graded_right(question, places):
                yield f"{question.id}: a wrong answer, {question.letters(places)}, is graded right"


def _right_indexes(question: Question, trace: Trace) -> Chosen | None:
    """The right choices by the run itself; where no run can say, those that the author has marked."""
    if question.solver is None:
        return tuple(index for index, option in enumerate(question.options) if option.right)
    try:
        words = question.solver(trace, AWS)
    except NoAnswer:
        return None
    places = [_place_of(each, question) for each in words]
    if None in places:
        return None
    found = tuple(place for place in places if place is not None)
    return found if question.in_sequence else tuple(sorted(found))


def _place_of(words: str, question: Question) -> int | None:
    """The choice that says this, as it is or as an author's texts are shown."""
    texts = [option.text for option in question.options]
    return next((texts.index(each) for each in (words, plain(parse(words))) if each in texts), None)


def _is_graded_right(question: Question, places: Chosen) -> bool:
    """Whether the letters of these choices, or a typed value, are understood, and taken for right."""
    if question.form is not None:
        return _is_typed_right(question, question.options[places[0]].text)
    chosen = chosen_by("".join(question.options[place].letter for place in places), question)
    return chosen is not None and question.is_right(chosen)


def _is_typed_right(question: Question, text: str) -> bool:
    typed = question.typed(text)
    return typed is not None and typed[0].is_right(typed[1])


def _wrong_texts(question: Question) -> Iterator[str]:
    """Typed answers that are not the right one: those that the author lists, and one just beside the right one."""
    if question.form is None:
        return
    yield from (option.text for option in question.options if not option.right)
    right = question.options[question.right[0]].text
    number = quantity(right, question.form.unit)
    if number is None:
        yield f"{right}-"
    else:
        yield from (number_words(number + sign * (question.form.tolerance + 1)) for sign in (1, -1))


def _others(question: Question, right: Chosen) -> Iterator[Chosen]:
    """Answers that are not the right one: single choices, sets of them, or other orders."""
    indexes = range(len(question.options))
    if question.in_sequence:
        answers: Iterator[Chosen] = permutations(indexes, len(right))
    else:
        answers = (chosen for size in range(1, len(indexes) + 1) for chosen in combinations(indexes, size))
    return (chosen for chosen in answers if chosen != right)
