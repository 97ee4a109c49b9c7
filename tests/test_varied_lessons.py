"""The varied lessons stand for the library: no event, detail or kind of consumer is missing from them."""

from __future__ import annotations

from loaded_lessons import load_lesson
from varied_lessons import ONE_OF_EACH_KIND, SHOWING_EVERY_EVENT

from simulator.scenario.files.library import lesson_names


def kinds_of(name: str) -> set[str]:
    """The kinds of what a lesson shows: its events, what is told of them, its consumers, its columns."""
    lesson = load_lesson(name)
    steps = {kind for step in lesson.trace.steps for kind in (step.event.name, type(step.detail).__name__)}
    return steps | {reader.kind for reader in lesson.trace.readers}


def test_they_show_every_kind_of_what_the_library_shows():
    all_kinds = set().union(*map(kinds_of, lesson_names()))
    assert set().union(*map(kinds_of, SHOWING_EVERY_EVENT)) == all_kinds


def test_the_few_have_every_kind_of_consumer_two_streams_and_a_repair():
    lessons = [load_lesson(name) for name in ONE_OF_EACH_KIND]
    assert {reader.kind for lesson in lessons for reader in lesson.trace.readers} == {"poller", "lambda", "kcl"}
    assert any(lesson.scenario.repair for lesson in lessons)
