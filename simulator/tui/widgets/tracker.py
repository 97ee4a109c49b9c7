"""The status tracker: each value now against the one before, and the older columns behind it."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from simulator.lesson.words.references import Location
from simulator.lesson.words.sentences import count_words
from simulator.lesson.words.table import column_label
from simulator.machine.steps import Tracker
from simulator.machine.trace import Trace
from simulator.views.held_back import HELD_BACK, is_held_back
from simulator.views.now_fitted import APART, FittedLine, Told, before_words, fitted_line
from simulator.views.now_values import NowLine, now_lines, now_variables
from simulator.views.rows.form import is_standard
from simulator.views.tables import tracker_table
from simulator.views.width import cells, clipped

_TITLE = "Status tracker"
_NOW = "now (was: before its last change)   * changed in this step"
_OLDER = f"{_TITLE}   older columns   Shift+→ later, Shift+← earlier"

_BETWEEN = "│"
"""The separator of columns: one cell wide, so that the first lesson's whole tracker fits 120 columns."""

_MOST_COLUMNS = 40
"""No terminal shows more; asking for no more keeps a long run quick."""

_WIDEST_NAME = 32
"""A longer name of a variable, which has a consumer's name in it, is cut."""


class TrackerView(Widget):
    """The variables after a step; the current step's changes have a star.

    Where the standard columns tell a run's steps apart, they are few: then the tracker is a table of the newest steps
    that changed something. Else a line has a variable's value and the one before, shard by shard and worker by worker;
    the table of the older columns is a scroll away.
    """

    DEFAULT_CSS = """
    TrackerView { height: auto; overflow: hidden; text-wrap: nowrap; text-overflow: ellipsis; }
    """

    step: reactive[int] = reactive(0)
    highlight: reactive[Location | None] = reactive(None)
    back: reactive[int] = reactive(0)
    """How many columns the tracker is scrolled back; the next step ends that."""
    holds_back: reactive[bool] = reactive(False)
    """Whether a value that tells the next step is left out."""
    asked: reactive[str] = reactive("")
    """The variable that predict mode asks about: its row is always shown."""
    lit: reactive[bool] = reactive(False)
    """Whether what changed in the step is lit up."""

    def __init__(self, trace: Trace, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._take(trace)

    def _take(self, trace: Trace) -> None:
        self._trace = trace
        self._is_table = is_standard(trace)
        self._variables = () if self._is_table else now_variables(trace)
        self._retitle()

    def show(self, trace: Trace) -> None:
        """Show the variables of another run."""
        self._take(trace)
        self.back = 0
        self.refresh(layout=True)

    def watch_step(self) -> None:
        self.back = 0
        self._retitle()

    def watch_back(self) -> None:
        self._retitle()

    def _retitle(self) -> None:
        """Say what is shown; the values of now are those of a column, which hints and references name."""
        if self._is_table or self.back:
            self.border_title = f"{_OLDER if self.back else _TITLE}{self._hidden_words()}"
            return
        newest = self._trace.tracker(self.step, 1)
        changed = newest.steps[-1]
        when = column_label(self.step, newest.ended)
        if changed != self.step and not newest.ended:
            when += f", as {f'after Step {changed}' if changed else 'at the start'}"
        self.border_title = f"{_TITLE}   {when}: {_NOW}{self._hidden_words()}"

    def _hidden_words(self) -> str:
        """How many rows have no room, for the title; those that change in the step always have."""
        rows = 1 + len(self._trace.variables) if self._is_table or self.back else len(self._variables)
        hidden = rows - self.size.height if self.size.height else 0
        return f"   {count_words(hidden, 'row')} not shown" if hidden > 0 else ""

    def on_resize(self) -> None:
        """Another height leaves room for other rows."""
        self._retitle()

    def scroll_columns(self, by: int) -> None:
        """Scroll to older columns (`by` is positive) or back towards now."""
        there = len(self._trace.tracker(self.step, self.back + by + 1).steps) - 1
        self.back = max(0, min(self.back + by, there))

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Show an older column."""
        event.stop()
        self.scroll_columns(1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Show a later column."""
        event.stop()
        self.scroll_columns(-1)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each variable; a table has a heading too."""
        return 1 + len(self._trace.variables) if self._is_table else len(self._variables)

    def render(self) -> Content:
        """The table, or the values of now."""
        return self._table() if self._is_table or self.back else self._now()

    # Now against before

    def _now(self) -> Content:
        """A line for each variable, as many as there is room for."""
        lines = now_lines(self._trace, self._variables, self.step)
        room = max(1, self.size.height)
        first = [line for line in lines if self._is_wanted(line) or any(value.changed for value in line.values)]
        kept = [*first, *(line for line in lines if line not in first)][:room]
        shown = [line for line in lines if line in kept]
        names = [clipped(line.name, _WIDEST_NAME) for line in shown]
        width = max(map(cells, names))
        spare = room - len(shown)
        rows: list[Content] = []
        for line, name in zip(shown, names, strict=True):
            fitted = self._fitted(line, self.size.width - width - len(APART))
            rows.append(self._heading(line, name).pad_right(width - cells(name)) + APART + self._values(fitted))
            if fitted.below and spare > 0:
                spare -= 1
                rows.append(Content(" " * (width + len(APART))) + self._below(fitted))
        return Content("\n").join(rows)

    def _is_wanted(self, line: NowLine) -> bool:
        asked = self.asked in (line.variable, *(value.variable for value in line.values))
        return self._is_lit(line) or asked

    def _is_lit(self, line: NowLine) -> bool:
        variable = self.highlight.variable if self.highlight is not None else None
        return variable is not None and variable in (line.variable, *(value.variable for value in line.values))

    def _heading(self, line: NowLine, name: str) -> Content:
        return Content.styled(name, "bold reverse" if self._is_lit(line) else "bold dim")

    def _fitted(self, line: NowLine, room: int) -> FittedLine:
        """The line in the room there is; a highlight takes two columns of it."""
        values = tuple(
            value._replace(now=HELD_BACK, before="", changed=False) if self._is_held_back(value.variable) else value
            for value in line.values
        )
        return fitted_line(line._replace(values=values), room - 2 * self._is_lit(line), self._is_wanted(line))

    def _is_held_back(self, variable: str) -> bool:
        """Whether the value of a variable after this step is left out."""
        return self.holds_back and is_held_back(self._trace, self.step, variable)

    def _values(self, fitted: FittedLine) -> Content:
        told = [self._value(each) for each in fitted.told]
        told += [Content.styled(f"+{fitted.left_out}", "dim")] if fitted.left_out else []
        return Content(APART).join(told)

    def _below(self, fitted: FittedLine) -> Content:
        """What was before, on a line of its own."""
        several = len(fitted.told) > 1
        said = (f"{each.value.part} was {each.before}" if several else f"was {each.before}" for each in fitted.below)
        return Content.styled(f"({', '.join(said)})", "dim")

    def _value(self, told: Told) -> Content:
        value = told.value
        part = f"{value.part}: " if value.part else ""
        look = "bold $text-success reverse" if self.lit else "bold $text-success"
        now = Content.styled(f"{value.now}*", look) if value.changed else Content(value.now)
        highlight = self.highlight
        if highlight is not None and highlight.variable == value.variable and highlight.step is not None:
            now = Content.styled(f"›{now.plain}‹", "bold reverse")
        return Content(part) + now + Content.styled(before_words(told), "dim")

    # The table of columns

    def _table(self) -> Content:
        """The names, then as many columns as fit, the newest but those that are scrolled away."""
        tracker = self._trace.tracker(self.step, _MOST_COLUMNS + self.back)
        if self.back:
            upto = len(tracker.steps) - self.back
            rows = tuple((variable, values[:upto]) for variable, values in tracker.rows)
            tracker = Tracker(tracker.steps[:upto], rows, False)
        tracker = self._rows_that_fit(tracker)
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
                if step == self.step and self._is_held_back(variable):
                    cell = Content(HELD_BACK)
                if highlight.variable == variable and column == newest and highlight.step is not None:
                    cell = Content.styled(f"›{cell.plain}‹", "bold reverse")
                lines.append(cell)
            columns.append(lines)
        names = [Content.styled("Variable", "bold dim")]
        for (variable, _), row in zip(tracker.rows, table.rows, strict=True):
            name = clipped(row[0], _WIDEST_NAME)
            names.append(
                Content.styled(f"›{name}‹", "bold reverse") if highlight.variable == variable else Content(name)
            )
        later = [[Content.styled("…" if line == 0 else " ", "dim") for line in range(len(names))]] if self.back else []
        room = self.size.width - _width(names) - (2 if later else 0)
        from_the_start = tracker.steps[0] == 0
        if from_the_start and sum(1 + _width(column) for column in columns) <= room:
            return _lines([names, *columns, *later])
        shown = _newest_that_fit(columns, room - 2)
        more = [[Content.styled("…" if line == 0 else " ", "dim") for line in range(len(names))]]
        return _lines([names, *more, *shown, *later])

    def _rows_that_fit(self, tracker: Tracker) -> Tracker:
        """The rows that have room.

        Rows that changed or are highlighted come before the others.
        """
        room = max(1, self.size.height - 1)
        if len(tracker.rows) <= room:
            return tracker
        highlighted = self.highlight.variable if self.highlight is not None else None
        changed = [name for name, values in tracker.rows if len(values) > 1 and values[-1] != values[-2]]
        wanted = {highlighted, self.asked, *changed}
        first = [name for name, _ in tracker.rows if name in wanted]
        kept = set([*first, *(name for name, _ in tracker.rows if name not in first)][:room])
        rows = tuple(row for row in tracker.rows if row[0] in kept)
        return tracker._replace(rows=rows)


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
