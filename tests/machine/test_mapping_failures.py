"""Batches that fail: retries, halves, age, and what happens to the shard meanwhile (F180-F186, F194-F206)."""

from __future__ import annotations

from collections import Counter

import pytest
from cases import in_each_case
from machine_runs import HOUR, Run
from mapping_runs import did, fails_on, mapping

from simulator.machine.variables import Checkpoint, ConsumerState
from simulator.scenario.complaints.complaint import ScenarioError

PUT_1, PUT_2, PUT_3 = (f"put: {{order_id: o-{n}}}" for n in (1, 2, 3))
AT_ONCE = "after: 0ms"


# A day is the end of it


def test_F180_F194_a_poison_pill_blocks_its_shard_for_a_day_and_then_the_shard_goes_on(run: Run) -> None:
    trace = run(mapping(f"batch_size: 1, {fails_on('o-1')}", PUT_1, f"{PUT_2}, at: 1s"))
    assert did(trace)[-4:] == [
        f"{24 * HOUR + 50} process.discarded 0",
        f"{24 * HOUR + 250} read.records 1",  # captured a second later, it is still there
        f"{24 * HOUR + 350} process.succeeded 1",
        f"{24 * HOUR + 500} idle.waiting",
    ]
    assert trace.discards[0].detail.condition == "RecordAgeExceeded"
    assert trace.end == 24 * HOUR + 500


def test_F152_what_waited_behind_it_for_a_day_may_be_trimmed_unread(run: Run) -> None:
    trace = run(mapping(f"batch_size: 1, {fails_on('o-1')}", PUT_1, f"{PUT_2}, at: 100ms"))
    assert did(trace)[-3:] == [
        f"{24 * HOUR + 50} process.discarded 0",
        f"{24 * HOUR + 250} read.trimmed 1",
        f"{24 * HOUR + 500} idle.waiting",
    ]


def test_F182_each_record_of_a_batch_has_its_own_age(run: Run) -> None:
    settings = f"maximum_batching_window_in_seconds: 2, maximum_record_age_in_seconds: 60, {fails_on('o-2')}"
    trace = run(mapping(settings, PUT_1, f"{PUT_2}, at: 1s"))
    # Invoked at 2250; eight pauses, of which the last is longer than a record's life.
    assert did(trace)[-3:] == ["60050 process.discarded 0", "61050 process.discarded 1", "61250 idle.waiting"]
    assert [discard.detail.attempt for discard in trace.discards] == [8, 8]


def test_a_batch_of_which_the_oldest_record_was_given_up_still_waits_for_its_retry(run: Run) -> None:
    settings = f"maximum_batching_window_in_seconds: 2, maximum_record_age_in_seconds: 60, {fails_on('o-2')}"
    trace = run(mapping(settings, PUT_1, f"{PUT_2}, at: 1s"))
    first, second = (discard.step for discard in trace.discards)
    assert trace.value("consumer_state", after=first) is ConsumerState.RETRYING
    assert trace.value("consumer_state", after=second) is ConsumerState.PROCESSING


def test_F182_a_record_that_is_too_old_before_its_first_invocation_is_given_up_unread(run: Run) -> None:
    trace = run(mapping("starts: 2m, maximum_record_age_in_seconds: 60", PUT_1, f"{PUT_2}, at: 100s"))
    assert did(trace) == [
        "120000 process.discarded 0",
        "120000 read.records 1",
        "120100 process.succeeded 1",
        "120250 idle.waiting",
    ]


# Halves


def test_F186_of_an_odd_batch_the_first_half_is_the_smaller_one(run: Run) -> None:
    settings = f"maximum_retry_attempts: 0, bisect_batch_on_function_error: true, {fails_on('o-3')}"
    trace = run(mapping(settings, PUT_1, f"{PUT_2}, {AT_ONCE}", f"{PUT_3}, {AT_ONCE}"))
    assert did(trace) == [
        "250 read.records 0,1,2",
        "350 process.failed 0,1,2",
        "350 process.bisected 0,1,2",
        "700 process.succeeded 0",  # after a pause of 250 ms
        "800 process.failed 1,2",  # as soon as the first half is done
        "800 process.bisected 1,2",
        "1400 process.succeeded 1",  # after a pause of 500 ms
        "1500 process.failed 2",
        "1500 process.discarded 2",
        "1500 idle.waiting",
    ]


