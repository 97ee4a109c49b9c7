"""The marks of the readers: what each step did to the records of a shard, in the track in which it did it."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.machine.details import OfInvocation, shards_of
from simulator.machine.reading.losses import losses
from simulator.machine.trace import Trace
from simulator.machine.work import Track
from simulator.scenario.events import Event
from simulator.views.scene.consumers import consumer_in_scene
from simulator.views.scene.values import BlockedByShard
from simulator.views.time.index import Index, newest_read, track_of
from simulator.views.time.words import Kind, Mark, names

_KINDS: dict[Event, Kind] = {
    Event.READ_RECORDS: "read",
    Event.PROCESS_SUCCEEDED: "done",
    Event.PROCESS_DUPLICATE: "again",
    Event.PROCESS_FAILED: "failed",
    Event.PROCESS_PARTIAL: "partial",
    Event.PROCESS_DISCARDED: "given_up",
    Event.PROCESS_FILTERED: "filtered",
    Event.READ_TRIMMED: "lost",
    Event.PROCESS_CHECKPOINTED: "checkpoint",
    Event.PROCESS_THROTTLED: "refused",
    Event.READ_EMPTY: "empty",
    Event.IDLE_WAITING: "empty",
}
"""The kinds of the marks in the lanes of readers."""


def marks_in_tracks(trace: Trace, index: Index, number: int) -> tuple[tuple[Track, Mark], ...]:
    """The marks of a step, each with its track; none where the step is about no shard of a reader."""
    if number not in index.marks:  # a step stands in the lanes of many steps after it
        index.marks[number] = tuple(_marks_in_tracks(trace, index, number))
    return index.marks[number]


def _marks_in_tracks(trace: Trace, index: Index, number: int) -> Iterator[tuple[Track, Mark]]:
    event = trace.events[number - 1]
    kind = _KINDS.get(event)
    if event is Event.AVAILABLE_TRIMMED:
        yield from _lost(trace, index, number)
    elif kind == "empty":
        yield from _polls(trace, number)
    elif kind is not None and (trace.record_indexes[number - 1] or shards_of(trace.details.get(number))):
        track = track_of(trace, index, number)
        for mark in _told_apart(trace, _mark(trace, number, kind)):
            yield track, mark


def _lost(trace: Trace, index: Index, number: int) -> Iterator[tuple[Track, Mark]]:
    """The records that are trimmed in a step before a consumer has read them, in the track of each consumer."""
    for name, lost in losses(trace, number).items():
        shard = trace.records[lost[0]].shard.number
        tracks = [each for each in index.reads if each.consumer == name and each.shard == shard]
        newest = max(tracks, key=lambda each: newest_read(index, each, number), default=Track(name, shard, "", 1))
        yield newest, Mark(trace.times[number - 1], number, "lost", names(trace, lost), records=lost)


def _polls(trace: Trace, number: int) -> Iterator[tuple[Track, Mark]]:
    """The poll of a step that found nothing, in each shard that the consumer reads then."""
    reader = next(each for each in trace.readers if each.name == trace.actors[number - 1])
    consumer = consumer_in_scene(trace, reader, number)
    alive = [worker.name for worker in consumer.workers if worker.alive]
    mark = Mark(trace.times[number - 1], number, "empty", "")
    for here in consumer.shards:
        is_read = reader.kind != "kcl" or here.worker in alive
        if is_read and not here.is_at_end and not isinstance(here.blocked_by, BlockedByShard):
            yield Track(reader.name, here.number, here.worker or "", 1), mark


def _mark(trace: Trace, number: int, kind: Kind) -> Mark:
    time, records, detail = trace.times[number - 1], trace.record_indexes[number - 1], trace.details.get(number)
    mark = Mark(time, number, kind, names(trace, records), records=tuple(records))
    if kind in ("done", "again", "failed", "partial") and isinstance(detail, OfInvocation):
        captured = trace.records[records[-1]].captured_ms - trace.start_ms
        return mark._replace(attempt=detail.attempt, age=time - captured)
    return mark


def _told_apart(trace: Trace, mark: Mark) -> Iterator[Mark]:
    """A mark; of a batch in which only some records were processed before, one for those beside that of the others."""
    again: tuple[int, ...] = ()
    if mark.kind == "done":
        processed = trace.readings[trace.actors[mark.step - 1] or ""].marks
        again = tuple(each for each in mark.records if processed.state(each, mark.step - 1) == "processed")
    if not again:
        yield mark
        return
    new = tuple(each for each in mark.records if each not in again)
    yield mark._replace(text=names(trace, new), records=new)
    yield Mark(mark.time, mark.step, "again", names(trace, again), records=again, is_beside=True)
