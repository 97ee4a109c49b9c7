"""Each of Lambda's decisions taken the other way: exactly the run that believers of a misconception expect."""

from __future__ import annotations

import pytest
from cases import in_each_case
from machine_runs import Read
from mapping_runs import did, fails_on, mapping

from simulator.dynamodb.rules import AWS, Rules
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.loader import scenario_from_text

PUT_1, PUT_2 = "put: {order_id: o-1}", "put: {order_id: o-2}"
FOUR = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}, put: {order_id: o-4}]"
SETTING = "function_response_types: [ReportBatchItemFailures]"


def failures(trace: Trace) -> list[int]:
    """When invocations failed."""
    return [step.time for step in trace.steps if step.event.value == "process.failed"]


# F288: DynamoDB pushes


def test_F288_if_records_were_pushed_they_would_be_there_at_once(scenario: Read) -> None:
    lesson = scenario(mapping("batch_size: 1", PUT_1))
    assert did(simulate(lesson)) == ["250 read.records 0", "350 process.succeeded 0", "500 idle.waiting"]
    pushed = simulate(lesson, Rules(mapping_polls=False))
    assert did(pushed) == ["100 read.records 0", "200 process.succeeded 0", "200 idle.waiting"]


def test_F288_a_push_changes_nothing_about_a_batching_window(scenario: Read) -> None:
    lesson = scenario(mapping("maximum_batching_window_in_seconds: 2", PUT_1, f"{PUT_2}, at: 1s"))
    assert did(simulate(lesson, Rules(mapping_polls=False)))[0] == "2000 read.records 0,1"


# F290: a few tries


def test_F290_after_a_few_tries_a_record_would_be_skipped(scenario: Read) -> None:
    lesson = scenario(mapping(fails_on("o-1"), PUT_1))
    believed = simulate(lesson, Rules(retries_until_expiry=False))
    assert did(believed)[-3:] == ["1300 process.failed 0", "1300 process.discarded 0", "1500 idle.waiting"]
    assert failures(believed) == [350, 700, 1300]
    assert believed.discards[0].detail.condition == "RetryAttemptsExhausted"
    assert simulate(lesson).discards[0].detail.condition == "RecordAgeExceeded"


@pytest.mark.parametrize("retries", [0, 1, 4])
def test_F290_is_about_the_default_alone(scenario: Read, retries: int) -> None:
    lesson = scenario(mapping(f"maximum_retry_attempts: {retries}, {fails_on('o-1')}", PUT_1))
    assert did(simulate(lesson, Rules(retries_until_expiry=False))) == did(simulate(lesson))


# F291: the whole table is blocked


def two_shards(settings: str, *timeline: str) -> str:
    """o-1 and o-2 are in different shards."""
    return "stream: {view_type: KEYS_ONLY, shards: 2}\n" + mapping(settings, *timeline)


def test_F291_a_failing_batch_would_stop_every_other_shard(scenario: Read) -> None:
    settings = f"maximum_retry_attempts: 2, {fails_on('o-1')}"
    lesson = scenario(two_shards(settings, PUT_1, f"{PUT_2}, at: 400ms"))
    of_o_1 = [
        "250 read.records 0",
        "350 process.failed 0",
        "700 process.failed 0",
        "1300 process.failed 0",
        "1300 process.discarded 0",
    ]
    actual, believed = did(simulate(lesson)), did(simulate(lesson, Rules(failure_blocks_every_shard=True)))
    assert [line for line in actual if line.endswith(" 1")] == ["500 read.records 1", "600 process.succeeded 1"]
    assert believed == [*of_o_1, "1500 read.records 1", "1600 process.succeeded 1", "1750 idle.waiting"]


def test_F291_what_was_gathered_for_another_shard_would_wait_too(scenario: Read) -> None:
    """The record of o-2 comes at the end of the first window; the next one ends while o-1 is being retried."""
    settings = f"maximum_batching_window_in_seconds: 1, maximum_retry_attempts: 2, {fails_on('o-1')}"
    lesson = scenario(two_shards(settings, PUT_1, f"{PUT_2}, at: 850ms"))
    believed = did(simulate(lesson, Rules(failure_blocks_every_shard=True)))
    assert [line for line in believed if line.endswith(" 0")][-1] == "2050 process.discarded 0"
    assert "2250 read.records 1" in believed
    assert "2000 read.records 1" in did(simulate(lesson))


def test_F291_two_failing_batches_do_not_wait_for_one_another_for_ever(scenario: Read) -> None:
    lesson = scenario(two_shards(f"maximum_retry_attempts: 1, {fails_on('o-1, o-2')}", PUT_1, f"{PUT_2}, after: 0ms"))
    believed = simulate(lesson, Rules(failure_blocks_every_shard=True))
    assert failures(believed) == [350, 350, 700, 700]
    assert len(believed.discards) == 2


def test_F291_without_a_failure_nothing_is_different(scenario: Read) -> None:
    lesson = scenario(two_shards("batch_size: 1", PUT_1, f"{PUT_2}, at: 400ms"))
    assert did(simulate(lesson, Rules(failure_blocks_every_shard=True))) == did(simulate(lesson))


# F292: the first try counts


@pytest.mark.parametrize(("retries", "actual", "believed"), [(3, 4, 3), (1, 2, 1), (0, 1, 1)])
def test_F292_the_first_try_would_be_one_of_the_retries(
    scenario: Read, retries: int, actual: int, believed: int
) -> None:
    lesson = scenario(mapping(f"maximum_retry_attempts: {retries}, {fails_on('o-1')}", PUT_1))
    assert len(failures(simulate(lesson))) == actual
    assert len(failures(simulate(lesson, Rules(retries_count_the_first_try=True)))) == believed


