"""ReportBatchItemFailures: the reports that a function may make, and their effects (F187-F193)."""

from __future__ import annotations

import pytest
from machine_runs import Run
from mapping_runs import did

from simulator.machine.consumers.event_source_mapping.failure_message import failure_document
from simulator.machine.trace import Trace
from simulator.machine.variables import Checkpoint, ConsumerState

THREE = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}]"
SETTING = "function_response_types: [ReportBatchItemFailures]"


def lesson(function: str, settings: str = SETTING) -> str:
    """Three records and one mapping, called f."""
    return f"consumers: [{{name: f, type: lambda, {settings}, function: {{{function}}}}}]\ntimeline: [{THREE}]"


def fails_on(*keys: str) -> str:
    """A pattern of records that the function fails on."""
    return f"fails_on: {{dynamodb: {{Keys: {{order_id: {{S: [{', '.join(keys)}]}}}}}}}}"


def partial(trace: Trace) -> int:
    """The step of the first partial failure."""
    return next(step.number for step in trace.steps if step.event.value == "process.partial")


def test_F188_successes_after_the_lowest_reported_number_are_repeated(run: Run) -> None:
    trace = run(lesson(f"{fails_on('o-2')}, failures: 1, reports: first_failed"))
    assert did(trace) == [
        "250 read.records 0,1,2",
        "350 process.partial 0,1,2",
        "700 process.succeeded 1,2",
        "750 idle.waiting",
    ]


def test_F188_what_stands_before_it_is_done_with_at_the_step_of_the_partial_failure(run: Run) -> None:
    trace = run(lesson(f"{fails_on('o-2')}, failures: 1, reports: first_failed"))
    step = partial(trace)
    succeeded = next(each.number for each in trace.steps if each.event.value == "process.succeeded")
    assert list(trace.progress["f"].processed) == [step, succeeded, succeeded]
    assert trace.value("checkpoint", after=step) == Checkpoint("TRIM_HORIZON", ((1, 0),))
    assert trace.value("consumer_state", after=step) is ConsumerState.RETRYING
    assert trace.steps[step - 1].detail.accepted == 1


def test_F188_a_report_of_the_first_record_repeats_the_whole_batch(run: Run) -> None:
    trace = run(lesson(f"{fails_on('o-1', 'o-3')}, failures: 1, reports: all_failed"))
    assert did(trace)[1:3] == ["350 process.partial 0,1,2", "700 process.succeeded 0,1,2"]
    assert trace.finished(partial(trace)) == ()
    assert trace.value("checkpoint", after=partial(trace)) == Checkpoint("TRIM_HORIZON")


def test_F189_a_function_that_reports_nothing_has_succeeded(run: Run) -> None:
    trace = run(lesson(f"{fails_on('o-9')}, reports: all_failed"))
    assert did(trace) == ["250 read.records 0,1,2", "350 process.succeeded 0,1,2", "500 idle.waiting"]


def test_F191_an_eventID_is_no_identifier_and_fails_the_whole_batch(run: Run) -> None:
    event_id = run(lesson(fails_on("o-9"))).records[1].event_id
    trace = run(lesson(f"{fails_on('o-2')}, failures: 1, reports: '{event_id}'"))
    assert trace.records[1].event_id == event_id
    assert did(trace)[1:3] == ["350 process.failed 0,1,2", "700 process.succeeded 0,1,2"]


def test_F191_the_identifier_is_the_SequenceNumber(run: Run) -> None:
    number = run(lesson(fails_on("o-9"))).records[1].sequence_number
    trace = run(lesson(f"{fails_on('o-3')}, failures: 1, reports: '{number}'"))
    assert did(trace)[1:3] == ["350 process.partial 0,1,2", "700 process.succeeded 1,2"]


@pytest.mark.parametrize("reports", ["first_failed", "all_failed", "nobody"])
def test_F187_without_the_setting_whatever_is_reported_the_batch_has_succeeded(run: Run, reports: str) -> None:
    trace = run(lesson(f"{fails_on('o-2')}, reports: {reports}", "maximum_retry_attempts: 0"))
    assert did(trace) == ["250 read.records 0,1,2", "350 process.succeeded 0,1,2", "500 idle.waiting"]
    assert trace.discards == []


