"""The calls of pollers and KCL workers: GetShardIterator and GetRecords, shard by shard (F134-F151).

Polls that find nothing and are no step of the run are left out: the next call that is shown has the iterator of the
last one that is shown. So it is with an iterator that expires before its reader has read anything: it was got by such
a poll.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from simulator.dynamodb.shards import Shard
from simulator.dynamodb.stream import Stream
from simulator.machine.details import CheckpointDetail, CreationDetail, LeaseDetail, shards_of, worker_of
from simulator.machine.reading.known_shards import known_shards
from simulator.machine.steps import ConsumerInfo
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views.wire.call import Exchange, Pending, error
from simulator.views.wire.shard_lives import ShardLives

# The names of the exceptions are the service's; their messages are ours.
_EXPIRED = error("ExpiredIteratorException", "The shard iterator has expired: it is older than 15 minutes")
_TRIMMED = error("TrimmedDataAccessException", "The requested records are older than 24 hours and were trimmed")
_LIMIT = error("LimitExceededException", "Too many processes read the shard at the same time")


@dataclass(slots=True)
class _Reading:
    """How far a consumer is in one shard."""

    shard: Shard
    stream: Stream
    iterators: int = 0
    """How many iterators it has got."""
    has_iterator: bool = False
    after: int | None = None
    """The record after which it goes on, where it asks for a new iterator; None: it asks for its start."""
    checkpoint: int | None = None
    """The record after which a KCL worker goes on that takes the shard; None: nothing is stored."""
    start: str = "TRIM_HORIZON"
    start_record: int | None = None
    """The record of the shard at or after which it begins, where that is stored; `start` says which of the two."""
    worker: str = ""
    at_end: bool = False
    """Whether the newest answer had no next iterator: the shard is closed and was read to its end."""


class Polls:
    """Follows a poller or a KCL application through a run, and says which calls each of its steps stands for."""

    def __init__(self, trace: Trace, reader: ConsumerInfo, lives: ShardLives) -> None:
        self._trace = trace
        self._reader = reader
        self._lives = lives
        self._readings: dict[int, _Reading] = {}
        """By the shard's number."""
        self._stored = reader.stored

    def step(self, number: int) -> Iterator[Pending]:
        """The calls of a step of the consumer; the steps must be asked for in order."""
        trace, event = self._trace, self._trace.events[number - 1]
        detail = trace.details.get(number)
        if event is Event.READ_RECORDS:
            shard = trace.records[trace.record_indexes[number - 1][0]].shard.number
            yield from self._read(self._reading(shard, worker_of(detail)), number)
        elif event in (Event.READ_EMPTY, Event.IDLE_WAITING):
            yield from self._find_nothing(number)
        elif event in _OF_A_SHARD:
            yield from self._of_a_shard(event, self._reading(shards_of(detail)[0]), number)
        elif event is Event.READ_CRASHED:
            self._forget(worker_of(detail))
        elif isinstance(detail, LeaseDetail | CheckpointDetail):
            self._lease(detail)
        elif isinstance(detail, CreationDetail):
            self._readings.clear()  # what one of the same name had read before it was deleted is not known to this one
            self._stored = detail.stored

    def _reading(self, number: int, worker: str = "") -> _Reading:
        reading = self._readings.get(number)
        if reading is None:
            stream, shard = self._lives.shards[number]
            # A reader of the parent reads its children from their beginning (F137).
            is_child = shard.parent is not None and shard.parent.number in self._readings
            start = "TRIM_HORIZON" if is_child else self._reader.starting_position
            reading = self._readings[number] = _Reading(shard, stream, start=start)
            self._begin_at_what_is_stored(reading)
        reading.worker = worker or reading.worker
        return reading

    def _begin_at_what_is_stored(self, reading: _Reading) -> None:
        """A stored position is one of the shard of its record; in other shards it means nothing (F30, F134)."""
        if self._stored is None:
            return
        side, record = self._stored
        if self._trace.records[record - 1].shard is reading.shard:
            reading.start, reading.start_record = f"{side.upper()}_SEQUENCE_NUMBER", record - 1

    def _read(self, reading: _Reading, number: int) -> Iterator[Pending]:
        records = self._trace.record_indexes[number - 1]
        yield from self._iterator(reading)
        reading.after = records[-1]
        shard = reading.shard
        reading.at_end = records[-1] == shard.records[-1] and not self._lives.is_open(shard.number, number)
        yield self._get_records(reading, records)

    def _find_nothing(self, number: int) -> Iterator[Pending]:
        if not self._readings:
            for shard in self._lives.shards:
                if self._lives.is_open(shard, number):
                    self._reading(shard)
        self._follow_children(number)
        for reading in self._readings.values():
            if not reading.at_end:
                yield from self._iterator(reading)
                yield self._get_records(reading, ())

    def _follow_children(self, number: int) -> None:
        """A poller that lists the shards anew polls the children of what it has read to the end (F124)."""
        if self._reader.kind != "poller":
            return
        ended = {shard for shard, reading in self._readings.items() if reading.at_end}
        stream = self._trace.readings[self._reader.name].stream(number)
        shards = self._trace.streams[stream].shards if ended and stream >= 0 else ()
        for shard in known_shards(self._trace, self._reader, shards, number) if shards else ():
            if shard.parent is not None and shard.parent.number in ended:
                self._reading(shard.number)

    def _of_a_shard(self, event: Event, reading: _Reading, number: int) -> Iterator[Pending]:
        if event is Event.READ_SHARD_END:
            if not reading.at_end:
                yield from self._iterator(reading)
                reading.at_end = True
                yield self._get_records(reading, ())
        elif event is Event.READ_THROTTLED:
            yield from self._iterator(reading)
            yield self._refused(reading, _LIMIT)
        elif event is Event.READ_ITERATOR_EXPIRED:
            yield self._refused(reading, _EXPIRED)
            reading.has_iterator = False
            yield from self._iterator(reading, trimmed=self._is_trimmed_next(reading, number))
        else:
            if reading.has_iterator:
                yield self._refused(reading, _TRIMMED)
            elif reading.start_record is not None:
                yield from self._iterator(reading, trimmed=True)
            reading.has_iterator, reading.after, reading.start = False, None, "TRIM_HORIZON"
            reading.start_record = None
            yield from self._iterator(reading)

    def _is_trimmed_next(self, reading: _Reading, number: int) -> bool:
        """Whether the next step finds that the record after which the reader wants to go on is gone (F151)."""
        trace = self._trace
        if reading.after is None or number == len(trace.events):
            return False
        return (
            trace.events[number] is Event.READ_TRIMMED
            and trace.actors[number] == self._reader.name
            and trace.times[number] == trace.times[number - 1]
            and reading.shard.number in shards_of(trace.details.get(number + 1))
        )

    def _forget(self, worker: str) -> None:
        """A crash: iterators are gone, and positions that were not stored (F243, F302)."""
        for reading in self._readings.values():
            if reading.worker == worker:
                reading.has_iterator = reading.at_end = False
                reading.after = reading.checkpoint

    def _lease(self, detail: LeaseDetail | CheckpointDetail) -> None:
        """A worker that takes a shard goes on after the checkpoint (F243)."""
        reading = self._reading(detail.shard, detail.worker)
        if isinstance(detail, LeaseDetail):
            reading.has_iterator = False
            reading.after = reading.checkpoint
        elif isinstance(detail.checkpoint, int):
            reading.checkpoint = detail.checkpoint

    def _iterator(self, reading: _Reading, trimmed: bool = False) -> Iterator[Pending]:
        """The GetShardIterator that a reader without an iterator sends first."""
        if reading.has_iterator:
            return
        if not trimmed:
            reading.has_iterator = True
            reading.iterators += 1
        yield self._pending(
            "GetShardIterator",
            reading,
            partial(
                _get_shard_iterator,
                self._trace,
                reading.stream,
                reading.shard,
                reading.start if reading.after is None else "AFTER_SEQUENCE_NUMBER",
                reading.start_record if reading.after is None else reading.after,
                None if trimmed else self._token(reading, reading.iterators),
            ),
        )

    def _get_records(self, reading: _Reading, records: tuple[int, ...]) -> Pending:
        used = self._token(reading, reading.iterators)
        reading.iterators += 1
        following = None if reading.at_end else self._token(reading, reading.iterators)
        return self._pending("GetRecords", reading, partial(_get_records, self._trace, used, records, following))

    def _refused(self, reading: _Reading, answer: dict[str, str]) -> Pending:
        used = self._token(reading, reading.iterators)
        return self._pending("GetRecords", reading, partial(Exchange, {"ShardIterator": used}, answer))

    def _pending(self, name: str, reading: _Reading, exchange: partial[Exchange]) -> Pending:
        consumer = self._reader.name
        by = f"{consumer}, worker {reading.worker}" if reading.worker else consumer
        return Pending(name, by, "DynamoDB Streams", f"{consumer}, shard {reading.shard.number}", exchange)

    def _token(self, reading: _Reading, count: int) -> str:
        """An iterator, in the form of the service's: the stream, a digit, and letters that mean nothing (F139)."""
        digest = hashlib.sha256(f"{self._reader.name}/{reading.shard.shard_id}/{count}".encode()).digest()
        return f"{reading.stream.arn}|1|{base64.b64encode(digest).decode('ascii')}"


_OF_A_SHARD = (Event.READ_SHARD_END, Event.READ_THROTTLED, Event.READ_ITERATOR_EXPIRED, Event.READ_TRIMMED)
"""The events of one shard in which a reader gets no records."""


def _get_shard_iterator(
    trace: Trace, stream: Stream, shard: Shard, kind: str, record: int | None, iterator: str | None
) -> Exchange:
    """`record` is the one at or after which the reader wants to begin, where the iterator is of such a kind.

    `iterator` is the one that is got; None: that record is gone (F151).
    """
    request = {"StreamArn": stream.arn, "ShardId": shard.shard_id, "ShardIteratorType": kind}
    if record is not None:
        request["SequenceNumber"] = str(trace.records[record].sequence_number)
    return Exchange(request, _TRIMMED if iterator is None else {"ShardIterator": iterator})


def _get_records(trace: Trace, used: str, records: tuple[int, ...], following: str | None) -> Exchange:
    """At the end of a closed shard there is no following iterator (F145, F146)."""
    answer: dict[str, Any] = {"Records": [trace.records[index].to_api() for index in records]}
    if following is not None:
        answer["NextShardIterator"] = following
    return Exchange({"ShardIterator": used}, answer)
