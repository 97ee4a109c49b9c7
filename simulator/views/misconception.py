"""A lesson as a believer in a misconception expects it, and the step from which the real run differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from simulator.lesson.beliefs import believed_run
from simulator.lesson.lesson import Lesson
from simulator.lesson.misconceptions.catalogue import Misconception
from simulator.lesson.two_runs.run_comparison import divergence
from simulator.lesson.two_runs.two_runs import OF_A_BELIEF, TwoRuns
from simulator.scenario.complaints.complaint import visible
from simulator.views.layout import WIDTH, wrapped
from simulator.views.text import process_table, title_lines, tracker
from simulator.views.two_runs.text import ends_text, parting_text


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
    """The run as the service does it beside the one that its believer expects: their ends, and where they part."""
    runs = TwoRuns(lesson.trace, believed_run(lesson.scenario, lesson.trace, misconception), OF_A_BELIEF)
    yield from title_lines(lesson.title, width)
    yield ""
    yield from _belief(misconception, width)
    yield ""
    found = divergence(runs.lesson, runs.other)
    if found is None:
        yield from wrapped(
            f"In this lesson it makes no difference: both runs have the same {len(runs.lesson.events)} steps, and the "
            "same records.",
            width,
        )
        return
    yield from ends_text(runs, width)
    yield ""
    if found.fields:
        yield from wrapped(f"The runs part at step {found.step}: the step is the same, its record is not.", width)
        for name, happens, would in found.fields:
            yield ""
            yield from wrapped(visible(happens), width, f"As the service does it: {name} ")
            yield from wrapped(visible(would), width, f"As a believer sees it:  {name} ")
    else:
        yield from parting_text(runs, width)
    yield from _totals(runs, width)
    yield ""
    yield from _refutation(misconception, width)


def _belief(misconception: Misconception, width: int) -> Iterator[str]:
    yield from wrapped(misconception.belief, width, f"The belief ({misconception.number}, {misconception.slug}): ")
    yield from wrapped(misconception.expects, width, "It expects: ")


def _refutation(misconception: Misconception, width: int) -> Iterator[str]:
    yield from wrapped(f"{misconception.refutation} ({misconception.number})", width, "But: ")


def _totals(runs: TwoRuns, width: int) -> Iterator[str]:
    """The events that happen more often in one run than in the other, with both counts."""
    happens, would = (Counter(each.value for each in trace.events) for trace in (runs.lesson, runs.other))
    different = [name for name in dict.fromkeys([*happens, *would]) if happens[name] != would[name]]
    if different:
        yield ""
        counts = ", ".join(f"{name}: {happens[name]} and not {would[name]}" for name in different)
        yield from wrapped(f"{counts}.", width, "In the whole run, ")
