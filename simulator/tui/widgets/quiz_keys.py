"""The keys that help in each state of a quiz."""

from __future__ import annotations

from collections.abc import Sequence

from simulator.lesson.quiz.question import Question
from simulator.lesson.quiz.session import QuizSession
from simulator.tui.widgets.asking_panel import SEE_EXPECTED
from simulator.tui.widgets.key_line import Part

_BACK: Part = ("Esc: back", "escape")
_TO_SAY_HOW_SURE: tuple[Part, ...] = (
    ("s: sure", "s"),
    ("u: not sure", "u"),
    ("Enter: leave it unsaid", "enter"),
    ("Backspace: take back", "backspace"),
)


def takes_text(session: QuizSession) -> bool:
    """Whether an answer can be typed now."""
    is_typed = session.question is not None and session.question.form is not None
    return is_typed and session.takes_picks and session.given is None


def keys_of(session: QuizSession, can_see_expected: bool) -> Sequence[Part]:
    """The keys, with the run of the belief behind a wrong answer where there is one to see."""
    if session.is_open and session.question is not None:
        return _TO_SAY_HOW_SURE if session.given is not None else _to_answer(session, session.question)
    if session.is_held and takes_text(session):
        return [("Enter: try again, or with nothing typed the answer", "enter")]
    if session.is_held:
        return ["A letter: try again", ("Enter: the answer", "enter")]
    if session.is_answered:
        onward = ("Enter: your score" if session.is_last else "Enter: next question", "enter")
        return [*([SEE_EXPECTED] if can_see_expected else []), onward]
    if not session.attempts:
        return [("Enter: back to the lesson", "enter")]
    if session.missed:
        return [("Enter: the missed ones again, to practise", "enter"), _BACK]
    return [("Enter: back", "enter")]


def _to_answer(session: QuizSession, question: Question) -> list[Part]:
    there: list[Part] = [("Backspace: back to where you were", "backspace")] if session.queued is not None else []
    hint = ("h: hint", "h") if question.form is None else ("↓: hint", "down")
    return [*_to_choose(session, question), *there, hint, _BACK]


def _to_choose(session: QuizSession, question: Question) -> list[Part]:
    if question.several:
        return ["Several are right: letters or Space tick", ("Enter answers", "enter")]
    if question.in_sequence:
        picked = len(session.picked)
        slot = question.slots[picked] if question.slots else f"number {picked + 1}"
        return [f"Which is {slot}? A letter", ("Backspace takes back", "backspace")]
    if question.form is not None:
        return [("Enter answers", "enter")]
    return ["A letter, or ↑ ↓ and Enter"]
