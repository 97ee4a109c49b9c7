"""Expressions as a request has them: a text with placeholders, and the names and values that these stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from simulator.dynamodb.attributes import AttributeValue, string, to_json
from simulator.dynamodb.expressions.conditions import MAX_CHOICES, AllOf, AnyOf, Condition, Not, Requirement
from simulator.dynamodb.expressions.paths import Path
from simulator.dynamodb.expressions.updates import Append, IfMissing, Plus, SetValue
from simulator.dynamodb.writes import Update

_PLAIN_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class Placeholders:
    """The names and values of one request. A placeholder is the attribute's own name where it can be."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        """The placeholder of each attribute name."""
        self._values: dict[str, AttributeValue] = {}

    def path(self, path: Path) -> str:
        """A path, each name in it as its placeholder: `#address.#city`, `#lines[0]`."""
        text = ""
        for step in (path,) if isinstance(path, str) else path:
            if isinstance(step, int):
                text += f"[{step}]"
            else:
                text += ("." if text else "") + self._name(step)
        return text

    def value(self, path: Path, value: AttributeValue) -> str:
        """The placeholder of a value, called after the last name of the path that it is for."""
        steps = (path,) if isinstance(path, str) else path
        named = next(step for step in reversed(steps) if isinstance(step, str))
        placeholder = _free(f":{_plain(named)}", self._values)
        self._values[placeholder] = value
        return placeholder

    def members(self) -> dict[str, Any]:
        """The members of the request that say what the placeholders stand for; without any there are none."""
        members: dict[str, Any] = {}
        if self._names:
            members["ExpressionAttributeNames"] = {each: name for name, each in self._names.items()}
        if self._values:
            members["ExpressionAttributeValues"] = {each: to_json(value) for each, value in self._values.items()}
        return members

    def _name(self, name: str) -> str:
        if name not in self._names:
            self._names[name] = _free(f"#{_plain(name)}", self._names.values())
        return self._names[name]


def update_text(update: Update, placeholders: Placeholders) -> str:
    """The UpdateExpression of an update: `SET #status = :status REMOVE #note`."""
    path, value = placeholders.path, placeholders.value
    clauses = {
        "SET": [f"{path(at)} = {_operand(at, new, placeholders)}" for at, new in update.set.items()],
        "REMOVE": [path(at) for at in update.remove],
        "ADD": [f"{path(at)} {value(at, new)}" for at, new in update.add.items()],
        "DELETE": [f"{path(at)} {value(at, new)}" for at, new in update.delete.items()],
    }
    return " ".join(f"{name} {', '.join(parts)}" for name, parts in clauses.items() if parts)


def condition_text(
    condition: Condition,
    path: Callable[[Path], str],
    value: Callable[[Path, AttributeValue], str],
    most: int = MAX_CHOICES,
) -> str:
    """A condition as an expression: `#status = :status AND attribute_exists(#paid)`.

    Args:
        condition: the condition.
        path: writes a path.
        value: writes a value that is for a path.
        most: how many values of one `IN` are written; for the others stands `…`.
    """
    if isinstance(condition, Requirement):
        there, values = path(condition.path), _values(condition.operand)
        told = [value(condition.path, each) for each in values[:most]] + (["…"] if len(values) > most else [])
        return FORMS[condition.operator](f"size({there})" if condition.of_size else there, told)
    if isinstance(condition, Not):
        return f"NOT ({condition_text(condition.part, path, value, most)})"
    parts = [(each, condition_text(each, path, value, most)) for each in condition.parts]
    word = " AND " if isinstance(condition, AllOf) else " OR "
    return word.join(f"({text})" if _is_joined(part) else text for part, text in parts)


def _is_joined(condition: Condition) -> bool:
    return isinstance(condition, AllOf | AnyOf) and len(condition.parts) > 1


def _operand(path: Path, new: SetValue, placeholders: Placeholders) -> str:
    if isinstance(new, AttributeValue):
        return placeholders.value(path, new)
    there, value = placeholders.path(path), placeholders.value(path, new.value)
    if isinstance(new, Plus):
        return f"{there} + {value}"
    if isinstance(new, Append):
        return f"list_append({there}, {value})"
    assert isinstance(new, IfMissing)
    return f"if_not_exists({there}, {value})"


def _values(operand: Any) -> list[AttributeValue]:
    """The values that a function or comparison takes: none, one or several."""
    if operand is None:
        return []
    if isinstance(operand, AttributeValue):
        return [operand]
    return [string(operand)] if isinstance(operand, str) else list(operand)


def _compared(sign: str) -> Callable[[str, list[str]], str]:
    return lambda there, values: f"{there} {sign} {values[0]}"


def _function(name: str) -> Callable[[str, list[str]], str]:
    return lambda there, values: f"{name}({', '.join([there, *values])})"


FORMS: dict[str, Callable[[str, list[str]], str]] = {
    "equals": _compared("="),
    "not_equals": _compared("<>"),
    "less_than": _compared("<"),
    "at_most": _compared("<="),
    "greater_than": _compared(">"),
    "at_least": _compared(">="),
    "between": lambda there, values: f"{there} BETWEEN {values[0]} AND {values[1]}",
    "in": lambda there, values: f"{there} IN ({', '.join(values)})",
    "attribute_exists": _function("attribute_exists"),
    "attribute_not_exists": _function("attribute_not_exists"),
    "attribute_type": _function("attribute_type"),
    "begins_with": _function("begins_with"),
    "contains": _function("contains"),
}
"""The text of each comparison and function, of a path and the placeholders of its values."""


def _plain(name: str) -> str:
    return name if _PLAIN_NAME.fullmatch(name) else "a"


def _free(placeholder: str, taken: Iterable[str]) -> str:
    """The placeholder, or the first with a number after it that is not taken."""
    taken, number, free = set(taken), 1, placeholder
    while free in taken:
        number += 1
        free = f"{placeholder}{number}"
    return free
