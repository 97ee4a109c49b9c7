"""Questions asked of a trace: every view is one."""

from __future__ import annotations

import pytest
from cases import in_each_case
from machine_runs import Run

from simulator.dynamodb.table import Effect
from simulator.machine.steps import Row, VariableChange
from simulator.machine.trace import Trace
from simulator.machine.variables import ConsumerState, StreamRecords, TableData
from simulator.scenario.columns import YES_NO

NO = Row(False, False, False)
CREATED = Row(True, False, False)
READ = Row(True, True, False)
PROCESSED = Row(True, True, True)


@pytest.fixture(scope="module")
def trace(run: Run) -> Trace:
    """The six steps, and six more for an update."""
    return run(
        "timeline: [put: {order_id: o-1, n: 1}, update: {key: {order_id: o-1}, add: {n: 1}}]",
    )


def test_the_value_of_a_variable_after_each_step(trace: Trace) -> None:
    states = [trace.value("consumer_state", after) for after in range(7)]
    assert states == [*[ConsumerState.IDLE] * 4, ConsumerState.READING, ConsumerState.PROCESSING, ConsumerState.IDLE]
    records = [trace.value("stream_records", after) for after in (0, 2, 4, 5, 6, 7, 8, 10, 11, 12)]
    assert records == [
        StreamRecords(),
        StreamRecords(created=1),
        StreamRecords(read=1),
        StreamRecords(processed=1),
        StreamRecords(processed=1),
        StreamRecords(processed=1),
        StreamRecords(created=1, processed=1),
        StreamRecords(read=1, processed=1),
        StreamRecords(processed=2),
        StreamRecords(processed=2),
    ]


def test_table_data_counts_the_items_and_says_of_one_what_became_of_it(run: Run) -> None:
    trace = run(
        """
        timeline:
          - put: {order_id: o-1}
          - {put: {order_id: o-1, n: 1}, after: 1ms}
          - {put: {order_id: o-2}, after: 1ms}
          - {put: {order_id: o-2, n: 1}, after: 1ms}
          - {delete: {order_id: o-1}, after: 1ms}
          - {delete: {order_id: o-2}, after: 1ms}
        """
    )
    assert [trace.value("table_data", after) for after in range(7)] == [
        TableData(0),
        TableData(1, Effect.INSERT),
        TableData(1, Effect.MODIFY),
        TableData(2),
        TableData(2),
        TableData(1, Effect.REMOVE),
        TableData(0),
    ]


@pytest.mark.parametrize("after", [-1, 13])
def test_there_is_no_value_after_a_step_that_is_not_there(trace: Trace, after: int) -> None:
    with pytest.raises(IndexError, match=f"no step {after}; the run has 12"):
        trace.value("table_data", after)


def test_there_is_no_value_of_an_unknown_variable(trace: Trace) -> None:
    with pytest.raises(KeyError, match="chekpoint"):
        trace.value("chekpoint", after=1)


def test_the_rows_answer_for_the_change_that_each_step_is_about(trace: Trace) -> None:
    one_change = [NO, CREATED, CREATED, READ, PROCESSED, NO]
    assert [trace.row(number) for number in range(1, 13)] == one_change * 2


def test_a_row_has_an_answer_for_each_yes_no_column(trace: Trace) -> None:
    assert Row._fields == YES_NO
    assert [READ.answer(column) for column in YES_NO] == [True, True, False]


def test_a_row_one_step_earlier_differs_where_an_answer_became_yes(trace: Trace) -> None:
    before = [NO, NO, CREATED, CREATED, READ, NO]
    assert [trace.row(number, number - 1) for number in range(1, 13)] == before * 2


def test_a_row_asked_of_an_earlier_step_does_not_know_the_later_ones(run: Run) -> None:
    """The write's own row stays No: its record comes to be one step later."""
    trace = run("stream: {view_type: KEYS_ONLY, capture_delay: 0ms}\ntimeline: [put: {order_id: o-1}]")
    assert trace.row(1) == NO
    assert trace.row(2) == CREATED


