"""Time to live: the deleted items, the times, and the records (F36, F37, F69-F72, F309)."""

from __future__ import annotations

from datetime import datetime

import pytest
from cases import in_each_case
from machine_runs import Story

from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.loader import scenario_from_text

NEW_YEAR = 1_704_067_200
"""2024-01-01T00:00:00Z in epoch seconds, where the runs begin."""

FIVE_YEARS = (5 * 365 + 1) * 24 * 3600
"""Seconds from the first day of 2019 to that of 2024; 2020 was a leap year."""

MINUTE = 60 * 1000


def run(text: str, delay: str = "10m", view_type: str = "NEW_AND_OLD_IMAGES") -> Trace:
    """A run on a table whose items expire at `until`."""
    return simulate(
        scenario_from_text(
            "title: A test\n"
            "table:\n"
            "  name: Orders\n"
            "  partition_key: order_id\n"
            f"  time_to_live: {{attribute: until, deletion_delay: {delay}}}\n"
            f"stream: {{view_type: {view_type}}}\n" + text
        )
    )


def removals(trace: Trace) -> list[int]:
    """When items were removed, in milliseconds of the run."""
    return [step.time for step in trace.steps if step.event.value == "write.remove"]


def test_F69_the_delete_comes_some_time_after_the_expiry_and_flows_like_any_change(story: Story) -> None:
    trace = run(f"timeline: [put: {{order_id: o-1, until: {NEW_YEAR + 60}}}, wait: 15m]")
    assert story(trace)[6:] == [
        "660000 write.remove 1",  # the expiry at 1 min, and 10 min
        "660050 capture.record 1",
        "660100 available.record 1",
        "661000 read.records 1",
        "661100 process.succeeded 1",
        "662000 idle.waiting",
    ]
    assert trace.step(7).facts == ("F69", "F36")


def test_the_delay_is_ten_minutes_unless_the_table_says_otherwise() -> None:
    trace = simulate(
        scenario_from_text(
            "title: A test\n"
            "table: {name: Orders, partition_key: order_id, time_to_live: until}\n"
            "stream: {view_type: KEYS_ONLY}\n"
            "timeline: [put: {order_id: o-1, until: !in 1m}, wait: 1h]"
        )
    )
    assert removals(trace) == [11 * MINUTE]


@pytest.mark.parametrize(("delay", "at"), [("0ms", 60_000), ("1ms", 60_001), ("48h", 60_000 + 48 * 60 * MINUTE)])
def test_F69_how_late_the_delete_is_the_lesson_decides(delay: str, at: int) -> None:
    trace = run(f"timeline: [put: {{order_id: o-1, until: {NEW_YEAR + 60}}}, wait: 50h]", delay)
    assert removals(trace) == [at]


def test_a_relative_expiry_counts_from_its_own_action() -> None:
    trace = run("timeline: [{put: {order_id: o-1, until: !in 5m}, at: 3m}, wait: 1h]")
    assert trace.records[0].to_api()["dynamodb"]["NewImage"]["until"] == {"N": str(NEW_YEAR + 8 * 60)}
    assert removals(trace) == [(3 + 5 + 10) * MINUTE]


def test_an_item_that_is_expired_when_it_is_written_waits_for_its_delete_too() -> None:
    trace = run(f"timeline: [{{put: {{order_id: o-1, until: {NEW_YEAR}}}, at: 2m}}, wait: 1h]")
    assert removals(trace) == [12 * MINUTE]


def test_an_item_that_is_still_to_expire_does_not_keep_the_machine_from_rest() -> None:
    trace = run("timeline: [put: {order_id: o-1, until: !in 1m}, put: {order_id: o-2}]")
    assert [trace.times[number - 1] for number in sorted(trace.writes)] == [0, 2000]
    assert trace.end == 4000
    assert removals(trace) == []


def test_the_delete_of_an_expired_item_keeps_the_machine_from_rest_like_any_change() -> None:
    trace = run("timeline: [put: {order_id: o-1, until: !in 1m}, wait: 11m, put: {order_id: o-2}]")
    # Deleted at 660 s, when the wait ends: read at 661 s, idle at 662 s, and only then the second put.
    assert [trace.times[number - 1] for number in sorted(trace.writes)] == [0, 660_000, 662_000]


