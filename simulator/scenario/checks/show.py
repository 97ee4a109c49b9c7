"""What is shown beside the standard rows and columns: ids that exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.scenario.checks.problems import Listed, Problem, listed
from simulator.scenario.columns import COLUMNS
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.consumers import KINDS
from simulator.scenario.model import ShowModel
from simulator.scenario.yaml.nodes import KeyPath

OF_THE_LESSON = ("table_data", "stream_records", "open_shards", "stream_status")
"""Variables that there is one of."""

OF_A_CONSUMER = {
    "consumer_state": KINDS,
    "checkpoint": KINDS,
    "iterator_age": KINDS,
    "attempt": ("lambda",),
    "destination": ("lambda",),
    "leases": ("kcl",),
}
"""Variables that each consumer of these types has."""


def check_show(show: ShowModel, consumers: Sequence[Listed] | None) -> Iterator[Problem]:
    """The ids of `show`. `consumers` is None where not all of them could be read."""
    for index, name in enumerate(show.variables):
        yield from _check_variable(name, ("show", "variables", index), consumers)
    for index, name in enumerate(show.columns):
        if name not in COLUMNS:
            message = f'no column is called "{name}"{did_you_mean(name, COLUMNS)}'
            yield Problem(("show", "columns", index), "S204", message)


def _check_variable(name: str, path: KeyPath, consumers: Sequence[Listed] | None) -> Iterator[Problem]:
    kind, dot, whose = name.partition(".")
    if kind not in OF_THE_LESSON and kind not in OF_A_CONSUMER:
        meant = did_you_mean(kind, (*OF_THE_LESSON, *OF_A_CONSUMER))
        yield Problem(path, "S204", f'no variable is called "{kind}"{meant}')
    elif kind in OF_THE_LESSON:
        if dot:
            yield Problem(path, "S204", f'"{kind}" is not a consumer\'s; leave ".{whose}" out')
    elif consumers is not None:
        types = OF_A_CONSUMER[kind]
        if dot:
            consumers = [each for each in consumers if each.model.name == whose]
        if not consumers:
            yield Problem(path, "S204", f'no consumer is called "{whose}"')
        elif not any(each.model.type in types or "type" in each.left_out for each in consumers):
            here = f'"{whose}" is of type {consumers[0].model.type}' if dot else "no consumer here is one"
            yield Problem(path, "S204", f'"{kind}" is a variable of {listed(types)} consumers; {here}')
