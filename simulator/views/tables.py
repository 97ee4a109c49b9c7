"""The two tables of a lesson as headings and cells; each view lays them out in its own way."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.lesson.words.table import column_label, value_words, variable_name
from simulator.machine.steps import Tracker
from simulator.machine.trace import Trace
from simulator.views.step_view import step_views


class TrackerTable(NamedTuple):
    """The status tracker in words: headings (the first is "Variable") and one row for each variable."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def process_rows(trace: Trace) -> Iterator[tuple[str, ...]]:
    """The rows of the process table, one for each step."""
    return (view.cells for view in step_views(trace))


def tracker_table(trace: Trace, tracker: Tracker) -> TrackerTable:
    """The words of a tracker."""
    last = len(tracker.steps) - 1
    labels = (column_label(step, tracker.ended and index == last) for index, step in enumerate(tracker.steps))
    rows = tuple((variable_name(variable, trace), *map(value_words, values)) for variable, values in tracker.rows)
    return TrackerTable(("Variable", *labels), rows)
