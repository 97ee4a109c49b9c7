"""The rows of the player's process table: they tell themselves apart, whatever room there is."""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import product

import pytest
from cases import in_each_case
from hypothesis import given
from hypothesis import strategies as st
from loaded_lessons import load_lesson

from simulator.lesson.words.table import row_words
from simulator.lesson.words.times import clock_words, span_words
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.scenario.events import Event
from simulator.scenario.files.library import lesson_names
from simulator.views.rows.form import form_of
from simulator.views.rows.gaps import gap_words, gaps_of
from simulator.views.rows.layout import MARK, layout_of
from simulator.views.rows.lines import Lines
from simulator.views.rows.row import About, records_words, table_row

SIZES = ((75, 18), (79, 7), (120, 30))
"""Columns and lines of the table: beside a panel at 120x36, at 80x24, and alone on a screen."""


@pytest.fixture(scope="module")
def traces():
    return {name: load_lesson(name).trace for name in lesson_names()}


def cells(trace, size, numbers=None, **wanted):
    """The cells of a run's rows as the table shows them at a size, each by its column."""
    layout = layout_of(trace, form_of(trace), *size, **wanted)
    numbers = numbers or range(1, len(trace.steps) + 1)
    rows = [table_row(trace, number) for number in numbers]
    return [{column.id: layout.cell(row, column) for column in layout.columns} for row in rows]


def step_of(trace, event, nth=1):
    return trace.steps_of(event)[nth - 1]


# Telling apart


@pytest.mark.parametrize("size", SIZES)
def test_in_no_step_of_the_library_does_another_row_of_the_lesson_read_the_same(traces, size):
    alike = {}
    for name, trace in traces.items():
        rows = [tuple(text for column, text in row.items() if column != "step") for row in cells(trace, size)]
        count = Counter(rows)
        alike[name] = sum(count[row] > 1 for row in rows)
    assert sum(alike.values()) == 0, alike  # of 203; with the five standard columns it was 150


def test_the_standard_columns_tell_the_first_lesson_apart_and_no_other(traces):
    assert [name for name, trace in traces.items() if form_of(trace).is_standard] == ["overview"]


@pytest.mark.parametrize("size", SIZES)
def test_the_first_lesson_keeps_the_standard_headings_and_cells(traces, size):
    trace = traces["overview"]
    assert [tuple(row.values()) for row in cells(trace, size)] == [row_words(trace, step) for step in trace.steps]
    layout = layout_of(trace, form_of(trace), *size)
    assert [column.id for column in layout.columns] == ["step", "action", *YES_NO]


def test_a_table_that_is_high_enough_has_the_headings_of_the_first_lesson_in_two_lines(traces):
    layout = layout_of(traces["overview"], form_of(traces["overview"]), 75, 18)
    assert [layout.heading(line)[2:] for line in (0, 1)] == [
        ("Record", "Consumer", "Consumer"),
        ("Created?", "Reads?", "Processes?"),
    ]


# Cells


def test_a_row_names_its_item_and_from_the_capture_on_its_record(traces):
    trace = traces["three-changes"]
    assert [table_row(trace, number).about.words for number in (7, 8, 9, 10, 12)] == [
        "o-1",
        "o-1 · r2",
        "o-1 · r2",
        "o-1 · r2",
        "",
    ]


@in_each_case(
    "indexes, words",
    [
        ((3, 4), "r4, r5"),
        ((0, 1, 2, 3), "r1-r4"),
        ((0, 2, 3), "r1, r3, r4"),
        ((0, 2, 4, 6, 8), "r1 to r9, 5 records"),
    ],
)
def test_several_records_are_named_by_their_numbers(indexes, words):
    assert records_words(indexes) == words


def test_a_long_key_is_cut_and_the_number_of_its_record_is_not():
    assert About("customer-0815", "r12").fitted(12) == "custo… · r12"
    assert About("customer-0815", "r12").fitted(6) == "r12"
    assert About("o-1", "").fitted(6) == "o-1"


def test_a_row_in_which_some_records_got_through_says_how_many(traces):
    trace = traces["report-the-failure"]
    (row,) = cells(trace, (120, 30), [step_of(trace, Event.PROCESS_PARTIAL)])
    assert row["record"] == "r1-r4, 1 done"
    assert table_row(trace, step_of(trace, Event.PROCESS_PARTIAL)).answers.processes.words == "1 of 4"
    (letters,) = cells(trace, (75, 18), [step_of(trace, Event.PROCESS_PARTIAL)])
    assert [letters[column] for column in YES_NO] == ["Y", "Y", "1"]


