"""Where the parts of the screen of two runs stand."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.geometry import Region, Size

from simulator.tui.screens.two_runs_layout import ABOUT, ENDS, LANES, ONE, OTHER, PARTS, places, turns


@pytest.mark.parametrize("size", [Size(120, 34), Size(110, 28), Size(300, 80)])
def test_with_room_the_parts_stand_beside_each_other_and_leave_no_gap(size):
    for part in PARTS:
        found = places(size, part)
        assert part in found
        assert set(found) == ({ONE, OTHER, ABOUT, ENDS} if part in (ONE, OTHER) else {ABOUT, ENDS, LANES}), part
        assert not any(one.intersection(other) for one, other in combinations(found.values(), 2)), part
        assert sum(each.area for each in found.values()) == size.width * size.height, part


@pytest.mark.parametrize("size", [Size(120, 34), Size(80, 22)])
def test_of_runs_that_are_not_shown_to_their_ends_no_part_tells_these(size):
    parts = turns(size, is_whole=False)
    assert {each for part in parts for each in places(size, part, is_whole=False)} == {ONE, OTHER, ABOUT}


@pytest.mark.parametrize("size", [Size(80, 22), Size(120, 20), Size(60, 60)])
def test_without_room_one_part_has_the_whole_body(size):
    whole = Region(0, 0, size.width, size.height)
    assert [places(size, part) for part in PARTS] == [{part: whole} for part in PARTS]
