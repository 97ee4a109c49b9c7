"""The run: steps at the present time, and acts that happen at once or in their turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from cases import in_each_case
from simpy_pipelines import Steps, dense_scenario, scenario, with_a_process_for_each_delay, with_three_processes

from simulator.dynamodb.rules import AWS
from simulator.machine.agenda import Priority
from simulator.machine.machine import simulate
from simulator.machine.run import Run
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.scenario.model import Scenario


def new_run() -> Run:
    return Run(Trace((), 0), AWS)


def test_a_step_has_the_present_time_and_the_next_number() -> None:
    run = new_run()
    run.now = 70
    assert [run.step(Event.CAPTURE_RECORD, (0,)), run.step(Event.AVAILABLE_RECORD, (0,))] == [1, 2]
    assert list(run.trace.times) == [70, 70]
    assert run.trace.events == [Event.CAPTURE_RECORD, Event.AVAILABLE_RECORD]


def test_an_act_with_nothing_before_it_happens_at_once() -> None:
    run, done = new_run(), []
    run.agenda.push(0, Priority.READ, done.append, "later at the same time")
    run.agenda.push_background(1, Priority.HOUSEKEEPING, done.append, "later")
    run.do_now(Priority.AVAILABLE, done.append, "now")
    assert done == ["now"]
    assert run.passed == Priority.AVAILABLE
    assert len(run.agenda.work) == 1


@in_each_case("priority", [Priority.CAPTURE, Priority.AVAILABLE])
@in_each_case("heap", ["push", "push_background"])
def test_an_act_waits_for_entries_that_come_before_it(priority: int, heap: str) -> None:
    run, done = new_run(), []
    getattr(run.agenda, heap)(0, priority, done.append, "first")
    run.do_now(Priority.AVAILABLE, done.append, "now")
    assert done == []
    assert run.passed == -1
    assert [entry[-1] for entry in run.agenda.work][-1] == "now"


NAMES = {
    Event.WRITE_INSERT: "write",
    Event.CAPTURE_RECORD: "capture",
    Event.AVAILABLE_RECORD: "available",
    Event.READ_RECORDS: "read",
    Event.PROCESS_SUCCEEDED: "process",
}


@pytest.mark.parametrize(
    ("timed", "pipeline"),
    [(scenario, with_a_process_for_each_delay), (dense_scenario, with_three_processes)],
    ids=["a process for each delay", "three processes"],
)
def test_the_yardsticks_of_the_bench_take_the_same_steps(
    timed: Callable[[int], Scenario], pipeline: Callable[[int], Steps]
) -> None:
    trace = simulate(timed(20))
    steps = [(time, NAMES[event]) for time, event in zip(trace.times, trace.events, strict=True) if event in NAMES]
    assert sorted(steps) == sorted((time, name) for time, name, _ in pipeline(20))
