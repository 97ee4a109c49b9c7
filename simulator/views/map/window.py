"""The part of a long shard that is drawn: around what happens now, or else around the readers."""

from __future__ import annotations

from simulator.views.scene.values import BlockedByRecords, ConsumerInShard, Moment, ShardInScene


def window(shard: ShardInScene, readers: list[ConsumerInShard], moment: Moment, most: int) -> range:
    """The places of at most `most` records of a shard."""
    count = len(shard.records)
    if count <= most:
        return range(count)
    places = [_anchor(shard, readers, moment), *_wanted(shard, readers)]
    first, last = places[0], places[0]
    for place in places[1:]:  # as many of the other places as there is room for beside the first
        if max(last, place) - min(first, place) < most:
            first, last = min(first, place), max(last, place)
    start = first - (most - 1 - (last - first)) // 2
    start = max(0, min(start, count - most))
    return range(start, start + most)


def _anchor(shard: ShardInScene, readers: list[ConsumerInShard], moment: Moment) -> int:
    """The place that is shown in any case."""
    for index in moment.records:
        place = shard.place_of(index)
        if place is not None:
            return place
    return min([each.next_read for each in readers if each.next_read is not None] or [len(shard.records) - 1])


def _wanted(shard: ShardInScene, readers: list[ConsumerInShard]) -> list[int]:
    """Places that are shown where there is room: the batches, what blocks, the checkpoints, the positions."""
    found: list[int | None] = []
    for reader in readers:
        blocked = reader.blocked_by.records if isinstance(reader.blocked_by, BlockedByRecords) else ()
        found += [shard.place_of(index) for lane in reader.lanes for index in lane.batch[:1]]
        found += [shard.place_of(index) for index in blocked[:1]]
        if isinstance(reader.checkpoint, int):
            found.append(shard.place_of(reader.checkpoint))
        if reader.next_read is not None:
            found.append(min(reader.next_read, len(shard.records) - 1))
    return [place for place in found if place is not None]
