"""The shard poller: every consumer reads through one, on a grid of times, parents before children (F8, F124)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from simulator.dynamodb.shards import Shard
from simulator.dynamodb.stream import Stream
from simulator.machine.agenda import Priority
from simulator.machine.consumers.cursor import Cursor
from simulator.machine.consumers.get_records import ITERATOR_LIFE, GetRecords
from simulator.machine.consumers.poll_grid import PollGrid
from simulator.machine.consumers.poll_schedule import PollSchedule
from simulator.machine.consumers.poller_owner import CAREFUL, Manner, PollerOwner, ReadPath
from simulator.machine.consumers.subscription import Subscription
from simulator.machine.details import DeadEndDetail, ShardDetail, StartDetail
from simulator.machine.run import Run
from simulator.scenario.events import Event


class ShardPoller:
    """Polls on its grid and gives the pages to its owner.

    A poll that would find nothing is not put on the agenda: only the first one after work is a step (F9).
    """

    def __init__(
        self,
        name: str,
        index: int,
        run: Run,
        read_path: ReadPath,
        owner: PollerOwner,
        grid: PollGrid,
        latest: bool,
        limit: int,
        manner: Manner = CAREFUL,
    ) -> None:
        """`index` is the consumer's index in the trace; `limit` is the most records that one read returns."""
        self.name = name
        self.priority = Priority.READ + index
        self._subscription = Subscription(run, grid, latest, self._on_shards, manner.lists_once)
        self.cursors = self._subscription.cursors
        """The shards that are not read to their ends, by number."""
        self.running = True
        self._run = run
        self._owner = owner
        self._grid = grid
        self._polls = PollSchedule(run, grid, self.priority, self._poll)
        self.schedule = self._polls.soon
        """Polls at the next point of the grid, unless a poll is due already."""
        self.push = self._polls.push
        """Adds work of the consumer that happens in its turn."""
        self._children_wait = run.rules.children_wait_for_parents and manner.waits_for_parents
        iterators_expire = owner.keeps_iterators and run.rules.iterators_expire
        self._get_records = GetRecords(name, run, grid, limit, read_path.throttle, iterators_expire)
        self._worked = False
        """Whether it had work since it was idle."""
        self._working = 0
        """Work in progress, over all shards."""
        self._throttled_until: int | None = None
        """If the newest poll was refused: the earliest time at which one of the shards serves it again."""
        run.agenda.push_background(grid.starts, self.priority, self._join)
        self._on_empty_poll = read_path.on_empty_poll
        if self._on_empty_poll is not None and grid.interval:
            self._polls.show_empty_polls(self._shows_empty_poll, self._show_empty_poll)

    # From the stream service

    def record_available(self, shard: Shard) -> None:
        """A record can be read from now on."""
        if self._polls.next is not None:
            return
        cursor = self.cursors.get(shard.number)
        if cursor is None:
            if self._subscription.waits_to_start:
                self.schedule()
        elif not cursor.polls_paused and self._can_read(cursor):
            self.schedule()

    def shards_changed(self, closed: Shard, children: list[Shard]) -> None:
        """A shard was closed, and perhaps children of it were opened."""
        if self._subscription.shards_changed(closed, children):
            self.schedule()

    def stream_enabled(self, stream: Stream) -> None:
        """A stream was turned on."""
        self._subscription.stream_enabled(stream)

    # From the timeline

    def stop_or_start(self, what: str) -> None:
        """`stop`: poll no more, and keep the positions. `start`: go on from there (F174)."""
        if what == "stop":
            self._run.step(Event.READ_STOPPED, (), self.name)
            self.pause()
            return
        passed_over = () if self._polls.is_yet_to_start() else self._subscription.passed_over()
        self._step_of_start(passed_over)
        self.resume()

    def pause(self) -> None:
        """Stop polling."""
        until = self._polls.newest_over()
        for cursor in self.cursors.values():
            if not cursor.polls_paused and self._can_read(cursor):
                self._get_records.account_for_silent_polls(cursor, until)
        self.running = False
        self._polls.stop()

    def resume(self) -> None:
        """Go on polling."""
        self.running = self._polls.is_on = True
        run, grid = self._run, self._grid
        if not self._subscription.has_started:
            if self._polls.is_yet_to_start():
                if self._subscription.will_find_records():
                    self.schedule()
                return
            self._subscription.start()  # its time came while it was stopped
        point = grid.next_point(run.now)
        due = self._worked or self._working > 0
        for cursor in self.cursors.values():
            cursor.polls_resume_at = point
            if not cursor.polls_paused and self._can_read(cursor):
                due = due or _finds_something(cursor) or self._get_records.is_expired(cursor, point)
        if due:
            self.schedule()
        self._polls.expect_empty_poll()

    def start_over(self) -> None:
        """Forget every position, and begin with the same stream as at first."""
        self._worked = False
        self._subscription.start_over()

    def resume_from(self, positions: Mapping[int, int]) -> None:
        """Begin in these shards, by their numbers, behind so many of their records."""
        self._subscription.positions = positions

    def resume_when_it_starts(self, find_positions: Callable[[], Mapping[int, int]]) -> None:
        """Begin, whenever that is, at stored positions."""
        self._subscription.find_positions = find_positions

    def expect_records(self) -> None:
        """It was created just now: records that are there already make it poll as soon as it starts."""
        if self._subscription.will_find_records():
            self._polls.at(self._grid.next_point(self._run.now))  # at its creation, whatever polled before

    def update(self, limit: int, interval: int | None = None) -> None:
        """Read up to `limit` records from now on, at the points of a grid with this interval, in milliseconds.

        Without an `interval` the grid stays.
        """
        self._get_records.limit = limit
        if interval is None or interval == self._grid.interval:
            return
        until = self._polls.newest_over()
        for cursor in self.cursors.values():
            if self._polls.is_on and not cursor.polls_paused and self._can_read(cursor):
                self._get_records.account_for_silent_polls(cursor, until)
            cursor.polls_resume_at = max(cursor.polls_resume_at, self._run.now)
        self._polls.change_interval(interval)

    def delete(self) -> None:
        """Read no more: the work in progress is lost, and so is every position."""
        for cursor in tuple(self.cursors.values()):
            self.abandon_work(cursor)
        self.pause()
        self.cursors.clear()

    # From its owner

    def poll_if_due(self, cursor: Cursor) -> None:
        """Poll if that finds something, or ends the work; any other empty poll would keep the machine from rest."""
        if cursor.has_records or not cursor.shard.is_open or (self._worked and not self._working):
            self.schedule()

    def begin_work(self, cursor: Cursor) -> None:
        """Some work on the records that were read of a shard begins."""
        cursor.work += 1
        self._working += 1
        self._worked = True

    def finish_work(self, cursor: Cursor) -> None:
        """Work ends. The next poll is the first point of the grid at or after this time."""
        cursor.work -= 1
        self._working -= 1
        if cursor.last_page and not cursor.work and not cursor.done:
            self.end(cursor)
        self.schedule()
        self._polls.expect_empty_poll()

    def resume_polls(self, cursor: Cursor) -> None:
        """Polls of a shard are not skipped any more."""
        cursor.polls_paused = False
        cursor.polls_resume_at = self._run.now
        self._polls.expect_empty_poll()

    def abandon_work(self, cursor: Cursor) -> None:
        """The worker of a shard is gone: its work in progress is lost."""
        if cursor.work and cursor.work_entry is not None:
            self._run.agenda.withdraw(cursor.work_entry)
        self._working -= cursor.work
        cursor.work = 0
        cursor.generation += 1
        self.resume_polls(cursor)

    def end(self, cursor: Cursor) -> None:
        """A shard is read to its end; its children can be read from now on (F124, F145)."""
        cursor.done = True
        del self.cursors[cursor.number]
        if self._children_wait:
            for child in self.cursors.values():
                if child.parent is cursor:
                    child.polls_resume_at = self._run.now
        reason: Literal["listed once", "no checkpoint"] | None = self._owner.ends_here(cursor)
        if self._subscription.lists_once and self._has_unknown_children(cursor.shard):
            reason = "listed once"
        detail = ShardDetail(cursor.number) if reason is None else DeadEndDetail(cursor.number, reason)
        self._run.step(Event.READ_SHARD_END, (), self.name, detail)
        self._owner.on_end(cursor)
        self._polls.expect_empty_poll()

    def overtaken(self, cursor: Cursor) -> int:
        """The number of the parent that a shard is read before (F301); 0 where there is none."""
        parent = cursor.parent
        return (
            0 if parent is None or parent.done or self._run.rules.children_wait_for_parents is False else parent.number
        )

    def _has_unknown_children(self, shard: Shard) -> bool:
        known = self._subscription.known
        return any(each.parent is shard and each.number not in known for each in self._run.trace.shards)

    # The start

    def _on_shards(self, cursors: list[Cursor]) -> None:
        self._owner.on_shards(cursors)
        self._polls.expect_empty_poll()

    def _join(self, _: object) -> None:
        """The time to start has come. This is the first point of the grid."""
        if not self.running:
            return  # it joins when it is started again
        passed_over = self._subscription.passed_over()
        if passed_over:
            self._step_of_start(passed_over)
        self._subscription.start()
        if self._polls.next is None and any(map(_finds_something, self.cursors.values())):
            self._polls.at(self._run.now)

    def _step_of_start(self, passed_over: tuple[int, ...]) -> None:
        """It begins to poll, or polls again; it says so if its start passes over records."""
        detail = StartDetail("LATEST") if passed_over else None
        self._run.step(Event.READ_STARTED, passed_over, self.name, detail)

    # Polls

    def _can_read(self, cursor: Cursor) -> bool:
        """Parents are read first (F124), and the owner may have reasons to wait."""
        parent = cursor.parent
        if parent is not None and not parent.done and self._children_wait:
            return False
        return self._owner.may_read(cursor)

    def _poll(self, _: object) -> None:
        run = self._run
        self._polls.begins()
        found = polled = False
        self._throttled_until = None
        count = len(self.cursors)
        cursors = self._to_look_at()
        for cursor in cursors:
            if self._owner.before_poll(cursor):
                found = True
            if cursor.polls_paused or not self._can_read(cursor):
                continue
            polled = True
            if not cursor.started:
                self._get_records.start(cursor)
            if run.now - cursor.iterator_issued_at >= ITERATOR_LIFE:
                self._get_records.renew_if_expired(cursor)
            if cursor.position < cursor.shard.available:
                found = self._fetch(cursor) or found
            elif cursor.ends_at_next_poll:
                self.end(cursor)
        if not (found or polled):
            polled = self._owner.has_nothing_to_poll()
        if found:
            if self._worked and not self._working:
                # No work came of it (all was filtered out, or refused): the next poll may be empty.
                self.schedule(self._throttled_until)
        elif not self._working and (polled or not count or self._can_poll()):
            if self._worked and self._owner.nothing_waits():
                run.do_now(Priority.IDLE, self._idle)
                return
            if self._on_empty_poll is not None and len(self.cursors) == count and self._finds_nothing():
                self._on_empty_poll(self.name)
        if self._polls.next is None:
            for cursor in cursors:
                if not cursor.polls_paused and not cursor.done and _finds_something(cursor) and self._can_read(cursor):
                    self.schedule(self._throttled_until)
                    break

    def _to_look_at(self) -> list[Cursor]:
        """The shards in which a poll can find or change anything: with many shards, most of them are quiet."""
        cursors = self.cursors.values()
        if len(cursors) == 1 or self._owner.looks_at_every_shard():
            return list(cursors)
        oldest = self._run.now - ITERATOR_LIFE
        return [
            cursor
            for cursor in cursors
            if cursor.work
            or cursor.position < (shard := cursor.shard).available
            or shard.ending_sequence_number is not None
            or cursor.iterator_issued_at <= oldest
            or not cursor.started
        ]

    def _can_poll(self) -> bool:
        """Whether there is any shard to poll."""
        return any(not cursor.polls_paused and self._can_read(cursor) for cursor in self.cursors.values())

    def _fetch(self, cursor: Cursor) -> bool:
        """Read a shard that has records. Returns whether there was anything: records, or a refusal to give them."""
        get_records = self._get_records
        if cursor.position < cursor.shard.trimmed:
            get_records.skip_trimmed(cursor)
            if not cursor.has_records:
                return True
        page = get_records.page(cursor)
        if page is None:
            until = get_records.throttled_until
            self._throttled_until = until if self._throttled_until is None else min(until, self._throttled_until)
            return True
        if not page:
            return False
        if cursor.last_page and self._run.rules.last_page_is_empty:
            self.end(cursor)
            return True
        self._worked = True
        self._owner.on_page(cursor, page)
        return True

    def _idle(self, _: object) -> None:
        if self._working or not self._worked:
            return
        self._worked = False
        self._run.step(Event.IDLE_WAITING, (), self.name)
        if self._run.rules.empty_page_ends_reading:
            self._polls.is_on = False

    # Empty polls

    def _shows_empty_poll(self) -> bool:
        """Whether a poll at this point of the grid finds nothing, and no other poll is due now."""
        return self._polls.is_on and self._polls.next != self._run.now and self._finds_nothing()

    def _finds_nothing(self) -> bool:
        """Whether a poll of every shard that can be read finds nothing; with none to read, there is no poll."""
        return not self._working and any(map(self._can_read, self.cursors.values()))

    def _show_empty_poll(self) -> None:
        if self._on_empty_poll is not None:
            self._on_empty_poll(self.name)


def _finds_something(cursor: Cursor) -> bool:
    """Whether a poll of a shard would find records, or its end."""
    return cursor.has_records or cursor.ends_at_next_poll