def test_a_row_about_no_change_shows_a_dash(traces):
    for name, event in (("crash-and-checkpoint", Event.READ_CRASHED), ("silent-writes", Event.WRITE_UNCHANGED)):
        trace = traces[name]
        (row,) = cells(trace, (75, 18), [step_of(trace, event)])
        assert [row[column] for column in YES_NO] == ["-", "-", "-"]


def test_a_change_that_no_stream_captures_is_a_change_all_the_same(traces):
    trace = traces["off-and-on"]
    (row,) = cells(trace, (75, 18), [9])
    assert trace.events[8] is Event.WRITE_MODIFY
    assert not trace.record_indexes[8]
    assert [row[column] for column in YES_NO] == ["N", "N", "N"]


@in_each_case(
    "name, event, action",
    [
        ("crash-and-checkpoint", Event.READ_CRASHED, "✗ CRASHES"),
        ("crash-and-checkpoint", Event.PROCESS_DUPLICATE, "↻ processes record AGAIN"),
        ("crash-and-checkpoint", Event.PROCESS_CHECKPOINTED, "checkpoints"),
        ("poison-pill", Event.PROCESS_FAILED, "✗ consumer fails, try 1"),
        ("poison-pill", Event.PROCESS_DISCARDED, "⊘ consumer gives up on 2 records"),
        ("report-the-failure", Event.PROCESS_PARTIAL, "✗ consumer fails on part of 4 records"),
        ("too-late", Event.READ_TRIMMED, "∅ consumer lost a trimmed record"),
        ("too-late", Event.READ_ITERATOR_EXPIRED, "✗ iterator has expired"),
        ("silent-writes", Event.WRITE_REJECTED, "✗ condition fails, nothing written"),
        ("off-and-on", Event.IDLE_WAITING, "no new changes"),
    ],
)
def test_a_failure_a_crash_a_duplicate_and_a_loss_have_a_sign_and_a_word(traces, name, event, action):
    row = table_row(traces[name], step_of(traces[name], event)).action
    form = form_of(traces[name])
    assert row.signed(row.short if form.has_who else row.told) == action


def test_a_trimming_is_a_loss_only_where_somebody_had_not_read_the_record(traces):
    trace = traces["too-late"]
    actions = [table_row(trace, number).action for number in trace.steps_of(Event.AVAILABLE_TRIMMED)]
    assert [action.signed(action.full) for action in actions] == [
        "Record is trimmed",
        "Record is trimmed",
        "∅ Record is trimmed, LOST",
    ]


def test_who_acts_stands_in_a_column_only_where_there_are_several(traces):
    with_who = {name for name, trace in traces.items() if form_of(trace).has_who}
    assert {"crash-and-checkpoint", "off-and-on", "two-consumers"} <= with_who
    assert not with_who & {"poison-pill", "split-shard", "too-late"}
    trace = traces["crash-and-checkpoint"]
    assert [table_row(trace, number).who for number in (22, 25, 30)] == ["", "worker b", "billing"]


def test_time_is_shown_where_rows_read_the_same_without_it(lesson):
    idle_once = lesson("put: {order_id: o-1}", more="show: {columns: [record]}\n").trace
    idle_twice = lesson("put: {order_id: o-1}", "put: {order_id: o-2}").trace
    assert not form_of(idle_once).has_time
    assert form_of(idle_twice).has_time


@in_each_case(
    "milliseconds, clock, span",
    [
        (50, "0.050 s", "0.1 s"),
        (7_900, "7.900 s", "7.9 s"),
        (2_000, "2.000 s", "2 s"),
        (59_960, "59.960 s", "1 min"),
        (60_050, "0:01:00.050", "1 min"),
        (1_201_000, "0:20:01.000", "20 min 1 s"),
        (73_203_050, "20:20:03.050", "20 h 20 min"),
    ],
)
def test_times_of_rows_and_lengths_of_gaps(milliseconds, clock, span):
    assert clock_words(milliseconds) == clock
    assert span_words(milliseconds) == span


