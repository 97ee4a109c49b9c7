"""Consumers that the timeline updates, deletes and creates."""

from __future__ import annotations

import machine_runs
import pytest
from machine_runs import Read, Run
from mapping_runs import did, fails_on, mapping

from simulator.dynamodb.rules import Rules
from simulator.machine.machine import simulate
from simulator.machine.variables import Checkpoint, ConsumerState
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.events import Event

PUT_1, PUT_2 = "put: {order_id: o-1}", "put: {order_id: o-2}"


def of_poller(settings: str, *timeline: str) -> str:
    entries = "".join(f"  - {{{entry}}}\n" for entry in timeline)
    return f"consumers: [{{name: p, {settings}}}]\ntimeline:\n{entries}"


# Updates


def test_F395_a_function_that_is_mended_handles_its_batch_at_the_next_retry(run: Run) -> None:
    mended = "update_consumer: {consumer: f, function: {fails_on: null}}, at: 400ms"
    assert did(run(mapping(fails_on("o-1", ", failures: 5"), PUT_1, mended))) == [
        "250 read.records 0",
        "350 process.failed 0",
        "400 read.consumer_updated",
        "700 process.succeeded 0",
        "750 idle.waiting",
    ]


def test_F395_an_invocation_that_runs_ends_with_the_function_that_it_began_with(run: Run) -> None:
    mended = "update_consumer: {consumer: f, function: {fails_on: null, duration: 10ms}}, at: 300ms"
    assert did(run(mapping(fails_on("o-1"), PUT_1, mended))) == [
        "250 read.records 0",
        "300 read.consumer_updated",
        "350 process.failed 0",
        "610 process.succeeded 0",
        "750 idle.waiting",
    ]


def test_F395_settings_that_an_update_does_not_name_stay(run: Run) -> None:
    less = "update_consumer: {consumer: f, maximum_retry_attempts: 1}, at: 400ms"
    trace = run(mapping(f"maximum_retry_attempts: 5, on_failure: sqs, {fails_on('o-1')}", PUT_1, less))
    assert did(trace)[-3:] == ["700 process.failed 0", "700 process.discarded 0", "750 idle.waiting"]
    assert trace.discards[0].consumer.on_failure == "sqs"


def test_F395_null_puts_a_setting_back_to_its_default(run: Run) -> None:
    plain = "update_consumer: {consumer: f, batch_size: null}, at: 3s"
    puts = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}]"
    trace = run(mapping("batch_size: 1", puts, plain, puts.replace("o-", "p-")))
    assert [step.records for step in trace.steps if step.event.value == "read.records"] == [(0,), (1,), (2, 3)]


def test_F395_a_destination_counts_from_the_deployment_on(run: Run) -> None:
    told = "update_consumer: {consumer: f, on_failure: s3}"
    trace = run(mapping(f"maximum_retry_attempts: 0, {fails_on('o-1')}", PUT_1, told, "delete: {order_id: o-1}"))
    assert [discard.consumer.on_failure for discard in trace.discards] == [None, "s3"]
    discarded = [step for step in trace.steps if step.event.value == "process.discarded"]
    assert ["F195" in step.facts for step in discarded] == [False, True]


def test_F395_an_open_batching_window_goes_on_to_its_end(run: Run) -> None:
    window = "maximum_batching_window_in_seconds"
    shorter = f"update_consumer: {{consumer: f, {window}: 0}}, at: 1s"
    trace = run(mapping(f"{window}: 5", PUT_1, shorter, f"{PUT_2}, at: 1500ms"))
    assert did(trace)[:2] == ["1000 read.consumer_updated", "5000 read.records 0,1"]


def test_F395_a_shard_gets_other_lanes_when_it_has_no_work(run: Run) -> None:
    more = "update_consumer: {consumer: f, parallelization_factor: 10}"
    puts = "batch_write: [put: {order_id: a}, put: {order_id: b}, put: {order_id: c}]"
    trace = run(mapping("", puts, more, puts.replace("order_id:", "v: 2, order_id:"), "redeliver: {consumer: f}"))
    batches = [step.records for step in trace.steps if step.event.value == "read.records"]
    assert batches[0] == (0, 1, 2)
    assert sorted(sum(batches[1:-1], ())) == [3, 4, 5]
    assert len(batches) > 3
    assert trace.events.count(trace.steps[-2].event) == 1  # what was delivered once more


def test_F395_a_tumbling_window_that_is_open_closes_before_batches_without_windows(run: Run) -> None:
    none = "update_consumer: {consumer: f, tumbling_window_in_seconds: 0}, at: 1s"
    trace = run(mapping("tumbling_window_in_seconds: 10", PUT_1, none, f"{PUT_2}, at: 2s", "wait: 30s"))
    told = [line.split(maxsplit=1)[1] for line in did(trace)]
    assert told == [
        "read.records 0",
        "process.succeeded 0",
        "read.consumer_updated",
        "process.window_closed",
        "read.records 1",
        "process.succeeded 1",
        "idle.waiting",
    ]


