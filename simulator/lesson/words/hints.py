"""Hints that say where to look, without going there."""

from __future__ import annotations

from simulator.lesson.words.references import Location, Prose
from simulator.lesson.words.table import COLUMN_NAMES, column_label, variable_name
from simulator.machine.trace import Trace


def where_to_look(location: Location, trace: Trace) -> Prose:
    """A hint that names a location without going there."""
    if location.column is not None:
        return (f'Look down the "{COLUMN_NAMES[location.column]}" column of the process table.',)
    if location.variable is not None:
        label = "" if location.step is None else f', column "{_column_for(location.step, trace)}"'
        return (f'Look at the row "{variable_name(location.variable, trace)}" of the status tracker{label}.',)
    return ("Step through the process table to its end.",)


def _column_for(step: int, trace: Trace) -> str:
    """The heading of the tracker's column that holds the values after a step; not every step has its own."""
    newest = trace.tracker(step, last=1).steps[-1]
    return column_label(newest, newest == trace.tracker(last=1).steps[-1])
