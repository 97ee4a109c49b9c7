"""The variables of the status tracker: one row each, in the tracker's order, and the ids that they have."""

from __future__ import annotations

import re
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
    by_shard: bool = False
    """Whether each shard has a value of its own too, and each worker of a KCL consumer."""
    by_consumer: bool = False
    """Whether the lesson's is the first consumer's, and each consumer has one too."""
    by_stream: bool = False
    """Whether the lesson's is the newest stream's, and each stream has one, and each consumer that of its stream."""


VARIABLES = {
    each.id: each
    for each in (
        Variable("table_data", "DynamoDB Table Data", is_standard=True),
        Variable("stream_records", "Stream Records", is_standard=True, by_consumer=True),
        Variable("consumer_state", "Consumer State", KINDS, is_standard=True, by_shard=True),
        Variable("checkpoint", "Checkpoint", KINDS, by_shard=True),
        Variable("iterator_age", "Iterator Age", KINDS, by_shard=True),
        Variable("attempt", "Attempt", ("lambda",), by_shard=True),
        Variable("destination", "On-failure Destination", ("lambda",)),
        Variable("deliveries", "Deliveries", KINDS),
        Variable("effects", "Effects", ("lambda",)),
        Variable("backlog", "Backlog", KINDS),
        Variable("window", "Tumbling Window", ("lambda",)),
        Variable("open_shards", "Open Shards"),
        Variable("stream_status", "Stream Status"),
        Variable("view_type", "View Type", by_stream=True),
        Variable("leases", "Leases", ("kcl",)),
    )
}
"""Every variable by its id."""


class VariableId(NamedTuple):
    """The parts of a variable's id: `attempt`, `attempt.ledger`, `attempt.ledger@2`, `iterator_age.workers.a`."""

    kind: str
    consumer: str = ""
    """The consumer that it names, if it names one; of a variable by stream also the number of a stream."""
    worker: str = ""
    """The KCL worker whose value is meant; empty: no single one's."""
    shard: int = 0
    """The number of the shard whose value is meant; 0: no single one's."""


_ID = re.compile(r"(?P<kind>[^.@]+)(?:\.(?P<consumer>[^.@]+)(?:\.(?P<worker>[^.@]+)|@(?P<shard>[1-9][0-9]{0,8}))?)?")


def variable_id(written: str) -> VariableId | None:
    """The parts of an id as a lesson writes it; None where it has another form. What it names may not exist."""
    found = _ID.fullmatch(written)
    if found is None:
        return None
    return VariableId(found["kind"], found["consumer"] or "", found["worker"] or "", int(found["shard"] or 0))