def test_F395_a_poller_polls_on_another_grid(run: Run) -> None:
    faster = "update_consumer: {consumer: p, poll_interval: 300ms, processing_time: 10ms}, at: 4s"
    assert machine_runs.did(run(of_poller("poll_interval: 5s", f"{PUT_1}, at: 3s", faster, f"{PUT_2}, at: 8s"))) == [
        "4000 read.consumer_updated",
        "4200 read.records 0",
        "4210 process.succeeded 0",
        "4500 idle.waiting",
        "8100 read.records 1",
        "8110 process.succeeded 1",
        "8400 idle.waiting",
    ]


def test_F395_empty_polls_follow_the_other_grid(run: Run) -> None:
    slower = "update_consumer: {consumer: p, poll_interval: 2s}, at: 2500ms"
    trace = run("show_empty_polls: true\n" + of_poller("poll_interval: 1s", slower, "wait: 6s"))
    assert [step.time for step in trace.steps if step.event.value == "read.empty"] == [0, 1000, 2000, 4000, 6000, 8000]


def test_F395_a_kcl_application_checkpoints_more_often(run: Run) -> None:
    often = "update_consumer: {consumer: k, checkpoint_every: 1}"
    text = "consumers: [{name: k, type: kcl, checkpoint_every: 10}]\ntimeline:\n"
    trace = run(text + "".join(f"  - {{{entry}}}\n" for entry in (PUT_1, often, PUT_2)))
    assert [line.split(maxsplit=1)[1] for line in machine_runs.did(trace)][-4:-1] == [
        "read.records 1",
        "process.succeeded 1",
        "process.checkpointed",
    ]


# Deletions and creations


def test_F174_a_mapping_that_is_created_again_begins_at_its_starting_position(run: Run) -> None:
    again = "create_consumer: {name: f, type: lambda}"
    trace = run(mapping("", PUT_1, "delete_consumer: f", PUT_2, again))
    assert did(trace) == [
        "250 read.records 0",
        "350 process.succeeded 0",
        "500 idle.waiting",
        "500 read.consumer_deleted",
        "600 read.consumer_created",
        "600 read.records 0,1",
        "700 process.succeeded 0,1",
        "850 idle.waiting",
    ]
    assert trace.value("checkpoint", after=9) == Checkpoint("TRIM_HORIZON")


def test_F174_at_latest_it_passes_over_what_came_meanwhile(run: Run) -> None:
    again = "create_consumer: {name: f, type: lambda, starting_position: LATEST}"
    trace = run(mapping("", "delete_consumer: f", PUT_1, again, PUT_2))
    assert [step.records for step in trace.steps if step.event.value == "read.consumer_created"] == [()]
    assert did(trace)[2:] == ["100 read.started 0", "350 read.records 1", "450 process.succeeded 1", "600 idle.waiting"]


def test_F174_F202_what_was_processed_under_its_name_comes_again_as_a_duplicate(run: Run) -> None:
    trace = run(mapping("", PUT_1, "delete_consumer: f", "create_consumer: {name: f, type: lambda}"))
    assert did(trace)[-3:] == ["500 read.records 0", "600 process.duplicate 0", "750 idle.waiting"]
    poller = run(
        of_poller("starting_position: LATEST", PUT_1, "delete_consumer: p", PUT_2, "create_consumer: {name: p}")
    )
    assert [line.split(maxsplit=1)[1] for line in machine_runs.did(poller)][-4:] == [
        "read.records 0,1",
        "process.duplicate 0",
        "process.succeeded 1",
        "idle.waiting",
    ]


def test_an_invocation_that_runs_when_its_mapping_is_deleted_still_ends_and_is_not_tried_again(run: Run) -> None:
    trace = run(mapping(fails_on("o-1"), PUT_1, "delete_consumer: f, at: 300ms", "wait: 1m"))
    assert did(trace) == ["250 read.records 0", "300 read.consumer_deleted", "350 process.failed 0"]
    assert trace.steps[-1].detail.retry_in is None
    assert trace.value("consumer_state", after=len(trace.events)) is ConsumerState.DELETED


def test_a_batch_that_waits_for_its_retry_is_forgotten_with_its_mapping(run: Run) -> None:
    trace = run(mapping(fails_on("o-1"), PUT_1, "delete_consumer: f, at: 400ms", "wait: 1m"))
    assert did(trace)[1:] == ["350 process.failed 0", "400 read.consumer_deleted"]


def test_a_poller_that_is_deleted_has_lost_the_page_in_its_hands(run: Run) -> None:
    trace = run(of_poller("processing_time: 1s", PUT_1, "delete_consumer: p, at: 1500ms", "wait: 1m"))
    assert machine_runs.did(trace) == ["1000 read.records 0", "1500 read.consumer_deleted"]


