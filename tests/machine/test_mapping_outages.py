"""Outages: times in which every invocation fails, or is refused (F184, F208)."""

from __future__ import annotations

import pytest
from machine_runs import HOUR, Read, Run
from mapping_runs import did, fails_on, mapping

from simulator.dynamodb.rules import Rules
from simulator.lesson.words.table import value_words
from simulator.machine.machine import simulate
from simulator.machine.variables import ConsumerState

PUT = "put: {order_id: o-1}"


def outage(kind: str, begins: str = "0s", until: str = "600ms", more: str = "") -> str:
    return f"function: {{outages: [{{from: {begins}, until: {until}, kind: {kind}}}]{more}}}"


def test_F184_F208_a_refused_invocation_uses_up_no_retry_and_waits_for_the_same_pauses(run: Run) -> None:
    trace = run(mapping(f"maximum_retry_attempts: 0, {outage('throttle')}", PUT))
    assert did(trace) == [
        "250 read.records 0",
        "250 process.throttled 0",
        "500 process.throttled 0",
        "1100 process.succeeded 0",
        "1250 idle.waiting",
    ]
    assert trace.steps[4].facts == ("F184", "F208")
    assert trace.steps[6].detail.attempt == 1


def test_F184_believed_throttling_uses_up_the_retries(run: Run, scenario: Read) -> None:
    text = mapping(f"maximum_retry_attempts: 1, {outage('throttle', until='5s')}", PUT)
    believed = simulate(scenario(text), Rules(throttling_uses_retries=True))
    assert did(believed)[1:4] == ["250 process.throttled 0", "500 process.throttled 0", "500 process.discarded 0"]
    assert not run(text).discards


def test_F208_records_that_wait_for_concurrency_get_too_old(run: Run) -> None:
    trace = run(mapping(f"maximum_record_age_in_seconds: 60, {outage('throttle', until='2m')}", PUT))
    assert did(trace)[-2:] == ["60050 process.discarded 0", "60250 idle.waiting"]


def test_a_mapping_is_throttled_until_an_invocation_is_served(run: Run) -> None:
    trace = run(mapping(outage("throttle"), PUT))
    throttled = [step.number for step in trace.steps if step.event.value == "process.throttled"]
    assert {trace.value("consumer_state", after=number) for number in throttled} == {ConsumerState.THROTTLED}
    assert trace.value("consumer_state", after=throttled[-1] + 1) is ConsumerState.PROCESSING


def test_an_outage_is_about_the_invocations_that_begin_in_it(run: Run) -> None:
    trace = run(mapping(f"maximum_retry_attempts: 5, {outage('error', '200ms', '600ms')}", PUT))
    assert did(trace) == [
        "250 read.records 0",
        "350 process.failed 0",
        "700 process.succeeded 0",  # it began at 600 ms, when the outage was over
        "750 idle.waiting",
    ]
    assert trace.steps[4].detail.cause == "error"


def test_an_outage_uses_up_retries(run: Run) -> None:
    trace = run(mapping(f"maximum_retry_attempts: 1, {outage('error', until='1h')}", PUT))
    assert [line.split()[1] for line in did(trace)][1:4] == ["process.failed", "process.failed", "process.discarded"]


@pytest.mark.parametrize(("timeout", "ends"), [("", 3250), (", timeout: 1s", 1250)])
def test_an_outage_can_last_until_the_timeout(run: Run, timeout: str, ends: int) -> None:
    trace = run(mapping(outage("timeout", more=timeout), PUT))
    assert did(trace)[1] == f"{ends} process.failed 0"


def test_a_function_that_takes_longer_than_its_timeout_is_always_cut_off(run: Run) -> None:
    trace = run(mapping("maximum_retry_attempts: 1, function: {duration: 5s, timeout: 1s}", PUT))
    assert did(trace)[1:4] == ["1250 process.failed 0", "2500 process.failed 0", "2500 process.discarded 0"]


def test_the_last_invocation_for_a_tumbling_window_waits_for_the_end_of_the_outage(run: Run) -> None:
    settings = f"tumbling_window_in_seconds: 1, {outage('error', '500ms', '1500ms')}"
    trace = run(mapping(settings, PUT, "wait: 1m"))
    told = did(trace)
    assert told[1] == "350 process.succeeded 0"
    assert told[2] == "1350 process.failed"
    assert told[-2].endswith("process.window_closed")


def test_a_mapping_that_is_stopped_in_an_outage_closes_its_window_after_the_start(run: Run) -> None:
    settings = f"tumbling_window_in_seconds: 1, {outage('throttle', '500ms', '90s')}"
    stopped = ("stop: {consumer: f}, at: 5s", "start: {consumer: f}, at: 100s", "wait: 1m")
    assert did(run(mapping(settings, PUT, *stopped)))[-3:] == [
        "100000 read.started",
        "100100 process.window_closed",
        "100250 idle.waiting",
    ]


