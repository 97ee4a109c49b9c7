"""A run as one JSON object: everything that a program may want of it. The shape is part of the public interface."""

from __future__ import annotations

from typing import Any

from simulator.dynamodb.stream import Shard, Stream
from simulator.lesson.lesson import Lesson
from simulator.lesson.words import action_words, value_words
from simulator.machine.trace import Step, Trace
from simulator.views.tables import tracker_table


def run_object(lesson: Lesson) -> dict[str, Any]:
    """The run of a lesson; `records` are in the shape of GetRecords, binary as base64 text."""
    trace = lesson.trace
    return {
        "scenario": {"name": lesson.name, "title": lesson.title},
        "steps": [_step(trace, step) for step in trace.steps],
        "tracker": _tracker(trace),
        "records": [record.to_api() for record in trace.records],
        "shards": [_shard(trace, shard) for shard in trace.stream.shards],
        "streams": [_stream(trace.stream)],
    }


def _step(trace: Trace, step: Step) -> dict[str, Any]:
    return {
        "step": step.number,
        "time_ms": step.time,
        "phase": step.phase.value,
        "event": step.event.value,
        "action": action_words(trace, step),
        "consumer": step.consumer,
        "records": list(step.records),
        **step.row._asdict(),
        "changes": [
            {"variable": each.variable, "before": value_words(each.before), "after": value_words(each.after)}
            for each in step.changes
        ],
        "facts": list(step.facts),
    }


def _tracker(trace: Trace) -> dict[str, Any]:
    tracker = trace.tracker()
    table = tracker_table(tracker)
    return {
        "columns": list(table.headings[1:]),
        "rows": [
            {"id": variable, "variable": row[0], "values": list(row[1:])}
            for (variable, _), row in zip(tracker.rows, table.rows, strict=True)
        ],
    }


def _shard(trace: Trace, shard: Shard) -> dict[str, Any]:
    numbers = {"StartingSequenceNumber": str(shard.starting_sequence_number)}
    if shard.ending_sequence_number is not None:
        numbers["EndingSequenceNumber"] = str(shard.ending_sequence_number)
    parent = {} if shard.parent is None else {"ParentShardId": shard.parent.shard_id}
    records = [index for index, record in enumerate(trace.records) if record.shard is shard]
    return {
        "StreamArn": trace.stream.arn,
        "ShardId": shard.shard_id,
        **parent,
        "SequenceNumberRange": numbers,
        "records": records,
    }


def _stream(stream: Stream) -> dict[str, Any]:
    return {"StreamArn": stream.arn, "StreamStatus": "ENABLED", "StreamViewType": stream.view_type.value}
