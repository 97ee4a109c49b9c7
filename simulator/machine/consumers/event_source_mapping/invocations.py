"""A mapping's invocations of its function, and their outcomes (F180-F205)."""

from __future__ import annotations

from collections.abc import Callable

from simulator.machine.agenda import Priority, Push
from simulator.machine.consumers.consumer import Past
from simulator.machine.consumers.event_source_mapping.discards import EXHAUSTED, Discards
from simulator.machine.consumers.event_source_mapping.filter import meets
from simulator.machine.consumers.event_source_mapping.function import Function, Outcome
from simulator.machine.consumers.event_source_mapping.lane import Batch, Lane
from simulator.machine.consumers.event_source_mapping.retries import Retries
from simulator.machine.details import FailureDetail, InvocationDetail, PartialDetail, ShardDetail
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
        past: Past | None = None,
    ) -> None:
        """`push` adds work in the mapping's turn.

        `succeeded` is called with each batch's first success, `ended` with each lane that gets free.
        `past` is that of earlier mappings of the same name.
        """
        self._run = run
        self._name = model.name
        self._past = past
        self._deleted = False
        self._failed_before: dict[str, int] = {}
        """For each record that the function failed on, how many invocations did; it outlasts a deployment."""
        self._discards = discards
        self._succeeded_first = succeeded
        self._ended = ended
        self._held = False
        self._retries = Retries(model, run, push, discards, self._invoke, self._next)
        self._settle(model)

    def configure(self, model: LambdaModel, lanes: list[Lane]) -> None:
        """Take the settings over. An invocation that runs ends with the function that it began with."""
        self._settle(model)
        self._retries.configure(model)
        if not self._held:  # the age limit may be another one
            self._retries.pause()
            self._retries.resume(lanes)

    def _settle(self, model: LambdaModel) -> None:
        function = model.function
        self._function = Function(function, lambda record: meets(function.fails_on, record), self._failed_before)
        self._splits = model.bisect_batch_on_function_error
        self._hears_reports = (
            "ReportBatchItemFailures" in model.function_response_types or not self._run.rules.report_needs_the_setting
        )

    def begin(self, lane: Lane, batch: Batch) -> None:
        """A batch is complete: read step and invocation."""
        detail = ShardDetail(lane.cursor.number)
        self._run.step(Event.READ_RECORDS, tuple(batch.records), self._name, detail)
        lane.batch = batch
        self._invoke(lane)

    def close_window(self, lane: Lane, closed: Callable[[Lane], None]) -> None:
        """The function is invoked a last time for a tumbling window: `isFinalInvokeForWindow` (F210)."""
        lane.batch = Batch([])
        lane.in_flight = True
        due = self._run.now + self._function.duration
        self._run.agenda.push(due, Priority.PROCESS, self._window_closed, (closed, lane))

    def delete(self) -> None:
        """The mapping is deleted: what the function works on now still ends, and nothing follows it."""
        self._deleted = True
        self._retries.pause()

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
        self._run.agenda.push(due, Priority.PROCESS, self._returned, (self._function, lane))

    def _returned(self, about: tuple[Function, Lane]) -> None:
        """The function has returned, or raised."""
        function, lane = about
        batch = lane.batch
        assert batch is not None
        lane.in_flight = False
        batch.attempt += 1
        records = self._run.trace.records
        outcome = function.invoke([records[index] for index in batch.records])
        if outcome.raised:
            self._failed(lane, batch, "raised")
        elif outcome.reported and self._hears_reports:
            self._reported(lane, batch, outcome)
        else:
            self._succeeded(lane, batch)  # without the setting a report is ignored (F187)

    def _window_closed(self, about: tuple[Callable[[Lane], None], Lane]) -> None:
        closed, lane = about
        lane.in_flight = False
        closed(lane)
        self._next(lane)

    def _succeeded(self, lane: Lane, batch: Batch) -> None:
        again = batch.again or (self._past is not None and self._past.processed.issuperset(batch.records))
        event = Event.PROCESS_DUPLICATE if again else Event.PROCESS_SUCCEEDED
        self._run.step(event, tuple(batch.records), self._name, InvocationDetail(batch.attempt))
        if not batch.again:
            lane.newest = batch.records
            self._succeeded_first(lane, batch)
        self._next(lane)

    def _reported(self, lane: Lane, batch: Batch, outcome: Outcome) -> None:
        """The lowest reported sequence number is where the batch goes on (F188); an unknown one fails it all (F190)."""
        records = self._run.trace.records
        positions = {str(records[index].sequence_number): position for position, index in enumerate(batch.records)}
        if any(identifier not in positions for identifier in outcome.reported):
            self._failed(lane, batch, "reported")
            return
        failed = sorted(positions[identifier] for identifier in outcome.reported)
        rest = batch.records[failed[0] :]
        finished = tuple(batch.records[: failed[0]])
        if not self._run.rules.report_is_a_rewind:
            rest = [batch.records[position] for position in failed]
            finished = tuple(index for position, index in enumerate(batch.records) if position not in failed)
        goes_on = self._retries.are_left(batch) and not self._deleted
        retry_in = batch.pause if goes_on else None
        detail = PartialDetail(batch.attempt, retry_in, failed[0], finished)
        self._run.step(Event.PROCESS_PARTIAL, tuple(batch.records), self._name, detail)
        if lane.tumbling is not None:
            lane.tumbling.state += len(batch.records) - len(rest)
        batch = batch.with_records(rest)
        if goes_on:
            self._retries.wait(lane, batch, counts=True)
        elif not self._deleted:
            self._discards.give_up(batch, EXHAUSTED)
            self._next(lane)

    def _failed(self, lane: Lane, batch: Batch, reason: str) -> None:
        """The batch failed as a whole: in two halves, or again, or given up (F180-F186)."""
        splits = self._splits and len(batch.records) > 1
        goes_on = (splits or self._retries.are_left(batch)) and not self._deleted
        self._step(Event.PROCESS_FAILED, batch, batch.pause if goes_on else None)
        if self._deleted:
            return
        if not goes_on:
            self._discards.give_up(batch, EXHAUSTED, "Unhandled" if reason == "raised" else None)
            self._next(lane)
            return
        other: list[int] = []
        if splits:
            self._step(Event.PROCESS_BISECTED, batch, batch.pause)
            half = len(batch.records) // 2
            batch, other = batch.with_records(batch.records[:half]), batch.records[half:]
        self._retries.wait(lane, batch, counts=not splits)  # splitting uses up no retry (F186)
        if other:
            lane.halves.insert(0, batch.with_records(other))

    def _next(self, lane: Lane) -> None:
        """A batch is finished: go on with its other half, or free the lane."""
        if self._deleted:
            return
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

    def _step(self, event: Event, batch: Batch, retry_in: int | None) -> None:
        self._run.step(event, tuple(batch.records), self._name, FailureDetail(batch.attempt, retry_in))
