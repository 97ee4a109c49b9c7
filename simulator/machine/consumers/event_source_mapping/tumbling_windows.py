"""Tumbling windows: the state that a function carries from batch to batch, for so many seconds (F210-F212)."""

from __future__ import annotations

from collections.abc import Callable

from simulator.dynamodb.stream import RETENTION
from simulator.machine.agenda import Priority
from simulator.machine.consumers.event_source_mapping.lane import Batch, Lane, Window, window_start
from simulator.machine.consumers.poll_grid import PollGrid
from simulator.machine.details import OpenWindow, WindowDetail
from simulator.machine.run import Run
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.events import Event


class TumblingWindows:
    """One at a time for each lane, cut by the capture of the records. A shard's children have windows of their own."""

    def __init__(
        self, model: LambdaModel, run: Run, grid: PollGrid, availability_delay: int, on_due: Callable[[Lane], None]
    ) -> None:
        """`grid` is that of the polls; the delay is in milliseconds.

        `on_due` is called with each lane whose window's time is over.
        """
        self._run = run
        self._name = model.name
        self.configure(model)
        self._grid = grid
        self._availability_delay = availability_delay
        self._on_due = on_due

    def configure(self, model: LambdaModel) -> None:
        """Take the settings over. A window that is open goes on to its end, or to the next batch of another."""
        self._seconds = model.tumbling_window_in_seconds

    def has_ended_for(self, lane: Lane) -> bool:
        """Whether the open window has to be closed before the next batch. With none open, the batch's own opens."""
        if not self._seconds:
            return lane.tumbling is not None
        start = self._start_of_next(lane)
        if lane.tumbling is None:
            lane.tumbling = Window(start, start + self._seconds, self._due_time(start + self._seconds))
            self._expect(lane)
        return lane.tumbling.start != start

    def is_over(self, lane: Lane, polls: bool) -> bool:
        """Whether the lane's window is over and all of its records were read and are done with.

        With its shard a window ends too (F211); that the shard is closed a mapping learns when it `polls`.
        """
        window, cursor = lane.tumbling, lane.cursor
        if window is None:
            return False
        if lane.waiting:
            return self._start_of_next(lane) != window.start
        shard = cursor.shard
        if max(cursor.position, shard.trimmed) < shard.available:
            return False  # polls were skipped: records that were not read may belong to it
        shard_is_over = cursor.last_page or (polls and not shard.is_open and cursor.position == len(shard.records))
        return shard_is_over or window.due <= self._run.now

    def is_invoked_for(self, lane: Lane) -> None:
        """Record the window of the invocation that the next step is about."""
        window, trace = lane.tumbling, self._run.trace
        if window is not None:
            about = OpenWindow(lane.cursor.number, (window.start, window.end), window.state)
            trace.open_windows[len(trace.events) + 1] = about

    def succeeded(self, lane: Lane, batch: Batch) -> None:
        """The function has seen a batch of the window."""
        if lane.tumbling is not None:
            lane.tumbling.state += len(batch.records)

    def closed(self, lane: Lane) -> None:
        """The function has returned from its last invocation for the window."""
        window = lane.tumbling
        assert window is not None
        detail = WindowDetail(lane.cursor.number, (window.start, window.end), window.state)
        self._run.step(Event.PROCESS_WINDOW_CLOSED, (), self._name, detail)
        if window.due > self._run.now:
            self.pause(lane)  # nobody waits for its end any more
        lane.tumbling = None

    def expires(self, lane: Lane) -> int:
        """The time from which every record of the open window is gone, in milliseconds of the run (F150)."""
        assert lane.tumbling is not None
        return lane.tumbling.end * 1000 - self._run.trace.start_ms + RETENTION

    def given_up(self, lane: Lane) -> None:
        """The last invocation failed for as long as the window's records were there: the window is gone."""
        lane.tumbling = None

    def pause(self, lane: Lane) -> None:
        """The mapping is turned off: the window is not closed."""
        window = lane.tumbling
        if window is not None and window.entry is not None:
            self._run.agenda.withdraw(window.entry)
            window.entry = None

    def resume(self, lane: Lane) -> None:
        """The mapping is turned on again."""
        if lane.tumbling is not None:
            lane.tumbling.due = max(lane.tumbling.due, self._grid.next_point(self._run.now))
            self._expect(lane)

    def _start_of_next(self, lane: Lane) -> int:
        return window_start(self._run.trace.records[lane.waiting[0]], self._seconds)

    def _due_time(self, end: int) -> int:
        """The poll that can bring the last record, captured just before the end, or now if that is over."""
        run = self._run
        available = end * 1000 - run.trace.start_ms + self._availability_delay
        return max(run.now, self._grid.next_point(available))

    def _expect(self, lane: Lane) -> None:
        window = lane.tumbling
        assert window is not None
        # After a poll at the same time.
        window.entry = self._run.agenda.push(window.due, Priority.IDLE, self._over, (window, lane))

    def _over(self, about: tuple[Window, Lane]) -> None:
        window, lane = about
        window.entry = None
        self._on_due(lane)
