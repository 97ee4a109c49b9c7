"""The checkpoints of a KCL application: where a shard is read on after its worker is gone (F238, F243, F244)."""

from __future__ import annotations

from simulator.dynamodb.rules import Rules
from simulator.machine.consumers.cursor import Cursor


class Checkpoints:
    """Positions that are stored for each shard. Without one, a shard's checkpoint is the starting position (F238)."""

    def __init__(self, every: int, rules: Rules) -> None:
        """A checkpoint is due after `every` records."""
        self.every = every
        self._takeover_redelivers = rules.takeover_redelivers
        self._positions: dict[int, int] = {}
        """How many of a shard's records lie behind its checkpoint, by the shard's number."""
        self._since: dict[int, int] = {}
        """How many records of a shard were processed since its checkpoint."""

    def count(self, cursor: Cursor) -> bool:
        """A record of a shard was processed. Returns whether a checkpoint is due."""
        self._since[cursor.number] = since = self._since.get(cursor.number, 0) + 1
        return since >= self.every

    def store(self, cursor: Cursor, position: int) -> None:
        """Store how many of a shard's records are done."""
        self._positions[cursor.number] = position
        self._since[cursor.number] = 0

    def restart_count(self, cursor: Cursor) -> None:
        """A shard is read on from its checkpoint."""
        self._since[cursor.number] = 0

    def has_progress(self, cursor: Cursor) -> bool:
        """Whether records of a shard were processed since its checkpoint."""
        return bool(self._since.get(cursor.number))

    def stored(self, cursor: Cursor) -> int | None:
        """How many of a shard's records lie behind its checkpoint, if anything was stored."""
        if cursor.processed and not self._takeover_redelivers:
            return cursor.processed
        return self._positions.get(cursor.number)

    def position(self, cursor: Cursor) -> int:
        """How many of a shard's records lie behind a worker that takes it now."""
        stored = self.stored(cursor)
        if stored is not None:
            return stored
        return cursor.shard.available if cursor.latest else cursor.shard.trimmed

    def is_latest(self, cursor: Cursor) -> bool:
        """Whether the checkpoint of a shard is still LATEST, because nothing was stored (F238, F247)."""
        return cursor.latest and self.stored(cursor) is None
