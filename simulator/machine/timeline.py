"""The timeline of a scenario, unrolled: what comes next, and when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.scenario.plan import Action, Intervene, Intervention, Request, Wait


class Moment(NamedTuple):
    """The next thing on the timeline. With no time of its own it happens at rest."""

    place: int
    """Its place in the file's timeline, from 0."""
    requests: tuple[Request, ...] = ()
    """What is sent to the table together; nothing for a wait or an intervention."""
    round: int = 1
    """The round of a repeat, from 1."""
    intervention: Intervention | None = None
    at: int | None = None
    """Milliseconds since the start."""
    after: int | None = None
    """Milliseconds since the previous moment."""
    ends_the_run: bool = False
    """Whether this is the final wait."""


def moments(timeline: tuple[Action, ...]) -> Iterator[Moment]:
    """The moments of a timeline, in order. Lazy: a repeat may have a million rounds."""
    for index, action in enumerate(timeline):
        if isinstance(action, Wait):
            yield Moment(index, after=action.duration, ends_the_run=index == len(timeline) - 1)
        elif isinstance(action, Intervene):
            yield Moment(index, intervention=action.what, at=action.at, after=action.after)
        else:
            yield Moment(index, action.requests, 1, None, action.at, action.after)
            for n in range(2, action.times + 1):
                yield Moment(index, action.requests, n, after=action.every)