def test_F292_tries_without_a_limit_stay_without_one(scenario: Read) -> None:
    lesson = scenario(mapping(f"maximum_record_age_in_seconds: 60, {fails_on('o-1')}", PUT_1))
    assert failures(simulate(lesson, Rules(retries_count_the_first_try=True))) == failures(simulate(lesson))


# F293: a pick-list


def test_F293_only_the_reported_records_would_be_repeated(scenario: Read) -> None:
    lesson = scenario(mapping(f"{SETTING}, {fails_on('o-2, o-4', ', failures: 1, reports: all_failed')}", FOUR))
    assert did(simulate(lesson))[1:3] == ["350 process.partial 0,1,2,3", "700 process.succeeded 1,2,3"]
    believed = simulate(lesson, Rules(report_is_a_rewind=False))
    assert did(believed)[1:3] == ["350 process.partial 0,1,2,3", "700 process.succeeded 1,3"]


def test_F293_what_is_not_reported_would_be_done_with_wherever_it_stands(scenario: Read) -> None:
    lesson = scenario(mapping(f"{SETTING}, {fails_on('o-2, o-4', ', failures: 1, reports: all_failed')}", FOUR))
    believed = simulate(lesson, Rules(report_is_a_rewind=False))
    partial, succeeded = (
        next(step.number for step in believed.steps if step.event.value == event)
        for event in ("process.partial", "process.succeeded")
    )
    assert believed.finished(partial) == (0, 2)
    assert list(believed.progress["f"].processed) == [partial, succeeded, partial, succeeded]
    actual = simulate(lesson)
    assert actual.finished(partial) == (0,)


def test_F293_a_pick_list_of_the_first_record_keeps_the_others(scenario: Read) -> None:
    lesson = scenario(mapping(f"{SETTING}, {fails_on('o-1', ', failures: 1, reports: all_failed')}", FOUR))
    believed = simulate(lesson, Rules(report_is_a_rewind=False))
    partial = next(step.number for step in believed.steps if step.event.value == "process.partial")
    assert believed.finished(partial) == (1, 2, 3)


def test_F293_of_a_pick_list_of_everything_nothing_is_done_with(scenario: Read) -> None:
    keys = "o-1, o-2, o-3, o-4"
    lesson = scenario(mapping(f"{SETTING}, {fails_on(keys, ', failures: 1, reports: all_failed')}", FOUR))
    assert did(simulate(lesson, Rules(report_is_a_rewind=False))) == did(simulate(lesson))


def test_F293_an_exception_still_repeats_the_whole_batch(scenario: Read) -> None:
    lesson = scenario(mapping(f"{SETTING}, {fails_on('o-2', ', failures: 1')}", FOUR))
    assert did(simulate(lesson, Rules(report_is_a_rewind=False))) == did(simulate(lesson))


# F294: the setting


def test_F294_a_report_would_count_without_the_setting(scenario: Read) -> None:
    report = fails_on("o-2", ", failures: 1, reports: first_failed")
    without, with_it = (scenario(mapping(settings, FOUR)) for settings in (report, f"{SETTING}, {report}"))
    assert did(simulate(without))[1] == "350 process.succeeded 0,1,2,3"
    believed = did(simulate(without, Rules(report_needs_the_setting=False)))
    assert believed == did(simulate(with_it))
    assert believed[1:3] == ["350 process.partial 0,1,2,3", "700 process.succeeded 1,2,3"]


# F313: numbers


def gets(scenario: Read, patterns: str, rules: Rules) -> list[int]:
    """Which of two records the function gets: n is 101 in the first and 5 in the second."""
    puts = ["put: {order_id: o-1, n: 101}", "put: {order_id: o-2, n: 5}, after: 0ms"]
    trace = simulate(scenario(mapping(f"filter_criteria: {patterns}", *puts)), rules)
    return [index for step in trace.steps if step.event.value == "process.succeeded" for index in step.records]


@in_each_case(
    "wanted, actual, believed",
    [
        ("{numeric: ['>', 100]}", [], [0]),
        ("{numeric: ['=', 5]}", [], [1]),
        ("5", [], [1]),
        ("'5'", [1], [1]),  # strings go on as before
        ("{prefix: '10'}", [0], [0]),
        ("{anything-but: ['5']}", [0], [0]),
        ("{exists: true}", [0, 1], [0, 1]),
    ],
)
def test_F313_numeric_filters_would_work_on_attributes(
    scenario: Read, wanted: str, actual: list[int], believed: list[int]
) -> None:
    pattern = f"[{{dynamodb: {{NewImage: {{n: {{N: [{wanted}]}}}}}}}}]"
    assert gets(scenario, pattern, AWS) == actual
    assert gets(scenario, pattern, Rules(numbers_filter_as_numbers=True)) == believed


def test_F313_is_about_filters_and_not_about_what_a_function_fails_on(scenario: Read) -> None:
    function = "function: {fails_on: {dynamodb: {NewImage: {n: {N: [{numeric: ['>', 100]}]}}}}}"
    lesson = scenario(mapping(function, "put: {order_id: o-1, n: 101}"))
    assert failures(simulate(lesson, Rules(numbers_filter_as_numbers=True))) == []


def test_F313_an_attribute_may_be_called_N() -> None:
    lesson = scenario_from_text(
        """
        title: An attribute with the name of a type
        table: {name: Orders, partition_key: N}
        stream: {view_type: KEYS_ONLY}
        consumers: [{name: f, type: lambda, filter_criteria: [{dynamodb: {Keys: {N: {S: [o-1]}}}}]}]
        timeline: [put: {N: o-1}]
        """
    )
    assert did(simulate(lesson, Rules(numbers_filter_as_numbers=True)))[0] == "250 read.records 0"
