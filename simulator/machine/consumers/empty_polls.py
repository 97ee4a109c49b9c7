"""Empty polls as steps: the points of a consumer's grid at which the scenario shows that a poll found nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.machine.consumers.poll_grid import PollGrid
from simulator.machine.run import Run


class EmptyPolls:
    """Puts a point of the grid on the agenda only while a poll there would be shown.

    So their cost grows with the steps that they make, and not with the time that passes. Whatever could make a poll
    worth showing again has to call `expect`.
    """

    def __init__(
        self, run: Run, grid: PollGrid, priority: int, would_show: Callable[[], bool], show: Callable[[], None]
    ) -> None:
        """`would_show` says whether a poll that finds nothing would be shown now, and `show` records the step."""
        self._run = run
        self._grid = grid
        self._priority = priority
        self._would_show = would_show
        self._show = show
        self._next: int | None = None
        """The point that is on the agenda."""
        self._polled = -1
        """The newest time at which it polled; there is one poll at a time."""
        self._push(grid.starts)

    def expect(self) -> None:
        """Expect a poll at the next point of the grid that is not over."""
        if self._next is None:
            run, grid = self._run, self._grid
            point = grid.next_point(run.now)
            if point == run.now and run.passed >= self._priority:
                point += grid.interval
            self._push(point)

    def polled(self) -> None:
        """A poll happens now: whatever it finds, no other is shown at this time."""
        self._polled = self._run.now
        self.expect()

    def push_in_turn(self, due: int, act: Callable[[Any], None], about: Any) -> int:
        """Add other work of the consumer, which may change what a poll at the same time shows.

        The poll comes before work that is added after the previous point of the grid, and after earlier work: as if
        each poll had added the next.
        """
        run, grid, priority = self._run, self._grid, self._priority
        if due > grid.starts and grid.next_point(due) == due and (run.now, run.passed) < (due, priority):
            previous = due - grid.interval
            if self._next == previous or (run.now, run.passed) < (previous, priority):
                run.agenda.push_background(previous, priority, self._precede, previous)
            else:
                self.expect()
        return run.agenda.push(due, priority, act, about)

    def _precede(self, point: int) -> None:
        """A point of the grid after which the next one is expected, whatever is shown."""
        self._poll(point)
        self.expect()

    def _push(self, point: int) -> None:
        self._next = point
        self._run.agenda.push_background(point, self._priority, self._poll, point)

    def _poll(self, point: int) -> None:
        """A point of the grid; it may be on the agenda more than once."""
        if self._next == point:
            self._next = None
        if self._polled == point:
            self.expect()
            return
        self._polled = point
        if self._grid.next_point(point) != point:  # a deployment has changed the grid
            self.expect()
            return
        if self._would_show():
            self._show()
            self.expect()
