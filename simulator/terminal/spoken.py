"""Sentences as they are read aloud: the signs that the program writes between words become words."""

from __future__ import annotations

from simulator.lesson.words.references import Prose
from simulator.views.signs import CHANGED, SIGNS, THIS_STEP

_SIGNS = str.maketrans(dict.fromkeys({each.sign for each in SIGNS} - {THIS_STEP.sign, CHANGED.sign}))


def spoken(prose: Prose) -> Prose:
    """The same text with `to` where an arrow leads from a value to another."""
    return tuple(part.replace(" → ", " to ") if isinstance(part, str) else part for part in prose)


def without_signs(text: str) -> str:
    """The same text without the signs of pictures, whose words stand beside them."""
    return " ".join(text.translate(_SIGNS).split())
