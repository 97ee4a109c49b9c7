"""A Lambda function, as far as a mapping knows it: it takes its time, and it succeeds, raises, or reports failures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from simulator.dynamodb.stream import StreamRecord
from simulator.scenario.consumers import ALL_FAILED, ONE_FAILED, FunctionModel


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an invocation ended."""

    raised: bool = False
    """An exception, a time-out, or an answer that is none (F185)."""
    reported: tuple[str, ...] = ()
    """The item identifiers that the function returned as failed."""


class Function:
    """Fails while its batch holds a record that matches `fails_on`, as often as `failures` says for each of them."""

    def __init__(
        self, model: FunctionModel, matches: Callable[[StreamRecord], bool], failed: dict[str, int] | None = None
    ) -> None:
        """`failed` says how many invocations failed for each record before, by its eventID."""
        self.duration = model.duration
        self._matches = matches if model.fails_on is not None else None
        self._failures = model.failures
        self._reports = model.reports
        self._failed: dict[str, int] = {} if failed is None else failed
        """For each record that matched, how many invocations failed with it in their batch."""

    def invoke(self, batch: list[StreamRecord]) -> Outcome:
        """Run once on a batch."""
        if self._matches is None:
            return Outcome()
        failing = [record for record in batch if self._matches(record) and self._fails_again(record)]
        if not failing:
            return Outcome()
        for record in failing:
            self._failed[record.event_id] = self._failed.get(record.event_id, 0) + 1
        if self._reports is None:
            return Outcome(raised=True)
        identifiers = tuple(str(record.sequence_number) for record in failing)
        if self._reports == ONE_FAILED:
            return Outcome(reported=identifiers[:1])
        return Outcome(reported=identifiers if self._reports == ALL_FAILED else (self._reports,))

    def _fails_again(self, record: StreamRecord) -> bool:
        return self._failures is None or self._failed.get(record.event_id, 0) < self._failures
