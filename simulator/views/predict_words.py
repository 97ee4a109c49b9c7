"""The words of predict mode, the same in the player and in a plain terminal."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.lesson import Lesson
from simulator.lesson.predict_session import Prediction, PredictSession
from simulator.lesson.words.references import Prose
from simulator.views.quiz_words import Labelled, suspicions

UNKNOWN = "I don't know"
"""The choice of a learner who predicts nothing."""


def said_words(prediction: Prediction) -> str:
    """The prediction, and how sure the learner said they were."""
    if not prediction.chosen:
        return "you don't know"
    sure = {True: " (sure)", False: " (not sure)", None: ""}[prediction.is_sure]
    return f"{prediction.gate.question.options[prediction.chosen[0]].text}{sure}"


def fact_words(prediction: Prediction) -> str:
    """The right answer: the step as it is."""
    question = prediction.gate.question
    return question.options[question.right[0]].text


def verdict_words(prediction: Prediction) -> str:
    """Whether the prediction is right."""
    return "Right." if prediction.is_right else "Not quite." if prediction.chosen else "Now you see it."


def whys(lesson: Lesson, prediction: Prediction) -> Iterator[Prose]:
    """Why a wrong prediction is wrong. A step that the learner has not seen yet is only announced."""
    gate = prediction.gate
    for _, why in lesson.beliefs.whys(gate.question, prediction.chosen, gate.step):
        yield why


def report(session: PredictSession) -> Iterator[Labelled]:
    """How many predictions were right, and the misconceptions that the others point to."""
    yield "", (f"You predicted {session.score} of {len(session.predictions)} right.",)
    answers = [(f"step {each.gate.step}", each.gate.question, each.chosen) for each in session.predictions]
    yield from suspicions(session.lesson, answers)
