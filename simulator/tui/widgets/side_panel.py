"""The panel beside the table: one of several, each with its title."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widgets import ContentSwitcher

from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.session import QuizSession
from simulator.tui.widgets.asking_panel import AskingPanel
from simulator.tui.widgets.happened import Happened
from simulator.tui.widgets.moments import Moments, Snapshot
from simulator.tui.widgets.predict import PredictPanel
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.quiz import QuizPanel

TITLES = {
    "happened": "What just happened",
    "moments": "Key moments",
    "snapshot": "Concept snapshot",
    "quiz": "Quiz",
    "predict": "Predict",
}
"""The ids of the panels, and their titles."""

ASKING = ("quiz", "predict")
"""The panels that ask something."""


class SidePanel(ContentSwitcher):
    """The panels of a lesson, of which one is shown."""

    step: reactive[int] = reactive(0)

    def __init__(self, lesson: Lesson, quiz: QuizSession, *, id: str | None = None) -> None:
        super().__init__(id=id, initial="happened")
        self._lesson = lesson
        self._quiz = quiz
        self.border_title = TITLES["happened"]

    def compose(self) -> ComposeResult:
        yield Happened(self._lesson, id="happened").data_bind(SidePanel.step)
        yield Moments(self._lesson.moments, id="moments")
        yield Snapshot(self._lesson.snapshot, id="snapshot")
        yield QuizPanel(self._quiz, id="quiz")
        yield PredictPanel(self._lesson, id="predict")

    def watch_current(self, old: str | None, new: str | None) -> None:
        """Show the title of the panel that is shown now."""
        super().watch_current(old, new)
        self.border_title = TITLES.get(new or "", "")

    def take_focus(self) -> None:
        """Give the focus to the panel that is shown."""
        shown = self.visible_content
        if isinstance(shown, AskingPanel):
            shown.take_focus()
        elif shown is not None:
            shown.query(ProseView).first().focus()
