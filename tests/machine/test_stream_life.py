"""Streams that are turned off and on: statuses, ARNs, what is captured, who reads what (F85, F94-F108)."""

from __future__ import annotations

from typing import Any

import pytest
from machine_runs import HOUR, Run, Story, of_consumers

from simulator.machine.trace import Trace


def history(trace: Trace, variable: str) -> list[tuple[int, Any]]:
    """The values of a variable and the steps at which they came."""
    found = trace.histories[variable]
    return list(zip(found.steps, found.values, strict=True))


def reads(trace: Trace, consumer: str) -> list[int]:
    """The records that a consumer read."""
    return [
        index
        for step in trace.steps
        if step.event.value == "read.records" and step.consumer == consumer
        for index in step.records
    ]


def test_F104_a_stream_with_nothing_in_flight_is_off_and_its_shards_are_closed_at_once(run: Run, story: Story) -> None:
    trace = run("timeline: [put: {order_id: o-1}, disable_stream: {}]")
    assert story(trace)[6:] == ["2000 available.stream_disabled", "3000 read.shard_end"]
    assert history(trace, "stream_status") == [(0, "ENABLED"), (7, "DISABLED")]
    assert history(trace, "open_shards") == [(0, 1), (7, 0)]
    assert [shard.is_open for shard in trace.shards] == [False]


def test_F95_F104_a_stream_with_changes_in_flight_is_DISABLING_until_they_are_captured(run: Run, story: Story) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, capture_delay: 1s}
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-2}, at: 5ms}
          - {disable_stream: {}, at: 10ms}
          - {put: {order_id: o-3}, at: 20ms}
        """
    )
    assert story(trace) == [
        "0 write.insert 0",
        "5 write.insert 1",
        "10 available.stream_disabled",
        "20 write.insert",
        "1000 capture.record 0",
        "1005 capture.record 1",
        "1050 available.record 0",
        "1055 available.record 1",
        "2000 read.records 0,1",
        "2100 process.succeeded 0",
        "2200 process.succeeded 1",
        "2200 read.shard_end",
        "3000 idle.waiting",
    ]
    assert history(trace, "stream_status") == [(0, "ENABLED"), (3, "DISABLING"), (6, "DISABLED")]
    assert history(trace, "open_shards") == [(0, 1), (6, 0)]


def test_a_stream_that_is_being_turned_off_opens_no_more_shards(run: Run) -> None:
    """The shard is more than 4 hours old when its last record comes (F118)."""
    trace = run(
        """
        timeline:
          - {put: {order_id: o-1}, at: 5h}
          - {disable_stream: {}, after: 10ms}
        """
    )
    assert [record.shard.number for record in trace.records] == [1]
    assert len(trace.shards) == 1
    assert [value for _, value in history(trace, "open_shards")] == [1, 0]


def test_F106_a_new_stream_can_be_on_while_the_old_ones_last_changes_are_captured(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, capture_delay: 1s}
        timeline:
          - {put: {order_id: o-1}, at: 5h}
          - {disable_stream: {}, after: 10ms}
          - {enable_stream: {view_type: NEW_IMAGE}, after: 10ms}
          - {put: {order_id: o-2}, after: 10ms}
        """
    )
    assert [(record.key[0].value, record.stream, record.shard.number) for record in trace.records] == [
        ("o-1", trace.streams[0], 1),
        ("o-2", trace.streams[1], 2),
    ]
    assert [shard.number for shard in trace.shards] == [1, 2]
    assert [shard.is_open for shard in trace.shards] == [False, True]
    assert [value for _, value in history(trace, "stream_status")] == ["ENABLED", "DISABLING", "ENABLED"]
    assert trace.value("open_shards", len(trace.steps)) == 1


def test_F106_what_is_written_while_the_stream_is_off_is_a_write_and_nothing_more(run: Run, story: Story) -> None:
    trace = run("timeline: [{disable_stream: {}, at: 500ms}, put: {order_id: o-1}, put: {order_id: o-2}]")
    assert story(trace) == [
        "500 available.stream_disabled",
        "1000 read.shard_end",
        "1000 write.insert",
        "1000 write.insert",
    ]


def test_F85_an_item_from_before_has_its_state_as_the_old_image_of_its_next_change(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: NEW_AND_OLD_IMAGES, enabled: false}
        timeline:
          - put: {order_id: o-1, status: PLACED}
          - put: {order_id: o-2, status: PLACED}
          - enable_stream: {view_type: NEW_AND_OLD_IMAGES}
          - update: {key: {order_id: o-1}, set: {status: PAID}}
          - delete: {order_id: o-2}
        """
    )
    modify, remove = (record.to_api() for record in trace.records)
    assert (modify["eventName"], remove["eventName"]) == ("MODIFY", "REMOVE")
    assert modify["dynamodb"]["OldImage"] == {"order_id": {"S": "o-1"}, "status": {"S": "PLACED"}}
    assert remove["dynamodb"]["OldImage"] == {"order_id": {"S": "o-2"}, "status": {"S": "PLACED"}}


def test_a_stream_that_is_off_at_the_start_has_no_shards_until_it_is_on(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, enabled: false, shards: 3}
        timeline: [put: {order_id: o-1}, {enable_stream: {view_type: OLD_IMAGE}, at: 2s}]
        """
    )
    assert history(trace, "stream_status") == [(0, "DISABLED"), (2, "ENABLED")]
    assert history(trace, "open_shards") == [(0, 0), (2, 3)]
    assert [stream.label for stream in trace.streams] == ["2024-01-01T00:00:02.000"]


