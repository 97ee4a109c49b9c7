"""How far a learner is with a lesson, in words that every front end shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.learner.course_map import answered, is_done

if TYPE_CHECKING:  # SQLite is for those who keep something
    from simulator.learner.progress import LessonProgress


def lesson_words(lesson: LessonProgress, questions: Sequence[str] | None = None, has_repair: bool = False) -> str:
    """How far a learner is with a lesson, as in `at step 3 of 6, 2 of 3 questions answered right`.

    `questions` are the ids of its questions; None where the lesson cannot be read, so that nobody knows if it is done.
    `has_repair` says whether it has a repair, by which it is done then.
    """
    parts = []
    if questions is not None and is_done(lesson, questions, has_repair):
        parts.append("done")
    elif lesson.is_seen:
        parts.append("seen to its end")
    elif lesson.last:
        parts.append(f"at step {min(lesson.step, lesson.last)} of {lesson.last}")
    if has_repair:
        parts.append("solved" if lesson.is_solved else "not solved yet")
    if lesson.predicted:
        parts.append(f"predicted {lesson.predicted_right} of {lesson.predicted} right")
    if questions and lesson.answered:
        share = answered(lesson, questions)
        parts.append(f"{share.got} of {share.of} questions answered right")
    elif lesson.answered:
        parts.append(f"quiz {lesson.right} of {lesson.answered} right")
    if lesson.reviewed:
        parts.append(f"review {lesson.reviewed_right} of {lesson.reviewed} right")
    return ", ".join(parts) or "opened"
