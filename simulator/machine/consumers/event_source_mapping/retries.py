"""Retries of a failed batch: how many, and when (F180-F186, F198)."""

from __future__ import annotations

from collections.abc import Callable

from simulator.dynamodb.rules import Rules
from simulator.machine.agenda import Push
from simulator.machine.consumers.event_source_mapping.discards import Discards
from simulator.machine.consumers.event_source_mapping.lane import Batch, Lane
from simulator.machine.run import Run
from simulator.scenario.consumers import LambdaModel

LONGEST_PAUSE = 60_000
"""Milliseconds: pauses double up to a minute. No figure is published (F198)."""

A_FEW_TRIES = 2
"""The retries after which F290's believers expect a record to be skipped."""


class Retries:
    """Counts the retries of a batch, and lets it wait for the next one."""

    def __init__(
        self,
        model: LambdaModel,
        run: Run,
        push: Push,
        discards: Discards,
        retry: Callable[[Lane], None],
        give_way: Callable[[Lane], None],
    ) -> None:
        """`push` adds work in the mapping's turn.

        `retry` invokes the function with a lane's batch; `give_way` is called if nothing is left of the batch.
        """
        self._run = run
        self._push = push
        self._discards = discards
        self._retry = retry
        self._give_way = give_way
        self._on = True
        self.configure(model)

    def configure(self, model: LambdaModel) -> None:
        """Take the settings over."""
        self._most = _most_retries(model.maximum_retry_attempts, self._run.rules)

    def are_left(self, batch: Batch) -> bool:
        """Whether a batch that failed may be tried again."""
        return self._most < 0 or batch.retries < self._most

    def used(self, batch: Batch) -> tuple[int, int] | None:
        """How many retries a batch has used, and how many it may; None without a limit (F180)."""
        return None if self._most < 0 else (batch.retries, self._most)

    def wait(self, lane: Lane, batch: Batch, counts: bool) -> None:
        """A batch is tried again after its pause. `counts`: this is one of its retries."""
        lane.batch = batch
        batch.retries += counts
        batch.retry_at = self._run.now + batch.pause
        batch.pause = next_pause(batch)
        self.expect(lane)

    def expect(self, lane: Lane) -> None:
        """Expect a waiting batch's retry, or the time when its oldest record is too old: whichever comes first."""
        batch = lane.batch
        assert batch is not None
        if self._on:
            due = min([batch.retry_at, *map(self._discards.expires, batch.records[:1])])
            lane.retry_entry = self._push(max(due, self._run.now), self._due, lane)

    def pause(self, lanes: list[Lane]) -> None:
        """The mapping is turned off: nothing is tried again."""
        self._on = False
        for lane in lanes:
            if lane.retry_entry is not None:
                self._run.agenda.withdraw(lane.retry_entry)
                lane.retry_entry = None

    def resume(self, lanes: list[Lane]) -> None:
        """The mapping is turned on again: a waiting batch is retried when it is due, or now."""
        self._on = True
        for lane in lanes:
            if lane.batch is not None and not lane.in_flight:
                self.expect(lane)

    def _due(self, lane: Lane) -> None:
        lane.retry_entry = None
        batch = lane.batch
        assert batch is not None
        lane.batch = rest = self._discards.without_the_old(batch)
        if batch.records and not rest.records:
            self._give_way(lane)
        elif self._run.now < rest.retry_at:
            self.expect(lane)
        else:
            self._retry(lane)


def next_pause(batch: Batch) -> int:
    """The pause after the next one: it doubles, up to a minute (F198)."""
    return min(LONGEST_PAUSE, batch.pause * 2)


def _most_retries(attempts: int, rules: Rules) -> int:
    """How many retries a batch has, -1 for as many as it takes (F180); a misconception has its own number."""
    if attempts < 0 and not rules.retries_until_expiry:
        return A_FEW_TRIES
    if attempts > 0 and rules.retries_count_the_first_try:
        return attempts - 1
    return attempts
