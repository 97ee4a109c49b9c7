"""The panel beside the table: one of several, each with its title."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Container
from textual.reactive import var

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

READ_ON = " · w: read on"
"""What the title of what just happened says while some of it is out of sight."""

ASKING = ("quiz", "predict")
"""The panels that ask something."""

LEFT_OUT = "The run is shown without texts and questions until these are mended."
"""Stands above the problems of a watched file."""


class SidePanel(Container):
    """The panels of a lesson, of which one is shown. Each is mounted when it is shown for the first time.

    Most of a lesson's widgets are in panels that a learner may never open, and a mounted widget costs time though it is
    hidden.
    """

    step: var[int] = var(0)
    holds_back: var[bool] = var(False)
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
        self._wants_focus = False
        self.current = ""
        """The id of the panel that is shown."""
        self.show("happened")

    def compose(self) -> ComposeResult:
        yield self.happened

    def watch_step(self, step: int) -> None:
        self.happened.step = self.moments.step = step

    def watch_holds_back(self, holds_back: bool) -> None:
        self.happened.holds_back = self.moments.holds_back = holds_back

    def on_mount(self) -> None:
        self._mount_current()
        self.watch(self.happened, "has_more", self._retitle)

    def _retitle(self) -> None:
        more = self.current == "happened" and self.happened.has_more
        self.border_title = f"{TITLES[self.current]}{READ_ON if more else ''}"

    def show(self, current: str) -> None:
        """Show a panel in place of the one that is shown. Key moments are shown as far as the step that is shown."""
        if current == "moments":
            self.moments.open()
        self.current = current
        self._wants_focus = False
        self._retitle()
        for name, panel in self._panels.items():
            panel.display = name == current
        if self.is_mounted and self.is_attached:  # it is attached to nothing while the program ends
            self._mount_current()

    def _mount_current(self) -> None:
        panel = self._panels[self.current]
        if not panel.is_attached:
            self.mount(panel)
            self.call_next(self._give_wanted_focus)  # after the mount, for which a call waits already

    @property
    def is_there(self) -> bool:
        """Whether the panel that is shown is mounted."""
        return self._panels[self.current].is_mounted

    def take_focus(self) -> None:
        """Give the focus to the panel that is shown, once it is mounted."""
        panel = self._panels[self.current]
        self._wants_focus = not panel.is_mounted
        if panel.is_mounted:
            panel.take_focus()

    def _give_wanted_focus(self) -> None:
        if self._wants_focus:
            self.take_focus()
