"""Where one consumer is in one shard: its position, and the batch in work in each lane."""

from __future__ import annotations

from typing import NamedTuple


class LaneReading(NamedTuple):
    """One lane of a shard after a step; a poller and a KCL worker have one."""

    batch: tuple[int, ...] = ()
    """The records in work, or that wait for a retry, as indexes into the trace's records."""
    attempt: int | None = None
    """How many invocations with it have ended; None where none has, and for pollers and KCL workers."""
    retry_at: int | None = None
    """When it is tried again, in milliseconds of the run; None: it is in work, or not tried again."""
    too_old_at: int | None = None
    """When the first of its records is too old, where that comes before the next try (F381)."""
    read_in: int = 0
    """The step that brought it."""
    is_held_up: bool = False
    """Whether the batch, or its culprit, has failed or was refused, and is not done with: nothing behind it goes on."""
    is_last: bool = False
    """Whether the try that failed was the last one: the batch is given up next."""


class ShardReading(NamedTuple):
    """A consumer in one shard after a step."""

    position: int = 0
    """How many of the shard's records are behind it."""
    lanes: tuple[LaneReading, ...] = (LaneReading(),)
    age: int | None = None
    """The iterator age in milliseconds, as the newest end of some work left it (F206)."""
    aged: int = -1
    """The record whose age that is, as an index; -1 where there is none yet."""
    ended: bool = False
    """Whether the shard is read to its end."""
    state: str = "Idle"
    """What the newest step about the shard left it in: Idle, Reading, Processing, Retrying or Throttled."""
    since: int = 0
    """The step that left it so."""
    touched: bool = False
    """Whether any of its records was read since the consumer began, or began anew."""
