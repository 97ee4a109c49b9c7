"""A variation as a lesson without texts, for the views that show a lesson's run."""

from __future__ import annotations

from dataclasses import replace

from simulator.lesson.beliefs import Beliefs
from simulator.lesson.lesson import Lesson
from simulator.lesson.variations.placing import Patch
from simulator.lesson.variations.variation import Variation
from simulator.scenario.variation import NoVariation


def lesson_of_variation(lesson: Lesson, variation: Variation) -> Lesson:
    """The lesson with a variation's run. The texts, which describe the lesson's own run, are left out."""
    return replace(
        lesson,
        scenario=variation.scenario,
        trace=variation.trace,
        summary=(),
        execution_sample=(),
        moments=(),
        questions=(),
        snapshot=(),
        transcript=(),
        beliefs=Beliefs(variation.scenario, variation.trace),
    )


def asked_about(lesson: Lesson, question: str) -> Patch:
    """The variation that a question of the lesson asks about, by the question's id.

    Raises:
        NoVariation: there is no such question, or it asks about no variation.
    """
    found = {each.id: item for each, item in zip(lesson.questions, lesson.scenario.quiz, strict=True)}
    ids = [id_ for id_, item in found.items() if item.answer is not None and item.answer.what_if is not None]
    there = f"there {'is' if len(ids) == 1 else 'are'} {', '.join(ids)}" if ids else "no question of the lesson does"
    if question not in found:
        raise NoVariation(f'no question has the id "{question}"; of those that ask what if, {there}')
    answer = found[question].answer
    if answer is None or answer.what_if is None:
        raise NoVariation(f'the question "{question}" asks about no variation; {there}')
    return answer.what_if
