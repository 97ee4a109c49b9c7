"""The faults of a write for which the service refuses it, whatever the table holds: its key, its sizes, its operands.

A value of type `UNKNOWN.type` stands for one that is not known yet; nothing is said about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from simulator.dynamodb.attributes import MAX_DEPTH, SET_TYPES, UNKNOWN, AttributeValue, Item, depth, item_size, size
from simulator.dynamodb.expressions.conditions import ORDERED_TYPES, in_order, requirements_of
from simulator.dynamodb.expressions.paths import Path
from simulator.dynamodb.expressions.updates import TYPE_NAMES, Add, Append, Edit, IfMissing, Plus, TakeOut
from simulator.dynamodb.table import KeyAttribute, KeySchema
from simulator.dynamodb.writes import MAX_ITEM_SIZE, Put, Update, Write

MAX_KEY_SIZE = {"partition": 2048, "sort": 1024}
"""Bytes of a key value."""

TOO_DEEP = f"lists and maps nest at most {MAX_DEPTH} deep"

_TYPES_OF_KEYS = {"S": "string", "N": "number", "B": "binary"}

_IN_ORDER = (ORDERED_TYPES, "a string, a number or a binary value")
_TAKES: dict[str, tuple[tuple[str, ...], str]] = {
    "less_than": _IN_ORDER,
    "at_most": _IN_ORDER,
    "greater_than": _IN_ORDER,
    "at_least": _IN_ORDER,
    "between": _IN_ORDER,
    "begins_with": (("S", "B"), "a string or a binary value"),
}
"""The types of value that a comparison or a function takes, where it does not take all of them."""


class Fault(NamedTuple):
    """One fault of a write."""

    kind: Literal["missing", "type", "empty", "key size", "no key", "item size", "depth", "operand"]
    message: str
    part: Literal["key", "item", "set", "add", "delete", "condition"]
    """The part of the write that has the fault; the item of a put is its key too."""
    at: Path | None = None
    """The attribute, also one that is missing, or the path, in that part; None: the part as a whole."""


def faults_of(write: Write, schema: KeySchema) -> Iterator[Fault]:
    """Every fault of a write, in the order key, item, update, condition."""
    if isinstance(write, Put):
        yield from _of_key(write.item, schema, "item")
        yield from _of_depth(write.item, "item")
        if item_size(write.item) > MAX_ITEM_SIZE:
            message = f"the item has {item_size(write.item):,} bytes; at most {MAX_ITEM_SIZE:,} (400 KB)"
            yield Fault("item size", message, "item")
    else:
        yield from _of_key(write.key, schema, "key")
        names = {attribute.name for attribute in schema.attributes}
        for name in write.key:
            if name not in names:
                message = f'"{name}" is no key attribute; a key has those alone'
                yield Fault("no key", message, "key", name)
    if isinstance(write, Update):
        yield from _of_update(write)
    if write.condition is not None:
        for requirement in requirements_of(write.condition):
            problem = problem_of_operand(requirement.operator, requirement.operand, requirement.of_size)
            if problem is not None:
                yield Fault("operand", problem, "condition", requirement.path)


def problem_of_operand(operator: str, operand: Any, of_size: bool = False) -> str | None:
    """Why a comparison or a function does not take an operand; None where it does."""
    if operand is None or isinstance(operand, str):  # none, or the name of a type
        return None
    values: tuple[AttributeValue, ...] = (operand,) if isinstance(operand, AttributeValue) else operand
    known = [value for value in values if value.type != UNKNOWN.type]
    types, wanted = (("N",), "a number") if of_size else _TAKES.get(operator, ((), ""))
    for value in known:
        if types and value.type not in types:
            if of_size:
                return f"a size is a number; this is {TYPE_NAMES[value.type]}"
            return f"{operator} takes {wanted}, not {TYPE_NAMES[value.type]}"
    if operator == "between" and len(known) == 2:
        low, high = known
        if low.type != high.type:
            return f"the bounds of between have one type; these are {TYPE_NAMES[low.type]} and {TYPE_NAMES[high.type]}"
        if in_order(low) > in_order(high):
            return "the upper bound of between is below the lower one"
    return None


def problem_of_edit(edit: Edit) -> str | None:
    """Why an edit of an update does not take its value; None where it does."""
    type_ = UNKNOWN.type if not isinstance(edit, Plus | Append | Add | TakeOut) else edit.value.type
    if type_ == UNKNOWN.type:
        return None
    if isinstance(edit, Plus) and type_ != "N":
        return f"`!plus` takes a number; this is {TYPE_NAMES[type_]}"
    if isinstance(edit, Append) and type_ != "L":
        return f"`!append` takes a list, as in !append [new]; this is {TYPE_NAMES[type_]}"
    if isinstance(edit, Add) and type_ not in ("N", *SET_TYPES):
        return "add takes a number or a set"
    if isinstance(edit, TakeOut) and type_ not in SET_TYPES:
        return "delete takes a set: !!set {member}"
    return None


def _of_update(update: Update) -> Iterator[Fault]:
    edits: list[tuple[Literal["set", "add", "delete"], Path, Edit]] = [
        *(("set", path, value) for path, value in update.set.items()),
        *(("add", path, Add(value)) for path, value in update.add.items()),
        *(("delete", path, TakeOut(value)) for path, value in update.delete.items()),
    ]
    for part, path, edit in edits:
        problem = problem_of_edit(edit)
        if problem is not None:
            yield Fault("operand", problem, part, path)
        value = edit.value if isinstance(edit, Plus | Append | IfMissing | Add | TakeOut) else edit
        if isinstance(value, AttributeValue) and depth(value) > MAX_DEPTH:
            yield Fault("depth", TOO_DEEP, part, path)


def _of_depth(item: Item, part: Literal["item"]) -> Iterator[Fault]:
    for name, value in item.items():
        if depth(value) > MAX_DEPTH:
            yield Fault("depth", TOO_DEEP, part, name)


def _of_key(item: Item, schema: KeySchema, part: Literal["key", "item"]) -> Iterator[Fault]:
    for attribute, role in zip(schema.attributes, MAX_KEY_SIZE, strict=False):
        value = item.get(attribute.name)
        if value is None:
            yield Fault("missing", f'the {role} key "{attribute.name}" is missing', part, attribute.name)
        elif value.type != UNKNOWN.type:
            yield from _of_key_value(attribute, role, value, part)


def _of_key_value(
    attribute: KeyAttribute, role: str, value: AttributeValue, part: Literal["key", "item"]
) -> Iterator[Fault]:
    name = attribute.name
    if value.type != attribute.type:
        wanted = f"{attribute.type} ({_TYPES_OF_KEYS[attribute.type]})"
        yield Fault("type", f'the {role} key "{name}" is of type {wanted}, not {value.type}', part, name)
    elif attribute.type != "N" and not value.value:
        yield Fault("empty", f'the {role} key "{name}" cannot be empty', part, name)
    elif size(value) > MAX_KEY_SIZE[role]:
        yield Fault("key size", f"a {role} key's value has at most {MAX_KEY_SIZE[role]:,} bytes", part, name)
