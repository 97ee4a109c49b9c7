"""The times of the timeline, which only grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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


def before_previous(path: KeyPath, at: int, earliest: int, why: str = "") -> Problem:
    """The problem of an `at` that comes before the previous action's time; both in milliseconds.

    `why` says in a clause of its own what the previous action waited for.
    """
    message = f"{at:,} ms is before the previous action, which is not before {earliest:,} ms{why}"
    return Problem((*path, "at"), "S208", message)


def waited_for_rest(late: Sequence[tuple[str, int]]) -> str:
    """The reason why an action without a time came late, for `before_previous`.

    `late` are the consumers that start after the time that was asked for, and the milliseconds at which they start.
    """
    rest = ": an action without `at` or `after` waits until everything is at rest"
    if not late:
        return rest
    name, starts = max(late, key=lambda each: each[1])
    return f'{rest}, and rest waits for "{name}", which starts at {starts:,} ms'


def earliest_end(action: ActionModel, earliest: int) -> int:
    """The least time at which an entry's last write or its wait can be over."""
    if action.wait is not None:
        return earliest + action.wait
    begins = max(earliest, action.at) if action.at is not None else earliest + (action.after or 0)
    if action.repeat is None:
        return begins
    return begins + (action.repeat.times - 1) * (action.repeat.every or 0)
