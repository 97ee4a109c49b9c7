"""A line of the tracker in little room: what was before a change is shortened, and is never lost without need."""

from __future__ import annotations

from cases import in_each_case

from simulator.views.now_fitted import before_words, fitted_line, what_differs
from simulator.views.now_values import WHOLE, NowLine, NowValue


def value(now, before="", part="", changed=False):
    return NowValue(f"state{part}", part, now, before, changed)


def told(line, room, **options):
    fitted = fitted_line(line, room, **options)
    return [f"{each.value.part} {each.value.now}{before_words(each)}".strip() for each in fitted.told]


RECORDS = NowLine(
    "Stream Records", "", (value("2 processed, 3 read, 1 created", "2 processed, 4 created", "", True),), 0
)
STATES = NowLine(
    "Consumer State",
    "",
    (value("Reading", "Idle", WHOLE, True), value("Reading", "Idle", "shard 1", True), value("Idle", "", "shard 2")),
    0,
)


@in_each_case(
    "before, now, differs",
    [
        ("2 processed, 4 created", "2 processed, 3 read, 1 created", "0 read, 4 created"),
        ("1 filtered, 1 read", "1 processed, 1 filtered", "0 processed, 1 read"),
        ("One record processed", "1 processed, 1 created", "0 created"),
        ("TRIM_HORIZON", "Record 3", ""),
        ("r1: 3, r2: 1", "r1: 3, r2: 2", ""),
    ],
)
def test_of_counts_those_that_changed_are_what_was_before(before, now, differs):
    assert what_differs(before, now) == differs


@in_each_case(
    "room, line",
    [
        (60, "2 processed, 3 read, 1 created (was 2 processed, 4 created)"),
        (55, "2 processed, 3 read, 1 created (was 0 read, 4 created)"),
        (50, "2 processed, 3 read, 1 created (was … 4 created)"),
        (40, "2 processed, 3 read, 1 created"),
    ],
)
def test_what_was_before_is_told_in_ever_fewer_words(room, line):
    assert told(RECORDS, room) == [line]


def test_what_has_no_room_beside_its_value_is_for_a_line_of_its_own():
    assert fitted_line(RECORDS, 60).below == ()
    [below] = fitted_line(RECORDS, 40).below
    assert below.before == "2 processed, 4 created"


def test_the_value_of_all_parts_gives_way_before_what_a_part_was():
    assert told(STATES, 80) == ["all Reading (was Idle)", "shard 1 Reading (was Idle)", "shard 2 Idle"]
    assert told(STATES, 60) == ["all Reading", "shard 1 Reading (was Idle)", "shard 2 Idle"]
    assert told(STATES, 50) == ["shard 1 Reading (was Idle)", "shard 2 Idle"]


def test_a_value_of_all_parts_that_is_asked_for_stays():
    assert told(STATES, 50, keeps_whole=True) == ["all Reading", "shard 1 Reading", "shard 2 Idle"]


def test_parts_that_did_not_change_give_way_last_and_are_counted():
    fitted = fitted_line(STATES, 24)
    assert ([each.value.part for each in fitted.told], fitted.left_out) == (["shard 1"], 1)
