"""Where the parts of the sandbox stand: worked out of the size and of the length of the run."""

from __future__ import annotations

from textual.geometry import Region, Size

VIEW, TABLE = "view", "table"

_MOST_VIEW = 18
"""Lines that a view has use for; in a higher terminal the table gets the rest."""

_LEAST_TABLE = 7
"""A rule, a heading and five rows."""


def places(size: Size, steps: int) -> dict[str, Region]:
    """The regions of the view and of the process table under it, in a body of this size.

    The table of a short run is as high as it needs to be, and it gets what the view has no use for. Where there is not
    room for both, the view stands alone.
    """
    if size.height < _LEAST_TABLE + 4:
        return {VIEW: size.region}
    table = max(_LEAST_TABLE, min(steps + 4, size.height // 2), size.height - _MOST_VIEW)
    view, below = size.region.split_horizontal(size.height - table)
    return {VIEW: view, TABLE: below}
