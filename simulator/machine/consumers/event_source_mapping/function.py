"""A Lambda function, as far as a mapping knows it: it takes its time, and it succeeds, raises, or reports failures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.dynamodb.stream import StreamRecord
from simulator.machine.consumers.event_source_mapping.filter import meets
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

    def __init__(self, model: FunctionModel, records: Sequence[StreamRecord]) -> None:
        """`records` are the run's; a batch has indexes into them."""
        self.duration = model.duration
        self._pattern = model.fails_on
        self._failures = model.failures
        self._reports = model.reports
        self._records = records
        self._matching: dict[int, bool] = {}
        """Whether a record matches: it does so in every invocation."""
        self._failed: dict[int, int] = {}
        """For each record that matched, how many invocations failed with it in their batch."""

    def invoke(self, batch: Sequence[int]) -> Outcome:
        """Run once on a batch."""
        if self._pattern is None:
            return Outcome()
        if self._failures is None and self._reports is None:  # one record is enough, and nothing is counted
            return Outcome(raised=any(map(self._matches, batch)))
        failing = [index for index in batch if self._matches(index) and self._fails_again(index)]
        if not failing:
            return Outcome()
        for index in failing:
            self._failed[index] = self._failed.get(index, 0) + 1
        if self._reports is None:
            return Outcome(raised=True)
        if self._reports == ONE_FAILED:
            failing = failing[:1]
        elif self._reports != ALL_FAILED:
            return Outcome(reported=(self._reports,))
        return Outcome(reported=tuple(str(self._records[index].sequence_number) for index in failing))

    def _matches(self, index: int) -> bool:
        found = self._matching.get(index)
        if found is None:
            found = self._matching[index] = meets(self._pattern, self._records[index])
        return found

    def _fails_again(self, index: int) -> bool:
        return self._failures is None or self._failed.get(index, 0) < self._failures
