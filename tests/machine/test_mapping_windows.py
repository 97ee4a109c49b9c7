"""Tumbling windows: the records of one, its end, and its state (F210-F212)."""

from __future__ import annotations

import pytest
from machine_runs import HOUR, Run
from mapping_runs import did, fails_on, mapping

from simulator.machine.trace import Trace

START = 1_704_067_200
"""Epoch seconds at which the runs start: windows of 10 and of 60 seconds begin here."""

PUT_1 = "put: {order_id: o-1}"


def put(n: int, at: str) -> str:
    """An item that is put at a time."""
    return f"put: {{order_id: o-{n}}}, at: {at}"


def closed(trace: Trace) -> list[tuple[int, int, int, int, int]]:
    """The windows that were closed: time, shard, from and to in seconds since the start, records seen."""
    found = []
    for step in trace.steps:
        if step.event.value == "process.window_closed":
            begin, end = step.detail.window
            found.append((step.time, step.detail.shard, begin - START, end - START, step.detail.state))
    return found


def test_F210_F211_the_state_is_carried_through_a_window_and_then_begins_anew(run: Run) -> None:
    trace = run(mapping("tumbling_window_in_seconds: 10", PUT_1, put(2, "4s"), put(3, "12s")))
    # The last record of the first window could be captured just before 10 s and read at 10,250.
    assert closed(trace) == [(10_350, 1, 0, 10, 2), (20_350, 1, 10, 20, 1)]


def test_F211_capture_decides_and_not_the_write(run: Run) -> None:
    """Written at 9,949 and at 9,950 ms, captured 50 ms later."""
    trace = run(mapping("tumbling_window_in_seconds: 10", put(1, "9949ms"), put(2, "9950ms")))
    assert [(begin, state) for _, _, begin, _, state in closed(trace)] == [(0, 1), (10, 1)]


def test_a_batch_has_records_of_one_window_only(run: Run) -> None:
    trace = run(mapping("tumbling_window_in_seconds: 10, starts: 12s", put(1, "9s"), put(2, "10s"), put(3, "11s")))
    assert did(trace) == [
        "12000 read.records 0",
        "12100 process.succeeded 0",
        "12200 process.window_closed",  # what waits belongs to the next window: this one is over
        "12250 read.records 1,2",
        "12350 process.succeeded 1,2",
        "20350 process.window_closed",
        "20500 idle.waiting",
    ]


def test_an_open_window_keeps_the_machine_from_rest_and_the_mapping_from_being_idle(run: Run) -> None:
    trace = run(mapping("tumbling_window_in_seconds: 10", PUT_1, "put: {order_id: o-2}"))
    assert [trace.times[number - 1] for number in sorted(trace.writes)] == [0, 10_500]
    assert did(trace)[:4] == [
        "250 read.records 0",
        "350 process.succeeded 0",
        "10350 process.window_closed",
        "10500 idle.waiting",
    ]


def test_a_slow_function_still_sees_every_record_of_a_window_before_it_is_closed(run: Run) -> None:
    """Each invocation takes 6 s: at the end of the window one of its records is still unread."""
    settings = "tumbling_window_in_seconds: 10, batch_size: 1, function: {duration: 6s}"
    trace = run(mapping(settings, PUT_1, put(2, "1s"), put(3, "9s")))
    assert did(trace) == [
        "250 read.records 0",
        "6250 process.succeeded 0",
        "6250 read.records 1",
        "12250 process.succeeded 1",
        "12250 read.records 2",
        "18250 process.succeeded 2",
        "24250 process.window_closed",
        "24250 idle.waiting",
    ]
    assert closed(trace) == [(24_250, 1, 0, 10, 3)]


# With failures


