"""A poller: a program that calls GetRecords itself, again and again (F3, F8, F9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.machine.agenda import Priority
from simulator.scenario.model import ConsumerModel

if TYPE_CHECKING:
    from simulator.machine.machine import Machine


class Poller:
    """Polls on the grid `starts` + k x interval, reads a page, works on its records one after another.

    A poll that would find nothing is not put on the agenda: only the first one after work is a step (F9).
    """

    def __init__(self, model: ConsumerModel, place: int, machine: Machine) -> None:
        self.name = model.name
        self._limit = model.limit
        self._interval = model.poll_interval
        self._work_time = model.processing_time
        self._starts = model.starts
        self._latest = model.starting_position == "LATEST"
        self._read_priority = Priority.READ + place
        self._machine = machine
        self._position = 0
        """How many of the shard's available records are behind this reader."""
        self._last_poll = -1
        self._next_poll: int | None = None
        self._page: list[int] = []
        """The records that were read and are still to be worked on, the last one first."""
        if machine.show_empty_polls:
            machine.agenda.push_background(self._starts, self._read_priority, self._tick, self._starts)

    def record_available(self, now: int) -> None:
        """A record can be read from now on."""
        if self._latest and now <= self._starts and self._machine.polled_until < self._starts:
            self._position = len(self._machine.available)  # LATEST begins after what is there at its first poll (F136)
        elif not self._page and self._next_poll is None:
            self._schedule_poll(now)

    def _schedule_poll(self, now: int) -> None:
        """The next poll: the first point of the grid at or after now that was not used yet."""
        time = max(now, self._starts)
        if self._interval:
            time += (self._starts - time) % self._interval
            if time <= self._last_poll or time <= self._machine.polled_until:
                time += self._interval
        self._next_poll = time
        self._machine.agenda.push(time, self._read_priority, self._poll, time)

    def _poll(self, now: int) -> None:
        self._last_poll, self._next_poll = now, None
        page = self._machine.available[self._position : self._position + self._limit]
        if not page:
            self._machine.agenda.push(now, Priority.IDLE, self._idle, now)
            return
        self._position += len(page)
        self._machine.records_read(now, self.name, tuple(page))
        page.reverse()
        self._page = page
        self._machine.agenda.push(now + self._work_time, Priority.PROCESS, self._processed, now + self._work_time)

    def _processed(self, now: int) -> None:
        self._machine.record_processed(now, self.name, self._page.pop())
        if self._page:
            done = now + self._work_time
            self._machine.agenda.push(done, Priority.PROCESS, self._processed, done)
        else:
            self._schedule_poll(now)

    def _idle(self, now: int) -> None:
        self._machine.consumer_idle(now, self.name)

    def _tick(self, now: int) -> None:
        """A point of the grid at which the scenario wants to see an empty poll."""
        if not self._page and now != self._next_poll:
            self._last_poll = now
            self._machine.empty_poll(now, self.name)
        due = now + self._interval
        self._machine.agenda.push_background(due, self._read_priority, self._tick, due)
