"""Messages that screens send to the application."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textual.message import Message


@dataclass
class LessonChosen(Message):
    """Open a lesson: the learner chose it in the catalogue or followed a link to it."""

    lesson: str | Path
    """Its name in the library, or its path."""
    step: int = 0
    """The step to begin at."""
    instead: bool = False
    """Whether it takes the place of the lesson that is open."""


class ReviewChosen(Message):
    """Open the review: ask the questions that are due."""
