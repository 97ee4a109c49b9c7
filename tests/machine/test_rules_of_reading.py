"""Misconceptions about the stream and its readers: each switch changes what its docstring says, and nothing else."""

from __future__ import annotations

import pytest
from cases import in_each_case
from machine_runs import Read, Story, captured, of_consumers

from simulator.dynamodb.rules import Rules
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario


def both(scenario: Scenario, rules: Rules) -> tuple[Trace, Trace]:
    """The run as it is, and as it is believed to be."""
    return simulate(scenario), simulate(scenario, rules)


# Requests


def test_F311_believed_a_batch_is_one_record(scenario: Read, story: Story) -> None:
    real, believed = both(
        scenario("timeline: [batch_write: [delete: {order_id: o-9}, put: {order_id: o-1}, put: {order_id: o-2}]]"),
        Rules(batch_is_one_record=True),
    )
    assert [key for _, key in captured(real)] == ["o-1", "o-2"]
    assert story(believed) == [
        "0 write.unchanged",
        "0 write.insert 0",
        "0 write.insert",
        "50 capture.record 0",
        "100 available.record 0",
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "2000 idle.waiting",
    ]
    assert believed.value("table_data", 8).items == 2  # the items are all written


def test_F311_believed_a_transaction_has_still_a_record_for_each_change(scenario: Read) -> None:
    asked = scenario("timeline: [transact_write: [put: {order_id: o-1}, put: {order_id: o-2}]]")
    assert captured(simulate(asked, Rules(batch_is_one_record=True))) == [(50, "o-1"), (50, "o-2")]


def test_F310_believed_a_transactions_records_come_together_and_in_order(scenario: Read) -> None:
    asked = scenario(
        """
        timeline:
          - transact_write: [put: {order_id: c}, put: {order_id: a}, put: {order_id: b}]
            spread: 5s
        """
    )
    real, believed = both(asked, Rules(transaction_is_a_unit=True))
    assert captured(believed) == [(50, "c"), (50, "a"), (50, "b")]
    assert sorted(key for _, key in captured(real)) == ["a", "b", "c"]
    assert len({time for time, _ in captured(real)}) == 3


def test_F310_believed_a_batch_is_spread_out_as_before(scenario: Read) -> None:
    asked = scenario("timeline: [{batch_write: [put: {order_id: c}, put: {order_id: a}], spread: 5s}]")
    real, believed = both(asked, Rules(transaction_is_a_unit=True))
    assert captured(believed) == captured(real)


# Time to live


def test_F308_believed_the_delete_comes_at_the_expiry_second() -> None:
    asked = scenario_from_text(
        "title: A test\n"
        "table: {name: Orders, partition_key: order_id, time_to_live: {attribute: until, deletion_delay: 10m}}\n"
        "stream: {view_type: KEYS_ONLY}\n"
        "timeline: [put: {order_id: o-1, until: !in 90s}, wait: 1h]"
    )
    real, believed = both(asked, Rules(expiry_is_a_timer=True))
    for trace, at in ((real, 690_000), (believed, 90_000)):
        assert [step.time for step in trace.steps if step.event.value == "write.remove"] == [at]
        assert [record.event_name for record in trace.records] == ["INSERT", "REMOVE"]
        assert "userIdentity" in trace.records[1].to_api()


# The stream's life


