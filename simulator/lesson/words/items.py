"""What a write did to an item, and which part of its condition failed: in one short clause, with the values."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from simulator.dynamodb.attributes import AttributeValue, Item, to_json
from simulator.dynamodb.expressions.conditions import AllOf, AnyOf, Condition, Not, Requirement, Unmet, size_of
from simulator.dynamodb.expressions.paths import NestedPath, path_text
from simulator.dynamodb.phrases import cut_to
from simulator.lesson.words.sentences import MOST_NAMED
from simulator.scenario.complaints.complaint import visible

_LONGEST = 30
"""Characters of a value that are shown."""


class Difference(NamedTuple):
    """A part of an item that is not the same before and after a write."""

    path: NestedPath
    before: AttributeValue | None
    after: AttributeValue | None


def short_value(value: AttributeValue) -> str:
    """A value as a clause names it: PAID, 25, "two words", {"city": ...}; a long one is cut."""
    type_, content = value
    if type_ == "S":
        text = content if re.fullmatch(r"[^\s\"]+", content) else json.dumps(content, ensure_ascii=False)
    elif type_ == "N":
        text = content
    elif type_ == "B":
        text = base64.b64encode(content).decode("ascii")
    elif type_ == "BOOL":
        text = "true" if content else "false"
    elif type_ == "NULL":
        text = "null"
    else:
        text = json.dumps(to_json(value)[type_], ensure_ascii=False)
    return visible(cut_to(_LONGEST, text))


def differences(before: Item, after: Item, above: NestedPath = ()) -> Iterator[Difference]:
    """The parts that differ: attributes, and inside a map that stays a map its entries."""
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if old is not None and new is not None and old.type == new.type == "M":
            yield from differences(old.value, new.value, (*above, name))
        else:
            yield Difference((*above, name), old, new)


def change_words(before: Item, after: Item) -> str:
    """What changed in an item: `status PLACED → PAID, note removed, visits added: 1`."""
    found = list(differences(before, after))
    named = [_difference_words(each) for each in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        named.append(f"and {len(found) - MOST_NAMED} more")
    return ", ".join(named)


def _difference_words(difference: Difference) -> str:
    path = visible(path_text(difference.path))
    if difference.before is None:
        assert difference.after is not None
        return f"{path} added: {short_value(difference.after)}"
    if difference.after is None:
        return f"{path} removed"
    return f"{path} {short_value(difference.before)} → {short_value(difference.after)}"


def _operand_words(operand: Any) -> str:
    if isinstance(operand, AttributeValue):
        return short_value(operand)
    return str(operand)


def _compared(sign: str) -> Callable[[str, Any], str]:
    return lambda path, operand: f"{path} {sign} {_operand_words(operand)}"


def _called(function: str) -> Callable[[str, Any], str]:
    return lambda path, operand: f"{function}({path}{'' if operand is None else ', ' + _operand_words(operand)})"


REQUIREMENT_WORDS: Mapping[str, Callable[[str, Any], str]] = {
    "equals": _compared("="),
    "not_equals": _compared("<>"),
    "less_than": _compared("<"),
    "at_most": _compared("<="),
    "greater_than": _compared(">"),
    "at_least": _compared(">="),
    "between": lambda path, bounds: f"{path} BETWEEN {_operand_words(bounds[0])} AND {_operand_words(bounds[1])}",
    "in": lambda path, choices: (
        f"{path} IN ({', '.join(map(_operand_words, choices[:MOST_NAMED]))}"
        f"{', …' if len(choices) > MOST_NAMED else ''})"
    ),
    "attribute_exists": _called("attribute_exists"),
    "attribute_not_exists": _called("attribute_not_exists"),
    "attribute_type": _called("attribute_type"),
    "begins_with": _called("begins_with"),
    "contains": _called("contains"),
}
"""Each comparison and function as a condition expression of the service writes it."""


def condition_words(condition: Condition) -> str:
    """A condition as an expression of the service: `status = PAID`, `size(lines) > 2`, `NOT (a = 1)`."""
    if isinstance(condition, Requirement):
        path = visible(path_text(condition.path))
        path = f"size({path})" if condition.of_size else path
        return REQUIREMENT_WORDS[condition.operator](path, condition.operand)
    if isinstance(condition, Not):
        return f"NOT ({condition_words(condition.part)})"
    sign = " AND " if isinstance(condition, AllOf) else " OR "
    return sign.join(
        condition_words(part) if isinstance(part, Requirement) else f"({condition_words(part)})"
        for part in condition.parts
    )


def unmet_words(unmet: Unmet, is_there: bool) -> str:
    """Why a condition does not hold: the part that fails, and what the item has instead.

    `is_there` says whether there is an item at all.
    """
    part = unmet.part
    asks = condition_words(part)
    if not is_there:
        return f"there is no item, and it asks for {asks}"
    if isinstance(part, AnyOf):
        return f"no part of {asks} is true"
    if isinstance(part, Not):
        return f"it asks for {asks}, and {condition_words(part.part)} is true"
    path = visible(path_text(part.path))
    found = size_of(unmet.found) if part.of_size else unmet.found
    if found is None:
        missing = f"{path} has no size" if unmet.found is not None else f"there is no {path}"
        return f"{missing}, and it asks for {asks}"
    what = f"size({path})" if part.of_size else path
    return f"{what} is {short_value(found)}, and it asks for {asks}"
