"""Pollers that resume at a stored position, and the mistakes of F300, F301 and F244."""

from __future__ import annotations

import machine_runs
import pytest
from cases import in_each_case
from machine_runs import Read, Run

from simulator.dynamodb.rules import Rules
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError

PUTS = "repeat: {times: 3, every: 0ms, do: {put: {order_id: 'o-{n}'}}}"
AGAIN = "put: {order_id: o-1, v: 2}"


def of(consumers: str, *timeline: str) -> str:
    entries = "".join(f"  - {{{entry}}}\n" for entry in timeline)
    return f"consumers: [{consumers}]\ntimeline:\n{entries}"


def told(trace, consumer: str | None = None) -> list[str]:
    return [line.split(maxsplit=1)[1] for line in machine_runs.did(trace, consumer)]


@in_each_case("where, records", [("resume_after", "2"), ("resume_at", "1,2")])
@in_each_case("starting", ["TRIM_HORIZON", "LATEST"])
def test_F134_a_poller_goes_on_at_the_position_that_it_has_stored(
    run: Run, where: str, records: str, starting: str
) -> None:
    poller = f"{{name: p, starts: 1s, starting_position: {starting}, {where}: {{record: 2}}}}"
    assert told(run(of(poller, PUTS)))[0] == f"read.records {records}"


def test_F134_a_poller_that_is_created_at_a_record_has_that_position_before_its_first_read(run: Run) -> None:
    trace = run(
        of(
            "{name: first}",
            PUTS,
            "create_consumer: {name: p, starts: 20s, resume_at: {record: 2}}, at: 10s",
            "wait: 20s",
        )
    )
    created = next(step.number for step in trace.steps if step.event.value == "read.consumer_created")
    position = trace.variable_of("checkpoint", "p")
    assert [trace.value(position, step).start for step in (created - 1, created)] == ["", "At record 2"]
    assert trace.readings["p"].reading(1, created).position == 1


def test_F134_in_other_shards_it_begins_at_its_starting_position(run: Run) -> None:
    text = "stream: {view_type: KEYS_ONLY, shards: 2}\n" + of(
        "{name: p, starts: 1s, resume_after: {record: 1}}", "put: {order_id: o-1}", "put: {order_id: o-2}, after: 0ms"
    )
    trace = run(text)
    assert len({record.shard for record in trace.records}) == 2
    assert told(trace) == ["read.records 1", "process.succeeded 1", "idle.waiting"]


def test_F151_a_stored_position_can_be_trimmed_by_now(run: Run) -> None:
    trace = run(of("{name: p, starts: 25h, resume_after: {record: 1}}", PUTS, "wait: 26h"))
    assert told(trace) == ["read.trimmed 1,2"]


def test_a_poller_that_crashes_resumes_at_its_stored_position_again(run: Run) -> None:
    poller = "{name: p, starts: 1s, resume_after: {record: 2}}"
    trace = run(of(poller, PUTS, "crash: {consumer: p}", "restart: {consumer: p}"))
    assert told(trace)[-3:] == ["read.records 2", "process.duplicate 2", "idle.waiting"]


def test_a_record_that_is_not_there_when_the_poller_starts_is_refused_at_its_place(run: Run) -> None:
    with pytest.raises(ScenarioError) as caught:
        run(of("{name: p, resume_after: {record: 9}}", PUTS))
    [complaint] = caught.value.complaints
    assert complaint.code == "S211"
    assert complaint.message == 'there is no record 9 in the stream when "p" starts; it cannot resume there'


def test_F300_who_lists_the_shards_once_never_reads_the_children(run: Run, scenario: Read) -> None:
    text = of("{name: p, lists_shards: once}", "put: {order_id: o-1}", "split_shard: 1", AGAIN)
    trace = run(text)
    assert told(trace) == ["read.records 0", "process.succeeded 0", "idle.waiting", "read.shard_end"]
    assert trace.steps[-4].facts == ("F145", "F300")
    believed = simulate(scenario(text), Rules(listing_once_is_enough=True))
    assert told(believed)[-3:] == ["read.records 1", "process.succeeded 1", "idle.waiting"]


def test_F300_shards_that_are_there_at_its_start_it_knows(run: Run) -> None:
    text = of(
        "{name: p, lists_shards: once, starts: 2s}",
        "put: {order_id: o-1}, at: 0s",
        "split_shard: 1, at: 1s",
        AGAIN + ", at: 1s",
    )
    assert told(run(text))[-3:] == ["read.records 1", "process.succeeded 1", "idle.waiting"]


