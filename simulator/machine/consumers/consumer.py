"""A consumer, as the machine knows it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from simulator.machine.consumers.event_source_mapping.function import Memory
from simulator.machine.consumers.shard_poller import ShardPoller


class Past(NamedTuple):
    """What earlier consumers of the same name have left behind, when one is created again."""

    processed: frozenset[int]
    """The records that were processed with success, as indexes into the trace's."""
    deliveries: Mapping[int, int]
    """How often each record was handed to their code."""
    positions: Mapping[int, int] | None = None
    """For each shard, by its number, how many of its records lie behind them; None: the positions are gone."""
    memory: Memory | None = None
    """Of a mapping: what its function remembers."""


class Consumer(Protocol):
    """Reads the stream through its shard poller, and obeys the timeline."""

    shard_poller: ShardPoller

    def intervene(self, what: str, worker: str | None) -> str | None:
        """Carry out an action of the timeline; returns the reason if it is impossible, otherwise None."""

    def update(self, model: Any) -> None:
        """Go on with other settings, given as a model of its type. Work that runs ends under the old ones."""

    def is_at_work(self) -> bool:
        """Whether work is in progress that a deletion neither ends nor takes back: invocations."""

    def delete(self, step: int) -> None:
        """Read no more and forget every position; `step` is the number of the step of its deletion."""
