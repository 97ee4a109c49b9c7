"""A variation of a lesson as text: what was changed, and its run; or both runs beside each other."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.lesson import Lesson
from simulator.lesson.variations.changes import changes_of
from simulator.lesson.variations.variation import Variation, beside_lesson
from simulator.views.layout import WIDTH, wrapped
from simulator.views.text import process_table, title_lines, tracker
from simulator.views.two_runs.text import causes_text, ends_text, parting_text


def variation_text(lesson: Lesson, variation: Variation, width: int = WIDTH) -> Iterator[str]:
    """The changes, and the run that they give: process table and tracker."""
    yield from _changes(lesson, variation, width)
    yield from ("", "Process table, with these changes", "---------------------------------")
    yield from process_table(variation.trace, width)
    yield from ("", "Status tracker, with these changes", "----------------------------------")
    yield from tracker(variation.trace, width)


def variation_against_text(lesson: Lesson, variation: Variation, width: int = WIDTH) -> Iterator[str]:
    """The changes; what is at the ends of the lesson's run and of theirs; where the two part, and why."""
    runs = beside_lesson(lesson.scenario, lesson.trace, variation)
    yield from _changes(lesson, variation, width)
    yield ""
    yield from ends_text(runs, width)
    yield ""
    yield from parting_text(runs, width)
    yield from causes_text(runs, width)


def _changes(lesson: Lesson, variation: Variation, width: int) -> Iterator[str]:
    yield from title_lines(lesson.title, width)
    yield ""
    yield "What if"
    for change in changes_of(lesson.scenario, variation.scenario, variation.patch):
        yield from wrapped(change.words, width, "  * ")