def test_F212_a_window_waits_for_the_retries_of_its_batch(run: Run) -> None:
    trace = run(mapping(f"tumbling_window_in_seconds: 10, {fails_on('o-1', ', failures: 3')}", put(1, "9s")))
    assert did(trace) == [
        "9250 read.records 0",
        "9350 process.failed 0",
        "9700 process.failed 0",
        "10300 process.failed 0",
        "11400 process.succeeded 0",
        "11500 process.window_closed",
        "11500 idle.waiting",
    ]
    assert closed(trace) == [(11_500, 1, 0, 10, 1)]


def test_F212_what_was_given_up_is_not_in_the_state(run: Run) -> None:
    settings = f"tumbling_window_in_seconds: 10, maximum_retry_attempts: 0, {fails_on('o-2')}"
    trace = run(mapping(settings, PUT_1, put(2, "3s"), put(3, "6s")))
    assert closed(trace) == [(10_350, 1, 0, 10, 2)]


def test_F212_a_window_of_which_everything_was_given_up_is_closed_all_the_same(run: Run) -> None:
    trace = run(mapping(f"tumbling_window_in_seconds: 10, maximum_retry_attempts: 0, {fails_on('o-1')}", PUT_1))
    assert closed(trace) == [(10_350, 1, 0, 10, 0)]


def test_F188_what_a_report_accepts_is_in_the_state_once(run: Run) -> None:
    settings = "tumbling_window_in_seconds: 10, function_response_types: [ReportBatchItemFailures]"
    function = fails_on("o-2", ", failures: 1, reports: first_failed")
    three = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}]"
    assert closed(run(mapping(f"{settings}, {function}", three))) == [(10_350, 1, 0, 10, 3)]


def test_F202_what_comes_again_is_not_counted_again(run: Run) -> None:
    trace = run(mapping("tumbling_window_in_seconds: 10", PUT_1, "redeliver: {consumer: f}, at: 2s"))
    assert did(trace)[2:4] == ["2000 read.records 0", "2100 process.duplicate 0"]
    assert closed(trace) == [(10_350, 1, 0, 10, 1)]


# With the end of a shard


def test_F211_with_its_shard_a_window_ends_and_the_child_begins_with_fresh_state(run: Run) -> None:
    trace = run(mapping("tumbling_window_in_seconds: 60", PUT_1, "roll_over_shard: 1, at: 1s", put(2, "2s")))
    assert did(trace) == [
        "250 read.records 0",
        "350 process.succeeded 0",
        "1100 process.window_closed",  # the poll at 1,000 found the shard closed
        "1250 read.shard_end",
        "1250 idle.waiting",
        "2250 read.records 1",
        "2350 process.succeeded 1",
        "60350 process.window_closed",
        "60500 idle.waiting",
    ]
    assert closed(trace) == [(1100, 1, 0, 60, 1), (60_350, 2, 0, 60, 1)]


def test_a_window_that_ended_early_does_not_keep_the_machine_from_rest(run: Run) -> None:
    trace = run(mapping("tumbling_window_in_seconds: 900", PUT_1, "roll_over_shard: 1, at: 1s"))
    assert did(trace)[-2:] == ["1250 read.shard_end", "1250 idle.waiting"]
    assert trace.end == 1250


def test_F211_after_the_last_page_of_a_shard_the_window_ends_at_once(run: Run) -> None:
    assert did(run(mapping("tumbling_window_in_seconds: 60", PUT_1, "roll_over_shard: 1, at: 150ms"))) == [
        "250 read.records 0",
        "350 process.succeeded 0",
        "450 process.window_closed",
        "450 read.shard_end",
        "500 idle.waiting",
    ]


# With other settings


def test_with_a_batching_window_each_kind_of_window_has_its_own_end(run: Run) -> None:
    settings = "tumbling_window_in_seconds: 10, maximum_batching_window_in_seconds: 5"
    trace = run(mapping(settings, PUT_1, put(2, "9s"), put(3, "10s")))
    assert did(trace) == [
        "5000 read.records 0",
        "5100 process.succeeded 0",
        "10100 read.records 1",
        "10200 process.succeeded 1",
        "10350 process.window_closed",
        "15350 read.records 2",  # its batching window began when the last invocation of the first window had ended
        "15450 process.succeeded 2",
        "20350 process.window_closed",
        "20500 idle.waiting",
    ]
    assert [state for *_, state in closed(trace)] == [2, 1]


