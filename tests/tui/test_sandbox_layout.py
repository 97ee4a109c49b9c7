"""Where the parts of the sandbox stand, at every size."""

from __future__ import annotations

import pytest
from textual.geometry import Size

from simulator.tui.screens.sandbox_layout import TABLE, VIEW, places

BODY_120x36, BODY_80x24, BODY_60x18 = Size(120, 31), Size(80, 19), Size(60, 13)


@pytest.mark.parametrize("steps", [0, 6, 2_000])
def test_view_and_table_share_the_body_and_leave_no_gap(steps):
    for height in range(4, 60):
        found = places(Size(80, height), steps)
        assert found[VIEW].y == 0
        assert found[VIEW].height >= 4, height
        assert sum(each.height for each in found.values()) == height
        assert TABLE not in found or found[TABLE].y == found[VIEW].bottom, height


@pytest.mark.parametrize(("size", "rows"), [(BODY_120x36, 10), (BODY_80x24, 6), (BODY_60x18, 5)])
def test_the_table_has_rows_at_the_usual_sizes(size, rows):
    assert places(size, 2_000)[TABLE].height >= rows + 2


def test_a_short_run_leaves_its_room_to_the_view():
    assert places(BODY_80x24, 1)[VIEW].height > places(BODY_80x24, 2_000)[VIEW].height
