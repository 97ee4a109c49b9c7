"""A lesson as a believer in a misconception expects it, and the step from which the real run differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from simulator.lesson.answers.run_comparison import divergence
from simulator.lesson.beliefs import believed_run
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.catalogue import Misconception
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.views.layout import WIDTH, wrapped
from simulator.views.step_view import step_view
from simulator.views.text import process_table, title_lines, tracker

STEPS_SHOWN = 6
"""Steps of each run that are shown from the first difference on."""


def belief_text(lesson: Lesson, misconception: Misconception, width: int = WIDTH) -> Iterator[str]:
    """The run as its believer expects it: process table and tracker, and the refutation."""
    trace = believed_run(lesson.scenario, lesson.trace, misconception)
    yield from title_lines(lesson.title, width)
    yield ""
    yield from _belief(misconception, width)
    yield from ("", "Process table, as it would be", "-----------------------------")
    yield from process_table(trace, width)
    yield from ("", "Status tracker, as it would be", "------------------------------")
    yield from tracker(trace, width)
    yield ""
    yield from _refutation(misconception, width)


def against_text(lesson: Lesson, misconception: Misconception, width: int = WIDTH) -> Iterator[str]:
    """The first difference between the run and the one that its believer expects."""
    real, believed = lesson.trace, believed_run(lesson.scenario, lesson.trace, misconception)
    yield from title_lines(lesson.title, width)
    yield ""
    yield from _belief(misconception, width)
    yield ""
    found = divergence(real, believed)
    if found is None:
        yield from wrapped(
            f"In this lesson it makes no difference: both runs have the same {len(real.events)} steps, and the same "
            "records.",
            width,
        )
        return
    if found.fields:
        yield from wrapped(f"The runs part at step {found.step}: the step is the same, its record is not.", width)
        for name, happens, would in found.fields:
            yield ""
            yield from wrapped(visible(happens), width, f"What happens: {name} ")
            yield from wrapped(visible(would), width, f"The belief:   {name} ")
    else:
        same = found.step - 1
        yield from wrapped(
            f"The runs part at step {found.step}; the {same} steps before it are the same."
            if same
            else "The runs part at the first step.",
            width,
        )
        yield from ("", "What happens")
        yield from _steps(real, found.step, width)
        yield from ("", "What the belief expects")
        yield from _steps(believed, found.step, width)
    yield from _totals(real, believed, width)
    yield ""
    yield from _refutation(misconception, width)


def _belief(misconception: Misconception, width: int) -> Iterator[str]:
    yield from wrapped(misconception.belief, width, f"The belief ({misconception.number}, {misconception.slug}): ")
    yield from wrapped(misconception.expects, width, "It expects: ")


def _refutation(misconception: Misconception, width: int) -> Iterator[str]:
    yield from wrapped(f"{misconception.refutation} ({misconception.number})", width, "But: ")


def _steps(trace: Trace, first: int, width: int) -> Iterator[str]:
    last = min(len(trace.events), first + STEPS_SHOWN - 1)
    if first > last:
        yield "  (The run is over.)"
    for number in range(first, last + 1):
        step = step_view(trace, trace.step(number))
        text = f"{step.action} ({step.event}; {step.answers_said})"
        yield from wrapped(visible(text), width, f"  {number}. {step.time_words}  ")
    if last < len(trace.events):
        yield f"  ... and {len(trace.events) - last} more"


def _totals(real: Trace, believed: Trace, width: int) -> Iterator[str]:
    """The events that happen more often in one run than in the other, with both counts."""
    happens, would = Counter(each.value for each in real.events), Counter(each.value for each in believed.events)
    different = [name for name in dict.fromkeys([*happens, *would]) if happens[name] != would[name]]
    if different:
        yield ""
        counts = ", ".join(f"{name}: {happens[name]} and not {would[name]}" for name in different)
        yield from wrapped(f"{counts}.", width, "In the whole run, ")
