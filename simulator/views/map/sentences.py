"""The map of a scene in sentences, for plain lines of text and screen readers: no sign stands for a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from simulator.dynamodb.phrases import joined
from simulator.lesson.words.sentences import count_words, key_words, records_one_by_one
from simulator.lesson.words.times import time_words
from simulator.views.map.fate import fate_words
from simulator.views.map.table_words import items_words, silent_words, some_in_flight
from simulator.views.map.window import window
from simulator.views.map.words import TYPES, unaware
from simulator.views.scene.values import (
    BlockedByRecords,
    BlockedByShard,
    ConsumerInScene,
    ConsumerInShard,
    LaneInScene,
    Scene,
    ShardInScene,
)

MOST_RECORDS = 8
"""Records of a shard that are told of; of a longer one those around the readers."""


def map_sentences(scene: Scene) -> Iterator[str]:
    """Each sentence, or a few that belong together, as one line; nobody has wrapped it."""
    yield (
        f"After step {scene.step} of {scene.steps}, at {time_words(scene.time_ms)}." if scene.step else "At the start."
    )
    changed = f" This step changes {key_words(scene.moment.key)}." if scene.moment.key else ""
    silent = f" The {silent_words(scene)[4:]}." if silent_words(scene) else ""
    yield f"Table {scene.table}: {items_words(scene)}.{changed}{silent}{_in_flight(scene)}"
    if not scene.streams:
        yield "No stream was turned on yet."
    for place, stream in enumerate(scene.streams):
        name = f"{place + 1} of {len(scene.streams)}, {stream.label}," if len(scene.streams) > 1 else stream.label
        yield f"Stream {name} is {stream.status}, with view type {stream.view_type}."
        readers = scene.readers_of(place)
        for shard in stream.shards:
            yield from _shard(scene, shard, readers)
    for consumer in scene.consumers:
        state = f" is {consumer.state}" if consumer.state else ""
        yield f"Consumer {consumer.name} ({TYPES[consumer.type]}){state}.{_workers(consumer)}"


def _in_flight(scene: Scene) -> str:
    if scene.is_held_back:
        return ""
    if not scene.in_flight:
        return " No change is in flight."
    told = some_in_flight(scene, lambda each: f"the change of {key_words(each.key)} from step {each.written_in_step}")
    return f" In flight, not captured yet: {told}."


def _workers(consumer: ConsumerInScene) -> str:
    if not consumer.workers:
        return ""
    told = joined([f"worker {each.name} {'is alive' if each.alive else 'has crashed'}" for each in consumer.workers])
    return f" {told[0].upper()}{told[1:]}."


def _shard(scene: Scene, shard: ShardInScene, readers: list[ConsumerInScene]) -> Iterator[str]:
    """A line for each consumer of the shard; one where it has none. Then the changes that its records are about."""
    child = f", child of shard {shard.parent}" if shard.parent is not None else ""
    name = f"Shard {shard.number}{child}, {'open' if shard.is_open else 'closed'}"
    if all(each.in_shard(shard.number) is None for each in readers):
        unread = "shard" if readers else "stream"
        yield f"{name}: {count_words(len(shard.records), 'record')}. Nobody reads this {unread}."
    for consumer in readers:
        here = consumer.in_shard(shard.number)
        if here is not None:
            reader = f", for {consumer.name}" if len(scene.consumers) > 1 else ""
            told = _records(scene, shard, consumer, here)
            yield f"{name}{reader}{_held(consumer, here)}: {told}.{_rest(shard, consumer, here)}"
    yield from (f"{words}." for words in unaware(shard, readers))
    if shard.records:
        yield f"Records of shard {shard.number}: {_changes(scene, shard, readers)}."


def _changes(scene: Scene, shard: ShardInScene, readers: list[ConsumerInScene]) -> str:
    """The records by their events and items; of a long shard those around the readers."""
    here = [found for each in readers if (found := each.in_shard(shard.number)) is not None]
    places = window(shard, here, scene.moment, MOST_RECORDS)
    told = [
        f"record {each.index + 1}, {each.event_name} of {key_words(each.key)}"
        for each in shard.records[places.start : places.stop]
    ]
    left = len(shard.records) - len(told)
    return "; ".join([*told, *([f"{left:,} more"] if left else [])])


def _held(consumer: ConsumerInScene, here: ConsumerInShard) -> str:
    if consumer.type != "kcl" or here.is_at_end:
        return ""
    if here.worker is None:
        return ", held by no worker"
    return f", held by worker {here.worker}{'' if _is_read(consumer, here) else ', which has crashed'}"


def _is_read(consumer: ConsumerInScene, here: ConsumerInShard) -> bool:
    """Whether somebody reads the shard: with workers, one that is alive holds it."""
    return consumer.type != "kcl" or any(each.name == here.worker and each.alive for each in consumer.workers)


def _records(scene: Scene, shard: ShardInScene, consumer: ConsumerInScene, here: ConsumerInShard) -> str:
    """The records and what became of them; neighbours of which the same can be said are told of together."""
    if not shard.records:
        return "no records"
    places = window(shard, [here], scene.moment, MOST_RECORDS)
    told = [(record, fate_words(record, consumer, here, shard)) for record in shard.records[places.start : places.stop]]
    groups = [
        f"{records_one_by_one([record.index for record, _ in group])} {fate}"
        for fate, group in ((fate, list(group)) for fate, group in groupby(told, key=lambda each: each[1]))
    ]
    before, after = places.start, len(shard.records) - places.stop
    if before:
        groups.insert(0, f"{before:,} older records are left out")
    if after:
        groups.append(f"{after:,} newer records are left out")
    return "; ".join(groups)


def _rest(shard: ShardInScene, consumer: ConsumerInScene, here: ConsumerInShard) -> str:
    """Where the next read begins, what holds the consumer up, what its lanes work on, and the iterator age."""
    told = []
    goes_on = here.next_read is not None and shard.records and len(here.lanes) == 1
    if here.is_at_end or goes_on:  # each of several lanes goes on by itself
        told.append(_next_read(shard, consumer, here))
    match here.blocked_by:
        case BlockedByShard(parent):
            told.append(f"It waits until shard {parent}, its parent, is read to its end.")
        case BlockedByRecords(records):
            failed = tuple(index for lane in here.lanes for index in lane.failed)
            culprit = f", of which {records_one_by_one(failed)} failed" if 0 < len(failed) < len(records) else ""
            told.append(f"It is blocked by {records_one_by_one(records)}{culprit}{_due(records, here.lanes)}.")
    if len(here.lanes) > 1:
        told += [_lane(number, lane) for number, lane in enumerate(here.lanes, 1) if lane.batch]
    if here.iterator_age_ms is not None:
        age = time_words(here.iterator_age_ms)
        told.append(f"The iterator age was {age} when work ended last, on record {here.aged + 1}.")
    return "".join(f" {each}" for each in told)


def _next_read(shard: ShardInScene, consumer: ConsumerInScene, here: ConsumerInShard) -> str:
    """Where the next read begins. A worker that takes over begins at the checkpoint, wherever the last one was."""
    if here.is_at_end:
        return "It is read to its end."
    if not _is_read(consumer, here):
        stored = here.checkpoint
        after = f"after the checkpoint, {records_one_by_one((stored,))}" if isinstance(stored, int) else f"at {stored}"
        return f"A worker that takes it over begins {after}."
    if here.position:
        return f"The next read begins after record {shard.records[here.position - 1].index + 1}."
    return "The next read begins at its first record."


def _lane(number: int, lane: LaneInScene) -> str:
    waits = lane.retry_at_ms is not None or lane.is_last or lane.is_held_back
    if not lane.is_held_up or not waits:
        return f"Lane {number} works on {records_one_by_one(lane.batch)}."
    if lane.attempt is None:
        return f"Lane {number} was refused with {records_one_by_one(lane.batch)}{_due(lane.batch, (lane,))}."
    return f"Lane {number} failed on {records_one_by_one(lane.batch)}{_due(lane.batch, (lane,))}."


def _due(records: Sequence[int], lanes: Sequence[LaneInScene]) -> str:
    """When the next try is due; nothing where records are in work again."""
    due = [lane.retry_at_ms for lane in lanes if lane.retry_at_ms is not None]
    whose, are = ("its", "is") if len(records) == 1 else ("their", "are")
    if any(lane.is_held_back for lane in lanes):
        return ""
    if all(lane.is_last for lane in lanes):
        return f", which {are} not tried again"
    if not due:
        return f", which {are} in work again"
    too_old = [lane.too_old_at_ms for lane in lanes if lane.too_old_at_ms is not None]
    before = f", and the first is too old at {time_words(min(too_old))}" if too_old else ""
    return f"; {whose} next try is due at {time_words(min(due))}{before}"
