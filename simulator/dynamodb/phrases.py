"""Small parts of sentences that every floor writes alike: a text that is cut, a list of words."""

from __future__ import annotations

from collections.abc import Iterable


def cut_to(length: int, text: str) -> str:
    """A text of at most so many characters; where it was cut, it ends with an ellipsis."""
    return text if len(text) <= length else text[: length - 1] + "…"


def joined(words: Iterable[str], last_word: str = "and") -> str:
    """Words as a list in a sentence: `a`, `a and b`, `a, b and c`; with another word before the last `a, b or c`."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} {last_word} {last}" if first else last


def some_of(words: Iterable[str], most: int) -> list[str]:
    """Words to join, of which at most so many are named: `a`, `b`, `c`, `2 more`."""
    every = list(words)
    return every if len(every) <= most else [*every[:most], f"{len(every) - most} more"]
