"""Rows of styled text that are made for the size at which they are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from simulator.tui.widgets.looks import content_of
from simulator.views.drawing import Run

LEAST_WIDTH = 40
"""Columns that rows are made for at least; where there are fewer, their right side is not seen."""

Rows = Callable[[int, int], Sequence[list[Run]]]
"""Makes the rows for so many columns and lines."""


class RowsView(ScrollView, can_focus=True):
    """Rows that scroll where there is not room for all."""

    DEFAULT_CSS = """
    RowsView {
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, rows: Rows, *, at_end: bool = False, id: str | None = None) -> None:
        """Show rows; `at_end` says whether the last of them matter most."""
        super().__init__(id=id)
        self._made_by = rows
        self._at_end = at_end
        self._rows: Sequence[list[Run]] = ()

    def show(self, title: str, subtitle: str = "") -> None:
        """Make the rows anew, under a title."""
        self.border_title = Content(title)
        self.border_subtitle = Content(subtitle)
        self._make()

    def on_resize(self) -> None:
        self._make()

    def _make(self) -> None:
        if not self.is_mounted or not self.display:
            return
        size = self.scrollable_content_region
        self._rows = self._made_by(max(LEAST_WIDTH, size.width), max(1, self.content_size.height))
        self.virtual_size = Size(size.width, len(self._rows))
        if self._at_end:
            self.scroll_end(animate=False, force=True, immediate=True)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One visible row."""
        number = y + round(self.scroll_offset.y)
        width = self.scrollable_content_region.width
        if number >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        parts = content_of(self._rows[number]).render(self.visual_style, "", self.app.stylesheet.parse_style)
        return Strip([Segment(text, style.rich_style) for text, style in parts]).adjust_cell_length(
            width, self.rich_style
        )
