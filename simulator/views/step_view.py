"""One step as a person reads it. Every view that shows steps formats this."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.table import cell_words, value_words, variable_name, yes_no
from simulator.lesson.words.times import time_words
from simulator.machine.steps import Row, Step
from simulator.machine.trace import Trace
from simulator.scenario.columns import COLUMNS


class ChangeView(NamedTuple):
    """A variable that changed in a step, in the words of the tracker."""

    variable: str
    """Its id."""
    name: str
    before: str
    after: str


class StepView(NamedTuple):
    """One step in words."""

    number: int
    """Counted from 1."""
    time: int
    """Milliseconds since the scenario's start."""
    phase: str
    event: str
    who: str | None
    """The consumer that acts, by its name."""
    action: str
    records: tuple[int, ...]
    """The records that the step is about, by their numbers, counted from 1."""
    answers: Row
    """The three yes/no answers of the process table."""
    changes: tuple[ChangeView, ...]
    further: tuple[tuple[str, str], ...]
    """The columns that the scenario shows beside the standard ones: heading and cell of each."""

    @property
    def time_words(self) -> str:
        """The time in words."""
        return time_words(self.time)

    @property
    def answer_words(self) -> tuple[str, str, str]:
        """The three answers as the process table says them."""
        created, reads, processes = map(yes_no, self.answers)
        return created, reads, processes

    @property
    def answers_said(self) -> str:
        """The three answers on a line of text."""
        created, reads, processes = self.answer_words
        return f"created {created}, reads {reads}, processes {processes}"

    @property
    def cells(self) -> tuple[str, ...]:
        """The row of the process table."""
        return str(self.number), self.action, *self.answer_words, *(cell for _, cell in self.further)


def step_view(trace: Trace, step: Step) -> StepView:
    """A step of a run in words."""
    return StepView(
        step.number,
        step.time,
        step.phase.value,
        step.event.value,
        step.consumer,
        action_words(trace, step),
        tuple(index + 1 for index in step.records),
        step.row,
        tuple(
            ChangeView(
                each.variable, variable_name(each.variable, trace), value_words(each.before), value_words(each.after)
            )
            for each in step.changes
        ),
        tuple((COLUMNS[column].heading, cell_words(trace, step, column)) for column in trace.columns),
    )


def step_views(trace: Trace) -> Iterator[StepView]:
    """Every step of a run, each made when it is asked for."""
    return (step_view(trace, step) for step in trace.steps)
