"""Whole numbers as a person types them: in the digits 0 to 9.

`str.isdigit` and `int` take the digits of other scripts too, and `int` refuses thousands of digits with an error.
"""

from __future__ import annotations

import re

_DIGITS = re.compile("[0-9]+")


def in_digits(text: str) -> bool:
    """Whether a text is a whole number in digits, without a sign, however large."""
    return _DIGITS.fullmatch(text) is not None


def number_in(text: str, least: int = 0, most: int = 999_999_999) -> int | None:
    """The whole number from `least` to `most` that a text stands for; None where it is none, or another one."""
    digits = text.lstrip("0") or "0"
    if not in_digits(text) or len(digits) > len(str(most)):
        return None
    number = int(digits)
    return number if least <= number <= most else None