def test_F186_the_last_record_still_has_all_its_retries(run: Run) -> None:
    settings = f"maximum_retry_attempts: 1, bisect_batch_on_function_error: true, {fails_on('o-2')}"
    trace = run(mapping(settings, PUT_1, f"{PUT_2}, {AT_ONCE}"))
    assert [line.split(maxsplit=1)[1] for line in did(trace)] == [
        "read.records 0,1",
        "process.failed 0,1",
        "process.bisected 0,1",
        "process.succeeded 0",
        "process.failed 1",
        "process.failed 1",
        "process.discarded 1",
        "idle.waiting",
    ]


def test_F186_a_batch_of_one_record_is_not_split(run: Run) -> None:
    settings = f"maximum_retry_attempts: 1, bisect_batch_on_function_error: true, {fails_on('o-1')}"
    assert did(run(mapping(settings, PUT_1))) == [
        "250 read.records 0",
        "350 process.failed 0",
        "700 process.failed 0",
        "700 process.discarded 0",
        "750 idle.waiting",
    ]


def test_F205_after_an_exception_the_whole_batch_comes_again(run: Run) -> None:
    trace = run(mapping(fails_on("o-2", ", failures: 1"), PUT_1, f"{PUT_2}, {AT_ONCE}"))
    assert did(trace) == [
        "250 read.records 0,1",
        "350 process.failed 0,1",
        "700 process.succeeded 0,1",
        "750 idle.waiting",
    ]


# The shard splits or ends meanwhile


def test_F124_children_wait_while_a_batch_is_being_retried(run: Run) -> None:
    again = "put: {order_id: o-1, v: 2}, at: 450ms"
    function = "function: {fails_on: {eventName: [INSERT]}, failures: 2}"
    assert did(run(mapping(function, PUT_1, "split_shard: 1, at: 400ms", again))) == [
        "250 read.records 0",
        "350 process.failed 0",
        "700 process.failed 0",
        "1300 process.succeeded 0",
        "1500 read.shard_end",
        "1500 read.records 1",
        "1600 process.succeeded 1",
        "1750 idle.waiting",
    ]


def test_F124_F146_and_while_the_last_page_of_their_parent_is_being_retried(run: Run) -> None:
    timeline = [PUT_1, "roll_over_shard: 1, at: 150ms", "put: {order_id: o-1, v: 2}, at: 200ms"]
    assert did(run(mapping("function: {fails_on: {eventName: [INSERT]}, failures: 1}", *timeline))) == [
        "250 read.records 0",
        "350 process.failed 0",
        "700 process.succeeded 0",
        "700 read.shard_end",
        "750 read.records 1",
        "850 process.succeeded 1",
        "1000 idle.waiting",
    ]


def test_F194_a_shard_whose_last_batch_is_given_up_is_read_to_its_end(run: Run) -> None:
    trace = run(mapping(f"maximum_retry_attempts: 0, {fails_on('o-1')}", PUT_1, "roll_over_shard: 1, at: 150ms"))
    assert did(trace) == [
        "250 read.records 0",
        "350 process.failed 0",
        "350 process.discarded 0",
        "350 read.shard_end",
        "500 idle.waiting",
    ]


# Turned off and on


