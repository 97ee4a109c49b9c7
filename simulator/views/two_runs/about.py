"""What two runs are about, in words: a belief and why it is wrong, or changes and what was said before their run."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.misconceptions.catalogue import Misconception
from simulator.lesson.two_runs.run_comparison import divergence, matching_step
from simulator.lesson.two_runs.two_runs import Pair, TwoRuns, parts_at
from simulator.lesson.two_runs.walk import Walk
from simulator.lesson.variations.forecasts import Forecast
from simulator.lesson.variations.what_if import WhatIf
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import fact
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.views.quiz_words import Labelled, joined_paragraphs
from simulator.views.two_runs.side import parting_words

SKIPPED = "you said nothing"


def about_belief(misconception: Misconception, walk: Walk, answer: str = "") -> Prose:
    """The belief, the `answer` of somebody who holds it, why it is wrong, and why the runs part."""
    said: list[Labelled] = [
        ("", (f'Somebody who believes this expects the second run: "{misconception.belief}"',)),
        *([("", (f'In that run the answer to the question is "{answer}".',))] if answer else []),
        ("", (f"That is wrong. {misconception.refutation} (", fact(misconception.number), ")")),
        *about_causes(walk),
    ]
    if walk.parts is None and walk.until is None:
        said.append(("", ("In this lesson it makes no difference.",)))
    return joined_paragraphs(said)


def about_changes(what_if: WhatIf) -> Prose:
    """What was changed, what was said about it before the run, and why the runs part."""
    said: list[Labelled] = [("", (f"* {each.words}",)) for each in what_if.changes]
    known = () if what_if.ran is None else what_if.ran.forecasts
    if known:
        said.append(("", ("YOU SAID, before the run",)))
        said += [("", (said_words(*each),)) for each in zip(known, what_if.said, strict=False)]
    if what_if.ran is not None:
        said += about_causes(what_if.ran.walk)
    return joined_paragraphs(said)


def said_words(forecast: Forecast, choice: int | None) -> str:
    """A question, what was said, and whether it was right."""
    right = forecast.choices[forecast.right]
    if choice is None:
        return f"{forecast.text} {SKIPPED[0].upper()}{SKIPPED[1:]}. The answer is: {right}. {forecast.why}"
    said = forecast.choices[choice]
    if choice == forecast.right:
        return f"✓ {forecast.text} You said: {said}. Right. {forecast.why}"
    return f"✗ {forecast.text} You said: {said}. Wrong, the answer is: {right}. {forecast.why}"


def about_causes(walk: Walk) -> Iterator[Labelled]:
    """Where the runs part, and the reason of the step at which each of them does; nothing of steps behind the walk."""
    yield "", (parting_words(walk),)
    parting, runs = None if walk.parts is None else parts_at(walk.runs), walk.runs
    fields = () if parting is None else _record_fields(runs, parting)
    if fields:
        yield "", ("The step is the same, its record is not.",)
        for name, lesson, other in fields:
            yield "", (visible(f"{name}, {runs.sides.lesson}: {lesson}"),)
            yield "", (visible(f"{name}, {runs.sides.other}: {other}"),)
        return
    both = (runs.lesson, runs.other)
    for side, trace, number, beside in zip(runs.sides, both, parting or (), reversed(parting or ()), strict=False):
        if number is None:
            continue
        if beside is not None and _comes_later_in_both(runs, trace, number, beside):
            yield "", (f"{side[0].upper()}{side[1:]}: nothing happens there.",)
        else:
            yield "", (f"Why, {side}, step {number}: ", *narrate(trace, number, walk.until is None))


def _comes_later_in_both(runs: TwoRuns, trace: Trace, number: int, beside: int) -> bool:
    """Whether a step of one run is the timeline's and after the `beside` of the other run, which has it later too.

    Then it is no reason why the runs part: up to it nothing happens.
    """
    other = runs.other if trace is runs.lesson else runs.lesson
    is_later = trace.times[number - 1] > other.times[beside - 1]
    return is_later and trace.events[number - 1].by_timeline and matching_step(trace, number, other) is not None


def _record_fields(runs: TwoRuns, parting: Pair) -> tuple[tuple[str, str, str], ...]:
    """Where the runs part at the same step: the fields of its record that differ, as JSON, by their names."""
    found = divergence(runs.lesson, runs.other)
    return found.fields if found is not None and found.step == parting.lesson == parting.other else ()
