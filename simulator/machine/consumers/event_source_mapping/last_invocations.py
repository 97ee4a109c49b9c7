"""The last invocations of a function for its tumbling windows, and their outcomes (F210, F388)."""

from __future__ import annotations

from simulator.machine.consumers.event_source_mapping.function import Function, Outcome
from simulator.machine.consumers.event_source_mapping.lane import Batch, Lane
from simulator.machine.consumers.event_source_mapping.retries import Retries
from simulator.machine.consumers.event_source_mapping.tumbling_windows import TumblingWindows
from simulator.machine.details import FailureDetail, ThrottleDetail
from simulator.machine.run import Run
from simulator.scenario.consumers import OutageKind
from simulator.scenario.events import Event


class LastInvocations:
    """Until the last invocation for a window succeeds, its lane processes nothing more (F388).

    Its retries are not counted. They end when every record of the window is gone. Each method returns whether the lane
    waits for a retry.
    """

    def __init__(self, name: str, run: Run, windows: TumblingWindows, retries: Retries) -> None:
        """`name` is the mapping's."""
        self._name = name
        self._run = run
        self._windows = windows
        self._retries = retries
        self.ends = False
        """Whether nothing is tried again, because the mapping is deleted."""

    def returned(self, function: Function, lane: Lane, batch: Batch, outage: OutageKind | None) -> bool:
        """The function has returned, or raised."""
        assert lane.tumbling is not None
        outcome = function.end_window(lane.tumbling.failures, outage)
        if not outcome.raised:
            self._windows.closed(lane)
            return False
        lane.tumbling.failures += outcome.cause == "raised"
        return self._failed(lane, batch, outcome)

    def throttled(self, lane: Lane, batch: Batch) -> bool:
        """The invocation is refused (F208)."""
        retry_in = self._retry_in(lane, batch)
        detail = ThrottleDetail(retry_in, lane.number, None, of_window=True)
        self._windows.is_invoked_for(lane)
        self._run.step(Event.PROCESS_THROTTLED, (), self._name, detail)
        return self._waits(lane, batch, retry_in)

    def _failed(self, lane: Lane, batch: Batch, outcome: Outcome) -> bool:
        retry_in = self._retry_in(lane, batch)
        detail = FailureDetail(
            batch.attempt,
            retry_in,
            batch.deliveries,
            lane.number,
            failed=None,
            worked=0,
            aging=None,
            of_window=True,
            cause=outcome.cause,
        )
        self._windows.is_invoked_for(lane)
        self._run.step(Event.PROCESS_FAILED, (), self._name, detail)
        return self._waits(lane, batch, retry_in)

    def _retry_in(self, lane: Lane, batch: Batch) -> int | None:
        lasts = self._run.now + batch.pause < self._windows.expires(lane)
        return batch.pause if lasts and not self.ends else None

    def _waits(self, lane: Lane, batch: Batch, retry_in: int | None) -> bool:
        if retry_in is None:
            self._windows.given_up(lane)
            return False
        self._retries.wait(lane, batch, counts=False)
        return True
