"""The process table. It draws only the lines that are visible, straight from the trace: a long run costs nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from simulator.lesson.words.references import Location
from simulator.lesson.words.table import changed_cells
from simulator.lesson.words.times import time_words
from simulator.machine.trace import Trace
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.views.follow import Followed, is_about
from simulator.views.step_view import step_view
from simulator.views.width import cells, fitted

_WIDE = (("Step",), ("Action",), *(tuple(COLUMNS[column].heading.split()[-2:]) for column in YES_NO))
_NARROW = (("Step",), ("Action",), *((COLUMNS[column].short_heading,) for column in YES_NO))
_GAP = 2
_ACTION = 32
"""Columns that the action needs before anything else is shown beside the standard five."""
_MARK = 2
"""Columns for the sign in front of a row: done, or current."""

Cell = tuple[str, str]
"""A cell's text and the name of its style."""


class _Layout(NamedTuple):
    """The columns of the table at one size."""

    headings: tuple[tuple[str, ...], ...]
    """The heading's lines, each with a cell for each column."""
    extra: tuple[str, ...]
    """The columns beside the standard ones that have room."""
    widths: tuple[int, ...]
    """Of each column; the action has what the others leave."""


def _layout(trace: Trace, width: int, height: int) -> _Layout:
    """The columns at a size. First the action stays whole, then the lesson's own columns, then the long headings."""
    step = max(len("Step"), len(str(len(trace.events))))

    def left(headings: tuple[tuple[str, ...], ...], extra: tuple[str, ...]) -> int:
        others = [max(map(len, each)) for each in headings[2:]] + [_extra_width(trace, each) for each in extra]
        return width - _MARK - step - sum(others) - (len(others) + 1) * _GAP - 1

    extra: tuple[str, ...] = ()
    for column in trace.columns:
        if left(_NARROW, (*extra, column)) < _ACTION:
            break
        extra = (*extra, column)
    roomy = height >= 12 and left(_WIDE, extra) >= _ACTION
    columns = (*(_WIDE if roomy else _NARROW), *((COLUMNS[each].heading,) for each in extra))
    lines = max(map(len, columns))
    headings = tuple(
        tuple(column[line - lines] if line - lines >= -len(column) else "" for column in columns)
        for line in range(lines)
    )
    standard = [max(map(len, each)) for each in columns[2:5]]
    action = max(10, left(columns[:5], extra))
    return _Layout(headings, extra, (step, action, *standard, *(_extra_width(trace, each) for each in extra)))


def _extra_width(trace: Trace, column: str) -> int:
    """Wide enough for most of what a column can say; more is cut."""
    widest = {
        "time": len(time_words(trace.end)),
        "consumer": max(map(cells, trace.consumers)) + 2,
        "record": min(12, 2 * len(str(len(trace.records))) + 1),
    }.get(column, 0)
    return max(len(COLUMNS[column].heading), widest)