@in_each_case(
    "stop, start, failures",
    [
        ("400ms", "500ms", [350, 700, 1300]),  # on again before the retry was due
        ("400ms", "10s", [350, 10_100, 10_700]),  # the retry, then a pause of 500 ms
        ("300ms", "5s", [350, 5100, 5700]),  # off while the function works
        ("650ms", "5s", [350, 700, 5100]),  # off during a retry
    ],
)
def test_F174_a_retry_waits_while_the_mapping_is_off(run: Run, stop: str, start: str, failures: list[int]) -> None:
    trace = run(
        mapping(
            f"maximum_retry_attempts: 2, {fails_on('o-1')}",
            PUT_1,
            f"stop: {{consumer: f}}, at: {stop}",
            f"start: {{consumer: f}}, at: {start}",
        )
    )
    assert [step.time for step in trace.steps if step.event.value == "process.failed"] == failures
    assert [trace.times[discard.step - 1] for discard in trace.discards] == failures[-1:]


def test_F174_the_other_half_waits_too(run: Run) -> None:
    settings = f"maximum_retry_attempts: 0, bisect_batch_on_function_error: true, {fails_on('o-2')}"
    timeline = [PUT_1, f"{PUT_2}, {AT_ONCE}", "stop: {consumer: f}, at: 650ms", "start: {consumer: f}, at: 5s"]
    assert did(run(mapping(settings, *timeline)))[3:] == [
        "650 read.stopped",
        "700 process.succeeded 0",
        "5000 read.started",
        "5100 process.failed 1",
        "5100 process.discarded 1",
        "5250 idle.waiting",
    ]


def test_F174_what_waited_for_its_retry_for_a_day_is_given_up_when_the_mapping_is_on_again(run: Run) -> None:
    timeline = [PUT_1, "stop: {consumer: f}, at: 400ms", "wait: 25h", "start: {consumer: f}"]
    trace = run(mapping(fails_on("o-1"), *timeline))
    assert did(trace)[-3:] == [
        f"{25 * HOUR + 400} read.started",
        f"{25 * HOUR + 400} process.discarded 0",
        f"{25 * HOUR + 500} idle.waiting",
    ]


def test_a_retry_of_a_mapping_that_is_off_keeps_nothing_from_rest(run: Run) -> None:
    trace = run(mapping(fails_on("o-1"), PUT_1, "stop: {consumer: f}, at: 400ms", PUT_2))
    assert [trace.times[number - 1] for number in sorted(trace.writes)] == [0, 400]
    assert trace.end == 500


# Delivered once more


def test_F202_a_batch_comes_again_when_the_one_that_is_being_retried_is_done_with(run: Run) -> None:
    timeline = [PUT_1, f"{PUT_2}, at: 500ms", "redeliver: {consumer: f}, at: 900ms"]
    assert did(run(mapping(fails_on("o-2", ", failures: 1"), *timeline)))[3:] == [
        "750 read.records 1",
        "850 process.failed 1",
        "1200 process.succeeded 1",
        "1250 read.records 0",
        "1350 process.duplicate 0",
        "1500 idle.waiting",
    ]


def test_F202_a_batch_comes_again_while_another_waits_in_its_window(run: Run) -> None:
    timeline = [PUT_1, f"{PUT_2}, at: 3s", "redeliver: {consumer: f}, at: 4s"]
    assert did(run(mapping("maximum_batching_window_in_seconds: 2", *timeline))) == [
        "2000 read.records 0",
        "2100 process.succeeded 0",
        "2250 idle.waiting",
        "4000 read.records 0",  # o-2 has waited since 3250
        "4100 process.duplicate 0",
        "6100 read.records 1",  # a window begins where an invocation has ended
        "6200 process.succeeded 1",
        "6250 idle.waiting",
    ]


def test_F202_a_mapping_that_is_off_delivers_when_it_is_on_again(run: Run) -> None:
    timeline = [
        PUT_1,
        "stop: {consumer: f}, at: 1s",
        "redeliver: {consumer: f}, at: 2s",
        "start: {consumer: f}, at: 3s",
    ]
    assert did(run(mapping("batch_size: 1", *timeline)))[3:] == [
        "1000 read.stopped",
        "3000 read.started",
        "3000 read.records 0",
        "3100 process.duplicate 0",
        "3250 idle.waiting",
    ]


