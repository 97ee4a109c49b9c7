"""Checks of the references in a lesson's texts: a reference must be well formed, and must lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from simulator.dynamodb.facts import facts
from simulator.lesson.words.markdown import read
from simulator.lesson.words.prose import SCHEMES, WEB_SCHEMES
from simulator.machine.trace import Trace
from simulator.scenario.columns import YES_NO
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.variables import VARIABLES

_INTENDED = re.compile(rf"\[?[^\[\]\n]{{0,40}}\]\s*\(\s*({'|'.join(SCHEMES)})\s*:[^()\n]{{0,40}}\)?", re.IGNORECASE)
"""A reference that is no link because of a space in it, brackets in its label, a title, or a missing end."""


class ReferenceProblem(NamedTuple):
    """A complaint about a reference."""

    code: Literal["L401", "L402"]
    """L401: it is not well formed. L402: it leads nowhere."""
    message: str


def problems(text: str, trace: Trace, lessons: Collection[str]) -> Iterator[ReferenceProblem]:
    """The problems of the references of a text. `lessons` are the names that a lesson reference may have."""
    reading = read(text)
    for link in reading.links:
        scheme, colon, target = link.href.partition(":")
        if scheme in WEB_SCHEMES:
            continue
        if not link.label.strip():
            message = f'"{link.written}" has no words that could be followed: write [words]({link.href})'
            yield ReferenceProblem("L401", message)
            continue
        if scheme not in SCHEMES or not colon or not target:
            hint = did_you_mean(scheme, SCHEMES) or f"; expected one of {', '.join(SCHEMES)}"
            yield ReferenceProblem("L401", f'"{link.written}" is no reference{hint}')
            continue
        problem = _problem(scheme, target, trace, lessons)
        if problem is not None:
            yield problem._replace(message=f"{problem.message} ({link.written})")
    # The pattern begins at every character; a text without a bracket need not be searched.
    for intended in _INTENDED.finditer(reading.bare) if "]" in reading.bare else ():
        form = f"[words]({intended[1].lower()}:...)"
        message = f'"{intended[0].strip()}" is no reference: write {form} without spaces, the words without brackets'
        yield ReferenceProblem("L401", message)


def _problem(scheme: str, target: str, trace: Trace, lessons: Collection[str]) -> ReferenceProblem | None:
    match scheme:
        case "step":
            return _step_problem(target, trace)
        case "column":
            return _unknown(_name_problem("column", target, YES_NO))
        case "cell":
            step, slash, column = target.partition("/")
            if not slash:
                return ReferenceProblem("L401", "expected cell:STEP/COLUMN")
            problem = _step_problem(step, trace)
            if problem is None and step == "0":
                return ReferenceProblem("L402", "no step 0 in the table; its steps are counted from 1")
            return problem or _unknown(_name_problem("column", column, YES_NO))
        case "variable":
            variable, at, after = target.partition("@")
            problem = _unknown(variable_problem(variable, trace))
            return problem or (_step_problem(after, trace) if at else None)
        case "fact":
            return None if target in facts() else ReferenceProblem("L402", f'no fact "{target}"')
    return _unknown(_name_problem("lesson", target, lessons))


def _unknown(message: str | None) -> ReferenceProblem | None:
    return None if message is None else ReferenceProblem("L402", message)


def variable_problem(name: str, trace: Trace) -> str | None:
    """Why a variable's id is wrong; None where the tracker has it."""
    kind = name.partition(".")[0]
    shown = {each.partition(".")[0] for each in trace.variables}
    if kind in VARIABLES and kind not in shown:
        return f'no variable "{name}" is shown; add it to `show: {{variables: [{name}]}}`'
    return _name_problem("variable", name, trace.variables)


def _step_problem(written: str, trace: Trace) -> ReferenceProblem | None:
    if not (written.isascii() and written.isdigit()):
        return ReferenceProblem("L401", f'"{written}" is not a step number')
    if len(written) > 9 or int(written) > len(trace.steps):
        return ReferenceProblem("L402", f"no step {written}; the run has {len(trace.steps)}")
    return None


def _name_problem(kind: str, name: str, known: Collection[str]) -> str | None:
    if name in known:
        return None
    return f'no {kind} "{name}"{did_you_mean(name, known) or "; there is " + ", ".join(known)}'
