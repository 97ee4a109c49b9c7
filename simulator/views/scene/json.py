"""A scene as one JSON object. The shape is part of the public interface."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.dynamodb.attributes import item_to_json, to_json
from simulator.dynamodb.table import Key
from simulator.views.json_array import array_lines
from simulator.views.scene.values import (
    Blocked,
    BlockedByRecords,
    ConsumerInScene,
    ConsumerInShard,
    LaneInScene,
    RecordInScene,
    Scene,
    ShardInScene,
    StreamInScene,
)


def scene_json(scene: Scene) -> Iterator[str]:
    """The lines of a scene's JSON object, one part of it to a line. All characters are ASCII."""
    yield f'{{"step": {scene.step}, "time_ms": {scene.time_ms},'
    keys = scene.key_names
    items = ({"key": _key(keys, key), "item": item_to_json(item)} for key, item in scene.items.all().items())
    waiting = ({"written_in_step": each.written_in_step, "key": _key(keys, each.key)} for each in scene.in_flight)
    yield from array_lines("items", items, ",")
    yield from array_lines("in_flight", waiting, ",")
    yield from array_lines("streams", map(_stream, scene.streams), ",")
    yield from array_lines("consumers", map(_consumer, scene.consumers), "}")


def _key(names: tuple[str, ...], key: Key) -> dict[str, Any]:
    return {name: to_json(value) for name, value in zip(names, key, strict=True)}


def _stream(stream: StreamInScene) -> dict[str, Any]:
    return {
        "StreamArn": stream.arn,
        "StreamStatus": stream.status,
        "StreamViewType": stream.view_type,
        "shards": list(map(_shard, stream.shards)),
    }


def _shard(shard: ShardInScene) -> dict[str, Any]:
    return {
        "number": shard.number,
        "ShardId": shard.shard_id,
        "parent": shard.parent,
        "open": shard.is_open,
        "records": list(map(_record, shard.records)),
    }


def _record(record: RecordInScene) -> dict[str, Any]:
    readers = {name: {"state": each.state, "times": each.times} for name, each in record.readers.items()}
    return {"record": record.index, "state": record.state, "readers": readers}


def _consumer(consumer: ConsumerInScene) -> dict[str, Any]:
    return {
        "name": consumer.name,
        "type": consumer.type,
        "state": consumer.state,
        "workers": [{"name": each.name, "alive": each.alive} for each in consumer.workers],
        "shards": list(map(_in_shard, consumer.shards)),
    }


def _in_shard(here: ConsumerInShard) -> dict[str, Any]:
    return {
        "number": here.number,
        "worker": here.worker,
        "state": here.state,
        "position": here.position,
        "checkpoint": here.checkpoint,
        "blocked_by": _blocked(here.blocked_by),
        **_lane(here.first_lane),
        "iterator_age_ms": here.iterator_age_ms,
        "lanes": list(map(_lane, here.lanes)),
    }


def _lane(lane: LaneInScene) -> dict[str, Any]:
    return {"batch": list(lane.batch), "attempt": lane.attempt, "retry_at_ms": lane.retry_at_ms}


def _blocked(blocked: Blocked | None) -> dict[str, Any] | None:
    if blocked is None:
        return None
    return {"records": list(blocked.records)} if isinstance(blocked, BlockedByRecords) else {"shard": blocked.shard}
