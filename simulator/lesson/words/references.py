"""References in the texts of a lesson: `[step 2](step:2)` and the like. Each is checked, and each leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from simulator.dynamodb.facts import facts
from simulator.lesson.words.markdown import read
from simulator.lesson.words.prose import SCHEMES, WEB_SCHEMES, Prose, Reference, plain, references
from simulator.lesson.words.table import COLUMN_NAMES
from simulator.machine.trace import Trace
from simulator.scenario.checks.show import OF_A_CONSUMER, OF_THE_LESSON
from simulator.scenario.complaints.complaint import did_you_mean

__all__ = ["Location", "Prose", "Reference", "location_of", "parse", "plain", "problems", "references"]

_MEANT = re.compile(rf"\[?[^\[\]\n]{{0,40}}\]\s*\(\s*({'|'.join(SCHEMES)})\s*:[^()\n]{{0,40}}\)?", re.IGNORECASE)
"""A failed attempt at a reference: a space in it, brackets in its label, a title, no closing bracket."""


class Location(NamedTuple):
    """A target on the lesson screen. A part that is None stays as it is."""

    step: int | None = None
    column: str | None = None
    """A column of the process table."""
    variable: str | None = None
    """A row of the tracker."""


def parse(text: str) -> Prose:
    """An author's text, its Markdown read. What is not supported stays the characters that were written."""
    return read(text).prose


def location_of(reference: Reference) -> Location | None:
    """The target of a checked reference on the lesson screen; None for a fact or a lesson."""
    target = reference.target
    match reference.scheme:
        case "step":
            return Location(step=int(target))
        case "column":
            return Location(column=target)
        case "cell":
            step, _, column = target.partition("/")
            return Location(step=int(step), column=column)
        case "variable":
            variable, _, after = target.partition("@")
            return Location(step=int(after) if after else None, variable=variable)
    return None


def problems(text: str, trace: Trace, lessons: Collection[str]) -> Iterator[tuple[str, str]]:
    """Everything that is wrong with the references of a text: a complaint's code and message for each."""
    reading = read(text)
    for link in reading.links:
        scheme, colon, target = link.href.partition(":")
        if scheme in WEB_SCHEMES:
            continue
        if not link.label.strip():
            yield "L401", f'"{link.written}" has no words that could be followed: write [words]({link.href})'
            continue
        if scheme not in SCHEMES or not colon or not target:
            hint = did_you_mean(scheme, SCHEMES) or f"; expected one of {', '.join(SCHEMES)}"
            yield "L401", f'"{link.written}" is no reference{hint}'
            continue
        message = _problem(scheme, target, trace, lessons)
        if message is not None:
            code = "L402" if message.startswith("no ") else "L401"
            yield code, f"{message} ({link.written})"
    for meant in _MEANT.finditer(reading.bare):
        form = f"[words]({meant[1].lower()}:...)"
        message = f'"{meant[0].strip()}" is no reference: write {form} without spaces, the words without brackets'
        yield "L401", message


def _problem(scheme: str, target: str, trace: Trace, lessons: Collection[str]) -> str | None:
    match scheme:
        case "step":
            return _step_problem(target, trace)
        case "column":
            return _name_problem("column", target, COLUMN_NAMES)
        case "cell":
            step, slash, column = target.partition("/")
            if not slash:
                return "expected cell:STEP/COLUMN"
            problem = _step_problem(step, trace)
            if problem is None and step == "0":
                problem = "no step 0 in the table; its steps are counted from 1"
            return problem or _name_problem("column", column, COLUMN_NAMES)
        case "variable":
            variable, at, after = target.partition("@")
            problem = variable_problem(variable, trace)
            return problem or (_step_problem(after, trace) if at else None)
        case "fact":
            return None if target in facts() else f'no fact "{target}"'
    return _name_problem("lesson", target, lessons)


def variable_problem(name: str, trace: Trace) -> str | None:
    """The problem with a variable's id; None where the tracker has it."""
    kind = name.partition(".")[0]
    shown = {each.partition(".")[0] for each in trace.variables}
    if kind in (*OF_THE_LESSON, *OF_A_CONSUMER) and kind not in shown:
        return f'no variable "{name}" is shown; add it to `show: {{variables: [{name}]}}`'
    return _name_problem("variable", name, trace.variables)


def _step_problem(written: str, trace: Trace) -> str | None:
    if not (written.isascii() and written.isdigit()):
        return f'"{written}" is not a step number'
    if len(written) > 9 or int(written) > len(trace.steps):
        return f"no step {written}; the run has {len(trace.steps)}"
    return None


def _name_problem(kind: str, name: str, known: Collection[str]) -> str | None:
    if name in known:
        return None
    return f'no {kind} "{name}"{did_you_mean(name, known) or "; there is " + ", ".join(known)}'