def test_F202_twice_more_is_twice_more(run: Run) -> None:
    again = "redeliver: {consumer: f}, after: 1s"
    assert did(run(mapping("batch_size: 1", PUT_1, again, "redeliver: {consumer: f}, after: 0ms")))[3:] == [
        "1000 read.records 0",
        "1100 process.duplicate 0",
        "1250 read.records 0",
        "1350 process.duplicate 0",
        "1500 idle.waiting",
    ]


@pytest.mark.parametrize(
    ("timeline", "why"),
    [
        (["redeliver: {consumer: f}"], '"f" has no batch to deliver again'),
        (
            [PUT_1, "roll_over_shard: 1", "redeliver: {consumer: f}"],
            "has read the shard of its newest batch to the end",
        ),
        ([PUT_1, "wait: 25h", "redeliver: {consumer: f}"], "is too old to be delivered again"),
    ],
)
def test_a_batch_that_cannot_come_again_is_a_problem_of_the_lesson(run: Run, timeline: list[str], why: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        run(mapping("batch_size: 1", *timeline))
    (complaint,) = caught.value.complaints
    assert complaint.code == "S211"
    assert why in complaint.message


# What the tracker says


def test_the_attempt_counts_from_1_for_each_batch_and_goes_on_in_its_halves(run: Run) -> None:
    settings = f"maximum_retry_attempts: 0, bisect_batch_on_function_error: true, {fails_on('o-2')}"
    trace = run(mapping(settings, PUT_1, f"{PUT_2}, {AT_ONCE}", PUT_3))
    ends = [step.number for step in trace.steps if step.event.value in ("process.failed", "process.succeeded")]
    attempts = [trace.value("attempt", after=number).number for number in ends]
    assert attempts == [1, 2, 2, 1]  # both records; the first half; the second half; the next batch


def test_F194_the_checkpoint_passes_what_was_given_up(run: Run) -> None:
    trace = run(mapping(f"maximum_retry_attempts: 0, {fails_on('o-1')}", PUT_1))
    (discard,) = trace.discards
    assert trace.value("checkpoint", after=discard.step - 1) == Checkpoint("TRIM_HORIZON")
    assert trace.value("checkpoint", after=discard.step) == Checkpoint("TRIM_HORIZON", ((1, 0),))


def test_a_discarded_record_was_read_and_never_processed(run: Run) -> None:
    trace = run(mapping(f"maximum_retry_attempts: 0, {fails_on('o-1')}", PUT_1))
    assert trace.row(trace.discards[0].step) == (True, True, False)


def test_F206_the_iterator_age_rises_with_every_failed_try(run: Run) -> None:
    trace = run(mapping(fails_on("o-1", ", failures: 2"), PUT_1, f"{PUT_2}, at: 100ms"))
    ages = [age.milliseconds for age in trace.histories["iterator_age"].values]
    assert ages == [None, 200, 550, 1150]  # of the second record, captured at 150; ends at 350, 700 and 1300


def test_the_function_stops_at_the_first_record_that_fails(run: Run) -> None:
    three = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}]"
    trace = run(mapping(fails_on("o-1, o-3", ", failures: 1"), three))
    failed = [step.detail for step in trace.steps if step.event.value == "process.failed"]
    assert [(detail.failed, detail.worked, detail.delivery) for detail in failed] == [(0, 0, 1), (2, 2, 2)]
    (done,) = [step.detail for step in trace.steps if step.event.value == "process.succeeded"]
    assert done.delivery == 3


def test_F205_each_delivery_is_of_the_whole_batch(run: Run) -> None:
    three = "batch_write: [put: {order_id: a}, put: {order_id: b}, put: {order_id: c}]"
    trace = run(mapping(f"maximum_retry_attempts: 3, {fails_on('b', ', failures: 2')}", three))
    delivered = Counter(
        index for step in trace.steps if step.event.value.startswith("process.") for index in step.records
    )
    assert delivered == {0: 3, 1: 3, 2: 3}
    worked = [step.detail.worked for step in trace.steps if step.event.value == "process.failed"]
    assert worked == [1, 1]  # a is worked on each time, and b and c only when b gets through
