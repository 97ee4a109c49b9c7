"""Where the parts of the lesson screen stand, at every size: the layout is a function, so no player runs here."""

from __future__ import annotations

from itertools import combinations

import pytest
from textual.geometry import Region, Size

from simulator.tui.screens.lesson_layout import TRACKER, VIEWS, Shown, places, views_at

AT_A_STEP = Shown(32, False, 11, "map", False, "happened", False, False)
WIDE, NARROW = Size(120, 34), Size(80, 22)
"""The body of 120x36 and of 80x24: without the heading and the row of keys."""

SITUATIONS = [
    AT_A_STEP,
    AT_A_STEP._replace(steps=6, tracker=4),
    AT_A_STEP._replace(view="wire"),
    AT_A_STEP._replace(view=TRACKER),
    AT_A_STEP._replace(is_alone=True),
    AT_A_STEP._replace(panel="quiz", asks=True),
    AT_A_STEP._replace(panel="predict", asks=True),
    AT_A_STEP._replace(panel="predict", asks=True, points=True),
    AT_A_STEP._replace(panel="predict", asks=True, asks_of_tracker=True),
    AT_A_STEP._replace(panel="moments"),
    AT_A_STEP._replace(at_start=True),
]


@pytest.mark.parametrize("shown", SITUATIONS)
def test_at_no_size_do_parts_overlap_or_leave_the_body(shown):
    for width in (60, 79, 80, 109, 110, 120, 200, 500):
        for height in range(16, 120):
            body = Region(0, 0, width, height)
            regions = places(body.size, shown).values()
            assert all(body.contains_region(region) and region.area for region in regions)
            assert not any(one.overlaps(other) for one, other in combinations(regions, 2))
            assert sum(region.area for region in regions) == body.area


def test_at_120x36_everything_is_on_the_screen():
    assert set(places(WIDE, AT_A_STEP)) == {"flow", "rail", "view", "table", "panel", "tracker"}


def test_at_80x24_the_reason_has_four_lines_and_the_table_five_rows_below_its_heading():
    shown = places(NARROW, AT_A_STEP)
    assert set(shown) == {"flow", "view", "table", "panel"}
    assert shown["panel"].height >= 1 + 4
    assert shown["table"].height >= 1 + 1 + 5
    assert shown["view"].height >= 1 + 8


def test_at_the_least_size_the_reason_has_two_lines():
    shown = places(Size(60, 16), AT_A_STEP)
    assert shown["panel"].height >= 1 + 2
    assert shown["table"].height >= 1 + 1 + 5


def test_without_room_of_its_own_the_tracker_is_one_of_the_views():
    assert views_at(WIDE) == VIEWS
    assert views_at(NARROW) == (*VIEWS, TRACKER)
    assert "tracker" in places(NARROW, AT_A_STEP._replace(view=TRACKER))
    assert "view" in places(WIDE, AT_A_STEP._replace(view=TRACKER)), "a terminal that has grown shows the map"


@pytest.mark.parametrize(("size", "rows"), [(WIDE, 24), (NARROW, 15)])
def test_a_panel_that_asks_has_room(size, rows):
    assert places(size, AT_A_STEP._replace(panel="quiz", asks=True))["panel"].height >= rows


def test_the_map_stays_beside_a_question_where_there_is_room():
    assert "view" in places(WIDE, AT_A_STEP._replace(panel="quiz", asks=True))


def test_the_map_stays_over_a_question_about_its_records_where_there_is_little_room():
    shown = places(NARROW, AT_A_STEP._replace(panel="predict", asks=True, points=True))
    assert set(shown) == {"view", "panel"}
    assert min(region.height for region in shown.values()) >= 11


def test_predict_mode_leaves_the_map_a_few_rows_where_a_question_has_room_under_it():
    asking = AT_A_STEP._replace(panel="predict", asks=True)
    shown = places(NARROW, asking)
    assert (shown["table"].height, shown["view"].height, shown["panel"].height) == (5, 5, 12)
    assert "view" not in places(NARROW, asking._replace(view="wire"))
    assert "view" not in places(Size(60, 16), asking)


def test_the_view_alone_has_the_whole_body():
    assert places(NARROW, AT_A_STEP._replace(is_alone=True)) == {"view": NARROW.region}


def test_a_short_run_leaves_its_room_to_the_map():
    short = AT_A_STEP._replace(steps=6)
    assert places(Size(120, 40), short)["view"].height > places(Size(120, 40), AT_A_STEP)["view"].height


def test_in_a_high_terminal_the_table_and_the_panel_get_what_a_view_has_no_use_for():
    short = AT_A_STEP._replace(steps=6)
    assert places(Size(120, 60), short)["view"].height == places(Size(120, 50), short)["view"].height == 18


def test_columns_of_a_lesson_widen_the_table():
    more = places(WIDE, AT_A_STEP._replace(more_columns=True))
    assert more["table"].width > places(WIDE, AT_A_STEP)["table"].width


def test_the_layout_stays_while_steps_go_by():
    assert places(WIDE, AT_A_STEP) == places(WIDE, AT_A_STEP._replace(at_start=True))


def test_a_prediction_about_a_variable_has_the_tracker_beside_it_where_it_is_a_view_otherwise():
    asking = AT_A_STEP._replace(panel="predict", asks=True)
    assert "tracker" not in places(NARROW, asking)
    assert set(places(NARROW, asking._replace(asks_of_tracker=True))) == {"table", "tracker", "panel"}
