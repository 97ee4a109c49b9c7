"""Discards: records that are too old, and batches that failed too often (F182, F194, F197)."""

from __future__ import annotations

from simulator.dynamodb.stream import RETENTION
from simulator.machine.consumers.event_source_mapping.lane import Batch
from simulator.machine.details import Aging, DiscardCondition, DiscardDetail
from simulator.machine.run import Run
from simulator.machine.steps import ConsumerInfo, Discard
from simulator.scenario.events import Event

EXHAUSTED: DiscardCondition = "RetryAttemptsExhausted"
TOO_OLD: DiscardCondition = "RecordAgeExceeded"


class Discards:
    """Gives records up, and keeps a note of it for the destination."""

    def __init__(self, run: Run, consumer: ConsumerInfo, maximum_age: int) -> None:
        """`maximum_age` is in seconds; -1 is none, and then the stream's 24 hours are the limit (F180, F182)."""
        self._run = run
        self.configure(consumer, maximum_age)

    def configure(self, consumer: ConsumerInfo, maximum_age: int) -> None:
        """Take the settings over."""
        self._consumer = consumer
        self._life = RETENTION if maximum_age < 0 else min(RETENTION, maximum_age * 1000)

    def give_up(
        self, batch: Batch, condition: DiscardCondition, error: str | None = None, retry_in: int | None = None
    ) -> None:
        """One step, for a batch; `retry_in` is when the rest of it is tried again, if there is one."""
        detail = DiscardDetail(batch.attempt, retry_in, condition)
        records = batch.records
        number = self._run.step(Event.PROCESS_DISCARDED, records, self._consumer.name, detail)
        discard = Discard(number, self._consumer, records, detail, error)
        self._run.trace.discards.append(discard)

    def without_the_old(self, batch: Batch) -> Batch:
        """A batch without the records that are too old by now: those are given up, all in one step.

        A batch is in the order of capture: the old ones stand first.
        """
        run = self._run
        count = 0
        while count < len(batch.records) and self._is_old(batch.records[count]):
            count += 1
        if not count:
            return batch
        rest = batch.with_records(batch.records[count:])
        if not batch.again:  # records that were processed before are not lost: they just do not come again
            # What is left goes on waiting if it waited for a retry.
            waits = batch.attempt > 0 and bool(rest.records)
            retry_in = max(0, batch.retry_at - run.now) if waits else None
            self.give_up(batch.with_records(batch.records[:count]), TOO_OLD, retry_in=retry_in)
        return rest

    def aging(self, records: tuple[int, ...], retry_in: int | None) -> Aging | None:
        """Which records of a batch are too old by its retry, in `retry_in` milliseconds; None where there are none."""
        if retry_in is None:
            return None
        now = self._run.now
        count = 0
        while count < len(records) and self.expires(records[count]) <= now + retry_in:
            count += 1
        return Aging(count, max(0, self.expires(records[0]) - now)) if count else None

    def expires(self, index: int) -> int:
        """The time at which a record is too old, in milliseconds of the run."""
        trace = self._run.trace
        return trace.records[index].captured_ms - trace.start_ms + self._life

    def _is_old(self, index: int) -> bool:
        return self.expires(index) <= self._run.now
