"""The limit on the readers of a shard: more than two in a second are too many (F148)."""

from __future__ import annotations

from simulator.dynamodb.rules import Rules
from simulator.dynamodb.shards import Shard
from simulator.machine.run import Run


def may_throttle(readers: int, rules: Rules) -> bool:
    """Whether so many readers of a stream can get into each other's way."""
    return readers > 2 or rules.reading_removes


class ReadThrottle:
    """Knows the readers of each shard, and allows two of them in a second (F148)."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._second: dict[int, tuple[int, list[str]]] = {}
        """For each shard the newest second in which it was read, and the readers in it."""
        self._taken: dict[int, int] = {}

    def is_throttled(self, shard: Shard, reader: str) -> bool:
        """Whether a reader is the third one of a shard within this second."""
        if not self._run.rules.third_reader_is_throttled:
            return False
        second, readers = self._second.get(shard.number, (-1, []))
        return second == self._run.now // 1000 and len(readers) >= 2 and reader not in readers

    def read(self, shard: Shard, reader: str, position: int) -> None:
        """A reader read a shard's records up to a position."""
        if self._run.rules.reading_removes:
            self._taken[shard.number] = max(self.taken(shard), position)
        second, readers = self._second.get(shard.number, (-1, []))
        if second != self._run.now // 1000:
            self._second[shard.number] = (self._run.now // 1000, [reader])
        elif reader not in readers:
            readers.append(reader)

    def taken(self, shard: Shard) -> int:
        """How many of a shard's records reading has taken out, as the believers in `reading_removes` expect."""
        return self._taken.get(shard.number, 0)
