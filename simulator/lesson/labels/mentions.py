"""Steps that a text names by their numbers, in plain words and not by a reference: `step 4`, `steps 2 and 3`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_IN_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

# "In each step two records" names no step.
_MENTION = re.compile(
    r"\bstep\s+(?:#\s?|no\.\s?)?(?P<number>[0-9]+)\b"
    r"|\bsteps\s+(?:#\s?|no\.\s?)?(?P<numbers>[0-9]+(?:(?:,|,?\s+(?:and|or|to)|\s?[-–])\s*[0-9]+)*)\b"
    rf"|(?<!\ba )(?<!\bper )(?<!\bone )(?<!\bthis )(?<!\beach )(?<!\bevery )\bstep\s+(?P<word>{'|'.join(_IN_WORDS)})\b",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"After\s+$")
_DIGITS = re.compile("[0-9]+")


class Named(NamedTuple):
    """One number of a mention."""

    start: int
    end: int
    written: str
    """`4`, `04` or `four`."""
    number: str
    """The same in digits: it may be too long for any run."""


class Mention(NamedTuple):
    """A place in a text that names a step, or several."""

    start: int
    """Where the word `step` begins."""
    text: str
    named: tuple[Named, ...]


def mentions(text: str) -> Iterator[Mention]:
    """Every mention of steps in a text. The heading of a column, `After Step 4`, is none."""
    # The pattern begins at every character; a text without the word need not be searched.
    for found in _MENTION.finditer(text) if "step" in text.casefold() else ():
        start = found.start()
        if found[0].startswith("Step") and _COLUMN.search(text[max(0, start - 20) : start]):
            continue
        if found["word"]:
            digits = str(2 + _IN_WORDS.index(found["word"].lower()))
            named: tuple[Named, ...] = (Named(found.start("word"), found.end("word"), found["word"], digits),)
        else:
            begin, end = found.span("number" if found["number"] else "numbers")
            named = tuple(Named(*each.span(), each[0], each[0]) for each in _DIGITS.finditer(text, begin, end))
        yield Mention(start, found[0], named)
