"""Text in columns: lines folded at spaces, rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from simulator.views.width import cells, graphemes, padded

WIDTH = 80
"""Columns, unless somebody asks for another width."""

MIN_WIDTH = 60
"""Below this the process table has no room for its words."""

GAP = "  "
"""The space between the columns of a table."""

_WORD = re.compile(r"[^ \t\n]+")


def wrapped(text: str, width: int, first: str = "") -> Iterator[str]:
    """Words folded at spaces; the lines after the first are indented under the words after `first`.

    The standard library's textwrap counts characters, and a wide character takes two columns. A word that no line can
    hold is cut.
    """
    line, gap, used = first, "", cells(first)
    indent = " " * used
    for word in _WORD.findall(text):
        needed = cells(word)
        is_cut = len(indent) + needed > width
        if used + len(gap) + (1 if is_cut else needed) > width:
            yield line
            line, gap, used = indent, "", len(indent)
        line += gap
        used += len(gap)
        for piece in graphemes(word) if is_cut else (word,):
            if used + cells(piece) > width:
                yield line
                line, used = indent, len(indent)
            line += piece
            used += cells(piece)
        gap = " "
    if gap:
        yield line


def table_line(
    parts: Sequence[Sequence[str]], widths: Sequence[int], alignments: Sequence[str] | None = None
) -> Iterator[str]:
    """One row of a table; each cell is a list of lines."""
    alignments = alignments or ["left"] * len(widths)
    for line in range(max(map(len, parts))):
        texts = (part[line] if line < len(part) else "" for part in parts)
        yield GAP.join(map(padded, texts, widths, alignments)).rstrip()


def folded(text: str, width: int) -> list[str]:
    """A cell of a table as lines of at most `width` columns."""
    return [text] if cells(text) <= width else list(wrapped(text, width)) or [""]


def narrowed(widths: Sequence[int], room: int, least: int = 4) -> list[int]:
    """The widths of a table's columns, the widest made narrower until all have room; none becomes less than `least`."""
    narrow = list(widths)
    excess = sum(narrow) + len(GAP) * (len(narrow) - 1) - room
    while excess > 0 and max(narrow) > least:
        narrow[narrow.index(max(narrow))] -= 1
        excess -= 1
    return narrow
