"""What becomes of an answer: it is kept, and the question comes back when it is due."""

from __future__ import annotations

from collections.abc import Iterable

from simulator.lesson.lesson import Lesson
from simulator.lesson.progress import Progress
from simulator.lesson.questions import fresh
from simulator.lesson.quiz import Chosen, Question


class Learner:
    """Who answers. With no progress nothing is kept."""

    def __init__(self, progress: Progress | None = None) -> None:
        self.progress = progress

    def opened(self, lesson: Lesson, mode: str) -> None:
        """A lesson was opened in a mode."""
        if self.progress is not None:
            self.progress.visited(lesson.name, mode)

    def stepped(self, lesson: Lesson, step: int) -> None:
        """The learner is at a step."""
        if self.progress is not None:
            self.progress.stepped(lesson.name, step, len(lesson.trace.events))

    def answered(self, lesson: Lesson, question: Question, chosen: Chosen, sure: bool, mode: str = "quiz") -> None:
        """A question was answered; a question of the quiz comes back."""
        if self.progress is None:
            return
        is_right = chosen == question.right
        suspects = (lesson.beliefs.behind(question, place) for place in chosen)
        suspect = next((each.misconception.number for each in suspects if each is not None), None)
        self.progress.answered(lesson.name, question.id, mode, is_right, sure, question.letters(chosen), suspect)
        if mode == "quiz":
            from simulator.lesson.review import schedule  # FSRS is needed only by those who answer

            schedule(self.progress, lesson.name, question, is_right, sure)

    def predicted(self, lesson: Lesson, question: Question, chosen: Chosen, sure: bool) -> None:
        """A step was predicted; an empty answer is "I don't know"."""
        if self.progress is not None and chosen:
            self.answered(lesson, question, chosen, sure, "predict")
        elif self.progress is not None:
            self.progress.answered(lesson.name, question.id, "predict", False, False, "")


def fresh_like(lesson: Lesson, question: Question, asked: Iterable[Question]) -> Question | None:
    """Another question of the same kind, not among those asked; where there is none, the question itself once more."""
    used = frozenset(each.id for each in asked)
    another = fresh(lesson, question.like, len(used), used) if question.like else None
    return another if another is not None else question
