"""A screen on which a run is seen at one step: what a lesson and a review have in common."""

from __future__ import annotations

from textual import on
from textual.binding import Binding
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Static

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.references import Location, Reference, location_of
from simulator.tui.messages import LessonChosen
from simulator.tui.screens.fact import FactScreen
from simulator.tui.widgets.process_table import ProcessTable
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.quiz import QuizPanel

BACK_AND_FORTH = (
    Binding("left", "back", "Back", key_display="←", priority=True, id="lesson.back", tooltip="One step back"),
    Binding("right", "forward", "Next", key_display="→", priority=True, id="lesson.next", tooltip="One step on"),
    Binding("home", "first", "First step", show=False, priority=True, tooltip="Go to the first step"),
    Binding("end", "last", "Last step", show=False, priority=True, tooltip="Go to the last step"),
)
"""The keys that move through a run."""

LEAST_WIDTH, LEAST_HEIGHT = 60, 18
"""Columns and lines that such a screen needs."""


class RunScreen(Screen[None]):
    """The run of `lesson` at `step`; 0 is the start.

    Who derives from it composes the parts (run.tcss has their ids), says in `position` where the learner is, and which
    part takes the focus.
    """

    CSS_PATH = "run.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST_WIDTH, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (30, "-high")]

    step: reactive[int] = reactive(0)
    highlight: reactive[Location | None] = reactive(None)
    """The place that a link lit up; the next move puts it out."""

    lesson: Lesson
    """The lesson whose run is shown."""

    @property
    def last(self) -> int:
        """The number of the last step."""
        return len(self.lesson.trace.steps)

    def position(self) -> str:
        """Where the learner is, in words."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Give the focus to what the learner needs next."""
        raise NotImplementedError

    def on_resize(self) -> None:
        size = self.size
        needed = f"The player needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} lines"
        self.query_one("#too-small", Static).update(f"{needed}; this terminal has {size.width} and {size.height}.")
        if self.focused is None and size.width >= LEAST_WIDTH and size.height >= LEAST_HEIGHT:
            self.call_after_refresh(self.take_focus)  # what had it was hidden while the terminal was too small

    # Where the learner is

    def watch_step(self) -> None:
        self.show_position()

    def show_position(self) -> None:
        """Say anew where the learner is."""
        if self.is_mounted:
            self.query_one("#position", Static).update(self.position())

    def move(self, step: int, highlight: Location | None = None) -> None:
        """Go to a step; one beyond the ends is the end."""
        self.highlight = highlight
        self.step = max(0, min(self.last, step))

    def action_forward(self) -> None:
        """Step forward."""
        self.move(self.step + 1)

    def action_back(self) -> None:
        """Step back."""
        self.move(self.step - 1)

    def action_first(self) -> None:
        """Go to the first step."""
        self.move(1)

    def action_last(self) -> None:
        """Go to the last step."""
        self.move(self.last)

    # What leads to a place

    def show_location(self, place: Location) -> None:
        """Go to a place and light it up; one that names no step is looked at from here."""
        self.move(self.step if place.step is None else place.step, place)

    def take_there(self, place: Location) -> None:
        """The last hint of a question leads to a place."""
        self.show_location(place)

    def follow(self, reference: Reference | None) -> None:
        """Go where a reference leads and light up what it means."""
        if reference is None:
            return
        place = location_of(reference)
        if place is not None:
            self.show_location(place)
        elif reference.scheme == "fact":
            self.app.push_screen(FactScreen(reference.target))
        else:
            self.post_message(LessonChosen(self.lesson.lessons[reference.target]))

    @on(ProseView.Followed)
    def _followed(self, event: ProseView.Followed) -> None:
        event.stop()
        self.follow(event.reference)

    @on(QuizPanel.TakeMeThere)
    def _take_me_there(self, event: QuizPanel.TakeMeThere) -> None:
        if event.attempt is self.query_one(QuizPanel).session.attempt:  # else it is answered meanwhile
            self.take_there(event.location)

    @on(ProcessTable.RowClicked)
    def _row_clicked(self, event: ProcessTable.RowClicked) -> None:
        self.move(event.step)
