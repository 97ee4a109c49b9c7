"""Where the parts of the what-if screen stand in each of its phases."""

from __future__ import annotations

from textual.geometry import Region, Size

from simulator.tui.screens.lesson_layout import WIDE

OFFERS, DETAIL = "offers", "detail"
"""What can be chosen, and the text about it."""

_QUESTION, _ANSWERS, _CHOICES = 6, 9, 5
"""Lines of a question, of its answers, and of what to do after the run; with their frames."""


def places(size: Size, phase: int) -> dict[str, Region]:
    """The region of each part in a body of this size, in a phase from 1."""
    if phase == 1 and size.width >= WIDE:
        offers, detail = size.region.split_vertical(size.width * 3 // 5)
    elif phase == 1:
        offers, detail = size.region.split_horizontal(size.height - max(8, size.height // 3))
    elif phase == 2:
        detail, rest = size.region.split_horizontal(_QUESTION)
        offers = rest.split_horizontal(min(_ANSWERS, rest.height))[0]
    else:
        detail, offers = size.region.split_horizontal(size.height - _CHOICES)
    return {OFFERS: offers, DETAIL: detail}
