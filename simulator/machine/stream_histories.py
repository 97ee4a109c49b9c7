"""The histories of the stream: what became of its records, and its status."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping

from simulator.dynamodb.stream import Stream
from simulator.machine.occurrences import Occurrences
from simulator.machine.parts import WHOLE, Part
from simulator.machine.steps import AnyHistory, ConsumerInfo, DerivedHistory, History
from simulator.machine.stream_read import stream_read
from simulator.machine.variables import StreamRecords, StreamStatus
from simulator.scenario.events import Event

_EXCEPTIONS = (Event.PROCESS_DUPLICATE, Event.PROCESS_DISCARDED, Event.PROCESS_FILTERED, Event.READ_TRIMMED)
"""The events of a consumer after which a record is more than created, read or processed."""


def stream_records(occurrences: Occurrences, consumer: ConsumerInfo, part: Part = WHOLE) -> AnyHistory:
    """How many records were captured, read and processed is how many of these steps have passed.

    They are the records of every stream, or, with 0 for the part's stream, of those that the consumer reads (F107).
    """
    if part.stream == 0 and len(occurrences.recording.streams) > 1:
        bound = stream_read(occurrences, consumer)
        joined = {step: [place] for step, place in zip(bound.steps, bound.values, strict=True)}
        return _followed(occurrences, consumer, joined)
    if occurrences.of(Event.AVAILABLE_TRIMMED) or occurrences.of_consumer(consumer.name, *_EXCEPTIONS):
        return _followed(occurrences, consumer, {0: range(len(occurrences.recording.streams))})
    progress = occurrences.progress[consumer.name]
    captured = occurrences.captured
    read, processed = (array("q", sorted(filter(None, marks))) for marks in (progress.read, progress.processed))

    def at(step: int) -> StreamRecords:
        were_read, were_processed = bisect_right(read, step), bisect_right(processed, step)
        return StreamRecords(bisect_right(captured, step) - were_read, were_read - were_processed, were_processed)

    return DerivedHistory(at, lambda: sorted({0, *captured, *read, *processed}))


def _followed(occurrences: Occurrences, consumer: ConsumerInfo, joined: Mapping[int, Iterable[int]]) -> History:
    """The same where more can become of a record than that: each is in one state, and moves from one to another.

    `joined` has the streams, by index, whose records count from a step on.
    """
    recording = occurrences.recording
    records = recording.records
    state: list[str] = []
    done: set[int] = set()
    counts = {stream: dict.fromkeys(StreamRecords._fields, 0) for stream in recording.streams}
    counted = {stream: counts[stream] for stream in _joining(occurrences, joined, 0)}
    history = History([StreamRecords()])
    for number, event in _steps(occurrences, consumer, joined):
        counted.update((stream, counts[stream]) for stream in _joining(occurrences, joined, number))
        if event is Event.CAPTURE_RECORD:
            counts[records[len(state)].stream]["created"] += 1
            state.append("created")
        elif event in _BECOMES:
            for index in recording.finished(number):
                of_stream = counts[records[index].stream]
                of_stream[state[index]] -= 1
                state[index] = _next(state[index], event, index in done)
                of_stream[state[index]] += 1
                if event in _FINISHED:
                    done.add(index)
        sums = map(sum, zip(*(each.values() for each in counted.values()), strict=True))
        history.record(number, StreamRecords(*sums))
    return history


def _joining(occurrences: Occurrences, joined: Mapping[int, Iterable[int]], number: int) -> Iterator[Stream]:
    """The streams whose records count from a step on."""
    return (occurrences.recording.streams[place] for place in joined.get(number, ()) if place >= 0)


_FINISHED = (Event.PROCESS_SUCCEEDED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE)
_BECOMES = frozenset({Event.AVAILABLE_TRIMMED, Event.READ_RECORDS, *_FINISHED, *_EXCEPTIONS})
"""The events at which something becomes of records that are captured."""


_LEFT = {Event.PROCESS_DISCARDED: "given_up", Event.PROCESS_FILTERED: "filtered"}
"""The events after which a consumer has left a record without its work."""


def _next(state: str, event: Event, is_done: bool) -> str:
    """What a record is after an event that is about it. What is in the stream no more stays so."""
    if event is Event.AVAILABLE_TRIMMED:
        return "trimmed"
    if event is Event.READ_TRIMMED:
        return state if is_done else "lost"
    if state in ("trimmed", "lost"):
        return state
    if event in _FINISHED:
        return "again" if is_done else "processed"
    if is_done:
        return state
    return _LEFT.get(event, "read")


def _steps(
    occurrences: Occurrences, consumer: ConsumerInfo, joined: Mapping[int, Iterable[int]]
) -> Iterator[tuple[int, Event]]:
    """The steps that something becomes of records in, the stream's and those of one consumer, or that join a stream."""
    recording = occurrences.recording
    of_stream = occurrences.of(Event.CAPTURE_RECORD, Event.AVAILABLE_TRIMMED)
    of_consumer = occurrences.of_consumer(consumer.name, Event.READ_RECORDS, *_FINISHED, *_EXCEPTIONS[1:])
    numbers = sorted({*of_stream, *of_consumer, *filter(None, joined)})
    return ((number, recording.events[number - 1]) for number in numbers)


def stream_status(occurrences: Occurrences, _: ConsumerInfo, __: Part = WHOLE) -> AnyHistory:
    """The status as the machine recorded it; with several streams it names the newest."""
    recording = occurrences.recording
    status = recording.recorded_histories["stream_status"]
    if len(recording.streams) < 2:
        return status
    enabled = occurrences.of(Event.AVAILABLE_STREAM_ENABLED)
    from_the_start = len(recording.streams) - len(enabled)  # 1 where the first was on from the start, and else 0
    values = [
        StreamStatus(said, from_the_start + bisect_right(enabled, step))
        for step, said in zip(status.steps, status.values, strict=True)
    ]
    return History(values, status.steps)
