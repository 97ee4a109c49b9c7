"""A picture as texts, lines and boxes on a grid of a terminal's columns and rows. Text and SVG are made of it."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.views.signs import Style
from simulator.views.width import cells, graphemes


@dataclass(frozen=True, slots=True)
class Text:
    """A text that begins in a column of a row."""

    column: int
    row: int
    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Upright:
    """A line between two columns of text, from a row to another, both included."""

    column: int
    row: int
    last_row: int
    dotted: bool
    style: Style


@dataclass(frozen=True, slots=True)
class Box:
    """A frame; its texts are drawn on top of it."""

    column: int
    row: int
    last_column: int
    last_row: int
    style: Style = Style.MUTED


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket over some columns, open downwards."""

    column: int
    last_column: int
    row: int
    style: Style


Stroke = Text | Upright | Box | Bracket


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture; later strokes cover earlier ones."""

    width: int
    height: int
    strokes: tuple[Stroke, ...]


def drawn_as_text(drawing: Drawing) -> list[str]:
    """The rows of a drawing as lines of text, without blanks at their ends."""
    grid = [[" "] * drawing.width for _ in range(drawing.height)]
    for stroke in drawing.strokes:
        match stroke:
            case Text():
                _write(grid[stroke.row], stroke.column, stroke.text)
            case Upright():
                for row in range(stroke.row, stroke.last_row + 1):
                    grid[row][stroke.column] = "┊" if stroke.dotted else "│"
            case Box():
                _frame(grid, stroke)
            case Bracket():
                between = "─" * (stroke.last_column - stroke.column - 1)
                _write(grid[stroke.row], stroke.column, f"┌{between}┐")
    return ["".join(row).rstrip() for row in grid]


def _write(row: list[str], column: int, text: str) -> None:
    """A text on a row; a wide character takes the next column too, and what has no room is cut."""
    for each in graphemes(text):
        width = cells(each)
        if column + width > len(row):
            return
        if not width:
            continue
        row[column] = each
        row[column + 1 : column + width] = [""] * (width - 1)
        column += width


def _frame(grid: list[list[str]], box: Box) -> None:
    across = "─" * (box.last_column - box.column - 1)
    _write(grid[box.row], box.column, f"╭{across}╮")
    _write(grid[box.last_row], box.column, f"╰{across}╯")
    for row in range(box.row + 1, box.last_row):
        grid[row][box.column] = grid[row][box.last_column] = "│"
