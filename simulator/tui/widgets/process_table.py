"""The process table. It draws only the lines that are visible, straight from the trace: a long run costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.references import Location
from simulator.machine.trace import Trace
from simulator.scenario.columns import YES_NO
from simulator.tui.widgets.looks import LOOKS
from simulator.views import signs
from simulator.views.follow import Followed, is_about
from simulator.views.rows.form import Form, form_of
from simulator.views.rows.gaps import gap_words, gaps_of
from simulator.views.rows.layout import MARK, Column, Layout, layout_of
from simulator.views.rows.lines import Lines
from simulator.views.rows.row import TableRow, table_row
from simulator.views.width import fitted, padded

TITLE = "Process table"

_KEPT = 200
"""Rows that are kept when they were drawn: more than any terminal shows."""

_UNKNOWN = "?"
"""What stands in the cells of a row that is to be predicted."""

# Component classes would be styled again at each change of the focus: a quarter of what the player's styling costs.
_LOOKS = {style.value: look for style, look in LOOKS.items()} | {
    "heading": "bold dim $foreground",
    "row": "$foreground",
    "current": "bold $foreground on $primary 25%",
    "gap": LOOKS[signs.Style.MUTED],
    "changed": "bold $text-success",
    "followed": "bold $text-accent",
    "lit": "bold reverse $text-success",
    "highlight": "bold reverse",
}
"""The looks of rows and cells by their names: those of signs everywhere, and the table's own."""


class _Run(NamedTuple):
    """What the table of a run is drawn from."""

    trace: Trace
    form: Form
    lines: Lines
    row: Callable[[int], TableRow]
    """The row of a step; those that were drawn last are kept, for a step draws one new row and many old ones."""
    gap: Callable[[int], str]
    """The words of the gap that a step ends; they are kept in the same way."""

    @classmethod
    def of(cls, trace: Trace) -> _Run:
        """Look a run over; the standard table has no gaps."""
        form = form_of(trace)
        lines = Lines(len(trace.events), gaps_of(trace)[: 0 if form.is_standard else None])
        kept = lru_cache(maxsize=_KEPT)
        return cls(trace, form, lines, kept(partial(table_row, trace)), kept(partial(gap_words, trace)))


class _Cell(NamedTuple):
    """A cell as it is drawn."""

    text: str
    look: str = ""
    """The name of its style; empty: its row's."""
    star: bool = False
    """Whether a star stands right after its column."""


