"""How every consumer reads: polls on a grid, shard by shard, parents before children (F8, F124, F134-F151)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.dynamodb.shards import Shard
from simulator.dynamodb.stream import Stream
from simulator.machine.agenda import Priority
from simulator.machine.consumers.cursor import Cursor
from simulator.machine.details import IteratorDetail, ShardDetail, StartingPosition
from simulator.machine.events import Event

if TYPE_CHECKING:
    from simulator.machine.machine import Machine

PAGE_BYTES = 1024 * 1024
"""The most that one GetRecords returns (F141)."""

ITERATOR_LIFE = 15 * 60 * 1000
"""Milliseconds after which a shard iterator is refused (F138)."""


class ShardPoller:
    """Polls on the grid `starts` + k x interval; what a page is for is its owner's business.

    A poll that would find nothing is not put on the agenda: only the first one after work is a step (F9).
    """

    def __init__(
        self,
        name: str,
        place: int,
        machine: Machine,
        *,
        starts: int,
        interval: int,
        latest: bool,
        on_page: Callable[[Cursor, list[int]], None],
        limit: int,
    ) -> None:
        self.name = name
        self.machine = machine
        self.cursors: dict[int, Cursor] = {}
        """The shards that are not read to their ends, by number."""
        self.stream: Stream | None = None
        """The stream that it is bound to: the newest one when it started (F107)."""
        self.running = True
        self._polls = True
        """Whether it polls: it is running, and does not think that it is done."""
        self.priority = Priority.READ + place
        self.may_read: Callable[[Cursor], bool] | None = None
        """Whether somebody is there to read a shard (KCL's leases)."""
        self.before_poll: Callable[[Cursor], bool] | None = None
        """What is done with a shard before it is polled; whether that was something."""
        self.nothing_waits: Callable[[], bool] = lambda: True
        """Whether no record waits in a shard that nobody is there to read."""
        self.on_shards: Callable[[list[Cursor]], None] = lambda cursors: None
        """Told of shards to read that are new."""
        self.on_end: Callable[[Cursor], None] = lambda cursor: None
        """Told of a shard that is read to its end."""
        self.keeps_iterators = True
        """Whether it depends on iterators that expire; Lambda sees to that itself."""
        self._crowded = len(machine.scenario.consumers) > 2
        self._starts = starts
        self._interval = interval
        self._latest = latest
        self._on_page = on_page
        self.limit = limit
        """How many records one read returns at most."""
        self._joined = False
        self._next_poll: int | None = None
        self._last_poll = -1
        self._worked = False
        """Whether it had work since it was idle."""
        self._working = 0
        """Work in progress, over all shards."""
        self._throttled = False
        """Whether the newest poll was refused."""
        machine.agenda.push_background(starts, self.priority, self._join)
        if machine.show_empty_polls and interval:
            machine.agenda.push_background(starts, self.priority, self._tick, starts)

    # What the machine tells it

    def record_available(self, shard: Shard) -> None:
        """A record can be read from now on."""
        cursor = self.cursors.get(shard.number)
        if cursor is None:
            if not self._joined and not self._latest:
                self.schedule()
        elif not cursor.polls_paused and self._next_poll is None and self._can_read(cursor):
            self.schedule()

    def shards_changed(self, closed: Shard, children: list[Shard]) -> None:
        """A shard was closed, and perhaps children of it were opened."""
        if not self._joined:
            return
        parent = self.cursors.get(closed.number)
        if children and self.stream is not None and children[0] in self.stream.shards:
            # A reader of the parent reads its children from their beginning, whatever it began with (F137, F375).
            self._add([Cursor(child, parent, None, self.machine.now) for child in children])
        if parent is not None:
            self.schedule()

    def stream_enabled(self, stream: Stream) -> None:
        """A stream was turned on; who waits for one is bound to it, and nobody else (F107)."""
        if self._joined and self.stream is None:
            self._bind(stream)

    # Reading

    def schedule(self, throttled: bool = False) -> None:
        """Poll at the next point of the grid that is not over; without a grid, `throttled` waits for another second."""
        if self._next_poll is not None or not self._polls:
            return
        machine = self.machine
        time = max(machine.now, self._starts)
        interval = self._interval
        if throttled and not interval:
            time += 1000 - time % 1000
        if interval:
            time += (self._starts - time) % interval
            if time == machine.now and machine.passed >= self.priority:
                time += interval
        self._next_poll = time
        machine.agenda.push(time, self.priority, self._poll)

    def poll_if_due(self, cursor: Cursor) -> None:
        """Poll where that finds something, or ends the work; any other empty poll would keep the machine from rest."""
        if cursor.position < cursor.shard.available or not cursor.shard.is_open or (self._worked and not self._working):
            self.schedule()

    def begin(self, cursor: Cursor) -> None:
        """Some work on what was read of a shard begins."""
        cursor.work += 1
        self._working += 1
        self._worked = True

    def finish(self, cursor: Cursor) -> None:
        """Work ends. The next poll is the first point of the grid at or after this time."""
        cursor.work -= 1
        self._working -= 1
        if cursor.last_page and not cursor.work and not cursor.done:
            self.end(cursor)
        self.schedule()

    def freed(self, cursor: Cursor) -> None:
        """Polls of a shard are not skipped any more."""
        cursor.polls_paused = False
        cursor.polls_resume_at = self.machine.now

    def go_back(self, cursor: Cursor, position: int) -> None:
        """Read a shard from another position, with a new iterator."""
        cursor.position = position
        cursor.iterator_issued_at = cursor.polls_resume_at = self.machine.now
        cursor.last_page = False

    def ask_for_latest(self, cursor: Cursor) -> None:
        """Begin at LATEST, which is the end of the shard at this moment (F136)."""
        cursor.first = cursor.shard.available
        self.go_back(cursor, cursor.first)

    def pause(self) -> None:
        """Stop polling."""
        for cursor in self.cursors.values():
            if not cursor.polls_paused and self._can_read(cursor):
                poll = self._silent_poll(cursor, self.machine.passed >= self.priority)
                cursor.iterator_issued_at = max(cursor.iterator_issued_at, poll)
                cursor.started = cursor.started or poll >= 0
        self.running = self._polls = False
        self._next_poll = None
        self.machine.agenda.withdraw(self._poll)

    def resume(self) -> None:
        """Go on polling."""
        self.running = self._polls = True
        now, passed = self.machine.now, self.machine.passed
        if not self._joined and (now, passed) >= (self._starts, self.priority):
            self._start()  # its time came while it was stopped
        elif not self._joined:
            streams = self.machine.trace.streams
            if streams and not self._latest and any(shard.available > shard.trimmed for shard in streams[-1].shards):
                self.schedule()
            return
        point = self._next_point()
        due = self._worked or self._working > 0
        for cursor in self.cursors.values():
            cursor.polls_resume_at = point
            if not cursor.polls_paused and self._can_read(cursor):
                due = due or self._has_more(cursor) or (cursor.started and self._expires(cursor, point))
        if due:
            self.schedule()

    def end_all_work(self, cursor: Cursor) -> None:
        """Whoever worked on a shard is gone, and what was to be done on it will not be."""
        self.machine.agenda.withdraw_about(cursor)
        self._working -= cursor.work
        cursor.work = 0
        cursor.generation += 1
        self.freed(cursor)

    def begin_again(self) -> None:
        """Forget every place, and bind to the same stream as at first."""
        known, self.cursors = self.cursors, {}
        self._worked = False
        if self.stream is not None:
            self._bind(self.stream)
        for number, cursor in self.cursors.items():
            cursor.processed = known[number].processed if number in known else len(cursor.shard.records)

    def _join(self, _: object) -> None:
        """Its time has come. This is the first point of its grid."""
        if not self.running:
            return  # it will when it is started again
        self._start()
        if self._next_poll is None and any(map(self._has_more, self.cursors.values())):
            self._next_poll = self.machine.now
            self.machine.agenda.push(self.machine.now, self.priority, self._poll)

    def _start(self) -> None:
        """Bind to the newest stream and look at its shards (F8, F107)."""
        self._joined = True
        if self.machine.trace.streams:
            self._bind(self.machine.trace.streams[-1])

    def _bind(self, stream: Stream) -> None:
        self.stream = stream
        cursors: dict[int, Cursor] = {}
        for shard in stream.shards:
            if self._latest:  # after the newest record of each shard, at this moment (F136)
                if shard.is_open:
                    cursors[shard.number] = Cursor(shard, None, shard.available, self.machine.now)
            elif shard.is_open or shard.trimmed < len(shard.records):  # one with nothing left is done with (F123)
                parent = _nearest_ancestor(shard, cursors)
                cursors[shard.number] = cursor = Cursor(shard, parent, None, self.machine.now)
                cursor.position = shard.trimmed
        for cursor in cursors.values():
            cursor.iterator_issued_at = cursor.polls_resume_at = self._next_point()
        self._add(list(cursors.values()))

    def _add(self, cursors: list[Cursor]) -> None:
        self.cursors.update((cursor.number, cursor) for cursor in cursors)
        self.on_shards(cursors)

    def _can_read(self, cursor: Cursor) -> bool:
        """Parents first (F124); and somebody must be there to read."""
        parent = cursor.parent
        if parent is not None and not parent.done and self.machine.rules.children_wait_for_parents:
            return False
        return self.may_read is None or self.may_read(cursor)

    def _poll(self, _: object) -> None:
        machine = self.machine
        self._next_poll = None
        self._last_poll = machine.now
        found = self._throttled = False
        cursors = tuple(self.cursors.values())
        polled = not cursors  # with no shard left there is nothing to wait for
        for cursor in cursors:
            if self.before_poll is not None and self.before_poll(cursor):
                found = True
            if cursor.polls_paused or not self._can_read(cursor):
                continue
            polled = True
            if not cursor.started:
                self._begin(cursor)
            if machine.now - cursor.iterator_issued_at >= ITERATOR_LIFE and self._expired(cursor):
                self._renew(cursor)
            if self._has_more(cursor) and self._fetch(cursor):
                found = True
        if found:
            if self._worked and not self._working:
                self.schedule(self._throttled)  # no work came of it (all was filtered out): the next poll may be empty
        elif polled and self._worked and not self._working and self.nothing_waits():
            if machine.agenda.push_or_do(machine.now, Priority.IDLE, self._idle):
                machine.passed = Priority.IDLE
            return
        elif polled and machine.show_empty_polls and len(self.cursors) == len(cursors):
            self._show_empty_poll()
        for cursor in self.cursors.values():
            if not cursor.polls_paused and self._has_more(cursor) and self._can_read(cursor):
                self.schedule(self._throttled)
                break

    def _has_more(self, cursor: Cursor) -> bool:
        shard = cursor.shard
        return cursor.position < shard.available or (
            shard.ending_sequence_number is not None
            and cursor.position == len(shard.records)
            and not cursor.work
            and not cursor.done
        )

    def _fetch(self, cursor: Cursor) -> bool:
        """GetRecords of one shard. Returns whether there was anything: records, or a refusal to give them."""
        machine, shard = self.machine, cursor.shard
        available = shard.available
        if cursor.position >= available:
            if not shard.is_open and cursor.position == len(shard.records):
                self.end(cursor)
            return False
        if cursor.position < shard.trimmed:
            lost = tuple(shard.records[cursor.position : shard.trimmed])
            detail = IteratorDetail(shard.number, self._begins_at(cursor))
            machine.step(Event.READ_TRIMMED, lost, self.name, detail)
            cursor.position = shard.trimmed
            if cursor.position >= available:
                return True
        if self._crowded and machine.read_throttle.is_throttled(shard, self.name):
            machine.step(Event.READ_THROTTLED, (), self.name, ShardDetail(shard.number))
            self._throttled = True
            return True
        page = self._page(cursor, available)
        if not page:
            return False
        cursor.iterator_issued_at = machine.now
        cursor.position += len(page)
        cursor.last_page = not shard.is_open and cursor.position == len(shard.records)
        if cursor.last_page and machine.rules.last_page_is_empty:
            self.end(cursor)
            return True
        self._worked = True
        self._on_page(cursor, page)
        return True

    def _page(self, cursor: Cursor, available: int) -> list[int]:
        """The next records: at most the limit, and at most 1 MB (F141, F142)."""
        shard, machine = cursor.shard, self.machine
        if machine.rules.reading_removes:
            cursor.position = max(cursor.position, machine.read_throttle.taken(shard))
        page = shard.records[cursor.position : min(cursor.position + self.limit, available)]
        if len(page) > 1:
            room = PAGE_BYTES
            for count, index in enumerate(page):
                room -= machine.trace.records[index].size_bytes
                if room < 0 and count:
                    page = page[:count]
                    break
        if page and (self._crowded or machine.rules.reading_removes):
            machine.read_throttle.read(shard, self.name, cursor.position + len(page))
        return page

    def _begin(self, cursor: Cursor) -> None:
        """TRIM_HORIZON is asked for at a shard's first poll: a silent one before, or the one of this moment."""
        poll = self._silent_poll(cursor)
        if poll < 0:
            poll = self.machine.now
            cursor.position = max(cursor.position, cursor.shard.trimmed)  # the oldest record that is left (F297)
        cursor.iterator_issued_at = poll
        cursor.first = cursor.position
        cursor.started = True

    def _expired(self, cursor: Cursor) -> bool:
        """Whether the iterator is older than 15 minutes. Every GetRecords brings a fresh one, a silent poll too."""
        cursor.iterator_issued_at = max(cursor.iterator_issued_at, self._silent_poll(cursor))
        return self._expires(cursor, self.machine.now)

    def _expires(self, cursor: Cursor, time: int) -> bool:
        """Whether an iterator will be refused at a time (F138)."""
        can_expire = self.keeps_iterators and self.machine.rules.iterators_expire
        return can_expire and time - cursor.iterator_issued_at >= ITERATOR_LIFE

    def _silent_poll(self, cursor: Cursor, even_now: bool = False) -> int:
        """When a shard was last polled before now, or `even_now`, if it was not skipped then; -1: it was."""
        before = self.machine.now - (not even_now)
        poll = before - (before - self._starts) % self._interval if self._interval else before
        return poll if poll >= cursor.polls_resume_at else -1

    def _next_point(self) -> int:
        """The next point of the grid, now included."""
        time = max(self.machine.now, self._starts)
        return time + (self._starts - time) % self._interval if self._interval else time

    def _renew(self, cursor: Cursor) -> None:
        """The iterator is refused: a new one, after the last record that was read, takes its place (F138)."""
        machine = self.machine
        begun = self._begins_at(cursor)
        machine.step(Event.READ_ITERATOR_EXPIRED, (), self.name, IteratorDetail(cursor.number, begun))
        cursor.iterator_issued_at = machine.now
        if begun == "LATEST":
            self.ask_for_latest(cursor)

    def _begins_at(self, cursor: Cursor) -> StartingPosition | None:
        """The starting position, where nothing was read yet and it is asked for once more; else None."""
        if cursor.position != cursor.first:
            return None
        return "LATEST" if cursor.latest else "TRIM_HORIZON"

    def end(self, cursor: Cursor) -> None:
        """A shard is read to its end; its children can be read from now on (F124, F145)."""
        cursor.done = True
        del self.cursors[cursor.number]
        if self.machine.rules.children_wait_for_parents:
            for child in self.cursors.values():
                if child.parent is cursor:
                    child.polls_resume_at = self.machine.now
        self.machine.step(Event.READ_SHARD_END, (), self.name, ShardDetail(cursor.number))
        self.on_end(cursor)

    def _idle(self, _: object) -> None:
        if self._working or not self._worked:
            return
        self._worked = False
        self.machine.step(Event.IDLE_WAITING, (), self.name)
        if self.machine.rules.empty_page_ends_reading:
            self._polls = False

    def _show_empty_poll(self) -> None:
        """A poll of every shard that can be read found nothing; with none to read, there is no poll."""
        if not self._working and any(map(self._can_read, self.cursors.values())):
            self.machine.empty_poll(self.name)

    def _tick(self, now: int) -> None:
        """A point of the grid at which the scenario wants to see an empty poll."""
        if self._polls and self._next_poll != now and self._last_poll != now:
            self._last_poll = now
            self._show_empty_poll()
        due = now + self._interval
        self.machine.agenda.push_background(due, self.priority, self._tick, due)


def _nearest_ancestor(shard: Shard, cursors: dict[int, Cursor]) -> Cursor | None:
    """The cursor that a shard has to wait for; an ancestor in which nothing is left to read has none."""
    ancestor = shard.parent
    while ancestor is not None and ancestor.number not in cursors:
        ancestor = ancestor.parent
    return None if ancestor is None else cursors[ancestor.number]
