"""The parts of a consumer's work: what belongs to one shard, or to one worker of a KCL application."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.machine.details import JoinDetail, shards_of, worker_of
from simulator.machine.recording import Recording
from simulator.machine.steps import ConsumerInfo
from simulator.scenario.events import Event


class Part(NamedTuple):
    """One shard by its number, one KCL worker by its name, or one stream; with none, all that a consumer does."""

    shard: int = 0
    worker: str = ""
    stream: int | None = None
    """The stream by its number, from 1; 0 is the one that the consumer reads."""


WHOLE = Part()


def steps_of(recording: Recording, consumer: ConsumerInfo, part: Part = WHOLE) -> Iterator[tuple[int, Event]]:
    """The steps of a consumer that concern a part of its work, by number and event.

    A step that names neither a shard nor a worker concerns every part: a stop, a start, a poll that finds nothing.
    """
    actors = recording.actors
    mine = ((number, event) for number, event in enumerate(recording.events, 1) if actors[number - 1] == consumer.name)
    if part == WHOLE:
        yield from mine
        return
    for number, event in mine:
        if part.worker:
            workers = _workers_at(recording, consumer, number)
            if not workers or part.worker in workers:
                yield number, event
        else:
            shards = _shards_at(recording, consumer, number)
            if not shards or part.shard in shards or _is_forgotten(recording, consumer, part.shard, number, event):
                yield number, event


def shards_of_step(recording: Recording, number: int) -> tuple[int, ...]:
    """The shards that a step of a consumer is about, by its details or else by its records."""
    if recording.events[number - 1] is Event.READ_STARTED:
        return ()  # its records are those that it passes over, in whatever shards
    named = shards_of(recording.details.get(number))
    return named or tuple({recording.records[index].shard.number: 0 for index in recording.record_indexes[number - 1]})


def holders(recording: Recording, consumer: ConsumerInfo, number: int) -> dict[int, str]:
    """For each shard that is leased after a step, the KCL worker that holds it; none for other consumers."""
    if consumer.kind != "kcl":
        return {}
    leases = recording.leases_of(consumer.name).at(number)
    return {shard: worker for worker, shards in leases.workers for shard in shards}


def shards_read(recording: Recording, consumer: ConsumerInfo) -> list[int]:
    """The numbers of the shards that a consumer has to do with in a run, in their order."""
    return sorted({shard for number, _ in steps_of(recording, consumer) for shard in shards_of_step(recording, number)})


def workers_of(recording: Recording, consumer: ConsumerInfo) -> list[str]:
    """The workers of a KCL application: those it begins with, then those that join."""
    joined = (detail for _, detail in sorted(recording.details.items()) if isinstance(detail, JoinDetail))
    added = [detail.worker for detail in joined]
    return [*consumer.workers, *(worker for worker in added if worker not in consumer.workers)]


def _shards_at(recording: Recording, consumer: ConsumerInfo, number: int) -> tuple[int, ...]:
    shards = shards_of_step(recording, number)
    worker = worker_of(recording.details.get(number))
    if shards or not worker:
        return shards
    # A worker that crashes, comes back or joins concerns the shards that it holds; no shard has the number 0.
    return (*(shard for shard, by in holders(recording, consumer, number).items() if by == worker), 0)


def _is_forgotten(recording: Recording, consumer: ConsumerInfo, shard: int, number: int, event: Event) -> bool:
    """Whether the lease of a shard is gone where the shards are listed anew: it was closed before it had a record."""
    return event is Event.READ_LEASE_TAKEN and shard not in holders(recording, consumer, number)


def _workers_at(recording: Recording, consumer: ConsumerInfo, number: int) -> tuple[str, ...]:
    worker = worker_of(recording.details.get(number))
    if worker:
        return (worker,)
    held = holders(recording, consumer, number)
    return tuple(held[shard] for shard in shards_of_step(recording, number) if shard in held)
