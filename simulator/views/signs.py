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
    CHECKPOINT = "checkpoint"
    NOW = "now"


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
READ = Sign("▹", "read", Style.READ)
DONE = Sign("✓", "done", Style.DONE)
AGAIN = Sign("↻", "done again", Style.AGAIN)
FAILED = Sign("✗", "failed", Style.FAILED)
RETRY = Sign("↶", "tried again", Style.FAILED)
GIVEN_UP = Sign("⊘", "given up", Style.GONE)
LOST = Sign("∅", "LOST", Style.GONE)
FILTERED = Sign("⊝", "filtered", Style.MUTED)
PASSED_OVER = Sign("⊝", "passed over", Style.MUTED)
CHECKPOINT = Sign("⚑", "checkpoint", Style.CHECKPOINT)
POSITION = Sign("┊", "next read", Style.READ)
DEAD = Sign("✗", "dead", Style.FAILED)
THIS_STEP = Sign(">", "this step", Style.NOW)
CHANGED = Sign("*", "changed in this step", Style.NOW)
KEY_MOMENT = Sign("◊", "key moment", Style.STRONG)

SIGNS = (
    UNREAD,
    READ,
    DONE,
    AGAIN,
    FAILED,
    RETRY,
    GIVEN_UP,
    LOST,
    FILTERED,
    PASSED_OVER,
    CHECKPOINT,
    POSITION,
    DEAD,
    THIS_STEP,
    CHANGED,
)
"""All of them, in a legend's order."""


def ordinal(number: int) -> str:
    """`1st`, `2nd`, `3rd`, `11th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"