def test_leases_go_with_a_kcl_application_and_are_taken_when_it_is_created_again(run: Run) -> None:
    text = "consumers: [{name: k, type: kcl}]\ntimeline:\n"
    entries = (PUT_1, "delete_consumer: k", "create_consumer: {name: k, type: kcl, workers: [x]}")
    trace = run(text + "".join(f"  - {{{entry}}}\n" for entry in entries))
    assert [line.split(maxsplit=1)[1] for line in machine_runs.did(trace)][-6:] == [
        "read.consumer_deleted",
        "read.consumer_created",
        "read.lease_taken",
        "read.records 0",
        "process.duplicate 0",
        "idle.waiting",
    ]
    assert [value.workers for value in trace.histories["leases"].values] == [(("worker-1", (1,)),), (), (("x", (1,)),)]


def test_a_consumer_that_is_created_later_reads_what_is_there_already(run: Run) -> None:
    trace = run(of_poller("", PUT_1, "create_consumer: {name: q}"))
    assert machine_runs.did(trace, "q") == [
        "2000 read.consumer_created",
        "2000 read.records 0",
        "2100 process.succeeded 0",
        "3000 idle.waiting",
    ]
    assert trace.value("consumer_state.q", after=0) is ConsumerState.NOT_CREATED


def test_F174_believed_a_new_mapping_goes_on_where_the_old_one_was(scenario: Read) -> None:
    again = "create_consumer: {name: f, type: lambda, starting_position: LATEST}"
    text = mapping("batch_size: 1", PUT_1, f"{PUT_2}, after: 0ms", "delete_consumer: f, at: 300ms", f"{again}, at: 5s")
    believed = simulate(scenario(text), Rules(position_outlasts_deletion=True))
    assert did(believed)[3:] == [
        "5000 read.consumer_created",
        "5000 read.records 1",
        "5100 process.succeeded 1",
        "5250 idle.waiting",
    ]


# States and parts


def test_a_consumer_that_is_not_created_before_the_run_ends_is_not_created_in_any_shard(run: Run) -> None:
    later = "create_consumer: {name: g, type: lambda}, at: 1m"
    trace = run(mapping("", PUT_1, later))
    before = next(step.number for step in trace.steps if step.event.value == "read.consumer_created") - 1
    for variable in ("consumer_state.g", "consumer_state.g@1"):
        assert trace.value(variable, after=before) is ConsumerState.NOT_CREATED
        assert trace.value(variable, after=before + 1) is ConsumerState.IDLE


def test_a_deleted_consumer_is_deleted_in_its_shards_too(run: Run) -> None:
    trace = run(mapping("", PUT_1, "delete_consumer: f"))
    assert trace.value("consumer_state.f@1", after=len(trace.steps)) is ConsumerState.DELETED


def test_a_mapping_that_gets_tumbling_windows_by_an_update_waits_for_their_ends(run: Run) -> None:
    tumbling = "update_consumer: {consumer: f, tumbling_window_in_seconds: 10}"
    trace = run(mapping("", PUT_1, tumbling, PUT_2))
    states = [trace.value("consumer_state", after=number) for number in range(len(trace.steps))]
    assert ConsumerState.WAITING in states
    assert trace.value("consumer_state", after=len(trace.steps)) is ConsumerState.IDLE


def test_F395_new_lanes_have_numbers_of_their_own(run: Run) -> None:
    more = "update_consumer: {consumer: f, parallelization_factor: 10}"
    puts = ", ".join(f"put: {{order_id: p-{number}}}" for number in range(20))
    trace = run(mapping("", PUT_1, more, f"batch_write: [{puts}]"))
    lanes = [step.detail.lane for step in trace.steps if step.event.value == "read.records"]
    assert (lanes[0].number, lanes[0].of) == (1, 1)
    assert {lane.of for lane in lanes[1:]} == {10}
    assert len({lane.number for lane in lanes[1:]}) == len(lanes) - 1 > 1


def test_F136_a_stored_position_is_not_passed_over_at_latest(run: Run) -> None:
    resumes = "resume_after: {record: 1}, starting_position: LATEST, starts: 5s"
    trace = run(of_poller(resumes, PUT_1, PUT_2, "wait: 1m"))
    assert "read.started" not in " ".join(did(trace))
    assert [step.records for step in trace.steps if step.event.value == "read.records"] == [(1,)]


def test_what_was_handed_to_a_deleted_mapping_counts_as_a_delivery_of_the_next_of_its_name(run: Run) -> None:
    created = "create_consumer: {name: f, type: lambda}, after: 1ms"
    trace = run(mapping(fails_on("o-1"), PUT_1, "delete_consumer: f, at: 400ms", created))
    [failed], [succeeded] = (trace.steps_of(event) for event in (Event.PROCESS_FAILED, Event.PROCESS_SUCCEEDED))
    assert trace.details[failed].delivery == 1
    assert trace.details[succeeded].delivery == 2
    assert trace.details[succeeded].attempt == 1


def test_an_action_that_waits_for_a_created_consumer_to_start_is_told_of_it(run: Run) -> None:
    created = "create_consumer: {name: q, starts: 30s}, at: 1s"
    with pytest.raises(ScenarioError, match='rest waits for "q", which starts at 30,000 ms'):
        run(of_poller("", PUT_1, created, PUT_2, f"{PUT_1}, at: 10s"))
