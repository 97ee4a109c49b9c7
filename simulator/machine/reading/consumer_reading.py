"""How far a consumer came after each step: its steps are walked through once, and every question is then a search."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from simulator.dynamodb.shards import Shard
from simulator.machine.reading.consumer_walk import ConsumerWalk
from simulator.machine.reading.record_marks import RecordMarks
from simulator.machine.reading.shard_reading import LaneReading, ShardReading
from simulator.machine.recording import Recording
from simulator.machine.steps import ConsumerInfo
from simulator.machine.stream_life import StreamLife


class ConsumerReading:
    """Where a consumer was after each step, in each shard, and what became of each record."""

    def __init__(self, recording: Recording, life: StreamLife, consumer: ConsumerInfo) -> None:
        self._life = life
        self._walk = walk = ConsumerWalk(recording, life, consumer)
        walk.follow()
        self._unknown = ShardReading(lanes=(LaneReading(),) * walk.lanes)

    @property
    def marks(self) -> RecordMarks:
        """What became of each record."""
        return self._walk.marks

    def reading(self, shard: int, step: int) -> ShardReading:
        """Where the consumer is in a shard, by its number, after a step."""
        walk = self._walk.shards.get(shard)
        return self._unknown if walk is None else walk.at(step)

    def is_passed(self, shard: Shard, index: int, step: int) -> bool:
        """Whether a record of a shard, by its index, stands before the consumer's position after a step."""
        return bisect_left(shard.records, index) < self.reading(shard.number, step).position

    def newest_step(self, step: int) -> int:
        """The newest step that the consumer took by the end of a step; 0 if it took none."""
        count = bisect_right(self._walk.steps, step)
        return self._walk.steps[count - 1] if count else 0

    def held_up(self, shard: int, lane: int, first: int, last: int) -> Iterator[tuple[int, int | None]]:
        """The steps between which a lane of a shard is held up, the newest first; see `ShardWalk.held_up`."""
        walk = self._walk.shards.get(shard)
        if walk is not None:
            yield from walk.held_up(lane, first, last)

    def stream(self, step: int) -> int:
        """The stream that the consumer reads, or is going to read, by its index; -1 before that stream is there."""
        there = self._life.streams_at(step)
        streams = self._walk.streams
        bound: int = streams.at(step)
        if bound < 0:
            bound = streams.values[min(1, len(streams.values) - 1)]
        if bound < 0:
            return min(0, there - 1)
        return bound if bound < there else -1

    def state(self, shard: int, step: int, holder: str | None) -> str:
        """The state of a KCL application in a shard after a step; `holder` is the worker that has the shard."""
        reading = self.reading(shard, step)
        since, whole = self._walk.whole.at(step)
        if whole in ("Stopped", "Crashed"):
            return str(whole)
        if holder is not None and not self.is_alive(holder, step):
            return "Crashed"
        return reading.state if reading.since > since else "Idle"

    def is_there(self, step: int) -> bool:
        """Whether the consumer is created, and not deleted, after a step: records wait for one that is there."""
        return bool(self._walk.there.at(step))

    def is_alive(self, worker: str, step: int) -> bool:
        """Whether a KCL worker is alive after a step."""
        history = self._walk.alive.get(worker)
        return history is None or bool(history.at(step))
