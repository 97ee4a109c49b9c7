"""A consumer's GetRecords calls: the iterators that they need, and the pages that they bring (F134-F151)."""

from __future__ import annotations

from simulator.dynamodb.stream import StreamRecord
from simulator.machine.consumers.cursor import Cursor
from simulator.machine.consumers.poll_grid import PollGrid
from simulator.machine.consumers.read_throttle import ReadThrottle
from simulator.machine.details import IteratorDetail, RefusedReadDetail
from simulator.machine.run import Run
from simulator.scenario.events import Event

PAGE_BYTES = 1024 * 1024
"""The most that one GetRecords returns (F141)."""

ITERATOR_LIFE = 15 * 60 * 1000
"""Milliseconds after which a shard iterator is refused (F138)."""


class GetRecords:
    """Reads single shards for one consumer. Polls that find nothing are silent: they are worked out from the grid."""

    def __init__(
        self, name: str, run: Run, grid: PollGrid, limit: int, throttle: ReadThrottle | None, iterators_expire: bool
    ) -> None:
        """`limit` is the most records that one call returns; without a `throttle` no call is refused."""
        self._name = name
        self._run = run
        self._grid = grid
        self.limit = limit
        self._throttle = throttle
        self._iterators_expire = iterators_expire
        self.throttled_until = 0
        """When the shard that was read last serves this reader (again), in milliseconds of the run."""

    # Iterators

    def start(self, cursor: Cursor) -> None:
        """Ask for TRIM_HORIZON at a shard's first poll: a silent one before now, or the one of this moment."""
        now = self._run.now
        poll = self._silent_poll(cursor, now - 1)
        if poll < 0:
            poll = now
            cursor.position = max(cursor.position, cursor.shard.trimmed)  # the oldest record that is left (F297)
        cursor.iterator_issued_at = poll
        cursor.first = cursor.position
        cursor.started = True

    def account_for_silent_polls(self, cursor: Cursor, until: int) -> None:
        """The silent polls of a shard at or before a time have brought fresh iterators."""
        poll = self._silent_poll(cursor, until)
        cursor.iterator_issued_at = max(cursor.iterator_issued_at, poll)
        cursor.started = cursor.started or poll >= 0

    def is_expired(self, cursor: Cursor, time: int) -> bool:
        """Whether a shard's iterator is refused at a time: 15 minutes after it was issued (F138)."""
        return self._iterators_expire and cursor.started and time - cursor.iterator_issued_at >= ITERATOR_LIFE

    def renew_if_expired(self, cursor: Cursor) -> None:
        """An iterator that is refused is replaced by one after the last record that was read (F138)."""
        now = self._run.now
        self.account_for_silent_polls(cursor, now - 1)
        if not self.is_expired(cursor, now):
            return
        start = cursor.pending_start
        self._run.step(Event.READ_ITERATOR_EXPIRED, (), self._name, IteratorDetail(cursor.number, start))
        cursor.iterator_issued_at = now
        if start == "LATEST":
            cursor.seek_latest(now)

    def _silent_poll(self, cursor: Cursor, until: int) -> int:
        """The time of a shard's newest poll at or before `until`, if it was not skipped; otherwise -1."""
        poll = self._grid.last_point(until)
        return poll if poll >= cursor.polls_resume_at else -1

    # Records

    def skip_trimmed(self, cursor: Cursor) -> None:
        """The next records of a shard were trimmed before they were read (F150)."""
        shard = cursor.shard
        lost = tuple(shard.records[cursor.position : shard.trimmed])
        detail = IteratorDetail(shard.number, cursor.pending_start)
        self._run.step(Event.READ_TRIMMED, lost, self._name, detail)
        cursor.position = shard.trimmed

    def page(self, cursor: Cursor) -> tuple[int, ...] | None:
        """Read the next records of a shard, as indexes into the trace's records; None if the call is refused."""
        shard, throttle = cursor.shard, self._throttle
        if throttle is not None:
            self.throttled_until = throttle.throttled_until(shard, self._name)
            if self.throttled_until > self._run.now:
                detail = RefusedReadDetail(cursor.number, throttle.newest_others(shard, self._name))
                self._run.step(Event.READ_THROTTLED, (), self._name, detail)
                return None
            cursor.position = max(cursor.position, throttle.taken(shard))
        position, available = cursor.position, shard.available
        if position >= available:
            return ()
        if self.limit == 1 or available - position == 1:
            page: tuple[int, ...] = (shard.records[position],)
        else:
            page = _whole_page(shard.records[position : min(position + self.limit, available)], self._run.trace.records)
        cursor.iterator_issued_at = self._run.now
        cursor.position = position = position + len(page)
        cursor.last_page = shard.ending_sequence_number is not None and position == len(shard.records)
        if throttle is not None:
            throttle.read(shard, self._name, position)
        return page


def _whole_page(indexes: list[int], records: list[StreamRecord]) -> tuple[int, ...]:
    """As many of the records as a page of 1 MB holds, but one at least (F141, F142)."""
    room = PAGE_BYTES
    for count, index in enumerate(indexes):
        room -= records[index].size_bytes
        if room < 0 and count:
            return tuple(indexes[:count])
    return tuple(indexes)
