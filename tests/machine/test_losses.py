"""The records that are trimmed before consumers have read them."""

from __future__ import annotations

from machine_runs import Run

from simulator.machine.reading.losses import losses, lost_records
from simulator.scenario.events import Event

AWAY = """
consumers: [{name: quick}, {name: away}]
timeline:
  - {stop: {consumer: away}}
  - {put: {order_id: o-1}, after: 1s}
  - {wait: 25h}
  - {create_consumer: {name: late}}
  - {start: {consumer: away}, after: 1s}
"""


def test_a_trimmed_record_is_lost_to_whom_it_was_there_for_and_who_had_not_read_it(run: Run) -> None:
    trace = run(AWAY)
    [trimmed] = trace.steps_of(Event.AVAILABLE_TRIMMED)
    assert losses(trace, trimmed) == {"away": (0,)}  # quick has read it, and late is created only later
    assert losses(trace, trimmed - 1) == {}
    assert [lost_records(trace, name) for name in trace.consumers] == [set(), {0}, set()]


def test_a_record_is_lost_also_to_a_consumer_that_never_finds_out(run: Run) -> None:
    trace = run(AWAY.replace("  - {start: {consumer: away}, after: 1s}\n", "  - {wait: 1h}\n"))
    assert lost_records(trace, "away") == {0}
