"""A drawing as SVG: texts stay texts, the fonts are named, and nothing is loaded from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Literal

from simulator.views.drawing import Across, Area, Bar, Box, Bracket, Drawing, Stroke, Text, Upright
from simulator.views.signs import Style
from simulator.views.width import cells

Theme = Literal["light", "dark"]

FONTS = "'DejaVu Sans Mono', 'Cascadia Mono', Menlo, Consolas, 'Liberation Mono', monospace"

_COLUMN, _ROW, _SIZE = 8.4, 19, 14
"""The width of a column, the height of a row, and the size of the letters, in pixels."""

_MARGIN = 12

PAPER: Mapping[Theme, str] = {"light": "#ffffff", "dark": "#1b1d23"}
"""The backgrounds."""

COLOURS: Mapping[Theme, Mapping[Style, str]] = {
    "light": {
        Style.PLAIN: "#24292f",
        Style.STRONG: "#0b0d10",
        Style.MUTED: "#59636e",
        Style.READ: "#0550ae",
        Style.DONE: "#1a6334",
        Style.AGAIN: "#8a4b00",
        Style.FAILED: "#b3141d",
        Style.GONE: "#b3141d",
        Style.READER_1: "#0550ae",
        Style.READER_2: "#6b2fb3",
        Style.READER_3: "#0b6158",
        Style.MOMENT: "#8a4b00",
        Style.NOW: "#0550ae",
    },
    "dark": {
        Style.PLAIN: "#d5d9e0",
        Style.STRONG: "#ffffff",
        Style.MUTED: "#9aa3af",
        Style.READ: "#7cb7ff",
        Style.DONE: "#73c990",
        Style.AGAIN: "#f0b35a",
        Style.FAILED: "#ff8a85",
        Style.GONE: "#ff8a85",
        Style.READER_1: "#7cb7ff",
        Style.READER_2: "#c9a2ff",
        Style.READER_3: "#5fd7c7",
        Style.MOMENT: "#f0b35a",
        Style.NOW: "#7cb7ff",
    },
}
"""The colours of text: each has a contrast of at least 4.5 to its background."""

_BOLD = frozenset({Style.STRONG, Style.AGAIN, Style.FAILED, Style.GONE, Style.NOW})


def drawn_as_svg(drawing: Drawing, theme: Theme, title: str) -> Iterator[str]:
    """The lines of an SVG document."""
    width = round(drawing.width * _COLUMN) + 2 * _MARGIN
    height = drawing.height * _ROW + 2 * _MARGIN
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{width}" height="{height}" fill="{PAPER[theme]}"/>'
    yield f'<g font-family="{FONTS}" font-size="{_SIZE}" xml:space="preserve">'
    paper, colours = PAPER[theme], COLOURS[theme]
    lines = [stroke for stroke in drawing.strokes if not isinstance(stroke, Text | Area)]
    texts = [stroke for stroke in drawing.strokes if isinstance(stroke, Text)]
    for stroke in [*lines, *texts]:
        yield from _element(stroke, colours[stroke.style], paper)
    yield "</g>"
    yield "</svg>"


def _element(stroke: Stroke, colour: str, paper: str) -> Iterator[str]:
    match stroke:
        case Text():
            yield from _text(stroke, colour, paper)
        case Upright():
            dashes = ' stroke-dasharray="3 3"' if stroke.dotted else ""
            x, top, bottom = _middle(stroke.column), _top(stroke.row), _top(stroke.last_row + 1)
            thick = 1 if stroke.style is Style.MUTED else 2
            yield f'<path d="M{x} {top}V{bottom}" stroke="{colour}" stroke-width="{thick}" fill="none"{dashes}/>'
        case Box():
            x, y = _middle(stroke.column), _top(stroke.row) + _ROW / 2
            width, height = _middle(stroke.last_column) - x, (stroke.last_row - stroke.row) * _ROW
            yield f'<rect x="{x}" y="{y}" width="{width:.1f}" height="{height}" rx="6" fill="none" stroke="{colour}"/>'
        case Bracket():
            x, last, y = _middle(stroke.column), _middle(stroke.last_column), _top(stroke.row) + _ROW / 2
            yield f'<path d="M{x} {y + _ROW / 2}V{y}H{last}V{y + _ROW / 2}" stroke="{colour}" fill="none"/>'
        case Across():
            x, last, y = _middle(stroke.column), _middle(stroke.last_column), _top(stroke.row) + _ROW / 2
            yield f'<path d="M{x} {y}H{last}" stroke="{colour}" fill="none"/>'
        case Bar():
            x, width = _left(stroke.column), round((stroke.last_column - stroke.column + 1) * _COLUMN, 1)
            y, height = _top(stroke.row) + 3, _ROW - 6
            yield f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{colour}" fill-opacity="0.25"/>'


def _text(stroke: Text, colour: str, paper: str) -> Iterator[str]:
    """A text, on a strip of paper that covers the lines behind it; blanks at its ends are no part of the text."""
    x, y = _left(stroke.column), _top(stroke.row)
    bold = ' font-weight="bold"' if stroke.style in _BOLD else ""
    yield f'<rect x="{x}" y="{y}" width="{_long(stroke.text)}" height="{_ROW}" fill="{paper}"/>'
    text = stroke.text.strip(" ")
    if text:
        x = _left(stroke.column + len(stroke.text) - len(stroke.text.lstrip(" ")))
        length = _long(text)
        yield f'<text x="{x}" y="{y + 14}" textLength="{length}" fill="{colour}"{bold}>{escape(text)}</text>'


def _long(text: str) -> float:
    return round(cells(text) * _COLUMN, 1)


def _left(column: int) -> float:
    return round(_MARGIN + column * _COLUMN, 1)


def _middle(column: int) -> float:
    return round(_MARGIN + (column + 0.5) * _COLUMN, 1)


def _top(row: int) -> int:
    return _MARGIN + row * _ROW
