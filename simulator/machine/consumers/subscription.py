"""The tie of a consumer to one stream: the shards that it reads, and where it begins in them (F107, F136, F137)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulator.dynamodb.shards import Shard
from simulator.dynamodb.stream import Stream
from simulator.machine.consumers.cursor import Cursor, cursors_at_start
from simulator.machine.consumers.poll_grid import PollGrid
from simulator.machine.run import Run


class ImpossibleStart(Exception):
    """A consumer that is to resume at a record which is not in its stream when it starts."""

    def __init__(self, consumer: str, record: int) -> None:
        """`record` is counted from 1."""
        super().__init__(f'there is no record {record} in the stream when "{consumer}" starts; it cannot resume there')
        self.consumer = consumer


class Subscription:
    """The stream that a consumer is bound to: the newest one when it started, or else the first one after (F107)."""

    def __init__(
        self,
        run: Run,
        grid: PollGrid,
        latest: bool,
        on_shards: Callable[[list[Cursor]], None],
        lists_once: bool = False,
    ) -> None:
        """`on_shards` is called when there are new shards to read; `lists_once`: it lists them at its start alone."""
        self.lists_once = lists_once and not run.rules.listing_once_is_enough
        """Whether it never learns of shards that open after its start (F300)."""
        self._run = run
        self._grid = grid
        self._latest = latest
        self._on_shards = on_shards
        self.positions: Mapping[int, int] = {}
        """Shards that are read from a stored position on, by their numbers: how many records lie behind it."""
        self.find_positions: Callable[[], Mapping[int, int]] | None = None
        """Finds these when it begins, for a consumer that has stored one."""
        self._stream: Stream | None = None
        self.cursors: dict[int, Cursor] = {}
        """The shards that are not read to their ends, by number."""
        self.known: set[int] = set()
        """Of who lists them once: the numbers of the shards that it has learned of."""
        self.has_started = False

    def start(self) -> None:
        """Bind to the newest stream and look at its shards (F8, F107)."""
        self.has_started = True
        if self._run.trace.streams:
            self._bind(self._run.trace.streams[-1])

    def stream_enabled(self, stream: Stream) -> None:
        """A stream was turned on; only a consumer that waits for one is bound to it (F107)."""
        if self.has_started and self._stream is None:
            self._bind(stream)

    def shards_changed(self, closed: Shard, children: list[Shard]) -> bool:
        """A shard was closed, and perhaps children of it were opened. Returns whether it was one of these shards."""
        if not self.has_started:
            return False
        parent = self.cursors.get(closed.number)
        if children and not self.lists_once and self._stream is not None and children[0] in self._stream.shards:
            # A reader of the parent reads its children from their beginning, wherever it began itself (F137, F375).
            self._add([Cursor(child, parent, None, self._run.now) for child in children])
        return parent is not None

    def start_over(self) -> None:
        """Forget every position, and bind to the same stream as at first."""
        known, listed = dict(self.cursors), frozenset(self.known)
        self.cursors.clear()
        if self._stream is not None:
            self._bind(self._stream)
        for number, cursor in self.cursors.items():
            if number in known:
                cursor.processed = known[number].processed
            elif number in listed or not self.lists_once:
                cursor.processed = len(cursor.shard.records)

    def passed_over(self) -> tuple[int, ...]:
        """The records that a start at this moment leaves behind for good, as indexes into the trace's (F136).

        An older stream's records are none of them: a consumer that starts now would never read that stream.
        """
        streams = self._run.trace.streams
        if self.has_started or not self._latest or not streams:
            return ()
        stored = self.positions if self.find_positions is None else self.find_positions()
        behind = (
            index
            for shard in streams[-1].shards
            if shard.number not in stored
            for index in shard.records[shard.trimmed : shard.available if shard.is_open else None]
        )
        return tuple(sorted(behind))

    @property
    def waits_to_start(self) -> bool:
        """Whether it has not started yet, and will read the records that are there by then."""
        return not self.has_started and (not self._latest or bool(self.positions) or self.find_positions is not None)

    def will_find_records(self) -> bool:
        """Whether records are there already for a consumer that has not started yet."""
        streams = self._run.trace.streams
        if not streams or not self.waits_to_start:
            return False
        behind = self.positions
        resumes = not self._latest or self.find_positions is not None
        shards = (shard for shard in streams[-1].shards if resumes or shard.number in behind)
        return any(shard.available > max(shard.trimmed, behind.get(shard.number, 0)) for shard in shards)

    def _bind(self, stream: Stream) -> None:
        self._stream = stream
        if self.find_positions is not None:
            self.positions = self.find_positions()
        now = self._run.now
        first_poll = self._grid.next_point(now)
        self._add(list(cursors_at_start(stream.shards, self._latest, now, first_poll, self.positions).values()))

    def _add(self, cursors: list[Cursor]) -> None:
        if self.lists_once:
            self.known.update(cursor.number for cursor in cursors)
        self.cursors.update((cursor.number, cursor) for cursor in cursors)
        self._on_shards(cursors)
