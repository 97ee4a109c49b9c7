"""Shards: which keys go where, splits, roll-overs, and the order in which they are read (F114-F126, F159)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from machine_runs import Run, Story, of_consumers

from simulator.machine.trace import Trace

FOUR_HOURS = 4 * 3600 * 1000

WHOLE = 2**128
"""The keys' digests are below it."""


def shards_of(trace: Trace) -> dict[str, list[int]]:
    """For each partition key the shards that its records are in, in order."""
    found: dict[str, list[int]] = {}
    for record in trace.records:
        found.setdefault(str(record.key[0].value), []).append(record.shard.number)
    return found


def test_F125_which_shard_a_key_goes_to_is_the_same_on_every_machine_and_for_ever(run: Run) -> None:
    """SHA-256 of "S:o-1", "S:o-2" ... begins with 46, e8, e2, 6c, 6d, 5d, 2e, ae; quarters begin at 00, 40, 80, c0."""
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 4}
        timeline: [repeat: {times: 8, every: 0ms, do: {put: {order_id: "o-{n}"}}}]
        """
    )
    assert shards_of(trace) == {
        "o-1": [2],
        "o-2": [4],
        "o-3": [4],
        "o-4": [2],
        "o-5": [2],
        "o-6": [2],
        "o-7": [1],
        "o-8": [3],
    }


def test_F115_each_partition_has_one_open_shard_and_together_they_take_every_key(run: Run) -> None:
    trace = run("stream: {view_type: KEYS_ONLY, shards: 3}\ntimeline: [put: {order_id: o-1}]")
    assert [shard.number for shard in trace.shards] == [1, 2, 3]
    assert [shard.low for shard in trace.shards] == [0, WHOLE // 3, 2 * WHOLE // 3]
    assert [shard.high for shard in trace.shards] == [WHOLE // 3, 2 * WHOLE // 3, WHOLE]
    assert [shard.parent for shard in trace.shards] == [None, None, None]
    assert trace.value("open_shards", 0) == 3


def test_F117_a_split_is_three_steps(run: Run) -> None:
    trace = run("timeline: [split_shard: 1]")
    assert [(step.event.value, step.shards, trace.value("open_shards", step.number)) for step in trace.steps][:3] == [
        ("available.shard_closed", (1,), 0),
        ("available.shard_opened", (2,), 1),
        ("available.shard_opened", (3,), 2),
    ]


def test_F118_F122_a_roll_over_opens_one_child_with_the_same_keys(run: Run) -> None:
    trace = run("stream: {view_type: KEYS_ONLY, shards: 2}\ntimeline: [roll_over_shard: 2]")
    closed, opened = trace.steps[:2]
    assert (closed.event.value, closed.shards) == ("available.shard_closed", (2,))
    assert (opened.event.value, opened.shards) == ("available.shard_opened", (3,))
    _, parent, child = trace.shards
    assert child.parent is parent
    assert (child.low, child.high) == (parent.low, parent.high)


def test_F117_a_split_leaves_the_other_shards_as_they_are(run: Run) -> None:
    trace = run("stream: {view_type: KEYS_ONLY, shards: 2}\ntimeline: [split_shard: 1, split_shard: 4]")
    assert [shard.number for shard in trace.shards if shard.is_open] == [2, 3, 5, 6]
    assert [shard.parent.number if shard.parent else None for shard in trace.shards] == [None, None, 1, 1, 4, 4]
    eighths = [(shard.low * 8 // WHOLE, shard.high * 8 // WHOLE) for shard in trace.shards]
    assert eighths == [(0, 4), (4, 8), (0, 2), (2, 4), (2, 3), (3, 4)]


def test_a_change_in_flight_goes_to_the_shard_that_is_open_at_its_capture(run: Run) -> None:
    """o-1 is captured at 50 ms; its digest begins with 46, in the lower half."""
    before = run("timeline: [put: {order_id: o-1}, {split_shard: 1, at: 50ms}]")
    after = run("timeline: [put: {order_id: o-1}, {split_shard: 1, at: 51ms}]")
    assert [record.shard.number for record in before.records] == [2]  # the timeline comes before captures
    assert [record.shard.number for record in after.records] == [1]


def test_a_record_can_become_available_in_a_shard_that_is_closed_already(run: Run, story: Story) -> None:
    trace = run("timeline: [put: {order_id: o-1}, {split_shard: 1, at: 60ms}]")
    assert story(trace) == [
        "0 write.insert 0",
        "50 capture.record 0",
        "60 available.shard_closed",
        "60 available.shard_opened",
        "60 available.shard_opened",
        "100 available.record 0",
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "1100 read.shard_end",
        "2000 idle.waiting",
    ]


@pytest.mark.parametrize(("at", "shards"), [(FOUR_HOURS - 51, 1), (FOUR_HOURS - 50, 2)])
def test_F118_a_shard_is_too_old_at_four_hours_and_not_before(run: Run, at: int, shards: int) -> None:
    trace = run(f"timeline: [{{put: {{order_id: o-1}}, at: {at}ms}}]")
    assert [record.shard.number for record in trace.records] == [shards]
    assert len(trace.shards) == shards


def test_F118_an_old_shard_rolls_over_in_the_moment_of_the_capture(run: Run, story: Story) -> None:
    trace = run("timeline: [{put: {order_id: o-1}, at: 5h}]")
    assert story(trace)[:5] == [
        "18000000 write.insert 0",
        "18000050 available.shard_closed",
        "18000050 available.shard_opened",
        "18000050 capture.record 0",
        "18000100 available.record 0",
    ]


def test_F118_only_the_shard_of_the_record_rolls_over(run: Run) -> None:
    """o-1 is in the first of two shards; the second one is as old and stays open."""
    trace = run("stream: {view_type: KEYS_ONLY, shards: 2}\ntimeline: [{put: {order_id: o-1}, at: 5h}]")
    assert [(shard.number, shard.is_open) for shard in trace.shards] == [(1, False), (2, True), (3, True)]


def test_F118_the_childs_age_counts_from_its_own_opening(run: Run) -> None:
    trace = run(
        """
        timeline:
          - {put: {order_id: o-1}, at: 5h}
          - {put: {order_id: o-1, n: 1}, at: 9h}
          - {put: {order_id: o-1, n: 2}, at: 13h}
          - {put: {order_id: o-1, n: 3}, at: 16h}
        """
    )
    # Opened at 5 h and 50 ms, so at 9 h and 50 ms it is four hours old.
    assert shards_of(trace) == {"o-1": [2, 3, 4, 4]}


def test_F118_a_shard_without_writes_does_not_roll_over(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, wait: 20h]")
    assert [shard.is_open for shard in trace.shards] == [True]


def test_F159_with_a_write_a_minute_a_day_leaves_five_closed_shards_and_an_open_one(run: Run) -> None:
    """Opened at 0, 4, 8, 12, 16 and 20 hours; the last write is a minute before the day is over."""
    trace = run('timeline: [repeat: {times: 1440, every: 1m, do: {put: {order_id: "o-{n}"}}}]')
    assert [shard.is_open for shard in trace.shards] == [False] * 5 + [True]
    opened = [(shard.opened_ms - trace.start_ms) // (3600 * 1000) for shard in trace.shards]
    assert opened == [0, 4, 8, 12, 16, 20]


def test_F120_F130_ids_ascend_in_the_order_of_the_openings_also_within_a_millisecond(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 4}
        timeline:
          - {split_shard: 1, at: 1s}
          - {split_shard: 5, after: 0ms}
          - {roll_over_shard: 2, after: 0ms}
          - {disable_stream: {}, after: 0ms}
          - {enable_stream: {view_type: KEYS_ONLY}, after: 0ms}
        """
    )
    ids = [shard.shard_id for shard in trace.shards]
    assert len(ids) == 4 + 2 + 2 + 1 + 6
    assert all(earlier < later for earlier, later in pairwise(ids[:9]))
    assert all(earlier < later for earlier, later in pairwise(ids[9:]))
    assert len(set(ids)) == len(ids)
    assert ids[4].startswith("shardId-00000001704067201000-")


