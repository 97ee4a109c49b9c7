"""The facts that the model claims to follow, and the lessons that show each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from simulator.dynamodb.facts import facts
from simulator.lesson.lesson import Lesson, texts_of
from simulator.lesson.words.references import references_in
from simulator.views.layout import WIDTH, wrapped


def shown_facts(lessons: Sequence[Lesson]) -> dict[str, list[str]]:
    """For each fact that the model follows the names of the lessons that show it: in a step, or in a text."""
    shown: dict[str, list[str]] = {number: [] for number, fact in facts().items() if fact.modelled}
    for lesson in lessons:
        of_steps = {number for step in lesson.trace.steps for number in step.facts}
        of_texts = {
            reference.target
            for _, text in texts_of(lesson.scenario)
            for reference in references_in(text)
            if reference.scheme == "fact"
        }
        for number in shown:
            if number in of_steps or number in of_texts:
                shown[number].append(lesson.name)
    return shown


def facts_lines(shown: Mapping[str, Sequence[str]], width: int = WIDTH) -> Iterator[str]:
    """The facts as text."""
    for number, lessons in shown.items():
        yield from wrapped(facts()[number].text, width, f"{number:5} ")
        yield f"      Shown by: {', '.join(lessons) or 'no lesson yet'}"
    yield ""
    seen = sum(map(bool, shown.values()))
    yield f"{len(shown)} facts are modelled and tested; {seen} of them are shown by a lesson."
