"""Batching: the records that wait in a lane become batches (F162-F166)."""

from __future__ import annotations

from collections.abc import Callable

from simulator.machine.agenda import Push
from simulator.machine.consumers.event_source_mapping.lane import Batch, Lane
from simulator.machine.run import Run
from simulator.scenario.consumers import LambdaModel

PAYLOAD_BYTES = 6 * 1024 * 1024
"""The most that one invocation gets (F164), counted here by SizeBytes."""


class Batching:
    """A batch is complete at the first of three: its window ends, it has BatchSize records, it has 6 MB (F164).

    Windows follow one another without a gap until the function is invoked; the next one begins when the invocation has
    ended (F165, F382). The first one begins with the first poll of the shard. An empty window is only arithmetic: the
    agenda holds the end of a window in which records wait, and so no empty one keeps the machine from rest.
    """

    def __init__(self, model: LambdaModel, run: Run, push: Push, window_ended: Callable[[Lane], None]) -> None:
        """`push` adds work in the mapping's turn."""
        self._run = run
        self._push = push
        self._window_ended = window_ended
        self.configure(model)

    def configure(self, model: LambdaModel) -> None:
        """Take the settings over. A window that is open goes on to its end."""
        self._size = model.batch_size
        self._window = model.maximum_batching_window_in_seconds * 1000
        self._tumbling = model.tumbling_window_in_seconds

    def is_complete(self, lane: Lane) -> bool:
        """Whether the records that wait in a free lane make a batch. If not, their window's end is expected."""
        if not lane.waiting:
            return False
        has_window = self._window or lane.window_ends is not None
        if not has_window or len(lane.waiting) >= self._size or lane.bytes >= PAYLOAD_BYTES:
            return True
        if lane.window_ends is None:
            now = self._run.now
            lane.gathers_since = now
            lane.window_ends = now + self._window - (now - lane.windows_from) % self._window
            self._expect_end(lane)
        return lane.window_ends <= self._run.now

    def take(self, lane: Lane) -> Batch:
        """The batch that is complete. Its window is over, at its end or before it."""
        has_window = self._window or lane.window_ends is not None
        gathered_since = lane.gathers_since if lane.window_ends is not None else None
        self._close(lane)
        batch, cut = lane.next_batch(self._size, PAYLOAD_BYTES, self._run.trace.records, self._tumbling)
        batch.completion = cut or ("window" if has_window else "poll")
        batch.gathered_since = gathered_since
        return batch

    def invocation_ended(self, lane: Lane) -> None:
        """The next window begins now (F165)."""
        self._close(lane)
        lane.windows_from = self._run.now

    def pause(self, lane: Lane) -> None:
        """The mapping is turned off: the window does not end."""
        if lane.window_entry is not None:
            self._run.agenda.withdraw(lane.window_entry)
            lane.window_entry = None

    def resume(self, lane: Lane) -> None:
        """The mapping is turned on again: a window that is still open goes on. One that is over ends at a poll."""
        if lane.window_ends is not None and lane.window_ends > self._run.now:
            self._expect_end(lane)

    def _close(self, lane: Lane) -> None:
        if lane.window_ends is not None:
            if lane.window_ends > self._run.now:
                self.pause(lane)  # nobody waits for its end any more
            lane.window_ends = None

    def _expect_end(self, lane: Lane) -> None:
        assert lane.window_ends is not None
        lane.window_entry = self._push(lane.window_ends, self._end, lane)

    def _end(self, lane: Lane) -> None:
        lane.window_entry = None
        self._window_ended(lane)
