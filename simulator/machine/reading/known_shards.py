"""The shards that a consumer knows of its stream."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from simulator.dynamodb.shards import Shard
from simulator.machine.steps import ConsumerInfo
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


def known_shards(trace: Trace, consumer: ConsumerInfo, shards: Sequence[Shard], step: int) -> list[Shard]:
    """Of a stream's shards those that are there after a step, and that the consumer has listed by then (F300)."""
    opened = trace.stream_life.opened
    there = [each for each in shards if opened[each.number] <= step]
    if not consumer.lists_once:
        return there
    listed = _last_listing(trace, consumer, step)
    return [each for each in there if each.parent is None or opened[each.number] <= listed]


def _last_listing(trace: Trace, consumer: ConsumerInfo, step: int) -> int:
    """The last step at which a consumer that lists the shards at its starts alone has listed them (F300)."""
    starts = [bisect_left(trace.times, consumer.starts)]
    for number in trace.steps_of(Event.READ_RESTARTED, Event.READ_CONSUMER_CREATED):
        if number <= step and trace.actors[number - 1] == consumer.name:
            starts.append(number)
    return max(starts)


def has_read_all_shards(trace: Trace, consumer: str, step: int) -> bool:
    """Whether a poller has read every shard that it knows to its end after a step, so that nothing is left to poll."""
    reader = next((each for each in trace.readers if each.name == consumer and each.kind == "poller"), None)
    reading = trace.readings[consumer]
    stream = reading.stream(step)
    if reader is None or stream < 0:
        return False
    known = known_shards(trace, reader, trace.streams[stream].shards, step)
    return bool(known) and all(reading.reading(each.number, step).ended for each in known)
