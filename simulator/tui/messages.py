"""Messages that screens send to the application."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:  # the first frame is shown before lessons are imported
    from simulator.lesson.lesson import Lesson


@dataclass
class LessonChosen(Message):
    """Open a lesson: the learner chose it in the catalogue or followed a link to it."""

    lesson: str | Path
    """Its name in the library, or its path."""
    step: int = 0
    """The step to begin at."""
    instead: bool = False
    """Whether it takes the place of the lesson that is open."""


@dataclass
class RepairChosen(Message):
    """Open the repair of a lesson over it."""

    lesson: Lesson


@dataclass
class SandboxChosen(Message):
    """Open the sandbox."""


@dataclass
class ReviewChosen(Message):
    """Open the review: ask the questions that are due."""
