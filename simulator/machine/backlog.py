"""The variable `backlog`: the records that a consumer could have, and has not finished with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from simulator.machine.occurrences import Occurrences
from simulator.machine.parts import WHOLE, Part, steps_of
from simulator.machine.reading.consumer_reading import ConsumerReading
from simulator.machine.recording import Recording
from simulator.machine.steps import ConsumerInfo, History
from simulator.machine.stream_life import NEVER, StreamLife
from simulator.scenario.events import Event


def backlog(occurrences: Occurrences, consumer: ConsumerInfo, _: Part = WHOLE) -> History:
    """How many records wait for a consumer: available in its stream, and not processed, filtered out, given up or lost.

    A record that fails and waits for its retry is among them. Those that it passes over (LATEST) are not. Nothing waits
    for a consumer that is not created yet or was deleted; once it is created, the records that are left do.
    """
    recording, life = occurrences.recording, StreamLife(occurrences)
    reading = ConsumerReading(recording, life, consumer)
    ends = (0, len(recording.events))
    streams = {reading.stream(step) for step in ends}
    changes: Counter[int] = Counter()
    for place, stream in enumerate(recording.streams):
        for index in (index for shard in stream.shards if place in streams for index in shard.records):
            came = life.available[index]
            went = min(reading.marks.settled_in(index, NEVER), life.trimmed[index])
            if came < went:
                changes[came] += 1
                changes[went] -= 1
    changes.pop(NEVER, None)
    is_there = dict(_lives(recording, consumer))
    history, waiting, counts = History([0]), 0, not next(iter(is_there.values()), False)
    for step in sorted({*changes, *is_there}):
        waiting += changes[step]
        counts = is_there.get(step, counts)
        history.record(step, waiting if counts else 0)
    return history


def _lives(recording: Recording, consumer: ConsumerInfo) -> Iterator[tuple[int, bool]]:
    """The steps at which a consumer is deleted or created, and whether it is there after them."""
    for number, event in steps_of(recording, consumer):
        if event in (Event.READ_CONSUMER_DELETED, Event.READ_CONSUMER_CREATED):
            yield number, event is Event.READ_CONSUMER_CREATED
