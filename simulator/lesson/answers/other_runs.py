"""The other run that a question asks about: that of a changed lesson, or the one that a believer expects."""

from __future__ import annotations

from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.answers.solution import NoAnswer
from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS
from simulator.lesson.misconceptions.lookup import named_belief
from simulator.lesson.variations.placing import placed
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.machine.turn_bound import turns_beside
from simulator.scenario.answers import Answer
from simulator.scenario.complaints.complaint import ScenarioError, did_you_mean
from simulator.scenario.model import Scenario
from simulator.scenario.variation import NoVariation, varied


def asked_run(answer: Answer, trace: Trace, scenario: Scenario | None) -> Trace:
    """The run that a question asks about: the lesson's own, unless it asks what if, or what a believer expects.

    Args:
        answer: the question, as the format has it.
        trace: the lesson's own run.
        scenario: the lesson; needed for another run.

    Raises:
        NoAnswer: there is no lesson, no such belief, or no such run.
    """
    rules = AWS if answer.as_ is None else _believers_rules(answer.as_)
    if answer.what_if is not None:
        return other_run(answer.what_if, scenario, trace, rules, None if rules == AWS else turns_beside(trace))
    if answer.as_ is None:
        return trace
    if scenario is None:
        raise NoAnswer("`as` needs the lesson that is run again")
    try:
        return simulate(scenario, rules, turns_beside(trace))
    except ScenarioError as error:
        raise NoAnswer(f"the believer's run cannot be shown: {error.complaints[0].message}", "as") from None


def _believers_rules(name: str) -> Rules:
    belief = named_belief(name)
    if belief is None or belief.rules == AWS:
        hint = did_you_mean(name, [word for each in MISCONCEPTIONS for word in (each.slug, each.number)])
        listed = hint or "; streamsim misconceptions lists them"
        raise NoAnswer(f'no misconception "{name}" that a run can show{listed}', "as")
    return belief.rules


def other_run(
    patch: dict[str, object], scenario: Scenario | None, real: Trace, rules: Rules, most_turns: int | None = None
) -> Trace:
    """The run of a lesson with one change, within `most_turns` of its agenda (left out: as many as any run may take).

    `real` is the lesson's own run: it says where an action that the change puts in belongs.

    Raises:
        NoAnswer: there is no lesson to change, or the change gives none that is valid.
    """
    if scenario is None:
        raise NoAnswer("`what_if` needs the lesson that is varied")
    try:
        return simulate(varied(scenario, placed(patch, scenario, real)), rules, most_turns)
    except NoVariation as problem:
        raise NoAnswer(f"`what_if`: {problem}", "what_if") from None
    except ScenarioError as error:
        first = error.complaints[0]
        message = f"`what_if` makes a lesson that is not valid: {first.code} {first.message}"
        raise NoAnswer(message, "what_if") from None
