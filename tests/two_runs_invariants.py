"""What has to hold of a run beside itself, and beside the run of a variation that puts an action in."""

from __future__ import annotations

from simulator.lesson.two_runs.outcomes import handled, invocations, outcomes, waits
from simulator.lesson.two_runs.step_names import requests_of
from simulator.lesson.two_runs.two_runs import OF_A_VARIATION, TwoRuns, pairs, parts_at
from simulator.machine.machine import simulate
from simulator.machine.reading.record_marks import WORKED
from simulator.machine.trace import Trace
from simulator.scenario.model import Scenario
from simulator.views.two_runs.ends import end_rows


def check_beside_itself(scenario: Scenario, trace: Trace) -> None:
    """A run beside a second run of the same scenario: nothing differs, and each step has its own beside it."""
    requests = requests_of(scenario, range(len(scenario.timeline)))
    runs = TwoRuns(trace, simulate(scenario), OF_A_VARIATION, requests, requests)
    assert parts_at(runs) is None
    assert [tuple(pair) for pair in pairs(runs)] == [(each, each) for each in range(1, len(trace.events) + 1)]
    assert not any(each.differs for each in outcomes(runs))
    assert not any(row.differs for row in end_rows(runs))
    check_totals(trace)


def check_totals(trace: Trace) -> None:
    """What a run cost each consumer agrees with the events that a plain count finds."""
    for consumer in trace.consumers:
        worked = [
            number
            for number, (event, actor) in enumerate(zip(trace.events, trace.actors, strict=True), 1)
            if actor == consumer and event in WORKED
        ]
        assert list(invocations(trace, consumer)) == worked
        assert all(each.time is None or each.time >= 0 for each in waits(trace, consumer))
        seen = sorted({index for records in handled(trace, consumer).values() for index in records})
        done = trace.progress[consumer].processed
        assert seen == [index for index in range(len(trace.records)) if done[index]]
