"""The words of choices that name a step: `{step: placed.capture}` is `Step 2` in a run in which that is step 2."""

from __future__ import annotations

from simulator.lesson.step_of_path import NoStep, step_of
from simulator.machine.trace import Trace
from simulator.scenario.questions import QuizItem


def in_words(item: QuizItem, trace: Trace) -> tuple[QuizItem, list[tuple[int, str]]]:
    """The same question with a text for each of its choices.

    Returns:
        The question, and what is wrong with choices whose step the run does not have, by their positions.
    """
    choices, problems = [], []
    for index, choice in enumerate(item.choices):
        if choice.step is None:
            choices.append(choice)
            continue
        try:
            words = f"Step {step_of(choice.step, trace, 1)}"
        except NoStep as problem:
            problems.append((index, str(problem)))
            words = choice.step.written
        choices.append(choice.model_copy(update={"text": words, "step": None}))
    return item.model_copy(update={"choices": choices}), problems
