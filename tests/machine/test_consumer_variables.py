"""The tracker's values of a consumer with several things in progress: its state, and its checkpoint."""

from __future__ import annotations

import pytest
from machine_runs import Run

from simulator.machine.trace import Trace
from simulator.machine.variables import Checkpoint, ConsumerState


def states(trace: Trace) -> list[ConsumerState]:
    history = trace.histories["consumer_state"]
    return [history.at(number) for number in range(1, len(trace.events) + 1)]


def checkpoints(trace: Trace) -> list[tuple[tuple[int, int | str], ...]]:
    return [value.shards for value in trace.histories["checkpoint"].values]


def test_a_consumer_that_is_stopped_during_its_work_ends_it_and_stays_stopped(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, {stop: {consumer: consumer}, at: 1050ms}, wait: 5s]")
    assert [event.value for event in trace.events[-2:]] == ["read.stopped", "process.succeeded"]
    assert states(trace)[-2:] == [ConsumerState.STOPPED, ConsumerState.STOPPED]


def test_a_worker_that_joins_again_does_not_interrupt_what_another_does(run: Run) -> None:
    trace = run(
        """
        consumers: [{name: w, type: kcl, workers: [a, b], processing_time: 5s}]
        timeline:
          - put: {order_id: o-1}
          - {crash: {consumer: w, worker: b}, at: 1200ms}
          - {restart: {consumer: w, worker: b}, at: 1500ms}
        """
    )
    at = [event.value for event in trace.events].index("read.restarted")
    assert states(trace)[at] is states(trace)[at - 1] is ConsumerState.READING


def test_a_consumer_is_retrying_as_long_as_a_batch_of_any_shard_waits(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: NEW_IMAGE, shards: 2}
        consumers:
          - name: f
            type: lambda
            maximum_retry_attempts: 3
            function: {fails_on: {dynamodb: {NewImage: {status: {S: [BAD]}}}}}
        timeline:
          - put: {order_id: o-1, status: BAD}
          - {put: {order_id: o-2, status: GOOD}, after: 400ms}
        """
    )
    assert len({record.shard.number for record in trace.records}) == 2
    failed = [number for number, event in enumerate(trace.events, 1) if event.value == "process.failed"]
    good = [number for number, event in enumerate(trace.events, 1) if event.value == "process.succeeded"]
    assert failed[0] < good[0] < failed[-1]
    assert set(states(trace)[failed[0] - 1 : failed[-1] - 1]) == {ConsumerState.RETRYING}
    assert ConsumerState.RETRYING not in states(trace)[failed[-1] - 1 :]


def test_a_checkpoint_never_passes_a_record_that_still_waits_behind_a_filtered_one(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: NEW_AND_OLD_IMAGES}
        consumers: [{name: f, type: lambda, filter_criteria: [{eventName: [INSERT]}]}]
        timeline: [put: {order_id: o-1}, {put: {order_id: o-1, n: 1}, after: 0ms}]
        """
    )
    events = [event.value for event in trace.events]
    history = trace.histories["checkpoint"]
    filtered, done = events.index("process.filtered") + 1, events.index("process.succeeded") + 1
    assert filtered < done
    assert history.at(filtered).shards == ()
    assert history.at(done).shards == ((1, 1),)


def test_nor_one_of_another_lane(run: Run) -> None:
    trace = run(
        """
        consumers: [{name: f, type: lambda, parallelization_factor: 4, function: {duration: 1s}}]
        timeline:
          - repeat: {times: 8, every: 0ms, do: {put: {order_id: "o-{n}"}}}
        """
    )
    done: set[int] = set()
    history = trace.histories["checkpoint"]
    for number in range(1, len(trace.events) + 1):
        if trace.events[number - 1].value == "process.succeeded":
            done.update(trace.record_indexes[number - 1])
        for _, stored in history.at(number).shards:
            assert isinstance(stored, int)
            assert done >= set(range(stored + 1))
    assert history.values[-1].shards == ((1, 7),)


def test_F124_a_shard_waits_for_its_grandparent_where_nothing_came_to_the_shard_between(run: Run) -> None:
    trace = run(
        """
        consumers: [{starts: 1s}]
        timeline:
          - put: {order_id: o-1}
          - {roll_over_shard: 1, at: 100ms}
          - {roll_over_shard: 2, at: 200ms}
          - {put: {order_id: o-1, n: 1}, at: 300ms}
        """
    )
    read = [trace.times[number] for number, event in enumerate(trace.events) if event.value == "read.records"]
    assert read == [1000, 2000]


