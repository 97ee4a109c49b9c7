"""The ids of `show`: each names a variable or a column that exists, and a consumer that has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.dynamodb.phrases import joined
from simulator.dynamodb.whole_numbers import in_digits
from simulator.scenario.checks.problems import Listed, Problem
from simulator.scenario.columns import COLUMNS
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.consumers import KINDS
from simulator.scenario.model import ShowModel
from simulator.scenario.variables import VARIABLES, VariableId, variable_id
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
    parts = variable_id(name)
    if variable is None:
        yield Problem(path, "S204", f'no variable is called "{kind}"{did_you_mean(kind, VARIABLES)}')
    elif parts is None and "@" not in owner and "." not in owner:
        yield Problem(path, "S204", f'no consumer is called "{owner}"')
    elif parts is None:
        message = (
            f'"{name}" is no variable: write {kind}, {kind}.CONSUMER, {kind}.CONSUMER@SHARD or {kind}.CONSUMER.WORKER'
        )
        yield Problem(path, "S204", message)
    elif (parts.shard or parts.worker) and not variable.by_shard:
        yield Problem(path, "S204", f'"{kind}" has no value for each shard or worker; write {kind}.{parts.consumer}')
    elif variable.by_stream and in_digits(owner):
        return  # a stream by its number: the run knows how many there are
    elif dot and not variable.consumer_types and not (variable.by_consumer or variable.by_stream):
        yield Problem(path, "S204", f'"{kind}" is not a consumer\'s; leave ".{owner}" out')
    elif consumers is not None and (dot or variable.consumer_types):
        yield from _check_owner(name, parts, variable.consumer_types or KINDS, path, consumers)


def _check_owner(
    name: str, parts: VariableId, types: Sequence[str], path: KeyPath, consumers: Sequence[Listed]
) -> Iterator[Problem]:
    """The consumer that an id names has such a variable; without a name, one of them has."""
    owner = parts.consumer
    if owner:
        consumers = [each for each in consumers if each.model.name == owner]
    if not consumers:
        yield Problem(path, "S204", f'no consumer is called "{owner}"')
        return
    if any("type" in each.left_out for each in consumers):
        return
    if not any(each.model.type in types for each in consumers):
        here = f'"{owner}" is of type {consumers[0].model.type}' if owner else "no consumer here is one"
        yield Problem(path, "S204", f'"{parts.kind}" is a variable of {joined(types)} consumers; {here}')
    elif parts.worker and consumers[0].model.type != "kcl":
        message = f'"{name}" names a worker, and "{owner}" is of type {consumers[0].model.type}: it has none'
        yield Problem(path, "S204", message)
