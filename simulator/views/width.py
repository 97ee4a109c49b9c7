"""Widths as a terminal counts them, by wcwidth. Everything that measures, cuts or pads a text does it here."""

from __future__ import annotations

import re
from collections.abc import Iterable

ELLIPSIS = "…"
"""The sign that a text was cut."""

NARROW = re.compile(r"[ -~·×–—‘’“”•…‹›⊔⊘⊝⋯⎯⚑✓✗\u2190-\u21ff\u2500-\u25fc]*")
"""Texts of ASCII, arrows, lines, blocks and the other signs of this program: each character takes one column."""


def is_narrow(text: str) -> bool:
    """Whether each character of a text is known to take one column."""
    return text.isascii() or NARROW.fullmatch(text) is not None


def cells(text: str) -> int:
    """The columns that a text takes in a terminal."""
    if text.isascii() or NARROW.fullmatch(text):  # as is_narrow: nothing is asked as often as this
        return len(text)
    from wcwidth import wcswidth  # imported where a lesson has other characters: most have none

    width = wcswidth(text)
    return width if width >= 0 else sum(max(0, wcswidth(each)) for each in graphemes(text))  # a control character


def graphemes(text: str) -> Iterable[str]:
    """The parts of a text that cannot be cut: a letter with its marks, a family of emoji."""
    if is_narrow(text):
        return text
    from wcwidth import iter_graphemes

    return iter_graphemes(text)


def clipped(text: str, width: int) -> str:
    """A text of at most `width` columns; where it was cut, it ends with an ellipsis."""
    if cells(text) <= width:
        return text
    kept, used = "", 0
    for each in graphemes(text):
        used += cells(each)
        if used > width - 1:
            break
        kept += each
    return kept + ELLIPSIS


def margins(text: str, width: int, alignment: str = "left") -> tuple[int, int]:
    """The spaces before and after a text that takes `width` columns; `alignment` is left, right or center."""
    missing = max(0, width - cells(text))
    before = {"right": missing, "center": missing // 2}.get(alignment, 0)
    return before, missing - before


def padded(text: str, width: int, alignment: str = "left") -> str:
    """A text with spaces beside it, so that it takes `width` columns."""
    before, after = margins(text, width, alignment)
    return f"{' ' * before}{text}{' ' * after}"


def fitted(text: str, width: int) -> str:
    """A text cut or padded to exactly `width` columns."""
    return padded(clipped(text, width), width)
