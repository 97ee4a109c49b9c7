"""Text in columns: widths as a terminal counts them, lines folded at spaces, rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from unicodedata import category, east_asian_width

WIDTH = 80
"""Columns, unless somebody asks for another width."""

MIN_WIDTH = 60
"""Below this the process table has no room for its words."""

GAP = "  "
"""What stands between the columns of a table."""

_WORD = re.compile(r"[^ \t\n]+")
_WITHOUT_WIDTH = ("Mn", "Me", "Cf")
"""Unicode's categories of marks above other characters, and of characters that only steer them."""


def cells(text: str) -> int:
    """The columns that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(0 if category(each) in _WITHOUT_WIDTH else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def blocks(text: str) -> Iterator[tuple[str, bool]]:
    """The blocks of a Markdown text, and whether a block's lines must stay as they are: fenced code, a table."""
    block: list[str] = []
    fenced = False
    for line in [*text.split("\n"), ""]:
        if line.lstrip().startswith("```"):
            fenced = not fenced
        if line.strip() or fenced:
            block.append(line)
        elif block:
            yield "\n".join(block), block[0].lstrip().startswith(("```", "|"))
            block = []
    if block:  # a fence that was never closed
        yield "\n".join(block), True


def wrapped(text: str, width: int, first: str = "") -> Iterator[str]:
    """A text folded at spaces; what follows `first` is indented under it."""
    pieces = text.split("\n") if text.lstrip().startswith(("- ", "* ", "1. ", "#")) else [text]
    indent = " " * cells(first)
    lines = (_filled(piece, width, indent if place else first, indent) for place, piece in enumerate(pieces))
    return chain.from_iterable(lines)


def table_line(parts: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    """One row of a table; each cell is a list of lines."""
    for line in range(max(map(len, parts))):
        texts = (part[line] if line < len(part) else "" for part in parts)
        padded = (text + " " * (width - cells(text)) for text, width in zip(texts, widths, strict=True))
        yield GAP.join(padded).rstrip()


def folded(text: str, width: int) -> list[str]:
    """A cell of a table as lines of at most `width` columns."""
    return [text] if cells(text) <= width else list(_filled(text, width, "", "")) or [""]


def _filled(text: str, width: int, first: str, indent: str) -> Iterator[str]:
    """Words in lines of at most `width` columns. A word that no line can hold is cut.

    The standard library's textwrap counts characters, and a wide character takes two columns.
    """
    line, gap, used = first, "", cells(first)
    for word in _WORD.findall(text):
        needed = cells(word)
        is_cut = len(indent) + needed > width
        if used + len(gap) + (1 if is_cut else needed) > width:
            yield line
            line, gap, used = indent, "", len(indent)
        line += gap
        used += len(gap)
        for piece in word if is_cut else (word,):
            if used + cells(piece) > width:
                yield line
                line, used = indent, len(indent)
            line += piece
            used += cells(piece)
        gap = " "
    if gap:
        yield line
