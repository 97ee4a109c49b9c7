"""When a consumer polls: at the points of its grid at which a poll finds something, or is to be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.machine.consumers.empty_polls import EmptyPolls
from simulator.machine.consumers.poll_grid import PollGrid
from simulator.machine.run import Run


class PollSchedule:
    """Has the next poll on the agenda, if there is one. A poll that would find nothing is not put there.

    Args:
        run: the run.
        grid: the times at which the consumer may poll.
        priority: of the consumer's polls among entries of one time.
        poll: polls.
    """

    def __init__(self, run: Run, grid: PollGrid, priority: int, poll: Callable[[object], None]) -> None:
        self.next: int | None = None
        """The time of the poll that is on the agenda, in milliseconds of the run."""
        self._entry = 0
        """The sequence of that poll on the agenda."""
        self.is_on = True
        """Whether the consumer polls at all: it is running, and does not think that it is done."""
        self._run = run
        self._grid = grid
        self._priority = priority
        self._poll = poll
        self._empty_polls: EmptyPolls | None = None

    def show_empty_polls(self, would_show: Callable[[], bool], show: Callable[[], None]) -> None:
        """Show a poll that finds nothing wherever `would_show` says so."""
        self._empty_polls = EmptyPolls(self._run, self._grid, self._priority, would_show, show)

    def at(self, time: int) -> None:
        """Poll at a time; no other poll may be due."""
        self.next = time
        self._entry = self._run.agenda.push(time, self._priority, self._poll)

    def soon(self, not_before: int | None = None) -> None:
        """Poll at the next point of the grid that is not over; without a grid, `not_before` is waited for."""
        if self.next is not None or not self.is_on:
            return
        run, grid = self._run, self._grid
        time = grid.next_point(run.now)
        if not_before is not None and not grid.interval:
            time = max(time, not_before)
        elif time == run.now and run.passed >= self._priority:
            time += grid.interval
        self.at(time)

    def begins(self) -> None:
        """The poll that was due happens now."""
        self.next = None
        if self._empty_polls is not None:
            self._empty_polls.polled()

    def stop(self) -> None:
        """Poll no more."""
        self.is_on = False
        self._withdraw()

    def change_interval(self, interval: int) -> None:
        """Poll at the points of a grid with another interval, in milliseconds, from now on."""
        self._grid.interval = interval
        if self.next is not None:
            self._withdraw()
            self.soon()
        self.expect_empty_poll()

    def expect_empty_poll(self) -> None:
        """Something has happened that may make an empty poll worth showing."""
        if self._empty_polls is not None:
            self._empty_polls.expect()

    def push(self, due: int, act: Callable[[Any], None], about: Any) -> int:
        """Add other work that happens in the consumer's turn, at the priority of its polls; as Agenda.push."""
        if self._empty_polls is None:
            return self._run.agenda.push(due, self._priority, act, about)
        return self._empty_polls.push_in_turn(due, act, about)

    def newest_over(self) -> int:
        """The newest time at which a poll of the consumer could have happened by now."""
        run = self._run
        return run.now if run.passed >= self._priority else run.now - 1

    def is_yet_to_start(self) -> bool:
        """Whether the first point of the grid is still to come."""
        return (self._run.now, self._run.passed) < (self._grid.starts, self._priority)

    def _withdraw(self) -> None:
        if self.next is not None:
            self.next = None
            self._run.agenda.withdraw(self._entry)
