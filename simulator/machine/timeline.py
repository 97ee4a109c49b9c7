"""The timeline of a scenario as a sequence of moments: what happens next, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.scenario.plan import Action, Intervene, Intervention, Request, Wait


class Moment(NamedTuple):
    """One entry of the timeline. With neither `at` nor `after` it happens when everything has come to rest."""

    entry: int
    """The index of its entry in the file's timeline, from 0."""
    requests: tuple[Request, ...] = ()
    """The requests that are sent to the table together; none for a wait or an intervention."""
    intervention: Intervention | None = None
    at: int | None = None
    """Milliseconds since the start."""
    after: int | None = None
    """Milliseconds since the previous moment."""
    rounds: int = 1
    """How many times it happens."""
    every: int | None = None
    """Milliseconds from one round to the next; None: each round happens at rest."""
    ends_the_run: bool = False
    """Whether this is the final wait."""


def moments(timeline: tuple[Action, ...]) -> Iterator[Moment]:
    """The moments of a timeline, in order."""
    for index, action in enumerate(timeline):
        if isinstance(action, Wait):
            yield Moment(index, after=action.duration, ends_the_run=index == len(timeline) - 1)
        elif isinstance(action, Intervene):
            yield Moment(index, intervention=action.what, at=action.at, after=action.after)
        else:
            yield Moment(index, action.requests, None, action.at, action.after, action.times, action.every)
