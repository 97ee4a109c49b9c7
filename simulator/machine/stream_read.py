"""The history of the stream that a consumer reads."""

from __future__ import annotations

from simulator.machine.occurrences import Occurrences
from simulator.machine.reading.consumer_reading import ConsumerReading
from simulator.machine.steps import ConsumerInfo, History
from simulator.machine.stream_life import StreamLife
from simulator.scenario.events import Event


def stream_read(occurrences: Occurrences, consumer: ConsumerInfo) -> History:
    """The index of the stream that a consumer is bound to, or is going to read (F107); -1 before that is there."""
    recording = occurrences.recording
    reading = ConsumerReading(recording, StreamLife(occurrences), consumer)
    history = History([reading.stream(0)])
    own = (number for number, actor in enumerate(recording.actors, 1) if actor == consumer.name)
    for number in sorted({*occurrences.of(Event.AVAILABLE_STREAM_ENABLED), *own}):
        history.record(number, reading.stream(number))
    return history
