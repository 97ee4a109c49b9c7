"""The writes of a function, as far as they can be told before there is a record to write about."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.attributes import Item
from simulator.dynamodb.table import KeySchema
from simulator.scenario.attributes_of_records import with_stand_in
from simulator.scenario.checks.problems import Problem, not_one
from simulator.scenario.checks.writes import check_write
from simulator.scenario.consumers import FunctionModel
from simulator.scenario.plan import template_of
from simulator.scenario.single_writes import FunctionWriteModel
from simulator.scenario.values import REFUSED
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
            known = _with_stand_ins(model)
            yield from check_write(known, template_of(known), schema, here, 0)


def _with_stand_ins(model: FunctionWriteModel) -> FunctionWriteModel:
    """A write in which values that are not known yet count as refused: nothing more is said about them."""
    if model.put is not None:
        return model.model_copy(update={"put": _item(model.put)})
    if model.delete is not None:
        return model.model_copy(update={"delete": _item(model.delete)})
    assert model.update is not None
    return model.model_copy(update={"update": model.update.model_copy(update={"key": _item(model.update.key)})})


def _item(item: Item) -> Item:
    return {name: with_stand_in(value, REFUSED) for name, value in item.items()}
