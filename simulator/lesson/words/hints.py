"""Hints that say where to look, without going there."""

from __future__ import annotations

from simulator.lesson.words.references import Location, Prose
from simulator.lesson.words.table import column_label, variable_name
from simulator.machine.trace import Trace
from simulator.scenario.columns import COLUMNS


def where_to_look(place: Location, trace: Trace) -> Prose:
    """A hint that names the place without going there."""
    if place.column is not None:
        return (f'Look down the "{COLUMNS[place.column].heading}" column of the process table.',)
    if place.variable is not None:
        label = "" if place.step is None else f', column "{_column_for(place.step, trace)}"'
        return (f'Look at the row "{variable_name(place.variable, trace)}" of the status tracker{label}.',)
    return ("Step through the process table to its end.",)


def _column_for(step: int, trace: Trace) -> str:
    """The heading of the tracker's column that holds the values after a step; not every step has its own."""
    newest = trace.tracker(step, last=1).steps[-1]
    return column_label(newest, newest == trace.tracker(last=1).steps[-1])
