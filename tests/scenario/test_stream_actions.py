"""Actions on the stream and its shards: an action that is impossible in every run is refused before one."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text

OFF, ON = "disable_stream: {}", "enable_stream: {view_type: NEW_IMAGE}"


def test_F98_a_stream_that_is_on_cannot_be_turned_on(said, lesson):
    assert said(lesson(f"^{ON}")) == ["D311 Table already has an enabled stream (F98); disable it first"]


def test_F99_a_stream_that_is_off_cannot_be_turned_off(said, lesson):
    assert said(lesson(OFF, "wait: 1s", f"^{OFF}")) == ["D311 Table has no stream to disable (F99)"]


def test_F99_a_table_that_begins_without_a_stream_has_none_to_turn_off(said, lesson):
    text = lesson(f"^{OFF}", OFF).replace("KEYS_ONLY\n", "KEYS_ONLY\n  enabled: false\n")
    assert said(text.replace(f"  - {OFF}\n", f"  - ^{OFF}\n")) == ["D311 Table has no stream to disable (F99)"] * 2


def test_a_stream_can_be_turned_off_and_on_again_and_again(complaints, lesson):
    assert complaints(lesson(OFF, ON, OFF, ON)) == []


def test_a_table_that_begins_without_a_stream_can_turn_one_on(complaints, lesson):
    assert complaints(lesson(ON, OFF).replace("KEYS_ONLY\n", "KEYS_ONLY\n  enabled: false\n")) == []


def test_F94_a_stream_is_turned_on_with_a_view_type(said, lesson):
    assert said(lesson(OFF, "enable_stream: ^{}")) == ['S202 missing key "view_type"']


def test_F94_a_stream_is_turned_off_without_a_view_type(said, lesson):
    assert said(lesson("disable_stream: {^view_type: KEYS_ONLY}")) == [
        "S201 a stream that is turned off takes no view type (F94)"
    ]


def test_a_view_type_that_is_none_hides_no_stream_that_is_on_already(said, lesson):
    assert said(lesson("^enable_stream: {view_type: ^all}", f"^{ON}")) == [
        "D311 Table already has an enabled stream (F98); disable it first",
        'S204 "all" is not one of KEYS_ONLY, NEW_IMAGE, OLD_IMAGE, NEW_AND_OLD_IMAGES',
        "D311 Table already has an enabled stream (F98); disable it first",
    ]


def test_whether_a_stream_is_on_is_not_guessed_at(said, lesson):
    # Nobody knows what `freeze` was meant to be, nor whether `maybe` is true.
    [line] = said(lesson("^freeze: {}", ON, OFF))
    assert line.startswith('S201 unknown key "freeze"; an action is put,')
    text = lesson(ON, OFF, "split_shard: 7").replace("KEYS_ONLY\n", "KEYS_ONLY\n  enabled: ^maybe\n")
    assert said(text.replace("split_shard: 7", "split_shard: ^7")) == [
        "S203 expected true or false",
        "S211 the stream is off now: no shard is open",
    ]


@pytest.mark.parametrize("action", ["split_shard", "roll_over_shard"])
def test_while_the_stream_is_off_no_shard_is_open(said, lesson, action):
    assert said(lesson(OFF, f"{action}: ^1")) == ["S211 the stream is off now: no shard is open"]


def test_a_shard_that_was_split_or_rolled_over_is_closed(said, lesson):
    assert said(lesson("split_shard: 1", "split_shard: ^1", "roll_over_shard: 2", "split_shard: ^2")) == [
        "S211 shard 1 is closed by now",
        "S211 shard 2 is closed by now",
    ]


def test_F104_the_shards_of_a_stream_that_was_turned_off_are_closed(said, lesson):
    assert said(lesson("split_shard: 1", OFF, ON, "split_shard: ^3", "split_shard: 4", "split_shard: 5")) == [
        "S211 shard 3 is closed by now"
    ]


def test_shards_are_numbered_in_the_order_in_which_they_opened(said, lesson):
    shards = "KEYS_ONLY\n  shards: 3\n"
    assert said(lesson("split_shard: 3", "split_shard: 5", "roll_over_shard: ^8").replace("KEYS_ONLY\n", shards)) == [
        "S211 no shard 8 can be open yet: at most 7 have opened by now"
    ]


def test_F118_a_shard_can_have_rolled_over_by_itself_with_a_record(said, lesson):
    # Four hours after it opened, a shard takes no new record: the second put opens shard 2.
    assert said(lesson("put: {order_id: a}", "wait: 5h", "put: {order_id: a}", "split_shard: 2")) == []
    assert said(lesson("put: {order_id: a}", "wait: 5h", "put: {order_id: a}", "split_shard: ^4")) == [
        "S211 no shard 4 can be open yet: at most 3 have opened by now"
    ]


def test_a_deletion_by_time_to_live_is_a_record_too(said, lesson):
    text = lesson("put: {order_id: a, ttl: !in 1m}", "wait: 5h", "split_shard: 3")
    assert said(text.replace("order_id\n", "order_id\n  time_to_live: ttl\n", 1)) == []


def test_an_error_that_only_a_run_can_find_is_refused_by_the_run(lesson):
    text = lesson("put: {order_id: a}", "split_shard: 2")
    with pytest.raises(ScenarioError) as refusal:
        simulate(scenario_from_text(text, "lesson.yaml"))
    assert str(refusal.value) == "lesson.yaml:9:5: S211 shard 2 is not open now; open: 1"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("^0", "S204 expected a whole number from 1 to 1,000,000"),
        ("^first", "S203 expected a whole number from 1 to 1,000,000"),
    ],
)
def test_a_shard_has_a_number(said, lesson, value, message):
    assert said(lesson(f"split_shard: {value}")) == [message]


@pytest.mark.parametrize("value", ["^0", "^1001"])
def test_a_stream_begins_with_1_to_1000_shards(said, lesson, value):
    assert said(lesson().replace("KEYS_ONLY\n", f"KEYS_ONLY\n  shards: {value}\n")) == [
        "S204 expected a whole number from 1 to 1,000"
    ]


@in_each_case("action", ["split_shard: 1", OFF, "wait: 1s", "repeat: {times: 2, do: {}}"])
def test_a_repeat_is_of_writes_alone(said, lesson, action):
    kind = action.partition(":")[0]
    assert said(lesson(f"repeat: {{times: 2, do: {{^{action}}}}}")) == [
        f"S201 a repeat is of writes alone; `{kind}` is an entry of the timeline"
    ]


def test_a_repeated_write_has_no_time_of_its_own(said, lesson):
    assert said(lesson("repeat: {times: 2, do: {put: {order_id: a}, ^at: 5s}}")) == [
        "S201 a repeated write has no `at`; put it beside `repeat`, or use `every`"
    ]
