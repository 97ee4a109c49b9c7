"""Hints that say where to look, and the words for a location where there is no screen to go there on."""

from __future__ import annotations

from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import Location, Prose, plain
from simulator.lesson.words.table import column_label, row_words, value_words, variable_name
from simulator.machine.trace import Trace
from simulator.scenario.columns import COLUMNS


def where_to_look(location: Location, trace: Trace) -> Prose:
    """A hint that names a location without going there."""
    if location.column is not None:
        return (f'Look down the "{COLUMNS[location.column].heading}" column of the process table.',)
    if location.variable is not None:
        label = "" if location.step is None else f', column "{_column_for(location.step, trace)}"'
        return (f'Look at the row "{variable_name(location.variable, trace)}" of the status tracker{label}.',)
    return ("Step through the process table to its end.",)


def location_words(location: Location, trace: Trace) -> str:
    """The content of the lesson screen at a location."""
    if location.variable is not None:
        step = len(trace.steps) if location.step is None else location.step
        label = column_label(step, step == len(trace.steps))
        return (
            f"{variable_name(location.variable, trace)}, {label}: {value_words(trace.value(location.variable, step))}"
        )
    if location.step:
        row = row_words(trace, trace.steps[location.step - 1])
        return f"Step {row[0]}: {row[1]}. Created: {row[2]}. Read: {row[3]}. Processed: {row[4]}."
    if location.column is not None:
        return plain(where_to_look(location, trace))
    return plain(narrate(trace, 0))


def _column_for(step: int, trace: Trace) -> str:
    """The heading of the tracker's column that holds the values after a step; not every step has its own."""
    newest = trace.tracker(step, last=1).steps[-1]
    return column_label(newest, newest == trace.tracker(last=1).steps[-1])
