"""Evaluates a question on the real run, and on the runs that misconceptions predict."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from pydantic import BaseModel

from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.answers.asked_steps import record_of
from simulator.lesson.answers.other_runs import other_run
from simulator.lesson.answers.solution import NoAnswer, step_named, variable_named
from simulator.lesson.answers.solve import work_out
from simulator.lesson.misconceptions.evidence import is_about, is_about_images, is_about_variable
from simulator.lesson.two_runs.run_comparison import matching_step
from simulator.machine.trace import Trace
from simulator.machine.turn_bound import turns_beside
from simulator.scenario.answers import Answer
from simulator.scenario.events import EVENTS_BY_NAME, Event
from simulator.scenario.model import Scenario
from simulator.scenario.step_paths import numbered

T = TypeVar("T", bound=Hashable)

Solver = Callable[[Trace, Rules], tuple[T, ...]]
"""Works a question's answer out of a run under some rules. Raises `NoAnswer` where the run has none."""


def solver_of(answer: Answer, real: Trace, scenario: Scenario | None, choices: Sequence[str] = ()) -> Solver[str]:
    """Solves an authored question, in words, for the real run and for one that a believer expects."""

    def solve(trace: Trace, rules: Rules) -> tuple[str, ...]:
        if rules == AWS:
            return work_out(answer, trace, scenario, choices).words
        if answer.as_ is not None or answer.compared:
            raise NoAnswer("the question is about a belief, or about two runs, already")
        if answer.what_if is None:
            return _believed(answer, real, trace, rules, choices)
        patch, same = answer.what_if, answer.model_copy(update={"what_if": None})
        would = other_run(patch, scenario, real, AWS)
        believed = other_run(patch, scenario, real, rules, turns_beside(would))
        return _believed(same, would, believed, rules, choices)

    return solve


def told_by_run(answer: Answer, real: Trace, choices: Sequence[str] = ()) -> Solver[str] | None:
    """What a believer's run of the lesson itself says to an authored question, in words.

    It does not ask whether the belief is about the question: an author has named the belief. Where a step is asked for,
    the real run's steps at the time of the believer's step are said too, for a learner chooses among those.

    None: the question is about the run of a changed lesson, about two runs, or about a belief already.
    """
    if answer.what_if is not None or answer.as_ is not None:
        return None

    def tell(trace: Trace, rules: Rules) -> tuple[str, ...]:
        solution = work_out(_asked_there(answer, real, trace), trace, None, choices)
        if answer.first_step is None and answer.last_step is None:
            return solution.words
        step = solution.location.step or 0
        same = matching_step(trace, step, real)
        then = [number for number, time in enumerate(real.times, 1) if time == trace.times[step - 1]]
        return tuple(f"Step {number}" for number in dict.fromkeys((*filter(None, [same]), *then)))

    return tell


def in_words(solver: Solver[T], words: Callable[[T], str]) -> Solver[str]:
    """The same question, answered in words."""
    return lambda trace, rules: tuple(map(words, solver(trace, rules)))


def same_step(real: Trace, number: int, trace: Trace) -> int:
    """The number that a step of the real run has in a believer's run.

    Raises:
        NoAnswer: nothing of the kind happens there, so that to ask of it would be another question.
    """
    found = matching_step(real, number, trace)
    if found is None:
        raise NoAnswer(f"step {number} does not happen in the other run")
    return found


def with_other_records(real: Trace, number: int, trace: Trace) -> int:
    """The number of a step in a believer's run that has no such step, but one of the same event with other records.

    The events since the last step that both runs have are the same in both, of the same consumers.

    Raises:
        NoAnswer: something else happens there.
    """
    last, there = next(
        (each, found) for each in range(number - 1, -1, -1) if (found := matching_step(real, each, trace)) is not None
    )
    one, other = (
        tuple(zip(run.events[since:], run.actors[since:], strict=True))[: number - last]
        for run, since in ((real, last), (trace, there))
    )
    if one != other:
        raise NoAnswer(f"something else happens in the other run in place of step {number}")
    return there + number - last


def _there(part: BaseModel, names: Sequence[str], real: Trace, trace: Trace, *path: str) -> dict[str, object]:
    """The steps that a part of an answer names in the real run, as a believer's run numbers them."""
    named = {name: getattr(part, name) for name in names if getattr(part, name) is not None}
    return {
        name: numbered(same_step(real, step_named(step, real, 0, *path, name), trace)) for name, step in named.items()
    }


def _believed(answer: Answer, real: Trace, trace: Trace, rules: Rules, choices: Sequence[str]) -> tuple[str, ...]:
    """The answer of a believer who sees the real run's steps, in words.

    Raises:
        NoAnswer: the belief is about something else, or its run has no such step.
    """
    event = event_asked_for(answer)
    variable = answer.variable or getattr(answer.first_step or answer.last_step, "variable", None)
    if event is not None and not is_about(rules, event):
        raise NoAnswer("the belief is about something else")
    if variable is not None and not is_about_variable(rules, variable_named(variable, real)):
        raise NoAnswer("the belief is about something else")
    if answer.images is not None:
        view_type = real.records[record_of(answer.images, real, "images")].stream.view_type
        if not is_about_images(rules, view_type):
            raise NoAnswer("the belief is about something else")
    elif event is None and variable is None:
        raise NoAnswer("a belief has no direct effect on this")
    solution = work_out(_asked_there(answer, real, trace), trace, None, choices)
    if answer.first_step is not None or answer.last_step is not None:
        return (f"Step {same_step(trace, solution.location.step or 0, real)}",)
    return solution.words


def _asked_there(answer: Answer, real: Trace, trace: Trace) -> Answer:
    """The same question, with the numbers that its steps have in a believer's run.

    Raises:
        NoAnswer: the believer's run has no such step.
    """
    update = _there(answer, ("after", "of", "images"), real, trace)
    if answer.cell is not None:
        update["cell"] = answer.cell.model_copy(update=_there(answer.cell, ("step",), real, trace, "cell"))
    for which in ("first_step", "last_step"):
        wanted = getattr(answer, which)
        if wanted is not None:
            update[which] = wanted.model_copy(update=_there(wanted, ("of", "after"), real, trace, which))
    return answer.model_copy(update=update)


EVENT_OF_COLUMN = {
    "record_created": Event.CAPTURE_RECORD,
    "consumer_reads": Event.READ_RECORDS,
    "consumer_processes": Event.PROCESS_SUCCEEDED,
}
"""The event that turns a column of the process table to Yes."""


def event_asked_for(answer: Answer) -> Event | None:
    """The event that an answer looks for or counts, or that turns the column that it asks about to Yes."""
    wanted = answer.first_step or answer.last_step
    column = getattr(answer.cell or wanted, "column", None)
    if column is not None:
        return EVENT_OF_COLUMN.get(column)
    name = answer.count if wanted is None else wanted.event
    return Event.CAPTURE_RECORD if name == "records" else EVENTS_BY_NAME.get(name or "")
