"""A consumer's way through one shard, followed step by step; what it was after a step is then a search."""

from __future__ import annotations

from array import array
from bisect import bisect_right

from simulator.dynamodb.shards import Shard
from simulator.machine.reading.lane_batches import LaneBatches
from simulator.machine.reading.shard_reading import LaneReading, ShardReading


class ShardWalk:
    """Where a consumer is in one shard now, and where it was after each step."""

    __slots__ = (
        "_readings",
        "_steps",
        "age",
        "ended",
        "lanes",
        "position",
        "reach",
        "shard",
        "since",
        "state",
        "touched",
    )

    def __init__(self, shard: Shard, lanes: int) -> None:
        self.shard = shard
        self.age: int | None = None
        self.lanes: tuple[LaneBatches, ...] = ()
        self.reach = 0
        """How many of the shard's records a position was ever taken up behind."""
        self.begin_anew(0, lanes)
        self._steps = array("q", [0])
        self._readings = [ShardReading(lanes=(LaneReading(),) * lanes)]

    def begin_anew(self, number: int, lanes: int) -> None:
        """Nothing is read, and nothing in work; the iterator age stays."""
        self.position = 0
        self.ended = self.touched = False
        self.lanes = tuple(LaneBatches() for _ in range(lanes))
        self.is_now("Idle", number)

    def have_lanes(self, count: int) -> None:
        """From now on there are so many lanes; one that is at work stays until it is done."""
        busy = next((place for place in range(len(self.lanes), 0, -1) if self.lanes[place - 1].reading.batch), 0)
        kept = self.lanes[: max(count, busy)]
        if len(kept) != len(self.lanes) or len(kept) < count:
            self.lanes = (*kept, *(LaneBatches() for _ in range(count - len(kept))))

    def is_now(self, state: str, number: int) -> None:
        """The step left the consumer in a state."""
        self.state, self.since = state, number

    def place(self, index: int) -> int:
        """The place of one of the shard's records in it, from 0."""
        return bisect_right(self.shard.records, index) - 1

    def note(self, number: int) -> None:
        """Note where the consumer is after a step; of two notes in one step the later one counts."""
        lanes = self.lanes
        readings = (lanes[0].reading,) if len(lanes) == 1 else tuple(each.reading for each in lanes)
        parts = (self.position, readings, self.age, self.ended, self.state, self.since, self.touched)
        reading = tuple.__new__(ShardReading, parts)  # half the time of calling the class
        if self._steps[-1] == number:
            self._readings[-1] = reading
        else:
            self._steps.append(number)
            self._readings.append(reading)

    def at(self, step: int) -> ShardReading:
        """Where the consumer is after a step."""
        return self._readings[bisect_right(self._steps, step) - 1]
