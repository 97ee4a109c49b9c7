"""A mapping's invocations of its function, and their outcomes (F180-F205)."""

from __future__ import annotations

from collections.abc import Callable

from simulator.machine.agenda import Priority, Push
from simulator.machine.consumers.event_source_mapping.discards import EXHAUSTED, Discards
from simulator.machine.consumers.event_source_mapping.function import Function, Outcome
from simulator.machine.consumers.event_source_mapping.lane import Batch, Lane
from simulator.machine.consumers.event_source_mapping.retries import Retries
from simulator.machine.consumers.event_source_mapping.tumbling_windows import TumblingWindows
from simulator.machine.details import BatchDetail, FailureDetail, InvocationDetail, PartialDetail
from simulator.machine.run import Run
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.events import Event


class Invocations:
    """Invokes the function with batches, and handles its failures."""

    def __init__(
        self,
        model: LambdaModel,
        run: Run,
        push: Push,
        discards: Discards,
        succeeded: Callable[[Lane, Batch], None],
        ended: Callable[[Lane], None],
        windows: TumblingWindows,
    ) -> None:
        """`push` adds work in the mapping's turn.

        `succeeded` is called with each batch's first success, `ended` with each lane that gets free.
        """
        self._run = run
        self._name = model.name
        self._function = Function(model.function, run.trace.records)
        self._splits = model.bisect_batch_on_function_error
        self._hears_reports = (
            "ReportBatchItemFailures" in model.function_response_types or not run.rules.report_needs_the_setting
        )
        self._discards = discards
        self._succeeded_first = succeeded
        self._ended = ended
        self._windows = windows
        self._held = False
        self._retries = Retries(model, run, push, discards, self._invoke, self._next)

    def begin(self, lane: Lane, batch: Batch) -> None:
        """A batch is complete: read step and invocation."""
        detail = BatchDetail(lane.cursor.number, lane.number, batch.completion)
        self._run.step(Event.READ_RECORDS, batch.records, self._name, detail)
        lane.batch = batch
        self._invoke(lane)

    def close_window(self, lane: Lane) -> None:
        """The function is invoked a last time for a tumbling window: `isFinalInvokeForWindow` (F210)."""
        lane.batch = Batch(())
        self._invoke(lane)

    def pause(self) -> None:
        """The mapping is turned off. What the function works on now it still ends."""
        self._held = True
        self._retries.pause()

    def resume(self, lanes: list[Lane]) -> None:
        """The mapping is turned on again."""
        self._held = False
        self._retries.resume(lanes)

    def _invoke(self, lane: Lane) -> None:
        lane.in_flight = True
        due = self._run.now + self._function.duration
        self._run.agenda.push(due, Priority.PROCESS, self._returned, lane)

    def _returned(self, lane: Lane) -> None:
        """The function has returned, or raised."""
        batch = lane.batch
        assert batch is not None
        lane.in_flight = False
        batch.attempt += 1
        batch.deliveries += 1
        if not batch.records:
            self._window_ended(lane, batch)
            return
        outcome = self._function.invoke(batch.records)
        if outcome.reported:  # the next step says what became of the invocation
            self._run.trace.reports[len(self._run.trace.events) + 1] = outcome.reported
        if outcome.raised:
            self._failed(lane, batch, "raised", outcome)
        elif outcome.reported and self._hears_reports:
            self._reported(lane, batch, outcome)
        else:
            self._succeeded(lane, batch, outcome)  # without the setting a report is ignored (F187)

    def _window_ended(self, lane: Lane, batch: Batch) -> None:
        """The last invocation for a tumbling window: until it succeeds, processing stops (F388)."""
        if self._function.end_window(batch.attempt - 1).raised:
            lasts = self._run.now + batch.pause < self._windows.expires(lane)
            retry_in = batch.pause if lasts else None
            detail = FailureDetail(
                batch.attempt, retry_in, batch.deliveries, lane.number, None, 0, None, of_window=True
            )
            self._run.step(Event.PROCESS_FAILED, (), self._name, detail)
            if lasts:
                self._retries.wait(lane, batch, counts=False)
                return
            self._windows.given_up(lane)
        else:
            self._windows.closed(lane)
        self._next(lane)

    def _succeeded(self, lane: Lane, batch: Batch, outcome: Outcome) -> None:
        event = Event.PROCESS_DUPLICATE if batch.again else Event.PROCESS_SUCCEEDED
        unheard = batch.records[outcome.failed] if outcome.failed is not None else None
        detail = InvocationDetail(batch.attempt, batch.deliveries, lane.number, unheard, bool(outcome.reported))
        self._run.step(event, batch.records, self._name, detail)
        if batch.again:
            lane.newest_deliveries = max(lane.newest_deliveries, batch.deliveries)
        else:
            lane.newest, lane.newest_deliveries = batch.records, batch.deliveries
            self._succeeded_first(lane, batch)
        self._next(lane)

    def _reported(self, lane: Lane, batch: Batch, outcome: Outcome) -> None:
        """The lowest reported sequence number is where the batch goes on (F188); an unknown one fails it all (F190)."""
        records = self._run.trace.records
        positions = {str(records[index].sequence_number): position for position, index in enumerate(batch.records)}
        if any(identifier not in positions for identifier in outcome.reported):
            self._failed(lane, batch, "reported", outcome)
            return
        failed = sorted(positions[identifier] for identifier in outcome.reported)
        rest = batch.records[failed[0] :]
        finished = batch.records[: failed[0]]
        if not self._run.rules.report_is_a_rewind:
            rest = tuple(batch.records[position] for position in failed)
            finished = tuple(index for position, index in enumerate(batch.records) if position not in failed)
        cut = Batch(rest, deliveries=batch.deliveries) if finished else None
        goes_on = cut is not None or self._retries.are_left(batch)
        retry_in = (cut or batch).pause if goes_on else None
        detail = PartialDetail(
            batch.attempt,
            retry_in,
            failed[0],
            batch.deliveries,
            lane.number,
            batch.records[failed[0]],
            self._discards.aging(rest, retry_in),
            finished,
        )
        self._run.step(Event.PROCESS_PARTIAL, batch.records, self._name, detail)
        if lane.tumbling is not None:
            lane.tumbling.state += len(batch.records) - len(rest)
        if cut is not None:  # what a report leaves over begins its retries anew (F380)
            self._retries.wait(lane, cut, counts=False)
        elif goes_on:
            self._retries.wait(lane, batch, counts=True)
        else:
            self._discards.give_up(batch, EXHAUSTED)
            self._next(lane)

    def _failed(self, lane: Lane, batch: Batch, reason: str, outcome: Outcome) -> None:
        """The batch failed as a whole: in two halves, or again, or given up (F180-F186)."""
        splits = self._splits and len(batch.records) > 1
        goes_on = splits or self._retries.are_left(batch)
        retry_in = batch.pause if goes_on else None
        detail = FailureDetail(
            batch.attempt,
            retry_in,
            batch.deliveries,
            lane.number,
            None if outcome.failed is None else batch.records[outcome.failed],
            outcome.failed or 0,
            self._discards.aging(batch.records, retry_in),
        )
        self._run.step(Event.PROCESS_FAILED, batch.records, self._name, detail)
        if not goes_on:
            self._discards.give_up(batch, EXHAUSTED, "Unhandled" if reason == "raised" else None)
            self._next(lane)
            return
        other: tuple[int, ...] = ()
        if splits:
            self._run.step(Event.PROCESS_BISECTED, batch.records, self._name, detail)
            half = len(batch.records) // 2
            batch, other = batch.with_records(batch.records[:half]), batch.records[half:]
        self._retries.wait(lane, batch, counts=not splits)  # splitting uses up no retry (F186)
        if other:
            lane.halves.insert(0, batch.with_records(other))

    def _next(self, lane: Lane) -> None:
        """A batch is finished: go on with its other half, or free the lane."""
        lane.batch = None
        while lane.halves:
            half = self._discards.without_the_old(lane.halves.pop(0))
            if half.records:
                lane.batch = half
                if self._held:
                    half.retry_at = self._run.now
                else:
                    self._invoke(lane)
                return
        self._ended(lane)
