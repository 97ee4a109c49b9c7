"""Each variable and each column is one row on the floor of the scenario; here it has all that a lesson adds to it."""

from __future__ import annotations

from cases import in_each_case

from simulator.lesson.generated.about_values import STATE_HINTS, VARIABLE_HINTS
from simulator.lesson.words.table import CELLS, row_words, table_headings, value_words, variable_name
from simulator.machine.variables import ConsumerState
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.scenario.variables import VARIABLES

EVERYTHING = f"""\
consumers: [{{name: p}}, {{name: f, type: lambda}}, {{name: k, type: kcl}}]
show: {{variables: [{", ".join(VARIABLES)}], columns: [{", ".join(COLUMNS)}]}}
"""


def test_every_variable_is_shown_with_a_name_of_its_own_and_words_for_its_values(lesson):
    trace = lesson(more=EVERYTHING).trace
    assert {variable.partition(".")[0] for variable in trace.variables} == set(VARIABLES)
    assert len({variable_name(variable, trace) for variable in trace.variables}) == len(trace.variables)
    for variable in trace.variables:
        assert all(value_words(value) for value in trace.histories[variable].values)


def test_a_poller_stores_no_checkpoint_so_that_it_has_a_position(lesson):
    made = lesson(more="consumers: [{name: p}, {name: f, type: lambda}]\nshow: {variables: [checkpoint]}\n")
    assert [variable_name(each, made.trace) for each in ("checkpoint.p", "checkpoint.f")] == [
        "Position (p)",
        "Checkpoint (f)",
    ]
    alone = lesson(more="show: {variables: [checkpoint]}\n")
    assert variable_name("checkpoint", alone.trace) == "Position"


def test_every_variable_has_a_hint(lesson):
    assert {*VARIABLE_HINTS, "consumer_state"} == set(VARIABLES)
    assert set(STATE_HINTS) == set(ConsumerState)


def test_every_column_has_a_heading_and_cells(lesson):
    trace = lesson(more=EVERYTHING).trace
    assert {*CELLS, *YES_NO} == set(COLUMNS)
    assert table_headings(trace)[2:] == tuple(column.heading for column in COLUMNS.values())
    assert all(len(row_words(trace, step)) == len(table_headings(trace)) for step in trace.steps)


@in_each_case("column", COLUMNS.values())
def test_a_short_heading_is_one_word(column):
    assert len(column.short_heading.split()) == 1
    assert len(column.short_heading) <= len(column.heading)
