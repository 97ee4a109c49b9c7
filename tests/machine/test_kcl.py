"""KCL's leases and checkpoints where workers come and shards change (F236-F247).

What each fact says by itself is in test_facts_of_kcl.py; here are its edges. Crashes are in test_crashes.py.
"""

from __future__ import annotations

from collections.abc import Callable

from kcl_runs import FIVE, did, workers
from machine_runs import Run, whole_steps

from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.machine.variables import Leases
from simulator.scenario.model import Scenario


def leases(trace: Trace) -> list[dict[str, tuple[int, ...]]]:
    """The values of the variable `leases`, in order."""
    return [dict(value.workers) for value in trace.histories["leases"].values]


# Leases


def test_F236_leases_of_an_application_that_starts_later_are_taken_one_by_one(run: Run) -> None:
    trace = run(workers("wait: 6s", "workers: [a, b], starts: 5s", shards=3))
    assert did(trace) == ["5000 read.lease_taken a 1", "5000 read.lease_taken b 2", "5000 read.lease_taken a 3"]
    assert leases(trace) == [
        {"a": (), "b": ()},
        {"a": (1,), "b": ()},
        {"a": (1,), "b": (2,)},
        {"a": (1, 3), "b": (2,)},
    ]


def test_F236_leases_of_a_stream_that_is_turned_on_later_are_taken_then(run: Run) -> None:
    trace = run(
        """
        stream: {view_type: KEYS_ONLY, shards: 2, enabled: false}
        consumers: [{name: w, type: kcl, workers: [a, b]}]
        timeline: [{enable_stream: {view_type: KEYS_ONLY}, at: 5s}, wait: 1s]
        """
    )
    assert did(trace) == ["5000 read.lease_taken a 1", "5000 read.lease_taken b 2"]
    assert leases(trace)[0] == {"a": (), "b": ()}


def test_the_lease_of_a_shard_that_was_closed_before_the_first_poll_is_gone(run: Run) -> None:
    """Shard 1 is empty and closed when the workers first look: only its children are read (F123)."""
    trace = run(workers("split_shard: 1, wait: 1s"))
    assert did(trace) == ["0 read.lease_taken a 2", "0 read.lease_taken b 3"]
    assert leases(trace) == [{"a": (1,), "b": ()}, {"a": (2,), "b": ()}, {"a": (2,), "b": (3,)}]


def test_F237_each_application_has_leases_and_checkpoints_of_its_own(run: Run) -> None:
    trace = run(
        """
        consumers:
          - {name: w, type: kcl, workers: [a], checkpoint_every: 1}
          - {name: v, type: kcl, workers: [a], checkpoint_every: 10}
        timeline: [put: {order_id: o-1}]
        """
    )
    assert trace.value("leases.w", after=0) == trace.value("leases.v", after=0) == Leases((("a", (1,)),))
    last = len(trace.steps)
    assert trace.value("checkpoint.w", after=last).shards == ((1, 0),)
    assert trace.value("checkpoint.v", after=last).shards == ()


def test_F239_whoever_reads_a_shard_holds_its_lease(run: Run) -> None:
    trace = run(
        workers(
            FIVE + ", {add_worker: {consumer: w, worker: c}, at: 1050ms}, {split_shard: 1, at: 1060ms}, "
            "{crash: {consumer: w, worker: a}, at: 1250ms}, " + FIVE.replace("o-", "p-"),
            "workers: [a, b]",
            shards=3,
        )
    )
    seen = set()
    for step in trace.steps:
        if step.event.value in ("read.records", "process.succeeded", "process.duplicate"):
            shard = trace.records[step.records[0]].shard.number
            held = dict(trace.value("leases", after=step.number - 1).workers)
            assert shard in held[step.worker]
            seen.add(step.worker)
        if step.event.value == "read.lease_taken":
            held = [number for _, numbers in trace.value("leases", after=step.number).workers for number in numbers]
            assert len(held) == len(set(held))
    assert seen == {"a", "b", "c"}


def test_F240_F244_three_generations_are_read_one_after_the_other(run: Run) -> None:
    trace = run(
        workers(
            "put: {order_id: o-1}, {roll_over_shard: 1, at: 1s}, {put: {order_id: o-1, n: 1}, at: 2s}, "
            "{roll_over_shard: 2, at: 3s}, {put: {order_id: o-1, n: 2}, at: 4s}",
            "workers: [a], starts: 10s",
        )
    )
    assert did(trace) == [
        "10000 read.lease_taken a 1",
        "10000 read.records a 0",
        "10100 process.succeeded a 0",
        "10100 read.shard_end 1",
        "10100 process.checkpointed a 1",
        "10100 read.lease_taken a 2",
        "11000 read.records a 1",
        "11100 process.succeeded a 1",
        "11100 read.shard_end 2",
        "11100 process.checkpointed a 2",
        "11100 read.lease_taken a 3",
        "12000 read.records a 2",
        "12100 process.succeeded a 2",
        "13000 idle.waiting",
    ]


def test_F240_the_other_worker_may_take_the_children(run: Run) -> None:
    """Worker a holds shards 1 and 3, b holds 2: when 1 ends both have one, so the first child is a's, then b's."""
    trace = run(workers("{split_shard: 1, at: 500ms}, wait: 2s", shards=3))
    assert did(trace) == [
        "1000 read.shard_end 1",
        "1000 process.checkpointed a 1",
        "1000 read.lease_taken a 4",
        "1000 read.lease_taken b 5",
    ]


