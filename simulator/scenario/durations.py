"""Durations as a lesson file writes them: a number and its unit, as in `250ms`, `2s`, `5m` and `25h`."""

from __future__ import annotations

import re
from decimal import Decimal

MAX_MILLISECONDS = 366 * 24 * 3600 * 1000
"""The longest duration: a leap year."""

# Few enough digits for Decimal's 28: a duration is exact, or refused.
PATTERN = re.compile(r"([0-9]{1,12}(?:\.[0-9]{1,9})?)(ms|s|m|h)")

_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000}


class InvalidDuration(ValueError):
    """Not a duration (S203), or not one that a scenario can have (S204)."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def milliseconds(text: str | None) -> int:
    """A written duration in whole milliseconds.

    Raises:
        InvalidDuration: no number with a unit, a fraction of a millisecond, or over a year.
    """
    found = None if text is None else PATTERN.fullmatch(text)
    if found is None:
        raise InvalidDuration("S203", "expected a duration with its unit: 250ms, 2s, 5m or 25h")
    exact = Decimal(found[1]) * _UNITS[found[2]]
    if exact != int(exact):
        raise InvalidDuration("S204", "a duration is a whole number of milliseconds")
    if exact > MAX_MILLISECONDS:
        raise InvalidDuration("S204", "a duration is at most 8784h, a year")
    return int(exact)
