"""Where a consumer is in one shard."""

from __future__ import annotations

from simulator.dynamodb.shards import Shard


class Cursor:
    """Where a consumer is in one shard."""

    __slots__ = (
        "done",
        "first",
        "generation",
        "iterator_issued_at",
        "last_page",
        "latest",
        "number",
        "parent",
        "polls_paused",
        "polls_resume_at",
        "position",
        "processed",
        "shard",
        "started",
        "work",
    )

    def __init__(self, shard: Shard, parent: Cursor | None, position: int | None, now: int) -> None:
        self.shard = shard
        self.number = shard.number
        self.parent = parent
        self.position = 0 if position is None else position
        """How many of the shard's records are behind this reader."""
        self.latest = position is not None
        """Whether it begins at LATEST; otherwise at TRIM_HORIZON."""
        self.first = self.position
        """Where its first iterator led: there it still is if it has read nothing."""
        self.started = position is not None
        """Whether it has an iterator: from the start at LATEST, at TRIM_HORIZON from its first poll."""
        self.iterator_issued_at = now
        """When its iterator was issued, in milliseconds of the run."""
        self.polls_resume_at = now
        """Since when polls of the shard are not skipped."""
        self.polls_paused = False
        """Whether polls of the shard are skipped, because of work in progress."""
        self.work = 0
        """How much work is in progress or still to be done on what was read."""
        self.processed = 0
        """How many of the shard's records were ever worked on with success, one after another."""
        self.generation = 0
        """Counts the pages that were taken and lost: work for an earlier turn is nobody's any more."""
        self.last_page = False
        """Whether the newest page came without NextShardIterator (F145, F146)."""
        self.done = False
        """Whether the shard is read to its end."""
