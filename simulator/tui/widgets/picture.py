"""A view of the current step: the map, the lanes of time, or the wire, drawn from the same pictures as everywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from simulator.machine.trace import Trace
from simulator.tui.widgets.looks import content_of
from simulator.views.drawing import record_at
from simulator.views.follow import Followed, names_of
from simulator.views.pictures import Picture, picture
from simulator.views.signs import Style
from simulator.views.width import cells

_BETWEEN = " · "
"""Between the parts of a legend."""

LEAST_WIDTH = 40
"""Columns that a picture is drawn for at least; where there are fewer, its right side is not seen."""


class PictureView(ScrollView, can_focus=True):
    """The picture that belongs to a step. A click on what is about one step goes there."""

    DEFAULT_CSS = """
    PictureView {
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
    }
    """

    step: reactive[int] = reactive(0)
    view: reactive[str] = reactive("map")
    holds_back: reactive[bool] = reactive(False)
    """Whether what tells the next step is left out."""
    ahead: reactive[tuple[int, ...]] = reactive(())
    """The steps that are still to be predicted; the wire leaves out what tells them."""
    followed: reactive[Followed | None] = reactive(None)
    """What is followed; its names light up."""
    pointed: reactive[int | None] = reactive(None)
    """A record that a choice is about, by its index; its name lights up."""
    call: reactive[int] = reactive(0)
    """Which of the step's calls the wire shows; a step begins with its first."""

    @dataclass
    class StepClicked(Message):
        """Something about a step was clicked."""

        step: int

    @dataclass
    class RecordClicked(Message):
        """A record was clicked, by its index."""

        record: int

    def __init__(self, trace: Trace, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._trace = trace
        self._names: re.Pattern[str] | None = None
        """The names of what is followed, as they stand in the pictures of this step."""
        self._drawn: tuple[tuple[object, ...], Picture] | None = None

    @property
    def picture(self) -> Picture:
        """The picture at this size, made once for a step."""
        size = self.scrollable_content_region
        width, height = max(LEAST_WIDTH, size.width), max(1, self.content_size.height)
        wanted = (self.view, self.step, self.call, width, height, self.holds_back, self.ahead)
        if self._drawn is None or self._drawn[0] != wanted:
            self._drawn = (wanted, picture(self._trace, *wanted))
        return self._drawn[1]

    def show(self, trace: Trace, step: int) -> None:
        """Show the pictures of another run, which may have no step of the number that is shown now."""
        self._trace, self._drawn = trace, None
        self.set_reactive(PictureView.step, step)
        self.set_reactive(PictureView.call, 0)
        self._changed()

    def turn(self) -> None:
        """Show the other one of map and time."""
        self.view = "time" if self.view == "map" else "map"

    def watch_step(self) -> None:
        self.call = 0
        self._look_for_followed()
        self._changed()

    def watch_followed(self) -> None:
        self._look_for_followed()
        self.refresh()

    def watch_pointed(self) -> None:
        self._look_for_followed()
        self.refresh()

    def _look_for_followed(self) -> None:
        followed = (self.followed, None if self.pointed is None else Followed(record=self.pointed))
        names = [name for each in followed if each is not None for name in names_of(self._trace, each, self.step)]
        self._names = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])") if names else None

    def watch_view(self) -> None:
        self._changed()

    def watch_holds_back(self) -> None:
        self._changed()

    def watch_ahead(self) -> None:
        self._changed()

    def watch_call(self) -> None:
        self._changed()

    def on_resize(self) -> None:
        self._changed()

    def _changed(self) -> None:
        if not self.is_mounted or not self.display or not self.scrollable_content_region:
            return  # it is drawn when it has a size, which is a resize
        shown = self.picture
        self.border_title = Content(f"{shown.title} · v: next view · V: alone")
        self.border_subtitle = shown.legend
        self.virtual_size = Size(self.scrollable_content_region.width, len(shown.rows))
        self.scroll_to(y=shown.first, animate=False, force=True, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One visible row of the picture."""
        number = y + round(self.scroll_offset.y)
        width = self.scrollable_content_region.width
        rows = self.picture.rows
        if number >= len(rows):
            is_last = y == self.scrollable_content_region.height - 1 and not self.styles.border_bottom[0]
            # The legend stands in the frame where there is one, else in a row that is left.
            content = content_of([(_whole_parts(self.picture.legend, width), Style.MUTED)] if is_last else [])
        else:
            content = content_of(rows[number])
        if self._names is not None:
            content = content.highlight_regex(self._names, style="reverse")
        parts = content.render(self.visual_style, "", self.app.stylesheet.parse_style)
        segments = [Segment(text, style.rich_style) for text, style in parts]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Go to the step that was clicked, or tell which record was."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        row = offset.y + round(self.scroll_offset.y)
        for spot in self.picture.spots:
            if spot.row == row and spot.column <= offset.x <= spot.last_column:
                self.post_message(self.StepClicked(spot.step))
                return
        record = record_at(self.picture.records, row, offset.x)
        if record is not None:
            self.post_message(self.RecordClicked(record))


def _whole_parts(legend: str, width: int) -> str:
    """As many parts of a legend as have room whole."""
    parts = legend.split(_BETWEEN)
    while len(parts) > 1 and cells(_BETWEEN.join(parts)) > width:
        parts.pop()
    return _BETWEEN.join(parts)
