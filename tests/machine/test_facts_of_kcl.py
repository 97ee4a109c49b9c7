"""KCL workers, fact by fact; and pollers that crash and stop."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cases import in_each_case
from kcl_runs import FIVE, workers
from machine_runs import Run

from simulator.dynamodb.rules import Rules
from simulator.lesson.words.table import value_words
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.model import Scenario


def did(trace: Trace) -> list[str]:
    """The actions of the workers: time, event, records, worker, shards."""
    told = []
    for step in trace.steps:
        if step.consumer is not None:
            records = ",".join(map(str, step.records))
            shards = ",".join(map(str, step.shards)) if not records else ""
            words = [str(step.time), step.event.value, records, step.worker, shards]
            told.append(" ".join(word for word in words if word))
    return told


def said(trace: Trace, variable: str) -> list[str]:
    return [value_words(value) for value in trace.histories[variable].values]


def test_F236_one_change_goes_all_the_way_as_with_any_consumer(run: Run) -> None:
    trace = run(workers("put: {order_id: o-1}"))
    assert [(step.time, step.event.value) for step in trace.steps] == [
        (0, "write.insert"),
        (50, "capture.record"),
        (100, "available.record"),
        (1000, "read.records"),
        (1100, "process.succeeded"),
        (2000, "idle.waiting"),
    ]


def test_F239_a_shard_is_held_by_one_worker_and_leases_are_dealt_out(run: Run) -> None:
    trace = run(workers(FIVE, shards=3))
    assert said(trace, "leases")[0] == "a: 1, 3; b: 2"
    by_shard = {}
    for step in trace.steps:
        if step.event.value == "read.records":
            by_shard.setdefault(trace.records[step.records[0]].shard.number, set()).add(step.worker)
    assert by_shard == {1: {"a"}, 2: {"b"}, 3: {"a"}}


def test_F239_more_workers_than_shards_leave_some_without_work(run: Run) -> None:
    assert said(run(workers(FIVE, "workers: [a, b, c]")), "leases") == ["a: 1; b: none; c: none"]


def test_F240_F244_children_begin_only_after_SHARD_END_of_their_parent_and_at_their_beginning(run: Run) -> None:
    trace = run(workers("put: {order_id: o-1}, split_shard: 1, put: {order_id: o-1, n: 1}", "workers: [a]"))
    told = [line.split(maxsplit=1)[1] for line in did(trace)]
    child = trace.records[1].shard.number
    assert told == [
        "read.records 0 a",
        "process.succeeded 0 a",
        "idle.waiting",
        "read.shard_end 1",
        "process.checkpointed a 1",
        "read.lease_taken a 2",
        "read.lease_taken a 3",
        "read.records 1 a",
        "process.succeeded 1 a",
        "idle.waiting",
    ]
    assert child in (2, 3)


def test_F242_F243_after_the_failover_time_another_worker_goes_on_after_the_last_checkpoint(run: Run) -> None:
    trace = run(
        workers(FIVE + ", {crash: {consumer: w, worker: a}, at: 1450ms}", "workers: [a, b], checkpoint_every: 2")
    )
    assert did(trace) == [
        "1000 read.records 0,1,2,3,4 a",
        "1100 process.succeeded 0 a",
        "1200 process.succeeded 1 a",
        "1200 process.checkpointed a 1",
        "1300 process.succeeded 2 a",
        "1400 process.succeeded 3 a",
        "1400 process.checkpointed a 1",
        "1450 read.crashed a",
        "11450 read.lease_taken b 1",
        "12000 read.records 4 b",
        "12100 process.succeeded 4 b",
        "13000 idle.waiting",
    ]


def test_F202_F243_what_was_not_checkpointed_is_processed_again(run: Run) -> None:
    trace = run(
        workers(FIVE + ", {crash: {consumer: w, worker: a}, at: 1350ms}", "workers: [a, b], checkpoint_every: 2")
    )
    again = [step.records for step in trace.steps if step.event.value == "process.duplicate"]
    assert again == [(2,)]
    first = [step.records for step in trace.steps if step.event.value == "process.succeeded"]
    assert first == [(0,), (1,), (2,), (3,), (4,)]


def test_F243_with_no_checkpoint_at_all_it_begins_where_it_began(run: Run) -> None:
    trace = run(workers(FIVE + ", crash: {consumer: w, worker: a}"))
    assert [step.records for step in trace.steps if step.event.value == "process.duplicate"] == [(n,) for n in range(5)]


def test_F289_believed_nothing_comes_twice(scenario: Callable[[str], Scenario]) -> None:
    made = scenario(workers(FIVE + ", {crash: {consumer: w, worker: a}, at: 1350ms}"))
    believed = simulate(made, Rules(takeover_redelivers=False))
    assert "process.duplicate" not in [step.event.value for step in believed.steps]
    assert [step.records for step in believed.steps if step.event.value == "process.succeeded"] == [
        (n,) for n in range(5)
    ]


def test_F238_the_checkpoint_is_the_record_after_which_it_goes_on(run: Run) -> None:
    trace = run(workers(FIVE, "workers: [a], checkpoint_every: 2"))
    assert said(trace, "checkpoint") == ["TRIM_HORIZON", "Record 2", "Record 4"]


def test_work_of_a_dead_worker_comes_to_nothing(run: Run) -> None:
    """It has a page in hand, and is back before its work would have ended."""
    trace = run(
        workers(
            FIVE + ", {crash: {consumer: w, worker: a}, at: 1050ms}, {restart: {consumer: w, worker: a}, at: 1060ms}",
            "workers: [a]",
        )
    )
    assert next(line for line in did(trace) if "process" in line) == "2100 process.succeeded 0 a"
    assert [step.records for step in trace.steps if step.event.value == "process.succeeded"] == [(n,) for n in range(5)]


def test_a_worker_that_is_back_before_the_failover_keeps_its_leases(run: Run) -> None:
    trace = run(
        workers(
            FIVE
            + ", {crash: {consumer: w, worker: a}, at: 1150ms}, {restart: {consumer: w, worker: a}, at: 5s}, wait: 20s"
        )
    )
    assert said(trace, "leases") == ["a: 1; b: none"]
    assert "read.lease_taken" not in [step.event.value for step in trace.steps]


def test_with_nobody_alive_the_machine_is_at_rest_and_a_restart_goes_on(run: Run) -> None:
    trace = run(
        workers(
            "put: {order_id: o-1}, crash: {consumer: w, worker: a}, put: {order_id: o-2}, wait: 1m, "
            "restart: {consumer: w, worker: a}",
            "workers: [a], checkpoint_every: 1",
        )
    )
    assert [line.split(maxsplit=1)[1] for line in did(trace)][-4:] == [
        "read.records 1 a",
        "process.succeeded 1 a",
        "process.checkpointed a 1",
        "idle.waiting",
    ]
    assert said(trace, "consumer_state") == [
        "Idle",
        "Reading",
        "Processing",
        "Idle",
        "Crashed",
        "Idle",
        "Reading",
        "Processing",
        "Idle",
    ]


def test_the_taker_can_crash_too(run: Run) -> None:
    trace = run(
        workers(
            FIVE + ", {crash: {consumer: w, worker: a}, at: 1050ms}, {crash: {consumer: w, worker: b}, at: 12050ms}",
            "workers: [a, b, c]",
        )
    )
    taken = [(step.time, step.worker) for step in trace.steps if step.event.value == "read.lease_taken"]
    assert taken == [(11_050, "b"), (22_050, "c")]
    assert [step.records for step in trace.steps if step.event.value == "process.succeeded"] == [(n,) for n in range(5)]


def test_a_split_while_the_worker_is_dead_waits_for_the_one_that_takes_over(run: Run) -> None:
    trace = run(
        workers(
            FIVE + ", {crash: {consumer: w, worker: a}, at: 1050ms}, {split_shard: 1, at: 2s}, "
            "{put: {order_id: o-1, n: 1}, at: 3s}"
        )
    )
    names = [step.event.value for step in trace.steps]
    assert names.index("read.lease_taken") < names.index("read.shard_end")
    last = [step.records for step in trace.steps if step.event.value == "process.succeeded"]
    assert last[-1] == (5,)


def test_F246_a_worker_that_joins_is_handed_its_share_after_a_checkpoint(run: Run) -> None:
    trace = run(workers(FIVE + ", add_worker: {consumer: w, worker: b}, wait: 2s", "workers: [a]", shards=2))
    assert said(trace, "leases") == ["a: 1, 2", "a: 1, 2; b: none", "a: 1; b: 2"]
    names = [step.event.value for step in trace.steps]
    assert names[names.index("read.worker_added") :][:3] == [
        "read.worker_added",
        "process.checkpointed",
        "read.lease_taken",
    ]
    assert "process.duplicate" not in names


def test_F247_LATEST_counts_only_where_there_is_no_checkpoint(run: Run) -> None:
    trace = run(
        workers(
            "put: {order_id: o-1}, crash: {consumer: w, worker: a}, put: {order_id: o-2}, restart: {consumer: w, "
            "worker: a}",
            "workers: [a], checkpoint_every: 1, starting_position: LATEST",
        )
    )
    assert [step.records for step in trace.steps if step.event.value == "process.succeeded"] == [(0,), (1,)]


def test_F152_an_application_that_was_down_for_more_than_a_day_has_lost_data(run: Run) -> None:
    trace = run(
        workers(
            "put: {order_id: o-1}, crash: {consumer: w, worker: a}, put: {order_id: o-2}, wait: 25h, "
            "restart: {consumer: w, worker: a}, wait: 3s",
            "workers: [a], checkpoint_every: 1",
        )
    )
    assert "read.trimmed 1" in " ".join(did(trace))


@in_each_case(
    "action, reason",
    [
        ("crash: {consumer: w, worker: a}, crash: {consumer: w, worker: a}", "not running"),
        ("restart: {consumer: w, worker: a}", "is running"),
        ("add_worker: {consumer: w, worker: a}", "a"),
        ("start: {consumer: w}", "running"),
    ],
)
def test_an_impossible_action_on_a_worker_is_refused(run: Run, action: str, reason: str) -> None:
    with pytest.raises(ScenarioError, match=reason):
        run(workers(action))


# Pollers


def test_a_poller_that_crashes_has_stored_nothing_and_begins_again(run: Run) -> None:
    trace = run(
        "timeline: [put: {order_id: o-1}, crash: {consumer: consumer}, restart: {consumer: consumer}, "
        "put: {order_id: o-2}]"
    )
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 0",
        "process.succeeded 0",
        "idle.waiting",
        "read.crashed",
        "read.restarted",
        "read.records 0",
        "process.duplicate 0",
        "idle.waiting",
        "read.records 1",
        "process.succeeded 1",
        "idle.waiting",
    ]


def test_a_poller_that_begins_at_LATEST_loses_what_came_while_it_was_dead(run: Run) -> None:
    trace = run(
        "consumers: [{starting_position: LATEST}]\n"
        "timeline: [put: {order_id: o-1}, crash: {consumer: consumer}, put: {order_id: o-2}, restart: {consumer: "
        "consumer}, put: {order_id: o-3}]"
    )
    assert [step.records for step in trace.steps if step.event.value == "read.records"] == [(0,), (2,)]


def test_a_poller_that_stops_finishes_its_page_and_keeps_its_place(run: Run) -> None:
    trace = run(
        f"timeline: [{FIVE}, {{stop: {{consumer: consumer}}, at: 1150ms}}, {{put: {{order_id: o-9}}, at: 2s}}, "
        "{start: {consumer: consumer}, at: 5500ms}]"
    )
    assert did(trace) == [
        "1000 read.records 0,1,2,3,4",
        "1100 process.succeeded 0",
        "1150 read.stopped",
        "1200 process.succeeded 1",
        "1300 process.succeeded 2",
        "1400 process.succeeded 3",
        "1500 process.succeeded 4",
        "5500 read.started",
        "6000 read.records 5",
        "6100 process.succeeded 5",
        "7000 idle.waiting",
    ]
    assert said(trace, "consumer_state")[-4:] == ["Idle", "Reading", "Processing", "Idle"]