def test_F137_children_of_a_shard_that_was_begun_at_LATEST_are_read_from_their_beginning(run: Run) -> None:
    trace = run(
        workers(
            "put: {order_id: o-1}, {put: {order_id: o-2}, at: 3200ms}, {roll_over_shard: 1, at: 3400ms}, "
            "{put: {order_id: o-3}, at: 3500ms}",
            "workers: [a], starts: 3s, starting_position: LATEST",
        )
    )
    assert [step.records for step in trace.steps if step.event.value == "process.succeeded"] == [(1,), (2,)]


# Checkpoints


def test_F238_with_checkpoint_every_1_each_record_is_stored_when_it_is_done(run: Run) -> None:
    trace = run(workers('repeat: {times: 2, every: 0ms, do: {put: {order_id: "o-{n}"}}}', "checkpoint_every: 1"))
    assert did(trace) == [
        "1000 read.records worker-1 0,1",
        "1100 process.succeeded worker-1 0",
        "1100 process.checkpointed worker-1 1",
        "1200 process.succeeded worker-1 1",
        "1200 process.checkpointed worker-1 1",
        "2000 idle.waiting",
    ]
    assert [value.shards for value in trace.histories["checkpoint"].values] == [(), ((1, 0),), ((1, 1),)]


def test_F244_the_end_of_a_shard_is_stored_whatever_checkpoint_every_says(run: Run) -> None:
    trace = run(workers("put: {order_id: o-1}, roll_over_shard: 1, put: {order_id: o-1, n: 1}", "checkpoint_every: 10"))
    assert trace.value("checkpoint", after=len(trace.steps)).shards == ((1, "SHARD_END"),)


def test_checkpoint_every_counts_what_was_worked_on_and_not_what_was_trimmed_before(run: Run) -> None:
    """Five records are gone when the application starts at 25 h; of the three that are left the third is stored."""
    trace = run(
        workers(
            FIVE + ', {repeat: {times: 3, every: 0ms, do: {put: {order_id: "p-{n}"}}}, at: 3h}',
            "workers: [a], starts: 25h, checkpoint_every: 3",
        )
    )
    assert did(trace) == [
        "90000000 read.lease_taken a 1",
        "90000000 read.records a 5,6,7",
        "90000100 process.succeeded a 5",
        "90000200 process.succeeded a 6",
        "90000300 process.succeeded a 7",
        "90000300 process.checkpointed a 1",
        "90001000 idle.waiting",
    ]


# Workers that join


def test_F246_a_worker_that_joins_during_work_is_handed_a_shard_when_it_is_done_and_stored(run: Run) -> None:
    """Two records, one in each shard: the work on both ends at 1.1 s, and the next poll is at 2 s."""
    trace = run(workers(FIVE + ", {add_worker: {consumer: w, worker: b}, at: 1050ms}", "workers: [a]", shards=2))
    told = did(trace)
    joined = told.index("1050 read.worker_added b")
    assert [line for line in told[joined:] if "process.succeeded" not in line] == [
        "1050 read.worker_added b",
        "2000 process.checkpointed a 2",
        "2000 read.lease_taken b 2",
        "2000 idle.waiting",
    ]


def test_F246_a_shard_on_which_nothing_was_done_is_handed_over_at_once_without_a_checkpoint(run: Run) -> None:
    trace = run(workers("{add_worker: {consumer: w, worker: b}, at: 1500ms}", "workers: [a]", shards=2))
    assert did(trace) == ["1500 read.worker_added b", "1500 read.lease_taken b 2"]


def test_F246_two_workers_that_join_one_after_the_other_get_one_shard_each(run: Run) -> None:
    """The second must not be promised the shard that the first still waits for."""
    trace = run(
        workers(
            FIVE + ", {add_worker: {consumer: w, worker: b}, at: 1050ms}, "
            "{add_worker: {consumer: w, worker: c}, at: 1060ms}",
            "workers: [a]",
            shards=3,
        )
    )
    held = leases(trace)[-1]
    assert {worker: len(shards) for worker, shards in held.items()} == {"a": 1, "b": 1, "c": 1}
    assert sorted(number for shards in held.values() for number in shards) == [1, 2, 3]
    assert "process.duplicate" not in [event.value for event in trace.events]


def test_F246_a_worker_that_joins_before_the_first_poll_has_its_share_too(run: Run) -> None:
    trace = run(workers("add_worker: {consumer: w, worker: b}, wait: 1s", "workers: [a]", shards=2))
    assert did(trace) == ["0 read.worker_added b", "0 read.lease_taken b 2"]
    assert leases(trace) == [{"a": (1, 2)}, {"a": (1, 2), "b": ()}, {"a": (1,), "b": (2,)}]


def test_F239_a_worker_more_than_there_are_shards_gets_none(run: Run) -> None:
    trace = run(workers("put: {order_id: o-1}, add_worker: {consumer: w, worker: b}", "workers: [a]"))
    assert leases(trace) == [{"a": (1,)}, {"a": (1,), "b": ()}]


def test_F174_workers_that_are_stopped_finish_their_page_and_go_on_after_it(run: Run) -> None:
    trace = run(
        workers(
            FIVE
            + ", {stop: {consumer: w}, at: 1450ms}, {put: {order_id: o-9}, at: 2s}, {start: {consumer: w}, at: 5s}",
            "workers: [a]",
        )
    )
    assert did(trace)[5:] == [
        "1450 read.stopped",
        "1500 process.succeeded a 4",
        "5000 read.started",
        "5000 read.records a 5",
        "5100 process.succeeded a 5",
        "6000 idle.waiting",
    ]


def test_the_same_workers_do_the_same_things_again(scenario: Callable[[str], Scenario]) -> None:
    made = scenario(workers(FIVE + ", add_worker: {consumer: w, worker: c}, split_shard: 2", shards=3))
    assert whole_steps(simulate(made)) == whole_steps(simulate(made))
