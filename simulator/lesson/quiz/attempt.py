"""One attempt at a question: the first answer to it, which counts, and how sure the learner was."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.question import Chosen, Question


@dataclass(frozen=True, slots=True)
class Attempt:
    """A question and the first answer to it, the only one that counts."""

    lesson: Lesson
    question: Question
    is_kept: bool = True
    """Whether the answer becomes part of the learner's progress."""
    chosen: Chosen | None = None
    """None until the question is answered."""
    is_sure: bool | None = None
    """Whether the learner said that they are sure, or not; None where they said neither."""
    is_extra: bool = False
    """Whether it was added at the end, because the location of another question was shown."""

    @property
    def is_answered(self) -> bool:
        """Whether the question has its answer."""
        return self.chosen is not None

    @property
    def is_right(self) -> bool:
        """Whether the question was answered, and rightly."""
        return self.chosen is not None and self.question.is_right(self.chosen)

    @property
    def was_surely_wrong(self) -> bool:
        """Whether the learner said that they are sure of a wrong answer."""
        return self.is_answered and self.is_sure is True and not self.is_right
