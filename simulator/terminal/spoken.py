"""Sentences as they are read aloud: the signs that the program writes between words become words."""

from __future__ import annotations

from simulator.lesson.words.references import Prose


def spoken(prose: Prose) -> Prose:
    """The same text with `to` where an arrow leads from a value to another."""
    return tuple(part.replace(" → ", " to ") if isinstance(part, str) else part for part in prose)
