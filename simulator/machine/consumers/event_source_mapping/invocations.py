"""A mapping's invocations of its function, and their outcomes (F180-F205)."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from simulator.dynamodb.stream import RETENTION
from simulator.machine.agenda import Priority, Push
from simulator.machine.consumers.consumer import Past
from simulator.machine.consumers.event_source_mapping.discards import EXHAUSTED, Discards
from simulator.machine.consumers.event_source_mapping.filter import meets
from simulator.machine.consumers.event_source_mapping.function import Function, Memory, Outcome
from simulator.machine.consumers.event_source_mapping.lane import Batch, Lane
from simulator.machine.consumers.event_source_mapping.retries import Retries, next_pause
from simulator.machine.details import (
    FailureCause,
    FailureDetail,
    InvocationDetail,
    PartialDetail,
    ShardDetail,
    ThrottleDetail,
)
from simulator.machine.run import Run
from simulator.scenario.consumers import LambdaModel, OutageKind
from simulator.scenario.events import Event
from simulator.scenario.plan import Template

_FAILED = Event.PROCESS_FAILED


class _Work(NamedTuple):
    """What an invocation does outside."""

    function: Function | None
    records: tuple[int, ...]
    """The records that it is for, as indexes into the trace's."""
    handled: int
    """How many records it handled before it failed, if it did."""


