"""From polls to batches: the grid, the window, BatchSize, the payload, and what may come between (F160-F174)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cases import in_each_case
from machine_runs import Run
from mapping_runs import did, mapping

from simulator.machine.variables import Checkpoint, ConsumerState
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.model import Scenario

PUT_1, PUT_2, PUT_3 = (f"put: {{order_id: o-{n}}}" for n in (1, 2, 3))


# Polls


def test_F162_F163_F168_F175_F180_the_defaults(scenario: Callable[[str], Scenario]) -> None:
    (model,) = scenario("consumers: [{name: f, type: lambda}]\ntimeline: [put: {order_id: o-1}]").consumers
    assert isinstance(model, LambdaModel)
    assert model.batch_size == 100
    assert model.maximum_batching_window_in_seconds == 0
    assert model.parallelization_factor == 1
    assert model.maximum_retry_attempts == -1
    assert model.maximum_record_age_in_seconds == -1
    assert model.tumbling_window_in_seconds == 0
    assert not model.bisect_batch_on_function_error


@in_each_case(
    "duration, done, next_poll",
    [
        ("0ms", 250, 500),
        ("150ms", 400, 500),
        ("250ms", 500, 500),  # the poll at the very end of the work is not skipped
        ("251ms", 501, 750),
    ],
)
def test_F160_the_next_poll_is_the_first_point_of_the_grid_after_the_work(
    run: Run, duration: str, done: int, next_poll: int
) -> None:
    trace = run(mapping(f"function: {{duration: {duration}}}", PUT_1))
    assert did(trace) == ["250 read.records 0", f"{done} process.succeeded 0", f"{next_poll} idle.waiting"]


def test_F161_windows_in_which_nothing_comes_invoke_nothing(run: Run) -> None:
    trace = run(mapping("maximum_batching_window_in_seconds: 1", PUT_1, "wait: 30s"))
    assert did(trace) == ["1000 read.records 0", "1100 process.succeeded 0", "1250 idle.waiting"]


def test_a_mapping_is_Reading_then_Processing_then_Idle(run: Run) -> None:
    trace = run(mapping("batch_size: 1", PUT_1))
    states = trace.histories["consumer_state"]
    assert states.values == [ConsumerState.IDLE, ConsumerState.READING, ConsumerState.PROCESSING, ConsumerState.IDLE]
    assert [trace.times[step - 1] for step in states.steps[1:]] == [250, 350, 500]


def test_the_checkpoint_moves_when_a_batch_has_succeeded_and_not_when_it_is_read(run: Run) -> None:
    trace = run(mapping("batch_size: 2", PUT_1, f"{PUT_2}, after: 0ms", f"{PUT_3}, after: 0ms"))
    checkpoints = trace.histories["checkpoint"]
    assert checkpoints.values == [
        Checkpoint("TRIM_HORIZON"),
        Checkpoint("TRIM_HORIZON", ((1, 1),)),
        Checkpoint("TRIM_HORIZON", ((1, 2),)),
    ]
    assert [trace.times[step - 1] for step in checkpoints.steps[1:]] == [350, 600]  # invoked at 250 and at 500


# Batching windows


def test_F164_the_first_window_begins_with_the_mapping_and_gathers_what_polls_bring(run: Run) -> None:
    trace = run(mapping("maximum_batching_window_in_seconds: 2", PUT_1, f"{PUT_2}, at: 1s", f"{PUT_3}, at: 1850ms"))
    # The third record is available at 1950, and the poll after that is at the very end of the window.
    assert did(trace) == [
        "2000 read.records 0,1",
        "2100 process.succeeded 0,1",
        "4100 read.records 2",
        "4200 process.succeeded 2",
        "4250 idle.waiting",
    ]


def test_a_full_batch_leaves_no_window_that_would_keep_the_machine_from_rest(run: Run) -> None:
    settings = "maximum_batching_window_in_seconds: 60, batch_size: 2"
    trace = run(mapping(settings, PUT_1, f"{PUT_2}, at: 300ms", PUT_3))
    assert did(trace) == [
        "500 read.records 0,1",
        "600 process.succeeded 0,1",
        "750 idle.waiting",
        "60600 read.records 2",  # written at rest, at 750; the window began at 600
        "60700 process.succeeded 2",
        "60750 idle.waiting",
    ]
    assert trace.end == 60_750


def test_F165_F382_the_next_window_begins_when_the_invocation_has_ended_and_not_with_a_record(run: Run) -> None:
    trace = run(mapping("maximum_batching_window_in_seconds: 10", PUT_1, f"{PUT_2}, at: 19s"))
    assert did(trace) == [
        "10000 read.records 0",  # the first window begins with the mapping
        "10100 process.succeeded 0",
        "10250 idle.waiting",
        "20100 read.records 1",  # no poll is due: the window's end needs none
        "20200 process.succeeded 1",
        "20250 idle.waiting",
    ]


def test_F382_a_window_in_which_nothing_comes_is_followed_by_the_next(run: Run) -> None:
    trace = run(mapping("starts: 3s, maximum_batching_window_in_seconds: 10", f"{PUT_1}, at: 14s", f"{PUT_2}, at: 50s"))
    batches = [line for line in did(trace) if "read" in line]
    assert batches == ["23000 read.records 0", "53100 read.records 1"]  # 3 + 2 x 10 s, and 23.1 + 3 x 10 s


def test_F165_what_a_full_batch_leaves_over_waits_in_the_next_window(run: Run) -> None:
    two = "repeat: {times: 2, every: 0ms, do: {put: {order_id: 'o-{n}', v: V}}}"
    trace = run(
        mapping(
            "maximum_batching_window_in_seconds: 10, batch_size: 3",
            two.replace("V", "1"),
            two.replace("V", "2") + ", at: 300ms",
        )
    )
    assert did(trace) == [
        "500 read.records 0,1,2",  # two from the poll at 250, two from that at 500
        "600 process.succeeded 0,1,2",
        "10600 read.records 3",
        "10700 process.succeeded 3",
        "10750 idle.waiting",
    ]


def test_F164_the_batch_that_reaches_6_MB_has_just_as_many_records(run: Run) -> None:
    """Records of 6 MB / 16 each: key and name twice (24), the name `text` (4), and the text. Two of them fit a page."""
    text = "x" * (6 * 1024 * 1024 // 16 - 28)
    puts = [f"put: {{order_id: o-{n}, text: {text}}}, after: 0ms" for n in range(10, 27)]
    settings = "maximum_batching_window_in_seconds: 300, batch_size: 10000"
    trace = run("stream: {view_type: NEW_IMAGE}\n" + mapping(settings, *puts, "wait: 10s"))
    assert trace.records[0].size_bytes == 6 * 1024 * 1024 // 16
    # The eighth poll brings the sixteenth record.
    assert did(trace)[:2] == [
        f"2000 read.records {','.join(map(str, range(16)))}",
        f"2100 process.succeeded {','.join(map(str, range(16)))}",
    ]


def test_F170_the_next_batch_of_a_shard_waits_for_the_retries_of_the_one_before(run: Run) -> None:
    function = "function: {fails_on: {dynamodb: {Keys: {order_id: {S: [o-1]}}}}, failures: 2}"
    trace = run(mapping(f"batch_size: 1, {function}", PUT_1, f"{PUT_2}, after: 0ms"))
    assert did(trace) == [
        "250 read.records 0",
        "350 process.failed 0",
        "700 process.failed 0",
        "1300 process.succeeded 0",
        "1500 read.records 1",
        "1600 process.succeeded 1",
        "1750 idle.waiting",
    ]


# A shard ends meanwhile


def test_F124_children_wait_for_the_batch_that_waits_in_a_window(run: Run) -> None:
    trace = run(
        mapping("maximum_batching_window_in_seconds: 2", PUT_1, "roll_over_shard: 1, at: 500ms", f"{PUT_2}, at: 600ms")
    )
    assert did(trace) == [
        "2000 read.records 0",
        "2100 process.succeeded 0",
        "2250 read.shard_end",
        "4250 read.records 1",  # the child's window began at the poll that ended the parent
        "4350 process.succeeded 1",
        "4500 idle.waiting",
    ]


def test_F146_a_shard_whose_last_page_was_read_ends_when_the_batch_is_done_with(run: Run) -> None:
    trace = run(mapping("batch_size: 10", PUT_1, "split_shard: 1, at: 150ms"))
    assert did(trace) == ["250 read.records 0", "350 process.succeeded 0", "350 read.shard_end", "500 idle.waiting"]


# Turned off and on


@pytest.mark.parametrize(
    ("start", "batch", "idle"),
    [
        ("1500ms", 2000, 2250),  # the window is still open
        ("5s", 5000, 5250),  # it ended meanwhile
        ("5100ms", 5250, 5500),  # polls stay on their grid
    ],
)
def test_F174_a_window_does_not_end_while_the_mapping_is_off(run: Run, start: str, batch: int, idle: int) -> None:
    settings = "maximum_batching_window_in_seconds: 2"
    trace = run(mapping(settings, PUT_1, "stop: {consumer: f}, at: 1s", f"start: {{consumer: f}}, at: {start}"))
    assert did(trace)[2:] == [f"{batch} read.records 0", f"{batch + 100} process.succeeded 0", f"{idle} idle.waiting"]


def test_an_empty_window_does_not_keep_the_machine_from_rest(run: Run) -> None:
    trace = run(mapping("maximum_batching_window_in_seconds: 300, batch_size: 1", PUT_1))
    assert trace.end == 500


def test_a_mapping_that_is_off_keeps_nothing_from_rest(run: Run) -> None:
    trace = run(mapping("maximum_batching_window_in_seconds: 60", PUT_1, "stop: {consumer: f}, at: 1s", PUT_2))
    assert [trace.times[number - 1] for number in sorted(trace.writes)] == [0, 1000]
    assert trace.end == 1100  # the second record becomes available; nobody polls


def test_F174_the_function_ends_what_it_works_on_when_the_mapping_is_turned_off(run: Run) -> None:
    trace = run(mapping("batch_size: 1", PUT_1, "stop: {consumer: f}, at: 300ms", "wait: 5s", "start: {consumer: f}"))
    assert did(trace) == [
        "250 read.records 0",
        "300 read.stopped",
        "350 process.succeeded 0",
        "5300 read.started",
        "5500 idle.waiting",
    ]


@pytest.mark.parametrize("earlier", [[], [f"{PUT_3}, at: 500ms"]])
def test_F171_the_starting_position_matters_only_at_the_start(run: Run, earlier: list[str]) -> None:
    """With LATEST, what was written while the mapping was off is not missed, whether it had read anything or not."""
    naps = ["stop: {consumer: f}, at: 2s", f"{PUT_1}, at: 3s", "start: {consumer: f}, at: 4s"]
    trace = run(mapping("starting_position: LATEST", *earlier, *naps))
    assert did(trace)[-3:] == [
        f"4000 read.records {len(earlier)}",
        f"4100 process.succeeded {len(earlier)}",
        "4250 idle.waiting",
    ]


def test_F204_what_is_tried_again_has_the_same_eventID_and_SequenceNumber(run: Run) -> None:
    """A record is one thing in the trace, however often it is delivered."""
    function = "function: {fails_on: {eventName: [INSERT]}, failures: 1}"
    trace = run(mapping(function, PUT_1, "redeliver: {consumer: f}"))
    delivered = [step.records for step in trace.steps if step.event.phase.value == "process"]
    assert delivered == [(0,), (0,), (0,)]
    assert len(trace.records) == 1
