"""The gaps of a run: long times in which nothing happens, and why nothing does.

A gap belongs to the step that ends it, and says nothing of that step: only what was so before it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from itertools import pairwise

from simulator.lesson.words.sentences import key_words
from simulator.lesson.words.times import span_words
from simulator.machine.reading.failed_records import failed_records
from simulator.machine.trace import Trace
from simulator.machine.variables import ConsumerState
from simulator.scenario.events import Event
from simulator.views import signs
from simulator.views.scene.scene import scene
from simulator.views.scene.values import (
    BlockedByRecords,
    BlockedByShard,
    ConsumerInScene,
    ConsumerInShard,
    ShardInScene,
)
from simulator.views.width import clipped

_LEAST = 2_000
"""Milliseconds that a gap lasts at least: two turns of a poller that polls as often as it does by default."""

_TIMES = 10
"""A gap is at least this many times as long as half of the pauses of the run are at most."""

_LONGEST_ITEM = 24

_AWAY = (ConsumerState.CRASHED, ConsumerState.STOPPED, ConsumerState.DELETED)
"""The states of a consumer that reads nothing any more."""


def gaps_of(trace: Trace) -> array[int]:
    """The numbers of the steps that end a gap, in order."""
    pauses = [after - before for before, after in pairwise(trace.times)]
    usual = sorted(pause for pause in pauses if pause)
    least = max(_LEAST, _TIMES * usual[len(usual) // 2]) if usual else _LEAST
    return array("q", (number for number, pause in enumerate(pauses, 2) if pause >= least))


def gap_words(trace: Trace, step: int) -> str:
    """The gap that a step ends, in words: how long it is, and who waits for what where somebody does."""
    length = span_words(trace.times[step - 1] - trace.times[step - 2])
    reason = _reason(trace, step - 1)
    return f"{signs.GAP.sign} {length}: {reason}" if reason else f"{signs.GAP.sign} {length}"


def _reason(trace: Trace, step: int) -> str:
    """Why nothing happens after a step, of the first shard in which a record waits; empty where none does."""
    now = scene(trace, step)
    shards = {shard.number: shard for stream in now.streams for shard in stream.shards}
    for consumer in now.consumers:
        for here in consumer.shards:
            shard = shards[here.number]
            waiting = _first_waiting(shard, here)
            reason = "" if waiting is None else _why(trace, step, consumer, here, waiting)
            if reason:
                return reason
    return ""


def _first_waiting(shard: ShardInScene, here: ConsumerInShard) -> int | None:
    """The first record of a shard that can be read and is not, as an index."""
    if here.position >= len(shard.records):
        return None
    record = shard.records[here.position]
    return record.index if record.state == "available" else None


def _why(trace: Trace, step: int, consumer: ConsumerInScene, here: ConsumerInShard, waiting: int) -> str:
    crashed = {each.name for each in consumer.workers if not each.alive}
    if consumer.state in _AWAY or here.state in _AWAY or here.worker in crashed:
        return _unread(trace, consumer, here)
    match here.blocked_by:
        case BlockedByRecords(records):
            return f"{_item(trace, waiting)} waits behind {_failing(trace, step, records)}"
        case BlockedByShard(parent):
            return f"shard {here.number} waits for its parent, shard {parent}"
    return _unread(trace, consumer, here) if consumer.type == "kcl" and here.worker is None else ""


def _unread(trace: Trace, consumer: ConsumerInScene, here: ConsumerInShard) -> str:
    if len(trace.consumers) > 1:
        return f"{consumer.name} does not read shard {here.number}"
    return f"nobody reads shard {here.number}"


def _failing(trace: Trace, step: int, records: tuple[int, ...]) -> str:
    """The record that made a batch fail the last time; where none did, the first of the batch."""
    failures = trace.steps_of(Event.PROCESS_FAILED, Event.PROCESS_PARTIAL)
    for number in reversed(failures[: bisect_left(failures, step + 1)]):
        if set(trace.record_indexes[number - 1]) & set(records):
            return _item(trace, (*failed_records(trace, number), *records)[0])
    return _item(trace, records[0])


def _item(trace: Trace, index: int) -> str:
    return clipped(key_words(trace.records[index].key), _LONGEST_ITEM)
