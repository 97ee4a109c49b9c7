"""The life of the table in a run: its items after each step, and the changes that wait for their capture."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from simulator.dynamodb.attributes import Item
from simulator.dynamodb.table import Change, Key
from simulator.machine.recording import Recording
from simulator.machine.stream_life import NEVER, StreamLife

_NEWEST = 2_000
"""How many writes are looked through for the newest items."""


class TableLife:
    """The writes of a run, found by their steps."""

    def __init__(self, recording: Recording, life: StreamLife) -> None:
        self._writes = recording.writes
        self._recording = recording
        self._life = life

    @cached_property
    def _changes(self) -> list[Change]:
        """The writes that changed an item, in order."""
        return [change for change in self._writes.values() if change.before is not change.after]

    @cached_property
    def _steps(self) -> array[int]:
        """The steps of these writes."""
        return array("q", (number for number, change in self._writes.items() if change.before is not change.after))

    @cached_property
    def _counts(self) -> array[int]:
        """How many items there were after each of these writes."""
        counts, count = array("q"), 0
        for change in self._changes:
            count += (change.before is None) - (change.after is None)
            counts.append(count)
        return counts

    def count(self, step: int) -> int:
        """How many items the table has after a step."""
        place = bisect_right(self._steps, step)
        return self._counts[place - 1] if place else 0

    def items(self, step: int) -> dict[Key, Item]:
        """The items after a step, in the order in which they came to be there. The work grows with the writes."""
        items: dict[Key, Item] = {}
        for change in self._changes[: bisect_right(self._steps, step)]:
            if change.after is None:
                items.pop(change.key, None)
            else:
                items[change.key] = change.after
        return items

    def newest(self, step: int) -> Iterator[tuple[Key, Item]]:
        """The items after a step, the one written last first, as far as the newest writes go back."""
        seen: set[Key] = set()
        end = bisect_right(self._steps, step)
        for place in range(end - 1, max(-1, end - 1 - _NEWEST), -1):
            change = self._changes[place]
            if change.key not in seen:
                seen.add(change.key)
                if change.after is not None:
                    yield change.key, change.after

    def changes_of(self, key: Key) -> Iterator[tuple[int, Change]]:
        """The writes that changed an item, with their steps, the newest first. The work grows with the writes."""
        for place in range(len(self._changes) - 1, -1, -1):
            if self._changes[place].key == key:
                yield self._steps[place], self._changes[place]

    # Changes in flight

    @cached_property
    def _recorded(self) -> array[int]:
        """The steps of the writes that were made while the stream was on, and of which it makes a record."""
        status = self._recording.recorded_histories["stream_status"]
        return array(
            "q",
            (number for number, change in self._writes.items() if change.recorded and status.at(number) == "ENABLED"),
        )

    @cached_property
    def _captures(self) -> array[int]:
        """The steps at which the records of these writes were captured, in order."""
        return array("q", sorted(filter(lambda step: step != NEVER, map(self._captured_in, self._recorded))))

    def _captured_in(self, write: int) -> int:
        records = self._recording.record_indexes[write - 1]
        return self._life.captured[records[0]] if records else NEVER

    def in_flight(self, step: int) -> tuple[tuple[int, Key], ...]:
        """The changes that were made by the end of a step and wait for their capture: the write's step, and the key."""
        place = bisect_right(self._recorded, step)
        waiting = place - bisect_right(self._captures, step)
        found: list[tuple[int, Key]] = []
        while len(found) < waiting:
            place -= 1
            write = self._recorded[place]
            if self._captured_in(write) > step:
                found.append((write, self._writes[write].key))
        return tuple(reversed(found))