_NO_WORK = _Work(None, (), 0)


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
        self._to_close: dict[int, tuple[Lane, Callable[[Lane], None]]] = {}
        """The lanes whose last invocation for a window has failed and waits for its retry."""
        self.memory = Memory() if past is None or past.memory is None else past.memory
        """What the function remembers of what it did."""
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
        self._function = Function(function, lambda record: meets(function.fails_on, record), self.memory)
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
        lane.batch = Batch([], retry_at=self._run.now)
        self._close(lane, closed)

    def _close(self, lane: Lane, closed: Callable[[Lane], None]) -> None:
        """The last invocation for a window, or its retry: the lane waits until it succeeds (F210), a day at most."""
        function = self._function
        outage = function.outage(self._run.now)
        if outage == "throttle":
            self._close_later(lane, closed, Event.PROCESS_THROTTLED)
            return
        lane.in_flight = True
        due = self._run.now + function.takes(outage)
        self._run.agenda.push(due, Priority.PROCESS, self._window_closed, (closed, lane, function, outage))

    def _close_later(
        self, lane: Lane, closed: Callable[[Lane], None], event: Event, cause: FailureCause = "raised"
    ) -> None:
        batch = lane.batch
        assert batch is not None
        given_up = self._run.now - batch.retry_at >= RETENTION  # no record of the window is left by then
        retry_in = None if self._deleted or given_up else batch.pause
        detail = FailureDetail(batch.attempt, retry_in, cause) if event is _FAILED else ThrottleDetail(retry_in)
        self._run.step(event, (), self._name, detail)
        if given_up:
            lane.tumbling = None
            self._next(lane)
            return
        batch.pause = next_pause(batch)
        self._to_close[id(lane)] = (lane, closed)
        if retry_in is not None and not self._held:
            self._run.agenda.push(self._run.now + retry_in, Priority.PROCESS, self._close_again, (closed, lane))

    def _close_again(self, about: tuple[Callable[[Lane], None], Lane]) -> None:
        closed, lane = about
        self._to_close.pop(id(lane))
        self._close(lane, closed)

    def delete(self) -> None:
        """The mapping is deleted: what the function works on now still ends, and nothing follows it."""
        self._deleted = True
        self._retries.pause()
        self._run.agenda.withdraw(self._close_again)

    def pause(self) -> None:
        """The mapping is turned off. What the function works on now it still ends."""
        self._held = True
        self._retries.pause()
        self._run.agenda.withdraw(self._close_again)

    def resume(self, lanes: list[Lane]) -> None:
        """The mapping is turned on again."""
        self._held = False
        self._retries.resume(lanes)
        for lane, closed in tuple(self._to_close.values()):
            self._close_again((closed, lane))

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
        counts = self._run.rules.throttling_uses_retries
        goes_on = not counts or self._retries.are_left(batch)
        detail = ThrottleDetail(batch.pause if goes_on else None)
        self._run.step(Event.PROCESS_THROTTLED, tuple(batch.records), self._name, detail)
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
        records = self._run.trace.records
        outcome = function.invoke([records[index] for index in batch.records], outage)
        done = self._work_of(function, outcome, batch)
        if outcome.raised:
            self._failed(lane, batch, outcome.cause, done)
        elif outcome.reported and self._hears_reports:
            self._reported(lane, batch, outcome, done)
        else:
            self._succeeded(lane, batch, done)  # without the setting a report is ignored (F187)

    def _work_of(self, function: Function, outcome: Outcome, batch: Batch) -> _Work:
        """The function's work outside on the records that it handled."""
        if not function.has_effects and not outcome.raised:
            return _NO_WORK
        if not function.has_effects:
            return _Work(function, (), len(outcome.handled))
        handled = [batch.records[place] for place in outcome.handled]
        places = function.effects([self._run.trace.records[index] for index in handled])
        return _Work(function, tuple(handled[place] for place in places), len(handled))

    def _do(self, work: _Work, number: int) -> None:
        """The work outside is done when the invocation ends, in step `number`."""
        if not work.records or work.function is None:
            return
        if work.function.model.effect is not None:
            self._run.trace.effects[number] = work.records
        if self._write is not None and work.function.templates:
            for record in work.records:
                for index, template in enumerate(work.function.templates):
                    self._write(self._name, index, template, record)

    def _window_closed(self, about: tuple[Callable[[Lane], None], Lane, Function, OutageKind | None]) -> None:
        closed, lane, function, outage = about
        lane.in_flight = False
        assert lane.batch is not None
        lane.batch.attempt += 1
        outcome = function.invoke([], outage)
        if outcome.raised:
            self._close_later(lane, closed, _FAILED, outcome.cause)
            return
        closed(lane)
        self._next(lane)

    def _succeeded(self, lane: Lane, batch: Batch, work: _Work) -> None:
        again = batch.again or (self._past is not None and self._past.processed.issuperset(batch.records))
        event = Event.PROCESS_DUPLICATE if again else Event.PROCESS_SUCCEEDED
        number = self._run.step(event, tuple(batch.records), self._name, InvocationDetail(batch.attempt))
        if work.records:
            self._do(work, number)
        if not batch.again:
            lane.newest = batch.records
            self._succeeded_first(lane, batch)
        self._next(lane)

    def _reported(self, lane: Lane, batch: Batch, outcome: Outcome, work: _Work) -> None:
        """The lowest reported sequence number is where the batch goes on (F188); an unknown one fails it all (F190)."""
        records = self._run.trace.records
        positions = {str(records[index].sequence_number): position for position, index in enumerate(batch.records)}
        if any(identifier not in positions for identifier in outcome.reported):
            self._failed(lane, batch, "reported", work)
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
        self._do(work, self._run.step(Event.PROCESS_PARTIAL, tuple(batch.records), self._name, detail))
        if lane.tumbling is not None:
            lane.tumbling.state += len(batch.records) - len(rest)
        batch = batch.with_records(rest)
        if goes_on:
            self._retries.wait(lane, batch, counts=True)
        elif not self._deleted:
            self._discards.give_up(batch, EXHAUSTED)
            self._next(lane)

    def _failed(self, lane: Lane, batch: Batch, cause: FailureCause, work: _Work) -> None:
        """The batch failed as a whole: in two halves, or again, or given up (F180-F186)."""
        splits = self._splits and len(batch.records) > 1
        goes_on = (splits or self._retries.are_left(batch)) and not self._deleted
        finished: tuple[int, ...] = ()
        if cause == "raised" and not self._run.rules.retry_repeats_the_batch:
            finished = tuple(batch.records[: work.handled])
        detail = FailureDetail(batch.attempt, batch.pause if goes_on else None, cause, finished)
        self._do(work, self._run.step(_FAILED, tuple(batch.records), self._name, detail))
        if self._deleted:
            return
        if finished:  # only who believes that a retry starts where it failed goes on there (F205)
            batch = batch.with_records(batch.records[work.handled :])
            splits = splits and len(batch.records) > 1
        if not goes_on:
            self._discards.give_up(batch, EXHAUSTED, "Unhandled" if cause != "reported" else None)
            self._next(lane)
            return
        other: list[int] = []
        if splits:
            bisected = FailureDetail(batch.attempt, batch.pause)
            self._run.step(Event.PROCESS_BISECTED, tuple(batch.records), self._name, bisected)
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
