"""The life of a table's streams in a run: when each shard opened and closed, and what became of each record in it."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Literal

from simulator.dynamodb.shards import Shard
from simulator.machine.details import OpeningDetail, ShardDetail, StreamDetail
from simulator.machine.occurrences import Occurrences
from simulator.scenario.events import Event

RecordState = Literal["captured", "available", "trimmed"]
"""The state of a record in its stream; readers can see it only while it is available."""

NEVER = 2**62
"""A step later than any."""


class StreamLife:
    """The steps at which something happened to a stream, a shard or a record. Step 0 is the start."""

    def __init__(self, occurrences: Occurrences) -> None:
        self._occurrences = occurrences
        self._recording = occurrences.recording

    @property
    def captured(self) -> array[int]:
        """For each record the step of its capture."""
        return self._occurrences.captured

    @cached_property
    def available(self) -> array[int]:
        """For each record the step from which readers can see it, or NEVER."""
        return self._steps_of_records(Event.AVAILABLE_RECORD)

    @cached_property
    def trimmed(self) -> array[int]:
        """For each record the step of its trimming, or NEVER."""
        return self._steps_of_records(Event.AVAILABLE_TRIMMED)

    def _steps_of_records(self, event: Event) -> array[int]:
        recording = self._recording
        steps = array("q", [NEVER]) * len(recording.records)
        for number in self._occurrences.of(event):
            for index in recording.record_indexes[number - 1]:
                steps[index] = number
        return steps

    def state(self, index: int, step: int) -> RecordState:
        """The state of a captured record after a step."""
        if self.trimmed[index] <= step:
            return "trimmed"
        return "available" if self.available[index] <= step else "captured"

    # Shards

    def records_in(self, shard: Shard, step: int) -> int:
        """How many of a shard's records were captured by the end of a step."""
        return bisect_left(shard.records, bisect_right(self.captured, step))

    def available_in(self, shard: Shard, step: int) -> int:
        """How many of a shard's records readers could see by the end of a step, the trimmed ones counted too."""
        return bisect_right(shard.records, step, key=self.available.__getitem__)

    def trimmed_in(self, shard: Shard, step: int) -> int:
        """How many of a shard's records were trimmed by the end of a step."""
        return bisect_right(shard.records, step, key=self.trimmed.__getitem__)

    @cached_property
    def opened(self) -> dict[int, int]:
        """For each shard, by number, the step at which it opened."""
        details = self._recording.details
        found = dict.fromkeys((shard.number for shard in self._recording.shards), 0)
        for number in self._occurrences.of(Event.AVAILABLE_SHARD_OPENED, Event.AVAILABLE_STREAM_ENABLED):
            detail = details.get(number)
            if isinstance(detail, OpeningDetail):
                found[detail.shard] = number
            elif isinstance(detail, StreamDetail):
                found.update((shard, found[shard] or number) for shard in detail.shards)
        return found

    @cached_property
    def closed(self) -> dict[int, int]:
        """For each shard, by number, the step at which it closed, or NEVER.

        The shards of a stream that was turned off close when its last change is captured (F104).
        """
        recording = self._recording
        found = {shard.number: NEVER for shard in recording.shards}
        for number in self._occurrences.of(Event.AVAILABLE_SHARD_CLOSED):
            detail = recording.details.get(number)
            if isinstance(detail, ShardDetail):
                found[detail.shard] = number
        for stream, off in zip(recording.streams, self.turned_off, strict=True):
            left = [shard for shard in stream.shards if not shard.is_open and found[shard.number] == NEVER]
            newest = max((shard.records[-1] for shard in stream.shards if shard.records), default=None)
            last = 0 if newest is None else self.captured[newest]
            found.update((shard.number, max(off, last)) for shard in left)
        return found

    # Streams

    @cached_property
    def turned_on(self) -> tuple[int, ...]:
        """For each stream the step at which it was turned on; 0 where it was on from the start."""
        return tuple(self.opened[stream.shards[0].number] for stream in self._recording.streams)

    @cached_property
    def turned_off(self) -> tuple[int, ...]:
        """For each stream the step at which it was turned off for the last time, or NEVER."""
        off: dict[int, int] = {}
        for number in self._occurrences.of(Event.AVAILABLE_STREAM_DISABLED):
            detail = self._recording.details.get(number)
            if isinstance(detail, StreamDetail):
                off.update(dict.fromkeys(detail.shards, number))
        return tuple(
            max((off[shard.number] for shard in stream.shards if shard.number in off), default=NEVER)
            for stream in self._recording.streams
        )

    def streams_at(self, step: int) -> int:
        """How many streams there were by the end of a step."""
        return bisect_right(self.turned_on, step)

    def status(self, stream: int, step: int) -> str:
        """The status of a stream, by its index, after a step, in the service's word (F95)."""
        if stream == self.streams_at(step) - 1:
            return str(self._recording.recorded_histories["stream_status"].at(step))
        shards = self._recording.streams[stream].shards
        return "DISABLED" if all(self.closed[shard.number] <= step for shard in shards) else "DISABLING"
