"""A quiz as lines of text: its questions, its feedback, its report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.lesson.quiz.question import Question
from simulator.lesson.quiz.session import QuizSession
from simulator.terminal.spoken import spoken
from simulator.views.layout import wrapped
from simulator.views.prose_lines import prose_lines
from simulator.views.quiz_words import Labelled, number_words, verdict_words


def question_lines(session: QuizSession, width: int, names_lesson: bool) -> Iterator[str]:
    """The question that is asked now, with its number and its choices."""
    attempt = session.attempt
    if attempt is None:
        return
    first = f"{number_words(session)}: "
    if names_lesson:
        yield from wrapped(f"{number_words(session)}, from {attempt.lesson.title}:", width)
        first = ""
    yield from prose_lines(attempt.question.text, width, first)
    yield from _option_lines(attempt.question, width)


def _option_lines(question: Question, width: int) -> Iterator[str]:
    """The choices, and how to answer where one letter is not enough."""
    for slot in question.slots:
        yield from wrapped(slot, width, "  -  ")
    for option in question.options if question.form is None else ():
        yield from wrapped(option.text, width, f"  {option.letter}  ")
    letters = "".join(option.letter for option in question.options)
    if question.form is not None:
        in_quotes = "" if question.form.is_number else " One that is a single letter goes in quotes."
        yield from wrapped(f"{question.form.how}{in_quotes}", width, "  ")
    elif question.several:
        yield "Several are right: type all their letters, as in AC."
    elif question.kind == "order":
        yield f"Type the letters in the right order, as in {letters}."
    elif question.kind == "match":
        yield from wrapped(f"Type a letter for each line that begins with -, in their order, as in {letters}.", width)


def feedback_lines(session: QuizSession, width: int) -> Iterator[str]:
    """Whether the answer is right, why each chosen option is right or wrong, and the explanation."""
    attempt = session.attempt
    if attempt is None or attempt.chosen is None:
        return
    yield from wrapped(verdict_words(session), width)
    for letter, why in attempt.lesson.beliefs.whys(attempt.question, attempt.chosen):
        yield from prose_lines(why, width, f"{letter}: ")
    if attempt.question.explanation:
        yield from prose_lines(spoken(attempt.question.explanation), width, "Why: ")


def report_lines(report: Iterable[Labelled], width: int) -> Iterator[str]:
    """A report, each paragraph indented under its label."""
    for label, prose in report:
        yield from prose_lines(prose, width, label)
