"""The status tracker: the columns around the current step."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from simulator.lesson.words.references import Location
from simulator.machine.steps import Tracker
from simulator.machine.trace import Trace
from simulator.views.tables import tracker_table
from simulator.views.width import cells, clipped

_BETWEEN = "│"
"""The separator of columns: one cell wide, so that the first lesson's whole tracker fits 120 columns."""

_MOST_COLUMNS = 40
"""No terminal shows more; asking for no more keeps a long run quick."""

_WIDEST_NAME = 32
"""A longer name of a variable, which has a consumer's name in it, is cut."""


class TrackerView(Widget):
    """The variables after the newest steps that changed them; the current step's changes have a star."""

    DEFAULT_CSS = """
    TrackerView { height: auto; overflow: hidden; }
    """

    step: reactive[int] = reactive(0)
    highlight: reactive[Location | None] = reactive(None)
    lit: reactive[bool] = reactive(False)
    """Whether what changed in the step is lit up."""

    def __init__(self, trace: Trace, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._trace = trace
        self.border_title = "Status tracker"

    def show(self, trace: Trace) -> None:
        """Show the variables of another run."""
        self._trace = trace
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A heading and a line for each variable."""
        return 1 + len(self._trace.variables)

    def render(self) -> Content:
        """The names, then as many of the newest columns as fit."""
        tracker = self._trace.tracker(self.step, _MOST_COLUMNS)
        tracker, left_out = self._rows_that_fit(tracker)
        table = tracker_table(self._trace, tracker)
        highlight = self.highlight or Location()
        newest = len(tracker.steps) - 1
        columns: list[list[Content]] = []
        for column, step in enumerate(tracker.steps):
            is_now = step == self.step and column == newest and self.step > 0
            heading = table.headings[1 + column]
            lines = [Content.styled(heading + "*" if is_now else heading, "bold" if is_now else "bold dim")]
            for (variable, values), row in zip(tracker.rows, table.rows, strict=True):
                text = row[1 + column]
                changed = is_now and column > 0 and values[column] != values[column - 1]
                look = "bold $text-success reverse" if self.lit else "bold $text-success"
                cell = Content.styled(text + "*", look) if changed else Content(text)
                if highlight.variable == variable and column == newest and highlight.step is not None:
                    cell = Content.styled(f"›{cell.plain}‹", "bold reverse")
                lines.append(cell)
            columns.append(lines)
        names = [Content.styled(f"Variable (+{left_out})" if left_out else "Variable", "bold dim")]
        for (variable, _), row in zip(tracker.rows, table.rows, strict=True):
            name = clipped(row[0], _WIDEST_NAME)
            names.append(
                Content.styled(f"›{name}‹", "bold reverse") if highlight.variable == variable else Content(name)
            )
        room = self.size.width - _width(names)
        from_the_start = tracker.steps[0] == 0
        if from_the_start and sum(1 + _width(column) for column in columns) <= room:
            return _lines([names, *columns])
        shown = _newest_that_fit(columns, room - 2)
        more = [[Content.styled("…" if line == 0 else " ", "dim") for line in range(len(names))]]
        return _lines([names, *more, *shown])

    def _rows_that_fit(self, tracker: Tracker) -> tuple[Tracker, int]:
        """The rows that have room, and how many are left out.

        Rows that changed or are highlighted come before the others.
        """
        room = max(1, self.size.height - 1)
        if len(tracker.rows) <= room:
            return tracker, 0
        highlighted = self.highlight.variable if self.highlight is not None else None
        changed = [name for name, values in tracker.rows if len(values) > 1 and values[-1] != values[-2]]
        first = [name for name, _ in tracker.rows if name == highlighted or name in changed]
        kept = set([*first, *(name for name, _ in tracker.rows if name not in first)][:room])
        rows = tuple(row for row in tracker.rows if row[0] in kept)
        return tracker._replace(rows=rows), len(tracker.rows) - len(rows)


def _newest_that_fit(columns: list[list[Content]], room: int) -> list[list[Content]]:
    """The last columns that fit in `room`, at least one."""
    shown: list[list[Content]] = []
    for column in reversed(columns):
        room -= 1 + _width(column)
        if shown and room < 0:
            break
        shown.insert(0, column)
    return shown


def _width(column: list[Content]) -> int:
    return max(cells(cell.plain) for cell in column)


def _lines(columns: list[list[Content]]) -> Content:
    padded = [[cell.pad_right(_width(column) - cells(cell.plain)) for cell in column] for column in columns]
    between = Content.styled(_BETWEEN, "dim")
    return Content("\n").join(between.join(line) for line in zip(*padded, strict=True))