def test_F281_believed_a_stream_that_is_turned_on_replays_the_items(scenario: Read, story: Story) -> None:
    asked = scenario(
        """
        stream: {view_type: NEW_AND_OLD_IMAGES, enabled: false}
        timeline:
          - put: {order_id: o-1, n: 1}
          - put: {order_id: o-2}
          - delete: {order_id: o-2}
          - {enable_stream: {view_type: NEW_IMAGE}, at: 3s}
          - update: {key: {order_id: o-1}, set: {n: 2}}
        """
    )
    real, believed = both(asked, Rules(enabling_replays_items=True))
    assert [record.event_name for record in real.records] == ["MODIFY"]
    assert story(believed)[3:] == [
        "3000 available.stream_enabled",
        "3050 capture.record 0",
        "3100 available.record 0",
        "4000 read.records 0",
        "4100 process.succeeded 0",
        "5000 idle.waiting",
        "5000 write.modify 1",
        "5050 capture.record 1",
        "5100 available.record 1",
        "6000 read.records 1",
        "6100 process.succeeded 1",
        "7000 idle.waiting",
    ]
    assert [record.event_name for record in believed.records] == ["INSERT", "MODIFY"]
    replayed = believed.records[0].to_api()["dynamodb"]
    assert replayed["NewImage"] == {"order_id": {"S": "o-1"}, "n": {"N": "1"}}


OFF_AND_ON = """
    timeline:
      - put: {order_id: o-1}
      - disable_stream: {}
      - put: {order_id: o-2}
      - {enable_stream: {view_type: KEYS_ONLY}, after: 1s}
      - put: {order_id: o-3}
"""


def test_F280_believed_a_stream_that_is_turned_on_again_goes_on_where_it_was(scenario: Read, story: Story) -> None:
    real, believed = both(scenario(OFF_AND_ON), Rules(reenabling_resumes=True))
    assert len(real.streams) == 2
    assert [line for line in story(real) if "read.records" in line] == ["1000 read.records 0"]
    assert len(believed.streams) == 1
    assert [line for line in story(believed) if "read.records" in line] == [
        "1000 read.records 0",
        "5000 read.records 1",
    ]
    assert [shard.parent.number if shard.parent else None for shard in believed.shards] == [None, 1]
    # What was written meanwhile was not captured: the belief is about the stream, not about the writes.
    assert [record.key[0].value for record in believed.records] == ["o-1", "o-3"]
    assert [record.stream.view_type.value for record in believed.records] == ["NEW_AND_OLD_IMAGES"] * 2


def test_F280_believed_a_stream_that_was_not_off_yet_just_goes_on(scenario: Read) -> None:
    """It is turned on again while a change is in flight: nothing was closed, and nothing is read twice."""
    asked = scenario(
        """
        stream: {view_type: KEYS_ONLY, capture_delay: 1s}
        timeline:
          - split_shard: 1
          - put: {order_id: o-1}
          - put: {order_id: o-1, n: 1}
          - {disable_stream: {}, after: 10ms}
          - {enable_stream: {view_type: KEYS_ONLY}, after: 10ms}
          - {put: {order_id: o-1, n: 2}, after: 10ms}
        """
    )
    believed = simulate(asked, Rules(reenabling_resumes=True))
    assert [shard.number for shard in believed.shards] == [1, 2, 3]
    read = [index for step in believed.steps if step.event.value == "read.records" for index in step.records]
    assert read == [0, 1, 2]
    assert believed.value("open_shards", len(believed.steps)) == 2
    assert believed.value("stream_status", len(believed.steps)) == "ENABLED"


def test_F303_believed_records_are_kept(scenario: Read, story: Story) -> None:
    asked = scenario("consumers: [{name: a}, {name: b, starts: 30h}]\ntimeline: [put: {order_id: o-1}, wait: 31h]")
    real, believed = both(asked, Rules(records_are_trimmed=False))
    assert story(real)[-1] == "86400050 available.trimmed 0"
    trimmed_not_read = [line for line in story(believed) if line not in story(real)]
    assert trimmed_not_read == [
        "108000000 read.records 0 b",
        "108000100 process.succeeded 0 b",
        "108001000 idle.waiting b",
    ]
    assert [line for line in story(real) if line not in story(believed)] == ["86400050 available.trimmed 0"]


# Reading


