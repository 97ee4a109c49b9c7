"""`scene`: the whole system after a step, worked out of the trace alone.

The trace walks through its steps once, for all scenes; one scene is then made of binary searches, and its records and
shards are made as they are looked at.
"""

from __future__ import annotations

from typing import Literal

from simulator.dynamodb.attributes import AttributeValue
from simulator.dynamodb.shards import Shard
from simulator.dynamodb.stream import Stream, StreamRecord
from simulator.dynamodb.table import Effect, Operation
from simulator.machine.details import shards_of, worker_of
from simulator.machine.reading.consumer_reading import ConsumerReading
from simulator.machine.reading.failed_records import failed_records
from simulator.machine.trace import Trace
from simulator.views.scene.consumers import consumer_in_scene, readers_among
from simulator.views.scene.parts import Parts
from simulator.views.scene.values import (
    ChangeInFlight,
    Handling,
    Items,
    Moment,
    ReaderOfRecord,
    RecordInScene,
    Scene,
    ShardInScene,
    StreamInScene,
)


def scene(trace: Trace, step: int) -> Scene:
    """The system after a step; 0 is the start.

    Raises:
        IndexError: the run has no such step.
    """
    total = len(trace.events)
    if not 0 <= step <= total:
        raise IndexError(f"no step {step}; the run has {total}")
    table, life = trace.table_life, trace.stream_life
    consumers = tuple(consumer_in_scene(trace, each, step) for each in trace.readers)
    streams = tuple(
        _stream(trace, place, stream, step) for place, stream in enumerate(trace.streams[: life.streams_at(step)])
    )
    return Scene(
        step,
        total,
        trace.times[step - 1] if step else 0,
        _moment(trace, step),
        trace.table_name,
        trace.key_names,
        Items(table.count(step), lambda: table.items(step), lambda: table.newest(step)),
        tuple(ChangeInFlight(written, key) for written, key in table.in_flight(step)),
        streams,
        consumers,
        tuple(readers_among(consumers)),
    )


_SILENT = {Effect.UNCHANGED: "unchanged", Effect.REJECTED: "refused"}
"""The effects of writes that change nothing."""


def _moment(trace: Trace, step: int) -> Moment:
    if not step:
        return Moment("", None, "", (), ())
    detail, records = trace.details.get(step), trace.record_indexes[step - 1]
    change = trace.writes.get(step)
    key = () if change is None or change.before is change.after else change.key
    silent = None if change is None or not change.key else _SILENT.get(change.effect)
    if silent == "unchanged" and change is not None and change.operation is Operation.CONDITION_CHECK:
        silent = "checked"
    shards = tuple(dict.fromkeys(trace.records[index].shard.number for index in records)) or shards_of(detail)
    return Moment(
        trace.events[step - 1].value,
        trace.actors[step - 1],
        worker_of(detail),
        records,
        key,
        None if change is None or silent is None else (silent, change.key),
        shards,
    )


def _stream(trace: Trace, place: int, stream: Stream, step: int) -> StreamInScene:
    opened = trace.stream_life.opened
    shards = tuple(_shard(trace, shard, step) for shard in stream.shards if opened[shard.number] <= step)
    status = trace.stream_life.status(place, step)
    return StreamInScene(stream.arn, stream.label, status, stream.view_type.value, shards)


def _shard(trace: Trace, shard: Shard, step: int) -> ShardInScene:
    life = trace.stream_life
    count = life.records_in(shard, step)
    return ShardInScene(
        shard.number,
        shard.shard_id,
        None if shard.parent is None else shard.parent.number,
        life.closed[shard.number] > step,
        Parts(count, shard.records.__getitem__),
        Parts(count, lambda place: _record(trace, shard.records[place], step)),
    )


def _record(trace: Trace, index: int, step: int) -> RecordInScene:
    record = trace.records[index]
    readers = {name: reader_of_record(trace, reading, index, step) for name, reading in trace.readings.items()}
    state = trace.stream_life.state(index, step)
    return RecordInScene(index, record.event_name, record.key, state, readers, _value(record))


def _value(record: StreamRecord) -> AttributeValue | None:
    """The first attribute that a record's change set: what tells it from other records of the same item."""
    image, before = record.new_image, record.change.before
    if image is None or record.event_name == "REMOVE":
        return None
    keys = record.keys
    found = (value for name, value in image.items() if name not in keys and not (before and before.get(name) == value))
    return next(found, None)


def reader_of_record(trace: Trace, reading: ConsumerReading, index: int, step: int) -> ReaderOfRecord:
    """What one consumer did with a record by the end of a step."""
    marks = reading.marks

    def handling(place: int) -> Handling:
        number, succeeded = marks.delivery(index, place)
        return Handling(number, trace.times[number - 1], worker_of(trace.details.get(number)), succeeded)

    handlings = Parts(marks.count(index, step), handling)
    state = marks.state(index, step)
    failed = failed_records(trace, handlings[-1].step) if state == "failed" else ()
    given_up = trace.times[marks.settled_in(index, step) - 1] if state == "given_up" else None
    waits_for = _waits_for(trace, reading, index, step) if state == "unread" else None
    return ReaderOfRecord(state, handlings, bool(failed) and index not in failed, given_up, waits_for)


def _waits_for(trace: Trace, reading: ConsumerReading, index: int, step: int) -> Literal["read", "batch"] | None:
    """What an unread record waits for. Lambda's poller gives what it has read to lanes and windows (F164, F169)."""
    if not reading.is_there(step):
        return None
    return "batch" if reading.is_passed(trace.records[index].shard, index, step) else "read"
