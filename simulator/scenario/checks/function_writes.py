"""The writes of a function, as far as they can be told before there is a record to write about."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.table import KeySchema
from simulator.scenario.attributes_of_records import before_a_record
from simulator.scenario.checks.problems import Problem, not_one
from simulator.scenario.checks.writes import check_write
from simulator.scenario.consumers import FunctionModel
from simulator.scenario.plan import template_of
from simulator.scenario.yaml.nodes import KeyPath

_KINDS = ("put", "update", "delete")


def check_function_writes(function: FunctionModel, schema: KeySchema | None, path: KeyPath) -> Iterator[Problem]:
    """Each write as the service would take it; `schema` is None where the table's keys could not be read."""
    if function.effect is None and not function.writes:
        for name in ("when", "idempotent"):
            if getattr(function, name):
                message = f"`{name}` is about `effect` and `writes`; neither is here"
                yield Problem((*path, name), "S210", message)
    for index, model in enumerate(function.writes):
        here: KeyPath = (*path, "writes", index)
        kinds = [kind for kind in _KINDS if getattr(model, kind) is not None]
        if len(kinds) != 1:
            yield not_one(here, kinds, _KINDS)
        elif schema is not None:
            template = template_of(model)
            known = template._replace(write=before_a_record(template.write))
            yield from check_write(model, known, schema, here, 0)