def test_with_a_factor_each_lane_has_a_state_of_its_own(run: Run) -> None:
    """o-1 and o-2 are in one lane, o-4 is in the other."""
    four = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-4}]"
    trace = run(mapping("tumbling_window_in_seconds: 10, parallelization_factor: 2", four))
    assert sorted(closed(trace)) == [(10_350, 1, 0, 10, 1), (10_350, 1, 0, 10, 2)]


@pytest.mark.parametrize(
    ("start", "closes"),
    [("7s", 10_350), ("20s", 20_100), ("20100ms", 20_350)],  # at the end, or at the first poll when it is on again
)
def test_F174_no_window_is_closed_while_the_mapping_is_off(run: Run, start: str, closes: int) -> None:
    naps = ["stop: {consumer: f}, at: 5s", f"start: {{consumer: f}}, at: {start}"]
    trace = run(mapping("tumbling_window_in_seconds: 10", PUT_1, *naps))
    assert closed(trace) == [(closes, 1, 0, 10, 1)]


def test_F174_what_came_while_it_was_off_is_in_the_window_that_it_belongs_to(run: Run) -> None:
    naps = ["stop: {consumer: f}, at: 5s", put(2, "6s"), put(3, "11s"), "start: {consumer: f}, at: 30s"]
    trace = run(mapping("tumbling_window_in_seconds: 10", PUT_1, *naps))
    assert [(begin, state) for _, _, begin, _, state in closed(trace)] == [(0, 2), (10, 1)]


WINDOW = "tumbling_window_in_seconds: 10, function: {fails_on: {isFinalInvokeForWindow: [true]}"


def test_F388_until_the_last_invocation_for_a_window_succeeds_nothing_more_is_processed(run: Run) -> None:
    trace = run(mapping(f"{WINDOW}, failures: 3}}", PUT_1, put(2, "10500ms")))
    assert did(trace)[:9] == [
        "250 read.records 0",
        "350 process.succeeded 0",
        "10350 process.failed",
        "10700 process.failed",
        "11300 process.failed",
        "12400 process.window_closed",
        "12500 read.records 1",
        "12600 process.succeeded 1",
        "20350 process.failed",
    ]


def test_F388_its_retries_are_not_counted(run: Run) -> None:
    trace = run(mapping(f"maximum_retry_attempts: 0, {WINDOW}, failures: 2}}", PUT_1))
    assert [line.split()[1] for line in did(trace)][-4:] == [
        "process.failed",
        "process.failed",
        "process.window_closed",
        "idle.waiting",
    ]


def test_F388_the_retries_wait_while_the_mapping_is_off(run: Run) -> None:
    off = ["stop: {consumer: f}, at: 11s", "start: {consumer: f}, at: 20s"]
    trace = run(mapping(f"{WINDOW}, failures: 3}}", PUT_1, *off))
    assert did(trace)[3:8] == [
        "10700 process.failed",
        "11000 read.stopped",
        "20000 read.started",
        "20100 process.failed",
        "21200 process.window_closed",
    ]


def test_a_window_that_is_never_closed_ends_with_its_records_so_that_the_run_ends(run: Run) -> None:
    trace = run(mapping(f"{WINDOW}}}", PUT_1))
    assert not closed(trace)
    assert 24 * HOUR - 60_000 < trace.end < 24 * HOUR + 10_000  # the window ends at 10 s, a pause is a minute at most


def test_without_windows_nothing_fails_at_their_end(run: Run) -> None:
    trace = run(mapping("function: {fails_on: {isFinalInvokeForWindow: [true]}}", PUT_1))
    assert did(trace) == ["250 read.records 0", "350 process.succeeded 0", "500 idle.waiting"]
