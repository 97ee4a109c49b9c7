"""Where a link was followed from, so that one key leads back."""

from __future__ import annotations

from typing import Final, NamedTuple

from simulator.lesson.words.references import Location

MOST_PLACES: Final = 50
"""Places that are remembered."""


class Place(NamedTuple):
    """A place in a run."""

    step: int
    highlight: Location | None = None
    """The location that was highlighted there."""
    in_text: bool = False
    """Whether the link stood in the lesson's text, which covers the screen."""
