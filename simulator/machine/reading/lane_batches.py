"""The batches of a mapping's lanes, worked out of the steps at which invocations ended (F180-F188)."""

from __future__ import annotations

from collections.abc import Collection

from simulator.machine.details import Detail, FailureDetail, OfInvocation, PartialDetail, aging_of, retry_in_of
from simulator.machine.reading.shard_reading import LaneReading
from simulator.scenario.events import Event

_FREE = LaneReading()


class LaneBatches:
    """One lane: the batch that the function works on or that waits, and the other halves of one that was split."""

    __slots__ = ("_halves", "reading")

    def __init__(self) -> None:
        self.reading = _FREE
        self._halves: list[LaneReading] = []

    def clear(self) -> None:
        """Whoever worked on the batch is gone."""
        self.reading, self._halves = _FREE, []

    def begin(self, records: tuple[int, ...], step: int) -> None:
        """A new batch is in work."""
        self.reading = LaneReading(records, read_in=step)

    def one_done(self, index: int) -> None:
        """A record of a page is done; with the last one the page is."""
        if self.reading.batch[-1:] == (index,):
            self.reading = _FREE

    def invocation_ended(self, event: Event, records: tuple[int, ...], detail: Detail | None, time: int) -> None:
        """An invocation ended, a batch was split, or records of it were given up; `time` is that of the step."""
        retry_in = retry_in_of(detail)
        retry_at = time + retry_in if retry_in else None
        aging = aging_of(detail)
        too_old_at = time + aging.first_in if aging is not None else None
        attempt = detail.attempt if isinstance(detail, OfInvocation) else self.reading.attempt
        if event is Event.PROCESS_DISCARDED:
            self._give_up(frozenset(records), retry_at)
        elif event is Event.PROCESS_BISECTED:
            half = len(records) // 2
            failed = detail.failed if isinstance(detail, FailureDetail) else None
            rest = self.reading._replace(
                batch=records[half:],
                attempt=attempt,
                retry_at=None,
                too_old_at=None,
                is_held_up=failed is None or failed in records[half:],
            )
            self._halves.insert(0, rest)
            self.reading = self.reading._replace(
                batch=records[:half], attempt=attempt, retry_at=retry_at, too_old_at=too_old_at
            )
        elif event in (Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE):
            self._next()
        else:
            finished: Collection[int] = detail.finished if isinstance(detail, PartialDetail) else ()
            left = tuple(index for index in records if index not in finished)
            self.reading = LaneReading(
                left,
                attempt,
                retry_at,
                too_old_at,
                self.reading.read_in,
                is_held_up=bool(left),
                is_last=retry_at is None,
            )

    def _give_up(self, records: frozenset[int], retry_at: int | None) -> None:
        batch = self.reading.batch
        if records.isdisjoint(batch):  # they were too old before they were handed over
            return
        left = tuple(index for index in batch if index not in records)
        if left:
            self.reading = self.reading._replace(batch=left, retry_at=retry_at, too_old_at=None, is_last=False)
        else:
            self._next()

    def _next(self) -> None:
        self.reading = self._halves.pop(0) if self._halves else _FREE