def test_F4_believed_a_read_takes_the_records_out(scenario: Read, story: Story) -> None:
    asked = scenario(
        """
        consumers: [{name: a, limit: 1}, {name: b}, {name: c, starts: 1h}]
        timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, after: 0ms}]
        """
    )
    real, believed = both(asked, Rules(reading_removes=True))
    assert [line for line in story(real) if "read.records" in line] == [
        "1000 read.records 0 a",
        "1000 read.records 0,1 b",
        "2000 read.records 1 a",
        "3600000 read.records 0,1 c",
    ]
    # `a` takes the first record, `b` at the same time what is left, and for `c` there is nothing.
    assert of_consumers(story(believed)) == [
        "1000 read.records 0 a",
        "1000 read.records 1 b",
        "1100 process.succeeded 0 a",
        "1100 process.succeeded 1 b",
        "2000 idle.waiting a",
        "2000 idle.waiting b",
    ]


def test_F4_believed_for_a_single_reader_nothing_is_different(scenario: Read, story: Story) -> None:
    asked = scenario(
        'consumers: [limit: 2]\ntimeline: [repeat: {times: 5, every: 300ms, do: {put: {order_id: "o-{n}"}}}]'
    )
    real, believed = both(asked, Rules(reading_removes=True))
    assert story(believed) == story(real)


def test_F298_believed_the_first_empty_page_after_work_is_the_last(scenario: Read, story: Story) -> None:
    asked = scenario("timeline: [put: {order_id: o-1}, put: {order_id: o-2}, {roll_over_shard: 1, at: 10s}]")
    real, believed = both(asked, Rules(empty_page_ends_reading=True))
    assert of_consumers(story(real))[3:] == [
        "3000 read.records 1",
        "3100 process.succeeded 1",
        "4000 idle.waiting",
        "10000 read.shard_end",
    ]
    assert of_consumers(story(believed)) == ["1000 read.records 0", "1100 process.succeeded 0", "2000 idle.waiting"]
    assert len(believed.records) == 2


def test_F298_believed_empty_polls_end_as_well_and_a_stop_and_a_start_begin_anew(scenario: Read, story: Story) -> None:
    asked = scenario(
        """
        show_empty_polls: true
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-2}, at: 3500ms}
          - {stop: {consumer: consumer}, at: 6500ms}
          - {start: {consumer: consumer}, at: 8500ms}
          - wait: 3s
        """
    )
    believed = simulate(asked, Rules(empty_page_ends_reading=True))
    assert of_consumers(story(believed)) == [
        "0 read.empty",
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "2000 idle.waiting",
        "6500 read.stopped",
        "8500 read.started",
        "9000 read.records 1",
        "9100 process.succeeded 1",
        "10000 idle.waiting",
    ]


def test_F299_believed_a_last_page_is_empty_and_its_records_are_never_seen(scenario: Read, story: Story) -> None:
    asked = scenario(
        """
        consumers: [limit: 1]
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-2}, after: 0ms}
          - {roll_over_shard: 1, at: 500ms}
          - {put: {order_id: o-3}, at: 600ms}
        """
    )
    real, believed = both(asked, Rules(last_page_is_empty=True))
    assert of_consumers(story(real)) == [
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "2000 read.records 1",
        "2100 process.succeeded 1",
        "2100 read.shard_end",
        "3000 read.records 2",
        "3100 process.succeeded 2",
        "4000 idle.waiting",
    ]
    assert of_consumers(story(believed)) == [
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "2000 read.shard_end",
        "2000 read.records 2",
        "2100 process.succeeded 2",
        "3000 idle.waiting",
    ]


