"""The path of each step of a run: what an author can write to name it."""

from __future__ import annotations

from typing import NamedTuple

from simulator.lesson.labels.drafted import drafted
from simulator.lesson.labels.naming import Names, NoName
from simulator.machine.trace import Trace
from simulator.scenario.model import Scenario


def labelled_path(step: int, trace: Trace) -> str | None:
    """The path of a step; None where its action has no label yet."""
    labels = {entry: label for label, entry in trace.labels.items()}
    try:
        entry, rest = Names(trace).of(step)
    except NoName:
        return None
    return labels[entry] + rest if entry in labels else None


class StepPaths(NamedTuple):
    """The paths of all steps."""

    paths: tuple[str, ...]
    """The path of each step, from the first one on; the number of a step that none leads to."""
    proposed: dict[int, str]
    """Labels that stand in these paths for actions that have none yet, by the index of the action."""


def paths_of_steps(scenario: Scenario, trace: Trace) -> StepPaths:
    """A path for each step of a lesson's run."""
    names = Names(trace)
    labels = {entry: label for label, entry in trace.labels.items()}
    proposed: dict[int, str] = {}
    paths = []
    for step in range(1, len(trace.events) + 1):
        try:
            entry, rest = names.of(step)
        except NoName:
            paths.append(str(step))
            continue
        if entry is not None and entry not in labels:
            proposed[entry] = labels[entry] = drafted(entry, scenario, trace, set(labels.values()))
        paths.append(rest if entry is None else labels[entry] + rest)
    return StepPaths(tuple(paths), proposed)
