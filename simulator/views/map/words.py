"""Words about streams, shards, records and consumers: the same in the picture and in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from simulator.dynamodb.attributes import AttributeValue
from simulator.dynamodb.phrases import cut_to
from simulator.lesson.words.sentences import key_words
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import visible
from simulator.views import signs
from simulator.views.record import record_names
from simulator.views.scene.values import (
    BlockedByRecords,
    BlockedByShard,
    ConsumerInScene,
    ConsumerInShard,
    LaneInScene,
    RecordInScene,
    Scene,
    ShardInScene,
)

TYPES = {"poller": "poller", "lambda": "Lambda", "kcl": "KCL"}
"""The types of consumers, as people write them."""

_LONGEST_VALUE = 24


def changed_words(record: RecordInScene) -> str:
    """A record's item with the first value that the change set: `order-1 PAID`."""
    return key_words(record.key) + ("" if record.value is None else f" {value_words(record.value)}")


def value_words(value: AttributeValue) -> str:
    """A value on a screen, without its type; of a list, a map, a set or bytes the type alone."""
    if value.type not in ("S", "N", "BOOL", "NULL"):
        return {"L": "[...]", "M": "{...}", "B": "bytes"}.get(value.type, "{...}")
    if value.type == "BOOL":
        return "true" if value.value else "false"
    text = visible(value.value) if value.type != "NULL" else "null"
    return cut_to(_LONGEST_VALUE, text)


def short_shard_words(shard: ShardInScene, is_parent: bool) -> str:
    """A shard and whether it is open, in few words."""
    return f"shard {shard.number}, {'open' if shard.is_open else 'PARENT, closed' if is_parent else 'closed'}"


def shard_words(shard: ShardInScene, is_parent: bool) -> str:
    """A shard and its state."""
    child = f"child of shard {shard.parent}, " if shard.parent is not None else ""
    state = "open: takes writes" if shard.is_open else "PARENT, closed" if is_parent else "closed"
    return f"shard {shard.number}, {child}{state}"


def stream_words(scene: Scene, number: int) -> str:
    """A stream by its place among the scene's, and its status; the tracker counts several streams in the same way."""
    stream = scene.streams[number]
    told = f"{stream.label}, {stream.status}, {stream.view_type}"
    return f"{number + 1} of {len(scene.streams)}, {told}" if len(scene.streams) > 1 else told


def worker_words(consumer: ConsumerInScene, here: ConsumerInShard) -> str:
    """Who holds a shard, where workers do; empty for other consumers."""
    if consumer.type != "kcl":
        return ""
    if here.worker is None:
        return "" if here.is_at_end else "no worker has it"
    held = f"worker {here.worker} has it"
    return f"{held}, {signs.CRASHED.words}" if is_crashed(consumer, here) else held


def is_crashed(consumer: ConsumerInScene, here: ConsumerInShard) -> bool:
    """Whether the worker that holds a shard has crashed."""
    return any(each.name == here.worker and not each.alive for each in consumer.workers)


def checkpoint_words(consumer: ConsumerInScene, here: ConsumerInShard) -> str:
    """How far a consumer is safe in a shard; empty where it stores nothing."""
    if here.checkpoint is None:
        return ""
    sign, stored = signs.CHECKPOINT.sign, here.checkpoint
    if isinstance(stored, int):
        return f"{sign} saved up to r{stored + 1}" if consumer.type == "kcl" else f"{sign} done up to r{stored + 1}"
    if stored == "SHARD_END":
        return f"{sign} checkpoint SHARD_END"
    return f"nothing saved yet: {stored}"


def blocked_words(here: ConsumerInShard, is_brief: bool = False) -> str:
    """What keeps a consumer, or a lane of it, from going on in a shard; empty where nothing does."""
    failing = "; ".join(_failing_words(here))
    match here.blocked_by:
        case BlockedByShard(shard):
            why = ", its parent" if is_brief else ": the parent is read to its end first"
            return f"waits for shard {shard}{why}"
        case BlockedByRecords():
            return f"{signs.FAILED.sign} BLOCKED: {failing}"
    return f"{signs.FAILED.sign} {failing}; the other lanes go on" if failing else ""


def _failing_words(here: ConsumerInShard) -> Iterator[str]:
    """The batches that failed: how often each was tried, and when the next try is due."""
    for number, lane in enumerate(here.lanes, 1):
        if lane.is_held_up:
            name = f"lane {number}: " if len(here.lanes) > 1 else ""
            due = ", not tried again" if lane.is_last else ", in work again"
            if lane.is_held_back:
                due = ""
            elif lane.too_old_at_ms is not None:
                due = f", too old at {time_words(lane.too_old_at_ms)}"
            elif lane.retry_at_ms is not None:
                due = f", {signs.RETRY.sign} again at {time_words(lane.retry_at_ms)}"
            yield f"{name}{record_names(lane.failed or lane.batch)} {_held_up_words(lane)}{due}"


def _held_up_words(lane: LaneInScene) -> str:
    """How often a batch failed; one that was never handed over was refused."""
    if lane.attempt is None:
        return "refused"
    return f"{'' if lane.failed else 'in a batch that '}failed {_times(lane.attempt)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def unaware(shard: ShardInScene, readers: Iterable[ConsumerInScene]) -> Iterator[str]:
    """A row for each consumer of the stream that has not listed a shard, and so never reads it."""
    count = len(shard.records)
    missed = ": its record is unread" if count == 1 else f": its {count:,} records are unread" if count else ""
    for consumer in readers:
        if consumer.in_shard(shard.number) is None:
            yield f"{consumer.name} does not know shard {shard.number}{missed}"


def position_words(here: ConsumerInShard, count: int) -> str:
    """How many of a shard's records are behind a reader; empty where nobody goes on."""
    if here.is_at_end:
        return "read to its end"
    return "" if here.next_read is None else f"position {here.position} of {count}"


def age_words(here: ConsumerInShard) -> str:
    """The iterator age, where there is one, with the record that it is of."""
    if here.iterator_age_ms is None:
        return ""
    return f"iterator age of r{here.aged + 1} {time_words(here.iterator_age_ms)}"


def workers_words(consumer: ConsumerInScene) -> str:
    """The workers of a consumer, the crashed ones said to be; empty where it has none."""
    crashed = signs.CRASHED
    return ", ".join(
        f"{each.name} alive" if each.alive else f"{crashed.sign} {each.name} {crashed.word}"
        for each in consumer.workers
    )