def test_F36_F37_F309_only_such_a_delete_says_who_did_it() -> None:
    trace = run(
        """
timeline:
  - put: {order_id: o-1, until: !in 1m}
  - put: {order_id: o-2, until: !in 1m}
  - delete: {order_id: o-1}
  - wait: 1h
"""
    )
    by_hand, by_time = (record for record in trace.records if record.event_name == "REMOVE")
    assert "userIdentity" not in by_hand.to_api()
    assert "userIdentity" not in by_hand.to_lambda()
    assert by_time.to_api()["userIdentity"] == {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}
    assert by_time.to_lambda()["userIdentity"] == {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


@in_each_case(
    "view_type, has_image",
    [("KEYS_ONLY", False), ("NEW_IMAGE", False), ("OLD_IMAGE", True), ("NEW_AND_OLD_IMAGES", True)],
)
def test_F69_the_record_has_the_old_image_where_the_view_type_keeps_it(view_type: str, has_image: bool) -> None:
    trace = run("timeline: [put: {order_id: o-1, until: !in 1m}, wait: 1h]", view_type=view_type)
    record = trace.records[1].to_api()
    assert record["eventName"] == "REMOVE"
    assert ("OldImage" in record["dynamodb"]) == has_image
    assert "NewImage" not in record["dynamodb"]
    assert record["userIdentity"]["Type"] == "Service"


def test_an_item_that_was_deleted_before_is_not_deleted_again() -> None:
    trace = run("timeline: [put: {order_id: o-1, until: !in 1m}, delete: {order_id: o-1}, wait: 1h]")
    assert removals(trace) == [2000]


def test_an_item_that_was_deleted_and_written_again_expires_by_its_new_time() -> None:
    trace = run(
        "timeline: [put: {order_id: o-1, until: !in 1m}, delete: {order_id: o-1}, "
        "{put: {order_id: o-1, until: !in 20m}, at: 5m}, wait: 1h]"
    )
    assert removals(trace) == [2000, (5 + 20 + 10) * MINUTE]


@pytest.mark.parametrize(
    "write",
    [
        "{put: {order_id: o-1}, at: 5m}",
        "{update: {key: {order_id: o-1}, remove: [until]}, at: 5m}",
        "{update: {key: {order_id: o-1}, set: {until: never}}, at: 5m}",
    ],
    ids=["a put without it", "an update that removes it", "an update to a text"],
)
def test_F70_an_expired_item_can_still_be_written_and_that_can_cancel_its_expiry(write: str) -> None:
    """It expired at 1 min and would be deleted at 11 min."""
    trace = run(f"timeline: [put: {{order_id: o-1, until: !in 1m}}, {write}, wait: 1h]")
    assert [record.event_name for record in trace.records] == ["INSERT", "MODIFY"]
    assert removals(trace) == []


def test_F70_an_update_that_leaves_the_expiry_as_it_is_is_an_ordinary_MODIFY() -> None:
    trace = run(
        "timeline: [put: {order_id: o-1, until: !in 1m}, "
        "{update: {key: {order_id: o-1}, set: {n: 1}}, at: 5m}, wait: 1h]"
    )
    assert [record.event_name for record in trace.records] == ["INSERT", "MODIFY", "REMOVE"]
    assert removals(trace) == [15 * MINUTE]  # the later of the write and the expiry, and the delay


def test_a_write_that_changes_nothing_does_not_put_the_delete_off() -> None:
    trace = run(
        f"timeline: [put: {{order_id: o-1, until: {NEW_YEAR + 60}}}, "
        f"{{put: {{order_id: o-1, until: {NEW_YEAR + 60}}}, at: 5m}}, wait: 1h]"
    )
    assert removals(trace) == [11 * MINUTE]


@in_each_case(
    "value",
    [
        f'"{NEW_YEAR + 60}"',
        "soon",
        f"[{NEW_YEAR + 60}]",
        f"!!set {{{NEW_YEAR + 60}}}",
        "null",
        "1",
        str(NEW_YEAR - FIVE_YEARS),
        f"-{NEW_YEAR}",
    ],
)
def test_F71_what_is_no_number_or_five_years_past_is_ignored(value: str) -> None:
    assert removals(run(f"timeline: [put: {{order_id: o-1, until: {value}}}, wait: 1h]")) == []


@pytest.mark.parametrize(
    ("value", "at"),
    [
        (str(NEW_YEAR - FIVE_YEARS + 1), 10 * MINUTE),
        (f"{NEW_YEAR + 60}.9", 11 * MINUTE),
        (str(NEW_YEAR), 10 * MINUTE),
    ],
    ids=["not yet five years ago", "with decimals", "now"],
)
def test_F71_any_other_number_is_an_expiry(value: str, at: int) -> None:
    assert removals(run(f"timeline: [put: {{order_id: o-1, until: {value}}}, wait: 1h]")) == [at]


@in_each_case(
    "starts_at, five_years_before",
    [
        ("2024-01-01T00:00:00Z", "2019-01-01T00:00:00Z"),  # one 29 February between them
        ("2025-01-01T00:00:00Z", "2020-01-01T00:00:00Z"),  # two
        ("2024-02-29T12:00:00Z", "2019-02-28T12:00:00Z"),  # no such day
        ("1970-01-01T00:00:00Z", "1965-01-01T00:00:00Z"),
    ],
)
def test_F71_five_years_are_years_of_the_calendar(starts_at: str, five_years_before: str) -> None:
    old = int(datetime.fromisoformat(five_years_before).timestamp())
    deleted = [
        removals(run(f"starts_at: {starts_at}\ntimeline: [put: {{order_id: o-1, until: {until}}}, wait: 1h]"))
        for until in (old, old + 1)
    ]
    assert deleted == [[], [10 * MINUTE]]


@pytest.mark.parametrize("value", ["1E125", "99999999999999999999999999999999999999"])
def test_F71_a_time_that_no_run_gets_to_is_never(value: str) -> None:
    assert removals(run(f"timeline: [put: {{order_id: o-1, until: {value}}}, wait: 1h]")) == []


def test_F72_setting_and_changing_the_expiry_are_writes_like_any_other() -> None:
    trace = run(
        f"timeline: [put: {{order_id: o-1}}, update: {{key: {{order_id: o-1}}, set: {{until: {NEW_YEAR + 7200}}}}}, "
        f"update: {{key: {{order_id: o-1}}, set: {{until: {NEW_YEAR + 7201}}}}}]"
    )
    assert [record.event_name for record in trace.records] == ["INSERT", "MODIFY", "MODIFY"]


def test_at_one_time_the_delete_comes_before_what_is_on_the_timeline(story: Story) -> None:
    """Housekeeping comes first: the put finds no item."""
    trace = run(
        f"timeline: [put: {{order_id: o-1, until: {NEW_YEAR + 60}}}, {{put: {{order_id: o-1, n: 1}}, at: 11m}}]"
    )
    assert [line for line in story(trace) if line.startswith("660000 ")] == [
        "660000 write.remove 1",
        "660000 write.insert 2",
    ]


def test_items_that_expire_together_are_deleted_in_the_order_of_their_writes() -> None:
    trace = run(
        f"timeline: [batch_write: [put: {{order_id: b, until: {NEW_YEAR + 60}}}, "
        f"put: {{order_id: a, until: {NEW_YEAR + 60}}}], wait: 1h]"
    )
    assert [(record.event_name, record.key[0].value) for record in trace.records[2:]] == [
        ("REMOVE", "b"),
        ("REMOVE", "a"),
    ]


def test_an_item_that_was_there_before_the_stream_is_deleted_with_a_record_too() -> None:
    trace = simulate(
        scenario_from_text(
            "title: A test\n"
            "table: {name: Orders, partition_key: order_id, time_to_live: until}\n"
            "stream: {view_type: OLD_IMAGE, enabled: false}\n"
            "timeline: [put: {order_id: o-1, until: !in 1m}, {enable_stream: {view_type: OLD_IMAGE}, at: 2m}, wait: 1h]"
        )
    )
    assert [record.event_name for record in trace.records] == ["REMOVE"]


def test_an_item_that_expires_while_the_stream_is_off_leaves_no_record() -> None:
    trace = run("timeline: [put: {order_id: o-1, until: !in 1m}, disable_stream: {}, wait: 1h]")
    assert removals(trace) == [11 * MINUTE]
    assert [record.event_name for record in trace.records] == ["INSERT"]


@pytest.mark.parametrize(
    ("attribute", "deleted"), [("order_id", []), ("until", [11 * MINUTE])], ids=["of type S", "of type N"]
)
def test_F71_a_key_attribute_can_hold_the_expiry_and_counts_where_it_is_a_number(
    attribute: str, deleted: list[int]
) -> None:
    trace = simulate(
        scenario_from_text(
            "title: A test\n"
            "table:\n"
            "  name: Orders\n"
            "  partition_key: order_id\n"
            "  sort_key: {name: until, type: N}\n"
            f"  time_to_live: {attribute}\n"
            "stream: {view_type: KEYS_ONLY}\n"
            f'timeline: [put: {{order_id: "{NEW_YEAR + 60}", until: {NEW_YEAR + 60}}}, wait: 1h]'
        )
    )
    assert [step.time for step in trace.steps if step.event.value == "write.remove"] == deleted
