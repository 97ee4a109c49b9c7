"""Where the parts of the screen of two runs stand: worked out of the size and of what is looked at."""

from __future__ import annotations

from textual.geometry import Region, Size

from simulator.tui.screens.lesson_layout import HIGH, WIDE

ONE, OTHER, ENDS, LANES, ABOUT = "one", "other", "ends", "lanes", "about"
PARTS = (ONE, OTHER, ENDS, LANES, ABOUT)
"""The lesson's run, the other one, what is at their ends, both over time, and what they are about."""

_ABOUT_WIDTH = 46


def has_room(size: Size) -> bool:
    """Whether both sides have room beside each other."""
    return size.width >= WIDE and size.height >= HIGH


def turns(size: Size, is_whole: bool = True) -> tuple[str, ...]:
    """The parts that take turns; where the runs are not shown to their ends, no part tells of these."""
    if has_room(size):
        return (OTHER, ENDS) if is_whole else (OTHER,)
    return PARTS if is_whole else (ONE, OTHER, ABOUT)


def places(size: Size, part: str, is_whole: bool = True) -> dict[str, Region]:
    """The region of each part that is shown, in a body of this size.

    With room, both sides stand over their ends and what they are about; while the ends are looked at, these and the
    lanes of time have the whole body. Without, one part is shown at a time. Of runs that are not shown to their ends
    (not `is_whole`) only the sides and what they are about have a place.
    """
    if not has_room(size):
        return {part: size.region}
    if part in (ONE, OTHER) or not is_whole:
        above, below = size.region.split_horizontal(size.height - max(9, size.height // 3))
        one, other = above.split_vertical(size.width // 2)
        if not is_whole:
            return {ONE: one, OTHER: other, ABOUT: below}
        about, ends = below.split_vertical(_ABOUT_WIDTH)
        return {ONE: one, OTHER: other, ABOUT: about, ENDS: ends}
    about, rest = size.region.split_vertical(_ABOUT_WIDTH)
    ends, lanes = rest.split_horizontal(size.height * 2 // 5)
    return {ABOUT: about, ENDS: ends, LANES: lanes}