def test_a_window_whose_last_invocation_never_succeeds_is_given_up_after_a_day(run: Run) -> None:
    function = "function: {duration: 2s, timeout: 1s}"
    settings = f"tumbling_window_in_seconds: 1, maximum_retry_attempts: 0, {function}"
    told = did(run(mapping(settings, PUT)))
    assert "process.window_closed" not in " ".join(told)
    assert told[-1].endswith("idle.waiting")
    last_try, longest_pause = int(told[-2].split()[0]), 60_000
    assert 24 * HOUR - longest_pause <= last_try <= 24 * HOUR + 1000


# Effects


BOTH = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}]"
SHOW = "show: {variables: [deliveries, effects]}\n"


def counts(run: Run, function: str, *timeline: str) -> tuple[str, str]:
    trace = run(SHOW + mapping(function, *(timeline or (BOTH,))))
    end = len(trace.events)
    return value_words(trace.value("deliveries", after=end)), value_words(trace.value("effects", after=end))


def test_F205_the_effects_of_the_records_before_the_one_that_fails_happen_at_every_delivery(run: Run) -> None:
    failing = fails_on("o-2", ", failures: 2, effect: e-mail sent")
    assert counts(run, failing) == ("r1: 3, r2: 3, r3: 3", "r1: 3, r2: 1, r3: 1")


def test_F204_an_idempotent_function_has_its_effect_once(run: Run) -> None:
    failing = fails_on("o-2", ", failures: 2, effect: e-mail sent, idempotent: true")
    assert counts(run, failing) == ("r1: 3, r2: 3, r3: 3", "r1: 1, r2: 1, r3: 1")


def test_with_all_failed_it_works_on_every_record_that_does_not_fail(run: Run) -> None:
    reports = "function_response_types: ReportBatchItemFailures, "
    failing = reports + fails_on("o-2", ", failures: 1, reports: all_failed, effect: x")
    assert counts(run, failing) == ("r1: 1, r2: 2, r3: 2", "r1: 1, r2: 1, r3: 2")


def test_the_effect_is_for_records_that_match(run: Run) -> None:
    function = "function: {effect: x, when: {dynamodb: {Keys: {order_id: {S: [o-3]}}}}}"
    assert counts(run, function) == ("r1: 1, r2: 1, r3: 1", "r3: 1")


def test_more_than_ten_records_are_counted_together(run: Run) -> None:
    failing = "batch_size: 2, " + fails_on("n-2", ", failures: 2, effect: x")
    many = 'repeat: {times: 11, every: 0ms, do: {put: {order_id: "n-{n}"}}}'
    assert counts(run, failing, many) == ("9 once, 2 three times", "10 once, 1 three times")


def test_F205_believed_a_retry_starts_where_it_failed(scenario: Read) -> None:
    text = SHOW + mapping(fails_on("o-2", ", failures: 1, effect: x"), BOTH)
    believed = simulate(scenario(text), Rules(retry_repeats_the_batch=False))
    assert did(believed)[1:3] == ["350 process.failed 0,1,2", "700 process.succeeded 1,2"]
    assert believed.progress["f"].processed[0] > 0


def test_what_an_idempotent_function_has_done_it_knows_after_its_mapping_was_created_again(run: Run) -> None:
    function = "function: {effect: x, idempotent: true}"
    again = f"create_consumer: {{name: f, type: lambda, {function}}}"
    assert counts(run, function, PUT, "delete_consumer: f", again) == ("r1: 2", "r1: 1")


def test_F388_an_outage_is_none_of_the_failures_that_the_last_invocation_for_a_window_has(run: Run) -> None:
    outages = "outages: [{from: 1s, until: 1500ms, kind: error}]"
    function = f"function: {{fails_on: {{isFinalInvokeForWindow: [true]}}, failures: 1, {outages}}}"
    trace = run(mapping(f"tumbling_window_in_seconds: 1, {function}", PUT, "wait: 1m"))
    causes = [step.detail.cause for step in trace.steps if step.event.value == "process.failed"]
    assert causes == ["error", "raised"]
    assert did(trace)[-2].endswith("process.window_closed")


def test_F208_F388_a_refused_last_invocation_for_a_window_makes_the_mapping_throttled(run: Run) -> None:
    settings = f"tumbling_window_in_seconds: 1, {outage('throttle', '500ms', '1500ms')}"
    trace = run(mapping(settings, PUT, "wait: 1m"))
    refused = next(step for step in trace.steps if step.event.value == "process.throttled")
    assert refused.records == ()
    assert trace.value("consumer_state", after=refused.number) is ConsumerState.THROTTLED
    assert trace.value("consumer_state", after=len(trace.steps)) is ConsumerState.IDLE
