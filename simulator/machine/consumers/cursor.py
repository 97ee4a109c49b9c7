"""The position of a consumer in one shard."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.dynamodb.shards import Shard
from simulator.machine.details import StartingPosition

NO_POSITIONS: Mapping[int, int] = {}


class Cursor:
    """The position of a consumer in one shard, and the state of its polls there."""

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
        "work_entry",
    )

    def __init__(self, shard: Shard, parent: Cursor | None, position: int | None, now: int) -> None:
        """Without a `position` it begins at TRIM_HORIZON; `now` is in milliseconds of the run."""
        self.shard = shard
        self.number = shard.number
        self.parent = parent
        self.position = 0 if position is None else position
        """How many of the shard's records lie behind it."""
        self.latest = position is not None
        """Whether it begins at LATEST; otherwise at TRIM_HORIZON."""
        self.first = self.position
        """The position of its first iterator: it is still there if nothing was read."""
        self.started = position is not None
        """Whether it has an iterator: from the start at LATEST, at TRIM_HORIZON from its first poll."""
        self.iterator_issued_at = now
        """When its iterator was issued, in milliseconds of the run."""
        self.polls_resume_at = now
        """The time from which polls of the shard are not skipped."""
        self.polls_paused = False
        """Whether polls of the shard are skipped, because of work in progress."""
        self.work = 0
        """How much work on records that were read is in progress or still to be done."""
        self.work_entry: int | None = None
        """The sequence of that work on the agenda, where one record is worked on after another."""
        self.processed = 0
        """How many of the shard's records were ever processed with success, in order."""
        self.generation = 0
        """Counts the pages that were taken and lost: work on an earlier generation is void."""
        self.last_page = False
        """Whether the newest page came without NextShardIterator (F145, F146)."""
        self.done = False
        """Whether the shard is read to its end."""

    @property
    def has_records(self) -> bool:
        """Whether a poll would find records."""
        return self.position < self.shard.available

    @property
    def ends_at_next_poll(self) -> bool:
        """Whether a poll would find the end of the shard, with all work on it done."""
        shard = self.shard
        return (
            shard.ending_sequence_number is not None
            and self.position == len(shard.records)
            and not self.work
            and not self.done
        )

    @property
    def pending_start(self) -> StartingPosition | None:
        """The starting position, if nothing was read yet and it has to be asked for once more; otherwise None."""
        if self.position != self.first:
            return None
        return "LATEST" if self.latest else "TRIM_HORIZON"

    def seek(self, position: int, now: int) -> None:
        """Read from another position, with a new iterator."""
        self.position = position
        self.iterator_issued_at = self.polls_resume_at = now
        self.last_page = False

    def seek_latest(self, now: int) -> None:
        """Begin at LATEST, which is the end of the shard at this moment (F136)."""
        self.first = self.shard.available
        self.seek(self.first, now)


def cursors_at_start(
    shards: list[Shard], latest: bool, now: int, first_poll: int, positions: Mapping[int, int] = NO_POSITIONS
) -> dict[int, Cursor]:
    """The cursors of a consumer that begins with a stream, by the shards' numbers.

    At LATEST it begins after the newest record of each open shard, at this moment (F136). At TRIM_HORIZON it begins
    with the oldest record that is left, and shards with none left are no concern (F123). Of a shard in `positions` so
    many records lie behind it.
    """
    cursors: dict[int, Cursor] = {}
    for shard in shards:
        if shard.number in positions:
            if shard.is_open or positions[shard.number] < len(shard.records):
                parent = _nearest_ancestor(shard, cursors)
                cursors[shard.number] = _resumed(shard, parent, positions[shard.number], now)
        elif latest:
            if shard.is_open:
                cursors[shard.number] = Cursor(shard, None, shard.available, now)
        elif shard.is_open or shard.trimmed < len(shard.records):
            cursors[shard.number] = cursor = Cursor(shard, _nearest_ancestor(shard, cursors), None, now)
            cursor.position = shard.trimmed
    for cursor in cursors.values():
        cursor.iterator_issued_at = cursor.polls_resume_at = first_poll
    return cursors


def _resumed(shard: Shard, parent: Cursor | None, position: int, now: int) -> Cursor:
    """A cursor at a stored position: its first iterator is AFTER_SEQUENCE_NUMBER or AT_SEQUENCE_NUMBER (F134)."""
    cursor = Cursor(shard, parent, None, now)
    cursor.position = position
    cursor.first = -1  # it asks for no starting position, even where nothing was read yet
    cursor.started = True
    return cursor


def _nearest_ancestor(shard: Shard, cursors: dict[int, Cursor]) -> Cursor | None:
    """The cursor that a shard has to wait for; an ancestor with nothing left to read has none."""
    ancestor = shard.parent
    while ancestor is not None and ancestor.number not in cursors:
        ancestor = ancestor.parent
    return None if ancestor is None else cursors[ancestor.number]