class ProcessTable(ScrollView, can_focus=True):
    """The rows up to the current step. Click a row to go there."""

    COMPONENT_CLASSES = {
        "process-table--heading",
        "process-table--row",
        "process-table--current",
        "process-table--changed",
        "process-table--lit",
        "process-table--highlight",
        "process-table--followed",
    }

    DEFAULT_CSS = """
    ProcessTable {
        overflow-x: hidden;
        scrollbar-gutter: stable;
        .process-table--heading { text-style: bold; color: $text-muted; }
        .process-table--row { color: $text; }
        .process-table--current { background: $primary 25%; text-style: bold; }
        .process-table--changed { color: $text-success; text-style: bold; }
        .process-table--followed { color: $text-accent; text-style: bold; }
        .process-table--lit { color: $text-success; text-style: bold reverse; }
        .process-table--highlight { text-style: bold reverse; }
    }
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
        self._trace = trace
        self._laid_out = ((0, 0), _layout(trace, 0, 0))
        self.border_title = "Process table"

    def show(self, trace: Trace) -> None:
        """Show another run, at the step where the table is."""
        self._trace = trace
        self._laid_out = ((0, 0), _layout(trace, 0, 0))
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
        height = len(self._layout.headings) + self.step + bool(self.masked)
        self.virtual_size = Size(self._inner_width, height)
        # Forced, and the bar told: at the first overflow Textual has not shown the scroll bar yet.
        self.scroll_to(y=max(0, height - self.size.height), animate=False, force=True, immediate=True)
        self.vertical_scrollbar.position = self.scroll_y
        self.refresh()

    @property
    def _inner_width(self) -> int:
        return self.scrollable_content_region.width

    @property
    def _layout(self) -> _Layout:
        """The columns at this size, asked for by every line and laid out once for a size."""
        size = (self._inner_width, self.size.height)
        if self._laid_out[0] != size:
            self._laid_out = (size, _layout(self._trace, *size))
        return self._laid_out[1]

    def render_line(self, y: int) -> Strip:
        """One visible line: a heading, which does not scroll, or a row."""
        headings = self._layout.headings
        if y < len(headings):
            return self._heading_line(headings[y], y == len(headings) - 1)
        number = y - len(headings) + round(self.scroll_offset.y) + 1
        if self.masked and number == self.step + 1:
            row: list[Cell] = [(str(number), "row"), (self.masked, "row"), *[("?", "row")] * 3]
            return self._strip("?", [*row, *[("", "row")] * len(self._layout.extra)], "row", None)
        if not 1 <= number <= self.step:
            return Strip.blank(self._inner_width, self.rich_style)
        return self._row_line(number)

    def _heading_line(self, texts: tuple[str, ...], last: bool) -> Strip:
        row: list[Cell] = [(text, "heading") for text in texts]
        column = self.highlight.column if self.highlight is not None else None
        index = 2 + YES_NO.index(column) if last and column in YES_NO else None
        return self._strip("", row, "heading", index)

    def _row_line(self, number: int) -> Strip:
        step = self._trace.steps[number - 1]
        current = number == self.step
        is_followed = self.followed is not None and is_about(self._trace, number, self.followed)
        base = "current" if current else "followed" if is_followed else "row"
        words = step_view(self._trace, step).cells[: 5 + len(self._layout.extra)]
        row: list[Cell] = [(text, base) for text in words]
        for index, changed in enumerate(changed_cells(self._trace, step), 2):
            if current and changed:
                row[index] = (words[index] + "*", "lit" if self.lit else "changed")
        return self._strip("▶" if current else "»" if is_followed else "✓", row, base, self._highlighted_cell(number))

    def _highlighted_cell(self, number: int) -> int | None:
        """Which cell of a row a link highlights: one of the yes/no columns, or the action for the step as a whole."""
        if self.highlight is None or self.highlight.step != number or self.highlight.variable is not None:
            return None
        return 2 + YES_NO.index(self.highlight.column) if self.highlight.column in YES_NO else 1

    def _strip(self, mark: str, row: list[Cell], base: str, highlight: int | None) -> Strip:
        """One line. A highlighted cell is reversed and stands between › and ‹, in the gaps beside it."""
        ground = self._style(base)
        segments = [Segment(fitted(mark, _MARK), ground)]
        for index, ((text, look), width) in enumerate(zip(row, self._layout.widths, strict=True)):
            style = ground if look == base else _on(ground, self._style(look))
            if index == highlight:
                style = _on(style, self._style("highlight"))
            segments.append(Segment(fitted(text, width), style))
            after = ("‹" if index == highlight else " ") + ("›" if index + 1 == highlight else " ")
            segments.append(Segment(after, ground))
        # The columns are as wide as a terminal shows them; the line as a whole is as long as Textual measures it.
        return Strip(segments).adjust_cell_length(self._inner_width, ground)

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(f"process-table--{name}")

    def on_click(self, event: events.Click) -> None:
        """Go to the row that was clicked."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < len(self._layout.headings):
            return
        number = offset.y - len(self._layout.headings) + round(self.scroll_offset.y) + 1
        if 1 <= number <= self.step:
            self.post_message(self.RowClicked(number))


def _on(ground: Style, look: Style) -> Style:
    """A look on the ground of its row: the row's background shows through."""
    return ground + Style(color=look.color if look.reverse is None else None, bold=look.bold, reverse=look.reverse)
