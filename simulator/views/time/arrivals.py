"""The lanes of shards that nobody reads: when records came to them all the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.machine.reading.known_shards import known_shards
from simulator.machine.steps import ConsumerInfo
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views.time.index import index_of
from simulator.views.time.words import Lane, Mark, names


def arrival_lanes(trace: Trace, numbers: Sequence[int]) -> Iterator[Lane]:
    """A lane for each shard in which records became available that waited for no reader."""
    marks: dict[int, list[Mark]] = {}
    for number in numbers:
        if is_for_nobody(trace, number):
            records = trace.record_indexes[number - 1]
            mark = Mark(trace.times[number - 1], number, "arrived", names(trace, records), records=tuple(records))
            marks.setdefault(trace.records[records[0]].shard.number, []).append(mark)
    for shard, found in sorted(marks.items()):
        yield Lane(f"shard {shard} · no reader", True, tuple(found), brief=f"shard {shard} · unread")


def is_for_nobody(trace: Trace, number: int) -> bool:
    """Whether a step makes a record available that no reader waits for: none is there, or all pass it over."""
    if trace.events[number - 1] is not Event.AVAILABLE_RECORD:
        return False
    record = trace.record_indexes[number - 1][0]
    return not any(is_waited_for(trace, reader, record, number) for reader in trace.readers)


def is_waited_for(trace: Trace, reader: ConsumerInfo, record: int, step: int) -> bool:
    """Whether a record that is available after a step is one that a reader comes to, as far as it knows the shards."""
    if not trace.readings[reader.name].is_there(step):
        return False
    found = trace.records[record]
    place = next(place for place, each in enumerate(trace.streams) if each is found.stream)
    if place not in index_of(trace).streams.get(reader.name, {len(trace.streams) - 1}):
        return False
    if reader.starting_position == "LATEST" and not trace.progress[reader.name].read[record]:
        return False
    return not reader.lists_once or found.shard in known_shards(trace, reader, (found.shard,), step)
