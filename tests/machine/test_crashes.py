"""Pollers and KCL workers that crash, come back, stop and start (F152, F242, F243, F289)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cases import in_each_case
from kcl_runs import FIVE, did, workers
from machine_runs import Run

from simulator.dynamodb.rules import Rules
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.model import Scenario


def poller(timeline: str, more: str = "type: poller") -> str:
    """A scenario of one poller."""
    return f"stream: {{view_type: KEYS_ONLY}}\nconsumers: [{{name: p, {more}}}]\ntimeline: [{timeline}]"


def crash(worker: str, at: str) -> str:
    return f"{{crash: {{consumer: w, worker: {worker}}}, at: {at}}}"


def restart(worker: str, at: str) -> str:
    return f"{{restart: {{consumer: w, worker: {worker}}}, at: {at}}}"


def processed(trace: Trace) -> list[tuple[str, int]]:
    """Records in the order in which they were worked on, and how."""
    return [
        (step.event.value.partition(".")[2], step.records[0])
        for step in trace.steps
        if step.event.value in ("process.succeeded", "process.duplicate")
    ]


# Pollers


def test_F243_a_poller_that_crashes_in_the_middle_of_a_page_handles_its_beginning_again(run: Run) -> None:
    trace = run(poller(FIVE + ", {crash: {consumer: p}, at: 1250ms}, {restart: {consumer: p}, at: 2500ms}"))
    assert did(trace) == [
        "1000 read.records 0,1,2,3,4",
        "1100 process.succeeded 0",
        "1200 process.succeeded 1",
        "1250 read.crashed",
        "2500 read.restarted",
        "3000 read.records 0,1,2,3,4",
        "3100 process.duplicate 0",
        "3200 process.duplicate 1",
        "3300 process.succeeded 2",
        "3400 process.succeeded 3",
        "3500 process.succeeded 4",
        "4000 idle.waiting",
    ]


def test_work_that_would_end_at_the_time_of_the_crash_does_not(run: Run) -> None:
    """At one time the timeline comes before the work."""
    trace = run(poller("put: {order_id: o-1}, {crash: {consumer: p}, at: 1100ms}, wait: 5s"))
    assert did(trace) == ["1000 read.records 0", "1100 read.crashed"]


@pytest.mark.parametrize("back", ["1050ms", "1060ms", "1100ms"])
def test_work_from_before_the_crash_does_not_act_after_the_restart(run: Run, back: str) -> None:
    trace = run(
        poller(
            f"put: {{order_id: o-1}}, {{crash: {{consumer: p}}, at: 1050ms}}, {{restart: {{consumer: p}}, at: {back}}}"
        )
    )
    assert did(trace)[3:] == ["2000 read.records 0", "2100 process.succeeded 0", "3000 idle.waiting"]


def test_a_poller_that_crashed_does_not_keep_the_machine_from_rest(run: Run) -> None:
    trace = run(poller("put: {order_id: o-1}, {crash: {consumer: p}, at: 1050ms}, put: {order_id: o-2}"))
    # Nobody will read: the second put happens at the time of the crash, and its record is available at 1,150 ms.
    assert [trace.times[number - 1] for number in trace.writes] == [0, 1050]
    assert trace.end == 1150


def test_F297_a_poller_that_was_dead_for_a_day_begins_at_what_is_left(run: Run) -> None:
    """It has stored nothing that could be too old, so nothing tells it that a record is gone."""
    trace = run(
        poller(
            "put: {order_id: o-1}, {crash: {consumer: p}, at: 3s}, put: {order_id: o-2}, "
            "{put: {order_id: o-3}, at: 2h}, wait: 23h, {restart: {consumer: p}, after: 0ms}"
        )
    )
    # Records 0 and 1 are trimmed at 24 h; the restart is at 25 h, on the grid.
    assert did(trace)[-4:] == [
        "90000000 read.restarted",
        "90000000 read.records 2",
        "90000100 process.succeeded 2",
        "90001000 idle.waiting",
    ]


def test_F152_a_poller_that_was_stopped_for_a_day_has_lost_what_came_meanwhile(run: Run) -> None:
    trace = run(
        poller(
            "put: {order_id: o-1}, {stop: {consumer: p}, at: 3s}, {put: {order_id: o-2}, at: 4s}, "
            "{start: {consumer: p}, at: 25h}, wait: 3s"
        )
    )
    told = did(trace)
    assert "90000000 read.trimmed 1" in told
    assert processed(trace) == [("succeeded", 0)]


def test_F124_after_a_crash_the_parent_is_read_before_the_child_again(run: Run) -> None:
    trace = run(
        poller(
            "put: {order_id: o-1}, roll_over_shard: 1, put: {order_id: o-1, n: 1}, crash: {consumer: p}, "
            "restart: {consumer: p}"
        )
    )
    told = [line.partition(" ")[2] for line in did(trace)]
    assert told[told.index("read.restarted") + 1 :] == [
        "read.records 0",
        "process.duplicate 0",
        "read.shard_end 1",
        "read.records 1",
        "process.duplicate 1",
        "idle.waiting",
    ]


def test_a_poller_that_crashes_before_it_starts_begins_with_its_restart(run: Run) -> None:
    trace = run(
        poller(
            "put: {order_id: o-1}, {crash: {consumer: p}, at: 1s}, {restart: {consumer: p}, at: 8500ms}", "starts: 5s"
        )
    )
    assert did(trace) == [
        "1000 read.crashed",
        "8500 read.restarted",
        "9000 read.records 0",
        "9100 process.succeeded 0",
        "10000 idle.waiting",
    ]


def test_a_poller_that_is_back_before_it_starts_begins_at_its_own_time(run: Run) -> None:
    trace = run(
        poller("put: {order_id: o-1}, {crash: {consumer: p}, at: 1s}, {restart: {consumer: p}, at: 2s}", "starts: 5s")
    )
    assert did(trace)[2:] == ["5000 read.records 0", "5100 process.succeeded 0", "6000 idle.waiting"]


# KCL: who goes on, and where


def test_F242_a_lease_is_taken_exactly_when_the_failover_time_is_over(run: Run) -> None:
    trace = run(workers(FIVE + ", " + crash("a", "1050ms"), "workers: [a, b], failover_time: 2s"))
    assert did(trace)[1:4] == ["1050 read.crashed a", "3050 read.lease_taken b 1", "4000 read.records b 0,1,2,3,4"]


def test_F242_the_leases_of_the_dead_go_to_those_who_have_the_fewest(run: Run) -> None:
    """Worker a has shards 1 and 4, b and c have one each: b is the first of equals, then c has fewer."""
    trace = run(workers(crash("a", "1s") + ", wait: 11s", "workers: [a, b, c]", shards=4))
    assert did(trace) == ["1000 read.crashed a", "11000 read.lease_taken b 1", "11000 read.lease_taken c 4"]


def test_F242_a_worker_that_dies_before_the_first_poll_held_its_leases(run: Run) -> None:
    trace = run(workers(crash("a", "0s") + ", {put: {order_id: o-1}, at: 1s}"))
    assert did(trace) == [
        "0 read.crashed a",
        "10000 read.lease_taken b 1",
        "11000 read.records b 0",
        "11100 process.succeeded b 0",
        "12000 idle.waiting",
    ]


@in_each_case(
    "at, again",
    [
        ("1099ms", []),
        ("1100ms", []),  # at one time the crash comes before the work
        ("1101ms", [0]),
        ("1200ms", [0]),
        ("1201ms", [0, 1]),
    ],
)
def test_F243_between_two_records_a_crash_loses_what_was_not_done(run: Run, at: str, again: list[int]) -> None:
    trace = run(workers(FIVE + ", " + crash("a", at)))
    assert [record for how, record in processed(trace) if how == "duplicate"] == again
    assert [record for how, record in processed(trace) if how == "succeeded"] == [0, 1, 2, 3, 4]


def test_a_crash_at_the_time_of_a_poll_comes_before_it(run: Run) -> None:
    """Work that takes no time would be done at 1,000 ms too."""
    trace = run(workers(FIVE + ", " + crash("a", "1s"), "workers: [a, b], processing_time: 0ms"))
    assert did(trace)[:3] == ["1000 read.crashed a", "11000 read.lease_taken b 1", "12000 read.records b 0,1,2,3,4"]


def test_F243_after_a_checkpoint_of_each_record_only_the_one_in_hand_comes_again(run: Run) -> None:
    trace = run(workers(FIVE + ", " + crash("a", "1250ms"), "workers: [a, b], checkpoint_every: 1"))
    assert "12000 read.records b 2,3,4" in did(trace)
    assert processed(trace) == [("succeeded", record) for record in range(5)]


def test_F244_a_crash_while_a_shard_ends_leaves_its_end_to_the_one_who_takes_over(run: Run) -> None:
    """The last record would be done at 1,500 ms, and SHARD_END be stored then."""
    trace = run(
        workers(FIVE + ", {split_shard: 1, at: 1300ms}, {put: {order_id: p-1}, at: 1400ms}, " + crash("a", "1500ms"))
    )
    told = did(trace)
    taken = told.index("11500 read.lease_taken b 1")
    assert not any("shard_end" in line or "checkpointed" in line for line in told[:taken])
    child = trace.records[5].shard.number
    assert told[taken + 1 :] == [
        "12000 read.records b 0,1,2,3,4",
        "12100 process.duplicate b 0",
        "12200 process.duplicate b 1",
        "12300 process.duplicate b 2",
        "12400 process.duplicate b 3",
        "12500 process.succeeded b 4",
        "12500 read.shard_end 1",
        "12500 process.checkpointed b 1",
        "12500 read.lease_taken b 2",
        "12500 read.lease_taken b 3",
        "13000 read.records b 5",
        "13100 process.succeeded b 5",
        "14000 idle.waiting",
    ]
    assert child in (2, 3)


def test_F240_a_shard_that_had_ended_before_the_crash_is_not_read_again(run: Run) -> None:
    trace = run(
        workers(
            "put: {order_id: o-1}, roll_over_shard: 1, put: {order_id: o-1, n: 1}, crash: {consumer: w, worker: a}, "
            "put: {order_id: o-1, n: 2}"
        )
    )
    # Record 0 is behind SHARD_END; record 1 had no checkpoint.
    assert processed(trace) == [("succeeded", 0), ("succeeded", 1), ("duplicate", 1), ("succeeded", 2)]


def test_F152_with_a_checkpoint_older_than_a_day_the_records_after_it_are_lost(run: Run) -> None:
    trace = run(
        workers(
            "put: {order_id: o-1}, " + crash("a", "3s") + ", {put: {order_id: o-2}, at: 4s}, " + restart("a", "25h"),
            "workers: [a], checkpoint_every: 1",
        )
    )
    told = did(trace)
    back = told.index("90000000 read.restarted a")
    assert told[back + 1] == "90000000 read.trimmed 1"
    assert processed(trace) == [("succeeded", 0)]


def test_F243_a_taker_that_dies_before_it_reads_is_followed_by_the_next(run: Run) -> None:
    trace = run(workers(FIVE + ", " + crash("a", "1050ms") + ", " + crash("b", "11060ms"), "workers: [a, b, c]"))
    told = [line for line in did(trace) if "idle" not in line]
    assert told[1:6] == [
        "1050 read.crashed a",
        "11050 read.lease_taken b 1",
        "11060 read.crashed b",
        "21060 read.lease_taken c 1",
        "22000 read.records c 0,1,2,3,4",
    ]


# KCL: when the machine is at rest


def test_a_take_over_that_will_not_come_does_not_keep_the_machine_from_rest(run: Run) -> None:
    back = run(workers(FIVE + ", " + crash("a", "1050ms") + ", " + restart("a", "1060ms")))
    assert back.end == 3000  # read at 2 s, done at 2.5 s, an empty poll at 3 s
    nothing_held = run(workers(FIVE + ", " + crash("b", "1050ms")))
    assert nothing_held.end == 2000
    nobody_left = run(workers(FIVE + ", " + crash("a", "1050ms") + ", " + crash("b", "1060ms")))
    assert nobody_left.end == 1060


def test_a_take_over_of_what_is_all_done_asks_for_no_poll(run: Run) -> None:
    trace = run(workers("put: {order_id: o-1}, " + crash("a", "3s"), "workers: [a, b], checkpoint_every: 1"))
    assert did(trace)[-1] == "13000 read.lease_taken b 1"
    assert trace.end == 13_000


def test_F9_the_living_poll_on_and_are_not_idle_while_a_shard_of_the_dead_has_records(run: Run) -> None:
    """Worker b's own shard is empty, and its poll at 2 s finds nothing; a's page is lost at 1,050 ms."""
    trace = run(workers("put: {order_id: o-1}, " + crash("a", "1050ms"), shards=2))
    assert trace.records[0].shard.number == 1
    assert did(trace) == [
        "1000 read.records a 0",
        "1050 read.crashed a",
        "11050 read.lease_taken b 1",
        "12000 read.records b 0",
        "12100 process.succeeded b 0",
        "13000 idle.waiting",
    ]


def test_F9_the_living_are_idle_where_all_is_done_in_the_shards_of_the_dead(run: Run) -> None:
    done = "put: {order_id: o-1}, " + crash("a", "1150ms")
    trace = run(workers(done, "workers: [a, b], checkpoint_every: 1", shards=2))
    assert did(trace)[3:] == ["1150 read.crashed a", "2000 idle.waiting", "11150 read.lease_taken b 1"]


def test_F9_nobody_is_idle_by_a_poll_that_nobody_made(run: Run) -> None:
    """Worker b holds no shard until 11,150 ms: the first poll after the work is at 12 s."""
    trace = run(workers("put: {order_id: o-1}, " + crash("a", "1150ms"), "workers: [a, b], checkpoint_every: 1"))
    assert did(trace)[3:] == ["1150 read.crashed a", "11150 read.lease_taken b 1", "12000 idle.waiting"]


def test_an_idle_step_that_waits_for_a_take_over_comes_with_the_first_poll_after_it(run: Run) -> None:
    """Record 0 is processed and not stored when a dies; b, which has a shard with work of its own, takes over."""
    timeline = 'repeat: {times: 2, every: 0ms, do: {put: {order_id: "o-{n}"}}}, ' + crash("a", "1150ms")
    trace = run(workers(timeline, shards=2))
    assert {record.shard.number for record in trace.records} == {1, 2}
    assert did(trace)[4:] == [
        "1150 read.crashed a",
        "11150 read.lease_taken b 1",
        "12000 read.records b 0",
        "12100 process.duplicate b 0",
        "13000 idle.waiting",
    ]


# KCL: all dead


def test_F9_an_application_with_nobody_alive_does_not_poll(run: Run) -> None:
    """An empty poll after work would be an idle step, and the state Idle; the dead make none."""
    trace = run(workers("put: {order_id: o-1}, " + crash("a", "1150ms") + ", wait: 5s", "workers: [a]"))
    assert did(trace)[-1] == "1150 read.crashed a"
    states = [state.value for state in trace.histories["consumer_state"].values]
    assert states == ["Idle", "Reading", "Processing", "Crashed"]


def test_an_application_that_was_stopped_and_is_dead_needs_both_to_go_on(run: Run) -> None:
    stopped = "{stop: {consumer: w}, at: 2500ms}, " + crash("a", "3s") + ", {put: {order_id: o-2}, at: 4s}, "
    started = "{start: {consumer: w}, at: %s}"
    for back in (
        restart("a", "5s") + ", " + started % "7500ms",
        started % "5s" + ", " + restart("a", "7500ms"),
    ):
        trace = run(workers(f"put: {{order_id: o-1}}, {stopped}{back}", "workers: [a], checkpoint_every: 1"))
        assert did(trace)[-4:] == [
            "8000 read.records a 1",
            "8100 process.succeeded a 1",
            "8100 process.checkpointed a 1",
            "9000 idle.waiting",
        ]


def test_a_worker_that_joins_when_all_are_dead_takes_the_leases_when_they_have_expired(run: Run) -> None:
    trace = run(
        workers(
            ", ".join([FIVE, crash("a", "1050ms"), "{add_worker: {consumer: w, worker: b}, at: 3s}"]), "workers: [a]"
        )
    )
    told = [line for line in did(trace) if "idle" not in line]
    assert told[1:5] == [
        "1050 read.crashed a",
        "3000 read.worker_added b",
        "11050 read.lease_taken b 1",
        "12000 read.records b 0,1,2,3,4",
    ]


@pytest.mark.parametrize(
    ("back", "taken"),
    [("5s", 11_050), ("11050ms", 11_050), ("20s", 20_000)],
)
def test_F242_a_worker_that_restarts_when_all_are_dead_takes_the_others_leases_when_they_have_expired(
    run: Run, back: str, taken: int
) -> None:
    trace = run(workers(", ".join([crash("a", "1050ms"), crash("b", "1060ms"), restart("b", back)]), shards=2))
    assert [(step.time, step.detail) for step in trace.steps if step.event.value == "read.lease_taken"] == [
        (taken, trace.details[len(trace.steps)])
    ]
    assert did(trace)[-1] == f"{taken} read.lease_taken b 1"


def test_children_that_opened_while_all_were_dead_wait_for_their_parent(run: Run) -> None:
    trace = run(
        workers(
            ", ".join([FIVE, crash("a", "1050ms"), "{roll_over_shard: 1, at: 2s}", restart("a", "5500ms")]),
            "workers: [a]",
        )
    )
    assert did(trace)[2:] == [
        "5500 read.restarted a",
        "6000 read.records a 0,1,2,3,4",
        *(f"6{n + 1}00 process.succeeded a {n}" for n in range(5)),
        "6500 read.shard_end 1",
        "6500 process.checkpointed a 1",
        "6500 read.lease_taken a 2",
        "7000 idle.waiting",
    ]


def test_leases_that_expire_before_the_first_look_at_the_shards_are_taken_then(run: Run) -> None:
    """Stopped and dead from the start; what c could have taken at 10 s it takes when it is allowed to poll."""
    actions = ["stop: {consumer: w}", crash("a", "0s"), "{put: {order_id: o-1}, at: 1s}"]
    actions += ["{add_worker: {consumer: w, worker: c}, at: 15s}", "{start: {consumer: w}, at: 20500ms}"]
    trace = run(workers(", ".join(actions), "workers: [a]"))
    assert did(trace) == [
        "0 read.stopped",
        "0 read.crashed a",
        "15000 read.worker_added c",
        "20500 read.started",
        "20500 read.lease_taken c 1",
        "21000 read.records c 0",
        "21100 process.succeeded c 0",
        "22000 idle.waiting",
    ]


def test_F236_F246_a_worker_that_comes_back_when_others_took_its_shards_is_handed_its_share(run: Run) -> None:
    trace = run(
        workers(FIVE + ", " + crash("a", "3s") + ", " + restart("a", "20s") + ", put: {order_id: o-2, n: 1}", shards=2)
    )
    told = did(trace)
    taken = [line for line in told if "lease_taken" in line]
    assert taken == ["13000 read.lease_taken b 1", "20000 read.lease_taken a 2"]
    back = told.index("20000 read.restarted a")
    assert told[back + 1 : back + 3] == ["20000 process.checkpointed b 2", "20000 read.lease_taken a 2"]
    assert trace.records[5].shard.number == 2
    assert told[-3:] == ["21000 read.records a 5", "21100 process.succeeded a 5", "22000 idle.waiting"]


def test_F239_a_worker_that_comes_back_in_time_keeps_its_shards_and_is_handed_none(run: Run) -> None:
    trace = run(workers(FIVE + ", " + crash("a", "3s") + ", " + restart("a", "4s") + ", wait: 20s", shards=2))
    assert not any("lease_taken" in line for line in did(trace))


def test_F246_a_worker_that_comes_back_waits_for_the_work_on_a_shard_that_it_is_handed(run: Run) -> None:
    """The record of shard 2 is worked on until 24 s."""
    trace = run(
        workers(
            crash("a", "0s") + ", {put: {order_id: o-2}, at: 18s}, " + restart("a", "20s"),
            "workers: [a, b], processing_time: 5s",
            shards=2,
        )
    )
    assert [line for line in did(trace) if "lease_taken" in line or "checkpointed" in line] == [
        "10000 read.lease_taken b 1",
        "24000 process.checkpointed b 2",
        "24000 read.lease_taken a 2",
    ]


# KCL: leases that say LATEST


LATEST = "workers: [a], starting_position: LATEST, checkpoint_every: 1"


@pytest.mark.parametrize(
    ("away", "back"),
    [
        (crash("a", "5s"), restart("a", "20m")),
        ("{stop: {consumer: w}, at: 5s}", "{start: {consumer: w}, at: 20m}"),
    ],
    ids=["crash and restart", "stop and start"],
)
def test_F238_a_worker_that_restarts_before_anything_is_stored_asks_for_LATEST_at_the_present_end(
    run: Run, away: str, back: str
) -> None:
    """No iterator lasts for 20 minutes (F138)."""
    trace = run(workers(f"{away}, {{put: {{order_id: o-1}}, at: 1m}}, {back}, put: {{order_id: o-2}}", LATEST))
    assert processed(trace) == [("succeeded", 1)]


def test_F238_an_iterator_of_LATEST_lasts_for_a_short_stop_and_not_for_a_crash(run: Run) -> None:
    meanwhile = "{put: {order_id: o-1}, at: 6s}"
    stopped = run(
        workers(f"{{stop: {{consumer: w}}, at: 5s}}, {meanwhile}, {{start: {{consumer: w}}, at: 8s}}", LATEST)
    )
    assert processed(stopped) == [("succeeded", 0)]
    crashed = run(workers(", ".join([crash("a", "5s"), meanwhile, restart("a", "8s")]), LATEST))
    assert processed(crashed) == []


def test_F238_a_worker_that_takes_over_before_anything_is_stored_asks_for_LATEST(run: Run) -> None:
    """Record 0 is in work when a dies, record 1 comes while nobody reads, record 2 after the take-over at 11.05 s."""
    timeline = "put: {order_id: o-1}, " + crash("a", "1050ms")
    timeline += ", {put: {order_id: o-2}, at: 5s}, {put: {order_id: o-3}, at: 15s}"
    trace = run(workers(timeline, "workers: [a, b], starting_position: LATEST"))
    assert processed(trace) == [("succeeded", 2)]
    (taken,) = (step for step in trace.steps if step.event.value == "read.lease_taken")
    assert taken.detail.at_latest
    assert taken.facts == ("F239", "F238")


def test_F238_what_is_handed_over_before_anything_was_read_is_read_from_LATEST(run: Run) -> None:
    """o-2 goes to shard 2, and is available 500 ms before the poll that would have read it."""
    timeline = "{put: {order_id: o-2}, at: 1400ms}, {add_worker: {consumer: w, worker: b}, at: 1700ms}"
    timeline += ", {put: {order_id: o-2, n: 1}, at: 3s}"
    trace = run(workers(timeline, LATEST, shards=2))
    assert [record.shard.number for record in trace.records] == [2, 2]
    assert processed(trace) == [("succeeded", 1)]


def test_F243_F247_with_a_checkpoint_LATEST_does_not_count_any_more(run: Run) -> None:
    timeline = "put: {order_id: o-1}, " + crash("a", "3s") + ", {put: {order_id: o-2}, at: 5s}"
    trace = run(workers(timeline, "workers: [a, b], starting_position: LATEST, checkpoint_every: 1"))
    assert processed(trace) == [("succeeded", 0), ("succeeded", 1)]


# KCL: hand-overs that come to nothing


def test_a_hand_over_from_a_worker_that_dies_is_off(run: Run) -> None:
    """Both shards are in work when b joins; b takes them over in the end, each once."""
    trace = run(
        workers(
            ", ".join([FIVE, "{add_worker: {consumer: w, worker: b}, at: 1050ms}", crash("a", "1060ms")]),
            "workers: [a]",
            shards=2,
        )
    )
    assert [line for line in did(trace) if "lease_taken" in line] == [
        "11060 read.lease_taken b 1",
        "11060 read.lease_taken b 2",
    ]


def test_a_hand_over_to_a_worker_that_dies_is_off(run: Run) -> None:
    trace = run(
        workers(
            ", ".join([FIVE, "{add_worker: {consumer: w, worker: b}, at: 1050ms}", crash("b", "1060ms"), "wait: 20s"]),
            "workers: [a]",
            shards=2,
        )
    )
    assert not any("lease_taken" in line for line in did(trace))
    assert sorted(processed(trace)) == [("succeeded", record) for record in range(5)]


# KCL: what exactly-once believers expect


def test_F289_believed_a_worker_that_takes_over_before_any_work_begins_at_LATEST(
    scenario: Callable[[str], Scenario],
) -> None:
    """Nothing was processed before the crash, and record 0 was there before the application started."""
    made = scenario(
        workers(
            "put: {order_id: o-1}, {put: {order_id: o-2}, at: 3200ms}, " + crash("a", "4050ms") + ", "
            "{put: {order_id: o-3}, at: 20s}",
            "workers: [a, b], starts: 3s, starting_position: LATEST",
        )
    )
    for rules in (Rules(), Rules(takeover_redelivers=False)):
        assert processed(simulate(made, rules)) == [("succeeded", 2)]
