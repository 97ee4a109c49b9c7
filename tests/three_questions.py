"""The overview lesson with three questions: a quiz that is as long as its tests say, whatever the lesson asks."""

from __future__ import annotations

import dataclasses

from loaded_lessons import load_lesson

from simulator.lesson.lesson import Lesson


def overview_with_three_questions() -> Lesson:
    """The overview lesson with the first three of its questions alone; their answers are B, A and C."""
    lesson = load_lesson("overview")
    return dataclasses.replace(lesson, questions=lesson.questions[:3])
