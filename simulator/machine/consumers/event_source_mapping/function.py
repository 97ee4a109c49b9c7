"""A Lambda function, as far as a mapping knows it: it takes its time, and it succeeds, raises, or reports failures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from simulator.dynamodb.stream import StreamRecord
from simulator.machine.consumers.event_source_mapping.filter import meets
from simulator.machine.details import FailureCause
from simulator.scenario.consumers import ALL_FAILED, ONE_FAILED, FunctionModel, OutageKind
from simulator.scenario.plan import template_of

DEFAULT_TIMEOUT = 3000
"""Milliseconds after which a function without a `timeout` of its own is cut off in an outage of that kind: Lambda's
default."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an invocation ended."""

    raised: bool = False
    """An exception, a time-out, or an answer that is none (F185)."""
    reported: tuple[str, ...] = ()
    """The item identifiers that the function returned as failed."""
    cause: FailureCause = "raised"
    handled: Sequence[int] = ()
    """The positions in the batch of the records on which it did its work."""


_SUCCESS = Outcome()
"""The success of a function without effects: nobody asks what it handled."""


@dataclass(slots=True)
class Memory:
    """What a function keeps outside itself; it outlasts a deployment, and its mapping."""

    failed: dict[str, int] = field(default_factory=dict)
    """For each record that matched `fails_on`, by its eventID: how many invocations failed with it in their batch."""
    handled: set[str] = field(default_factory=set)
    """The eventIDs that an idempotent function has handled (F204)."""


class Function:
    """Works through its records in order, and stops at the first that fails.

    A record that matches `fails_on` fails as often as `failures` says.
    """

    def __init__(
        self, model: FunctionModel, matches: Callable[[StreamRecord], bool], memory: Memory | None = None
    ) -> None:
        self.model = model
        self.templates = tuple(map(template_of, model.writes))
        """Its writes to the table."""
        self.has_effects = model.effect is not None or bool(self.templates)
        """Whether its work does anything outside."""
        self._outages = tuple(model.outages)
        self._time = model.duration if model.timeout is None else min(model.duration, model.timeout)
        self._is_cut_off = model.timeout is not None and model.duration > model.timeout
        self._memory = Memory() if memory is None else memory
        self._matches = matches if model.fails_on is not None else None

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

    def invoke(self, batch: list[StreamRecord], outage: OutageKind | None = None) -> Outcome:
        """Run once on a batch. An invocation that an outage or its timeout ends has done nothing."""
        model = self.model
        if outage == "timeout" or self._is_cut_off:
            return Outcome(raised=True, cause="timeout")
        if outage == "error":
            return Outcome(raised=True, cause="error")
        if self._matches is None:
            return _SUCCESS if not self.has_effects else Outcome(handled=range(len(batch)))
        failing = [place for place, record in enumerate(batch) if self._matches(record) and self._fails_again(record)]
        if not failing:
            return Outcome(handled=range(len(batch)))
        failed = self._memory.failed
        for record in (batch[place] for place in failing):
            failed[record.event_id] = failed.get(record.event_id, 0) + 1
        handled: Sequence[int] = range(failing[0])
        if model.reports is None:
            return Outcome(raised=True, handled=handled)
        identifiers = tuple(str(batch[place].sequence_number) for place in failing)
        if model.reports == ONE_FAILED:
            return Outcome(reported=identifiers[:1], handled=handled)
        if model.reports == ALL_FAILED:
            return Outcome(reported=identifiers, handled=[place for place in range(len(batch)) if place not in failing])
        return Outcome(reported=(model.reports,), handled=handled)

    def effects(self, records: Sequence[StreamRecord]) -> list[int]:
        """The positions of those records that it did its work on for which that is done outside too, or once more.

        `when` leaves records out, and so does an idempotent function's memory of what it has handled.
        """
        model, handled = self.model, self._memory.handled
        found = [place for place, record in enumerate(records) if model.when is None or meets(model.when, record)]
        if model.idempotent:
            found = [place for place in found if records[place].event_id not in handled]
            handled.update(records[place].event_id for place in found)
        return found

    def _fails_again(self, record: StreamRecord) -> bool:
        return self.model.failures is None or self._memory.failed.get(record.event_id, 0) < self.model.failures