@pytest.mark.parametrize("position", ["TRIM_HORIZON", "LATEST"])
def test_F107_a_waiting_consumer_is_bound_to_the_first_stream_that_is_turned_on(run: Run, position: str) -> None:
    trace = run(
        f"""
        stream: {{view_type: KEYS_ONLY, enabled: false}}
        consumers: [{{starting_position: {position}}}]
        timeline:
          - {{enable_stream: {{view_type: KEYS_ONLY}}, at: 3s}}
          - {{put: {{order_id: o-1}}, after: 0ms}}
          - disable_stream: {{}}
          - enable_stream: {{view_type: KEYS_ONLY}}
          - put: {{order_id: o-2}}
        """
    )
    assert len(trace.records) == 2
    assert reads(trace, "consumer") == [0]


def test_F107_a_consumer_that_starts_while_the_stream_is_off_stays_bound_to_the_old_one(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [starts: 5s]
        timeline:
          - put: {order_id: o-1}
          - {disable_stream: {}, at: 1s}
          - {enable_stream: {view_type: KEYS_ONLY}, at: 10s}
          - {put: {order_id: o-2}, at: 11s}
        """
    )
    assert of_consumers(story(trace)) == [
        "5000 read.records 0",
        "5100 process.succeeded 0",
        "5100 read.shard_end",
        "6000 idle.waiting",
    ]


def test_F107_a_consumer_that_starts_at_LATEST_while_the_stream_is_off_never_reads(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [{starts: 5s, starting_position: LATEST}]
        timeline:
          - put: {order_id: o-1}
          - {disable_stream: {}, at: 1s}
          - {enable_stream: {view_type: KEYS_ONLY}, at: 10s}
          - {put: {order_id: o-2}, at: 11s}
        """
    )
    assert of_consumers(story(trace)) == ["5000 read.started 0"]
    assert trace.end == 11_100


def test_F104_F107_the_old_stream_is_read_to_its_end_while_the_new_one_is_on(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers:
          - {name: old, poll_interval: 10s}
          - {name: new, starts: 5s}
        timeline:
          - put: {order_id: o-1}
          - {disable_stream: {}, at: 2s}
          - {enable_stream: {view_type: KEYS_ONLY}, at: 3s}
          - {put: {order_id: o-2}, at: 4s}
        """
    )
    assert of_consumers(story(trace)) == [
        "5000 read.records 1 new",
        "5100 process.succeeded 1 new",
        "6000 idle.waiting new",
        "10000 read.records 0 old",
        "10100 process.succeeded 0 old",
        "10100 read.shard_end old",
        "20000 idle.waiting old",
    ]


def test_F106_the_new_stream_begins_with_one_open_shard_for_each_partition(run: Run) -> None:
    """The partition was split before; a stream that is turned on does not bring it together again."""
    trace = run(
        """
        timeline:
          - split_shard: 1
          - disable_stream: {}
          - enable_stream: {view_type: KEYS_ONLY}
        """
    )
    new = trace.streams[1].shards
    assert [(shard.number, shard.parent) for shard in new] == [(4, None), (5, None)]
    assert [(shard.low, shard.high) for shard in new] == [(0, 2**127), (2**127, 2**128)]


def test_F100_F91_the_records_of_each_stream_have_its_view_type(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: NEW_IMAGE}
        timeline:
          - put: {order_id: o-1, n: 1}
          - disable_stream: {}
          - enable_stream: {view_type: OLD_IMAGE}
          - put: {order_id: o-1, n: 2}
        """
    )
    before, after = (record.to_api()["dynamodb"] for record in trace.records)
    assert (before["StreamViewType"], after["StreamViewType"]) == ("NEW_IMAGE", "OLD_IMAGE")
    assert ("NewImage" in before, "NewImage" in after, "OldImage" in after) == (True, False, True)
    assert trace.records[0].to_lambda()["eventSourceARN"] != trace.records[1].to_lambda()["eventSourceARN"]


def test_F102_streams_that_are_turned_on_in_one_millisecond_have_labels_of_their_own(run: Run) -> None:
    trace = run(
        """
        timeline:
          - {disable_stream: {}, at: 0s}
          - {enable_stream: {view_type: KEYS_ONLY}, at: 0s}
          - {disable_stream: {}, at: 0s}
          - {enable_stream: {view_type: KEYS_ONLY}, at: 0s}
        """
    )
    assert [stream.label for stream in trace.streams] == [
        "2024-01-01T00:00:00.000",
        "2024-01-01T00:00:00.001",
        "2024-01-01T00:00:00.002",
    ]


def test_F104_the_old_streams_records_are_there_for_24_hours_and_no_longer(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, disable_stream: {}, wait: 25h]")
    trimmed = [(step.time, step.records) for step in trace.steps if step.event.value == "available.trimmed"]
    assert trimmed == [(24 * HOUR + 50, (0,))]


def test_F105_every_shard_of_a_disabled_stream_has_an_end_after_its_records(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        timeline:
          - put: {order_id: o-1}
          - put: {order_id: o-2}
          - disable_stream: {}
        """
    )
    first, second = trace.shards
    assert first.ending_sequence_number is not None
    assert second.ending_sequence_number is not None
    assert trace.records[0].sequence_number < first.ending_sequence_number
    assert trace.records[1].sequence_number < second.ending_sequence_number
