"""The usual actions of a sandbox, as lines that could have been typed: each happens when all is at rest."""

from __future__ import annotations

from typing import NamedTuple

from simulator.lesson.variations.actions import actions_at
from simulator.machine.trace import Trace
from simulator.scenario.yaml.flow import flow_text

WAIT = "wait: 10s"


class Usual(NamedTuple):
    """A usual action."""

    words: str
    line: str
    """The line that adds it."""


def usual(trace: Trace) -> tuple[Usual, ...]:
    """The actions that can happen after a run: writes, a wait, crashes, stops, splits."""
    found = [Usual(each.words, line_of(each.entry)) for each in actions_at(trace, len(trace.events))]
    writes = [each for each in found if each.line.startswith(("put:", "update:", "delete:"))]
    others = [each for each in found if each not in writes]
    return (*writes, Usual("wait 10 s", WAIT), *others)


def first_usual(trace: Trace, kind: str) -> Usual | None:
    """The first usual action of a kind, such as `put` or `crash`; None where there is none now."""
    return next((each for each in usual(trace) if each.line.startswith(f"{kind}:")), None)


def line_of(entry: dict[str, object]) -> str:
    """An entry of a timeline as a line, without its time."""
    return flow_text({key: value for key, value in entry.items() if key != "at"})[1:-1]
