"""References in the texts of a lesson: `[step 2](step:2)` and the like. Each is checked, and each leads somewhere."""

from __future__ import annotations

from typing import NamedTuple

from simulator.lesson.words.markdown import read
from simulator.lesson.words.prose import Prose, Reference, plain, references

__all__ = ["Location", "Prose", "Reference", "location_of", "parse", "plain", "references"]


class Location(NamedTuple):
    """Where a reference leads on the lesson screen. A part that is None stays as it is."""

    step: int | None = None
    column: str | None = None
    """A column of the process table."""
    variable: str | None = None
    """A row of the tracker."""


def parse(text: str) -> Prose:
    """An author's text, its Markdown read. What is not supported stays the characters that were written."""
    return read(text).prose


def location_of(reference: Reference) -> Location | None:
    """Where a checked reference leads on the lesson screen; None for a fact or a lesson."""
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
