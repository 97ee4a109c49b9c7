"""What becomes of an answer: it is kept, and the question comes back when it is due."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.lesson.generated.generate import fresh
from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Chosen, Question, rearranged
from simulator.scenario.files.library import lesson_names
from simulator.scenario.loader import load_scenario

if TYPE_CHECKING:
    from simulator.learner.progress import Progress, StoredCard


class Learner:
    """Who answers. With no progress nothing is kept."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.progress = progress
        self._named: tuple[Lesson, str] | None = None
        """The newest lesson and what it is kept under."""

    def opened(self, lesson: Lesson, mode: str) -> None:
        """A lesson was opened in a mode."""
        if self.progress is not None:
            self.progress.visited(self._name(lesson), mode)

    def stepped(self, lesson: Lesson, step: int) -> None:
        """The learner is at a step."""
        if self.progress is not None:
            self.progress.stepped(self._name(lesson), step, len(lesson.trace.events))

    def answered(self, lesson: Lesson, question: Question, chosen: Chosen, sure: bool) -> None:
        """A question of the quiz was answered: it comes back."""
        self._keep(lesson, question, chosen, sure, "quiz", (self._name(lesson), question.id, question.made_by))

    def reviewed(self, lesson: Lesson, question: Question, chosen: Chosen, sure: bool, card: StoredCard) -> None:
        """A question was answered in a review: the card that it stands for comes back at another time."""
        self._keep(lesson, question, chosen, sure, "review", (card.lesson, card.question, card.made_by))

    def predicted(self, lesson: Lesson, question: Question, chosen: Chosen, sure: bool) -> None:
        """A step was predicted; an empty answer is "I don't know"."""
        self._keep(lesson, question, chosen, sure and bool(chosen), "predict")

    def _keep(
        self,
        lesson: Lesson,
        question: Question,
        chosen: Chosen,
        sure: bool,
        mode: str,
        stands_for: tuple[str, str, str] | None = None,
    ) -> None:
        """Keep an answer, and the card that it changes: its lesson, its question's id, and who made that."""
        if self.progress is None:
            return
        is_right = chosen == question.right
        suspects = (lesson.beliefs.behind(question, place) for place in chosen)
        suspect = next((each.misconception.number for each in suspects if each is not None), None)
        letters = question.letters(chosen)
        card = None
        if stands_for is not None:
            from simulator.learner.review import next_card  # FSRS is needed only by those who answer

            card = next_card(self.progress, *stands_for, is_right, sure)
        name = self._name(lesson)
        self.progress.answered(name, question.id, mode, is_right, sure, letters, suspect, card)

    def _name(self, lesson: Lesson) -> str:
        """The name that a lesson is kept under. Not worked out at every step, for it looks at files."""
        if self._named is None or self._named[0] is not lesson:
            self._named = (lesson, kept_as(lesson))
        return self._named[1]


def kept_as(lesson: Lesson) -> str:
    """What a lesson's progress is kept under: its name in the library, or the path of its file.

    Two lessons of one name in two folders are two lessons, and one called as a lesson of the library is another one.
    """
    name, shown, _ = lesson.scenario.source
    file = Path(shown)
    try:
        if not file.is_file():
            return name  # a lesson of the library is shown by its name alone; or there is no file
        # In a folder with a file of that name one cannot see which of the two it is; but one of the same content is no
        # other lesson.
        if name in lesson_names() and lesson.scenario.model_dump() == load_scenario(name).model_dump():
            return name
        return str(file.resolve()).encode(errors="backslashreplace").decode()
    except (OSError, ValueError):
        return name


_OF_ONE_THING = ("what-if", "count", "value", "match")
"""Kinds of which only a question of the same subject is like another: two counts may have nothing in common."""


def fresh_like(lesson: Lesson, question: Question, asked: Iterable[Question]) -> Question:
    """Another question of the same subject, or else of the same kind, that is answered at another place.

    It is not among those asked. Where there is none it is the question itself once more, its choices in another order.
    """
    used = frozenset(each.id for each in asked)
    kind = question.subject.partition("/")[0]
    subjects = [question.subject] if kind in _OF_ONE_THING else [question.subject, kind]
    for subject in subjects if kind else ():
        another = fresh(lesson, subject, len(used), used)
        if another is not None and _step(another) != _step(question):
            return another
    return rearranged(question, "once more")


def _step(question: Question) -> int | None:
    return None if question.location is None else question.location.step
