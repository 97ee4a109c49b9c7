"""The state of a consumer says what is: it works, it waits, it is refused, or it has nothing to do."""

from __future__ import annotations

import pytest
from kcl_runs import workers
from machine_runs import Run
from mapping_runs import fails_on, mapping
from variable_checks import check_variables

from simulator.machine.trace import Trace
from simulator.scenario.events import Event


def states(trace: Trace, variable: str = "consumer_state") -> list[tuple[str, str]]:
    """Each step of consumers with the state after it."""
    return [
        (event.value, str(trace.value(variable, after=number)))
        for number, event in enumerate(trace.events, 1)
        if event.value.startswith(("read.", "process.", "idle."))
    ]


def changes(trace: Trace, variable: str = "consumer_state") -> list[str]:
    return [str(value) for value in trace.histories[variable].values]


def test_a_batch_that_was_filtered_out_leaves_its_consumer_idle_and_counts_as_work(run: Run) -> None:
    trace = run(mapping("filter_criteria: [{eventName: [REMOVE]}]", "put: {order_id: o-1}"))
    assert states(trace) == [("process.filtered", "Idle"), ("idle.waiting", "Idle")]


def test_what_is_filtered_out_changes_nothing_while_other_records_are_in_work(run: Run) -> None:
    trace = run(
        mapping(
            "parallelization_factor: 2, filter_criteria: [{eventName: [INSERT]}], function: {duration: 2s}",
            "put: {order_id: o-1}",
            "put: {order_id: o-1, n: 1}, after: 500ms",
        )
    )
    assert states(trace)[:3] == [
        ("read.records", "Reading"),
        ("process.filtered", "Reading"),
        ("process.succeeded", "Processing"),
    ]


def test_records_that_are_given_up_before_they_are_handed_over_leave_their_consumer_idle(run: Run) -> None:
    trace = run(mapping("maximum_record_age_in_seconds: 60, starts: 10m", "put: {order_id: o-1}"))
    assert states(trace) == [("process.discarded", "Idle"), ("idle.waiting", "Idle")]


def test_records_that_are_given_up_after_an_invocation_leave_it_processing(run: Run) -> None:
    trace = run(mapping(f"maximum_retry_attempts: 0, {fails_on('o-1')}", "put: {order_id: o-1}"))
    assert states(trace) == [
        ("read.records", "Reading"),
        ("process.failed", "Processing"),
        ("process.discarded", "Processing"),
        ("idle.waiting", "Idle"),
    ]


def test_F148_a_reader_is_throttled_until_it_is_served(run: Run) -> None:
    trace = run(
        """
        consumers:
          - {name: a, starts: 100ms}
          - {name: b, starts: 200ms}
          - {name: c, starts: 300ms, poll_interval: 400ms}
        timeline: [put: {order_id: o-1}]
        """
    )
    steps = [
        (event.value, str(trace.value("consumer_state.c", after=number)))
        for number, event in enumerate(trace.events, 1)
        if trace.actors[number - 1] == "c"
    ]
    assert steps == [
        ("read.throttled", "Throttled"),
        ("read.throttled", "Throttled"),
        ("read.records", "Reading"),
        ("process.succeeded", "Processing"),
        ("idle.waiting", "Idle"),
    ]


def test_a_throttled_reader_whose_records_are_filtered_out_in_the_end_is_idle(run: Run) -> None:
    trace = run(
        """
        consumers:
          - {name: a, starts: 100ms}
          - {name: b, starts: 200ms}
          - {name: c, starts: 300ms, type: lambda, filter_criteria: [{eventName: [REMOVE]}]}
        timeline: [put: {order_id: o-1}]
        """
    )
    assert changes(trace, "consumer_state.c") == ["Idle", "Throttled", "Idle"]


def test_a_throttled_mapping_is_idle_when_a_read_is_served_and_its_records_are_too_old(run: Run) -> None:
    trace = run(
        """
        consumers:
          - {name: a, starts: 100s}
          - {name: b, starts: 100s}
          - {name: c, starts: 100s, type: lambda, maximum_record_age_in_seconds: 60}
        timeline: [put: {order_id: o-1}, {disable_stream: {}, at: 2s}]
        """
    )
    discarded = trace.steps_of(Event.PROCESS_DISCARDED)[0]
    assert str(trace.value("consumer_state.c", after=discarded - 1)) == "Throttled"
    assert str(trace.value("consumer_state.c", after=discarded)) == "Idle"


