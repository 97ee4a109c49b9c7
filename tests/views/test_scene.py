"""The scene after a step: each state of a record, each thing that holds a consumer up, and the JSON's shape."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import chain

import pytest
from loaded_lessons import load_lesson

from simulator.lesson.lesson import Lesson
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.events import EVENTS_BY_NAME
from simulator.scenario.loader import scenario_from_text
from simulator.views.scene.json import scene_json
from simulator.views.scene.scene import scene
from simulator.views.scene.values import BlockedByRecords, BlockedByShard, ConsumerInShard, ReaderOfRecord, Scene

MakeLesson = Callable[..., Lesson]


def step_of(trace: Trace, event: str, nth: int = 1) -> int:
    """The number of the nth step with an event."""
    return trace.steps_of(EVENTS_BY_NAME[event])[nth - 1]


def after(trace: Trace, event: str, nth: int = 1) -> Scene:
    """The scene after that step."""
    return scene(trace, step_of(trace, event, nth))


def reader(now: Scene, index: int, consumer: str = "c") -> ReaderOfRecord:
    """What a consumer did with a record."""
    records = chain.from_iterable(shard.records for stream in now.streams for shard in stream.shards)
    return next(record.readers[consumer] for record in records if record.index == index)


def states(now: Scene, consumer: str = "c") -> list[str]:
    """The state of each record for a consumer, in the order of capture."""
    records = [record for stream in now.streams for shard in stream.shards for record in shard.records]
    return [record.readers[consumer].state for record in sorted(records, key=lambda record: record.index)]


def here(now: Scene, shard: int = 1, consumer: str = "c") -> ConsumerInShard:
    """Where a consumer is in a shard."""
    found = next(each for each in now.consumers if each.name == consumer).in_shard(shard)
    assert found is not None
    return found


def consumers(*described: str) -> str:
    return "consumers:\n" + "".join(f"  - {{{each}}}\n" for each in described)


def test_the_JSON_of_the_duplicate_of_the_crash_lesson() -> None:
    """The worked example of the shape: every key, in the place of the documentation."""
    found = json.loads("".join(scene_json(scene(load_lesson("crash-and-checkpoint").trace, 27))))
    assert list(found) == ["step", "time_ms", "items", "in_flight", "streams", "consumers"]
    assert (found["step"], found["time_ms"], found["in_flight"]) == (27, 13100, [])
    assert found["items"][0] == {
        "key": {"order_id": {"S": "order-1"}},
        "item": {"order_id": {"S": "order-1"}, "status": {"S": "PAID"}},
    }
    (stream,) = found["streams"]
    assert list(stream) == ["StreamArn", "StreamStatus", "StreamViewType", "shards"]
    shard = stream["shards"][0]
    assert {name: shard[name] for name in ("number", "parent", "open")} == {"number": 1, "parent": None, "open": True}
    assert shard["records"][2] == {
        "record": 3,
        "state": "available",
        "readers": {"billing": {"state": "processed", "times": 2}},
    }
    (consumer,) = found["consumers"]
    assert (consumer["name"], consumer["type"], consumer["state"]) == ("billing", "kcl", "Processing")
    assert consumer["workers"] == [{"name": "a", "alive": False}, {"name": "b", "alive": True}]
    assert consumer["shards"][0] == {
        "number": 1,
        "worker": "b",
        "state": "Processing",
        "position": 4,
        "checkpoint": 2,
        "blocked_by": None,
        "attempt": None,
        "retry_at_ms": None,
        "batch": [3, 4],
        "iterator_age_ms": 13050,
        "lanes": [{"batch": [3, 4], "attempt": None, "retry_at_ms": None}],
    }


def test_a_change_is_in_flight_until_its_capture(lesson: MakeLesson) -> None:
    trace = lesson("put: {order_id: o-1}", "{put: {order_id: o-2}, after: 10ms}").trace
    second_write, first_capture = step_of(trace, "write.insert", 2), step_of(trace, "capture.record")
    waiting = [each.written_in_step for each in scene(trace, second_write).in_flight]
    assert waiting == [1, second_write]
    assert [each.written_in_step for each in scene(trace, first_capture).in_flight] == [second_write]
    assert scene(trace, len(trace.events)).in_flight == ()


def test_a_change_that_was_made_while_the_stream_is_off_is_never_in_flight(lesson: MakeLesson) -> None:
    trace = lesson("disable_stream: {}", "put: {order_id: o-1}").trace
    assert after(trace, "write.insert").in_flight == ()


def test_without_any_stream_there_are_items_and_nothing_else(lesson: MakeLesson) -> None:
    trace = lesson("disable_stream: {}", "put: {order_id: o-1}").trace
    assert [stream.status for stream in scene(trace, len(trace.events)).streams] == ["DISABLED"]
    found = json.loads("".join(scene_json(scene(trace, len(trace.events)))))
    assert found["items"] == [{"key": {"order_id": {"S": "o-1"}}, "item": {"order_id": {"S": "o-1"}}}]


def test_a_record_that_is_only_captured_is_unread(lesson: MakeLesson) -> None:
    trace = lesson(more=consumers("name: c, type: poller")).trace
    now = after(trace, "capture.record")
    assert [record.state for record in now.streams[0].shards[0].records] == ["captured"]
    assert states(now) == ["unread"]
    assert states(after(trace, "read.records")) == ["read"]
    assert states(after(trace, "process.succeeded")) == ["processed"]


def test_a_failed_batch_blocks_its_shard_until_it_is_done(lesson: MakeLesson) -> None:
    function = "function: {fails_on: {eventName: [INSERT]}, failures: 1}"
    trace = lesson(more=consumers(f"name: c, type: lambda, {function}")).trace
    failed = after(trace, "process.failed")
    assert states(failed) == ["failed"]
    assert here(failed).blocked_by == BlockedByRecords((0,))
    lane = here(failed).first_lane
    assert (lane.batch, lane.attempt, lane.retry_at_ms) == ((0,), 1, failed.time_ms + 250)
    done = after(trace, "process.succeeded")
    assert reader(done, 0).state == "processed"
    assert reader(done, 0).times == 2
    assert here(done).blocked_by is None
    assert here(done).first_lane.batch == ()


def test_of_a_batch_that_was_split_the_first_half_is_in_work_and_then_the_second(lesson: MakeLesson) -> None:
    fails = "fails_on: {dynamodb: {Keys: {order_id: {S: [o-1]}}}}, failures: 1"
    settings = f"bisect_batch_on_function_error: true, function: {{{fails}}}"
    puts = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}]"
    trace = lesson(puts, more=consumers(f"name: c, type: lambda, {settings}")).trace
    assert here(after(trace, "process.bisected")).first_lane.batch == (0,)
    assert here(after(trace, "process.succeeded", 1)).first_lane.batch == (1, 2)
    assert here(after(trace, "process.succeeded", 2)).first_lane.batch == ()


def test_a_report_leaves_the_batch_from_the_first_record_that_failed(lesson: MakeLesson) -> None:
    trace = load_lesson("report-the-failure").trace
    now = after(trace, "process.partial")
    assert states(now, "ledger") == ["processed", "failed", "failed", "failed"]
    assert here(now, consumer="ledger").first_lane.batch == (1, 2, 3)


def test_records_are_given_up_when_the_retries_run_out(lesson: MakeLesson) -> None:
    settings = "maximum_retry_attempts: 0, function: {fails_on: {eventName: [INSERT]}}"
    trace = lesson(more=consumers(f"name: c, type: lambda, {settings}")).trace
    given_up = after(trace, "process.discarded")
    assert states(given_up) == ["given_up"]
    assert reader(given_up, 0).times == 1
    assert here(given_up).blocked_by is None


def test_a_record_that_no_pattern_lets_through_is_filtered(lesson: MakeLesson) -> None:
    trace = lesson(more=consumers("name: c, type: lambda, filter_criteria: [{eventName: [REMOVE]}]")).trace
    filtered = after(trace, "process.filtered")
    assert states(filtered) == ["filtered"]
    assert here(filtered).position == 1


def test_a_record_that_lambdas_poller_is_behind_waits_for_a_batch(lesson: MakeLesson) -> None:
    mapping = "name: c, type: lambda, maximum_batching_window_in_seconds: 5, filter_criteria: [{eventName: [INSERT]}]"
    trace = lesson("put: {order_id: o-1}", "{delete: {order_id: o-1}, after: 1s}", more=consumers(mapping)).trace
    before, now = after(trace, "available.record", 2), after(trace, "process.filtered")
    assert (here(before).next_read, reader(before, 0).waits_for) == (0, "read")
    assert (here(now).next_read, reader(now, 0).waits_for, reader(now, 1).waits_for) == (2, "batch", None)


def test_a_consumer_that_was_deleted_goes_on_nowhere_and_nothing_waits_for_it(lesson: MakeLesson) -> None:
    entries = ["put: {order_id: o-1}", "delete_consumer: c", "put: {order_id: o-2}"]
    trace = lesson(*entries, more=consumers("name: c, type: lambda")).trace
    end = scene(trace, len(trace.events))
    (gone,) = end.readers_of(0)
    place = gone.in_shard(1)
    assert place is not None
    assert (place.next_read, place.checkpoint, place.iterator_age_ms) == (None, None, None)
    assert (reader(end, 1).state, reader(end, 1).waits_for) == ("unread", None)


def test_a_consumer_is_no_reader_before_it_is_created(lesson: MakeLesson) -> None:
    entries = ["put: {order_id: o-1}", "create_consumer: {name: c, type: poller}"]
    trace = lesson(*entries).trace
    created = step_of(trace, "read.consumer_created")
    assert [len(scene(trace, step).readers) for step in (created - 1, created)] == [1, 2]
    assert [len(scene(trace, step).consumers) for step in (created - 1, created)] == [2, 2]


def test_the_next_read_after_a_crash_is_that_of_whoever_takes_the_shard_over() -> None:
    trace = load_lesson("crash-and-checkpoint").trace
    crashed = here(scene(trace, 24), consumer="billing")
    assert (crashed.position, crashed.checkpoint, crashed.next_read) == (3, 2, 2)


def test_a_record_that_is_trimmed_before_it_is_read_is_lost(lesson: MakeLesson) -> None:
    trace = lesson("stop: {consumer: c}", "put: {order_id: o-1}", "wait: 25h", more=consumers("name: c")).trace
    assert states(after(trace, "available.record")) == ["unread"]
    now = after(trace, "available.trimmed")
    assert states(now) == ["lost"]
    assert [record.state for record in now.streams[0].shards[0].records] == ["trimmed"]


def test_a_reader_that_starts_again_at_LATEST_passes_over_what_came_meanwhile(lesson: MakeLesson) -> None:
    entries = ["put: {order_id: o-1}", "crash: {consumer: c}", "put: {order_id: o-2}", "restart: {consumer: c}"]
    more = consumers("name: c, type: poller, starting_position: LATEST")
    trace = lesson(*entries, "put: {order_id: o-3}", more=more).trace
    restarted = after(trace, "read.restarted")
    assert states(restarted) == ["processed", "passed_over"]
    assert here(restarted).position == 2
    assert states(scene(trace, len(trace.events))) == ["processed", "passed_over", "processed"]


def test_a_poller_that_restarts_begins_at_its_first_record_again(lesson: MakeLesson) -> None:
    entries = ["put: {order_id: o-1}", "crash: {consumer: c}", "restart: {consumer: c}"]
    trace = lesson(*entries, more=consumers("name: c, type: poller")).trace
    assert here(after(trace, "read.crashed")).position == 1
    assert here(after(trace, "read.restarted")).position == 0
    assert here(after(trace, "read.crashed")).state == "Crashed"
    again = after(trace, "process.duplicate")
    assert (reader(again, 0).state, reader(again, 0).times) == ("processed", 2)


def test_a_crash_takes_the_page_that_is_in_work(lesson: MakeLesson) -> None:
    more = consumers("name: c, type: poller, processing_time: 10s")
    trace = lesson("put: {order_id: o-1}", "{crash: {consumer: c}, at: 2s}", more=more).trace
    assert here(after(trace, "read.records")).first_lane.batch == (0,)
    assert here(after(trace, "read.crashed")).first_lane.batch == ()
    assert states(after(trace, "read.crashed")) == ["read"]


def test_a_child_shard_waits_for_its_parent() -> None:
    trace = load_lesson("split-shard").trace
    opened, ended = after(trace, "available.shard_opened"), after(trace, "read.shard_end")
    parent, child = opened.streams[0].shards
    assert (parent.is_open, child.is_open, child.parent) == (False, True, 1)
    assert here(opened, 2, "consumer").blocked_by == BlockedByShard(1)
    assert here(ended, 2, "consumer").blocked_by is None
    assert here(ended, 1, "consumer").is_at_end


def test_a_child_shard_does_not_wait_for_a_reader_that_reads_children_at_once() -> None:
    opened = after(load_lesson("children-first").trace, "available.shard_opened")
    assert here(opened, 2, "mirror").blocked_by is None


def test_a_mapping_has_a_batch_in_each_lane(lesson: MakeLesson) -> None:
    settings = "parallelization_factor: 2, function: {duration: 1s}"
    puts = "repeat: {times: 8, every: 0ms, do: {put: {order_id: 'o-{n}'}}}"
    trace = lesson(puts, more=consumers(f"name: c, type: lambda, {settings}")).trace
    now = after(trace, "read.records", 2)
    lanes = here(now).lanes
    assert len(lanes) == 2
    assert sorted(chain(lanes[0].batch, lanes[1].batch)) == list(range(8))
    assert all(lane.batch for lane in lanes)


def test_only_the_newest_stream_is_on_and_the_older_one_stays() -> None:
    trace = load_lesson("off-and-on").trace
    now = scene(trace, len(trace.events))
    assert [stream.status for stream in now.streams] == ["DISABLED", "ENABLED"]
    assert [shard.number for stream in now.streams for shard in stream.shards] == [1, 2]
    assert [consumer.stream for consumer in now.consumers] == [0, 1]


def test_a_reader_that_listed_the_shards_once_is_in_no_later_shard_until_it_starts_again(lesson: MakeLesson) -> None:
    more = consumers("name: c", "name: d, lists_shards: once")
    timeline = ["put: {order_id: o-1}", "roll_over_shard: 1", "put: {order_id: o-2}"]
    trace = lesson(*timeline, "crash: {consumer: d}", "restart: {consumer: d}", more=more).trace
    now = after(trace, "read.crashed")
    assert [[shard.number for shard in each.shards] for each in now.consumers] == [[1, 2], [1]]
    now = after(trace, "read.restarted")
    assert [[shard.number for shard in each.shards] for each in now.consumers] == [[1, 2], [1, 2]]


def test_a_reader_that_waits_for_a_later_stream_is_in_no_earlier_one(lesson: MakeLesson) -> None:
    more = consumers("name: c, starts: 10s")
    timeline = ["put: {order_id: o-1}", "disable_stream: {}\n    at: 2s"]
    later = ["enable_stream: {view_type: KEYS_ONLY}\n    at: 3s", "put: {order_id: o-2}\n    at: 4s"]
    trace = lesson(*timeline, *later, more=more).trace
    assert [consumer.stream for consumer in after(trace, "capture.record").consumers] == [-1]
    assert [consumer.stream for consumer in after(trace, "available.stream_enabled").consumers] == [1]


def test_at_the_start_nothing_has_happened(lesson: MakeLesson) -> None:
    now = scene(lesson(more=consumers("name: c, type: lambda")).trace, 0)
    assert (now.time_ms, now.items.count, now.in_flight) == (0, 0, ())
    assert len(now.streams[0].shards[0].records) == 0
    assert (here(now).position, here(now).checkpoint, here(now).state) == (0, "TRIM_HORIZON", "Idle")


def test_a_worker_that_joins_is_among_the_workers_from_then_on(lesson: MakeLesson) -> None:
    more = consumers("name: c, type: kcl, workers: [a]")
    trace = lesson("put: {order_id: o-1}", "add_worker: {consumer: c, worker: b}", more=more).trace
    joined = step_of(trace, "read.worker_added")
    assert [each.name for each in scene(trace, joined - 1).consumers[0].workers] == ["a"]
    assert [each.name for each in scene(trace, joined).consumers[0].workers] == ["a", "b"]


def test_there_is_no_scene_beyond_the_end() -> None:
    trace = load_lesson("overview").trace
    with pytest.raises(IndexError, match="no step 7; the run has 6"):
        scene(trace, 7)


def test_an_application_that_is_created_again_has_its_own_workers_alive() -> None:
    timeline = (
        "timeline: [put: {order_id: o-1}, crash: {consumer: c, worker: a}, {delete_consumer: c, after: 100ms}, "
        "{create_consumer: {name: c, type: kcl, workers: [a]}, after: 1s}, put: {order_id: o-2}]"
    )
    text = (
        "title: T\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\n"
        f"consumers: [{{name: c, type: kcl, workers: [a, b]}}]\n{timeline}\n"
    )
    trace = simulate(scenario_from_text(text))
    (before,), (now,) = after(trace, "read.crashed").consumers, after(trace, "read.records", 3).consumers
    assert [(each.name, each.alive) for each in before.workers] == [("a", False), ("b", True)]
    assert [(each.name, each.alive) for each in now.workers] == [("a", True)]
    assert [each.state for each in now.shards] == ["Reading"]


def test_a_deployment_that_changes_the_parallelization_factor_gives_a_shard_other_lanes() -> None:
    trace = simulate(
        scenario_from_text(
            """
            title: T
            table: {name: Orders, partition_key: id}
            stream: {view_type: NEW_AND_OLD_IMAGES}
            consumers: [{name: f, type: lambda, function: {duration: 1s}}]
            timeline:
              - put: {id: a}
              - update_consumer: {consumer: f, parallelization_factor: 4}
              - {put: {id: b}, at: 10s}
              - {put: {id: c}, after: 0ms}
              - {update_consumer: {consumer: f, parallelization_factor: 1}, at: 20s}
              - {put: {id: d}, after: 1s}
            """
        )
    )

    def batches(read: int) -> list[tuple[int, ...]]:
        return [lane.batch for lane in after(trace, "read.records", read).consumers[0].shards[0].lanes]

    assert batches(1) == [(0,)]
    assert [sorted(filter(None, batches(read))) for read in (2, 3)] == [[(2,)], [(1,), (2,)]]
    assert [len(batches(read)) for read in (1, 2, 3, 4)] == [1, 4, 4, 1]
    assert batches(4) == [(3,)]


def test_of_one_shard_in_all_the_state_is_that_of_its_variable():
    trace = load_lesson("silent-writes").trace
    for step in range(len(trace.events) + 1):
        (here,) = scene(trace, step).consumers[0].shards
        assert here.state == str(trace.value("consumer_state.consumer@1", step))
