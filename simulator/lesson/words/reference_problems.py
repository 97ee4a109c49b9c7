"""Checks of the references in a lesson's texts: a reference must be well formed, and must lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple
from urllib.parse import unquote

from simulator.dynamodb.facts import facts
from simulator.lesson.step_of_path import NoStep, step_of
from simulator.lesson.words.glossary import TERMS
from simulator.lesson.words.markdown import read
from simulator.lesson.words.prose import SCHEMES, WEB_SCHEMES
from simulator.lesson.words.references import STEP, step_part
from simulator.machine.trace import Trace
from simulator.scenario.columns import COLUMNS, YES_NO
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.step_paths import InvalidPath, path_of
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
        target = unquote(target)
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
        if STEP in link.label and step_part(scheme, target)[1] is None:
            message = f'"{link.written}" leads to no step, so {STEP} in its words has no number'
            yield ReferenceProblem("L401", message)
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
    before, step, after = step_part(scheme, target)
    match scheme:
        case "step":
            return _step_problem(target, trace)
        case "column":
            return _unknown(_column_problem(target, trace))
        case "cell":
            if not after:
                return ReferenceProblem("L401", "expected cell:STEP/COLUMN")
            return _step_problem(step or "", trace, 1) or _unknown(_column_problem(after[1:], trace))
        case "variable":
            problem = _unknown(variable_problem(before.removesuffix("@") if step is not None else before, trace))
            return problem or (None if step is None else _step_problem(step, trace))
        case "fact":
            return None if target in facts() else ReferenceProblem("L402", f'no fact "{target}"')
        case "term":
            return None if target in TERMS else ReferenceProblem("L402", _no_term(target))
    return _unknown(_name_problem("lesson", target, lessons))


def _unknown(message: str | None) -> ReferenceProblem | None:
    return None if message is None else ReferenceProblem("L402", message)


def variable_problem(name: str, trace: Trace) -> str | None:
    """Why a variable's id is wrong; None where the tracker has it."""
    kind = name.partition(".")[0]
    shown = {each.partition(".")[0] for each in trace.variables}
    if kind in VARIABLES and kind not in shown:
        return f'no variable "{name}" is shown; add it to `show: {{variables: [{name}]}}`'
    if "." in name and name in trace.histories:
        return None  # one shard's, one worker's, or another consumer's, whether it has a row or not
    return _name_problem("variable", name, trace.variables)


def _column_problem(name: str, trace: Trace) -> str | None:
    shown = (*YES_NO, *trace.columns)
    if name in COLUMNS and name not in shown:
        return f'no column "{name}" is shown; add it to `show: {{columns: [{name}]}}`'
    return _name_problem("column", name, shown)


def _step_problem(written: str, trace: Trace, least: int = 0) -> ReferenceProblem | None:
    try:
        step_of(path_of(written), trace, least)
    except InvalidPath as problem:
        return ReferenceProblem("L401", str(problem))
    except NoStep as problem:
        return ReferenceProblem("L402", str(problem))
    return None


def _no_term(name: str) -> str:
    hint = did_you_mean(name, TERMS) or "; streamsim glossary lists the terms"
    return f'no term "{name}"{hint}'


def _name_problem(kind: str, name: str, known: Collection[str]) -> str | None:
    if name in known:
        return None
    return f'no {kind} "{name}"{did_you_mean(name, known) or "; there is " + ", ".join(known)}'