class ProcessTable(ScrollView, can_focus=True):
    """The rows up to the current step, with the gaps in time between them. Click a row to go there."""

    DEFAULT_CSS = """
    ProcessTable { overflow-x: hidden; scrollbar-gutter: stable; }
    """

    step: reactive[int] = reactive(0)
    highlight: reactive[Location | None] = reactive(None)
    followed: reactive[Followed | None] = reactive(None)
    """What is followed: the rows that are about it are lit up, with » in front."""
    lit: reactive[bool] = reactive(False)
    """Whether what changed in the step is lit up."""
    masked: reactive[str] = reactive("")
    """The action of a next row that is to be predicted, shown with question marks in its cells; empty for none."""

    @dataclass
    class RowClicked(Message):
        """A row was clicked."""

        step: int

    def __init__(self, trace: Trace, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._run = _Run.of(trace)
        self._laid_out: tuple[tuple[int, int, bool], Layout] | None = None
        self.border_title = TITLE

    def show(self, trace: Trace, step: int | None = None) -> None:
        """Show another run, at a step; left out: at the step where the table is."""
        self._run = _Run.of(trace)
        self._laid_out = None
        if step is not None:
            self.set_reactive(ProcessTable.step, step)
        self._follow_step()

    def watch_step(self) -> None:
        self._follow_step()

    def watch_highlight(self) -> None:
        self._follow_step()

    def watch_masked(self) -> None:
        self._follow_step()

    def on_resize(self) -> None:
        self._follow_step()

    def _follow_step(self) -> None:
        """Show the current row as the last one: the scroll position depends on the step alone."""
        if not self.is_mounted:
            return
        layout = self._layout
        self.border_title = f"{TITLE}   {layout.legend}" if layout.legend else TITLE
        height = layout.heading_lines + self._run.lines.line_of(self.step) + 1 + bool(self.masked)
        self.virtual_size = Size(self._inner_width, height)
        # Forced, and the bar told: at the first overflow Textual has not shown the scroll bar yet.
        self.scroll_to(y=max(0, height - self.size.height), animate=False, force=True, immediate=True)
        self.vertical_scrollbar.position = self.scroll_y
        self.refresh()

    @property
    def _inner_width(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _layout(self) -> Layout:
        """The columns at this size, asked for by every line and laid out once for a size."""
        wanted = self.highlight is not None and self.highlight.column in YES_NO
        width, height = self._inner_width, self.size.height
        if self._laid_out is None or self._laid_out[0] != (width, height, wanted):
            layout = layout_of(self._run.trace, self._run.form, width, height, answers_wanted=wanted)
            self._laid_out = ((width, height, wanted), layout)
        return self._laid_out[1]

    def render_line(self, y: int) -> Strip:
        """One visible line: a heading, which does not scroll, a row, or the gap above a row."""
        headings = self._layout.heading_lines
        if y < headings:
            return self._heading_line(y)
        line = y - headings + round(self.scroll_offset.y)
        if self.masked and line == self._run.lines.line_of(self.step) + 1:
            return self._masked_line()
        step, is_gap = self._run.lines.at(line)
        if not 1 <= step <= self.step:
            return Strip.blank(self._inner_width, self.rich_style)
        return self._gap_line(step) if is_gap else self._row_line(step)

    def _heading_line(self, line: int) -> Strip:
        layout = self._layout
        is_last = line == layout.heading_lines - 1
        column = self.highlight.column if self.highlight is not None and is_last else None
        row = [_Cell(text, "heading") for text in layout.heading(line)]
        return self._strip("", row, "heading", None if column is None else layout.place_of(column))

    def _masked_line(self) -> Strip:
        """The next row, of which nothing is shown but its number, and its action where the question names that."""
        layout, trace, number = self._layout, self._run.trace, self.step + 1
        action = self.masked
        if action == action_words(trace, trace.step(number)):
            action = layout.action(self._run.row(number))
        known = {"step": str(number), "action": action} | dict.fromkeys(YES_NO, _UNKNOWN)
        return self._strip(_UNKNOWN, [_Cell(known.get(each.id, "")) for each in layout.columns], "row", None)

    def _gap_line(self, step: int) -> Strip:
        ground = self._style("gap")
        before = MARK + self._layout.columns[0].width + self._layout.columns[0].gap
        words = fitted(self._run.gap(step), max(0, self._inner_width - before))
        strip = Strip([Segment(" " * before, ground), Segment(words, ground)])
        return strip.adjust_cell_length(self._inner_width, ground)

    def _row_line(self, number: int) -> Strip:
        row, is_current = self._run.row(number), number == self.step
        is_followed = self.followed is not None and is_about(self._run.trace, number, self.followed)
        cells = [self._cell(row, column, is_current) for column in self._layout.columns]
        mark = signs.THIS_STEP.sign if is_current else "»" if is_followed else ""
        base = "current" if is_current else "followed" if is_followed else "row"
        return self._strip(mark, cells, base, self._highlighted_cell(number))

    def _cell(self, row: TableRow, column: Column, is_current: bool) -> _Cell:
        text = self._layout.cell(row, column)
        if column.id == "action" and row.action.sign is not None:
            return _Cell(text, row.action.sign.style.value)
        if is_current and column.id in YES_NO and row.answers[YES_NO.index(column.id)].changed:
            has_room = len(text) < column.width
            look = "lit" if self.lit else "changed"
            return _Cell(text + signs.CHANGED.sign * has_room, look, not has_room)
        return _Cell(text)

    def _highlighted_cell(self, number: int) -> int | None:
        """The cell of a row that a link highlights: that of its column, or the action for the step as a whole."""
        if self.highlight is None or self.highlight.step != number or self.highlight.variable is not None:
            return None
        place = None if self.highlight.column is None else self._layout.place_of(self.highlight.column)
        return self._layout.place_of("action") if place is None else place

    def _strip(self, mark: str, row: list[_Cell], base: str, highlight: int | None) -> Strip:
        """One line. A highlighted cell is reversed and stands between › and ‹, in the gaps beside it."""
        ground = self._style(base)
        segments = [Segment(fitted(mark, MARK - 1), ground), Segment("›" if highlight == 0 else " ", ground)]
        for place, (cell, column) in enumerate(zip(row, self._layout.columns, strict=True)):
            style = (
                _on(ground, self._style(cell.look), covers=cell.look == signs.Style.GONE.value) if cell.look else ground
            )
            after = " " * column.gap
            if cell.star:
                after = signs.CHANGED.sign + after[1:]
            if place == highlight:
                style = _on(style, self._style("highlight"))
                after = "‹" + after[1:]
            elif place + 1 == highlight:
                after = after[:-1] + "›"
            text = padded(cell.text, column.width, "right") if column.is_right else fitted(cell.text, column.width)
            segments.append(Segment(text, style))
            segments.append(Segment(after, style if cell.star and place != highlight else ground))
        # The columns are as wide as a terminal shows them; the line as a whole is as long as Textual measures it.
        return Strip(segments).adjust_cell_length(self._inner_width, ground)

    def _style(self, name: str) -> Style:
        return (self.visual_style + self.app.stylesheet.parse_style(_LOOKS[name])).rich_style

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked."""
        offset = event.get_content_offset(self)
        headings = self._layout.heading_lines
        if offset is None or offset.y < headings:
            return
        step, is_gap = self._run.lines.at(offset.y - headings + round(self.scroll_offset.y))
        if not is_gap and 1 <= step <= self.step:
            self.post_message(self.RowClicked(step))


def _on(ground: Style, look: Style, *, covers: bool = False) -> Style:
    """A look on the ground of its row: the row's background shows through, unless the look `covers` it."""
    color = look.color if look.reverse is None else None
    background = look.bgcolor if covers else None
    return ground + Style(color=color, bgcolor=background, bold=look.bold, dim=look.dim, reverse=look.reverse)