@pytest.mark.parametrize(("crashed", "state"), [("a", "Idle"), ("b", "Throttled")])
def test_an_application_is_throttled_as_long_as_the_worker_that_was_refused_lives(
    run: Run, crashed: str, state: str
) -> None:
    trace = run(
        f"""
        stream: {{view_type: KEYS_ONLY, shards: 2}}
        consumers:
          - {{name: p, starts: 100ms}}
          - {{name: q, starts: 200ms}}
          - {{name: w, starts: 300ms, type: kcl, workers: [a, b]}}
        timeline:
          - put: {{order_id: o-1}}
          - {{crash: {{consumer: w, worker: {crashed}}}, at: 350ms}}
        """
    )
    [crash] = trace.steps_of(Event.READ_CRASHED)
    assert str(trace.value("consumer_state.w", after=crash)) == state
    check_variables(trace)


def test_a_refused_reader_that_is_stopped_is_throttled_no_more_when_it_is_started_again(run: Run) -> None:
    trace = run(
        """
        consumers: [{name: a, starts: 100ms}, {name: b, starts: 200ms}, {name: c, starts: 300ms, poll_interval: 5s}]
        timeline:
          - put: {order_id: o-1}
          - {stop: {consumer: c}, at: 400ms}
          - {start: {consumer: c}, at: 1s}
        """
    )
    assert changes(trace, "consumer_state.c")[:5] == ["Idle", "Throttled", "Stopped", "Idle", "Reading"]


def test_F210_a_consumer_is_waiting_while_its_tumbling_window_is_open_and_nothing_is_in_work(run: Run) -> None:
    trace = run(
        mapping(
            "tumbling_window_in_seconds: 10, batch_size: 1",
            "put: {order_id: o-1}",
            "put: {order_id: o-2}, at: 5s",
        )
    )
    assert changes(trace) == ["Idle", "Reading", "Waiting", "Reading", "Waiting", "Processing", "Idle"]
    closes = [event.value for event in trace.events].index("process.window_closed") + 1
    assert trace.value("consumer_state", after=closes) == "Processing"


def test_F202_a_batch_that_is_delivered_once_more_opens_no_window(run: Run) -> None:
    trace = run(mapping("tumbling_window_in_seconds: 10", "put: {order_id: o-1}", "redeliver: {consumer: f}"))
    assert changes(trace) == ["Idle", "Reading", "Waiting", "Processing", "Idle", "Reading", "Processing", "Idle"]


def test_a_failing_batch_of_an_open_window_is_retrying_and_not_waiting(run: Run) -> None:
    trace = run(mapping(f"tumbling_window_in_seconds: 10, {fails_on('o-1', ', failures: 1')}", "put: {order_id: o-1}"))
    assert changes(trace) == ["Idle", "Reading", "Retrying", "Waiting", "Processing", "Idle"]


def test_a_batch_that_still_waits_when_a_mapping_is_turned_on_again_is_retrying(run: Run) -> None:
    trace = run(
        mapping(
            f"maximum_retry_attempts: 5, {fails_on('o-1', ', failures: 4')}",
            "put: {order_id: o-1}",
            "stop: {consumer: f}, at: 2s",
            "start: {consumer: f}, at: 3s",
        )
    )
    assert changes(trace)[:5] == ["Idle", "Reading", "Retrying", "Stopped", "Retrying"]


# The values for one shard and for one worker

TWO_SHARDS = f"""
stream: {{view_type: KEYS_ONLY, shards: 2}}
consumers: [{{name: f, type: lambda, maximum_retry_attempts: 3, {fails_on("o-1")}}}]
timeline: [put: {{order_id: o-1}}, {{put: {{order_id: o-2}}, after: 800ms}}]
"""


@pytest.fixture
def two(run: Run) -> Trace:
    """A shard that fails four times beside one whose only batch succeeds."""
    trace = run(TWO_SHARDS)
    assert [record.shard.number for record in trace.records] == [1, 2]
    return trace


