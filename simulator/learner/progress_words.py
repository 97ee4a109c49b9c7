"""How far a learner is with a lesson, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # SQLite is for those who keep something
    from simulator.learner.progress import LessonProgress


def lesson_words(lesson: LessonProgress) -> str:
    """How far a learner is with a lesson: the step, and how many answers of each kind were right."""
    parts = []
    if lesson.is_done:
        parts.append("done")
    elif lesson.last:
        parts.append(f"at step {min(lesson.step, lesson.last)} of {lesson.last}")
    if lesson.predicted:
        parts.append(f"predicted {lesson.predicted_right} of {lesson.predicted} right")
    if lesson.answered:
        parts.append(f"quiz {lesson.right} of {lesson.answered} right")
    if lesson.reviewed:
        parts.append(f"review {lesson.reviewed_right} of {lesson.reviewed} right")
    return ", ".join(parts) or "opened"
