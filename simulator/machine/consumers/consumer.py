"""A consumer, as the machine knows it."""

from __future__ import annotations

from typing import Protocol

from simulator.machine.consumers.shard_poller import ShardPoller


class Consumer(Protocol):
    """Reads the stream through its shard poller, and obeys the timeline."""

    shard_poller: ShardPoller

    def intervene(self, what: str, worker: str | None) -> str | None:
        """Carry out an action of the timeline; returns the reason if it is impossible, otherwise None."""
