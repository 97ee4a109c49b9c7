"""A warning about a process table that is wider than a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.check.advice_on_quiz import Advice
from simulator.lesson.lesson import Lesson
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.table import cell_words
from simulator.scenario.columns import COLUMNS

ROOM = 116
"""Characters that a terminal of 120 columns has for a table inside its frame."""

MOST_STEPS = 1_000
"""Steps whose cells are measured."""

_STEP_AND_ANSWERS = 6 + 3 * 2
"""The step's number, and the three yes/no columns of a letter each, with the gaps between them."""

_GAP = 2


def advice_on_columns(lesson: Lesson) -> Iterator[Advice]:
    """A warning where the columns that a lesson shows leave no room for all of them, even with the shortest others."""
    trace = lesson.trace
    if not trace.columns:
        return
    steps = [trace.step(number) for number in range(1, min(len(trace.events), MOST_STEPS) + 1)]
    action = max((len(action_words(trace, step)) for step in steps), default=0)
    shown = [
        max(len(COLUMNS[column].heading), *(len(cell_words(trace, step, column)) for step in steps))
        for column in trace.columns
    ]
    width = _STEP_AND_ANSWERS + action + sum(_GAP + each for each in shown)
    if width > ROOM:
        message = (
            f"the process table needs {width} characters for these columns, and a terminal of 120 has {ROOM}: "
            "show fewer of them"
        )
        yield ("show", "columns"), "W526", message
