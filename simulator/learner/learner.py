"""A learner: answers are kept, and questions come back when they are due."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Chosen, Question, rearranged
from simulator.scenario.files.lesson_key import key_of

if TYPE_CHECKING:
    from simulator.learner.progress import Progress, StoredCard


class Learner:
    """The person who answers. With no progress nothing is kept."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.progress = progress
        self._keyed: tuple[Lesson, str] | None = None
        """The newest lesson and its key."""

    def opened(self, lesson: Lesson, mode: str) -> None:
        """A lesson was opened in a mode."""
        if self.progress is not None:
            self.progress.visited(self._key(lesson), mode)

    def has_played(self, lesson: Lesson) -> bool:
        """Whether the learner has been at a step of a lesson, or has solved its repair.

        Where nothing is kept, it counts as played.
        """
        if self.progress is None:
            return True
        known = self.progress.lessons().get(self._key(lesson))
        return known is not None and (known.furthest > 0 or known.is_solved)

    def stepped(self, lesson: Lesson, step: int) -> None:
        """The learner is at a step."""
        if self.progress is not None:
            self.progress.stepped(self._key(lesson), step, len(lesson.trace.events))

    def solved(self, lesson: Lesson) -> None:
        """The repair of a lesson was solved."""
        if self.progress is not None:
            self.progress.solved(self._key(lesson))

    def answered(self, lesson: Lesson, question: Question, chosen: Chosen, sure: bool | None) -> None:
        """A question of the quiz was answered: it comes back."""
        self._keep(lesson, question, chosen, sure, "quiz", (self._key(lesson), question.id, question.made_by))

    def reviewed(self, lesson: Lesson, question: Question, chosen: Chosen, sure: bool | None, card: StoredCard) -> None:
        """A question was answered in a review: the card that it stands for comes back at another time."""
        self._keep(lesson, question, chosen, sure, "review", (card.lesson, card.question, card.made_by))

    def predicted(self, lesson: Lesson, question: Question, chosen: Chosen, sure: bool | None) -> None:
        """A step was predicted; an empty answer is "I don't know"."""
        self._keep(lesson, question, chosen, sure if chosen else False, "predict")

    def _keep(
        self,
        lesson: Lesson,
        question: Question,
        chosen: Chosen,
        sure: bool | None,
        mode: str,
        stands_for: tuple[str, str, str] | None = None,
    ) -> None:
        """Keep an answer, and the card that it changes.

        `stands_for` is the card's lesson, its question's id, and the kind by which the program made the question.
        """
        if self.progress is None:
            return
        is_right = question.is_right(chosen)
        suspects = (lesson.beliefs.behind(question, index) for index in chosen)
        suspect = next((each.misconception.number for each in suspects if each is not None), None)
        card = None
        if stands_for is not None:
            from simulator.learner.schedule import next_card  # FSRS is needed only by those who answer

            card = next_card(self.progress, *stands_for, is_right, sure)
        key = self._key(lesson)
        self.progress.answered(key, question.id, mode, is_right, sure, question.kept(chosen), suspect, card)

    def _key(self, lesson: Lesson) -> str:
        """The key of a lesson. It is not worked out at every step, for that reads files."""
        if self._keyed is None or self._keyed[0] is not lesson:
            key = key_of(lesson.scenario)
            name, shown, _ = lesson.scenario.source
            if self.progress is not None and key != name:
                path = os.path.abspath(shown).encode(errors="backslashreplace").decode()
                self.progress.found_at(key, path)
            self._keyed = (lesson, key)
        return self._keyed[1]


_OF_ONE_THING = ("what-if", "count", "value", "match")
"""Kinds of which only a question of the same subject is like another: two counts may have nothing in common."""


def fresh_like(lesson: Lesson, question: Question, asked: Iterable[Question]) -> Question:
    """Another question of the same subject, or else of the same kind, that is answered at another step.

    It is not among those asked. Where there is none it is the question itself once more, its choices in another order.
    """
    from simulator.lesson.generated.generate import fresh  # a lesson is on the screen sooner without

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
