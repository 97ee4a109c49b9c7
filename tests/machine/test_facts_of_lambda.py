"""How Lambda reads a stream, fact by fact."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest
from machine_runs import Run, did

from simulator.dynamodb.rules import Rules
from simulator.lesson.words.table import value_words
from simulator.machine.consumers.event_source_mapping.failure_message import failure_document
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.model import Scenario

FAILS_ON_O2 = "fails_on: {dynamodb: {Keys: {order_id: {S: [o-2]}}}}"
FOUR = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}, put: {order_id: o-4}]"


def mapping(more: str = "", function: str = "", timeline: str = FOUR) -> str:
    """A scenario of one mapping."""
    settings = f", {more}" if more else ""
    behaves = f", function: {{{function}}}" if function else ""
    return f"consumers: [{{name: f, type: lambda{settings}{behaves}}}]\ntimeline: [{timeline}]"


def invocations(trace: Trace) -> list[tuple[int, ...]]:
    """The batches that the function was invoked with, in order of their ends."""
    ends = ("process.succeeded", "process.failed", "process.partial", "process.duplicate")
    return [step.records for step in trace.steps if step.event.value in ends]


# Polling and batching


def test_F160_lambda_polls_a_shard_four_times_a_second(run: Run) -> None:
    trace = run(mapping(timeline="put: {order_id: o-1}"))
    assert did(trace) == ["250 read.records 0", "350 process.succeeded 0", "500 idle.waiting"]


def test_F160_the_grid_begins_when_the_mapping_does(run: Run) -> None:
    trace = run(mapping("starts: 130ms", timeline="put: {order_id: o-1}"))
    assert did(trace)[0] == "130 read.records 0"


def test_F161_no_records_no_invocation(run: Run) -> None:
    assert did(run(mapping(timeline="delete: {order_id: o-1}, wait: 10s"))) == []


def test_F162_a_batch_has_at_most_BatchSize_records_and_100_unless_said(run: Run) -> None:
    assert did(run(mapping("batch_size: 3")))[0] == "250 read.records 0,1,2"
    many = 'repeat: {times: 150, every: 0ms, do: {put: {order_id: "o-{n}"}}}'
    assert [len(batch) for batch in invocations(run(mapping(timeline=many)))] == [100, 50]


def test_F163_F164_with_a_window_the_function_waits_for_its_end(run: Run) -> None:
    trace = run(mapping("maximum_batching_window_in_seconds: 2", timeline="put: {order_id: o-1}, wait: 3s"))
    assert did(trace)[:2] == ["2000 read.records 0", "2100 process.succeeded 0"]


def test_F164_a_full_batch_ends_the_window_early(run: Run) -> None:
    trace = run(mapping("maximum_batching_window_in_seconds: 60, batch_size: 4"))
    assert did(trace)[0] == "250 read.records 0,1,2,3"


def test_F164_so_does_a_payload_of_6_MB(run: Run) -> None:
    """Items of 300 KB: one GetRecords of 1 MB brings three of them, and 21 are over 6 MB."""
    big = f'repeat: {{times: 24, every: 0ms, do: {{put: {{order_id: "o-{{n}}", text: "{"x" * 300_000}"}}}}}}'
    text = "stream: {view_type: NEW_IMAGE}\n" + mapping(
        "maximum_batching_window_in_seconds: 300, batch_size: 10000", timeline=big
    )
    first = invocations(run(text))[0]
    assert len(first) in (20, 21)
    assert did(run(text))[0].startswith("1750 read.records")  # the seventh poll: 250, 500, ... 1750


def test_F165_the_next_window_begins_when_the_invocation_has_ended(run: Run) -> None:
    timeline = "put: {order_id: o-1}, {put: {order_id: o-2}, at: 2300ms}"
    trace = run(mapping("maximum_batching_window_in_seconds: 2", "duration: 1s", timeline))
    reads = [line for line in did(trace) if "read" in line]
    assert reads == ["2000 read.records 0", "5000 read.records 1"]


def test_F141_F166_one_poll_brings_at_most_1000_records_and_a_window_gathers_several_polls(run: Run) -> None:
    many = 'repeat: {times: 1500, every: 0ms, do: {put: {order_id: "o-{n}"}}}'
    assert [len(batch) for batch in invocations(run(mapping("batch_size: 10000", timeline=many)))] == [1000, 500]
    windowed = run(mapping("batch_size: 10000, maximum_batching_window_in_seconds: 1", timeline=many))
    assert [len(batch) for batch in invocations(windowed)] == [1500]


def test_F167_a_batch_has_records_of_one_shard(run: Run) -> None:
    many = 'repeat: {times: 20, every: 0ms, do: {put: {order_id: "o-{n}"}}}'
    trace = run("stream: {view_type: KEYS_ONLY, shards: 4}\n" + mapping(timeline=many))
    for batch in invocations(trace):
        assert len({trace.records[index].shard.number for index in batch}) == 1
    assert len(invocations(trace)) > 1


def test_F168_shards_are_worked_on_at_the_same_time(run: Run) -> None:
    many = 'repeat: {times: 20, every: 0ms, do: {put: {order_id: "o-{n}"}}}'
    trace = run("stream: {view_type: KEYS_ONLY, shards: 2}\n" + mapping(timeline=many))
    assert [line.split()[:2] for line in did(trace)[:4]] == [
        ["250", "read.records"],
        ["250", "read.records"],
        ["350", "process.succeeded"],
        ["350", "process.succeeded"],
    ]


def test_F169_with_a_factor_batches_run_beside_one_another_and_keep_the_order_of_each_item(run: Run) -> None:
    keys = ", ".join(f"put: {{order_id: o-{n}}}" for n in range(8))
    timeline = f"batch_write: [{keys}], " + ", ".join(
        f"{{put: {{order_id: o-{n}, v: {v}}}, after: 0ms}}" for v in (1, 2) for n in range(8)
    )
    trace = run(mapping("parallelization_factor: 4, batch_size: 2", timeline=timeline))
    at_once = Counter(line.split()[0] for line in did(trace) if "read.records" in line)
    assert max(at_once.values()) > 1
    done = [index for batch in invocations(trace) for index in batch]
    assert sorted(done) == list(range(24))
    for key in {record.key for record in trace.records}:
        of_item = [index for index in done if trace.records[index].key == key]
        assert of_item == sorted(of_item)


def test_F169_a_blocked_item_leaves_the_other_lanes_their_way(run: Run) -> None:
    keys = ", ".join(f"put: {{order_id: o-{n}}}" for n in range(1, 9))
    trace = run(mapping("parallelization_factor: 4, maximum_retry_attempts: 3", FAILS_ON_O2, f"batch_write: [{keys}]"))
    succeeded_at = [step.time for step in trace.steps if step.event.value == "process.succeeded"]
    assert min(succeeded_at) == 350


def test_F170_with_factor_1_the_next_batch_waits_for_the_result_of_the_one_before(run: Run) -> None:
    trace = run(
        mapping("batch_size: 1", "duration: 400ms", "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}]")
    )
    assert did(trace)[:4] == [
        "250 read.records 0",
        "650 process.succeeded 0",
        "750 read.records 1",
        "1150 process.succeeded 1",
    ]


def test_F171_LATEST_begins_after_what_is_there_and_TRIM_HORIZON_with_it(run: Run) -> None:
    timeline = "put: {order_id: o-1}, {put: {order_id: o-2}, at: 2s}"
    assert invocations(run(mapping("starts: 1s, starting_position: LATEST", timeline=timeline))) == [(1,)]
    assert invocations(run(mapping("starts: 1s", timeline=timeline))) == [(0,), (1,)]


def test_F173_parents_come_before_children(run: Run) -> None:
    timeline = (
        "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}], {split_shard: 1, after: 100ms}, "
        "batch_write: [put: {order_id: o-1, n: 1}, put: {order_id: o-2, n: 1}]"
    )
    trace = run(mapping("batch_size: 1", timeline=timeline))
    shards = [trace.records[batch[0]].shard.number for batch in invocations(trace)]
    assert shards[:2] == [1, 1]
    assert set(shards[2:]) <= {2, 3}
    end = next(step.number for step in trace.steps if step.event.value == "read.shard_end")
    child = next(step.number for step in trace.steps if step.event.value == "read.records" and step.records[0] > 1)
    assert end < child


def test_F174_a_mapping_that_is_turned_off_keeps_its_place(run: Run) -> None:
    timeline = "put: {order_id: o-1}, stop: {consumer: f}, put: {order_id: o-2}, wait: 20m, start: {consumer: f}"
    trace = run(mapping(timeline=timeline))
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 0",
        "process.succeeded 0",
        "idle.waiting",
        "read.stopped",
        "read.started",
        "read.records 1",
        "process.succeeded 1",
        "idle.waiting",
    ]


def test_F174_what_was_trimmed_meanwhile_is_lost_to_it(run: Run) -> None:
    timeline = (
        "put: {order_id: o-1}, stop: {consumer: f}, put: {order_id: o-2}, wait: 25h, start: {consumer: f}, wait: 1s"
    )
    events = [step.event.value for step in run(mapping(timeline=timeline)).steps]
    assert events[-1] == "read.trimmed"


# Failures


def test_F180_by_default_a_batch_is_tried_until_its_records_expire(run: Run) -> None:
    trace = run(mapping(function="fails_on: {eventName: [INSERT]}", timeline="put: {order_id: o-1}"))
    last = [step for step in trace.steps if step.event.value == "process.discarded"]
    assert [step.time for step in last] == [24 * 3600 * 1000 + 50]
    assert trace.discards[0].detail.condition == "RecordAgeExceeded"


def test_F181_its_shard_waits_and_the_other_shards_go_on(run: Run) -> None:
    """o-1 goes to the second shard, o-2 to the first."""
    timeline = "put: {order_id: o-1}, {put: {order_id: o-2}, at: 400ms}, {put: {order_id: o-1, n: 1}, at: 500ms}"
    text = "stream: {view_type: KEYS_ONLY, shards: 2}\n" + mapping(
        "maximum_retry_attempts: 2",
        "fails_on: {eventName: [INSERT], dynamodb: {Keys: {order_id: {S: [o-1]}}}}",
        timeline,
    )
    assert did(run(text)) == [
        "250 read.records 0",
        "350 process.failed 0",
        "500 read.records 1",
        "600 process.succeeded 1",
        "700 process.failed 0",
        "1300 process.failed 0",
        "1300 process.discarded 0",
        "1500 read.records 2",
        "1600 process.succeeded 2",
        "1750 idle.waiting",
    ]


@pytest.mark.parametrize("retries", [0, 1, 3])
def test_F183_n_retries_are_n_plus_1_invocations(run: Run, retries: int) -> None:
    trace = run(
        mapping(f"maximum_retry_attempts: {retries}", "fails_on: {eventName: [INSERT]}", "put: {order_id: o-1}")
    )
    assert Counter(step.event.value for step in trace.steps)["process.failed"] == retries + 1
    assert trace.discards[0].detail.attempt == retries + 1


def test_F182_records_beyond_the_maximum_age_are_given_up(run: Run) -> None:
    trace = run(mapping("maximum_record_age_in_seconds: 60", "fails_on: {eventName: [INSERT]}", "put: {order_id: o-1}"))
    discarded = [step for step in trace.steps if step.event.value == "process.discarded"]
    assert [step.time for step in discarded] == [60_050]  # 60 s after the capture at 50 ms


def test_F198_with_60_seconds_a_failing_batch_is_invoked_8_times(run: Run) -> None:
    trace = run(mapping("maximum_record_age_in_seconds: 60", "fails_on: {eventName: [INSERT]}", "put: {order_id: o-1}"))
    failed = [step.time for step in trace.steps if step.event.value == "process.failed"]
    assert len(failed) == 8
    # The pauses: 250 ms, doubling. Each invocation takes 100 ms.
    assert [later - earlier - 100 for earlier, later in pairwise(failed)] == [
        250,
        500,
        1000,
        2000,
        4000,
        8000,
        16000,
    ]


def test_a_pause_is_never_longer_than_a_minute(run: Run) -> None:
    trace = run(mapping("maximum_retry_attempts: 12", "fails_on: {eventName: [INSERT]}", "put: {order_id: o-1}"))
    failed = [step.time for step in trace.steps if step.event.value == "process.failed"]
    assert [later - earlier - 100 for earlier, later in pairwise(failed[-4:])] == [60_000] * 3


def test_a_function_that_fails_twice_succeeds_the_third_time(run: Run) -> None:
    trace = run(mapping(function="fails_on: {eventName: [INSERT]}, failures: 2", timeline="put: {order_id: o-1}"))
    assert did(trace) == [
        "250 read.records 0",
        "350 process.failed 0",
        "700 process.failed 0",
        "1300 process.succeeded 0",
        "1500 idle.waiting",
    ]


def test_F186_a_failed_batch_is_halved_and_that_uses_up_no_retry(run: Run) -> None:
    trace = run(mapping("maximum_retry_attempts: 0, bisect_batch_on_function_error: true", FAILS_ON_O2))
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 0,1,2,3",
        "process.failed 0,1,2,3",
        "process.bisected 0,1,2,3",
        "process.failed 0,1",
        "process.bisected 0,1",
        "process.succeeded 0",
        "process.failed 1",
        "process.discarded 1",
        "process.succeeded 2,3",
        "idle.waiting",
    ]


def test_F187_F188_a_reported_failure_rewinds_to_the_lowest_number(run: Run) -> None:
    report = f"{FAILS_ON_O2}, failures: 1, reports: first_failed"
    trace = run(mapping("function_response_types: [ReportBatchItemFailures]", report))
    assert did(trace) == [
        "250 read.records 0,1,2,3",
        "350 process.partial 0,1,2,3",
        "700 process.succeeded 1,2,3",
        "750 idle.waiting",
    ]
    assert trace.finished(next(step.number for step in trace.steps if step.event.value == "process.partial")) == (0,)


def test_F188_several_reported_failures_rewind_to_the_lowest_of_them(run: Run) -> None:
    report = "fails_on: {dynamodb: {Keys: {order_id: {S: [o-2, o-4]}}}}, failures: 1, reports: all_failed"
    trace = run(mapping("function_response_types: [ReportBatchItemFailures]", report))
    assert invocations(trace) == [(0, 1, 2, 3), (1, 2, 3)]


def test_F187_without_the_setting_a_report_is_ignored(run: Run) -> None:
    trace = run(mapping(function=f"{FAILS_ON_O2}, reports: first_failed"))
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 0,1,2,3",
        "process.succeeded 0,1,2,3",
        "idle.waiting",
    ]


def test_F190_an_unknown_identifier_fails_the_whole_batch(run: Run) -> None:
    settings = "function_response_types: [ReportBatchItemFailures], maximum_retry_attempts: 1"
    trace = run(mapping(settings, f"{FAILS_ON_O2}, reports: '12345'"))
    assert [line.split(maxsplit=1)[1] for line in did(trace)[:4]] == [
        "read.records 0,1,2,3",
        "process.failed 0,1,2,3",
        "process.failed 0,1,2,3",
        "process.discarded 0,1,2,3",
    ]
    assert trace.discards[0].function_error is None


def test_F193_with_both_settings_a_report_cuts_and_an_exception_halves(run: Run) -> None:
    both = "function_response_types: [ReportBatchItemFailures], bisect_batch_on_function_error: true"
    reported = run(mapping(both, f"{FAILS_ON_O2}, failures: 1, reports: first_failed"))
    assert invocations(reported) == [(0, 1, 2, 3), (1, 2, 3)]
    raised = run(mapping(both, f"{FAILS_ON_O2}, failures: 1"))
    assert invocations(raised) == [(0, 1, 2, 3), (0, 1), (2, 3)]


def test_F183_reported_failures_use_up_retries_too(run: Run) -> None:
    settings = "function_response_types: [ReportBatchItemFailures], maximum_retry_attempts: 3"
    trace = run(mapping(settings, f"{FAILS_ON_O2}, reports: first_failed"))
    partial = [step.detail.attempt for step in trace.steps if step.event.value == "process.partial"]
    assert partial == [1, 1, 2, 3, 4]  # the first report cuts the batch, and what is left has four invocations (F380)
    assert trace.discards[0].records == (1, 2, 3)
    assert trace.discards[0].detail.attempt == 4


def test_F194_with_no_destination_what_is_given_up_is_lost(run: Run) -> None:
    trace = run(mapping("maximum_retry_attempts: 0", FAILS_ON_O2))
    assert len(trace.discards) == 1
    assert value_words(trace.value("destination", len(trace.steps))) == "Empty"


def test_F195_F196_a_queue_gets_where_the_records_are_and_not_the_records(run: Run) -> None:
    trace = run(mapping("maximum_retry_attempts: 1, on_failure: sqs", FAILS_ON_O2))
    document = failure_document(trace, trace.discards[0])
    assert set(document) == {"requestContext", "responseContext", "version", "timestamp", "DDBStreamBatchInfo"}
    assert document["requestContext"]["condition"] == "RetryAttemptsExhausted"
    assert document["requestContext"]["approximateInvokeCount"] == 2
    assert document["responseContext"]["functionError"] == "Unhandled"
    first, last = trace.records[0], trace.records[3]
    assert document["DDBStreamBatchInfo"] == {
        "shardId": first.shard.shard_id,
        "startSequenceNumber": str(first.sequence_number),
        "endSequenceNumber": str(last.sequence_number),
        "approximateArrivalOfFirstRecord": "2024-01-01T00:00:00Z",
        "approximateArrivalOfLastRecord": "2024-01-01T00:00:00Z",
        "batchSize": 4,
        "streamArn": trace.stream.arn,
    }
    assert value_words(trace.value("destination", len(trace.steps))) == "1 message"


def test_F195_S3_gets_the_event_too(run: Run) -> None:
    trace = run(mapping("maximum_retry_attempts: 0, on_failure: s3", FAILS_ON_O2))
    payload = json.loads(failure_document(trace, trace.discards[0])["payload"])
    assert [record["dynamodb"]["Keys"]["order_id"]["S"] for record in payload["Records"]] == [
        "o-1",
        "o-2",
        "o-3",
        "o-4",
    ]
    assert {record["eventSourceARN"] for record in payload["Records"]} == {trace.stream.arn}


def test_F197_a_message_about_the_age_has_no_response(run: Run) -> None:
    trace = run(
        mapping(
            "maximum_record_age_in_seconds: 60, on_failure: sns",
            "fails_on: {eventName: [INSERT]}",
            "put: {order_id: o-1}",
        )
    )
    document = failure_document(trace, trace.discards[0])
    assert document["requestContext"]["condition"] == "RecordAgeExceeded"
    assert "responseContext" not in document


def test_F202_F204_a_batch_may_come_again_without_any_error_and_its_records_are_the_same(run: Run) -> None:
    trace = run(mapping(timeline="put: {order_id: o-1}, redeliver: {consumer: f}"))
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 0",
        "process.succeeded 0",
        "idle.waiting",
        "read.records 0",
        "process.duplicate 0",
        "idle.waiting",
    ]
    assert len({trace.records[0].event_id for _ in range(2)}) == 1


def test_F206_the_iterator_age_is_that_of_the_last_record_and_rises_while_a_batch_is_blocked(run: Run) -> None:
    trace = run(mapping("maximum_retry_attempts: 2", "fails_on: {eventName: [INSERT]}", "put: {order_id: o-1}"))
    ages = [value_words(value) for value in trace.histories["iterator_age"].values]
    assert ages == ["None", "0.300 s", "0.650 s", "1.250 s"]  # captured at 50; ends at 350, 700, 1300


def test_the_attempt_is_the_number_of_the_newest_invocation(run: Run) -> None:
    trace = run(
        mapping(
            "maximum_retry_attempts: 1",
            "fails_on: {eventName: [INSERT]}",
            "put: {order_id: o-1}, delete: {order_id: o-1}",
        )
    )
    assert [value_words(value) for value in trace.histories["attempt"].values] == ["None", "1", "2", "1"]


def test_a_consumer_is_Retrying_while_its_batch_waits(run: Run) -> None:
    trace = run(mapping("maximum_retry_attempts: 1", "fails_on: {eventName: [INSERT]}", "put: {order_id: o-1}"))
    states = [value_words(value) for value in trace.histories["consumer_state"].values]
    assert states == ["Idle", "Reading", "Retrying", "Processing", "Idle"]


# Windows


def test_F210_a_tumbling_window_ends_with_one_invocation_more(run: Run) -> None:
    timeline = 'repeat: {times: 4, every: 3s, do: {put: {order_id: "o-{n}"}}}'
    trace = run(mapping("tumbling_window_in_seconds: 10", timeline=timeline))
    closed = [step for step in trace.steps if step.event.value == "process.window_closed"]
    # Captures at 0, 3, 6 and 9 s: all in the window from 0 to 10 s. It is over when the poll after 10.05 s has read.
    assert [(step.time, step.detail.state) for step in closed] == [(10_350, 4)]
    start = 1_704_067_200
    assert closed[0].detail.window == (start, start + 10)


def test_F211_windows_are_cut_by_the_records_creation_times(run: Run) -> None:
    timeline = "put: {order_id: o-1}, {put: {order_id: o-2}, at: 9900ms}, {put: {order_id: o-3}, at: 10s}"
    trace = run(mapping("tumbling_window_in_seconds: 10, maximum_batching_window_in_seconds: 5", timeline=timeline))
    assert invocations(trace) == [(0,), (1,), (2,)]
    states = [step.detail.state for step in trace.steps if step.event.value == "process.window_closed"]
    assert states == [2, 1]


def test_F211_with_its_shard_a_window_ends(run: Run) -> None:
    timeline = "put: {order_id: o-1}, {split_shard: 1, at: 1s}"
    trace = run(mapping("tumbling_window_in_seconds: 60", timeline=timeline))
    events = [step.event.value for step in trace.steps]
    assert events.index("process.window_closed") < events.index("read.shard_end")
    closed = next(step for step in trace.steps if step.event.value == "process.window_closed")
    assert closed.time < 2000


# Filters


def test_F215_what_is_filtered_out_is_passed_for_good_and_other_consumers_still_see_it(run: Run) -> None:
    text = (
        "consumers: [{name: f, type: lambda, filter_criteria: [{eventName: [REMOVE]}]}, "
        "{name: p, poll_interval: 250ms}]\n"
        "timeline: [put: {order_id: o-1}, delete: {order_id: o-1}]"
    )
    trace = run(text)
    of_f = [(step.event.value, step.records) for step in trace.steps if step.consumer == "f"]
    assert of_f == [
        ("process.filtered", (0,)),
        ("idle.waiting", ()),
        ("read.records", (1,)),
        ("process.succeeded", (1,)),
        ("idle.waiting", ()),
    ]
    assert [step.records for step in trace.steps if step.consumer == "p" and step.event.value == "read.records"] == [
        (0,),
        (1,),
    ]


def test_F230_only_what_passes_the_filter_fills_the_batch(run: Run) -> None:
    timeline = 'repeat: {times: 4, every: 1s, do: [{put: {order_id: "o-{n}"}}, {delete: {order_id: "o-{n}"}}]}'
    settings = "maximum_batching_window_in_seconds: 60, batch_size: 3, filter_criteria: [{eventName: [INSERT]}]"
    trace = run(mapping(settings, timeline=timeline))
    assert [len(batch) for batch in invocations(trace)] == [3, 1]
    assert invocations(trace)[0] == (0, 2, 4)


def test_F228_a_filter_on_NewImage_never_matches_a_REMOVE(run: Run) -> None:
    settings = "filter_criteria: [{dynamodb: {NewImage: {order_id: {S: [o-1]}}}}]"
    trace = run(mapping(settings, timeline="put: {order_id: o-1}, delete: {order_id: o-1}"))
    assert invocations(trace) == [(0,)]


def test_F225_a_filter_can_let_only_time_to_live_deletes_pass(scenario: Callable[[str], Scenario]) -> None:
    text = (
        "consumers: [{name: f, type: lambda, "
        "filter_criteria: [{userIdentity: {type: [Service], principalId: [dynamodb.amazonaws.com]}}]}]\n"
        "timeline: [put: {order_id: o-1, ttl: !in 1m}, put: {order_id: o-2}, delete: {order_id: o-2}, wait: 30m]"
    )
    made = scenario(text)
    table = made.table.model_copy(update={"time_to_live": {"attribute": "ttl", "deletion_delay": "1m"}})
    table = type(made.table).model_validate(
        {"name": "Orders", "partition_key": "order_id", "time_to_live": {"attribute": "ttl", "deletion_delay": "1m"}}
    )
    trace = simulate(made.model_copy(update={"table": table}))
    assert [trace.records[batch[0]].user_identity is not None for batch in invocations(trace)] == [True]


# Misconceptions


@pytest.mark.parametrize(
    ("rules", "first"),
    [(Rules(), "250 read.records 0"), (Rules(mapping_polls=False), "100 read.records 0")],
)
def test_F288_lambda_polls_and_nothing_is_pushed(scenario: Callable[[str], Scenario], rules: Rules, first: str) -> None:
    assert did(simulate(scenario(mapping(timeline="put: {order_id: o-1}")), rules))[0] == first
