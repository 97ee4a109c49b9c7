"""A Lambda function, as far as a mapping knows it: it takes its time, and it succeeds, raises, or reports failures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from simulator.dynamodb.patterns import matches_any
from simulator.dynamodb.stream import StreamRecord
from simulator.machine.consumers.event_source_mapping.filter import meets
from simulator.machine.details import FailureCause
from simulator.scenario.consumers import ALL_FAILED, EMPTY, ONE_FAILED, WINDOW_END, FunctionModel, OutageKind
from simulator.scenario.plan import template_of

DEFAULT_TIMEOUT = 3000
"""Milliseconds after which a function without a `timeout` of its own is cut off in an outage of that kind: Lambda's
default."""


class Outcome(NamedTuple):
    """How an invocation ended."""

    raised: bool = False
    """An exception, a time-out, or an answer that is none (F185)."""
    reported: tuple[str, ...] = ()
    """The item identifiers that the function returned as failed."""
    failed: int | None = None
    """The position in the batch of the first record that failed, where one did."""
    worked: Sequence[int] = ()
    """The positions in the batch of the records that it worked through: those before the first that failed, or all
    that did not fail where it reports every failure. Of a success without effects nobody asks, and it is empty."""
    cause: FailureCause = "raised"


_SUCCESS = Outcome()
"""The success of a function without effects."""

_CUT_OFF, _BROKEN = Outcome(raised=True, cause="timeout"), Outcome(raised=True, cause="error")
"""What a timeout or an outage ends has done nothing."""


@dataclass(slots=True)
class Memory:
    """What a function keeps outside itself; it outlasts a deployment, and its mapping. Records are indexes."""

    failed: dict[int, int] = field(default_factory=dict)
    """For each record that matched `fails_on`, how many invocations failed on it."""
    handled: set[int] = field(default_factory=set)
    """The records that an idempotent function has handled; it knows them by their eventIDs (F204)."""


class Function:
    """Fails on each record that matches `fails_on`, as often as `failures` says.

    It works through its batch in order and stops at the first record that fails; only one that reports every failure
    goes on to the end.
    """

    def __init__(self, model: FunctionModel, records: Sequence[StreamRecord], memory: Memory | None = None) -> None:
        """`records` are the run's; a batch has indexes into them."""
        self.model = model
        self.templates = tuple(map(template_of, model.writes))
        """Its writes to the table."""
        self.has_effects = model.effect is not None or bool(self.templates)
        """Whether its work does anything outside."""
        self._outages = tuple(model.outages)
        self._time = model.duration if model.timeout is None else min(model.duration, model.timeout)
        self._is_cut_off = model.timeout is not None and model.duration > model.timeout
        self._pattern = model.fails_on
        self._failures = model.failures
        self._reports = model.reports
        self._records = records
        self._memory = Memory() if memory is None else memory
        pattern = model.fails_on or {}
        self._fails_at_window_end = WINDOW_END in pattern and matches_any([pattern], {WINDOW_END: True})
        self._matching: dict[int, bool] = {}
        """Whether a record matches: it does so in every invocation."""

    def outage(self, now: int) -> OutageKind | None:
        """How an invocation fails that begins now, in milliseconds of the run, where it is in an outage."""
        if not self._outages:
            return None
        return next((each.kind for each in self._outages if each.begins <= now < each.until), None)

    def takes(self, outage: OutageKind | None) -> int:
        """Milliseconds that an invocation takes."""
        if outage == "timeout":
            return DEFAULT_TIMEOUT if self.model.timeout is None else self.model.timeout
        return self._time

    def invoke(self, batch: Sequence[int], outage: OutageKind | None = None) -> Outcome:
        """Run once on a batch."""
        if outage is not None or self._is_cut_off:
            return _BROKEN if outage == "error" else _CUT_OFF
        failing = self._failing(batch)
        if not failing:
            return Outcome(worked=range(len(batch))) if self.has_effects else _SUCCESS
        failed = failing[0]
        worked: Sequence[int] = range(failed)
        if self._reports is None:
            return Outcome(raised=True, failed=failed, worked=worked)
        if self._reports == EMPTY:
            return Outcome(failed=failed, worked=worked)
        if self._reports not in (ONE_FAILED, ALL_FAILED):
            return Outcome(reported=(self._reports,), failed=failed, worked=worked)
        if self._reports == ALL_FAILED:
            worked = [position for position in range(len(batch)) if position not in failing]
        numbers = (self._records[batch[position]].sequence_number for position in failing)
        return Outcome(reported=tuple(map(str, numbers)), failed=failed, worked=worked)

    def end_window(self, failed: int, outage: OutageKind | None = None) -> Outcome:
        """Run a last time for a tumbling window, after the function itself failed at that so often (F388)."""
        if outage is not None or self._is_cut_off:
            return _BROKEN if outage == "error" else _CUT_OFF
        again = self._failures is None or failed < self._failures
        return Outcome(raised=self._fails_at_window_end and again)

    def effects(self, records: Sequence[int]) -> tuple[int, ...]:
        """Those of the records that it worked through for which that is done outside too, or once more.

        `when` leaves records out, and so does an idempotent function's memory of what it has handled.
        """
        model, handled = self.model, self._memory.handled
        found = tuple(each for each in records if model.when is None or meets(model.when, self._records[each]))
        if model.idempotent:
            found = tuple(each for each in found if each not in handled)
            handled.update(found)
        return found

    def _failing(self, batch: Sequence[int]) -> list[int]:
        """The positions of the records that fail this time."""
        failing: list[int] = []
        if self._pattern is None:
            return failing
        failed = self._memory.failed
        for position, index in enumerate(batch):
            if self._matches(index) and self._fails_again(index):
                failing.append(position)
                failed[index] = failed.get(index, 0) + 1
                if self._reports != ALL_FAILED:
                    break
        return failing

    def _matches(self, index: int) -> bool:
        found = self._matching.get(index)
        if found is None:
            found = self._matching[index] = meets(self._pattern, self._records[index])
        return found

    def _fails_again(self, index: int) -> bool:
        return self._failures is None or self._memory.failed.get(index, 0) < self._failures
