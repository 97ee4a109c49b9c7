"""Every check of a file, on those parts of it that could be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from simulator.scenario.checks.consumer_actions import ConsumerStates
from simulator.scenario.checks.consumers import check_consumers
from simulator.scenario.checks.problems import Entry, Listed, Problem
from simulator.scenario.checks.show import check_show
from simulator.scenario.checks.stream_actions import StreamState
from simulator.scenario.checks.table import check_table
from simulator.scenario.checks.timeline import check_timeline
from simulator.scenario.consumers import ConsumerModel
from simulator.scenario.model import ShowModel, StreamModel, TableModel
from simulator.scenario.shape.partial import Part
from simulator.scenario.timeline_entries import ActionModel


class Parts(NamedTuple):
    """The parts of a file that rules are about."""

    table: Part[TableModel]
    stream: Part[StreamModel]
    show: Part[ShowModel]
    consumers: Sequence[Part[ConsumerModel]] | None
    """None: they are no list."""
    timeline: Sequence[Part[ActionModel]]
    empty_polls: bool
    """Whether empty polls are shown."""
    requests_are_checked: bool = False
    """Whether the requests of this timeline were checked with this table already."""


def problems_of(parts: Parts) -> list[Problem]:
    """Everything that the checks find."""
    table = parts.table.model
    schema = None if table is None or parts.table.left_out & {"partition_key", "sort_key"} else table.schema_of_keys
    consumers = [
        Listed(index, part.model, part.left_out)
        for index, part in enumerate(parts.consumers or ())
        if part.model is not None
    ]
    complete = parts.consumers is not None and len(consumers) == len(parts.consumers)
    complete = complete and not any("name" in each.left_out for each in consumers)
    entries = [
        None if part.model is None else Entry(index, part.model, part.cuts) for index, part in enumerate(parts.timeline)
    ]
    expires = table is None or table.time_to_live is not None or "time_to_live" in parts.table.left_out
    stream = StreamState(parts.stream.model, parts.stream.left_out)
    created = [entry.action.create_consumer for entry in entries if entry and entry.action.create_consumer]
    staff = ConsumerStates(consumers, complete, created)
    checked = parts.requests_are_checked
    problems = list(check_timeline(entries, schema, expires, stream, staff, parts.empty_polls, checked))
    problems += check_consumers(consumers, parts.empty_polls, schema)
    consumers += (Listed(len(consumers), model) for model in created)
    if table is not None:
        problems += check_table(table)
    if parts.show.model is not None:
        problems += check_show(parts.show.model, consumers if complete else None)
    return problems
