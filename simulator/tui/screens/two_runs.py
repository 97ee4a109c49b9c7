"""Two runs beside each other: what is at their ends, where they part, and both of them step by step."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.geometry import Region, Size
from textual.reactive import var
from textual.widgets import Static

from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.catalogue import Misconception
from simulator.lesson.two_runs.two_runs import OF_A_BELIEF, TwoRuns
from simulator.lesson.two_runs.walk import Walk, walk_through, walk_until
from simulator.lesson.words.references import Prose
from simulator.machine.trace import Trace
from simulator.tui.keys import bindings
from simulator.tui.screens.help import HelpScreen
from simulator.tui.screens.lesson_layout import LEAST_HEIGHT, LEAST_WIDTH, Body
from simulator.tui.screens.player_screen import PlayerScreen
from simulator.tui.screens.term import explained
from simulator.tui.screens.two_runs_layout import ABOUT, ENDS, LANES, ONE, OTHER, has_room, places, turns
from simulator.tui.widgets.key_row import KeyRow
from simulator.tui.widgets.prose import ProseView
from simulator.tui.widgets.rows_view import Rows, RowsView
from simulator.views.two_runs.about import about_belief
from simulator.views.two_runs.ends_rows import ends_rows
from simulator.views.two_runs.side import lanes_rows, parting_briefly, side_rows, side_title
from simulator.views.two_runs.text import AT_THE_END

HELP_TEXT = """\
Two runs of one lesson. The same steps stand beside each other; a step of one run alone has != after it, and the \
first one says that they part there. Both sides go on together. At the end of both runs stands first what has become \
of the records; a row that differs has !=."""


class TwoRunsScreen(PlayerScreen[None]):
    """Two runs at one place of their walk.

    Args:
        walk: the walk through both.
        title: what they are called, in the first line.
        about: what they are about.
        part: the part to look at first: the ends, or the sides at the step at which they part.
        where: what stands at the end of the first line; without it, where the runs part.
        copied: what `y` copies; empty for nothing.
    """

    CSS_PATH = "two_runs.tcss"
    BINDINGS = [*bindings("two runs")]
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (LEAST_WIDTH, "-enough")]
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (LEAST_HEIGHT, "-high")]

    place: var[int] = var(0)
    """The place of the walk; 0 is the start."""
    part: var[str] = var(ENDS)
    """The part that is looked at."""

    def __init__(
        self, walk: Walk, title: str, about: Prose, part: str = ENDS, where: str = "", copied: str = ""
    ) -> None:
        super().__init__()
        self.walk = walk
        self._copied = copied
        self.too_small = Static(f"The player needs {LEAST_WIDTH} columns and {LEAST_HEIGHT} lines.", id="too-small")
        self.heading = Static(Content(title), id="title", markup=False)
        self.position = Static(where or parting_briefly(walk), id="position", markup=False)
        self.sides = (
            RowsView(self._rows_of(0), at_end=True, id=ONE),
            RowsView(self._rows_of(1), at_end=True, id=OTHER),
        )
        self.ends = RowsView(lambda width, _: list(ends_rows(walk.runs, width)), id=ENDS)
        self.lanes = RowsView(lambda width, height: list(lanes_rows(walk.runs, width, height)), id=LANES)
        self.about = VerticalScroll(id=ABOUT)
        self._prose = ProseView(about)
        self.body = Body(self._places, id="body")
        self.set_reactive(TwoRunsScreen.part, part)
        self.set_reactive(TwoRunsScreen.place, walk.last if part == ENDS else self._parting)

    def _rows_of(self, side: int) -> Rows:
        return lambda width, height: side_rows(self.walk, self.place, side, width, height)

    def compose(self) -> ComposeResult:
        yield self.too_small
        with Container(id="top"):
            yield self.heading
            yield self.position
        with self.body:
            yield from self.sides
            yield self.ends
            yield self.lanes
            with self.about:
                yield self._prose
        yield KeyRow()

    def on_mount(self) -> None:
        self.show_parts()
        self.call_after_refresh(self.take_focus)

    # What is shown

    @property
    def _is_whole(self) -> bool:
        """Whether both runs are shown to their ends."""
        return self.walk.until is None

    @property
    def _parting(self) -> int:
        return self.walk.both_parted

    @property
    def body_size(self) -> Size:
        """The size of the body: the screen without the heading and the row of keys."""
        return Size(self.size.width, max(0, self.size.height - 2))

    def _places(self, size: Size) -> dict[str, Region]:
        return places(size, self.part, self._is_whole)

    def show_parts(self) -> None:
        """Show the parts that have a place now, each in its place."""
        if not self.is_mounted:
            return
        shown = self._places(self.body_size)
        for widget in (*self.sides, self.ends, self.lanes, self.about):
            widget.display = widget.id in shown
        self.body.refresh(layout=True)
        self._show_texts()
        self.call_after_refresh(self._show_texts)  # a part that was hidden has its new size only then

    def _show_texts(self) -> None:
        place = self.place
        is_alone = not has_room(self.body_size)
        others = " · v: next view" if is_alone else ""
        for number, side in enumerate(self.sides):
            side.show(f"{side_title(self.walk, place, number)}{' · s: the other side' if is_alone else ''}")
        self.ends.show(f"{AT_THE_END}{others}", "!= differs")
        self.lanes.show(f"Both runs over time{others}")
        self.about.border_title = Content(f"Why{others}")

    def on_resize(self) -> None:
        self.show_parts()

    def watch_place(self) -> None:
        if self.is_mounted:
            self._show_texts()
            self.refresh_bindings()

    def watch_part(self) -> None:
        self.show_parts()
        if self.is_mounted:
            self.call_after_refresh(self.take_focus)

    def take_focus(self) -> None:
        """Give the focus to the part that is looked at."""
        widget = {ONE: self.sides[0], OTHER: self.sides[1], ENDS: self.ends, LANES: self.lanes, ABOUT: self.about}
        if self.is_on_top and widget[self.part].display:
            widget[self.part].focus()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that leads nowhere from here does nothing, and is not in the footer."""
        at_end = self.part in (ONE, OTHER) and self.place == self.walk.last
        leads_on = {"back": self.place > 0, "forward": not at_end, "copy": bool(self._copied), "ends": self._is_whole}
        leads_on["parting"] = self.walk.parts is not None
        leads_on["view"] = len(turns(self.body_size, self._is_whole)) > 1
        return super().check_action(action, parameters) if leads_on.get(action, True) else None

    def move(self, place: int) -> None:
        """Go to a place, and look at the sides."""
        self.place = max(0, min(self.walk.last, place))
        if self.part not in (ONE, OTHER):
            self.part = OTHER

    def action_forward(self) -> None:
        """One step on; from the ends to the place at which the runs part."""
        self.move(self.place + 1 if self.part in (ONE, OTHER) else self._parting)

    def action_back(self) -> None:
        """One step back."""
        self.move(self.place - 1)

    def action_first(self) -> None:
        """Go to the start of both runs."""
        self.move(0)

    def action_last(self) -> None:
        """Go to the end of both runs, or as far as they are shown."""
        self.move(self.walk.last)

    def action_parting(self) -> None:
        """Go to the place at which the runs part."""
        self.move(self._parting)

    def action_ends(self) -> None:
        """Look at what is at the end of both runs."""
        self.place = self.walk.last
        self.part = ENDS

    def action_view(self) -> None:
        """Look at the next part; with room for both sides, at the ends or the sides."""
        parts = turns(self.body_size, self._is_whole)
        now = parts.index(self.part) if self.part in parts else 0
        self.part = parts[(now + 1) % len(parts)]

    def action_side(self) -> None:
        """Look at the other side."""
        self.part = ONE if self.part == OTHER else OTHER

    def action_copy(self) -> None:
        """Copy the variation as YAML, for a question's what_if."""
        self.app.copy_to_clipboard(self._copied)
        self.notify("Copied: the changes as YAML, for --what-if or a question.", markup=False)

    def action_help(self) -> None:
        """Show what the screen is and every key of it."""
        self.open_screen(HelpScreen(HELP_TEXT, "two runs"))

    @on(ProseView.Followed)
    def _followed(self, event: ProseView.Followed) -> None:
        explained(self, event)


def belief_beside(
    lesson: Lesson, misconception: Misconception, expected: Trace, until: int | None = None, answer: str = ""
) -> TwoRunsScreen:
    """The screen that shows the run which a belief expects beside the lesson's own, at the step where they part.

    `until` is the last step that may be shown; None: all may. `answer` is what that run says to the question that was
    answered; empty where none was.
    """
    walk = walk_through(TwoRuns(lesson.trace, expected, OF_A_BELIEF))
    if until is not None:
        walk = walk_until(walk, until)
    title = f"{lesson.title} · the service, and a belief"
    return TwoRunsScreen(walk, title, about_belief(misconception, walk, answer), OTHER)
