"""A Lambda function, as far as a mapping knows it: it takes its time, and it succeeds, raises, or reports failures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.dynamodb.patterns import matches_any
from simulator.dynamodb.stream import StreamRecord
from simulator.machine.consumers.event_source_mapping.filter import meets
from simulator.scenario.consumers import ALL_FAILED, EMPTY, ONE_FAILED, WINDOW_END, FunctionModel


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an invocation ended."""

    raised: bool = False
    """An exception, a time-out, or an answer that is none (F185)."""
    reported: tuple[str, ...] = ()
    """The item identifiers that the function returned as failed."""
    failed: int | None = None
    """The position in the batch of the first record that failed, where one did."""


class Function:
    """Fails on each record that matches `fails_on`, as often as `failures` says.

    It works through its batch in order and stops at the first record that fails; only one that reports every failure
    goes on to the end.
    """

    def __init__(self, model: FunctionModel, records: Sequence[StreamRecord]) -> None:
        """`records` are the run's; a batch has indexes into them."""
        self.duration = model.duration
        self._pattern = model.fails_on
        self._failures = model.failures
        self._reports = model.reports
        self._records = records
        pattern = model.fails_on or {}
        self._fails_at_window_end = WINDOW_END in pattern and matches_any([pattern], {WINDOW_END: True})
        self._matching: dict[int, bool] = {}
        """Whether a record matches: it does so in every invocation."""
        self._failed: dict[int, int] = {}
        """For each record that matched, how many invocations failed on it."""

    def invoke(self, batch: Sequence[int]) -> Outcome:
        """Run once on a batch."""
        failing = self._failing(batch)
        if not failing:
            return Outcome()
        if self._reports is None:
            return Outcome(raised=True, failed=failing[0])
        if self._reports == EMPTY:
            return Outcome(failed=failing[0])
        if self._reports in (ONE_FAILED, ALL_FAILED):
            numbers = (self._records[batch[position]].sequence_number for position in failing)
            return Outcome(reported=tuple(map(str, numbers)), failed=failing[0])
        return Outcome(reported=(self._reports,), failed=failing[0])

    def end_window(self, failed: int) -> Outcome:
        """Run a last time for a tumbling window, after so many failures of that (F388)."""
        again = self._failures is None or failed < self._failures
        return Outcome(raised=self._fails_at_window_end and again)

    def _failing(self, batch: Sequence[int]) -> list[int]:
        """The positions of the records that fail this time."""
        failing: list[int] = []
        if self._pattern is None:
            return failing
        for position, index in enumerate(batch):
            if self._matches(index) and self._fails_again(index):
                failing.append(position)
                self._failed[index] = self._failed.get(index, 0) + 1
                if self._reports != ALL_FAILED:
                    break
        return failing

    def _matches(self, index: int) -> bool:
        found = self._matching.get(index)
        if found is None:
            found = self._matching[index] = meets(self._pattern, self._records[index])
        return found

    def _fails_again(self, index: int) -> bool:
        return self._failures is None or self._failed.get(index, 0) < self._failures
