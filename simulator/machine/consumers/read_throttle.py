"""The limit on the readers of a shard: more than two at a time are too many (F148)."""

from __future__ import annotations

from simulator.dynamodb.rules import Rules
from simulator.dynamodb.shards import Shard
from simulator.machine.run import Run

MOST_READERS = 2
"""The readers that a shard serves at a time (F148)."""

AT_A_TIME = 1000
"""Milliseconds that "at a time" means here. The service publishes no figure: this one is the model's own."""


def may_throttle(readers: int, rules: Rules) -> bool:
    """Whether so many readers of a stream can get into each other's way."""
    return readers > MOST_READERS or rules.reading_removes


class ReadThrottle:
    """Knows the readers of each shard, and refuses one while two others have just got records from it (F148)."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._reads: dict[int, dict[str, int]] = {}
        """For each shard the time at which each reader last got records from it."""
        self._taken: dict[int, int] = {}

    def throttled_until(self, shard: Shard, reader: str) -> int:
        """The time from which a reader is served, if no other reads meanwhile; it is not throttled if that is over.

        A read counts for a thousand milliseconds: one that is exactly as old as that counts no more.
        """
        if not self._run.rules.third_reader_is_throttled:
            return 0
        others = self.newest_others(shard, reader)
        return self._reads[shard.number][others[0]] + AT_A_TIME if len(others) == MOST_READERS else 0

    def newest_others(self, shard: Shard, reader: str) -> tuple[str, ...]:
        """The other readers that last got records from a shard, at most two, the newest last."""
        times = self._reads.get(shard.number, {})
        others = sorted((name for name in times if name != reader), key=lambda name: times[name])
        return tuple(others[-MOST_READERS:])

    def read(self, shard: Shard, reader: str, position: int) -> None:
        """A reader read a shard's records up to a position."""
        if self._run.rules.reading_removes:
            self._taken[shard.number] = max(self.taken(shard), position)
        self._reads.setdefault(shard.number, {})[reader] = self._run.now

    def taken(self, shard: Shard) -> int:
        """How many of a shard's records reading has taken out, as the believers in `reading_removes` expect."""
        return self._taken.get(shard.number, 0)
