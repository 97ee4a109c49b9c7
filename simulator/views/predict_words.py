"""The words of predict mode, the same in the player and in a plain terminal."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.phrases import joined
from simulator.lesson.lesson import Lesson
from simulator.lesson.predict.session import Prediction, PredictSession
from simulator.lesson.variations.settings import named_values
from simulator.lesson.words.references import Prose
from simulator.lesson.words.sentences import to_step
from simulator.lesson.words.settings import setting_words
from simulator.machine.details import DeletionDetail, UpdateDetail
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.events import Event
from simulator.views.quiz_words import Labelled, suspicions

UNKNOWN = "I don't know"
"""The choice of a learner who predicts nothing."""

_LONGEST_SETTING = 300
"""Characters of a setting that are shown: a filter pattern has room."""


def settings_words(lesson: Lesson, step: int = 0) -> Iterator[str]:
    """The settings that a prediction needs after a step, a sentence for each consumer that is there.

    They are those that the lesson's file names, as the timeline has changed them by then. A repair says nothing of
    them: what is wrong with its settings is to be found out.
    """
    scenario, trace = lesson.scenario, lesson.trace
    if scenario.repair is not None:
        return
    there = {consumer.name: named_values(consumer) for consumer in scenario.consumers}
    created = (entry.create_consumer for entry in scenario.timeline if entry.create_consumer is not None)
    for number in trace.steps_of(Event.READ_CONSUMER_CREATED, Event.READ_CONSUMER_UPDATED, Event.READ_CONSUMER_DELETED):
        if number > step:
            break
        consumer, detail = trace.actors[number - 1] or "", trace.details.get(number)
        if isinstance(detail, UpdateDetail):
            there[consumer].update((name, after) for name, _, after in detail.settings)
        elif isinstance(detail, DeletionDetail):
            del there[consumer]
        else:
            there[consumer] = named_values(next(created))
    for consumer, named in there.items():
        settings = [f"{name} = {setting_words(name, value, _LONGEST_SETTING)}" for name, value in named.items()]
        if settings:
            yield visible(f"Settings of {consumer}: {'; '.join(settings)}.")


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


def moments_at(session: PredictSession, step: int) -> Iterator[Prose]:
    """The questions of the key moments of a step; none where they may tell what is asked about the next step."""
    if not session.holds_back(step):
        yield from (moment.question for moment in session.lesson.moments if moment.step == step)


def ahead_words(session: PredictSession, step: int) -> str:
    """How many steps after a step still ask, and which is the next; empty where none does."""
    ahead = session.gates_after(step)
    if not ahead:
        return ""
    if len(ahead) == 1:
        return f"1 step will ask you before it is shown: step {ahead[0].step}."
    return f"{len(ahead)} steps will ask you before they are shown; the next one is step {ahead[0].step}."


def report(session: PredictSession) -> Iterator[Labelled]:
    """How many predictions were right, what the others were and what is so, and the misconceptions that they point to.

    What the learner was sure of comes first.
    """
    yield "", (f"You predicted {session.score} of {len(session.predictions)} right.",)
    for each in session.missed:
        yield "", (to_step(each.gate.step, "Step"), f": it is {_quoted(fact_words(each))}; {_said(each)}.")
    if session.predictions and not session.missed:
        yield "", (_all_right(session),)
    answers = [(f"step {each.gate.step}", each.gate.question, each.chosen) for each in session.predictions]
    yield from suspicions(session.lesson, answers)


def _said(prediction: Prediction) -> str:
    if not prediction.chosen:
        return "you said that you don't know"
    sure = {True: " and you were sure", False: " and you were not sure", None: ""}[prediction.is_sure]
    return f"you said {_quoted(prediction.gate.question.options[prediction.chosen[0]].text)}{sure}"


def _all_right(session: PredictSession) -> str:
    """What is to be said of a run that was predicted without a mistake: where the learner was not sure of it."""
    unsure = [str(each.gate.step) for each in session.predictions if each.is_sure is False]
    if not unsure:
        return "The run went as you said."
    steps = "step" if len(unsure) == 1 else "steps"
    return f"The run went as you said, also in {steps} {joined(unsure)}, where you were not sure."


def _quoted(text: str) -> str:
    """A choice in quotation marks, without the full stop at its end."""
    return f'"{text.removesuffix(".")}"'
