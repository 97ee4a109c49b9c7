"""The signs of all pictures: for each its word, and the style that gives it a colour. No sign stands without its word.

Every sign is one column wide in every locale.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Style(Enum):
    """The ways in which a part of a picture can be set off; each front end gives them its colours."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    READ = "read"
    DONE = "done"
    AGAIN = "again"
    FAILED = "failed"
    GONE = "gone"
    READER_1 = "reader-1"
    READER_2 = "reader-2"
    READER_3 = "reader-3"
    MOMENT = "moment"
    NOW = "now"


_READERS = (Style.READER_1, Style.READER_2, Style.READER_3)


def reader_style(place: int) -> Style:
    """The style of a reader or a worker, by its place among the others; its name stands beside it always."""
    return _READERS[place % len(_READERS)]


class Sign(NamedTuple):
    """A sign, its word, and its style."""

    sign: str
    word: str
    style: Style

    @property
    def words(self) -> str:
        """The sign with its word."""
        return f"{self.sign} {self.word}"


UNREAD = Sign("◦", "unread", Style.PLAIN)
POLLED = Sign("⋯", "polled, waits for a batch", Style.READ)
READ = Sign("▹", "read", Style.READ)
PROCESSED = Sign("✓", "processed", Style.DONE)
AGAIN = Sign("↻", "handled again", Style.AGAIN)
FAILED = Sign("✗", "failed", Style.FAILED)
CARRIED = Sign("↶", "batch failed", Style.AGAIN)
PARTLY_FAILED = Sign("↶", "failed in part, the rest comes again", Style.FAILED)
RETRY = Sign("↶", "tried again", Style.FAILED)
REFUSED = Sign("⊗", "refused, no retry used", Style.FAILED)
GIVEN_UP = Sign("⊘", "given up", Style.GONE)
LOST = Sign("∅", "LOST", Style.GONE)
FILTERED = Sign("⊝", "filtered", Style.MUTED)
PASSED_OVER = Sign("⊝", "passed over", Style.MUTED)
EMPTY = Sign("⊔", "empty poll", Style.MUTED)
CHECKPOINT = Sign("⚑", "checkpoint", Style.READER_1)
POSITION = Sign("┊", "next read", Style.READ)
BLOCKED = Sign("░", "blocked", Style.FAILED)
GAP = Sign("╎", "a long gap", Style.MUTED)
NOW_WALL = Sign("╎", "NOW", Style.NOW)
KEY_MOMENT = Sign("◊", "key moment", Style.MOMENT)
CRASHED = Sign("✗", "crashed", Style.FAILED)
THIS_STEP = Sign(">", "this step", Style.NOW)
CHANGED = Sign("*", "changed in this step", Style.NOW)
KEY_MOMENT = Sign("◊", "key moment", Style.STRONG)

SIGNS = (
    UNREAD,
    POLLED,
    READ,
    PROCESSED,
    AGAIN,
    FAILED,
    PARTLY_FAILED,
    RETRY,
    CARRIED,
    REFUSED,
    GIVEN_UP,
    LOST,
    FILTERED,
    PASSED_OVER,
    EMPTY,
    CHECKPOINT,
    POSITION,
    CRASHED,
    BLOCKED,
    GAP,
    KEY_MOMENT,
    THIS_STEP,
    CHANGED,
)
"""All of them, in a legend's order."""


_LETTERS = {
    UNREAD: "o",
    POLLED: "W",
    READ: "R",
    PROCESSED: "P",
    AGAIN: "A",
    FAILED: "F",
    CARRIED: "&",
    PARTLY_FAILED: "&",
    REFUSED: "X",
    GIVEN_UP: "G",
    LOST: "L",
    FILTERED: "-",
    EMPTY: "E",
    CHECKPOINT: "C",
    POSITION: ":",
    BLOCKED: "#",
    GAP: "|",
    KEY_MOMENT: "K",
}
"""What stands for a sign where only ASCII can be shown."""

_STROKES = {"+": "╭╮╰╯┌┐└┘├┤┬┴┼", "-": "─━╌–⎯", "|": "│┃▌▐▎▏", "#": "█▄▃▂▁▅▆▇▀", ">": "▶›→", "<": "‹←"}
"""Lines, boxes, bars and arrows, and what stands for them."""

_OTHERS = {"·": "/", "…": "~", "–": "-", "×": "x", "↑": "^", "↓": "v", "•": "*", "≥": ">", "≤": "<", "’": "'"}

ASCII = str.maketrans(
    {sign.sign: letter for sign, letter in _LETTERS.items()}
    | {each: letter for letter, all_of_it in _STROKES.items() for each in all_of_it}
    | _OTHERS
)
"""A translation to ASCII that keeps every text as wide as it is; texts of a lesson keep their own letters."""


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"
