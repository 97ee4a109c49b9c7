"""The details of steps, beside their records: one small value for each kind of event that has something to add.

They are named tuples because a run makes many of them, and a named tuple is the cheapest value to make.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

StartingPosition = Literal["TRIM_HORIZON", "LATEST"]
"""Where a reader begins in a shard of which it has read nothing."""

FailureCause = Literal["raised", "reported", "error", "timeout"]
"""Why an invocation failed as a whole: an exception, a report of no record's, an outage, or its timeout."""

DiscardCondition = Literal["RetryAttemptsExhausted", "RecordAgeExceeded"]
"""Why a mapping gives records up, in the service's words (F197)."""


Completion = Literal["poll", "window", "size", "payload", "tumbling", "again"]
"""What made a batch complete: with no batching window a poll does; else the first of the window's end, BatchSize and
6 MB (F164); the first record of the next tumbling window; or it is delivered once more."""


class LaneNumber(NamedTuple):
    """One of a shard's lanes."""

    number: int
    """From 1."""
    of: int
    """How many lanes the shard has: the parallelization factor."""
    shard: int


class ShardDetail(NamedTuple):
    """An event of one shard: it is closed or trimmed, or read by a poller."""

    shard: int
    """Its number; `Trace.shards` has the shards in this order, from 1. The same holds for each `shard` below."""


class OvertakingDetail(NamedTuple):
    """Records of a shard are read before its parent is read to its end (F301)."""

    shard: int
    parent: int


class DeadEndDetail(NamedTuple):
    """A shard is read to its end, and its reader never reads its children."""

    shard: int
    reason: Literal["listed once", "no checkpoint"]
    """Whether it does not know of them (F300), or has stored no checkpoint at the end (F244)."""


class OpeningDetail(NamedTuple):
    """A child shard is opened."""

    shard: int
    rolled_over: bool
    """Whether its parent has rolled over (F118); else the parent was split (F117)."""


class StreamDetail(NamedTuple):
    """A stream is turned on or off."""

    shards: tuple[int, ...]
    """The numbers of its open shards."""


class IteratorDetail(NamedTuple):
    """A reader asks for a new iterator, because its own has expired or points at records that are gone."""

    shard: int
    starting_position: StartingPosition | None
    """The position that it asks for, where it has read nothing yet; None: it goes on after what it has read."""


class StartDetail(NamedTuple):
    """A consumer begins, and passes over the records of the step."""

    starting_position: StartingPosition


class WorkerDetail(NamedTuple):
    """A KCL worker reads or processes."""

    shard: int
    worker: str


class LeaseDetail(NamedTuple):
    """A KCL worker takes a lease."""

    shard: int
    worker: str
    at_latest: bool
    """Whether the lease's checkpoint is LATEST, because nothing is stored of the shard yet (F238)."""


class CheckpointDetail(NamedTuple):
    """A KCL worker stores how far it is."""

    shard: int
    worker: str
    checkpoint: int | Literal["SHARD_END"]
    """The record after which a reader would go on, as an index."""


class CrashDetail(NamedTuple):
    """A KCL worker crashes."""

    worker: str
    alive: int
    """How many workers are left."""


class RestartDetail(NamedTuple):
    """A KCL worker restarts."""

    worker: str
    at_latest: tuple[int, ...]
    """The shards whose leases it still holds with the checkpoint LATEST (F238)."""


class JoinDetail(NamedTuple):
    """A KCL worker joins its application."""

    worker: str


class FilterDetail(NamedTuple):
    """A mapping drops records that no pattern lets through."""

    shard: int
    patterns: tuple[Mapping[str, Any], ...]


class BatchDetail(NamedTuple):
    """A mapping invokes its function with a new batch."""

    shard: int
    lane: LaneNumber
    completion: Completion
    gathered_since: int | None = None
    """When its batching window had its first record, in milliseconds of the run; None: it waited in no window."""


class RefusedReadDetail(NamedTuple):
    """A reader is throttled."""

    shard: int
    readers: tuple[str, ...]
    """The readers that got records of the shard within the last second, by name: the newest two."""


class InvocationDetail(NamedTuple):
    """An invocation succeeds."""

    attempt: int
    """Which invocation of its batch it is, from 1; after a report has cut the batch, of what was left (F380). The same
    holds for each `attempt` below."""
    delivery: int
    """How often its records have been delivered by now. The same holds for each `delivery` below."""
    lane: LaneNumber
    unheard: int | None = None
    """The first record that failed, where nobody heard of it (F187, F387); an index."""
    reported: bool = False
    """Whether the function reported it, and nobody reads the report; else its response was an empty string."""


class Aging(NamedTuple):
    """Some records of a batch are too old before it is tried again (F381)."""

    records: int
    """How many."""
    first_in: int
    """Milliseconds until the first of them is too old."""


