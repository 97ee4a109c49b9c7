"""The variables of the status tracker: one row each, in the tracker's order."""

from __future__ import annotations

from typing import NamedTuple

from simulator.scenario.consumers import KINDS


class Variable(NamedTuple):
    """A variable, as far as a lesson file needs to know it. The floors above add its history and its values' words."""

    id: str
    name: str
    """Its name in the tracker."""
    consumer_types: tuple[str, ...] = ()
    """The types of consumers that each have one; empty: the lesson has one."""
    is_standard: bool = False
    """Whether every lesson shows it."""


VARIABLES = {
    each.id: each
    for each in (
        Variable("table_data", "DynamoDB Table Data", is_standard=True),
        Variable("stream_records", "Stream Records", is_standard=True),
        Variable("consumer_state", "Consumer State", KINDS, is_standard=True),
        Variable("checkpoint", "Checkpoint", KINDS),
        Variable("iterator_age", "Iterator Age", KINDS),
        Variable("attempt", "Attempt", ("lambda",)),
        Variable("destination", "On-failure Destination", ("lambda",)),
        Variable("deliveries", "Deliveries", KINDS),
        Variable("effects", "Effects", ("lambda",)),
        Variable("open_shards", "Open Shards"),
        Variable("stream_status", "Stream Status"),
        Variable("leases", "Leases", ("kcl",)),
    )
}
"""Every variable by its id."""
