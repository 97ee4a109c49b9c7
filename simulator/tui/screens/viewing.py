"""The lesson screen's parts: the views of a step above the table, each part in its place at every size."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.geometry import Region, Size
from textual.reactive import var

from simulator.lesson.lesson import Lesson
from simulator.lesson.quiz.session import QuizSession
from simulator.scenario.complaints.complaint import Complaint
from simulator.tui.screens.lesson_layout import VIEWS, Body, Shown, places, views_at
from simulator.tui.screens.playing import PlayingScreen
from simulator.tui.widgets.flow import FlowBar
from simulator.tui.widgets.picture import PictureView
from simulator.tui.widgets.quiz import QuizPanel
from simulator.tui.widgets.rail import Rail
from simulator.tui.widgets.side_panel import ASKING, SidePanel


class ViewingScreen(PlayingScreen):
    """A lesson whose map, time and wire take turns beside its table, its panel and its tracker.

    Args:
        lesson: the lesson.
        questions: a session of its questions with nothing answered.
        title_of_next: the title of the lesson that follows; empty for none.
        complaints: what is wrong with the texts of a watched file.
    """

    view: var[str] = var(VIEWS[0])
    """What stands above the table: the map, time, the wire, or the tracker where it has no room of its own."""
    view_is_alone: var[bool] = var(False)
    """Whether the view has the screen for itself."""

    def __init__(
        self,
        lesson: Lesson,
        questions: QuizSession,
        title_of_next: Callable[[], str],
        complaints: Sequence[Complaint] = (),
    ) -> None:
        super().__init__(lesson)
        self.flow = FlowBar(lesson.trace, id="flow")
        self.rail = Rail(lesson, id="rail")
        self.picture = PictureView(lesson.trace, id="view")
        self.side = SidePanel(lesson, questions, title_of_next, complaints, id="panel")
        self.body = Body(self._places, id="body")

    @property
    def panel(self) -> str:
        """The id of the panel beside the table."""
        return self.side.current

    @property
    def quiz(self) -> QuizPanel:
        return self.side.quiz

    def take_focus(self) -> None:
        self.side.take_focus()

    def open_panel(self, panel: str) -> None:
        """Show a panel beside the table, and give it the focus."""
        self.view_is_alone = False
        self.side.show(panel)
        self.show_parts()
        self.take_focus()

    def show_what_happened(self) -> None:
        """Go from another panel back to what just happened."""
        self.open_panel("happened")
        self.table.focus()

    def _places(self, size: Size) -> dict[str, Region]:
        """The regions of the parts in a body of a size."""
        trace = self.lesson.trace
        tracker = self.tracker.get_content_height(size, size, size.width)
        return places(
            size,
            Shown(
                steps=len(trace.events),
                more_columns=bool(trace.columns),
                tracker=tracker,
                view=self.view,
                is_alone=self.view_is_alone,
                panel=self.panel,
                asks=self.panel in ASKING,
                points=self.panel == "predict" and self.side.predict.is_about_records,
                at_start=not self.step,
                asks_of_tracker=bool(self.tracker.asked),
            ),
        )

    def show_parts(self) -> None:
        """Show the parts that have a place now, each in its place."""
        if not self.is_mounted:
            return
        shown = self._places(self._body_size)
        self.picture.view = self.view if self.view in VIEWS else VIEWS[0]
        for part in (self.flow, self.rail, self.picture, self.table, self.side, self.tracker):
            part.display = part.id in shown
        self.body.refresh(layout=True)

    @property
    def _body_size(self) -> Size:
        """The size of the body: the screen without the heading and the row of keys."""
        return Size(self.size.width, max(0, self.size.height - 2))

    def on_resize(self) -> None:
        super().on_resize()
        self.show_parts()

    def watch_view(self) -> None:
        self.show_parts()

    def watch_view_is_alone(self) -> None:
        self.show_parts()

    def watch_step(self, before: int, after: int) -> None:
        super().watch_step(before, after)
        if not before or not after:
            self.show_parts()

    def action_view(self) -> None:
        """Show the next view in place of this one."""
        turns = views_at(self._body_size)
        place = turns.index(self.view) if self.view in turns else -1
        self.view = turns[(place + 1) % len(turns)]

    def action_view_alone(self) -> None:
        """Give the view the whole screen, or back its place."""
        self.view_is_alone = not self.view_is_alone
        self._focus_on_picture_or_table()

    def action_call(self, by: int) -> None:
        """Show another call of the step on the wire."""
        self.picture.call += by

    def _focus_on_picture_or_table(self) -> None:
        if not self.view_is_alone:
            self.take_focus() if self.panel in ASKING else self.table.focus()
        elif self.picture.display:
            self.picture.focus()