def test_the_changes_of_a_step_have_the_value_before_and_after(trace: Trace) -> None:
    assert trace.step(4).changes == (
        VariableChange("stream_records", StreamRecords(created=1), StreamRecords(read=1)),
        VariableChange("consumer_state", ConsumerState.IDLE, ConsumerState.READING),
    )
    assert trace.step(3).changes == ()


def test_a_write_step_has_what_the_write_did(trace: Trace) -> None:
    change = trace.step(7).change
    assert change is not None
    assert (change.effect, change.after) == (Effect.MODIFY, trace.records[1].new_image)
    assert trace.step(8).change is None


def test_steps_are_numbered_from_1_and_looked_up_like_a_list(trace: Trace) -> None:
    assert len(trace.steps) == 12
    assert [step.number for step in trace.steps] == list(range(1, 13))
    assert trace.steps[0] == trace.step(1)
    assert trace.steps[-1] == trace.step(12)
    assert trace.steps[2:4] == [trace.step(3), trace.step(4)]
    assert trace.steps[::-6] == [trace.step(12), trace.step(6)]


@pytest.mark.parametrize("index", [12, -13])
def test_no_step_stands_outside_the_list(trace: Trace, index: int) -> None:
    with pytest.raises(IndexError, match=f"no step at {index}"):
        trace.steps[index]


@pytest.mark.parametrize("number", [0, 13, -1])
def test_there_is_no_step_of_another_number(trace: Trace, number: int) -> None:
    with pytest.raises(IndexError, match=f"no step {number}; the run has 12"):
        trace.step(number)


def test_the_tracker_has_a_column_where_something_changed(trace: Trace) -> None:
    assert trace.tracker().steps == (0, 1, 2, 4, 5, 6, 7, 8, 10, 11, 12)
    assert [name for name, _ in trace.tracker().rows] == ["table_data", "stream_records", "consumer_state"]


def test_the_last_change_stands_for_the_end_also_where_steps_follow_it(run: Run) -> None:
    trace = run("timeline: [put: {order_id: o-1}, put: {order_id: o-1}]")
    assert len(trace.steps) == 7
    assert trace.tracker().steps == (0, 1, 2, 4, 5, 6)
    assert trace.tracker().ended


@in_each_case(
    "upto, columns", [(0, (0,)), (1, (0, 1)), (3, (0, 1, 2)), (4, (0, 1, 2, 4)), (11, (0, 1, 2, 4, 5, 6, 7, 8, 10, 11))]
)
def test_the_tracker_after_a_step_has_not_ended(trace: Trace, upto: int, columns: tuple[int, ...]) -> None:
    tracker = trace.tracker(upto=upto)
    assert tracker.steps == columns
    assert not tracker.ended
    assert dict(tracker.rows)["consumer_state"] == tuple(trace.value("consumer_state", step) for step in columns)


def test_the_tracker_after_the_last_step_is_the_whole_tracker(trace: Trace) -> None:
    assert trace.tracker(upto=12) == trace.tracker()


def test_of_the_tracker_the_last_columns_alone(trace: Trace) -> None:
    assert trace.tracker(last=2).steps == (11, 12)
    assert trace.tracker(last=2).ended
    assert trace.tracker(upto=5, last=3).steps == (2, 4, 5)
    assert trace.tracker(upto=1, last=9).steps == (0, 1)


def test_the_first_step_at_which_something_holds(trace: Trace) -> None:
    assert trace.first_step(lambda number: trace.row(number).consumer_processes) == 5
    assert trace.first_step(lambda number: trace.value("stream_records", number).processed == 2) == 11
    assert trace.first_step(lambda number: trace.step(number).event.value == "write.remove") is None


def test_the_first_step_can_be_the_last(trace: Trace) -> None:
    assert trace.first_step(lambda number: trace.times[number - 1] == 4000) == 12
