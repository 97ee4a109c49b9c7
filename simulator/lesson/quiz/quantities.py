"""Reads numbers with their units, as the tracker shows them and as people type them: `3`, `1,000`, `2 min 05.000 s`."""

from __future__ import annotations

import re
from fractions import Fraction

MOST = 60
"""Characters from which on a text is not read as a number."""

_MILLISECONDS = {"ms": 1, "s": 1000, "m": 60_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000}
"""The units of durations, which are converted into each other."""

_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
_NUMBER = re.compile(rf"(?:step |record )?([-+]?{_DIGITS})(?: ?(\D.*))?", re.IGNORECASE)
_DURATION = re.compile(r"[0-9.]+ (?:ms|s|min|h|d)(?: [0-9.]+ (?:ms|s|min|h|d))*")
_PART = re.compile(r"([0-9]+(?:\.[0-9]+)?) ([a-z]+)")


def quantity(text: str, unit: str) -> Fraction | None:
    """The number in a text, in `unit` (empty: a number alone); None where it is none, or in another unit.

    A number without a unit is in `unit` already.
    """
    text = text.strip()
    if len(text) > MOST:
        return None
    whole = _MILLISECONDS.get(unit.casefold())
    if whole is not None and _DURATION.fullmatch(text):
        return sum(Fraction(number) * _MILLISECONDS[each] for number, each in _PART.findall(text)) / Fraction(whole)
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    number, said = Fraction(found[1].replace(",", "")), (found[2] or "").casefold()
    if not said or _singular(said) == _singular(unit.casefold()):
        return number
    part = _MILLISECONDS.get(said)
    return None if whole is None or part is None else number * part / whole


def unit_of(text: str) -> str | None:
    """The unit in which a text has its number, such as `s`; None where it has none."""
    if _DURATION.fullmatch(text):
        return "s"
    found = _NUMBER.fullmatch(text)
    return found[2] if found is not None and found[2] and found[2].isalpha() else None


def number_words(number: Fraction) -> str:
    """A number as people write it, with at most six digits behind the point."""
    millionths = round(abs(number) * 10**6)
    whole, rest = divmod(millionths, 10**6)
    sign = "-" if number < 0 and millionths else ""
    return f"{sign}{whole}.{rest:06d}".rstrip("0").rstrip(".")


def _singular(unit: str) -> str:
    return unit.removesuffix("s") or unit
