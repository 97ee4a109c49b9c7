"""The sign of each kind of mark, and times as the scale shows them."""

from __future__ import annotations

from simulator.views import signs
from simulator.views.signs import Sign
from simulator.views.time.words import Kind

SIGNS: dict[Kind, Sign] = {
    "read": signs.READ,
    "done": signs.PROCESSED,
    "again": signs.AGAIN,
    "failed": signs.FAILED,
    "partial": signs.PARTLY_FAILED,
    "given_up": signs.GIVEN_UP,
    "lost": signs.LOST,
    "filtered": signs.FILTERED,
    "checkpoint": signs.CHECKPOINT,
    "refused": signs.REFUSED,
    "empty": signs.EMPTY,
    "arrived": signs.UNREAD,
}
"""The sign of each kind of mark."""

_CLOCK_FROM = 600_000
"""Milliseconds from which on times are shown as hours, minutes and seconds."""


def scale_unit(now: int) -> str:
    """The unit of a scale that ends at a time."""
    return "seconds" if now < _CLOCK_FROM else "h:mm:ss"


def scale_time(milliseconds: int, now: int) -> str:
    """A time as a scale that ends at `now` shows it: `0.25`, or, in whole seconds, `20:20:03`."""
    seconds, rest = divmod(milliseconds, 1000)
    parts = f".{rest:03d}".rstrip("0") if rest else ""
    if now < _CLOCK_FROM:
        return f"{seconds}{parts}"
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
