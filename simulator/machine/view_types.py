"""The history of the view type: of the newest stream, of one stream, or of the stream that a consumer reads."""

from __future__ import annotations

from simulator.machine.occurrences import Occurrences
from simulator.machine.parts import WHOLE, Part
from simulator.machine.steps import AnyHistory, ConsumerInfo, History
from simulator.machine.stream_read import stream_read
from simulator.scenario.events import Event

NONE = "None"
"""The value before there is a stream."""


def view_type(occurrences: Occurrences, consumer: ConsumerInfo, part: Part = WHOLE) -> AnyHistory:
    """The view type in the service's word; None before there is such a stream."""
    if part.stream == 0:
        return _of_reader(occurrences, consumer)
    streams = occurrences.recording.streams
    enabled = occurrences.of(Event.AVAILABLE_STREAM_ENABLED)
    from_the_start = len(streams) - len(enabled)  # 1 where the first was on from the start, and else 0
    began = [0] * from_the_start + list(enabled)
    history = History([NONE])
    if began[:1] == [0] and part.stream in (None, 1):
        history = History([streams[0].view_type.value])
    for place, (number, stream) in enumerate(zip(began, streams, strict=True), 1):
        if number and part.stream in (None, place):
            history.record(number, stream.view_type.value)
    return history


def _of_reader(occurrences: Occurrences, consumer: ConsumerInfo) -> History:
    """The view type of the stream that a consumer is bound to, or is going to read (F107)."""
    streams = occurrences.recording.streams
    read = stream_read(occurrences, consumer)
    words = [NONE if place < 0 else streams[place].view_type.value for place in read.values]
    history = History(words[:1])
    for number, said in zip(read.steps[1:], words[1:], strict=True):
        history.record(number, said)
    return history