def test_F185_without_a_report_the_setting_changes_nothing_about_an_exception(run: Run) -> None:
    trace = run(lesson(f"{fails_on('o-2')}, failures: 1"))
    assert did(trace)[1:3] == ["350 process.failed 0,1,2", "700 process.succeeded 0,1,2"]


def test_F193_with_both_settings_a_reported_batch_is_cut_and_not_halved(run: Run) -> None:
    settings = f"{SETTING}, bisect_batch_on_function_error: true, maximum_retry_attempts: 1"
    assert did(run(lesson(f"{fails_on('o-3')}, reports: first_failed", settings))) == [
        "250 read.records 0,1,2",
        "350 process.partial 0,1,2",
        "700 process.partial 2",  # what is left begins its retries anew: this is its first invocation
        "1300 process.partial 2",
        "1300 process.discarded 2",
        "1500 idle.waiting",
    ]


def test_F193_F190_an_unknown_identifier_is_a_failure_of_the_batch_which_is_halved(run: Run) -> None:
    settings = f"{SETTING}, bisect_batch_on_function_error: true, maximum_retry_attempts: 0"
    trace = run(lesson(f"{fails_on('o-3')}, reports: nobody", settings))
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 0,1,2",
        "process.failed 0,1,2",
        "process.bisected 0,1,2",
        "process.succeeded 0",
        "process.failed 1,2",
        "process.bisected 1,2",
        "process.succeeded 1",
        "process.failed 2",
        "process.discarded 2",
        "idle.waiting",
    ]


def test_F198_the_pauses_after_reports_grow_as_those_after_exceptions_do(run: Run) -> None:
    trace = run(lesson(f"{fails_on('o-2')}, failures: 3, reports: first_failed"))
    ends = [step.time for step in trace.steps if step.event.value in ("process.partial", "process.succeeded")]
    assert ends == [350, 700, 1300, 2400]  # pauses of 250, 500 and 1,000 ms


def test_F194_only_what_is_left_of_a_reported_batch_is_given_up(run: Run) -> None:
    trace = run(lesson(f"{fails_on('o-2')}, reports: first_failed", f"{SETTING}, maximum_retry_attempts: 0"))
    (discard,) = trace.discards
    assert discard.records == (1, 2)
    assert discard.detail.condition == "RetryAttemptsExhausted"
    assert discard.function_error is None  # F197: the function itself returned
    assert list(trace.progress["f"].processed) == [partial(trace), 0, 0]


TWO = f"{SETTING}, batch_size: 2, on_failure: sqs"
A_AND_B = "timeline: [{put: {order_id: a}, at: 0s}, {put: {order_id: b}, at: 0s}]"


def two_records(function: str, settings: str) -> str:
    """Records of a and b, and one mapping, called f."""
    return f"consumers: [{{name: f, type: lambda, {settings}, function: {{{function}}}}}]\n{A_AND_B}"


def test_F380_what_a_cut_leaves_over_begins_its_retries_anew(run: Run) -> None:
    trace = run(two_records(f"{fails_on('b')}, reports: first_failed", f"{TWO}, maximum_retry_attempts: 3"))
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 0,1",
        "process.partial 0,1",
        *["process.partial 1"] * 4,
        "process.discarded 1",
        "idle.waiting",
    ]
    (discard,) = trace.discards
    assert failure_document(trace, discard)["requestContext"]["approximateInvokeCount"] == 4


def test_F380_without_retries_what_a_cut_leaves_over_gets_one_try(run: Run) -> None:
    trace = run(two_records(f"{fails_on('b')}, reports: first_failed", f"{TWO}, maximum_retry_attempts: 0"))
    assert did(trace)[1:4] == ["350 process.partial 0,1", "700 process.partial 1", "700 process.discarded 1"]


def test_F380_a_report_of_the_first_record_cuts_nothing_and_goes_on_counting(run: Run) -> None:
    trace = run(two_records(f"{fails_on('a')}, reports: first_failed", f"{TWO}, maximum_retry_attempts: 3"))
    (discard,) = trace.discards
    assert (discard.records, discard.detail.attempt) == ((0, 1), 4)
    assert [step.event.value for step in trace.steps].count("process.partial") == 4


def test_F387_an_empty_string_is_a_success_of_the_whole_batch(run: Run) -> None:
    trace = run(lesson(f"{fails_on('o-2')}, reports: empty_string"))
    assert did(trace) == ["250 read.records 0,1,2", "350 process.succeeded 0,1,2", "500 idle.waiting"]
