"""The parts of the quiz panel as it draws a session: the question, its choices and the verdict."""

from __future__ import annotations

from textual.content import Content

from simulator.lesson.quiz.attempt import Attempt
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.words.references import Prose
from simulator.views.quiz_words import choice_words, graded_words, held_words, joined_whys, number_words, verdict_words

ROOMY = 14
"""Lines from which a panel has room for every choice beside the explanation."""


def question_text(session: QuizSession, attempt: Attempt) -> Prose:
    """The question with its number, its slots, and how its answer is typed."""
    question = attempt.question
    title = f"{attempt.lesson.title}: " if len(session.lessons) > 1 else ""
    slots = "".join(f"\n{number}. {slot}" for number, slot in enumerate(question.slots, 1))
    how = f"\n{question.form.how}" if question.form else ""
    return (f"{number_words(session)}. {title}", *question.text, slots, how)


def open_choices(session: QuizSession, attempt: Attempt) -> list[str]:
    """The choices that can be made: for the answer, or for a second try."""
    question, chosen, picked = attempt.question, attempt.chosen, session.picked
    options = range(len(question.options))
    if chosen is None:
        return [choice_words(question, option, picked) for option in options]
    return [held_words(question, option, picked, chosen) for option in options]


def closed_choices(session: QuizSession, attempt: Attempt, height: int) -> list[str | Content]:
    """The choices when none can be made: with the given ones marked, or graded.

    In a panel of few lines only those that were chosen and those that are right are left: the explanation needs room.
    """
    question, chosen = attempt.question, attempt.chosen
    options = range(len(question.options))
    if chosen is None:
        given = session.given or ()
        return [f"{'▶' if index in given else ' '} {choice_words(question, index, given)}" for index in options]
    is_roomy = height >= ROOMY and question.form is None
    shown = options if is_roomy else sorted({*chosen, *(session.second or ()), *question.right})
    return [_graded(graded_words(question, option, chosen, session.second)) for option in shown]


def _graded(words: str) -> Content:
    """A graded choice in the colour of its sign."""
    looks = {"✓": "$text-success", "✗": "bold $text-error"}
    return Content.styled(words, looks.get(words[:1], ""))


def verdict_line(session: QuizSession, attempt: Attempt) -> tuple[str, str]:
    """Whether the answer is right, with its sign, and the style of this line."""
    question = attempt.question
    is_right = attempt.is_right or (session.second is not None and question.is_right(session.second))
    sign, look = ("✓", "bold $text-success") if is_right else ("✗", "bold $text-error")
    if not is_right and question.is_incomplete(session.second or attempt.chosen or ()):
        sign, look = "-", "bold $text-warning"  # neither right nor wrong
    return f"{sign} {verdict_words(session)}", look


def why_chosen(session: QuizSession, attempt: Attempt) -> Prose:
    """Why each choice that was made is right or wrong."""
    tried = dict.fromkeys((*(attempt.chosen or ()), *(session.second or ())))
    whys = attempt.lesson.beliefs.whys(attempt.question, tuple(tried))
    return joined_whys(whys)
