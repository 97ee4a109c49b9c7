"""The variable `backlog`: the records that a consumer could have, and has not finished with."""

from __future__ import annotations

from collections import Counter

from simulator.machine.occurrences import Occurrences
from simulator.machine.parts import WHOLE, Part
from simulator.machine.reading.consumer_reading import ConsumerReading
from simulator.machine.steps import ConsumerInfo, History
from simulator.machine.stream_life import NEVER, StreamLife


def backlog(occurrences: Occurrences, consumer: ConsumerInfo, _: Part = WHOLE) -> History:
    """How many records wait for a consumer: available in its stream, and not processed, filtered out, given up or lost.

    A record that fails and waits for its retry is among them. Those that it passes over (LATEST) are not.
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
    history, waiting = History([0]), 0
    for step in sorted(changes):
        waiting += changes[step]
        history.record(step, waiting)
    return history
