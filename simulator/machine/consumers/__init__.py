"""Who reads a stream: one file for each type of consumer, on one way of reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from simulator.machine.consumers.event_source_mapping.mapping import EventSourceMapping
from simulator.machine.consumers.kcl import Kcl
from simulator.machine.consumers.poller import Poller
from simulator.machine.consumers.reader import ShardPoller
from simulator.scenario.consumers import ConsumerModel, KclModel, LambdaModel

if TYPE_CHECKING:
    from simulator.machine.machine import Machine


class Consumer(Protocol):
    """What the machine needs of a consumer."""

    reader: ShardPoller

    def intervene(self, what: str, worker: str | None) -> str | None:
        """Carry out an action of the timeline; a text says why it cannot be."""


def consumer_of(model: ConsumerModel, place: int, machine: Machine) -> Consumer:
    """The consumer that a lesson's file describes; `place` is its place in the file."""
    if isinstance(model, LambdaModel):
        return EventSourceMapping(model, place, machine)
    if isinstance(model, KclModel):
        return Kcl(model, place, machine)
    return Poller(model, place, machine)
