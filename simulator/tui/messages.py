"""What screens tell the application."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from textual.message import Message


@dataclass
class LessonChosen(Message):
    """A lesson is to be opened: it was chosen in the catalogue, or a link leads to it."""

    lesson: str | Path
    """Its name in the library, or its path."""
    step: int = 0
    """Where to begin."""


class ReviewChosen(Message):
    """What is due is to be asked again."""
