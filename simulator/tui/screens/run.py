"""A screen that shows a run at one step: the base of the lesson screen and the review screen."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.geometry import Size
from textual.reactive import var
from textual.widgets import Static

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.references import Location, Reference, location_of
from simulator.tui.messages import ExpectedWanted, LessonChosen
from simulator.tui.screens.lesson_layout import LEAST_HEIGHT, LEAST_WIDTH
from simulator.tui.screens.places import MOST_PLACES, Place
from simulator.tui.screens.stepping import SteppingScreen
from simulator.tui.widgets.process_table import ProcessTable
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.quiz import QuizPanel
from simulator.tui.widgets.tracker import TrackerView
from simulator.views.width import cells

_AROUND_TITLE = 3
"""Columns of the heading that neither the title nor the position takes: a margin between them, one on each side."""


class RunScreen(SteppingScreen[None]):
    """The run of `lesson` at `step`; 0 is the start.

    Subclasses compose the widgets, whose ids run.tcss uses. `position_words` says where the learner is, and
    `take_focus` gives the focus to the right widget.
    """

    CSS_PATH = "run.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST_WIDTH, "-narrow"), (110, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-low"), (30, "-high")]

    highlight: var[Location | None] = var(None)
    """The location that a link highlighted; the next move clears it."""
    places: var[tuple[Place, ...]] = var((), bindings=True)
    """The places where links were followed from, the newest last; a move by other means forgets them."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__()
        self.lesson = lesson
        """The lesson whose run is shown."""
        self.too_small = Static(id="too-small", markup=False)
        self.heading = Static(Content(lesson.title), id="title", markup=False)
        self.position = Static(id="position", markup=False)
        self.table = ProcessTable(lesson.trace, id="table")
        self.tracker = TrackerView(lesson.trace, id="tracker")

    def made_for(self, size: Size) -> None:
        """Have the classes of a terminal's size from the start, or its first resize has all styles found anew."""
        for length, breakpoints in (
            (size.width, self.HORIZONTAL_BREAKPOINTS),
            (size.height, self.VERTICAL_BREAKPOINTS),
        ):
            fitting = [name for least, name in breakpoints or () if least <= length]
            self.add_class(fitting[-1], update=False)  # its styles are found when it is shown

    @property
    def quiz(self) -> QuizPanel:
        """The panel that asks questions."""
        raise NotImplementedError

    @property
    def last(self) -> int:
        """The number of the last step."""
        return len(self.lesson.trace.steps)

    def position_words(self) -> str:
        """Where the learner is, in words."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Give the focus to what the learner needs next."""
        raise NotImplementedError

    def on_resize(self) -> None:
        size = self.size
        self.show_position()
        needed = f"The player needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} lines"
        self.too_small.update(f"{needed}; this terminal has {size.width} and {size.height}.")
        if self.focused is None and size.width >= LEAST_WIDTH and size.height >= LEAST_HEIGHT:
            self.call_after_refresh(self.take_focus)  # a terminal that is too small hides the focused widget

    # Where the learner is

    def watch_step(self, before: int, step: int) -> None:
        self.show_position()
        if {before, step} & {0, self.last}:  # only there do the keys that move change
            self.refresh_bindings()

    def show_position(self) -> None:
        """Update the line that says where the learner is; beside it a long title gives way up to its colon."""
        words = self.position_words()
        self.position.update(words)
        whole, short = self.titled(self.lesson.title), self.titled(self.lesson.title.partition(": ")[0])
        fits = whole.cell_length + cells(words) + _AROUND_TITLE <= self.size.width
        self.heading.update(whole if fits else short)

    def titled(self, title: str) -> Content:
        """The heading with the lesson's title, or with the first part of it."""
        return Content(title)

    def move(self, step: int, highlight: Location | None = None) -> None:
        """Go to a step; a number beyond either end means that end."""
        self.highlight = highlight
        if highlight is None:
            self.places = ()
        super().move(step)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that leads nowhere from here does nothing, and is not in the footer."""
        leads_on = action != "return" or bool(self.places)
        return super().check_action(action, parameters) if leads_on else None

    def action_tracker(self, by: int) -> None:
        """Scroll the tracker to older columns, or back."""
        self.tracker.scroll_columns(by)

    # Following links and hints

    def place(self) -> Place:
        """Where the learner is, to come back to."""
        return Place(self.step, self.highlight)

    def show_location(self, location: Location) -> None:
        """Go to a location and highlight it; a location without a step is shown at the current step."""
        came_from = self.place()
        self.move(self.step if location.step is None else location.step, location)
        self.places = (*self.places, came_from)[-MOST_PLACES:]

    def action_return(self) -> None:
        """Go back to where the newest link was followed from."""
        if self.places:
            *before, place = self.places
            self.go_back_to(place)
            self.places = tuple(before)

    def go_back_to(self, place: Place) -> None:
        """Go to a place where a link was followed from."""
        self.move(place.step, place.highlight)

    def take_there(self, location: Location) -> None:
        """Follow the last hint of a question to its location."""
        self.show_location(location)

    def follow(self, reference: Reference | None) -> None:
        """Go where a reference leads and highlight it."""
        if reference is None:
            return
        location = location_of(reference)
        if location is not None:
            self.show_location(location)
            return
        from simulator.tui.screens.term import dialog_about  # a lesson opens sooner without it

        dialog = dialog_about(reference)
        if dialog is not None:
            self.open_screen(dialog)
        else:
            self.post_message(LessonChosen(self.lesson.lessons[reference.target]))

    @on(ProseView.Followed)
    def _followed(self, event: ProseView.Followed) -> None:
        event.stop()
        self.follow(event.reference)

    @on(QuizPanel.TakeMeThere)
    def _take_me_there(self, event: QuizPanel.TakeMeThere) -> None:
        if event.attempt is self.quiz.session.attempt:  # else it is answered meanwhile
            self.take_there(event.location)

    @on(ExpectedWanted)
    def _expected_wanted(self, event: ExpectedWanted) -> None:
        event.stop()
        self.show_expected(event)

    def show_expected(self, event: ExpectedWanted) -> None:
        """Show what the belief behind a wrong answer expects beside what the service does."""
        from simulator.tui.screens.two_runs import belief_beside  # a lesson opens sooner without it

        believed = event.believed
        run, answer = believed.trace, believed.answer
        self.open_screen(belief_beside(event.lesson, believed.misconception, run, event.until, answer))

    @on(QuizPanel.Back)
    def _back_from_there(self) -> None:
        self.action_return()

    @on(ProcessTable.RowClicked)
    def _row_clicked(self, event: ProcessTable.RowClicked) -> None:
        self.move(event.step)
