"""The lanes of a run as SVG: text stays text, fonts are named, in a light and a dark theme."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Literal, NamedTuple

from simulator.lesson.words.times import time_words
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.views.layout import wrapped
from simulator.views.time.lanes import time_lanes
from simulator.views.time.layout import Layout, layout_of, legend
from simulator.views.time.rows import Row
from simulator.views.time.signs import SIGNS
from simulator.views.width import clipped

SVG_WIDTH = 120
"""The width of the picture in letters, unless somebody asks for another."""

_FONT = "'DejaVu Sans Mono', Menlo, Consolas, monospace"
_LETTER, _LINE, _EDGE = 8.4, 22, 20
"""Pixels: the width of a letter of 14 pixels, the height of a row, the edge around the picture."""


class _Theme(NamedTuple):
    background: str
    text: str
    muted: str
    good: str
    warning: str
    bad: str
    bar: str


THEMES = {
    "light": _Theme("#ffffff", "#1b1f24", "#57606a", "#1a7f37", "#9a6700", "#cf222e", "#ffd8d3"),
    "dark": _Theme("#0d1117", "#e6edf3", "#8b949e", "#3fb950", "#d29922", "#ff7b72", "#5d1a1a"),
}
"""The colours: those of text have a contrast of at least 4.5 to the background."""

_BAD = tuple(SIGNS[kind][0] for kind in ("failed", "partial", "given_up", "lost"))
_WARNING, _GOOD = (SIGNS["again"][0],), (SIGNS["done"][0],)


def time_svg(
    trace: Trace, step: int, width: int = SVG_WIDTH, theme: Literal["light", "dark"] = "light"
) -> Iterator[str]:
    """The lines of the picture after a step. `width` is in letters.

    Raises:
        IndexError: no such step.
    """
    lanes, colours = time_lanes(trace, step), THEMES[theme]
    head = f"Step {lanes.step} of {lanes.steps}, {time_words(lanes.now)}"
    layout = layout_of(lanes, width) if lanes.columns else None
    foot = "Nothing has happened yet." if layout is None else legend(lanes, layout)
    below = list(wrapped(foot, width))
    rows = 0 if layout is None else len(layout.rows) + 1
    high, wide = 2 * _EDGE + (2 + rows + len(below)) * _LINE, 2 * _EDGE + width * _LETTER
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide:.0f}" height="{high}" viewBox="0 0 {wide:.0f} {high}" '
        f'font-family="{_FONT}" font-size="14">'
    )
    yield f"<title>{escape(head)}</title>"
    yield f'<rect width="100%" height="100%" fill="{colours.background}"/>'
    yield _text(0, 0, head, colours.text, bold=True)
    if layout is not None:
        yield from _wall(layout, rows, colours)
        for place, row in enumerate(layout.rows, 2):
            yield from _row(layout, row, place, colours)
    for place, line in enumerate(below, rows + 2):
        yield _text(0, place, line, colours.muted)
    yield "</svg>"


def _wall(layout: Layout, rows: int, colours: _Theme) -> Iterator[str]:
    end = layout.label + layout.starts[-1] + 1
    x = _x(end)
    yield _text(end - 4, 1, "NOW", colours.text, bold=True)
    if any(row.due for row in layout.rows):
        yield _text(end + 1, 1, "not yet", colours.muted)
    yield (
        f'<line x1="{x:.1f}" y1="{_EDGE + _LINE}" x2="{x:.1f}" y2="{_EDGE + (rows + 1) * _LINE}" '
        f'stroke="{colours.muted}" stroke-dasharray="4 4"/>'
    )


def _row(layout: Layout, row: Row, place: int, colours: _Theme) -> Iterator[str]:
    is_lane = not row.label.startswith(" ") and row.kind != "scale"
    yield _text(
        0, place, clipped(row.label, layout.label - 1), colours.text if is_lane else colours.muted, bold=is_lane
    )
    end = layout.starts[-1]
    for fill in row.fills:
        first = layout.label + layout.starts[fill.first]
        last = layout.label + (
            end if fill.last is None else max(layout.starts[fill.last], layout.starts[fill.first] + 1)
        )
        if row.kind == "blocked":
            y = _EDGE + place * _LINE + 3
            yield (
                f'<rect x="{_x(first):.1f}" y="{y}" width="{_x(last) - _x(first):.1f}" height="{_LINE - 6}" '
                f'fill="{colours.bar}"/>'
            )
            yield _text(first, place, clipped(fill.text, last - first), colours.bad, bold=True)
        else:
            y = _EDGE + place * _LINE + _LINE // 2
            yield (f'<line x1="{_x(first + 1.5):.1f}" y1="{y}" x2="{_x(last):.1f}" y2="{y}" stroke="{colours.muted}"/>')
    for index, cell in enumerate(row.cells):
        text = clipped(cell.text, layout.room(row, index))
        colour = _colour(text, row, colours)
        behind = colours.background if row.kind == "marks" else ""
        yield _text(layout.label + layout.starts[cell.column], place, text, colour, row.kind == "marks", behind)
    if row.due:
        yield _text(layout.label + end + 2, place, row.due, colours.muted)


def _colour(text: str, row: Row, colours: _Theme) -> str:
    if row.kind in ("scale", "figures"):
        return colours.muted
    for signs, colour in ((_BAD, colours.bad), (_WARNING, colours.warning), (_GOOD, colours.good)):
        if any(sign in text for sign in signs):
            return colour
    return colours.text


def _x(letters: float) -> float:
    return _EDGE + letters * _LETTER


def _text(letters: float, row: int, text: str, colour: str, bold: bool = False, behind: str = "") -> str:
    """A text; `behind` is the colour of a seam around its letters, where a line runs behind them."""
    weight = ' font-weight="bold"' if bold else ""
    if behind:
        weight += f' stroke="{behind}" stroke-width="6" paint-order="stroke"'
    y = _EDGE + row * _LINE + 16
    place = f'x="{_x(letters):.1f}" y="{y}" fill="{colour}"{weight} xml:space="preserve"'
    return f"<text {place}>{escape(visible(text))}</text>"