def test_F121_every_record_lies_within_the_range_of_its_shard(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        timeline:
          - repeat: {times: 6, every: 0ms, do: {put: {order_id: "o-{n}"}}}
          - split_shard: 1
          - repeat: {times: 6, every: 0ms, do: {delete: {order_id: "o-{n}"}}}
          - roll_over_shard: 2
        """
    )
    assert len(trace.records) == 12
    for record in trace.records:
        shard = record.shard
        assert shard.starting_sequence_number < record.sequence_number
        assert shard.ending_sequence_number is None or record.sequence_number < shard.ending_sequence_number
    for shard in trace.shards[2:]:
        assert shard.parent is not None
        assert shard.parent.ending_sequence_number is not None
        assert shard.starting_sequence_number > shard.parent.ending_sequence_number


def test_shards_that_have_something_are_read_in_the_order_of_their_numbers(run: Run, story: Story) -> None:
    """o-2 is in the second shard and was written first; the other shard is read first all the same."""
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        timeline: [put: {order_id: o-2}, {put: {order_id: o-1}, after: 0ms}]
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.records 1",
        "1000 read.records 0",
        "1100 process.succeeded 1",
        "1100 process.succeeded 0",
        "2000 idle.waiting",
    ]


def test_work_on_one_shard_does_not_keep_the_others_waiting(run: Run, story: Story) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        consumers: [processing_time: 2500ms]
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-4}, at: 1200ms}
          - {put: {order_id: o-2}, at: 1500ms}
        """
    )
    # o-1 and o-4 are in the first shard: its polls at 2 s and 3 s are skipped.
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "2000 read.records 2",
        "3500 process.succeeded 0",
        "4000 read.records 1",
        "4500 process.succeeded 2",
        "6500 process.succeeded 1",
        "7000 idle.waiting",
    ]


