"""The records that a step trims before consumers have read them."""

from __future__ import annotations

from machine_runs import Run

from simulator.machine.reading.losses import losses
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
