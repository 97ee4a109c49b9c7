"""The shards of a map: where each stands among the others, and which of them matter most."""

from __future__ import annotations

from typing import NamedTuple

from simulator.views.map.sheet import INDENT, MOST_INDENTS, parents_first
from simulator.views.scene.values import ConsumerInScene, Scene, ShardInScene


class RankedShard(NamedTuple):
    """A shard, and where it stands among the others."""

    shard: ShardInScene
    depth: int
    is_last: bool
    is_parent: bool
    readers: list[ConsumerInScene]
    stream: int
    """The place of its stream."""

    @property
    def branch(self) -> str:
        """What a row about it begins with: the branch on which a child hangs."""
        if not self.depth:
            return ""
        return " " * (INDENT * (min(self.depth, MOST_INDENTS) - 1)) + ("└─ " if self.is_last else "├─ ")


def shards_of_map(scene: Scene) -> list[RankedShard]:
    """The shards of all streams, each with its children under it."""
    found = []
    for number, stream in enumerate(scene.streams):
        readers = scene.readers_of(number)
        parents = {shard.parent for shard in stream.shards}
        for shard, depth, is_last in parents_first(stream.shards):
            found.append(RankedShard(shard, depth, is_last, shard.number in parents, readers, number))
    return found


def rank(scene: Scene, entry: RankedShard) -> tuple[bool, bool, bool, bool, int]:
    """First the shard that the step is about, then one that is held up, one in work, one with unread records."""
    here = [found for each in entry.readers if (found := each.in_shard(entry.shard.number)) is not None]
    is_now = entry.shard.number in scene.moment.shards
    is_held = any(lane.is_held_up for each in here for lane in each.lanes)
    works = any(lane.batch for each in here for lane in each.lanes)
    count = len(entry.shard.records)
    unread = any(each.next_read is not None and each.next_read < count for each in here)
    newest = entry.shard.indexes[-1] if entry.shard.indexes else -1
    return not is_now, not is_held, not works, not unread, -newest
