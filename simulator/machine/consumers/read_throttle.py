"""Who has read a shard, and when: more than two readers are too many (F148)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.dynamodb.shards import Shard

if TYPE_CHECKING:
    from simulator.machine.machine import Machine


class ReadThrottle:
    """Who read which shard: at most two readers in a second (F148)."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine
        self._second: dict[int, tuple[int, list[str]]] = {}
        """For each shard the newest second in which it was read, and by whom."""
        self._taken: dict[int, int] = {}

    def is_throttled(self, shard: Shard, reader: str) -> bool:
        """Whether a reader is the third one of a shard within this second."""
        if not self._machine.rules.third_reader_is_throttled:
            return False
        second, readers = self._second.get(shard.number, (-1, []))
        return second == self._machine.now // 1000 and len(readers) >= 2 and reader not in readers

    def read(self, shard: Shard, reader: str, position: int) -> None:
        """A reader read a shard's records up to a position."""
        if self._machine.rules.reading_removes:
            self._taken[shard.number] = max(self.taken(shard), position)
        second, readers = self._second.get(shard.number, (-1, []))
        if second != self._machine.now // 1000:
            self._second[shard.number] = (self._machine.now // 1000, [reader])
        elif reader not in readers:
            readers.append(reader)

    def taken(self, shard: Shard) -> int:
        """How many of a shard's records were taken out by reading: what the believers in `reading_removes` expect."""
        return self._taken.get(shard.number, 0)
