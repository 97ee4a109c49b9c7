"""Two runs beside each other in lines of text: their ends, where they part, and why."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.beliefs import Believed
from simulator.lesson.lesson import Lesson
from simulator.lesson.predict.named_actions import named_action
from simulator.lesson.quiz.attempt import Attempt
from simulator.lesson.two_runs.two_runs import OF_A_BELIEF, TwoRuns
from simulator.lesson.two_runs.walk import Walk, walk_through, walk_until
from simulator.lesson.words.prose import plain
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import visible
from simulator.terminal.spoken import spoken, without_signs
from simulator.views.layout import wrapped
from simulator.views.two_runs.about import about_causes
from simulator.views.two_runs.ends import end_rows
from simulator.views.two_runs.text import AT_THE_END

OFFER = "Type x to see what this belief expects."

MOST_PLACES = 4
"""Places of the walk that are told from the one on at which the runs part."""


def expected_of(attempt: Attempt | None) -> Believed | None:
    """The belief behind a wrong answer of a quiz, where it has a run of its own."""
    if attempt is None or attempt.chosen is None or attempt.is_right:
        return None
    return attempt.lesson.beliefs.expected(attempt.question, attempt.chosen)


def expected_lines(lesson: Lesson, believed: Believed, width: int, until: int | None = None) -> Iterator[str]:
    """The run that a wrong answer expects beside the lesson's own; `until` is the last step that may be told."""
    walk = walk_through(TwoRuns(lesson.trace, believed.trace, OF_A_BELIEF))
    if until is not None:
        walk = walk_until(walk, until)
    yield from wrapped(f'Somebody who believes this expects the second run: "{believed.misconception.belief}"', width)
    if until is None:
        yield from ends_lines(walk, width)
    yield from causes_lines(walk, width)
    yield from _steps_lines(walk, width)


def ends_lines(walk: Walk, width: int) -> Iterator[str]:
    """What is at the ends of both runs, a line each."""
    yield f"{AT_THE_END}:"
    sides = walk.runs.sides
    for row in end_rows(walk.runs):
        differs = "differs" if row.differs else "same"
        words = f"{row.name}: {sides.lesson} {row.lesson}; {sides.other} {row.other}; {differs}."
        yield from wrapped(visible(without_signs(words)), width)


def causes_lines(walk: Walk, width: int) -> Iterator[str]:
    """Where the runs part, and why."""
    for _, cause in about_causes(walk):
        yield from wrapped(visible(plain(spoken(cause))), width)


def _steps_lines(walk: Walk, width: int) -> Iterator[str]:
    """The first steps of both runs from the place on at which they part."""
    if walk.parts is None:
        return
    for place in range(walk.parts, min(walk.last, walk.parts + MOST_PLACES - 1) + 1):
        for side, trace, number in zip(
            walk.runs.sides, (walk.runs.lesson, walk.runs.other), walk.pairs[place - 1], strict=True
        ):
            if number is not None:
                told = f"{named_action(trace, trace.step(number))}."
                when = f"step {number}, {time_words(trace.times[number - 1])}"
                yield from wrapped(visible(told), width, f"{side[0].upper()}{side[1:]}, {when}: ")
