"""A mapping's invocations of its function, and their outcomes (F180-F205)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulator.machine.agenda import Priority, Push
from simulator.machine.consumers.consumer import Past
from simulator.machine.consumers.event_source_mapping.discards import EXHAUSTED, Discards
from simulator.machine.consumers.event_source_mapping.function import Function, Memory, Outcome
from simulator.machine.consumers.event_source_mapping.lane import Batch, Lane
from simulator.machine.consumers.event_source_mapping.last_invocations import LastInvocations
from simulator.machine.consumers.event_source_mapping.retries import Retries
from simulator.machine.consumers.event_source_mapping.tumbling_windows import TumblingWindows
from simulator.machine.details import (
    BatchDetail,
    FailureCause,
    FailureDetail,
    InvocationDetail,
    PartialDetail,
    ThrottleDetail,
)
from simulator.machine.run import Run
from simulator.scenario.consumers import LambdaModel, OutageKind
from simulator.scenario.events import Event
from simulator.scenario.plan import Template


class _Work(NamedTuple):
    """What an invocation does outside."""

    function: Function
    records: tuple[int, ...]
    """The records that it is for, as indexes into the trace's."""


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
        past: Past | None = None,
        write: Callable[[str, int, Template, int], None] | None = None,
    ) -> None:
        """`push` adds work in the mapping's turn.

        `succeeded` is called with each batch's first success, `ended` with each lane that gets free.
        `past` is that of earlier mappings of the same name; `write` makes a write of the function to the table.
        """
        self._run = run
        self._name = model.name
        self._past = past
        self._write = write
        self._deleted = False
        self.memory = Memory() if past is None or past.memory is None else past.memory
        """What the function remembers of what it did."""
        self._discards = discards
        self._succeeded_first = succeeded
        self._ended = ended
        self._held = False
        self._windows = windows
        self._retries = Retries(model, run, push, discards, self._invoke, self._next)
        self._last_invocations = LastInvocations(model.name, run, windows, self._retries)
        self._settle(model)

    def configure(self, model: LambdaModel, lanes: list[Lane]) -> None:
        """Take the settings over. An invocation that runs ends with the function that it began with."""
        self._settle(model)
        self._retries.configure(model)
        if not self._held:  # the age limit may be another one
            self._retries.pause(lanes)
            self._retries.resume(lanes)

    def _settle(self, model: LambdaModel) -> None:
        self._function = Function(model.function, self._run.trace.records, self.memory)
        self._splits = model.bisect_batch_on_function_error
        self._hears_reports = (
            "ReportBatchItemFailures" in model.function_response_types or not self._run.rules.report_needs_the_setting
        )

    def begin(self, lane: Lane, batch: Batch) -> None:
        """A batch is complete: read step and invocation."""
        detail = BatchDetail(lane.cursor.number, lane.number, batch.completion, batch.gathered_since)
        self._windows.is_invoked_for(lane)
        self._run.step(Event.READ_RECORDS, batch.records, self._name, detail)
        lane.batch = batch
        self._invoke(lane)

    def close_window(self, lane: Lane) -> None:
        """The function is invoked a last time for a tumbling window: `isFinalInvokeForWindow` (F210)."""
        lane.batch = Batch(())
        self._invoke(lane)

    def delete(self, lanes: list[Lane]) -> None:
        """The mapping is deleted: what the function works on now still ends, and nothing follows it."""
        self._deleted = self._last_invocations.ends = True
        self._retries.pause(lanes)

    def pause(self, lanes: list[Lane]) -> None:
        """The mapping is turned off. What the function works on now it still ends."""
        self._held = True
        self._retries.pause(lanes)

    def resume(self, lanes: list[Lane]) -> None:
        """The mapping is turned on again."""
        self._held = False
        self._retries.resume(lanes)

    def _invoke(self, lane: Lane) -> None:
        function = self._function
        outage = function.outage(self._run.now)
        if outage == "throttle":
            self._throttled(lane)
            return
        lane.in_flight = True
        due = self._run.now + function.takes(outage)
        self._run.agenda.push(due, Priority.PROCESS, self._returned, (function, lane, outage))

    def _throttled(self, lane: Lane) -> None:
        """The invocation is refused, before the function runs: that is no attempt (F184, F208)."""
        batch = lane.batch
        assert batch is not None
        if not batch.records:
            if not self._last_invocations.throttled(lane, batch):
                self._next(lane)
            return
        counts = self._run.rules.throttling_uses_retries
        goes_on = not counts or self._retries.are_left(batch)
        retry_in = batch.pause if goes_on else None
        detail = ThrottleDetail(retry_in, lane.number, self._discards.aging(batch.records, retry_in))
        self._run.step(Event.PROCESS_THROTTLED, batch.records, self._name, detail)
        if goes_on:
            self._retries.wait(lane, batch, counts)
        else:
            self._discards.give_up(batch, EXHAUSTED)
            self._next(lane)

    def _returned(self, about: tuple[Function, Lane, OutageKind | None]) -> None:
        """The function has returned, or raised."""
        function, lane, outage = about
        batch = lane.batch
        assert batch is not None
        lane.in_flight = False
        batch.attempt += 1
        if self._past is not None and not batch.deliveries:
            earlier = self._past.deliveries
            batch.deliveries = min((earlier.get(index, 0) for index in batch.records), default=0)
        batch.deliveries += 1
        if not batch.records:
            if not self._last_invocations.returned(function, lane, batch, outage):
                self._next(lane)
            return
        self._windows.is_invoked_for(lane)
        outcome = function.invoke(batch.records, outage)
        if outcome.reported:  # the next step says what became of the invocation
            self._run.trace.reports[len(self._run.trace.events) + 1] = outcome.reported
        work = self._work_of(function, outcome, batch) if function.has_effects else None
        if outcome.raised:
            self._failed(function, lane, batch, outcome, work)
        elif outcome.reported and self._hears_reports:
            self._reported(function, lane, batch, outcome, work)
        else:
            self._succeeded(lane, batch, outcome, work)  # without the setting a report is ignored (F187)

    def _work_of(self, function: Function, outcome: Outcome, batch: Batch) -> _Work | None:
        """The function's work outside on the records that it worked through; None where there is none."""
        records = function.effects([batch.records[position] for position in outcome.worked])
        return _Work(function, records) if records else None

    def _do(self, work: _Work, number: int) -> None:
        """The work outside is done when the invocation ends, in step `number`."""
        if work.function.model.effect is not None:
            self._run.trace.effects[number] = work.records
        if self._write is not None and work.function.templates:
            for record in work.records:
                for index, template in enumerate(work.function.templates):
                    self._write(self._name, index, template, record)

    def _succeeded(self, lane: Lane, batch: Batch, outcome: Outcome, work: _Work | None) -> None:
        again = batch.again or (self._past is not None and self._past.processed.issuperset(batch.records))
        event = Event.PROCESS_DUPLICATE if again else Event.PROCESS_SUCCEEDED
        unheard = batch.records[outcome.failed] if outcome.failed is not None else None
        detail = InvocationDetail(batch.attempt, batch.deliveries, lane.number, unheard, bool(outcome.reported))
        number = self._run.step(event, batch.records, self._name, detail)
        if work is not None:
            self._do(work, number)
        if batch.again:
            lane.newest_deliveries = max(lane.newest_deliveries, batch.deliveries)
        else:
            lane.newest, lane.newest_deliveries = batch.records, batch.deliveries
            self._succeeded_first(lane, batch)
        self._next(lane)

    def _reported(self, function: Function, lane: Lane, batch: Batch, outcome: Outcome, work: _Work | None) -> None:
        """The lowest reported sequence number is where the batch goes on (F188); an unknown one fails it all (F190)."""
        records = self._run.trace.records
        positions = {str(records[index].sequence_number): position for position, index in enumerate(batch.records)}
        if any(identifier not in positions for identifier in outcome.reported):
            self._failed(function, lane, batch, outcome, work)
            return
        failed = sorted(positions[identifier] for identifier in outcome.reported)
        rest = batch.records[failed[0] :]
        finished = batch.records[: failed[0]]
        if not self._run.rules.report_is_a_rewind:
            rest = tuple(batch.records[position] for position in failed)
            finished = tuple(index for position, index in enumerate(batch.records) if position not in failed)
        cut = Batch(rest, deliveries=batch.deliveries) if finished else None
        goes_on = (cut is not None or self._retries.are_left(batch)) and not self._deleted
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
        number = self._run.step(Event.PROCESS_PARTIAL, batch.records, self._name, detail)
        if work is not None:
            self._do(work, number)
        if self._deleted:
            return
        if lane.tumbling is not None:
            lane.tumbling.state += len(batch.records) - len(rest)
        if cut is not None:  # what a report leaves over begins its retries anew (F380)
            self._retries.wait(lane, cut, counts=False)
        elif goes_on:
            self._retries.wait(lane, batch, counts=True)
        else:
            self._discards.give_up(batch, EXHAUSTED)
            self._next(lane)

    def _failed(self, function: Function, lane: Lane, batch: Batch, outcome: Outcome, work: _Work | None) -> None:
        """The batch failed as a whole: in two halves, or again, or given up (F180-F186)."""
        cause: FailureCause = outcome.cause if outcome.raised else "reported"
        splits = self._splits and len(batch.records) > 1
        goes_on = (splits or self._retries.are_left(batch)) and not self._deleted
        retry_in = batch.pause if goes_on else None
        worked = len(outcome.worked)
        finished: tuple[int, ...] = ()
        if outcome.raised and not self._run.rules.retry_repeats_the_batch:
            finished = batch.records[:worked]
        detail = FailureDetail(
            batch.attempt,
            retry_in,
            batch.deliveries,
            lane.number,
            None if outcome.failed is None else batch.records[outcome.failed],
            worked,
            self._discards.aging(batch.records[len(finished) :], retry_in),
            False,
            cause,
            finished,
            function.model.idempotent,
            self._retries.used(batch),
        )
        number = self._run.step(Event.PROCESS_FAILED, batch.records, self._name, detail)
        if work is not None:
            self._do(work, number)
        if self._deleted:
            return
        if finished:  # only who believes that a retry starts where it failed goes on there (F205)
            batch = batch.with_records(batch.records[worked:])
            splits = splits and len(batch.records) > 1
        if not goes_on:
            self._discards.give_up(batch, EXHAUSTED, "Unhandled" if outcome.raised else None)
            self._next(lane)
            return
        other: tuple[int, ...] = ()
        if splits:
            self._run.step(Event.PROCESS_BISECTED, batch.records, self._name, detail._replace(finished=()))
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
