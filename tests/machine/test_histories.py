"""The history of each variable, and how little of a run a question walks through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, SupportsIndex

import pytest

from simulator.machine.histories import FOLDS
from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.variables import VARIABLES

Run = Callable[[str], Trace]

WRITES = 300


class Counted(list[Any]):
    """A column that counts how often it is walked through, and how often one of its entries is looked at."""

    walks = 0
    looks = 0

    def __iter__(self) -> Iterator[Any]:
        self.walks += 1
        return super().__iter__()

    def __getitem__(self, index: SupportsIndex | slice) -> Any:
        self.looks += 1
        return super().__getitem__(index)


@pytest.fixture
def trace(run: Run) -> Trace:
    """A run of five steps a write whose columns count."""
    trace = run(
        f"""
        consumers: [{{limit: 1, poll_interval: 1ms, processing_time: 1ms}}]
        timeline: [repeat: {{times: {WRITES}, every: 10ms, do: {{put: {{order_id: "o-{{n}}"}}}}}}]
        """
    )
    trace.events, trace.record_indexes, trace.actors = map(Counted, (trace.events, trace.record_indexes, trace.actors))
    return trace


def walks(trace: Trace) -> list[int]:
    return [column.walks for column in (trace.events, trace.record_indexes, trace.actors)]


def looks(trace: Trace) -> list[int]:
    return [column.looks for column in (trace.events, trace.record_indexes, trace.actors)]


def test_every_variable_of_the_format_has_a_history() -> None:
    assert set(FOLDS) == set(VARIABLES)


def test_a_trace_has_the_variables_of_the_lesson_and_those_of_each_consumer(run: Run) -> None:
    trace = run(
        """
        consumers: [{name: p}, {name: f, type: lambda}, {name: k, type: kcl}]
        timeline: [put: {order_id: o-1}]
        """
    )
    of_all = ("consumer_state", "checkpoint", "iterator_age")
    assert list(trace.histories) == [
        "table_data",
        "stream_records",
        *(f"{kind}.{consumer}" for kind in of_all for consumer in "pfk"),
        "attempt.f",
        "destination.f",
        *(f"deliveries.{consumer}" for consumer in "pfk"),
        "effects.f",
        *(f"backlog.{consumer}" for consumer in "pfk"),
        "window.f",
        "open_shards",
        "stream_status",
        "view_type",
        "leases.k",
    ]
    assert all(trace.histories[variable].steps[0] == 0 for variable in trace.histories)


def look_at(step: Step) -> bool:
    """Ask a step for all that it works out when it is asked."""
    return isinstance(step.changes, tuple) and bool(step.facts) and bool(step.row)


def test_a_question_about_the_table_looks_at_the_writes_alone(trace: Trace) -> None:
    assert trace.value("table_data", len(trace.steps)).items == WRITES
    assert walks(trace) == looks(trace) == [0, 0, 0]


def test_the_first_look_at_a_run_walks_through_its_steps_once(trace: Trace) -> None:
    end = len(trace.steps)
    for variable in trace.variables:
        trace.value(variable, end)
    for step in (trace.steps[-1], trace.steps[end // 2]):
        assert look_at(step)
    assert walks(trace) == [1, 0, 0]
    assert max(looks(trace)) < 2 * WRITES + 20  # two of the five steps of a write: those that read and process


def test_a_question_that_comes_later_looks_at_its_own_step_alone(trace: Trace) -> None:
    end = len(trace.steps)
    assert look_at(trace.step(end))
    before = looks(trace)
    for number in range(end - 50, end):
        trace.value("stream_records", number)
        trace.value("consumer_state", number)
        trace.row(number)
    assert walks(trace) == [1, 0, 0]
    assert all(now <= then + 2 * 50 for now, then in zip(looks(trace), before, strict=True))


def test_the_first_look_leaves_out_the_work_for_a_variable_that_is_not_shown(trace: Trace) -> None:
    assert look_at(trace.step(len(trace.steps)))
    before = looks(trace)
    assert trace.value("checkpoint", len(trace.steps)).shards == ((1, WRITES - 1),)
    assert sum(looks(trace)) >= sum(before) + WRITES


def test_an_interruption_at_the_end_changes_no_state_before_it(run: Run) -> None:
    timeline = "{put: {order_id: o-1}}, {put: {order_id: o-2}, after: 10ms}, {put: {order_id: o-2, n: 1}, after: 3s}"
    smooth = run(f"timeline: [{timeline}]").histories["consumer_state"]
    stopped = run(f"timeline: [{timeline}, stop: {{consumer: consumer}}]").histories["consumer_state"]
    assert list(stopped.steps)[:-1] == list(smooth.steps)
    assert stopped.values[:-1] == smooth.values
