"""The map of a scene in sentences, for plain lines of text and screen readers: no sign stands for a word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from simulator.dynamodb.phrases import joined
from simulator.lesson.words.sentences import count_words, key_words, records_one_by_one
from simulator.lesson.words.times import time_words
from simulator.views.map.window import window
from simulator.views.map.words import TYPES, items_words
from simulator.views.scene.values import (
    BlockedByRecords,
    BlockedByShard,
    ConsumerInScene,
    ConsumerInShard,
    ReaderOfRecord,
    RecordInScene,
    Scene,
    ShardInScene,
)
from simulator.views.signs import ordinal

MOST_RECORDS = 8
"""Records of a shard that are told of; of a longer one those around the readers."""

_STATES = {
    "unread": "not read yet",
    "read": "read",
    "filtered": "filtered out",
    "given_up": "given up",
    "lost": "lost: trimmed before it was read",
    "passed_over": "passed over",
}


def map_sentences(scene: Scene) -> Iterator[str]:
    """Each sentence, or a few that belong together, as one line; nobody has wrapped it."""
    yield (
        f"After step {scene.step} of {scene.steps}, at {time_words(scene.time_ms)}." if scene.step else "At the start."
    )
    changed = f" This step changes {key_words(scene.moment.key)}." if scene.moment.key else ""
    yield f"Table {scene.table}: {items_words(scene)}.{changed} {_in_flight(scene)}"
    if not scene.streams:
        yield "No stream was turned on yet."
    for place, stream in enumerate(scene.streams):
        yield f"Stream {stream.label} is {stream.status}, with view type {stream.view_type}."
        readers = [consumer for consumer in scene.consumers if consumer.stream == place]
        for shard in stream.shards:
            yield from _shard(scene, shard, readers)
    for consumer in scene.consumers:
        yield f"Consumer {consumer.name} ({TYPES[consumer.type]}) is {consumer.state}.{_workers(consumer)}"


def _in_flight(scene: Scene) -> str:
    if not scene.in_flight:
        return "No change is in flight."
    told = [f"the change of {key_words(each.key)} from step {each.written_in_step}" for each in scene.in_flight[:4]]
    more = [f"{len(scene.in_flight) - 4} more"] if len(scene.in_flight) > 4 else []
    return f"In flight, not captured yet: {joined([*told, *more])}."


def _workers(consumer: ConsumerInScene) -> str:
    if not consumer.workers:
        return ""
    told = joined([f"worker {each.name} is {'alive' if each.alive else 'dead'}" for each in consumer.workers])
    return f" {told[0].upper()}{told[1:]}."


def _shard(scene: Scene, shard: ShardInScene, readers: list[ConsumerInScene]) -> Iterator[str]:
    """A line for each consumer of the shard; one where it has none."""
    child = f", child of shard {shard.parent}" if shard.parent is not None else ""
    name = f"Shard {shard.number}{child}, {'open' if shard.is_open else 'closed'}"
    if not readers:
        yield f"{name}: {count_words(len(shard.records), 'record')}. Nobody reads this stream."
    for consumer in readers:
        here = consumer.in_shard(shard.number)
        if here is not None:
            reader = f", for {consumer.name}" if len(readers) > 1 else ""
            told = _records(scene, shard, consumer, here)
            yield f"{name}{reader}{_held(consumer, here)}: {told}.{_rest(shard, here)}"


def _held(consumer: ConsumerInScene, here: ConsumerInShard) -> str:
    if consumer.type != "kcl" or here.is_at_end:
        return ""
    if here.worker is None:
        return ", held by no worker"
    dead = any(each.name == here.worker and not each.alive for each in consumer.workers)
    return f", held by worker {here.worker}{', which is dead' if dead else ''}"


def _records(scene: Scene, shard: ShardInScene, consumer: ConsumerInScene, here: ConsumerInShard) -> str:
    """The records and what became of them; neighbours of which the same can be said are told of together."""
    if not shard.records:
        return "no records"
    places = window(shard, [here], scene.moment, MOST_RECORDS)
    told = [(record, _fate(record, consumer, here, shard)) for record in shard.records[places.start : places.stop]]
    groups = [
        f"{_names([record for record, _ in group])} {fate}"
        for fate, group in ((fate, list(group)) for fate, group in groupby(told, key=lambda each: each[1]))
    ]
    before, after = places.start, len(shard.records) - places.stop
    if before:
        groups.insert(0, f"{before:,} older records are left out")
    if after:
        groups.append(f"{after:,} newer records are left out")
    return "; ".join(groups)


def _names(records: list[RecordInScene]) -> str:
    return records_one_by_one([record.index for record in records])


def _fate(record: RecordInScene, consumer: ConsumerInScene, here: ConsumerInShard, shard: ShardInScene) -> str:
    """What became of a record for a consumer."""
    reader = record.readers[consumer.name]
    if record.state == "captured":
        return "captured, not visible to readers yet"
    if reader.state == "processed":
        told = _processed(reader)
    elif reader.state == "failed":
        told = f"failed {_times(reader.times)}"
    else:
        told = _STATES[reader.state]
        if any(record.index in lane.batch for lane in here.lanes):
            told += ", in work"
    if consumer.type == "kcl" and reader.state == "processed" and _is_safe(record, here, shard):
        told += " and checkpointed"
    return told + (", trimmed" if record.state == "trimmed" and reader.state != "lost" else "")


def _processed(reader: ReaderOfRecord) -> str:
    """Who processed it first, and who was handed it again after that."""
    first = next(place for place, each in enumerate(reader.handlings) if each.succeeded)
    by = f" by {reader.handlings[first].worker}" if reader.handlings[first].worker else ""
    told = f"processed{by}" + (f" at the {ordinal(first + 1)} try" if first else "")
    again = reader.handlings[first + 1 :]
    if again:
        to = f" to {again[-1].worker}" if again[-1].worker else ""
        told += f", handed{to or ' over'} again{'' if len(again) == 1 else f' {len(again)} times'}"
    return told


def _is_safe(record: RecordInScene, here: ConsumerInShard, shard: ShardInScene) -> bool:
    """Whether a record stands on the left of the checkpoint."""
    if here.checkpoint == "SHARD_END":
        return True
    if not isinstance(here.checkpoint, int):
        return False
    place, checkpoint = shard.place_of(record.index), shard.place_of(here.checkpoint)
    return place is not None and checkpoint is not None and place <= checkpoint


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _rest(shard: ShardInScene, here: ConsumerInShard) -> str:
    """The position, and what holds the consumer up."""
    told = []
    if here.is_at_end:
        told.append("It is read to its end.")
    elif here.position:
        behind = shard.records[here.position - 1]
        told.append(f"The next read begins after record {behind.index + 1}.")
    elif shard.records:
        told.append("The next read begins at its first record.")
    match here.blocked_by:
        case BlockedByShard(parent):
            told.append(f"It waits until shard {parent}, its parent, is read to its end.")
        case BlockedByRecords(records):
            told.append(f"It is blocked by {records_one_by_one(records)}{_due(here)}.")
    return "".join(f" {each}" for each in told)


def _due(here: ConsumerInShard) -> str:
    due = [lane.retry_at_ms for lane in here.lanes if lane.retry_at_ms is not None]
    return f", to be tried again at {time_words(min(due))}" if due else ", which are in work again"
