"""An answer that the program has worked out, and the names that it looks up in the run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from simulator.lesson.step_of_path import NoStep, step_of
from simulator.lesson.words.reference_problems import variable_problem
from simulator.lesson.words.references import Location
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.step_paths import StepPath

Kind = Literal["choice", "order", "match", "typed"]
"""How a question is answered: by choosing, by putting in order, by matching, by typing."""


class NoAnswer(Exception):
    """The trace cannot give the answer that a question asks for. The message says why.

    Attributes:
        path: the part of the answer that cannot be given, where a single part is to blame.
    """

    def __init__(self, reason: str, *path: str | int) -> None:
        super().__init__(reason)
        self.path = path


class Solution(NamedTuple):
    """An answer, worked out."""

    words: tuple[str, ...]
    """The words of the right choices: all of them for a choice, in their order for an order, one a slot for a match."""
    location: Location
    """Where the trace shows it."""
    kind: Kind = "choice"
    slots: tuple[str, ...] = ()
    """For a match: the names that the choices are matched with."""


def known(kind: str, name: str, names: Iterable[str], *path: str | int) -> str:
    """A name that must be one of `names`; `path` is where the answer has it.

    Raises:
        NoAnswer: it is none of them.
    """
    listed = list(names)
    if name not in listed:
        raise NoAnswer(f'no {kind} "{name}"{did_you_mean(name, listed) or "; there is " + ", ".join(listed)}', *path)
    return name


def variable_named(name: str, trace: Trace, *path: str | int) -> str:
    """A variable's id that the tracker must have; `path` is where the answer has it.

    Raises:
        NoAnswer: the tracker has none of that name.
    """
    problem = variable_problem(name, trace)
    if problem is not None:
        raise NoAnswer(problem, *path)
    return name


def step_named(step: StepPath, trace: Trace, least: int, *path: str | int) -> int:
    """The number of a step that the run must have, at least `least`; `path` is where the answer names it.

    Raises:
        NoAnswer: the run has no such step.
    """
    try:
        return step_of(step, trace, least)
    except NoStep as problem:
        raise NoAnswer(str(problem), *path) from None