def test_a_column_that_a_lesson_asks_for_is_there_whatever_it_is(lesson):
    asked = [column for column in COLUMNS if column not in YES_NO]
    trace = lesson("put: {order_id: o-1, n: 1}", more=f"show: {{columns: [{', '.join(asked)}]}}\n").trace
    captured = cells(trace, (200, 30))[1]
    assert set(asked) <= set(captured)
    assert (captured["event_name"], captured["key"], captured["images"]) == ("INSERT", "o-1", "The new image")


# Layout


def test_columns_fit_and_those_that_a_lesson_asked_for_stay_longer_than_any_other(traces):
    forms = {name: form_of(trace) for name, trace in traces.items()}
    for (name, trace), width in product(traces.items(), range(56, 140, 4)):
        layout = layout_of(trace, forms[name], width, 18)
        there = [column.id for column in layout.columns]
        assert MARK + sum(column.width + column.gap for column in layout.columns) <= width or width < 60, name
        if not set(trace.columns) <= set(there):
            assert not set(YES_NO) & set(there), name
            assert set(there) - {"step", "action", "consumer"} <= set(trace.columns), name


def test_a_link_to_an_answer_brings_its_column_back_where_it_had_no_room(traces):
    trace = traces["too-late"]
    assert not set(YES_NO) & set(cells(trace, (72, 18))[0])
    assert set(YES_NO) <= set(cells(trace, (72, 18), answers_wanted=True)[0])


def test_the_letters_of_the_columns_are_explained(traces):
    trace = traces["two-consumers"]
    assert layout_of(trace, form_of(trace), 75, 18).legend == "C created  R read  P processed"
    trace = traces["report-the-failure"]
    assert layout_of(trace, form_of(trace), 75, 18).legend == "C created  R read  P processed, or how many"
    assert layout_of(trace, form_of(trace), 120, 18).legend == ""


# Gaps


def test_a_gap_says_how_long_it_is_and_who_waits_for_what(traces):
    told = {name: [gap_words(trace, step) for step in gaps_of(trace)] for name, trace in traces.items()}
    assert told["overview"] == told["three-changes"] == []
    assert told["crash-and-checkpoint"] == ["╎ 2 s", "╎ 7.9 s: nobody reads shard 1"]
    assert told["poison-pill"] == [
        "╎ 2.1 s",
        "╎ 3.3 s",
        "╎ 6.6 s: p-5 waits behind p-3",
        "╎ 16.1 s: p-5 waits behind p-3",
        "╎ 27.3 s: p-5 waits behind p-3",
    ]
    assert told["too-late"][:2] == ["╎ 20 min: nobody reads shard 1", "╎ 20 h: nobody reads shard 1"]


def test_of_several_consumers_a_gap_names_the_one_that_does_not_read(lesson):
    trace = lesson(
        "stop: {consumer: two}",
        "put: {order_id: o-1}",
        "{put: {order_id: o-2}, after: 10s}",
        more="consumers: [{name: one}, {name: two}]\n",
    ).trace
    assert [gap_words(trace, step) for step in gaps_of(trace)] == ["╎ 8 s: two does not read shard 1"]


def test_a_consumer_that_is_not_created_yet_is_no_reason_for_a_gap(lesson):
    trace = lesson("put: {order_id: o-1}", "{create_consumer: {name: late}, at: 1h}").trace
    assert [gap_words(trace, step) for step in gaps_of(trace)] == ["╎ 59 min 58 s"]


def test_a_child_shard_that_waits_for_its_parent_is_a_reason(lesson):
    trace = lesson(
        "put: {order_id: o-1}",
        "{put: {order_id: o-1, n: 1}, after: 1500ms}",
        "{split_shard: 1, after: 10ms}",
        "{put: {order_id: o-1}, after: 10ms}",
        more="consumers: [{processing_time: 6s}]\n",
    ).trace
    assert gap_words(trace, gaps_of(trace)[0]) == "╎ 5.4 s: shard 2 waits for its parent, shard 1"


@given(st.sets(st.integers(2, 40)), st.integers(1, 40))
def test_every_line_belongs_to_one_row_or_gap(gaps, rows):
    ends = sorted(each for each in gaps if each <= rows)
    lines = Lines(rows, array("q", ends))
    expected = [(step, is_gap) for step in range(1, rows + 1) for is_gap in ([True] if step in ends else []) + [False]]
    assert [lines.at(line) for line in range(len(expected))] == expected
    assert all(expected[lines.line_of(step)] == (step, False) for step in range(1, rows + 1))
    assert lines.at(-1) == lines.at(len(expected)) == (0, False)
