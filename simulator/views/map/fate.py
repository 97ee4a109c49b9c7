"""What became of a record for one consumer, in words."""

from __future__ import annotations

from simulator.views.scene.values import ConsumerInScene, ConsumerInShard, ReaderOfRecord, RecordInScene, ShardInScene
from simulator.views.signs import ordinal

_STATES = {
    "unread": "not read",
    "read": "read",
    "filtered": "filtered out",
    "given_up": "given up",
    "lost": "lost: trimmed before it was read",
    "passed_over": "passed over",
}


def fate_words(record: RecordInScene, consumer: ConsumerInScene, here: ConsumerInShard, shard: ShardInScene) -> str:
    """What became of a record for a consumer."""
    reader = record.readers[consumer.name]
    if record.state == "captured":
        return "captured, not visible to readers yet"
    if reader.state == "processed":
        told = _processed(reader)
        if _comes_again(record, reader, here):
            told += f", read again{f' by {here.worker}' if here.worker else ''}, in work"
    elif reader.waits_for is not None:
        told = "not read yet" if reader.waits_for == "read" else "polled by Lambda, waiting for a batch"
    elif reader.state == "failed":
        told = f"{'in a batch that failed' if reader.is_carried else 'failed'} {_times(reader.times)}"
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


def _comes_again(record: RecordInScene, reader: ReaderOfRecord, here: ConsumerInShard) -> bool:
    """Whether a record that was processed is in a batch that was read after that."""
    return any(record.index in lane.batch and lane.read_in > reader.handlings[-1].step for lane in here.lanes)


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