def test_F300_started_again_it_finds_the_children_and_their_records_are_new_to_it(run: Run) -> None:
    crash = ("crash: {consumer: p}", "restart: {consumer: p}")
    text = of("{name: p, lists_shards: once}", "put: {order_id: o-1}", "roll_over_shard: 1", AGAIN, *crash)
    assert told(run(text))[-6:] == [
        "read.records 0",
        "process.duplicate 0",
        "read.shard_end",
        "read.records 1",
        "process.succeeded 1",
        "idle.waiting",
    ]


def test_F301_who_does_not_wait_for_parents_reads_an_items_newer_change_first(run: Run) -> None:
    poller = "{name: p, limit: 1, processing_time: 3s, waits_for_parents: false}"
    timeline = (
        "put: {order_id: o-2}",
        "put: {order_id: o-1}, after: 0ms",
        "split_shard: 1, after: 200ms",
        f"{AGAIN}, after: 0ms",
    )
    trace = run(of(poller, *timeline))
    read = [step for step in trace.steps if step.event.value == "read.records"]
    assert [step.records for step in read] == [(0,), (2,), (1,)]
    assert [step.facts[-1] for step in read] == ["F4", "F301", "F4"]


def of_workers(settings: str, *timeline: str) -> str:
    return of(f"{{name: k, type: kcl, {settings}}}", *timeline)


def test_F244_without_a_checkpoint_at_its_end_the_children_of_a_shard_never_start(run: Run) -> None:
    text = of_workers("checkpoint_at_shard_end: false", "put: {order_id: o-1}", "split_shard: 1", AGAIN)
    trace = run(text)
    assert told(trace) == ["read.records 0", "process.succeeded 0", "idle.waiting", "read.shard_end"]
    assert trace.value("leases", after=len(trace.events)).workers == (("worker-1", (1,)),)


def test_F244_a_worker_that_finishes_its_last_page_there_becomes_idle(run: Run) -> None:
    text = of_workers(
        "checkpoint_at_shard_end: false", "put: {order_id: o-1}", "split_shard: 1, at: 200ms", f"{AGAIN}, at: 300ms"
    )
    assert told(run(text)) == ["read.records 0", "process.succeeded 0", "read.shard_end", "idle.waiting"]


def test_F244_F243_who_takes_over_reads_the_shard_once_more(run: Run) -> None:
    settings = "workers: [a, b], checkpoint_at_shard_end: false"
    text = of_workers(settings, "put: {order_id: o-1}", "split_shard: 1", "crash: {consumer: k, worker: a}", "wait: 1m")
    assert told(run(text))[-6:] == [
        "read.crashed",
        "read.lease_taken",
        "read.records 0",
        "process.duplicate 0",
        "read.shard_end",
        "idle.waiting",
    ]


def test_F246_without_a_checkpoint_at_the_hand_over_records_come_again(run: Run) -> None:
    settings = "workers: [a], checkpoint_at_hand_over: false"
    both = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}]"
    text = "stream: {view_type: KEYS_ONLY, shards: 2}\n" + of_workers(
        settings, both, "add_worker: {consumer: k, worker: b}"
    )
    trace = run(text)
    assert told(trace)[-4:] == ["read.lease_taken", "read.records 1", "process.duplicate 1", "idle.waiting"]
    assert not any("checkpointed" in line for line in told(trace))


@pytest.mark.parametrize(("key", "behind"), [("resume_at", 1), ("resume_after", 2)])
def test_F134_a_poller_that_crashes_begins_again_at_its_stored_position(run: Run, key: str, behind: int) -> None:
    created = f"create_consumer: {{name: p, starts: 20s, {key}: {{record: 2}}}}, at: 10s"
    trace = run(of("{name: first}", PUTS, created, "crash: {consumer: p}, at: 30s", "restart: {consumer: p}, at: 40s"))
    restarted = next(step.number for step in trace.steps if step.event.value == "read.restarted")
    assert trace.readings["p"].reading(1, restarted - 1).position == len(trace.records)
    assert trace.readings["p"].reading(1, restarted).position == behind
    again = next(records for records in trace.record_indexes[restarted:] if records)
    assert again[0] == behind
