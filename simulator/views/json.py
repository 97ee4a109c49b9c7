"""A run as one JSON object: everything that a program may want of it. The shape is part of the public interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from simulator.dynamodb.shards import Shard
from simulator.dynamodb.stream import Stream
from simulator.lesson.lesson import Lesson
from simulator.lesson.words.prose import plain
from simulator.machine.consumers.event_source_mapping.failure_message import failure_document
from simulator.machine.steps import Discard, Step
from simulator.machine.trace import Trace
from simulator.views.json_array import array_lines
from simulator.views.step_view import step_view
from simulator.views.tables import tracker_table


def run_json(lesson: Lesson) -> Iterator[str]:
    """The lines of the run's JSON object, one step, record or shard to a line.

    `records` are in the shape of GetRecords, binary as base64 text.

    A line is made when it is asked for: a long run never stands in memory as a whole. All characters are ASCII, so
    no text from a file can reach a terminal as a control code.
    """
    yield "{"
    parts = list(_parts(lesson))
    for index, (name, part) in enumerate(parts):
        comma = "," if index < len(parts) - 1 else ""
        if not isinstance(part, Iterator):
            yield f'"{name}": {json.dumps(part)}{comma}'
            continue
        yield from array_lines(name, part, comma)
    yield "}"


def _parts(lesson: Lesson) -> Iterator[tuple[str, Any]]:
    """The members of the object; what may be long comes as an iterator."""
    trace = lesson.trace
    yield "scenario", {"name": lesson.name, "title": lesson.title}
    yield "steps", (_step(lesson, step) for step in trace.steps)
    yield "tracker", _tracker(trace)
    yield "records", (record.to_api() for record in trace.records)
    yield "shards", (_shard(stream, shard) for stream in trace.streams for shard in stream.shards)
    yield "streams", (_stream(trace, stream) for stream in trace.streams)
    if trace.discards:
        yield "destinations", (_discard(trace, discard) for discard in trace.discards if discard.consumer.on_failure)


def _step(lesson: Lesson, step: Step) -> dict[str, Any]:
    view = step_view(lesson.trace, step)
    notes = lesson.notes.get(step.number)
    return {
        "step": view.number,
        "time_ms": view.time,
        "phase": view.phase,
        "event": view.event,
        "action": view.action,
        "consumer": view.who,
        "records": [number - 1 for number in view.records],
        **view.answers._asdict(),
        "changes": [{"variable": each.variable, "before": each.before, "after": each.after} for each in view.changes],
        "facts": list(step.facts),
        **({"notes": list(map(plain, notes))} if notes else {}),
    }


def _tracker(trace: Trace) -> dict[str, Any]:
    tracker = trace.tracker()
    table = tracker_table(trace, tracker)
    return {
        "columns": list(table.headings[1:]),
        "rows": [
            {"id": variable, "variable": row[0], "values": list(row[1:])}
            for (variable, _), row in zip(tracker.rows, table.rows, strict=True)
        ],
    }


def _shard(stream: Stream, shard: Shard) -> dict[str, Any]:
    numbers = {"StartingSequenceNumber": str(shard.starting_sequence_number)}
    if shard.ending_sequence_number is not None:
        numbers["EndingSequenceNumber"] = str(shard.ending_sequence_number)
    parent = {} if shard.parent is None else {"ParentShardId": shard.parent.shard_id}
    return {
        "StreamArn": stream.arn,
        "ShardId": shard.shard_id,
        **parent,
        "SequenceNumberRange": numbers,
        "records": shard.records,
    }


def _stream(trace: Trace, stream: Stream) -> dict[str, Any]:
    status = trace.recorded_histories["stream_status"].values[-1] if stream is trace.stream else "DISABLED"
    return {"StreamArn": stream.arn, "StreamStatus": status, "StreamViewType": stream.view_type.value}


def _discard(trace: Trace, discard: Discard) -> dict[str, Any]:
    consumer = discard.consumer
    message = failure_document(trace, discard)
    return {"step": discard.step, "consumer": consumer.name, "destination": consumer.on_failure, "message": message}
