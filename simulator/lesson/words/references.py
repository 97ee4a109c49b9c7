"""References in the texts of a lesson: `[step 2](step:2)` and the like. Each is checked, and each leads somewhere."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

from simulator.lesson.step_of_path import NoStep, step_of
from simulator.lesson.words.markdown import read
from simulator.lesson.words.prose import Prose, Reference, plain, references, with_references
from simulator.machine.trace import Trace
from simulator.scenario.step_paths import InvalidPath, path_of

__all__ = [
    "Location",
    "Prose",
    "Reference",
    "location_of",
    "parse",
    "plain",
    "references",
    "references_in",
    "step_part",
]

STEP = "{step}"
"""What the words of a reference may hold in place of its step's number."""


class Location(NamedTuple):
    """Where a reference leads on the lesson screen. A part that is None stays as it is."""

    step: int | None = None
    column: str | None = None
    """A column of the process table."""
    variable: str | None = None
    """A row of the tracker."""


def parse(text: str, trace: Trace | None = None) -> Prose:
    """An author's text, its Markdown read. What is not supported stays the characters that were written.

    Args:
        text: the text.
        trace: the run by which each path to a step becomes the step's number. Left out, as where a lesson is listed
            and not run, the paths stay.
    """
    reading = read(text)
    if not reading.links:
        return reading.prose
    if trace is None:
        return _with_paths(text)
    known = _OF_RUNS.setdefault(trace, {})  # a lesson's texts are looked at many times when it is checked
    if text not in known:
        known[text] = with_references(reading.prose, lambda reference: _in_numbers(reference, trace))
    return known[text]


@lru_cache(maxsize=1024)
def _with_paths(text: str) -> Prose:
    return with_references(read(text).prose, lambda reference: _in_numbers(reference, None))


def references_in(text: str, trace: Trace | None = None) -> Sequence[Reference]:
    """The references of an author's text, in their order; see `parse`."""
    return _as_written(text) if trace is None else references(parse(text, trace)) if read(text).links else ()


@lru_cache(maxsize=1024)
def _as_written(text: str) -> tuple[Reference, ...]:
    """The references of a text; the check of a lesson asks for them four times."""
    return tuple(references(_with_paths(text))) if read(text).links else ()


_OF_RUNS: WeakKeyDictionary[Trace, dict[str, Prose]] = WeakKeyDictionary()
"""The texts of each run that is in use, read."""


def step_part(scheme: str, target: str) -> tuple[str, str | None, str]:
    """The part of a reference's target that is a path to a step, between what stands before and after it."""
    match scheme:
        case "step":
            return "", target, ""
        case "cell":
            step, slash, column = target.rpartition("/")
            return ("", step, slash + column) if slash else (target, None, "")
        case "variable":
            variable, at, step = target.rpartition("@")
            return (variable + at, step, "") if at else (target, None, "")
    return target, None, ""


def _in_numbers(reference: Reference, trace: Trace | None) -> Reference:
    """A reference with the number of the step that it leads to, in its words too; unchanged where there is none."""
    before, path, after = step_part(reference.scheme, reference.target)
    if path is None:
        return reference
    number = path
    if trace is not None:
        try:
            number = str(step_of(path_of(path), trace))
        except (InvalidPath, NoStep):  # a complaint of its own
            return reference
    return Reference(reference.label.replace(STEP, number), reference.scheme, f"{before}{number}{after}")


def location_of(reference: Reference) -> Location | None:
    """Where a checked reference leads on the lesson screen; None for a fact, a term or a lesson."""
    before, step, after = step_part(reference.scheme, reference.target)
    number = None if step is None else int(step)
    match reference.scheme:
        case "step":
            return Location(step=number)
        case "column":
            return Location(column=reference.target)
        case "cell":
            return Location(step=number, column=after.removeprefix("/"))
        case "variable":
            return Location(step=number, variable=before.removesuffix("@") if step is not None else before)
    return None
