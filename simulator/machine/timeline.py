"""The timeline of a scenario, unrolled: which write comes next, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.scenario.timeline import Action, Template, Wait


@dataclass(frozen=True, slots=True)
class Moment:
    """The next thing on the timeline. With no time of its own it happens at rest."""

    place: int
    """Its place in the file's timeline, from 0."""
    templates: tuple[Template, ...]
    """The writes that happen together; none for a wait."""
    round: int
    """The round of a repeat, from 1."""
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
            yield Moment(index, (), 1, after=action.duration, ends_the_run=index == len(timeline) - 1)
            continue
        yield Moment(index, action.templates, 1, action.at, action.after)
        for n in range(2, action.times + 1):
            yield Moment(index, action.templates, n, after=action.every)