class FailureDetail(NamedTuple):
    """An invocation fails as a whole, or its batch is split after that."""

    attempt: int
    retry_in: int | None
    """Milliseconds until the batch, or what is left of it, is tried again; None: it is not."""
    delivery: int
    lane: LaneNumber
    failed: int | None
    """The record at which the function stopped, as an index; None where no record made it fail."""
    worked: int
    """How many records of the batch the function had worked through by then."""
    aging: Aging | None
    of_window: bool = False
    """Whether it was the last invocation for a tumbling window: it has no records (F388)."""
    cause: FailureCause = "raised"
    finished: tuple[int, ...] = ()
    """The records that are done with all the same: none on the service, those before the one that failed for who
    expects a retry to start there (F205)."""
    is_idempotent: bool = False
    """Whether the function remembers its work on a record and does not do it again."""
    retries: tuple[int, int] | None = None
    """How many retries were used before this invocation ended, and how many there may be; None: no limit (F180)."""


class ThrottleDetail(NamedTuple):
    """An invocation is refused: it is no attempt (F184)."""

    retry_in: int | None
    """Milliseconds until the batch is tried again; None: it is not."""
    lane: LaneNumber
    aging: Aging | None
    of_window: bool = False
    """Whether it is the last invocation for a tumbling window: it has no records."""


class PartialDetail(NamedTuple):
    """An invocation reports where its batch failed."""

    attempt: int
    retry_in: int | None
    accepted: int
    """How many records of the batch stand before the first one that failed."""
    delivery: int
    lane: LaneNumber
    failed: int
    """The first record that the function reported, as an index."""
    aging: Aging | None
    finished: tuple[int, ...]
    """The records that are done with. On the service these are the accepted ones; who takes the report for a pick-list
    (F293) counts those that succeeded after a failed one too."""


class DiscardDetail(NamedTuple):
    """A mapping gives records up."""

    attempt: int
    retry_in: int | None
    """Milliseconds until the rest of the batch is tried again; None: it does not wait for a retry."""
    condition: DiscardCondition
    """Why: the retries are used up, or the records are too old."""


class OpenWindow(NamedTuple):
    """The tumbling window for which a function is invoked (F210)."""

    shard: int
    window: tuple[int, int]
    """From and to, in epoch seconds."""
    state: int
    """The state that the event carries: for how many records of before it stands."""


class WindowDetail(NamedTuple):
    """A tumbling window closes."""

    shard: int
    window: tuple[int, int]
    """From and to, in epoch seconds."""
    state: int
    """How many records the window's state stands for."""


StoredPosition = tuple[Literal["at", "after"], int]
"""The position that a poller has stored: at or after a record, by its number."""


class CreationDetail(NamedTuple):
    """A consumer is created."""

    starting_position: StartingPosition
    again: bool
    """Whether there was one of this name before."""
    tumbles: bool = False
    """Whether it is a mapping with tumbling windows."""
    workers: tuple[str, ...] = ()
    """The KCL workers that it begins with."""
    stored: StoredPosition | None = None


class DeletionDetail(NamedTuple):
    """A consumer is deleted."""

    at_work: bool
    """Whether an invocation is in progress, which ends all the same."""


class UpdateDetail(NamedTuple):
    """Settings of a consumer change."""

    settings: tuple[tuple[str, object, object], ...]
    """For each setting its name, such as batch_size or function.duration, and its values before and after."""


OfLife = CreationDetail | DeletionDetail | UpdateDetail
"""The details of what happens to a consumer as a whole."""

OfShard = (
    ShardDetail
    | RefusedReadDetail
    | OvertakingDetail
    | DeadEndDetail
    | OpeningDetail
    | IteratorDetail
    | WorkerDetail
    | LeaseDetail
    | CheckpointDetail
    | WindowDetail
    | FilterDetail
    | BatchDetail
)
"""The details that name one shard."""

OfWorker = WorkerDetail | LeaseDetail | CheckpointDetail | CrashDetail | RestartDetail | JoinDetail
"""The details that name a KCL worker."""

OfInvocation = InvocationDetail | FailureDetail | PartialDetail | DiscardDetail
"""The details of the end of an invocation."""

Detail = OfShard | OfWorker | OfInvocation | OfLife | StreamDetail | StartDetail | ThrottleDetail
"""The details of a step, beside its records. Most steps have none."""


def worker_of(detail: Detail | None) -> str:
    """The KCL worker that a step is of; empty where it is of none."""
    return detail.worker if isinstance(detail, OfWorker) else ""


def shards_of(detail: Detail | None) -> tuple[int, ...]:
    """The numbers of the shards that a step's details name."""
    if isinstance(detail, OfShard):
        return (detail.shard,)
    return detail.shards if isinstance(detail, StreamDetail) else ()


def aging_of(detail: Detail | None) -> Aging | None:
    """The records of a waiting batch that are too old before its next try (F381); None where there are none."""
    return detail.aging if isinstance(detail, FailureDetail | PartialDetail | ThrottleDetail) else None


def retry_in_of(detail: Detail | None) -> int | None:
    """Milliseconds until a batch is tried again; None where it is not, or where there is no batch."""
    return (
        detail.retry_in if isinstance(detail, FailureDetail | PartialDetail | DiscardDetail | ThrottleDetail) else None
    )
