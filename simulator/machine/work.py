"""The work of the consumers: who worked on which records from when to when, and how long batches waited for a retry.

A step says when a piece of work ended. When it began follows from the steps before it: at the read step, at the end of
the piece before it, or when the pause before a retry was over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import NamedTuple

from simulator.machine.details import BatchDetail, OfInvocation, retry_in_of, worker_of
from simulator.machine.recording import Recording
from simulator.scenario.events import Event, Phase


class Track(NamedTuple):
    """Where pieces of work follow one another: at most one is in work at a time."""

    consumer: str
    shard: int
    """Its number."""
    worker: str
    """The KCL worker; empty for other consumers."""
    lane: int
    """Of a mapping that works on several batches of a shard at the same time: the batch's lane, from 1.

    The work of a mapping that was deleted may still be in progress there; then it is the lowest that is free.
    """


class Piece(NamedTuple):
    """A piece of work: one record for a poller or a KCL worker, one invocation for a mapping."""

    track: Track
    records: tuple[int, ...]
    """As indexes into the records of the run."""
    began: int
    """Milliseconds since the start. The same holds for each time here."""
    ended: int
    """When it ended: with its step, with the crash of its worker, or with the run."""
    read_step: int
    """The step at which its records were read, or the one after which this try or this record began."""
    step: int | None
    """The step at which it ended; None where the run ended before it."""
    attempt: int
    """Which try of a mapping it is, from 1; 0 for other consumers."""


class Wait(NamedTuple):
    """A batch waits for its retry."""

    track: Track
    records: tuple[int, ...]
    since: int
    ended: int
    """When it ended: with the retry, because the records were given up, or with the run."""
    due: int
    """When the retry was due, as far as was known when the wait began."""
    step: int
    """The step after which it waits."""
    attempt: int
    """The try that failed."""


class Work(NamedTuple):
    """All work of a run, each in the order in which it ended."""

    pieces: tuple[Piece, ...]
    waits: tuple[Wait, ...]


_ENDS = frozenset({Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL})
"""The events that end a piece of work."""

_DONE = frozenset({Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE})


@dataclass(slots=True)
class _Held:
    """What a consumer has read in one step and is not done with."""

    track: Track
    parts: list[tuple[int, ...]]
    """The batch, or its parts after it was split; the first is in work, or waits. A poller has a part a record."""
    begins: int
    """When the work on the first part begins."""
    step: int
    """The newest step about it."""
    in_work: bool = True
    """Whether that work is known to have begun; else the end of a pause or of a stop is waited for."""
    attempt: int = 0
    waits: Wait | None = None
    """The wait for a retry that has not ended."""
    is_last: bool = False
    """Whether its mapping is deleted: when this work ends, nothing follows."""


def work_of(recording: Recording) -> Work:
    """All work of a run."""
    pieces: list[Piece] = []
    waits: list[Wait] = []
    for reader in recording.readers:
        _Follower(recording, reader.kind == "lambda", pieces, waits).follow(reader.name)
    return Work(
        tuple(sorted(pieces, key=lambda each: (each.ended, each.step or len(recording.events) + 1))),
        tuple(sorted(waits, key=lambda each: (each.ended, each.step))),
    )


class _Follower:
    """Follows one consumer through a run."""

    def __init__(self, recording: Recording, is_mapping: bool, pieces: list[Piece], waits: list[Wait]) -> None:
        self._recording = recording
        self._is_mapping = is_mapping
        self._pieces = pieces
        self._waits = waits
        self._held: list[_Held] = []
        self._stopped = False

    def follow(self, consumer: str) -> None:
        recording = self._recording
        for number, actor in enumerate(recording.actors, 1):
            if actor == consumer:
                self._step(number, recording.events[number - 1], recording.times[number - 1])
        for held in self._held:
            self._end(held, recording.end, None)

    def _step(self, number: int, event: Event, now: int) -> None:
        if event is Event.READ_RECORDS:
            self._read(number, now)
        elif event is Event.READ_CRASHED:
            worker = worker_of(self._recording.details.get(number))
            for held in [each for each in self._held if each.track.worker == worker]:
                self._end(held, now, number)
                self._held.remove(held)
        elif event is Event.READ_CONSUMER_DELETED:
            self._delete(number, now)
        elif event is Event.READ_STOPPED:
            self._stopped = True
            for held in self._held:
                held.in_work = held.in_work or held.begins < now
        elif event is Event.READ_STARTED:
            self._stopped = False
            for held in self._held:
                if not held.in_work:  # a retry that was due in between begins now
                    held.begins = max(held.begins, now)
        elif event.phase is Phase.PROCESS and self._recording.record_indexes[number - 1]:
            self._worked(number, event, now)

    def _delete(self, number: int, now: int) -> None:
        """What a function works on still ends; other work ends now, and nothing is tried again."""
        kept = []
        for held in self._held:
            if self._is_mapping and (held.in_work or (held.begins < now and not self._stopped)):
                held.is_last = True
                kept.append(held)
            elif self._is_mapping:
                self._end_wait(held, now)
            else:
                self._end(held, now, number)
        self._held = kept
        self._stopped = False  # a consumer that is created under the name runs

    def _read(self, number: int, now: int) -> None:
        recording = self._recording
        records = recording.record_indexes[number - 1]
        consumer = recording.actors[number - 1] or ""
        shard = recording.records[records[0]].shard.number
        detail = recording.details.get(number)
        worker = worker_of(detail)
        taken = {held.track.lane for held in self._held if held.track.shard == shard}
        own = detail.lane.number if isinstance(detail, BatchDetail) else 1
        lane = next(each for each in chain((own,), count(1)) if each not in taken)
        parts: list[tuple[int, ...]] = [records]
        if not self._is_mapping:
            parts = [(index,) for index in records]
        self._held.append(_Held(Track(consumer, shard, worker, lane), parts, now, number))

    def _worked(self, number: int, event: Event, now: int) -> None:
        records = self._recording.record_indexes[number - 1]
        held = next((each for each in self._held if records[0] in each.parts[0]), None)
        if held is None:
            return  # filtered out, given up before it was handed over
        detail = self._recording.details.get(number)
        retry_in = retry_in_of(detail)
        if event in _ENDS:
            if isinstance(detail, OfInvocation):
                held.attempt = detail.attempt
            self._end(held, now, number)
            if held.is_last:
                self._held.remove(held)
                return
        held.step = number
        if event is Event.PROCESS_BISECTED:
            half = len(records) // 2
            held.parts[:1] = [records[:half], records[half:]]
            return
        finished: tuple[int, ...] = ()
        if event in _DONE or event is Event.PROCESS_DISCARDED:
            finished = records
        elif event is Event.PROCESS_PARTIAL:
            finished = self._recording.finished(number)
        rest = tuple(index for index in held.parts[0] if index not in finished)
        if not rest:
            self._end_wait(held, now)
            self._next_part(held, now)
            return
        held.parts[0] = rest
        if event is Event.PROCESS_THROTTLED:
            self._end_wait(held, now)  # it was refused once more, and waits anew
        if retry_in is not None and held.waits is None:
            held.begins, held.in_work = now + retry_in, False
            held.waits = Wait(held.track, rest, now, now, held.begins, number, held.attempt)

    def _next_part(self, held: _Held, now: int) -> None:
        del held.parts[0]
        if not held.parts:
            self._held.remove(held)
            return
        held.begins, held.in_work, held.attempt = now, not (self._stopped and self._is_mapping), 0

    def _end(self, held: _Held, now: int, step: int | None) -> None:
        """The work on the first part ends, or, at the end of a run, its wait."""
        began = min(held.begins, now)
        self._end_wait(held, began)
        if step is None and held.begins >= now:
            return
        attempt = held.attempt if step is not None else held.attempt + 1
        self._pieces.append(
            Piece(held.track, held.parts[0], began, now, held.step, step, attempt if self._is_mapping else 0)
        )

    def _end_wait(self, held: _Held, now: int) -> None:
        if held.waits is not None:
            self._waits.append(held.waits._replace(ended=now))
            held.waits = None


def tracks_of(work: Work) -> Iterator[Track]:
    """The tracks of a run, in the order of consumers' names, shards, workers and lanes."""
    yield from sorted({each.track for each in work.pieces} | {each.track for each in work.waits})
