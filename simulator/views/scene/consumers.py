"""The consumers of a scene: where each is in each shard, and what holds it up."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from simulator.dynamodb.shards import Shard
from simulator.machine.details import CreationDetail, JoinDetail
from simulator.machine.reading.consumer_reading import ConsumerReading
from simulator.machine.reading.failed_records import failed_records
from simulator.machine.reading.known_shards import known_shards
from simulator.machine.reading.shard_reading import LaneReading, ShardReading
from simulator.machine.steps import ConsumerInfo
from simulator.machine.trace import Trace
from simulator.machine.variables import Checkpoint, ConsumerState, Leases
from simulator.scenario.events import Event
from simulator.views.scene.parts import Parts
from simulator.views.scene.values import (
    Blocked,
    BlockedByRecords,
    BlockedByShard,
    ConsumerInScene,
    ConsumerInShard,
    LaneInScene,
    Worker,
)


def consumer_in_scene(trace: Trace, consumer: ConsumerInfo, step: int) -> ConsumerInScene:
    """A consumer after a step."""
    reading = trace.readings[consumer.name]
    stream = reading.stream(step)
    shards = known_shards(trace, consumer, trace.streams[stream].shards, step) if stream >= 0 else []
    return ConsumerInScene(
        consumer.name,
        consumer.kind,
        str(trace.value(trace.variable_of("consumer_state", consumer.name), step)),
        _workers(trace, consumer, reading, step),
        stream,
        Parts(len(shards), lambda place: _in_shard(trace, consumer, shards[place], step)),
        reading.newest_step(step),
    )


def readers_among(consumers: Iterable[ConsumerInScene]) -> Iterator[ConsumerInScene]:
    """The consumers that read or have read: not those that are not created yet."""
    for consumer in consumers:
        if consumer.state == ConsumerState.DELETED:
            yield _left_behind(consumer)
        elif consumer.state != ConsumerState.NOT_CREATED:
            yield consumer


def _left_behind(consumer: ConsumerInScene) -> ConsumerInScene:
    shards = consumer.shards
    return consumer._replace(shards=Parts(len(shards), lambda place: shards[place].left_behind()))


def _workers(trace: Trace, consumer: ConsumerInfo, reading: ConsumerReading, step: int) -> tuple[Worker, ...]:
    """The workers that a KCL application began with when it was created last, and those that have joined it."""
    names = list(consumer.workers)
    if consumer.kind == "kcl":
        for number in trace.steps_of(Event.READ_WORKER_ADDED, Event.READ_CONSUMER_CREATED):
            detail = trace.details.get(number)
            if number > step or trace.actors[number - 1] != consumer.name:
                continue
            if isinstance(detail, JoinDetail):
                names.append(detail.worker)
            elif isinstance(detail, CreationDetail):
                names = list(detail.workers)
    return tuple(Worker(name, reading.is_alive(name, step)) for name in names)


def _in_shard(trace: Trace, consumer: ConsumerInfo, shard: Shard, step: int) -> ConsumerInShard:
    reading = trace.readings[consumer.name]
    here = reading.reading(shard.number, step)
    holder = _holder(trace, consumer, shard, step)
    checkpoint = _checkpoint(trace, consumer, shard, step)
    has_crashed = holder is not None and not reading.is_alive(holder, step)
    return ConsumerInShard(
        shard.number,
        holder,
        _state(trace, consumer, shard, step, holder),
        here.position,
        checkpoint,
        _blocked_by(trace, consumer, shard, here, step),
        here.age,
        tuple(_lane(trace, reading, each, step) for each in here.lanes),
        here.ended,
        here.aged,
        _next_read(trace, shard, here, checkpoint if has_crashed else None, step),
    )


def _next_read(trace: Trace, shard: Shard, here: ShardReading, checkpoint: int | str | None, step: int) -> int | None:
    """The place at which the next read begins; `checkpoint` is given where the worker that holds the shard has crashed.

    Whoever takes the shard over goes on after the checkpoint, or begins at the oldest record that is left (F243).
    """
    if here.ended:
        return None
    if checkpoint is None or checkpoint == "LATEST":
        return here.position
    if isinstance(checkpoint, int):
        return bisect_right(shard.records, checkpoint)
    return trace.stream_life.trimmed_in(shard, step)


def _state(trace: Trace, consumer: ConsumerInfo, shard: Shard, step: int, holder: str | None) -> str:
    """The state of a consumer in a shard: its variable.

    Where there is one shard in all, its state is that of the whole, whose history every run has. A KCL application has
    no variable of a shard that it has nothing to do with in the whole run: there its worker's state stands.
    """
    if consumer.kind != "kcl" and len(trace.shards) == 1:
        return str(trace.value(trace.variable_of("consumer_state", consumer.name), step))
    of_shard = f"consumer_state.{consumer.name}@{shard.number}"
    if consumer.kind == "kcl" and of_shard not in trace.histories:
        return trace.readings[consumer.name].state(shard.number, step, holder)
    return str(trace.value(of_shard, step))


def _lane(trace: Trace, reading: ConsumerReading, lane: LaneReading, step: int) -> LaneInScene:
    """A lane after a step; a batch whose retry was due before that is in work again, or its mapping is turned off."""
    waits = lane.retry_at is not None and lane.retry_at >= (trace.times[step - 1] if step else 0)
    retry_at, too_old_at = (lane.retry_at, lane.too_old_at) if waits else (None, None)
    tries = reading.marks.count(lane.batch[0], step) if lane.is_held_up else 0
    failed = failed_records(trace, reading.marks.delivery(lane.batch[0], tries - 1).step) if tries else ()
    left = tuple(index for index in failed if index in lane.batch)
    held = {"is_held_up": lane.is_held_up, "is_last": lane.is_last}
    return LaneInScene(lane.batch, lane.attempt, retry_at, lane.read_in, too_old_at, failed=left, **held)


def _holder(trace: Trace, consumer: ConsumerInfo, shard: Shard, step: int) -> str | None:
    if consumer.kind != "kcl":
        return None
    leases = trace.value(trace.variable_of("leases", consumer.name), step)
    assert isinstance(leases, Leases)
    return next((worker for worker, shards in leases.workers if shard.number in shards), None)


def _checkpoint(trace: Trace, consumer: ConsumerInfo, shard: Shard, step: int) -> int | str | None:
    """Where it would continue; a poller stores nothing."""
    if consumer.kind == "poller":
        return None
    checkpoint = trace.value(trace.variable_of("checkpoint", consumer.name), step)
    assert isinstance(checkpoint, Checkpoint)
    return dict(checkpoint.shards).get(shard.number, checkpoint.start or consumer.starting_position)


def _blocked_by(trace: Trace, consumer: ConsumerInfo, shard: Shard, here: ShardReading, step: int) -> Blocked | None:
    """What keeps a consumer from reading on in a shard: a batch that fails in every lane, or the parent shard."""
    if all(lane.is_held_up for lane in here.lanes):
        return BlockedByRecords(tuple(sorted(index for lane in here.lanes for index in lane.batch)))
    if here.touched or here.ended or shard.parent is None or not consumer.parents_first:
        return None
    parent = shard.parent
    time = trace.times[step - 1] if step else 0
    if time < consumer.starts or not _concerns(trace, consumer, parent, step):
        return None
    return BlockedByShard(parent.number)


def _concerns(trace: Trace, consumer: ConsumerInfo, parent: Shard, step: int) -> bool:
    """Whether a consumer has yet to finish a closed shard before it reads the children (F124).

    One that began after the shard was closed reads it only for the records that are left in it.
    """
    reading, life = trace.readings[consumer.name], trace.stream_life
    here = reading.reading(parent.number, step)
    if here.ended:
        return False
    closed = life.closed[parent.number]
    if here.touched or trace.times[closed - 1] >= consumer.starts:
        return True
    return consumer.starting_position == "TRIM_HORIZON" and life.trimmed_in(parent, step) < len(parent.records)
