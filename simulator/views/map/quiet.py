"""The shards of a stream with many that the map leaves out, because nothing happens there."""

from __future__ import annotations

from simulator.views.scene.values import ConsumerInScene, ConsumerInShard, Scene, ShardInScene, StreamInScene

MOST_SHARDS = 6
"""Of so many shards the map draws every one."""


def quiet_shards(scene: Scene, stream: StreamInScene, readers: list[ConsumerInScene]) -> list[int]:
    """The shards, by number, that are left out; none of a stream with few shards."""
    if len(stream.shards) <= MOST_SHARDS:
        return []
    quiet = [shard.number for shard in stream.shards if is_quiet(scene, shard, readers)]
    return quiet if len(quiet) > 1 else []


def is_quiet(scene: Scene, shard: ShardInScene, readers: list[ConsumerInScene]) -> bool:
    """Whether every reader is done with what is in a shard, and the step is not about it."""
    if shard.number in scene.moment.shards:
        return False
    here = [each for reader in readers if (each := reader.in_shard(shard.number)) is not None]
    return all(_is_done(each, len(shard.records)) for each in here)


def _is_done(here: ConsumerInShard, count: int) -> bool:
    is_behind = here.next_read is not None and here.next_read < count
    return not is_behind and not any(lane.batch for lane in here.lanes)


def quiet_words(numbers: list[int]) -> str:
    """`Shards 1 to 4, 7 and 9 are not drawn`."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and spans[-1][-1] == number - 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    told = [f"{span[0]} to {span[-1]}" if len(span) > 1 else str(span[0]) for span in spans]
    return f"Shards {', '.join(told)} are not drawn" if len(numbers) > 1 else f"Shard {told[0]} is not drawn"
