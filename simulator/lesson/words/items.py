"""What a write did to an item, and which part of its condition failed: in one short clause, with the values."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from simulator.dynamodb.attributes import AttributeValue, Item, to_json
from simulator.dynamodb.expressions.conditions import AnyOf, Condition, Not, Unmet, size_of
from simulator.dynamodb.expressions.paths import NestedPath, Path, path_text
from simulator.dynamodb.expressions.text import condition_text
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
    path = _path_words(difference.path)
    if difference.before is None:
        assert difference.after is not None
        return f"{path} added: {short_value(difference.after)}"
    if difference.after is None:
        return f"{path} removed"
    return f"{path} {short_value(difference.before)} → {short_value(difference.after)}"


def condition_words(condition: Condition) -> str:
    """A condition as an expression of the service: `status = PAID`, `size(lines) > 2`, `NOT (a = 1)`."""
    return condition_text(condition, _path_words, lambda _, value: short_value(value), MOST_NAMED)


def _path_words(path: Path) -> str:
    return visible(path_text(path))


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
    path = _path_words(part.path)
    found = size_of(unmet.found) if part.of_size else unmet.found
    if found is None:
        missing = f"{path} has no size" if unmet.found is not None else f"there is no {path}"
        return f"{missing}, and it asks for {asks}"
    what = f"size({path})" if part.of_size else path
    return f"{what} is {short_value(found)}, and it asks for {asks}"
