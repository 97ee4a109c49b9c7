"""The stream service: it captures changes as records that readers can see, and opens and closes shards and streams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from simulator.dynamodb.shards import Shard, even_ranges
from simulator.dynamodb.stream import RETENTION, Stream, ViewType
from simulator.dynamodb.table import Change, Effect, Key, Operation, Table
from simulator.machine.agenda import Priority
from simulator.machine.details import OpeningDetail, ShardDetail, StreamDetail
from simulator.machine.run import Run
from simulator.machine.steps import History
from simulator.scenario.events import Event
from simulator.scenario.model import StreamModel

SHARD_LIFE = 4 * 3600 * 1000
"""Milliseconds after which a shard takes no new record: about 4 hours, seen and not documented (F118, F360, F372)."""


# Looked up once: in Python 3.11 an enum's member costs 0.1 us each time.
_CAPTURED, _AVAILABLE = Event.CAPTURE_RECORD, Event.AVAILABLE_RECORD


class StreamListener(Protocol):
    """The events of a stream that its readers react to."""

    def record_available(self, shard: Shard) -> None:
        """A record of a shard can be read from now on."""

    def shards_changed(self, closed: Shard, children: list[Shard]) -> None:
        """A shard was closed, and perhaps children of it were opened."""

    def stream_enabled(self, stream: Stream) -> None:
        """A new stream was turned on."""


class StreamService:
    """Keeps the table's streams. At most one is on at a time (F108)."""

    def __init__(
        self, model: StreamModel, table_name: str, table: Table, run: Run, listeners: Sequence[StreamListener]
    ) -> None:
        self._run = run
        self._table_name = table_name
        self._table = table
        self._listeners = listeners
        self._ranges = even_ranges(model.shards)
        self._capture_delay = model.capture_delay
        self._availability_delay = model.availability_delay
        self._in_flight: dict[Stream, int] = {}
        """For streams that were turned off: how many changes are still to be captured."""
        self._captures = 0
        """Changes that wait for their capture into the stream that is on."""
        self._not_before: dict[Key, int] = {}
        """When the newest change of an item is captured, where captures were spread: the next comes no earlier (F5)."""
        self.stream: Stream | None = None
        """The stream that is on."""
        self._status = History(["DISABLED"])
        self._open = History([0])
        run.trace.recorded_histories.update(stream_status=self._status, open_shards=self._open)
        if model.enabled:
            self._turn_on(ViewType(model.view_type))
            self._status.values[0] = "ENABLED"
            self._open.values[0] = len(self._ranges)

    def changed(self, change: Change, write: int, extra_delay: int = 0) -> None:
        """A change that is recorded was made in step `write`; it is captured `extra_delay` ms later than usual."""
        stream = self.stream
        if stream is None:
            return  # F106: a change made while the stream is off is never captured
        due = self._run.now + self._capture_delay + extra_delay
        if extra_delay or self._not_before:
            due = max(due, self._not_before.get(change.key, 0))
            self._not_before[change.key] = due
        self._captures += 1
        self._run.agenda.push(due, Priority.CAPTURE, self._capture, (change, write, stream))

    def _capture(self, about: tuple[Change, int, Stream]) -> None:
        change, write, stream = about
        run = self._run
        trace = run.trace
        at_ms = trace.start_ms + run.now
        shard = stream.open[0] if len(stream.open) == 1 else stream.shard_of(change.key)
        if at_ms - shard.opened_ms >= SHARD_LIFE and stream is self.stream:
            self._replaced(shard, stream.roll_over(shard, at_ms))
            shard = stream.shard_of(change.key)
        index = len(trace.records)
        records = (index,)
        trace.records.append(stream.capture(change, at_ms, shard))
        shard.records.append(index)
        if write:
            trace.record_indexes[write - 1] = records
        number = run.step(_CAPTURED, records)
        if len(shard.records) - shard.trimmed == 1 and run.rules.records_are_trimmed:
            run.agenda.push_background(run.now + RETENTION, Priority.HOUSEKEEPING, self._trim, shard)
        if stream is self.stream:
            self._captures -= 1
        else:
            self._in_flight[stream] -= 1
            self._close_if_done(stream, number)
        if self._availability_delay:
            due = run.now + self._availability_delay
            run.agenda.push(due, Priority.AVAILABLE, self._make_available, (records, shard))
        else:
            run.do_now(Priority.AVAILABLE, self._make_available, (records, shard))

    def _make_available(self, about: tuple[tuple[int, ...], Shard]) -> None:
        records, shard = about
        run = self._run
        run.step(_AVAILABLE, records)
        shard.available += 1
        for listener in self._listeners:
            listener.record_available(shard)

    def _trim(self, shard: Shard) -> None:
        """Records that are 24 hours old are trimmed, oldest first: one step for a shard and an instant (F150)."""
        run = self._run
        records = run.trace.records
        now_ms = run.now_ms
        first = shard.trimmed
        while shard.trimmed < len(shard.records):
            age = now_ms - records[shard.records[shard.trimmed]].captured_ms
            if age < RETENTION:
                due = run.now + RETENTION - age
                run.agenda.push_background(due, Priority.HOUSEKEEPING, self._trim, shard)
                break
            shard.trimmed += 1
        run.step(Event.AVAILABLE_TRIMMED, tuple(shard.records[first : shard.trimmed]), None, ShardDetail(shard.number))

    # Shards

    def split(self, number: int) -> bool:
        """A partition splits (F117). False: no open shard has this number."""
        return self._replace(number, split=True)

    def roll_over(self, number: int) -> bool:
        """A shard is closed and gets one child (F118). False: no open shard has this number."""
        return self._replace(number, split=False)

    def _replace(self, number: int, split: bool) -> bool:
        stream = self.stream
        shard = next((each for each in stream.open if each.number == number), None) if stream else None
        if stream is None or shard is None:
            return False
        at_ms = self._run.now_ms
        self._replaced(shard, stream.split(shard, at_ms) if split else stream.roll_over(shard, at_ms))
        return True

    def _replaced(self, shard: Shard, children: list[Shard]) -> None:
        run = self._run
        count = self._open.values[-1]
        number = run.step(Event.AVAILABLE_SHARD_CLOSED, (), None, ShardDetail(shard.number))
        self._open.record(number, count - 1)
        for opened, child in enumerate(children, count):
            number = run.step(
                Event.AVAILABLE_SHARD_OPENED, (), None, OpeningDetail(child.number, rolled_over=len(children) == 1)
            )
            self._open.record(number, opened)
        for listener in self._listeners:
            listener.shards_changed(shard, children)

    # Turning the stream off and on

    def disable(self) -> None:
        """Turn the stream off. Changes that were made before are still captured (F104, F105)."""
        stream = self.stream
        assert stream is not None
        self._ranges = [(shard.low, shard.high) for shard in stream.open]
        self.stream = None
        number = self._run.step(Event.AVAILABLE_STREAM_DISABLED, (), None, StreamDetail(_numbers(stream.open)))
        self._status.record(number, "DISABLING")
        self._in_flight[stream], self._captures = self._captures, 0
        self._close_if_done(stream, number)

    def enable(self, view_type: str) -> None:
        """Turn a new stream on: a new ARN, new shards, nothing of the old one's (F100, F106)."""
        run = self._run
        old = run.trace.streams[-1] if run.trace.streams else None
        if old is not None and run.rules.reenabling_resumes:
            self._resume(old)
            return
        stream = self._turn_on(ViewType(view_type))
        number = run.step(Event.AVAILABLE_STREAM_ENABLED, (), None, StreamDetail(_numbers(stream.shards)))
        self._status.record(number, "ENABLED")
        self._open.record(number, len(stream.open))
        for listener in self._listeners:
            listener.stream_enabled(stream)
        if run.rules.enabling_replays_items:
            for key, item in self._table.items.items():
                self.changed(Change(Operation.PUT, key, None, item, Effect.INSERT, "F41", True), 0)

    def _turn_on(self, view_type: ViewType) -> Stream:
        run = self._run
        trace, schema = run.trace, self._table.schema
        created = trace.start_ms + run.now
        if trace.streams:  # a label is a time, and no two streams of a table share one (F102)
            created = max(created, trace.streams[-1].created_ms + 1)
        first_shard = len(trace.shards) + 1
        stream = Stream(self._table_name, schema, view_type, created, self._ranges, run.rules, first_shard)
        trace.streams.append(stream)
        self.stream = stream
        return stream

    def _resume(self, stream: Stream) -> None:
        """The same stream goes on, as F280's believers expect."""
        run = self._run
        self._captures = self._in_flight.pop(stream, 0)
        self.stream = stream
        reopened = [] if stream.open else stream.reopen(run.now_ms)
        opened = reopened or stream.open
        number = run.step(Event.AVAILABLE_STREAM_ENABLED, (), None, StreamDetail(_numbers(opened)))
        self._status.record(number, "ENABLED")
        self._open.record(number, len(opened))
        for listener in self._listeners:
            for shard in reopened:
                if shard.parent is not None:
                    listener.shards_changed(shard.parent, [shard])

    def _close_if_done(self, stream: Stream, number: int) -> None:
        """When the last change is captured, the shards of a stream that was turned off are closed (F104)."""
        if self._in_flight[stream]:
            return
        del self._in_flight[stream]
        shards = list(stream.open)
        stream.close()
        if self.stream is None:
            self._status.record(number, "DISABLED")
            self._open.record(number, 0)
        for shard in shards:
            for listener in self._listeners:
                listener.shards_changed(shard, [])


def _numbers(shards: list[Shard]) -> tuple[int, ...]:
    return tuple(shard.number for shard in shards)