def test_a_poller_that_crashes_has_no_place_any_more_and_begins_at_its_starting_position(run: Run) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-2}, after: 0ms}
          - crash: {consumer: consumer}
          - put: {order_id: o-3}
          - restart: {consumer: consumer}
        """
    )
    assert checkpoints(trace) == [(), ((1, 0),), ((1, 1),), (), ((1, 0),), ((1, 1),), ((1, 2),)]
    events = [event.value for event in trace.events]
    history = trace.histories["checkpoint"]
    for event in ("read.crashed", "read.restarted"):
        assert history.at(events.index(event) + 1) == Checkpoint("TRIM_HORIZON")


def test_a_poller_that_begins_again_at_LATEST_counts_from_there(run: Run) -> None:
    trace = run(
        """
        consumers: [{starting_position: LATEST}]
        timeline:
          - put: {order_id: o-1}
          - crash: {consumer: consumer}
          - put: {order_id: o-2}
          - restart: {consumer: consumer}
          - put: {order_id: o-3}
        """
    )
    assert checkpoints(trace) == [(), ((1, 0),), (), ((1, 2),)]


def state_after(trace: Trace, event: str) -> list[ConsumerState]:
    return [state for state, each in zip(states(trace), trace.events, strict=True) if each.value == event]


def test_with_nobody_alive_an_application_is_crashed_until_a_worker_joins(run: Run) -> None:
    trace = run(
        """
        consumers: [{name: w, type: kcl, workers: [a], processing_time: 5s}]
        timeline:
          - put: {order_id: o-1}
          - {crash: {consumer: w, worker: a}, at: 1200ms}
          - {add_worker: {consumer: w, worker: b}, at: 3s}
        """
    )
    assert state_after(trace, "read.crashed") == [ConsumerState.CRASHED]
    assert state_after(trace, "read.worker_added") == [ConsumerState.IDLE]


@pytest.mark.parametrize(
    ("dead", "state"),
    [("a", ConsumerState.PROCESSING), ("b", ConsumerState.READING)],
    ids=["the other has processed", "the other has read"],
)
def test_after_a_crash_an_application_does_what_the_living_workers_do(
    run: Run, dead: str, state: ConsumerState
) -> None:
    """Worker a reads o-1 at 3 s, when b has done the first of its two records."""
    trace = run(
        f"""
        stream: {{view_type: KEYS_ONLY, shards: 2}}
        consumers: [{{name: w, type: kcl, workers: [a, b], processing_time: 2s}}]
        timeline:
          - put: {{order_id: o-2}}
          - {{put: {{order_id: o-3}}, at: 0s}}
          - {{put: {{order_id: o-1}}, at: 2500ms}}
          - {{crash: {{consumer: w, worker: {dead}}}, at: 3500ms}}
        """
    )
    assert [record.shard.number for record in trace.records] == [2, 2, 1]
    assert state_after(trace, "read.crashed") == [state]


def test_after_a_crash_an_application_is_idle_where_only_the_dead_did_something(run: Run) -> None:
    trace = run(
        """
        consumers: [{name: w, type: kcl, workers: [a, b]}]
        timeline: [put: {order_id: o-1}, {crash: {consumer: w, worker: a}, at: 1050ms}]
        """
    )
    assert state_after(trace, "read.crashed") == [ConsumerState.IDLE]
    assert state_after(trace, "read.lease_taken") == [ConsumerState.IDLE]
    assert states(trace)[-3:] == [ConsumerState.READING, ConsumerState.PROCESSING, ConsumerState.IDLE]


def test_an_application_with_nobody_alive_is_crashed_when_it_is_started_and_idle_when_somebody_is_back(
    run: Run,
) -> None:
    trace = run(
        """
        consumers: [{name: w, type: kcl, workers: [a]}]
        timeline:
          - put: {order_id: o-1}
          - stop: {consumer: w}
          - crash: {consumer: w, worker: a}
          - start: {consumer: w}
          - restart: {consumer: w, worker: a}
        """
    )
    assert state_after(trace, "read.stopped") == state_after(trace, "read.crashed") == [ConsumerState.STOPPED]
    assert state_after(trace, "read.started") == [ConsumerState.CRASHED]
    assert state_after(trace, "read.restarted") == [ConsumerState.IDLE]
