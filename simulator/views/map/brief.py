"""A shard in one row of words, for a map that has no room to draw it."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.words.sentences import count_words
from simulator.views.map.record_words import sign_of
from simulator.views.map.words import blocked_words, changed_words, short_shard_words, unaware, worker_words
from simulator.views.scene.values import ConsumerInScene, ConsumerInShard, RecordInScene, ShardInScene
from simulator.views.width import cells

_MOST_RECORDS = 3


def brief_words(
    shard: ShardInScene, is_parent: bool, readers: list[ConsumerInScene], names_them: bool, width: int
) -> str:
    """A shard, the records that come next in it, and its consumers; `names_them` where there are several.

    It names as many records as have room in `width` columns, and one at least.
    """
    here = [(each, found) for each in readers if (found := each.in_shard(shard.number)) is not None]
    newest = max(here, key=lambda reader: reader[0].newest_step, default=None)
    whose = f", for {newest[0].name}" if newest is not None and shard.records and len(here) > 1 else ""
    rest = [*_consumers(here, names_them), *unaware(shard, readers)]
    told = ""
    for most in range(_MOST_RECORDS, 0, -1):
        records = _records(shard, newest, most)
        told = "; ".join([f"{short_shard_words(shard, is_parent)}{whose}: {records}", *rest])
        if cells(told) <= width:
            break
    return told


def _records(shard: ShardInScene, reader: tuple[ConsumerInScene, ConsumerInShard] | None, most: int) -> str:
    """The records around the position of a consumer, each with its state for it."""
    count = len(shard.records)
    if not count:
        return "no records"
    next_read = None if reader is None else reader[1].next_read
    first = max(0, count - most if next_read is None else min(next_read, count - most))
    shown = shard.records[first : first + most]
    name = None if reader is None else reader[0].name
    rest = count - len(shown)
    return ", ".join(_record(each, name) for each in shown) + (f" and {count_words(rest, 'other')}" if rest else "")


def _record(record: RecordInScene, consumer: str | None) -> str:
    named = f"{changed_words(record)} · {record.name}"
    return named if consumer is None else f"{named} {sign_of(record.readers[consumer]).words}"


def _consumers(readers: list[tuple[ConsumerInScene, ConsumerInShard]], names_them: bool) -> Iterator[str]:
    for consumer, here in readers:
        found = blocked_words(here, is_brief=True) or worker_words(consumer, here)
        if found:
            yield f"{consumer.name}: {found}" if names_them else found
