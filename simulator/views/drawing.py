"""A picture as texts, lines and boxes on a grid of a terminal's columns and rows. Text and SVG are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from simulator.views import signs
from simulator.views.signs import Style
from simulator.views.width import cells, graphemes, is_narrow


class Text(NamedTuple):
    """A text that begins in a column of a row."""

    column: int
    row: int
    text: str
    style: Style = Style.PLAIN


class Upright(NamedTuple):
    """A line between two columns of text, from a row to another, both included."""

    column: int
    row: int
    last_row: int
    dotted: bool
    style: Style


class Box(NamedTuple):
    """A frame; its texts are drawn on top of it."""

    column: int
    row: int
    last_column: int
    last_row: int
    style: Style = Style.MUTED


class Bracket(NamedTuple):
    """A bracket over some columns, open downwards."""

    column: int
    last_column: int
    row: int
    style: Style


class Across(NamedTuple):
    """A line along a row, from a column to another, both included."""

    column: int
    last_column: int
    row: int
    style: Style = Style.MUTED


class Bar(NamedTuple):
    """A filled stretch of a row, from a column to another, both included; its text is drawn on top of it."""

    column: int
    last_column: int
    row: int
    style: Style


class Area(NamedTuple):
    """The part of a drawing that is about one record, its last column and row included. It has no ink."""

    column: int
    row: int
    last_column: int
    last_row: int
    record: int
    """The record's index in the run."""


Stroke = Text | Upright | Box | Bracket | Across | Bar | Area


class Drawing(NamedTuple):
    """A picture; later strokes cover earlier ones."""

    width: int
    height: int
    strokes: tuple[Stroke, ...]


class Spot(NamedTuple):
    """A part of a row that is about one step."""

    row: int
    column: int
    last_column: int
    step: int


def moved(strokes: Iterable[Stroke], column: int, row: int) -> list[Stroke]:
    """Strokes so many columns further to the right and so many rows further down."""
    return [_moved(stroke, column, row) for stroke in strokes]


def _moved(stroke: Stroke, column: int, row: int) -> Stroke:
    match stroke:
        case Text():
            return stroke._replace(column=stroke.column + column, row=stroke.row + row)
        case Upright():
            last = stroke.last_row + row
            return stroke._replace(column=stroke.column + column, row=stroke.row + row, last_row=last)
        case Box():
            last, last_row = stroke.last_column + column, stroke.last_row + row
            return Box(stroke.column + column, stroke.row + row, last, last_row, stroke.style)
        case Area():
            last, last_row = stroke.last_column + column, stroke.last_row + row
            return Area(stroke.column + column, stroke.row + row, last, last_row, stroke.record)
        case Bracket() | Across() | Bar():
            last = stroke.last_column + column
            return stroke._replace(column=stroke.column + column, last_column=last, row=stroke.row + row)


def areas(drawing: Drawing) -> tuple[Area, ...]:
    """The parts of a drawing that are about a record each."""
    return tuple(stroke for stroke in drawing.strokes if isinstance(stroke, Area))


def record_at(found: Iterable[Area], row: int, column: int) -> int | None:
    """The record that a row and a column of a drawing are about; None for none."""
    for area in found:
        if area.row <= row <= area.last_row and area.column <= column <= area.last_column:
            return area.record
    return None


Run = tuple[str, Style]
"""A part of a row in one style."""


def drawn_as_text(drawing: Drawing) -> list[str]:
    """The rows of a drawing as lines of text, without blanks at their ends."""
    return ["".join(text for text, _ in row).rstrip() for row in drawn_rows(drawing)]


def drawn_rows(drawing: Drawing) -> list[list[Run]]:
    """The rows of a drawing, each as wide as the drawing, in parts of one style."""
    grid = _Grid(drawing.width, drawing.height)
    for stroke in drawing.strokes:
        match stroke:
            case Text():
                grid.write(stroke.column, stroke.row, stroke.text, stroke.style)
            case Upright():
                for row in range(stroke.row, stroke.last_row + 1):
                    grid.write(stroke.column, row, "┊" if stroke.dotted else "│", stroke.style)
            case Box():
                _frame(grid, stroke)
            case Bracket():
                between = "─" * (stroke.last_column - stroke.column - 1)
                grid.write(stroke.column, stroke.row, f"┌{between}┐", stroke.style)
            case Across():
                grid.write(stroke.column, stroke.row, "─" * (stroke.last_column - stroke.column + 1), stroke.style)
            case Bar():
                length = stroke.last_column - stroke.column + 1
                grid.write(stroke.column, stroke.row, signs.BLOCKED.sign * length, stroke.style)
    return [_runs(*row) for row in zip(grid.letters, grid.styles, strict=True)]


class _Grid:
    """The letters and the styles of each row; a wide character takes two columns, the second of them empty."""

    def __init__(self, width: int, height: int) -> None:
        self.letters = [[" "] * width for _ in range(height)]
        self.styles = [[Style.PLAIN] * width for _ in range(height)]

    def write(self, column: int, row: int, text: str, style: Style) -> None:
        """A text on a row; what has no room is cut."""
        letters, styles = self.letters[row], self.styles[row]
        if is_narrow(text):
            last = min(column + len(text), len(letters))
            letters[column:last] = text[: max(0, last - column)]
            styles[column:last] = [style] * (last - column)
            return
        for each in graphemes(text):
            width = cells(each)
            if column + width > len(letters):
                return
            if not width:
                continue
            letters[column] = each
            letters[column + 1 : column + width] = [""] * (width - 1)
            styles[column : column + width] = [style] * width
            column += width


def _frame(grid: _Grid, box: Box) -> None:
    across = "─" * (box.last_column - box.column - 1)
    grid.write(box.column, box.row, f"╭{across}╮", box.style)
    grid.write(box.column, box.last_row, f"╰{across}╯", box.style)
    for row in range(box.row + 1, box.last_row):
        grid.write(box.column, row, "│", box.style)
        grid.write(box.last_column, row, "│", box.style)


def _runs(letters: Sequence[str], styles: Sequence[Style]) -> list[Run]:
    runs, first = [], 0
    for style, group in groupby(styles):
        after = first + len(list(group))
        runs.append(("".join(letters[first:after]), style))
        first = after
    return runs
