"""Advice on writes that load, and that their author hardly meant as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from simulator.dynamodb.attributes import AttributeValue
from simulator.dynamodb.expressions.paths import path_text
from simulator.dynamodb.expressions.updates import IfMissing, SetValue
from simulator.scenario.checks.problems import Problem
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.durations import PATTERN, InvalidDuration, milliseconds
from simulator.scenario.expression_models import ConditionModel
from simulator.scenario.model import Scenario
from simulator.scenario.single_writes import FunctionWriteModel, SingleWriteModel
from simulator.scenario.states_of_consumers import every_consumer
from simulator.scenario.timeline_entries import (
    ActionModel,
    BatchedWriteModel,
    TransactionActionModel,
    WriteModel,
)
from simulator.scenario.values import is_later
from simulator.scenario.yaml.nodes import FUNCTIONS, KeyPath

YEAR_5000 = 95_617_584_000
"""Epoch seconds from which on a time is more likely written in milliseconds."""

_TAGGED = {
    re.compile(rf"!in\s+{PATTERN.pattern}"): "a time from now on",
    re.compile(rf"!({'|'.join(FUNCTIONS)})\s+\S.*", re.DOTALL): "a function of the value that is there",
}
"""Texts that are written as a tag with a value, and what that would be without quotes."""
_TYPES = ("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS")
"""The types of values, as DynamoDB's own JSON names them."""
_BESIDE = ("condition", "at", "after", "spread")
"""Keys that stand beside a write and not in its item."""

AnyWrite = SingleWriteModel | BatchedWriteModel


def advice_on_writes(scenario: Scenario) -> Iterator[Problem]:
    """Advice on every write of the timeline, in the file's order, and then on those of functions."""
    writes = [each for index, action in enumerate(scenario.timeline) for each in _writes(action, ("timeline", index))]
    writes += _of_functions(scenario)
    names = {name for write, _ in writes for name in write.put or ()}
    to_live = scenario.table.time_to_live
    expiry = None if to_live is None else to_live.attribute
    for write, path in writes:
        if write.put is not None:
            yield from _item(write.put, expiry, (*path, "put"))
        if isinstance(write, SingleWriteModel) and write.update is not None:
            plain = {name: _plain(value) for name, value in write.update.set.items()}
            values = {name: value for name, value in plain.items() if value is not None}
            yield from _values(values, expiry, (*path, "update", "set"))
        for text, place in _paths(write, path):
            if text in names and path_text(text) != text:
                name = path_text(text)
                message = f'"{text}" is a path, and an item has an attribute of that name; for that write "{name}"'
                yield Problem(place, "W520", message)


def _writes(model: WriteModel, path: KeyPath) -> Iterator[tuple[AnyWrite, KeyPath]]:
    """Each single write of an entry, with its path."""
    if isinstance(model, ActionModel) and model.repeat is not None:
        for index, each in enumerate(model.repeat.do):
            yield from _writes(each, (*path, "repeat", "do", index))
    yield from ((each, (*path, "batch_write", index)) for index, each in enumerate(model.batch_write or ()))
    yield from ((each, (*path, "transact_write", index)) for index, each in enumerate(model.transact_write or ()))
    yield model, path


def _of_functions(scenario: Scenario) -> Iterator[tuple[AnyWrite, KeyPath]]:
    """Each write of a function, with its path, where the file or an update has it."""
    for consumer, path, before in every_consumer(scenario):
        if not isinstance(consumer, LambdaModel):
            continue
        writes = consumer.function.writes
        if not isinstance(before, LambdaModel) or before.function.writes is not writes:
            yield from ((each, (*path, "function", "writes", index)) for index, each in enumerate(writes))


def _paths(write: AnyWrite, path: KeyPath) -> Iterator[tuple[str, KeyPath]]:
    """Each document path in a write's update and conditions, and its place."""
    if isinstance(write, SingleWriteModel) and write.update is not None:
        yield from ((text, (*path, "update", *place)) for text, place in write.update.paths)
    asked: list[tuple[ConditionModel | None, KeyPath]] = []
    if isinstance(write, WriteModel | TransactionActionModel | FunctionWriteModel):
        asked.append((write.condition, (*path, "condition")))
    if isinstance(write, TransactionActionModel) and write.condition_check is not None:
        asked.append((write.condition_check.condition, (*path, "condition_check", "condition")))
    for condition, where in asked:
        if condition is not None:
            yield from ((text, (*where, *place)) for text, place in condition.paths)


def _plain(value: SetValue) -> AttributeValue | None:
    if isinstance(value, IfMissing):
        return value.value
    return value if isinstance(value, AttributeValue) else None


def _item(item: Mapping[str, AttributeValue], expiry: str | None, path: KeyPath) -> Iterator[Problem]:
    yield from _values(item, expiry, path)
    for name in _BESIDE:
        value = item.get(name)
        if value is not None and _is_meant_beside(name, value):
            message = f"`{name}` is an attribute of the item here; the `{name}` of a write stands beside `put`"
            yield Problem((*path, name), "W523", message)


def _values(values: Mapping[str, AttributeValue], expiry: str | None, path: KeyPath) -> Iterator[Problem]:
    for name, value in values.items():
        meant = _in_quotes(value)
        if meant:
            message = f'"{value.value}" is a text; for {meant} leave the quotes out'
            yield Problem((*path, name), "W522", message)
        elif _is_typed(value):
            message = f'this is a map with the attribute "{_type_of(value)}"; values are plain here: {name}: value'
            yield Problem((*path, name), "W525", message)
        elif name == expiry:
            message = _never_expires(value)
            if message:
                yield Problem((*path, name), "W521", message)


def _is_typed(value: AttributeValue) -> bool:
    """Whether a map is what DynamoDB's own JSON would write for a plain value, such as `{S: PLACED}`."""
    return value.type == "M" and len(value.value) == 1 and _type_of(value) in _TYPES


def _type_of(value: AttributeValue) -> str:
    return str(next(iter(value.value)))


def _in_quotes(value: AttributeValue) -> str:
    """What a text that is written as a tag would be without its quotes; nothing for any other value."""
    if value.type != "S":
        return ""
    return next((meant for tagged, meant in _TAGGED.items() if tagged.fullmatch(value.value)), "")


def _never_expires(value: AttributeValue) -> str:
    """What keeps an item with this time to live from ever expiring; nothing where it is a time in seconds."""
    if value.type != "N":
        kind = "a string" if value.type == "S" else f"of type {value.type}"
        return f"time to live takes a number of epoch seconds; this is {kind}, so the item never expires (F71)"
    if not is_later(value) and Decimal(value.value) > YEAR_5000:
        return f"time to live counts in seconds; {value.value} looks like milliseconds and is far in the future"
    return ""


def _is_meant_beside(name: str, value: AttributeValue) -> bool:
    if name == "condition":
        known = {field.alias or key for key, field in ConditionModel.model_fields.items()}
        return value.type == "M" and bool(value.value) and set(value.value) <= known
    try:
        milliseconds(value.value if value.type == "S" else None)
    except InvalidDuration:
        return False
    return True
