"""A learner's progress as text, and a review in a plain terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.learner.course_map import question_ids
from simulator.learner.learner import Learner
from simulator.learner.progress_words import lesson_words
from simulator.lesson.misconceptions.catalogue import misconception
from simulator.lesson.quiz.attempt import Attempt
from simulator.lesson.quiz.session import QuizSession
from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.scenario.loader import load_scenario
from simulator.terminal.quiz import HELP, ask_all
from simulator.terminal.terminal import Terminal
from simulator.views.layout import WIDTH, wrapped

if TYPE_CHECKING:  # SQLite and FSRS are imported only where progress is kept
    from simulator.learner.progress import Progress
    from simulator.learner.review import Due


def progress_lines(progress: Progress, width: int = WIDTH) -> Iterator[str]:
    """The state of each lesson, the misconceptions that answers point to, and the number of due questions."""
    lessons = progress.lessons()
    if not lessons:
        yield "Nothing is kept yet."
    here = progress.here(lessons)
    for name in sorted(lessons):
        yield from wrapped(f"{visible(name)}: {lesson_words(lessons[name], *_needed(here.get(name)))}", width)
    answers = progress.answers()
    if answers:
        sure = [is_right for *_, is_right, is_sure in answers if is_sure]
        unsure = [is_right for *_, is_right, is_sure in answers if is_sure is False]
        unknown = progress.unknown()
        yield ""
        surely = f" Sure and right: {sum(sure)} of {len(sure)}." if sure else ""
        yield f"{counted(len(answers), 'answer')}.{surely}"
        if len(unsure) > unknown:
            yield f"Not sure and right all the same: {sum(unsure)} of {len(unsure) - unknown}."
        if unknown:
            yield f'"I don\'t know": {unknown}.'
    for number, count in progress.misconceptions().items():
        found = misconception(number)
        if found is not None:
            told = f'Wrong answers to {counted(count, "question")} fit this belief: "{found.belief}" ({number})'
            yield from wrapped(told, width)
    if lessons:
        yield ""
    for name, count in sorted(progress.absent().items()):
        yield from wrapped(f"{visible(name)}: file not found; {counted(count, 'question')} due", width)
    if lessons or progress.next_due() is not None:
        yield due_line(progress)


def _needed(lesson: str | Path | None) -> tuple[tuple[str, ...] | None, bool]:
    """The ids of a lesson's questions, and whether it has a repair; None where it cannot be read now.

    `lesson` is its name or its file.
    """
    try:
        scenario = None if lesson is None else load_scenario(lesson)
    except ScenarioError:
        scenario = None
    return (None, False) if scenario is None else (question_ids(scenario), scenario.repair is not None)


def due_line(progress: Progress) -> str:
    """How much is due, or when something will be."""
    due, following = len(progress.due()), progress.next_due()
    if due:
        return f"{counted(due, 'question')} due: streamsim review"
    if following is None:
        return "Nothing is due."
    return f"Nothing is due. The next question comes back on {datetime.fromtimestamp(following):%Y-%m-%d}."


def counted(number: int, one: str, more: str = "") -> str:
    """A number of things, as in `1 answer` and `2 answers`."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def run_review(due: Sequence[Due], terminal: Terminal, progress: Progress) -> QuizSession:
    """Ask due questions, save when they come back, report, and return the session at its end."""
    learner = Learner(progress)
    asked = [(each.lesson, each.question) for each in due]

    def keep(index: int, attempt: Attempt) -> None:
        if attempt.chosen is not None:
            learner.reviewed(attempt.lesson, attempt.question, attempt.chosen, attempt.is_sure, due[index].card)

    terminal.print(f"{counted(len(due), 'question')} to review. {HELP}")
    session = QuizSession.start(asked, keeps_replacements=False, is_closed_book=True)
    return ask_all(session, terminal, keep, names_lessons=True)
