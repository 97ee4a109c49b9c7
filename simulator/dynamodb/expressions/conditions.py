"""Conditions on the item before a write: comparisons, functions, and their combinations (F54, F402, F403)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from simulator.dynamodb.attributes import SET_TYPES, AttributeValue, Item, number
from simulator.dynamodb.expressions.paths import Path, value_at

ORDERED_TYPES = ("S", "N", "B")
"""The types whose values have an order."""

MAX_CHOICES = 100
"""Values that `in` can list."""


class Requirement(NamedTuple):
    """One comparison, or one function, of one attribute or a part of it."""

    operator: str
    """One of OPERATORS."""
    path: Path
    operand: Any = None
    """A value; for `between` two, for `in` a tuple of them; for `attribute_type` a type's name; else None."""
    of_size: bool = False
    """Whether it is the size of the attribute that is compared, not its value."""


class AllOf(NamedTuple):
    """Every part must hold. Without parts it holds."""

    parts: tuple[Condition, ...]


class AnyOf(NamedTuple):
    """At least one part must hold."""

    parts: tuple[Condition, ...]


class Not(NamedTuple):
    """The part must not hold."""

    part: Condition


Condition = Requirement | AllOf | AnyOf | Not
"""What must hold of an item before a write."""


class Unmet(NamedTuple):
    """The first part of a condition that does not hold, and what the item has instead."""

    part: Requirement | AnyOf | Not
    """Never an `AllOf`: of that it is the part that fails."""
    found: AttributeValue | None
    """The value at the path of the part; None where there is none, and where the part has no path of its own."""


def unmet(condition: Condition, item: Item | None) -> Unmet | None:
    """The first part of a condition that an item (None: there is none) does not meet; None: the condition holds."""
    if isinstance(condition, Requirement):
        found = None if item is None else value_at(condition.path, item)
        return None if _meets(condition, found) else Unmet(condition, found)
    if isinstance(condition, AllOf):
        for part in condition.parts:
            problem = unmet(part, item)
            if problem is not None:
                return problem
        return None
    if isinstance(condition, AnyOf):
        return None if any(unmet(part, item) is None for part in condition.parts) else Unmet(condition, None)
    if unmet(condition.part, item) is not None:
        return None
    inner = condition.part
    return Unmet(condition, value_at(inner.path, item or {}) if isinstance(inner, Requirement) else None)


def each_operand(condition: Condition, change: Callable[[AttributeValue], AttributeValue]) -> Condition:
    """The same condition with each value that it compares with changed."""
    if isinstance(condition, Requirement):
        operand = condition.operand
        if isinstance(operand, AttributeValue):
            return condition._replace(operand=change(operand))
        if isinstance(operand, tuple):
            return condition._replace(operand=tuple(map(change, operand)))
        return condition
    if isinstance(condition, Not):
        return Not(each_operand(condition.part, change))
    return type(condition)(tuple(each_operand(part, change) for part in condition.parts))


def requirements_of(condition: Condition) -> list[Requirement]:
    """Every comparison and function in a condition."""
    if isinstance(condition, Requirement):
        return [condition]
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return [requirement for part in parts for requirement in requirements_of(part)]


def size_of(value: AttributeValue | None) -> AttributeValue | None:
    """The `size` of a value: characters, bytes, members or elements; None for what has none (F403)."""
    if value is None or value.type in ("N", "BOOL", "NULL"):
        return None
    return number(len(value.value))


def _meets(requirement: Requirement, found: AttributeValue | None) -> bool:
    if requirement.of_size:
        found = size_of(found)
    return OPERATORS[requirement.operator](found, requirement.operand)


def _compared(holds: Callable[[Any, Any], bool]) -> Callable[[AttributeValue | None, AttributeValue], bool]:
    """A comparison of two values in order: it is false where one is missing or the types differ (F402)."""

    def comparison(found: AttributeValue | None, operand: AttributeValue) -> bool:
        if found is None or found.type != operand.type or found.type not in ORDERED_TYPES:
            return False
        return holds(in_order(found), in_order(operand))

    return comparison


def in_order(value: AttributeValue) -> Any:
    """A value of an ordered type as Python compares it: numbers by value, strings by their UTF-8, binary by bytes."""
    # Code points are in the order of their UTF-8.
    return Decimal(value.value) if value.type == "N" else value.value


_at_least = _compared(lambda found, operand: bool(found >= operand))
_at_most = _compared(lambda found, operand: bool(found <= operand))


def _begins_with(found: AttributeValue | None, operand: AttributeValue) -> bool:
    if found is None or found.type != operand.type or found.type not in ("S", "B"):
        return False
    return bool(found.value.startswith(operand.value))


def _contains(found: AttributeValue | None, operand: AttributeValue) -> bool:
    """A part of a string or of a binary value, a member of a set, or an element of a list (F403)."""
    if found is None:
        return False
    type_, content = found
    if type_ == "L":
        return operand in content
    if type_ in SET_TYPES:
        return operand.type == type_[0] and operand.value in content
    return type_ in ("S", "B") and operand.type == type_ and operand.value in content


OPERATORS: dict[str, Callable[[AttributeValue | None, Any], bool]] = {
    "equals": lambda found, operand: found == operand,
    "not_equals": lambda found, operand: found != operand,
    "less_than": _compared(lambda found, operand: bool(found < operand)),
    "at_most": _at_most,
    "greater_than": _compared(lambda found, operand: bool(found > operand)),
    "at_least": _at_least,
    "between": lambda found, bounds: _at_least(found, bounds[0]) and _at_most(found, bounds[1]),
    "in": lambda found, choices: found in choices,
    "attribute_exists": lambda found, _: found is not None,
    "attribute_not_exists": lambda found, _: found is None,
    "attribute_type": lambda found, type_: found is not None and found.type == type_,
    "begins_with": _begins_with,
    "contains": _contains,
}
"""Whether the value that is found (None: there is none) meets an operand, for each comparison and function."""
