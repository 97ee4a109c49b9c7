"""One step explained: its reason, the author's notes, the changes, and the item or the records that it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.glossary import Term
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.prose import Prose, Strong
from simulator.lesson.words.terms import with_terms
from simulator.machine.details import FailureDetail, PartialDetail
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.views.held_back import is_held_back
from simulator.views.map.record_words import state_words
from simulator.views.record import ItemView, item_view, record_name
from simulator.views.scene.scene import reader_of_record
from simulator.views.step_view import StepView, step_view

NOTE = Strong(("Note:",))
"""The word before an author's sentence."""


class ExplainedStep(NamedTuple):
    """One step of a lesson, explained."""

    reason: Prose
    """Its event and why it happened; terms that the lesson uses for the first time are links."""
    notes: tuple[Prose, ...]
    moments: tuple[int, ...]
    """The key moments that are about this step, by their places in the lesson."""
    view: StepView
    item: ItemView | None
    """The item of a write."""
    records: tuple[int, ...]
    """The records that are in the stream by now, as indexes."""
    failed: int | None
    """The record that failed the batch, as an index."""


def explained_step(
    lesson: Lesson, number: int, terms: Mapping[int, Sequence[Term]], holds_back: bool = False
) -> ExplainedStep:
    """A step explained.

    Args:
        lesson: the lesson.
        number: the step's number, from 1.
        terms: for each step the terms whose first mention it has.
        holds_back: whether what tells the next step is left out: key moments and notes too, for many are about it.
    """
    trace = lesson.trace
    step = trace.steps[number - 1]
    return ExplainedStep(
        with_terms(narrate(trace, number, not holds_back), terms.get(number, ())),
        tuple((NOTE, " ", *note) for note in lesson.notes.get(number, ()) if not holds_back),
        tuple(index for index, moment in enumerate(lesson.moments) if moment.step == number and not holds_back),
        _view(trace, step, holds_back),
        None if step.change is None else item_view(step.change),
        tuple(index for index in step.records if trace.is_captured(index, step)),
        _failed(step),
    )


def _view(trace: Trace, step: Step, holds_back: bool) -> StepView:
    view = step_view(trace, step)
    if not holds_back:
        return view
    changes = tuple(each for each in view.changes if not is_held_back(trace, step.number, each.variable))
    return view._replace(changes=changes)


def record_in_step(trace: Trace, number: int, index: int, failed: bool) -> str:
    """A record by its name, and its state for the consumer of a step; `failed` says whether it failed the batch."""
    name, consumer = record_name(trace, index), trace.actors[number - 1]
    if consumer is None or consumer not in trace.readings:
        return name
    state = state_words(reader_of_record(trace, trace.readings[consumer], index, number))
    return f"{name}  {state.words}{': it fails the batch' if failed else ''}"


def _failed(step: Step) -> int | None:
    detail = step.detail
    return detail.failed if isinstance(detail, FailureDetail | PartialDetail) else None
