"""The ids of `show`: each names a variable or a column that exists, and a consumer that has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.scenario.checks.problems import Listed, Problem, listed
from simulator.scenario.columns import COLUMNS
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.model import ShowModel
from simulator.scenario.variables import VARIABLES
from simulator.scenario.yaml.nodes import KeyPath


def check_show(show: ShowModel, consumers: Sequence[Listed] | None) -> Iterator[Problem]:
    """The ids of `show`. `consumers` is None where not all of them could be read."""
    for index, name in enumerate(show.variables):
        yield from _check_variable(name, ("show", "variables", index), consumers)
    for index, name in enumerate(show.columns):
        if name not in COLUMNS:
            message = f'no column is called "{name}"{did_you_mean(name, COLUMNS)}'
            yield Problem(("show", "columns", index), "S204", message)


def _check_variable(name: str, path: KeyPath, consumers: Sequence[Listed] | None) -> Iterator[Problem]:
    kind, dot, owner = name.partition(".")
    variable = VARIABLES.get(kind)
    if variable is None:
        yield Problem(path, "S204", f'no variable is called "{kind}"{did_you_mean(kind, VARIABLES)}')
    elif not variable.consumer_types:
        if dot:
            yield Problem(path, "S204", f'"{kind}" is not a consumer\'s; leave ".{owner}" out')
    elif consumers is not None:
        types = variable.consumer_types
        if dot:
            consumers = [each for each in consumers if each.model.name == owner]
        if not consumers:
            yield Problem(path, "S204", f'no consumer is called "{owner}"')
        elif not any(each.model.type in types or "type" in each.left_out for each in consumers):
            here = f'"{owner}" is of type {consumers[0].model.type}' if dot else "no consumer here is one"
            yield Problem(path, "S204", f'"{kind}" is a variable of {listed(types)} consumers; {here}')
