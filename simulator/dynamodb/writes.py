"""The kinds of write: put, update, delete and condition check.

`resulting_item` is the whole of a write's effect on one item; which stream record follows is the table's business.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, NamedTuple

from simulator.dynamodb.attributes import MAX_DEPTH, AttributeValue, Item, depth, item_size
from simulator.dynamodb.expressions.conditions import Condition, Unmet, unmet
from simulator.dynamodb.expressions.paths import Path, attribute_of
from simulator.dynamodb.expressions.updates import (
    REMOVE,
    Add,
    Append,
    Edit,
    LeadsNowhere,
    SetValue,
    TakeOut,
    WrongOperand,
    edited,
)

MAX_ITEM_SIZE = 400 * 1024
"""Bytes of the largest item."""


NOTHING: Mapping[Any, Any] = MappingProxyType({})
"""No attributes."""


class Failure(Enum):
    """Why the service refuses a write, by the name of its exception."""

    CONDITION = "ConditionalCheckFailedException"
    """The condition does not hold (F54)."""
    VALIDATION = "ValidationException"
    """The request cannot be carried out on this item (F55)."""


class Rejected(Exception):
    """The service refuses the request: nothing is written, nothing is recorded (F54, F55)."""

    def __init__(self, failure: Failure, message: str, unmet: Unmet | None = None) -> None:
        super().__init__(message)
        self.failure = failure
        self.unmet = unmet


class ImpossibleUpdate(Exception):
    """An update that this item cannot have: a path leads nowhere in it, or a function finds no operand (F401, F406).

    The service refuses it with a ValidationException. The scenario is at fault, so it is no result such as `Rejected`.
    """

    def __init__(self, update: Update, path: Path, message: str) -> None:
        super().__init__(message)
        self.update = update
        self.path = path


class Put(NamedTuple):
    """PutItem: the whole item, replacing any that has its key."""

    item: Item
    condition: Condition | None = None


class Update(NamedTuple):
    """UpdateItem: change attributes of the item with this key, creating it where the service does (F48-F50).

    The paths of one update do not overlap (F404).
    """

    key: Item
    set: Mapping[Path, SetValue] = NOTHING
    remove: tuple[Path, ...] = ()
    add: Mapping[Path, AttributeValue] = NOTHING
    delete: Mapping[Path, AttributeValue] = NOTHING
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
        ImpossibleUpdate: an update's path leads nowhere in this item, or its function finds no operand there.
    """
    if write.condition is not None:
        problem = unmet(write.condition, before)
        if problem is not None:
            raise Rejected(Failure.CONDITION, "The conditional request failed", problem)
    if isinstance(write, Put):
        return write.item
    if isinstance(write, Delete):
        return None
    if isinstance(write, ConditionCheck):
        return before
    return _updated(write, before)


def _updated(update: Update, before: Item | None) -> Item | None:
    only_takes_away = (update.remove or update.delete) and not (update.set or update.add)
    if before is None and only_takes_away:
        return None  # F49: there is nothing to take away from, and nothing is created
    edits = tuple(edits_of(update))
    try:
        after = edited(update.key if before is None else before, edits)
    except WrongOperand as problem:
        raise Rejected(Failure.VALIDATION, str(problem)) from None
    except LeadsNowhere as problem:
        raise ImpossibleUpdate(update, problem.path, str(problem)) from None
    if item_size(after) > MAX_ITEM_SIZE:
        raise Rejected(Failure.VALIDATION, "Item size to update has exceeded the maximum allowed size")
    for path, edit in edits:
        if isinstance(path, tuple) or isinstance(edit, Append):  # a value alone has been checked when it was read
            changed = after.get(attribute_of(path))
            if changed is not None and depth(changed) > MAX_DEPTH:
                raise Rejected(Failure.VALIDATION, "Nesting Levels have exceeded supported limits")
    return after


def edits_of(update: Update) -> Iterator[tuple[Path, Edit]]:
    """Each path of an update, and what happens there."""
    yield from update.set.items()
    for path in update.remove:
        yield path, REMOVE
    for path, value in update.add.items():
        yield path, Add(value)
    for path, value in update.delete.items():
        yield path, TakeOut(value)
