"""From a change to a record that readers can see, and the life of streams and shards (sections 3 to 5 of the facts)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.dynamodb.shards import Shard, even_ranges
from simulator.dynamodb.stream import Stream, ViewType
from simulator.dynamodb.table import Change, Effect, Key, Operation
from simulator.machine.agenda import Priority
from simulator.machine.details import OpeningDetail, ShardDetail, StreamDetail
from simulator.machine.events import Event
from simulator.machine.steps import History

if TYPE_CHECKING:
    from simulator.machine.machine import Machine

RETENTION = 24 * 3600 * 1000
"""Milliseconds for which a record stays (F150, F360)."""

SHARD_LIFE = 4 * 3600 * 1000
"""Milliseconds after which a shard takes no new record: about 4 hours, seen and not documented (F118, F360, F372)."""


# Looked up once: in Python 3.11 an enum's member costs 0.1 us each time.
_CAPTURED, _AVAILABLE = Event.CAPTURE_RECORD, Event.AVAILABLE_RECORD


class Capture:
    """The table's streams. At most one is on at a time (F108)."""

    def __init__(self, machine: Machine) -> None:
        scenario = machine.scenario
        self._machine = machine
        self._ranges = even_ranges(scenario.stream.shards)
        self._capture_delay = scenario.stream.capture_delay
        self._availability_delay = scenario.stream.availability_delay
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
        machine.trace.recorded_histories.update(stream_status=self._status, open_shards=self._open)
        if scenario.stream.enabled:
            self._turn_on(ViewType(scenario.stream.view_type))
            self._status.values[0] = "ENABLED"
            self._open.values[0] = len(self._ranges)

    def changed(self, change: Change, write: int, spread: int = 0) -> None:
        """A change that is recorded was made in step `write`; it is captured `spread` ms later than usual."""
        stream = self.stream
        if stream is None:
            return  # F106: what is written while the stream is off is never captured
        due = self._machine.now + self._capture_delay + spread
        if spread or self._not_before:
            due = max(due, self._not_before.get(change.key, 0))
            self._not_before[change.key] = due
        self._captures += 1
        self._machine.agenda.push(due, Priority.CAPTURE, self._capture, (change, write, stream))

    def _capture(self, about: tuple[Change, int, Stream]) -> None:
        change, write, stream = about
        machine = self._machine
        trace = machine.trace
        at_ms = trace.start_ms + machine.now
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
        number = machine.step(_CAPTURED, records)
        machine.agenda.push(
            machine.now + self._availability_delay, Priority.AVAILABLE, self._make_available, (records, shard)
        )
        if len(shard.records) - shard.trimmed == 1 and machine.rules.records_are_trimmed:
            machine.agenda.push_background(machine.now + RETENTION, Priority.HOUSEKEEPING, self._trim, shard)
        if stream is self.stream:
            self._captures -= 1
        else:
            self._in_flight[stream] -= 1
            self._close_if_done(stream, number)

    def _make_available(self, about: tuple[tuple[int, ...], Shard]) -> None:
        records, shard = about
        machine = self._machine
        machine.step(_AVAILABLE, records)
        shard.available += 1
        for reader in machine.readers:
            reader.record_available(shard)

    def _trim(self, shard: Shard) -> None:
        """Records that are 24 hours old go, oldest first: one step for a shard and an instant (F150)."""
        machine = self._machine
        records = machine.trace.records
        now_ms = machine.trace.start_ms + machine.now
        first = shard.trimmed
        while shard.trimmed < len(shard.records):
            age = now_ms - records[shard.records[shard.trimmed]].captured_ms
            if age < RETENTION:
                due = machine.now + RETENTION - age
                machine.agenda.push_background(due, Priority.HOUSEKEEPING, self._trim, shard)
                break
            shard.trimmed += 1
        machine.step(
            Event.AVAILABLE_TRIMMED, tuple(shard.records[first : shard.trimmed]), None, ShardDetail(shard.number)
        )

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
        at_ms = self._machine.trace.start_ms + self._machine.now
        self._replaced(shard, stream.split(shard, at_ms) if split else stream.roll_over(shard, at_ms))
        return True

    def _replaced(self, shard: Shard, children: list[Shard]) -> None:
        machine = self._machine
        count = self._open.values[-1]
        number = machine.step(Event.AVAILABLE_SHARD_CLOSED, (), None, ShardDetail(shard.number))
        self._open.record(number, count - 1)
        for opened, child in enumerate(children, count):
            detail = OpeningDetail(child.number, rolled_over=len(children) == 1)
            number = machine.step(Event.AVAILABLE_SHARD_OPENED, (), None, detail)
            self._open.record(number, opened)
        for reader in machine.readers:
            reader.shards_changed(shard, children)

    # Turning the stream off and on

    def disable(self) -> None:
        """Turn the stream off. Changes that were made before are still captured (F104, F105)."""
        stream = self.stream
        assert stream is not None
        self._ranges = [(shard.low, shard.high) for shard in stream.open]
        self.stream = None
        number = self._machine.step(Event.AVAILABLE_STREAM_DISABLED, (), None, StreamDetail(_numbers(stream.open)))
        self._status.record(number, "DISABLING")
        self._in_flight[stream], self._captures = self._captures, 0
        self._close_if_done(stream, number)

    def enable(self, view_type: str) -> None:
        """Turn a new stream on: a new ARN, new shards, nothing of the old one's (F100, F106)."""
        machine = self._machine
        old = machine.trace.streams[-1] if machine.trace.streams else None
        if old is not None and machine.rules.reenabling_resumes:
            self._resume(old)
            return
        stream = self._turn_on(ViewType(view_type))
        number = machine.step(Event.AVAILABLE_STREAM_ENABLED, (), None, StreamDetail(_numbers(stream.shards)))
        self._status.record(number, "ENABLED")
        self._open.record(number, len(stream.open))
        for reader in machine.readers:
            reader.stream_enabled(stream)
        if machine.rules.enabling_replays_items:
            for key, item in machine.table.items.items():
                self.changed(Change(Operation.PUT, key, None, item, Effect.INSERT, "F41", True), 0)

    def _turn_on(self, view_type: ViewType) -> Stream:
        machine = self._machine
        trace, table = machine.trace, machine.scenario.table
        created = trace.start_ms + machine.now
        if trace.streams:  # a label is a time, and no two streams of a table share one (F102)
            created = max(created, trace.streams[-1].created_ms + 1)
        stream = Stream(
            table.name, table.schema_of_keys, view_type, created, self._ranges, machine.rules, len(trace.shards) + 1
        )
        trace.streams.append(stream)
        self.stream = stream
        return stream

    def _resume(self, stream: Stream) -> None:
        """What F280's believers expect: the same stream goes on."""
        machine = self._machine
        self._captures = self._in_flight.pop(stream, 0)
        self.stream = stream
        reopened = [] if stream.open else stream.reopen(machine.trace.start_ms + machine.now)
        opened = reopened or stream.open
        number = machine.step(Event.AVAILABLE_STREAM_ENABLED, (), None, StreamDetail(_numbers(opened)))
        self._status.record(number, "ENABLED")
        self._open.record(number, len(opened))
        for reader in machine.readers:
            for shard in reopened:
                if shard.parent is not None:
                    reader.shards_changed(shard.parent, [shard])

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
            for reader in self._machine.readers:
                reader.shards_changed(shard, [])


def _numbers(shards: list[Shard]) -> tuple[int, ...]:
    return tuple(shard.number for shard in shards)
