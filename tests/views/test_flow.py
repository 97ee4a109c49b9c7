"""The stage of the process flow that a step lights."""

from __future__ import annotations

from cases import in_each_case

from simulator.scenario.events import Event, Phase
from simulator.views.flow import stage_of


@in_each_case(
    "name",
    [
        "write.unchanged",
        "write.rejected",
        "available.trimmed",
        "available.stream_disabled",
        "available.shard_closed",
        "read.crashed",
        "read.lease_taken",
        "read.consumer_updated",
    ],
)
def test_what_moves_no_change_on_lights_no_stage(name):
    assert stage_of(Event(name)) is None


@in_each_case(
    "name, stage",
    [
        ("write.insert", Phase.WRITE),
        ("capture.record", Phase.CAPTURE),
        ("available.record", Phase.AVAILABLE),
        ("read.records", Phase.READ),
        ("read.empty", Phase.READ),
        ("process.failed", Phase.PROCESS),
        ("process.duplicate", Phase.PROCESS),
        ("idle.waiting", Phase.IDLE),
    ],
)
def test_what_does_lights_its_own(name, stage):
    assert stage_of(Event(name)) is stage
