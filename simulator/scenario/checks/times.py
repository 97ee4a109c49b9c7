"""The times of the timeline, which only grow."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.scenario.checks.problems import Problem
from simulator.scenario.timeline_entries import ActionModel
from simulator.scenario.yaml.nodes import KeyPath


def check_times(action: ActionModel, path: KeyPath, earliest: int) -> Iterator[Problem]:
    """The times of one entry; before `earliest` (milliseconds) the previous action cannot be over."""
    for name in ("at", "after"):
        if action.wait is not None and getattr(action, name) is not None:
            yield Problem((*path, name), "S206", f"a wait has no `{name}`")
    if action.at is not None and action.after is not None:
        yield Problem((*path, "after"), "S206", "either `at` or `after`, not both")
    elif action.at is not None and action.at < earliest:
        yield before_previous(path, action.at, earliest)


def before_previous(path: KeyPath, at: int, earliest: int) -> Problem:
    """The problem of an `at` that comes before the previous action's time; both in milliseconds."""
    message = f"{at:,} ms is before the previous action, which is not before {earliest:,} ms"
    return Problem((*path, "at"), "S208", message)


def earliest_end(action: ActionModel, earliest: int) -> int:
    """The least time at which an entry's last write or its wait can be over."""
    if action.wait is not None:
        return earliest + action.wait
    begins = max(earliest, action.at) if action.at is not None else earliest + (action.after or 0)
    if action.repeat is None:
        return begins
    return begins + (action.repeat.times - 1) * (action.repeat.every or 0)
