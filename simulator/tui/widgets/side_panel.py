"""The panel beside the table: one of several, each with its title."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.reactive import reactive

from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.session import QuizSession
from simulator.scenario.complaints.complaint import Complaint
from simulator.tui.widgets.happened import Happened
from simulator.tui.widgets.moments import Moments, Snapshot
from simulator.tui.widgets.predict import PredictPanel
from simulator.tui.widgets.problems import Problems
from simulator.tui.widgets.quiz import QuizPanel

TITLES = {
    "happened": "What just happened",
    "moments": "Key moments",
    "snapshot": "Concept snapshot",
    "quiz": "Quiz",
    "predict": "Predict",
    "problems": "Problems of the file",
}
"""The ids of the panels, and their titles."""

ASKING = ("quiz", "predict")
"""The panels that ask something."""

LEFT_OUT = "The run is shown without texts and questions until these are mended."
"""Stands above the problems of a watched file."""


class SidePanel(Container):
    """The panels of a lesson, of which one is shown.

    What happened and the quiz are there from the start; the others are mounted when they are shown first, so that a
    lesson opens sooner.
    """

    step: reactive[int] = reactive(0)
    holds_back: reactive[bool] = reactive(False)
    """Whether nothing may tell the next step."""

    def __init__(
        self,
        lesson: Lesson,
        quiz: QuizSession,
        following: Callable[[], str],
        complaints: Sequence[Complaint] = (),
        *,
        id: str | None = None,
    ) -> None:
        """Make the panels.

        Args:
            lesson: the lesson.
            quiz: a session of its questions.
            following: finds the title of the next lesson, empty where there is none.
            complaints: what is wrong with the texts of a watched file.
            id: the widget's id.
        """
        super().__init__(id=id)
        self.happened = Happened(lesson, following, id="happened")
        self.moments = Moments(lesson.moments, id="moments")
        self.quiz = QuizPanel(quiz, id="quiz")
        self.predict = PredictPanel(lesson, id="predict")
        self._panels: dict[str, Happened | Moments | Snapshot | QuizPanel | PredictPanel | Problems] = {
            "happened": self.happened,
            "moments": self.moments,
            "snapshot": Snapshot(lesson.snapshot, id="snapshot"),
            "quiz": self.quiz,
            "predict": self.predict,
            "problems": Problems(complaints, LEFT_OUT, id="problems"),
        }
        self.current = ""
        """The id of the panel that is shown."""
        self.show("happened")

    def compose(self) -> ComposeResult:
        self.happened.data_bind(SidePanel.step, SidePanel.holds_back)
        yield self.happened
        yield self.quiz

    def watch_step(self, step: int) -> None:
        self.moments.step = step  # no binding: it may not be mounted yet, and a binding sets one value after the other

    def watch_holds_back(self, holds_back: bool) -> None:
        self.moments.holds_back = holds_back

    def show(self, current: str) -> None:
        """Show a panel in place of the one that is shown. Key moments are shown as far as the step that is shown."""
        wanted = self._panels[current]
        if self.is_mounted and not wanted.is_attached:
            self.mount(wanted)
        if current == "moments":
            self.moments.open()
        self.current = current
        self.border_title = TITLES[current]
        for name, panel in self._panels.items():
            panel.display = name == current

    def take_focus(self) -> None:
        """Give the focus to the panel that is shown."""
        panel = self._panels[self.current]
        if panel.is_mounted:
            panel.take_focus()
        else:
            panel.call_later(panel.take_focus)  # once it has the widgets that take it