def test_a_consumer_is_idle_when_no_shard_has_anything_and_there_is_no_work(run: Run, story: Story) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        consumers: [processing_time: 1500ms]
        timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 1500ms}]
        """
    )
    # At 3 s the first shard is polled and empty, and there is still work on the second one, until 3.5 s.
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "2000 read.records 1",
        "2500 process.succeeded 0",
        "3500 process.succeeded 1",
        "4000 idle.waiting",
    ]


def test_an_empty_poll_of_several_shards_is_one_step_and_only_where_there_is_no_work(run: Run, story: Story) -> None:
    trace = run(
        """
        show_empty_polls: true
        stream: {view_type: KEYS_ONLY, shards: 2}
        consumers: [processing_time: 2500ms]
        timeline: [put: {order_id: o-1}, wait: 6s]
        """
    )
    assert of_consumers(story(trace)) == [
        "0 read.empty",
        "1000 read.records 0",
        "3500 process.succeeded 0",
        "4000 idle.waiting",
        "5000 read.empty",
        "6000 read.empty",
    ]


def test_F124_children_are_read_from_the_poll_on_that_finds_the_end_of_their_parent(run: Run, story: Story) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - split_shard: 1
          - {put: {order_id: o-1, n: 1}, after: 0ms}
        """
    )
    assert of_consumers(story(trace))[3:] == [
        "3000 read.shard_end",
        "3000 read.records 1",
        "3100 process.succeeded 1",
        "4000 idle.waiting",
    ]


