"""When the shards of a run opened and closed, as steps: what a reader can know of them at a step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.dynamodb.shards import Shard
from simulator.dynamodb.stream import Stream
from simulator.machine.details import shards_of
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


class ShardLives(NamedTuple):
    """The shards of a run by their numbers, with the steps of their lives."""

    shards: dict[int, tuple[Stream, Shard]]
    opened: dict[int, int]
    """The step in which a shard opened; those that are not here were there from the start."""
    closed: dict[int, int]
    """The step after which a shard took no more records; those that are not here stayed open."""

    def is_open(self, shard: int, step: int) -> bool:
        """Whether a shard was open when a step happened."""
        return self.opened.get(shard, 0) < step <= self.closed.get(shard, step)


def shard_lives(trace: Trace) -> ShardLives:
    """The lives of a run's shards."""
    shards = {shard.number: (stream, shard) for stream in trace.streams for shard in stream.shards}
    return ShardLives(shards, dict(_opened(trace)), dict(_closed(trace)))


def _opened(trace: Trace) -> Iterator[tuple[int, int]]:
    for number, detail in trace.details.items():
        if trace.events[number - 1] in (Event.AVAILABLE_SHARD_OPENED, Event.AVAILABLE_STREAM_ENABLED):
            for shard in shards_of(detail):
                yield shard, number


def _closed(trace: Trace) -> Iterator[tuple[int, int]]:
    """A stream that is turned off closes its shards when the last change before it is captured (F104)."""
    for number, detail in trace.details.items():
        if trace.events[number - 1] is Event.AVAILABLE_SHARD_CLOSED:
            for shard in shards_of(detail):
                yield shard, number
        elif trace.events[number - 1] is Event.AVAILABLE_STREAM_DISABLED:
            numbers = shards_of(detail)
            newest = [shard.records[-1] for shard in trace.shards if shard.number in numbers and shard.records]
            last = max([number, *(trace.captured[index] for index in newest)])
            yield from ((shard, last) for shard in numbers)