def test_F301_believed_children_are_read_beside_their_parent_and_an_items_order_is_lost(
    scenario: Read, story: Story
) -> None:
    asked = scenario(
        """
        consumers: [{limit: 1, processing_time: 1500ms}]
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-1, n: 1}, after: 0ms}
          - {split_shard: 1, at: 500ms}
          - {put: {order_id: o-1, n: 2}, after: 0ms}
        """
    )
    real, believed = both(asked, Rules(children_wait_for_parents=False))
    assert of_consumers(story(real)) == [
        "1000 read.records 0",
        "2500 process.succeeded 0",
        "3000 read.records 1",
        "4500 process.succeeded 1",
        "4500 read.shard_end",
        "5000 read.records 2",
        "6500 process.succeeded 2",
        "7000 idle.waiting",
    ]
    assert of_consumers(story(believed)) == [
        "1000 read.records 0",
        "1000 read.records 2",
        "2500 process.succeeded 0",
        "2500 process.succeeded 2",
        "3000 read.records 1",
        "4500 process.succeeded 1",
        "4500 read.shard_end",
        "5000 idle.waiting",
    ]


@pytest.mark.parametrize("position", ["TRIM_HORIZON", "LATEST"])
def test_F302_believed_an_iterator_can_be_kept(scenario: Read, story: Story, position: str) -> None:
    asked = scenario(
        f"""
        consumers: [starting_position: {position}]
        timeline:
          - put: {{order_id: o-1}}
          - stop: {{consumer: consumer}}
          - put: {{order_id: o-2}}
          - wait: 1h
          - start: {{consumer: consumer}}
        """
    )
    real, believed = both(asked, Rules(iterators_expire=False))
    assert [line for line in story(real) if "expired" in line] == ["3602000 read.iterator_expired"]
    assert story(believed) == [line for line in story(real) if "expired" not in line]


def test_F302_believed_LATEST_that_has_read_nothing_loses_nothing_in_a_nap(scenario: Read, story: Story) -> None:
    asked = scenario(
        """
        consumers: [starting_position: LATEST]
        timeline:
          - {stop: {consumer: consumer}, at: 1s}
          - {put: {order_id: o-1}, at: 2s}
          - {start: {consumer: consumer}, at: 1h}
        """
    )
    real, believed = both(asked, Rules(iterators_expire=False))
    assert of_consumers(story(real))[2:] == ["3600000 read.iterator_expired"]
    assert of_consumers(story(believed))[2:] == [
        "3600000 read.records 0",
        "3600100 process.succeeded 0",
        "3601000 idle.waiting",
    ]


def test_F304_believed_any_number_of_readers_is_served(scenario: Read, story: Story) -> None:
    asked = scenario("consumers: [{name: a}, {name: b}, {name: c}, {name: d}]\ntimeline: [put: {order_id: o-1}]")
    real, believed = both(asked, Rules(third_reader_is_throttled=False))
    assert [line for line in story(real) if "read." in line] == [
        "1000 read.records 0 a",
        "1000 read.records 0 b",
        "1000 read.throttled c",
        "1000 read.throttled d",
        "2000 read.records 0 c",
        "2000 read.records 0 d",
    ]
    assert [line for line in story(believed) if "read." in line] == [
        "1000 read.records 0 a",
        "1000 read.records 0 b",
        "1000 read.records 0 c",
        "1000 read.records 0 d",
    ]


@in_each_case(
    "belief",
    [
        Rules(batch_is_one_record=True),
        Rules(transaction_is_a_unit=True),
        Rules(enabling_replays_items=True),
        Rules(reenabling_resumes=True),
        Rules(records_are_trimmed=False),
        Rules(last_page_is_empty=True),
        Rules(children_wait_for_parents=False),
        Rules(iterators_expire=False),
        Rules(third_reader_is_throttled=False),
    ],
)
def test_where_a_belief_is_not_about_it_the_run_is_the_same(scenario: Read, story: Story, belief: Rules) -> None:
    asked = scenario(
        """
        consumers: [{name: a}, {name: b, poll_interval: 700ms}]
        timeline:
          - put: {order_id: o-1}
          - update: {key: {order_id: o-1}, set: {n: 1}}
          - put: {order_id: o-1, n: 1}
          - delete: {order_id: o-1}
        """
    )
    real, believed = both(asked, belief)
    assert story(believed) == story(real)