def test_a_healthy_shard_does_not_reset_the_attempts_of_a_blocked_one(two: Trace) -> None:
    assert [value.number for value in two.histories["attempt.f@1"].values] == [0, 1, 2, 3, 4]
    assert [value.number for value in two.histories["attempt.f@2"].values] == [0, 1]
    assert [value.number for value in two.histories["attempt"].values] == [0, 1, 2, 1, 3, 4]


def test_each_shard_has_a_state_of_its_own(two: Trace) -> None:
    assert changes(two, "consumer_state.f@1") == ["Idle", "Reading", "Retrying", "Processing", "Idle"]
    assert changes(two, "consumer_state.f@2") == ["Idle", "Reading", "Processing", "Idle"]


def test_each_shard_has_an_iterator_age_and_a_checkpoint_of_its_own(two: Trace) -> None:
    ages = {shard: two.histories[f"iterator_age.f@{shard}"].values[-1].milliseconds for shard in (1, 2)}
    assert ages[2] < 500 < ages[1]
    assert two.histories["checkpoint.f@1"].values[-1].shards == ((1, 0),)
    assert [value.shards for value in two.histories["checkpoint.f@2"].values] == [(), ((2, 1),)]


def test_a_value_of_the_whole_is_that_of_its_only_shard(run: Run) -> None:
    trace = run(mapping(f"maximum_retry_attempts: 2, {fails_on('o-1')}", "put: {order_id: o-1}"))
    for kind in ("attempt", "iterator_age", "consumer_state"):
        whole, part = trace.histories[kind], trace.histories[f"{kind}.f@1"]
        assert (list(whole.steps), whole.values) == (list(part.steps), part.values)


@pytest.mark.parametrize(
    "name",
    ["attempt.f@3", "attempt.f@0", "attempt.g@1", "attempt@1", "attempt.f.a", "destination.f@1", "table_data.f@1"],
)
def test_what_a_run_does_not_have_is_no_variable(two: Trace, name: str) -> None:
    assert name not in two.histories
    with pytest.raises(KeyError):
        two.value(name, after=0)


def test_each_worker_of_an_application_has_a_state_of_its_own(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        consumers: [{name: w, type: kcl, workers: [a, b], failover_time: 5s}]
        timeline:
          - put: {order_id: o-1}
          - {crash: {consumer: w, worker: a}, at: 1050ms}
        """
    )
    assert [record.shard.number for record in trace.records] == [1]
    assert changes(trace, "consumer_state.w.a") == ["Idle", "Reading", "Crashed"]
    assert changes(trace, "consumer_state.w.b") == ["Idle", "Reading", "Processing", "Idle"]
    # Shard 1 has nobody from the crash of its worker until the other one takes it over.
    of_shard = changes(trace, "consumer_state.w@1")
    assert of_shard == ["Idle", "Reading", "Crashed", "Idle", "Reading", "Processing", "Idle"]
    assert changes(trace, "consumer_state.w@2") == ["Idle"]


def test_a_worker_has_the_checkpoints_of_the_shards_that_it_holds(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2}
        consumers: [{name: w, type: kcl, workers: [a, b], failover_time: 5s, checkpoint_every: 1}]
        timeline:
          - put: {order_id: o-1}
          - crash: {consumer: w, worker: a}
          - put: {order_id: o-2}
        """
    )
    assert [value.shards for value in trace.histories["checkpoint.w.a"].values] == [(), ((1, 0),), ()]
    assert trace.histories["checkpoint.w.b"].values[-1].shards == ((1, 0), (2, 1))


def test_a_shard_that_was_closed_before_it_had_a_record_is_not_crashed_once_its_lease_is_gone(run: Run) -> None:
    trace = run(workers("{split_shard: 1, at: 0ms}, {crash: {consumer: w, worker: a}}, {put: {order_id: o-1}}"))
    [crash] = trace.steps_of(Event.READ_CRASHED)
    assert trace.value("consumer_state.w@1", after=crash) == "Crashed"
    assert trace.value("consumer_state.w@1", after=crash + 1) == "Idle"
