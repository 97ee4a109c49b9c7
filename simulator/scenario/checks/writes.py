"""Writes that the service would refuse: keys, sizes, updates."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.attributes import SET_TYPES, AttributeValue, Item, item_size, size
from simulator.dynamodb.expressions.paths import attribute_of, overlaps, path_of
from simulator.dynamodb.table import KeyAttribute, KeySchema
from simulator.dynamodb.writes import MAX_ITEM_SIZE, Put
from simulator.scenario.checks.problems import Problem
from simulator.scenario.complaints.complaint import did_you_mean
from simulator.scenario.expression_models import UpdateModel
from simulator.scenario.plan import Template
from simulator.scenario.single_writes import SingleWriteModel
from simulator.scenario.timeline_entries import (
    BatchedWriteModel,
    ConditionCheckModel,
    TransactionActionModel,
)
from simulator.scenario.values import REFUSED
from simulator.scenario.yaml.nodes import KeyPath

MAX_KEY_SIZE = {"partition": 2048, "sort": 1024}
"""Bytes of a key value."""

_TYPE_NAMES = {"S": "string", "N": "number", "B": "binary"}

NOW = 1_704_067_200_000
"""Epoch milliseconds of the time at which a write is looked at: what `!in 10m` stands for has its size then."""


def check_write(
    model: SingleWriteModel | BatchedWriteModel, template: Template, schema: KeySchema, path: KeyPath, rounds: int
) -> Iterator[Problem]:
    """A put, update, delete or condition check, alone or in a request. `rounds` is above 0 inside a repeat."""
    if model.put is not None:
        yield from _check_key(model.put, schema, (*path, "put"))
        largest = template.made(rounds, NOW)
        assert isinstance(largest, Put)
        if item_size(largest.item) > MAX_ITEM_SIZE:
            message = f"the item has {item_size(largest.item):,} bytes; at most {MAX_ITEM_SIZE:,} (400 KB)"
            yield Problem((*path, "put"), "D305", message)
    elif model.delete is not None:
        yield from _check_whole_key(model.delete, schema, (*path, "delete"))
    elif isinstance(model, SingleWriteModel) and model.update is not None:
        yield from _check_update(model.update, schema, (*path, "update"))
    elif isinstance(model, TransactionActionModel) and isinstance(model.condition_check, ConditionCheckModel):
        yield from _check_whole_key(model.condition_check.key, schema, (*path, "condition_check", "key"))


def _check_update(update: UpdateModel, schema: KeySchema, path: KeyPath) -> Iterator[Problem]:
    yield from _check_whole_key(update.key, schema, (*path, "key"))
    keys = {attribute.name for attribute in schema.attributes}
    written = list(update.paths)
    paths = [path_of(text) for text, _ in written]
    for (_, place), name in zip(written, map(attribute_of, paths), strict=True):
        if name in keys:
            yield Problem((*path, *place), "D306", f'"{name}" is a key attribute; an update cannot change it')
    for overlap in overlaps(paths):
        (text, place), (earlier, (clause, *_)) = written[overlap.later], written[overlap.earlier]
        yield Problem((*path, *place), "D308", _overlap_message(text, earlier, str(clause), overlap.conflict))
    for name, value in update.add.items():
        if value.type not in ("N", *SET_TYPES, REFUSED.type):
            yield Problem((*path, "add", name), "D307", "add takes a number or a set")
    for name, value in update.delete.items():
        if value.type not in (*SET_TYPES, REFUSED.type):
            yield Problem((*path, "delete", name), "D307", "delete takes a set: !!set {member}")


def _overlap_message(text: str, earlier: str, clause: str, conflict: bool) -> str:
    if text == earlier:
        return f'"{text}" is also in `{clause}`; an update names it once'
    if conflict:
        return f'"{text}" and "{earlier}" in `{clause}` take one value for a map and for a list'
    return f'"{text}" and "{earlier}" in `{clause}` overlap; an update changes a value as a whole or inside (F404)'


def _check_whole_key(item: Item, schema: KeySchema, path: KeyPath) -> Iterator[Problem]:
    """A key that stands alone: its attributes and no others."""
    yield from _check_key(item, schema, path)
    keys = {attribute.name for attribute in schema.attributes}
    for name in item:
        if name not in keys:
            yield Problem((*path, name), "D304", f'"{name}" is no key attribute; a key has those alone')


def _check_key(item: Item, schema: KeySchema, path: KeyPath) -> Iterator[Problem]:
    for attribute, role in zip(schema.attributes, MAX_KEY_SIZE, strict=False):
        value = item.get(attribute.name)
        if value is None:
            meant = did_you_mean(attribute.name, [name for name in item if name != attribute.name])
            hint = meant.replace("did you mean", "is it written as") if meant else ""
            yield Problem(path, "D301", f'the {role} key "{attribute.name}" is missing{hint}')
        elif value is not REFUSED:
            yield from _check_key_value(attribute, role, value, (*path, attribute.name))


def _check_key_value(attribute: KeyAttribute, role: str, value: AttributeValue, path: KeyPath) -> Iterator[Problem]:
    if value.type != attribute.type:
        wanted = f"{attribute.type} ({_TYPE_NAMES[attribute.type]})"
        yield Problem(path, "D302", f'the {role} key "{attribute.name}" is of type {wanted}, not {value.type}')
    elif attribute.type != "N" and not value.value:
        yield Problem(path, "D303", f'the {role} key "{attribute.name}" cannot be empty')
    elif size(value) > MAX_KEY_SIZE[role]:
        yield Problem(path, "D304", f"a {role} key's value has at most {MAX_KEY_SIZE[role]:,} bytes")
