"""Streams, shards and reading, fact by fact."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from machine_runs import HOUR, Run, did

from simulator.dynamodb.stream import FIRST_SEQUENCE_NUMBER
from simulator.lesson.words.table import value_words
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.durations import milliseconds
from simulator.scenario.loader import scenario_from_text


def events(trace: Trace) -> list[str]:
    return [step.event.value for step in trace.steps]


def with_ttl(text: str) -> Trace:
    head = (
        "title: t\ntable: {name: Orders, partition_key: order_id, time_to_live: {attribute: ttl, deletion_delay: 5m}}\n"
    )
    return simulate(scenario_from_text(head + "stream: {view_type: NEW_AND_OLD_IMAGES}\n" + text))


# Batches and transactions


def test_F56_a_batch_gives_one_record_for_each_item_that_changed(run: Run) -> None:
    trace = run(
        "timeline: [put: {order_id: o-1}, "
        "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, delete: {order_id: o-9}]]"
    )
    assert events(trace)[6:9] == ["write.unchanged", "write.insert", "write.unchanged"]
    assert [record.key[0].value for record in trace.records] == ["o-1", "o-2"]


def test_F57_on_one_shard_the_records_of_a_batch_follow_the_request(run: Run) -> None:
    trace = run("timeline: [batch_write: [put: {order_id: b}, put: {order_id: a}, put: {order_id: c}]]")
    assert [record.key[0].value for record in trace.records] == ["b", "a", "c"]
    assert [step.time for step in trace.steps[:3]] == [0, 0, 0]


def test_F59_a_transaction_gives_a_record_for_each_change_and_none_for_a_check(run: Run) -> None:
    trace = run(
        "timeline: [put: {order_id: o-1}, transact_write: [put: {order_id: o-2}, "
        "update: {key: {order_id: o-3}, set: {n: 1}}, put: {order_id: o-4}, "
        "condition_check: {key: {order_id: o-1}, condition: {attribute_exists: order_id}}]]"
    )
    assert [record.event_name for record in trace.records] == ["INSERT"] * 4
    assert events(trace)[6:10] == ["write.insert", "write.insert", "write.insert", "write.unchanged"]


def test_F60_a_cancelled_transaction_writes_nothing_and_says_why(run: Run) -> None:
    trace = run(
        "timeline: [transact_write: [put: {order_id: o-2}, "
        "{update: {key: {order_id: o-3}, set: {n: 1}}, condition: {attribute_exists: order_id}}]]"
    )
    assert events(trace) == ["write.cancelled"]
    assert trace.records == []
    change = trace.step(1).change
    assert change is not None
    assert change.error.endswith("[None, ConditionalCheckFailed]")
    assert value_words(trace.value("table_data", 1)) == "Empty"


def test_F61_a_transactions_records_can_be_spread_out_and_interleaved_reproducibly(run: Run) -> None:
    text = (
        "timeline: [{{transact_write: [put: {{order_id: a}}, put: {{order_id: b}}, put: {{order_id: c}}], spread: "
        "2s}}, {{put: {{order_id: d}}, after: 500ms}}]\nseed: {seed}"
    )
    orders = {tuple(record.key[0].value for record in run(text.format(seed=seed)).records) for seed in range(12)}
    assert len(orders) > 3
    assert any(order.index("d") not in (0, 3) for order in orders)
    once, again = run(text.format(seed=5)), run(text.format(seed=5))
    assert [record.captured_ms for record in once.records] == [record.captured_ms for record in again.records]
    assert all(
        50 <= record.captured_ms - once.start_ms <= 2050 for record in once.records if record.key[0].value != "d"
    )


def test_F5_a_later_write_of_a_spread_item_is_captured_after_it(run: Run) -> None:
    for seed in range(10):
        trace = run(
            f"seed: {seed}\n"
            "timeline: [{batch_write: [put: {order_id: a}, put: {order_id: b}], spread: 5s}, "
            "{put: {order_id: a, n: 1}, after: 1ms}, {delete: {order_id: b}, after: 1ms}]"
        )
        names = {key: [r.event_name for r in trace.records if r.key[0].value == key] for key in "ab"}
        assert names == {"a": ["INSERT", "MODIFY"], "b": ["INSERT", "REMOVE"]}


# Time to live


def test_F69_an_expired_item_is_deleted_some_time_after_its_expiry() -> None:
    trace = with_ttl("timeline: [put: {order_id: o-1, ttl: !in 10m}, wait: 1h]")
    assert [step.time for step in trace.steps if step.event.value == "write.remove"] == [15 * 60 * 1000]
    assert trace.records[1].old_image == trace.records[0].new_image


def test_F36_F37_its_record_says_who_deleted_it() -> None:
    trace = with_ttl(
        "timeline: [put: {order_id: o-1, ttl: !in 10m}, put: {order_id: o-2}, delete: {order_id: o-2}, wait: 1h]"
    )
    removes = [record for record in trace.records if record.event_name == "REMOVE"]
    assert ["userIdentity" in record.to_api() for record in removes] == [False, True]
    assert removes[1].to_api()["userIdentity"] == {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}
    assert removes[1].to_lambda()["userIdentity"] == {"principalId": "dynamodb.amazonaws.com", "type": "Service"}


def test_F70_an_update_can_put_the_expiry_off() -> None:
    trace = with_ttl(
        "timeline: [put: {order_id: o-1, ttl: !in 10m}, "
        "{update: {key: {order_id: o-1}, set: {ttl: !in 10m}}, at: 12m}, wait: 1h]"
    )
    removes = [step.time for step in trace.steps if step.event.value == "write.remove"]
    assert removes == [(12 + 10 + 5) * 60 * 1000]
    assert [record.event_name for record in trace.records] == ["INSERT", "MODIFY", "REMOVE"]


def test_F71_what_is_no_number_or_long_past_never_expires() -> None:
    trace = with_ttl("timeline: [put: {order_id: o-1, ttl: soon}, put: {order_id: o-2, ttl: 1}, wait: 48h]")
    assert "write.remove" not in events(trace)


def test_F72_changing_the_expiry_is_a_write_like_any_other() -> None:
    trace = with_ttl("timeline: [put: {order_id: o-1, ttl: 9999999999}, put: {order_id: o-1, ttl: 9999999998}]")
    assert [record.event_name for record in trace.records] == ["INSERT", "MODIFY"]


# The stream's life

OFF_AND_ON = (
    "timeline: [put: {order_id: o-1}, disable_stream: {}, put: {order_id: o-2}, "
    "enable_stream: {view_type: KEYS_ONLY}, put: {order_id: o-2, n: 1}]"
)


def test_F85_F106_a_stream_that_is_turned_on_replays_nothing_and_what_was_written_meanwhile_is_lost(run: Run) -> None:
    trace = run(OFF_AND_ON)
    assert [(record.event_name, record.key[0].value) for record in trace.records] == [
        ("INSERT", "o-1"),
        ("MODIFY", "o-2"),
    ]
    assert trace.records[1].change.before is not None


def test_F100_F101_the_new_stream_has_an_ARN_and_a_view_type_of_its_own(run: Run) -> None:
    trace = run(OFF_AND_ON)
    assert [stream.view_type.value for stream in trace.streams] == ["NEW_AND_OLD_IMAGES", "KEYS_ONLY"]
    assert trace.streams[0].arn.endswith("/stream/2024-01-01T00:00:00.000")
    assert trace.streams[1].arn.endswith("/stream/2024-01-01T00:00:03.000")


def test_F102_two_streams_never_share_a_label(run: Run) -> None:
    trace = run(
        "timeline: [disable_stream: {}, enable_stream: {view_type: KEYS_ONLY}, "
        "disable_stream: {}, enable_stream: {view_type: KEYS_ONLY}]"
    )
    assert len({stream.arn for stream in trace.streams}) == 3


def test_F104_F105_the_old_stream_is_closed_and_can_still_be_read(run: Run) -> None:
    trace = run("consumers: [{starts: 10s}]\ntimeline: [put: {order_id: o-1}, {disable_stream: {}, at: 1s}]")
    assert did(trace) == [
        "10000 read.records 0",
        "10100 process.succeeded 0",
        "10100 read.shard_end",
        "11000 idle.waiting",
    ]
    assert all(shard.ending_sequence_number is not None for shard in trace.streams[0].shards)


def test_F95_changes_in_flight_are_captured_before_the_stream_is_off(run: Run) -> None:
    trace = run(
        "timeline: [put: {order_id: o-1}, {disable_stream: {}, after: 10ms}, {put: {order_id: o-2}, after: 10ms}]"
    )
    assert [record.key[0].value for record in trace.records] == ["o-1"]
    assert [str(value) for value in trace.histories["stream_status"].values] == ["ENABLED", "DISABLING", "DISABLED"]


def test_F107_a_consumer_stays_with_the_stream_that_it_began_with(run: Run) -> None:
    trace = run(OFF_AND_ON)
    assert [line.split()[1:] for line in did(trace)][-1] == ["read.shard_end"]
    later = run(
        "consumers: [{name: old}, {name: new, starts: 3500ms}]\n"
        "timeline: [put: {order_id: o-1}, {disable_stream: {}, at: 2s}, "
        "{enable_stream: {view_type: KEYS_ONLY}, at: 3s}, {put: {order_id: o-2}, at: 4s}]"
    )
    reads = [(step.consumer, step.records) for step in later.steps if step.event.value == "read.records"]
    assert reads == [("old", (0,)), ("new", (1,))]


def test_F108_several_streams_can_be_readable(run: Run) -> None:
    assert len(run(OFF_AND_ON).streams) == 2


def test_a_stream_that_is_off_at_the_start_is_read_from_the_moment_it_is_on(run: Run) -> None:
    trace = run(
        "stream: {view_type: KEYS_ONLY, enabled: false}\n"
        "timeline: [put: {order_id: o-1}, enable_stream: {view_type: NEW_IMAGE}, put: {order_id: o-1, n: 1}]"
    )
    assert [step.records for step in trace.steps if step.event.value == "read.records"] == [(0,)]
    assert trace.records[0].event_name == "MODIFY"


# Shards


def test_F115_F125_an_item_always_goes_to_the_same_shard(run: Run) -> None:
    trace = run(
        "stream: {view_type: KEYS_ONLY, shards: 4}\n"
        'timeline: [repeat: {times: 30, every: 0ms, do: {put: {order_id: "o-{n}"}}}, '
        'repeat: {times: 30, every: 0ms, do: {delete: {order_id: "o-{n}"}}}]'
    )
    of_item = {}
    for record in trace.records:
        of_item.setdefault(record.key, set()).add(record.shard.number)
    assert all(len(shards) == 1 for shards in of_item.values())
    assert {record.shard.number for record in trace.records} == {1, 2, 3, 4}


def test_the_digest_of_a_key_is_the_same_on_every_machine(run: Run) -> None:
    trace = run(
        "stream: {view_type: KEYS_ONLY, shards: 4}\n"
        'timeline: [repeat: {times: 8, every: 0ms, do: {put: {order_id: "o-{n}"}}}]'
    )
    # SHA-256 of "S:o-1" begins with 46, of "S:o-2" with e8, and so on: the quarter of the key space.
    quarters = [hashlib.sha256(f"S:o-{n}".encode()).digest()[0] // 64 + 1 for n in range(1, 9)]
    assert [record.shard.number for record in trace.records] == quarters


def test_F117_F122_a_split_closes_a_shard_and_opens_two_children(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, split_shard: 1, put: {order_id: o-1, n: 1}]")
    parent, *children = trace.shards
    assert [child.parent for child in children] == [parent, parent]
    assert (children[0].low, children[0].high, children[1].low, children[1].high) == (0, 2**127, 2**127, 2**128)
    assert trace.records[1].shard in children
    assert [str(value) for value in trace.histories["open_shards"].values] == ["1", "0", "1", "2"]


def test_F118_a_shard_rolls_over_when_a_record_comes_after_4_hours(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 3h}, {put: {order_id: o-3}, at: 4h}]")
    assert [record.shard.number for record in trace.records] == [1, 1, 2]
    at = [step.time for step in trace.steps if step.event.value == "available.shard_closed"]
    assert at == [4 * HOUR + 50]


def test_F120_F130_ids_have_their_time_in_them_and_ascend(run: Run) -> None:
    trace = run(
        "stream: {view_type: KEYS_ONLY, shards: 3}\n"
        "timeline: [split_shard: 1, roll_over_shard: 2, split_shard: 4, {put: {order_id: o-1}, after: 5s}]"
    )
    ids = [shard.shard_id for shard in trace.shards]
    assert ids == sorted(ids)
    assert len(set(ids)) == len(ids) == 8
    assert all(len(each) == len("shardId-00000001573689847184-864758bb") for each in ids)


def test_F121_a_closed_shard_has_an_end_that_its_children_begin_after(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, split_shard: 1, put: {order_id: o-1, n: 1}]")
    parent, *children = trace.shards
    assert parent.ending_sequence_number is not None
    assert trace.records[0].sequence_number <= parent.ending_sequence_number
    for child in children:
        assert child.starting_sequence_number > parent.ending_sequence_number
        assert child.ending_sequence_number is None
    assert trace.records[1].sequence_number >= trace.records[1].shard.starting_sequence_number


def test_F27_F29_sequence_numbers_have_21_digits_and_grow_through_shards(run: Run) -> None:
    trace = run(
        "stream: {view_type: KEYS_ONLY, shards: 2}\n"
        'timeline: [repeat: {times: 20, every: 10ms, do: {put: {order_id: "o-{n}"}}}, {split_shard: 2, after: 95ms}]'
    )
    numbers = [record.sequence_number for record in trace.records]
    assert all(earlier < later for earlier, later in pairwise(numbers))
    assert all(len(str(number)) == 21 and number >= FIRST_SEQUENCE_NUMBER for number in numbers)


def test_F124_a_reader_finishes_the_parent_before_its_children(run: Run) -> None:
    trace = run(
        "consumers: [{limit: 1, processing_time: 2s}]\n"
        "timeline: [batch_write: [put: {order_id: a}, put: {order_id: b}, put: {order_id: c}], "
        "{split_shard: 1, after: 1500ms}, "
        "{batch_write: [put: {order_id: a, n: 1}, put: {order_id: b, n: 1}, put: {order_id: c, n: 1}], after: 0ms}]"
    )
    end = events(trace).index("read.shard_end")
    before = [step.records for step in trace.steps[:end] if step.event.value == "process.succeeded"]
    assert before == [(0,), (1,), (2,)]
    assert sorted(step.records[0] for step in trace.steps[end:] if step.event.value == "process.succeeded") == [3, 4, 5]


def test_a_shard_that_is_not_open_cannot_be_split(run: Run) -> None:
    with pytest.raises(ScenarioError, match="S211 shard 1 is not open now; open: 2"):
        run("timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 5h}, split_shard: 1]")


# Reading


def test_F4_reading_removes_nothing(run: Run) -> None:
    trace = run("consumers: [{name: a}, {name: b, starts: 10s}]\ntimeline: [put: {order_id: o-1}]")
    assert did(trace, "b") == ["10000 read.records 0", "10100 process.succeeded 0", "11000 idle.waiting"]
    assert trace.shards[0].trimmed == 0


def test_F136_LATEST_is_the_moment_of_the_first_poll_in_each_shard(run: Run) -> None:
    text = (
        "stream: {view_type: KEYS_ONLY, shards: 2}\n"
        "consumers: [{starts: 3s, starting_position: LATEST}]\n"
        'timeline: [repeat: {times: 10, every: 0ms, do: {put: {order_id: "o-{n}"}}}, '
        "{batch_write: [put: {order_id: o-1, n: 1}, put: {order_id: o-2, n: 1}], at: 4s}]"
    )
    read = [step.records for step in run(text).steps if step.event.value == "read.records"]
    assert sorted(index for records in read for index in records) == [10, 11]


def test_F137_children_of_a_shard_that_was_read_from_LATEST_are_read_from_their_beginning(run: Run) -> None:
    trace = run(
        "consumers: [{starting_position: LATEST, poll_interval: 10s}]\n"
        "timeline: [{split_shard: 1, at: 1s}, {put: {order_id: o-1}, at: 2s}]"
    )
    assert [step.records for step in trace.steps if step.event.value == "read.records"] == [(0,)]


@pytest.mark.parametrize(
    ("interval", "told"),
    [
        ("899999ms", ["899999 read.records 0", "900099 process.succeeded 0", "1799998 idle.waiting"]),
        (
            "15m",
            [
                "900000 read.iterator_expired",  # of the poll at 0 ms, which was silent
                "900000 read.records 0",
                "900100 process.succeeded 0",
                "1800000 read.iterator_expired",
                "1800000 idle.waiting",
            ],
        ),
    ],
)
def test_F138_an_iterator_expires_after_15_minutes(run: Run, interval: str, told: list[str]) -> None:
    assert did(run(f"consumers: [{{poll_interval: {interval}}}]\ntimeline: [put: {{order_id: o-1}}]")) == told


def test_F138_a_nap_of_fifteen_minutes_costs_the_iterator_and_not_the_place(run: Run) -> None:
    trace = run(
        "timeline: [put: {order_id: o-1}, stop: {consumer: consumer}, put: {order_id: o-2}, wait: 15m, "
        "start: {consumer: consumer}]"
    )
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 0",
        "process.succeeded 0",
        "idle.waiting",
        "read.stopped",
        "read.started",
        "read.iterator_expired",
        "read.records 1",
        "process.succeeded 1",
        "idle.waiting",
    ]


def test_F138_a_consumer_that_began_at_LATEST_and_read_nothing_begins_at_LATEST_again(run: Run) -> None:
    trace = run(
        "consumers: [{starting_position: LATEST}]\n"
        "timeline: [{stop: {consumer: consumer}, at: 1s}, {put: {order_id: o-1}, at: 2s}, {start: {consumer: "
        "consumer}, at: 20m}, {put: {order_id: o-2}, at: 21m}]"
    )
    assert [step.records for step in trace.steps if step.event.value == "read.records"] == [(1,)]


def test_F141_F142_a_page_has_at_most_1_MB(run: Run) -> None:
    big = f'repeat: {{times: 3, every: 0ms, do: {{put: {{order_id: "o-{{n}}", text: "{"x" * 400_000}"}}}}}}'
    trace = run(f"stream: {{view_type: NEW_IMAGE}}\ntimeline: [{big}]")
    assert [step.records for step in trace.steps if step.event.value == "read.records"] == [(0, 1), (2,)]


def test_F144_F145_an_empty_page_is_not_the_end_of_an_open_shard(run: Run) -> None:
    trace = run("show_empty_polls: true\ntimeline: [{put: {order_id: o-1}, at: 3s}]")
    assert did(trace)[:4] == ["0 read.empty", "1000 read.empty", "2000 read.empty", "3000 read.empty"]
    assert "read.records" in events(trace)
    assert "read.shard_end" not in events(trace)


def test_F145_a_closed_shard_that_is_read_to_its_end_says_so_at_the_next_poll(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, roll_over_shard: 1]")
    assert did(trace)[-2:] == ["2000 idle.waiting", "3000 read.shard_end"]


def test_F146_the_last_page_can_carry_records(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, {roll_over_shard: 1, at: 500ms}]")
    assert did(trace) == ["1000 read.records 0", "1100 process.succeeded 0", "1100 read.shard_end", "2000 idle.waiting"]


def test_a_shard_that_closes_with_a_record_in_flight_is_read_with_it(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, {roll_over_shard: 1, at: 60ms}]")
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 0",
        "process.succeeded 0",
        "read.shard_end",
        "idle.waiting",
    ]


def test_F148_F149_the_third_reader_within_a_second_is_throttled_and_tries_again(run: Run) -> None:
    trace = run("consumers: [{name: a}, {name: b}, {name: c}]\ntimeline: [put: {order_id: o-1}]")
    assert did(trace, "c") == [
        "1000 read.throttled",
        "2000 read.records 0",
        "2100 process.succeeded 0",
        "3000 idle.waiting",
    ]


def test_F150_a_record_goes_24_hours_after_its_capture_read_or_not(run: Run) -> None:
    trace = run(
        "consumers: [{starts: 30h}]\ntimeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 0s}, wait: 25h]"
    )
    trimmed = [(step.time, step.records) for step in trace.steps if step.event.value == "available.trimmed"]
    assert trimmed == [(24 * HOUR + 50, (0, 1))]


def test_F151_F152_a_late_consumer_gets_an_error_and_has_lost_the_records(run: Run) -> None:
    trace = run(
        "timeline: [put: {order_id: o-1}, stop: {consumer: consumer}, put: {order_id: o-2}, wait: 25h, "
        "start: {consumer: consumer}, put: {order_id: o-3}]"
    )
    told = [line.split(maxsplit=1)[1] for line in did(trace)]
    assert told[5:] == [
        "read.iterator_expired",
        "read.trimmed 1",
        "read.shard_end",  # after a day the shard has rolled over
        "read.records 2",
        "process.succeeded 2",
        "idle.waiting",
    ]


def test_F297_TRIM_HORIZON_is_the_oldest_record_that_is_left(run: Run) -> None:
    trace = run("consumers: [{starts: 25h}]\ntimeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 2h}]")
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 1",
        "process.succeeded 1",
        "idle.waiting",
    ]


def test_F159_after_a_day_of_writes_about_six_shards_are_closed(run: Run) -> None:
    trace = run('timeline: [repeat: {times: 24, every: 1h, do: {put: {order_id: "o-{n}"}}}]')
    assert [shard.is_open for shard in trace.shards] == [False] * 5 + [True]


def test_a_day_at_rest_is_no_work(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, wait: 8784h]")
    assert len(trace.steps) == 7


# The pipeline


@pytest.mark.parametrize("delay", ["0ms", "50ms", "1h"])
def test_F2_a_write_is_done_whatever_the_stream_still_has_to_do(run: Run, delay: str) -> None:
    trace = run(
        f"""
        stream: {{view_type: KEYS_ONLY, capture_delay: {delay}}}
        timeline: [put: {{order_id: o-1}}, {{delete: {{order_id: o-1}}, after: 10ms}}, wait: 2h]
        """
    )
    assert [trace.times[number - 1] for number in trace.writes] == [0, 10]
    captured = [step.time for step in trace.steps if step.event.value == "capture.record"]
    assert captured == [milliseconds(delay), 10 + milliseconds(delay)]


def test_F3_a_record_reaches_a_reader_only_by_a_poll_of_it(run: Run) -> None:
    """It can be read from 100 ms on; each reader has it at the first point of its own grid, and nobody before."""
    trace = run(
        """
        consumers: [{name: a, poll_interval: 7s}, {name: b, starts: 1h}, {name: c, type: lambda}]
        timeline: [put: {order_id: o-1}]
        """
    )
    read = {step.consumer: step.time for step in trace.steps if step.event.value == "read.records"}
    assert read == {"a": 7000, "b": 3_600_000, "c": 250}
    available = next(step for step in trace.steps if step.event.value == "available.record")
    assert (available.time, available.consumer, available.row.consumer_reads) == (100, None, False)


def test_F114_every_record_lies_in_a_shard_which_has_an_id_and_a_range_of_sequence_numbers(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        timeline: [put: {order_id: o-1}, put: {order_id: o-2}, roll_over_shard: 1, put: {order_id: o-1, n: 1}]
        """
    )
    assert len({shard.shard_id for shard in trace.shards}) == 3
    assert sorted(index for shard in trace.shards for index in shard.records) == [0, 1, 2]
    for shard in trace.shards:
        for index in shard.records:
            assert trace.records[index].shard is shard
            end = shard.ending_sequence_number or trace.records[index].sequence_number
            assert shard.starting_sequence_number <= trace.records[index].sequence_number <= end


def test_F116_no_write_and_no_reader_opens_or_closes_a_shard(run: Run) -> None:
    """Only what the timeline says of the service itself does (and the age of a shard, F118)."""
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        consumers: [{name: a}, {name: b, type: lambda}, {name: c, type: kcl, workers: [x, y]}]
        timeline:
          - repeat: {times: 500, every: 0ms, do: {put: {order_id: "o-{n}"}}}
          - add_worker: {consumer: c, worker: z}
          - wait: 1h
        """
    )
    assert len(trace.shards) == 2
    assert all(shard.is_open for shard in trace.shards)
