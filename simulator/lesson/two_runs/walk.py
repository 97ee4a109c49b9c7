"""A walk through two runs: both go on together, step by step, from the start to the ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from simulator.lesson.two_runs.two_runs import Pair, TwoRuns, pairs, parts_at


class Steps(NamedTuple):
    """The newest step of each run at a place of the walk; 0 is the start."""

    lesson: int
    other: int


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """The places of a walk; place 0 is the start of both runs, the last place the end of both."""

    runs: TwoRuns
    pairs: tuple[Pair, ...]
    """The steps that are taken at each place, from place 1 on."""
    steps: tuple[Steps, ...]
    """How far each run is at each place, from place 0 on."""
    parts: int | None
    """The place at which the runs part; None where they are the same as far as the walk goes."""
    until: int | None = None
    """The last step of the lesson that the walk goes to; None: it goes to the ends of both runs."""

    @property
    def last(self) -> int:
        """The last place: both runs are over, or are as far as the walk goes."""
        return len(self.pairs)

    @property
    def both_parted(self) -> int:
        """The place to look at first: where each run has taken the step at which it parts from the other.

        Where they are the same, the last one.
        """
        if self.parts is None:
            return self.last
        following = self.pairs[self.parts] if self.parts < self.last else None
        alone = self.pairs[self.parts - 1]
        if following is None or None not in following or None not in alone:
            return self.parts
        is_beside = (alone.lesson is None) != (following.lesson is None)
        times = {
            trace.times[number - 1]
            for pair in (alone, following)
            for trace, number in zip((self.runs.lesson, self.runs.other), pair, strict=True)
            if number is not None
        }
        return self.parts + 1 if is_beside and len(times) == 1 else self.parts

    def differs(self, place: int) -> bool:
        """Whether a place has a step of one run alone, or is the first at which the steps are not the same."""
        return place == self.parts or None in self.pairs[place - 1]


def walk_through(runs: TwoRuns) -> Walk:
    """The walk through two runs: a step of both is one place, and a step of one run alone is a place of its own."""
    both = pairs(runs)
    steps = [Steps(0, 0)]
    for pair in both:
        before = steps[-1]
        steps.append(
            Steps(
                before.lesson if pair.lesson is None else pair.lesson,
                before.other if pair.other is None else pair.other,
            )
        )
    parting = parts_at(runs)
    parts = None
    if parting is not None:
        parts = next(
            place
            for place, pair in enumerate(both, 1)
            if pair.lesson == parting.lesson or pair.other == parting.other or None in pair
        )
    return Walk(runs, both, tuple(steps), parts)


def walk_until(walk: Walk, step: int) -> Walk:
    """The same walk as far as a step of the lesson, with the steps that the other run takes alone right after it."""
    last = next(place for place, steps in enumerate(walk.steps) if steps.lesson == step)
    while last < walk.last and walk.pairs[last].lesson is None:
        last += 1
    parts = walk.parts if walk.parts is not None and walk.parts <= last else None
    return replace(walk, pairs=walk.pairs[:last], steps=walk.steps[: last + 1], parts=parts, until=step)
