"""The kinds of write: put, update, delete and condition check.

`resulting_item` is the whole of a write's effect on one item; which stream record follows is the table's business.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple

from simulator.dynamodb.attributes import (
    SET_TYPES,
    AttributeValue,
    InvalidValue,
    Item,
    add_numbers,
    item_size,
    number,
    set_of,
)

MAX_ITEM_SIZE = 400 * 1024
"""Bytes of the largest item."""


NOTHING: Item = MappingProxyType({})
"""No attributes."""


class Failure(Enum):
    """Why the service refuses a write, by the name of its exception."""

    CONDITION = "ConditionalCheckFailedException"
    """The condition does not hold (F54)."""
    VALIDATION = "ValidationException"
    """The request cannot be carried out on this item (F55)."""


class Rejected(Exception):
    """The service refuses the request: nothing is written, nothing is recorded (F54, F55)."""

    def __init__(self, failure: Failure, message: str) -> None:
        super().__init__(message)
        self.failure = failure


@dataclass(frozen=True, slots=True)
class Condition:
    """Requirements on the item before the write; all of them must hold (F54)."""

    attribute_exists: tuple[str, ...] = ()
    attribute_not_exists: tuple[str, ...] = ()
    equals: Item = field(default_factory=dict)

    def holds(self, item: Item | None) -> bool:
        """Whether an item (None: there is none) meets the condition."""
        present: Item = item or {}
        return (
            all(name in present for name in self.attribute_exists)
            and not any(name in present for name in self.attribute_not_exists)
            and all(present.get(name) == value for name, value in self.equals.items())
        )


class Put(NamedTuple):
    """PutItem: the whole item, replacing any that has its key."""

    item: Item
    condition: Condition | None = None


class Update(NamedTuple):
    """UpdateItem: change attributes of the item with this key, creating it where the service does (F48-F50)."""

    key: Item
    set: Item = NOTHING
    remove: tuple[str, ...] = ()
    add: Item = NOTHING
    delete: Item = NOTHING
    condition: Condition | None = None


class Delete(NamedTuple):
    """DeleteItem: remove the item with this key; no item is no error (F53)."""

    key: Item
    condition: Condition | None = None


class ConditionCheck(NamedTuple):
    """A transaction's condition on an item that it does not write (F59)."""

    key: Item
    condition: Condition


Write = Put | Update | Delete | ConditionCheck


def resulting_item(write: Write, before: Item | None) -> Item | None:
    """The item after a write, or None for no item. Where nothing changes, the result equals `before`.

    Raises:
        Rejected: the condition does not hold, or the service cannot carry the write out.
    """
    if write.condition is not None and not write.condition.holds(before):
        raise Rejected(Failure.CONDITION, "The conditional request failed")
    if isinstance(write, Put):
        return write.item
    if isinstance(write, Delete):
        return None
    if isinstance(write, ConditionCheck):
        return before
    after = _updated(write, before)
    if after is not None and item_size(after) > MAX_ITEM_SIZE:
        raise Rejected(Failure.VALIDATION, "Item size to update has exceeded the maximum allowed size")
    return after


def _updated(update: Update, before: Item | None) -> Item | None:
    only_takes_away = (update.remove or update.delete) and not (update.set or update.add)
    if before is None and only_takes_away:
        return None  # F49: there is nothing to take away from, and nothing is created
    after = dict(update.key if before is None else before)
    after.update(update.set)
    for name in update.remove:
        after.pop(name, None)
    for name, value in update.add.items():
        after[name] = _added(after.get(name), value)
    for name, value in update.delete.items():
        rest = _without(after.get(name), value)
        if rest is None:
            after.pop(name, None)
        else:
            after[name] = rest
    return after


def _added(old: AttributeValue | None, value: AttributeValue) -> AttributeValue:
    """ADD: a missing number counts as 0, a missing set as empty (F45a)."""
    if old is None:
        return value
    if old.type != value.type:
        raise _wrong_operand()
    if value.type == "N":
        try:
            return number(add_numbers(old.value, value.value))
        except InvalidValue as problem:
            raise Rejected(Failure.VALIDATION, str(problem)) from None
    return set_of(value.type, set(old.value) | set(value.value))


def _without(old: AttributeValue | None, value: AttributeValue) -> AttributeValue | None:
    """DELETE: take members from a set; the last one takes the attribute with it (F45a)."""
    if old is None:
        return None
    if old.type != value.type or old.type not in SET_TYPES:
        raise _wrong_operand()
    rest = set(old.value) - set(value.value)
    return set_of(value.type, rest) if rest else None


def _wrong_operand() -> Rejected:
    return Rejected(Failure.VALIDATION, "An operand in the update expression has an incorrect data type")
