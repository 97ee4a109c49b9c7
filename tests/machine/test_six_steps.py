"""One change, all the way: the six steps of the first lesson."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from simulator.lesson.words.table import column_label, row_words, value_words, variable_name
from simulator.machine.trace import Trace
from simulator.machine.variables import ConsumerState, StreamRecords, TableData
from simulator.scenario.events import Event, Phase


@pytest.fixture(scope="module")
def trace(run: Callable[[str], Trace]) -> Trace:
    return run("timeline: [put: {order_id: o-1, status: PLACED}]")


def test_the_six_phases_come_in_the_flows_order(trace: Trace) -> None:
    assert [step.phase for step in trace.steps] == list(Phase)


def test_the_events_and_their_times(trace: Trace) -> None:
    assert [(step.time, step.event) for step in trace.steps] == [
        (0, Event.WRITE_INSERT),
        (50, Event.CAPTURE_RECORD),
        (100, Event.AVAILABLE_RECORD),
        (1000, Event.READ_RECORDS),
        (1100, Event.PROCESS_SUCCEEDED),
        (2000, Event.IDLE_WAITING),
    ]


def test_the_process_table_has_the_cells_of_the_first_lesson(trace: Trace) -> None:
    assert [row_words(trace, step) for step in trace.steps] == [
        ("1", "Write item to DynamoDB table", "No", "No", "No"),
        ("2", "DynamoDB Streams captures change", "Yes", "No", "No"),
        ("3", "Stream record available", "Yes", "No", "No"),
        ("4", "Consumer reads stream record", "Yes", "Yes", "No"),
        ("5", "Consumer processes the change", "Yes", "Yes", "Yes"),
        ("6", "No new changes", "No", "No", "No"),
    ]


def test_the_tracker_has_its_columns_at_0_1_2_4_5_and_the_end(trace: Trace) -> None:
    tracker = trace.tracker()
    assert tracker.steps == (0, 1, 2, 4, 5, 6)
    assert tracker.ended
    last = len(tracker.steps) - 1
    assert [column_label(step, place == last) for place, step in enumerate(tracker.steps)] == [
        "Start",
        "After Step 1",
        "After Step 2",
        "After Step 4",
        "After Step 5",
        "Final",
    ]


def test_the_tracker_has_the_values_of_the_first_lesson(trace: Trace) -> None:
    rows = {
        variable_name(name, trace): [value_words(value) for value in values] for name, values in trace.tracker().rows
    }
    assert rows == {
        "DynamoDB Table Data": ["Empty", "Item added", "Item added", "Item added", "Item added", "Item added"],
        "Stream Records": [
            "Empty",
            "Empty",
            "One record created",
            "One record read",
            "One record processed",
            "One record processed",
        ],
        "Consumer State": ["Idle", "Idle", "Idle", "Reading", "Processing", "Idle"],
    }
    assert list(rows) == ["DynamoDB Table Data", "Stream Records", "Consumer State"]


def test_the_machine_records_counts_and_enums_not_words(trace: Trace) -> None:
    table_data, stream_records, consumer_state = (values for _, values in trace.tracker().rows)
    assert all(isinstance(value, TableData) for value in table_data)
    assert all(isinstance(value, StreamRecords) for value in stream_records)
    assert all(isinstance(value, ConsumerState) for value in consumer_state)


def test_the_steps_are_about_the_one_record_and_the_idle_step_about_none(trace: Trace) -> None:
    assert [step.records for step in trace.steps] == [(0,)] * 5 + [()]
    assert [step.consumer for step in trace.steps] == [None] * 3 + ["consumer"] * 3


def test_the_record_is_dated_by_its_capture_in_virtual_time(run: Callable[[str], Trace]) -> None:
    """The run starts at 2024-01-01T00:00:00Z unless `starts_at` says otherwise; F19 cuts to the second."""
    late = "[wait: 2960ms, put: {order_id: o-1}]"  # captured 50 ms later, at 3,010 ms
    assert run(f"timeline: {late}").records[0].created == 1_704_067_200 + 3
    assert run(f"starts_at: 1970-01-01T01:00:00+01:00\ntimeline: {late}").records[0].created == 3


def test_the_streams_label_is_the_start_of_virtual_time(run: Callable[[str], Trace]) -> None:
    assert run("timeline: [put: {order_id: o-1}]").stream.label == "2024-01-01T00:00:00.000"
    later = run("starts_at: 2015-05-11T21:21:33.291Z\ntimeline: [put: {order_id: o-1}]")
    assert later.stream.arn.endswith(":table/Orders/stream/2015-05-11T21:21:33.291")
