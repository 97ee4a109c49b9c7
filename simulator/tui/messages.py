"""Messages that screens send to the application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:  # the first frame is shown before lessons are imported
    from simulator.lesson.beliefs import Believed
    from simulator.lesson.lesson import Lesson
    from simulator.scenario.complaints.complaint import ScenarioError


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
class ExpectedWanted(Message):
    """Show the run that the belief behind a wrong answer or prediction expects beside the real one."""

    lesson: Lesson
    believed: Believed
    until: int | None = None
    """The step to which both runs are shown, where later ones are still to be predicted; None: to their ends."""


@dataclass
class WorkWanted(Message):
    """Do something that may take long beside the screen; the learner can give it up."""

    what: str
    """What is made, in words."""
    work: Callable[[], Any]
    """Returns the result, or raises ScenarioError. It must not touch a widget."""
    then: Callable[[Any], None]
    """Called with the result."""
    otherwise: Callable[[ScenarioError], None]
    """Called with the complaints."""


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