def test_F124_children_wait_for_the_end_of_the_work_on_the_last_page_of_their_parent(run: Run, story: Story) -> None:
    """o-1 and o-2 go to different children, and both of them wait."""
    trace = run(
        """
        consumers: [processing_time: 1300ms]
        timeline:
          - put: {order_id: o-1}
          - {split_shard: 1, at: 200ms}
          - {put: {order_id: o-2}, after: 0ms}
          - {put: {order_id: o-1, n: 1}, after: 0ms}
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "2300 process.succeeded 0",
        "2300 read.shard_end",
        "3000 read.records 2",
        "3000 read.records 1",
        "4300 process.succeeded 2",
        "4300 process.succeeded 1",
        "5000 idle.waiting",
    ]


def test_a_shard_that_closes_during_the_work_on_its_last_record_ends_at_the_next_poll(run: Run, story: Story) -> None:
    """The page came while the shard was open, with a NextShardIterator (F145)."""
    trace = run("timeline: [put: {order_id: o-1}, {roll_over_shard: 1, at: 1050ms}]")
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "2000 read.shard_end",
        "2000 idle.waiting",
    ]


def test_the_end_of_a_shard_is_found_by_an_idle_consumer_without_becoming_idle_again(run: Run, story: Story) -> None:
    trace = run("timeline: [put: {order_id: o-1}, roll_over_shard: 1, wait: 10s]")
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "2000 idle.waiting",
        "3000 read.shard_end",
    ]
    (end,) = (step for step in trace.steps if step.event.value == "read.shard_end")
    assert (end.shards, end.changes, end.facts[0]) == ((1,), (), "F145")


def test_F146_of_a_closed_shard_the_last_of_several_pages_is_the_end(run: Run, story: Story) -> None:
    trace = run(
        """
        consumers: [limit: 1]
        timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, after: 0ms}, {roll_over_shard: 1, at: 500ms}]
        """
    )
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "2000 read.records 1",
        "2100 process.succeeded 1",
        "2100 read.shard_end",
        "3000 idle.waiting",
    ]


def test_two_splits_at_one_time_leave_a_child_that_was_never_written_to(run: Run, story: Story) -> None:
    """1 becomes 2 and 3, and 2 at once 4 and 5; the digest of o-1 begins with 46, so it goes to 5."""
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - {split_shard: 1, at: 200ms}
          - {split_shard: 2, after: 0ms}
          - {put: {order_id: o-1, n: 1}, after: 0ms}
        """
    )
    assert shards_of(trace) == {"o-1": [1, 5]}
    assert of_consumers(story(trace)) == [
        "1000 read.records 0",
        "1100 process.succeeded 0",
        "1100 read.shard_end",
        "2000 read.shard_end",
        "2000 read.records 1",
        "2100 process.succeeded 1",
        "3000 idle.waiting",
    ]
    ends = [step.shards for step in trace.steps if step.event.value == "read.shard_end"]
    assert ends == [(1,), (2,)]


def test_F123_a_later_consumer_begins_with_the_oldest_shard_that_still_has_records(run: Run, story: Story) -> None:
    """The first shard's record is trimmed at 24 h, before the consumer starts; its child has no parent any more."""
    trace = run(
        """
        consumers: [starts: 25h]
        timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 5h}, {roll_over_shard: 2, at: 6h}]
        """
    )
    assert of_consumers(story(trace)) == [
        "90000000 read.records 1",
        "90000100 process.succeeded 1",
        "90000100 read.shard_end",
        "90001000 idle.waiting",
    ]


def test_F5_F126_an_items_changes_are_processed_in_order_through_splits_and_roll_overs(run: Run) -> None:
    writes = [f"- {{put: {{order_id: o-{n % 3}, n: {n}}}, at: {n * 170}ms}}" for n in range(30)]
    splits = {7: "split_shard: 1", 13: "roll_over_shard: 2", 19: "split_shard: 3", 26: "split_shard: 4"}
    lines = []
    for n, write in enumerate(writes):
        lines.append(write)
        if n in splits:
            lines.append(f"- {{{splits[n]}, after: 0ms}}")
    timeline = "\n".join(f"  {line}" for line in lines)
    trace = run(f"consumers: [{{limit: 2, processing_time: 300ms}}]\ntimeline:\n{timeline}")
    done = [step.records[0] for step in trace.steps if step.event.value == "process.succeeded"]
    assert sorted(done) == list(range(30))
    for key in ("o-0", "o-1", "o-2"):
        mine = [trace.records[index] for index in done if trace.records[index].key[0].value == key]
        numbers = [int(record.new_image["n"].value) for record in mine if record.new_image is not None]
        assert numbers == sorted(numbers)
        assert len(numbers) == 10
        assert len({record.shard.number for record in mine}) > 1
        assert [record.sequence_number for record in mine] == sorted(record.sequence_number for record in mine)
