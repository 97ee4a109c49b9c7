"""ParallelizationFactor: several batches of a shard at a time, and the order of each item kept (F168-F170, F284)."""

from __future__ import annotations

from machine_runs import Run
from mapping_runs import mapping

from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.loader import scenario_from_text

# With a factor of 2 the digests of the keys put o-1, o-2 and o-3 into one lane, and o-4 and o-5 into the other.
AT_ONCE = "after: 0ms"


def puts(*numbers: int) -> list[str]:
    """Items that are put at the same time."""
    return [f"put: {{order_id: o-{n}}}, {AT_ONCE}" for n in numbers]


def did(trace: Trace) -> list[str]:
    """The mapping's actions: time, event, records; at one time in the order of the records, for lanes have no order."""
    steps = [step for step in trace.steps if step.consumer == "f"]
    steps.sort(key=lambda step: (step.time, step.event.phase.value != "process", step.records, step.number))
    return [f"{step.time} {step.event.value} {','.join(map(str, step.records))}".strip() for step in steps]


def at(trace: Trace, time: int, event: str) -> int:
    """How many steps of an event there are at a time."""
    return sum(step.time == time and step.event.value == event for step in trace.steps)


def test_F168_one_poll_brings_enough_for_every_lane(run: Run) -> None:
    assert did(run(mapping("batch_size: 2, parallelization_factor: 2", *puts(1, 2, 4, 5)))) == [
        "250 read.records 0,1",
        "250 read.records 2,3",
        "350 process.succeeded 0,1",
        "350 process.succeeded 2,3",
        "500 idle.waiting",
    ]


def test_F168_a_shard_has_as_many_batches_at_a_time_as_the_factor_says(run: Run) -> None:
    trace = run(
        mapping(
            "batch_size: 1, parallelization_factor: 10",
            "repeat: {times: 300, every: 0ms, do: {put: {order_id: 'o-{n}'}}}",
        )
    )
    in_flight = most = 0
    for step in trace.steps:
        in_flight += (step.event.value == "read.records") - (step.event.value == "process.succeeded")
        most = max(most, in_flight)
    assert most == 10


def test_F168_and_that_for_every_shard(run: Run) -> None:
    many = "repeat: {times: 60, every: 0ms, do: {put: {order_id: 'o-{n}'}}}"
    trace = run("stream: {view_type: KEYS_ONLY, shards: 3}\n" + mapping("parallelization_factor: 2", many))
    assert at(trace, 250, "read.records") == 6
    assert at(trace, 350, "process.succeeded") == 6


def test_F169_changes_of_one_item_are_never_worked_on_at_the_same_time(run: Run) -> None:
    changes = [f"put: {{order_id: o-1, v: {v}}}, {AT_ONCE}" for v in (1, 2, 3)]
    assert did(run(mapping("batch_size: 1, parallelization_factor: 10", *changes))) == [
        "250 read.records 0",
        "350 process.succeeded 0",
        "500 read.records 1",
        "600 process.succeeded 1",
        "750 read.records 2",
        "850 process.succeeded 2",
        "1000 idle.waiting",
    ]


def test_F169_F284_order_is_kept_per_item_and_not_per_shard(run: Run) -> None:
    """o-2 waits for o-1, which takes two tries; o-4, written last, is done before it."""
    function = "function: {fails_on: {dynamodb: {Keys: {order_id: {S: [o-1]}}}}, failures: 1}"
    assert did(run(mapping(f"batch_size: 1, parallelization_factor: 2, {function}", *puts(1, 2, 4)))) == [
        "250 read.records 0",
        "350 process.failed 0",
        "500 read.records 2",  # a page has two records, one for each lane; this one comes with the second page
        "600 process.succeeded 2",
        "700 process.succeeded 0",
        "750 read.records 1",
        "850 process.succeeded 1",
        "1000 idle.waiting",
    ]


def test_F169_items_of_one_partition_key_may_be_in_different_lanes() -> None:
    scenario = scenario_from_text(
        """
        title: One order of many lines
        table: {name: Orders, partition_key: order_id, sort_key: {name: line, type: N}}
        stream: {view_type: KEYS_ONLY}
        consumers: [{name: f, type: lambda, parallelization_factor: 4}]
        timeline:
          - batch_write:
              - put: {order_id: o-1, line: 1}
              - put: {order_id: o-1, line: 2}
              - put: {order_id: o-1, line: 3}
              - put: {order_id: o-1, line: 4}
              - put: {order_id: o-1, line: 5}
              - put: {order_id: o-1, line: 6}
              - put: {order_id: o-1, line: 7}
              - put: {order_id: o-1, line: 8}
        """
    )
    assert at(simulate(scenario), 250, "read.records") > 1


def test_F181_a_failing_batch_blocks_its_lane_and_no_other(run: Run) -> None:
    settings = (
        "parallelization_factor: 2, maximum_retry_attempts: 0, bisect_batch_on_function_error: true, "
        "function: {fails_on: {dynamodb: {Keys: {order_id: {S: [o-2]}}}}}"
    )
    later = ["put: {order_id: o-4, v: 2}, at: 400ms", "put: {order_id: o-3, v: 2}, at: 400ms"]
    assert did(run(mapping(settings, *puts(1, 2, 4), *later))) == [
        "250 read.records 0,1",
        "250 read.records 2",
        "350 process.failed 0,1",
        "350 process.bisected 0,1",
        "350 process.succeeded 2",
        "500 read.records 3",  # of the other lane
        "600 process.succeeded 3",
        "700 process.succeeded 0",
        "800 process.failed 1",
        "800 process.discarded 1",
        "1000 read.records 4",  # of this lane: when both halves were done with
        "1100 process.succeeded 4",
        "1250 idle.waiting",
    ]


def test_F124_a_shard_is_read_to_its_end_when_its_last_lane_is_done(run: Run) -> None:
    function = "function: {fails_on: {dynamodb: {Keys: {order_id: {S: [o-1]}}}}, failures: 1}"
    trace = run(
        mapping(
            f"parallelization_factor: 2, {function}",
            *puts(1, 4),
            "roll_over_shard: 1, at: 150ms",
            "put: {order_id: o-4, v: 2}, at: 200ms",
        )
    )
    assert did(trace) == [
        "250 read.records 0",
        "250 read.records 1",
        "350 process.failed 0",
        "350 process.succeeded 1",
        "700 process.succeeded 0",
        "700 read.shard_end",
        "750 read.records 2",
        "850 process.succeeded 2",
        "1000 idle.waiting",
    ]
