"""A consumer's way through one shard, followed step by step; what it was after a step is then a search."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator

from simulator.dynamodb.shards import Shard
from simulator.machine.reading.lane_batches import LaneBatches
from simulator.machine.reading.shard_reading import LaneReading, ShardReading


class ShardWalk:
    """Where a consumer is in one shard now, and where it was after each step."""

    __slots__ = (
        "_readings",
        "_steps",
        "age",
        "aged",
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
        self.aged = -1
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
        parts = (self.position, readings, self.age, self.aged, self.ended, self.state, self.since, self.touched)
        reading = tuple.__new__(ShardReading, parts)  # half the time of calling the class
        if self._steps[-1] == number:
            self._readings[-1] = reading
        else:
            self._steps.append(number)
            self._readings.append(reading)

    def held_up(self, lane: int, first: int, last: int) -> Iterator[tuple[int, int | None]]:
        """The steps at which a lane, from 1, begins and ceases to be held up; None: it still is after the step `last`.

        The newest comes first, and the oldest may begin before the step `first`.
        """
        until: int | None = None
        place = bisect_right(self._steps, last) - 1
        was_held = self._is_held_up(place, lane)
        while place > 0 and (was_held or self._steps[place] > first):
            is_held = self._is_held_up(place - 1, lane)
            if was_held and not is_held:
                yield self._steps[place], until
            elif is_held and not was_held:
                until = self._steps[place]
            was_held = is_held
            place -= 1

    def _is_held_up(self, place: int, lane: int) -> bool:
        lanes = self._readings[place].lanes
        return lane <= len(lanes) and lanes[lane - 1].is_held_up

    def at(self, step: int) -> ShardReading:
        """Where the consumer is after a step."""
        return self._readings[bisect_right(self._steps, step) - 1]
