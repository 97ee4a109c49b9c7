"""The changes that an update makes: values to set, remove, add and delete, at names and at document paths.

Each change reads the item as it was before the update (F405).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from simulator.dynamodb.attributes import (
    SET_TYPES,
    AttributeValue,
    InvalidValue,
    Item,
    add_numbers,
    number,
    set_of,
)
from simulator.dynamodb.expressions.paths import NestedPath, Path, path_text

TYPE_NAMES = {
    "S": "a string",
    "N": "a number",
    "B": "binary",
    "BOOL": "a boolean",
    "NULL": "null",
    "L": "a list",
    "M": "a map",
    "SS": "a string set",
    "NS": "a number set",
    "BS": "a binary set",
}
"""Each type of the service in words."""


class Plus(NamedTuple):
    """`SET a = a + :value`: the number that is there, and this one (F406)."""

    value: AttributeValue


class Append(NamedTuple):
    """`SET a = list_append(a, :value)`: the list that is there, and the elements of this one (F406)."""

    value: AttributeValue


class IfMissing(NamedTuple):
    """`SET a = if_not_exists(a, :value)`: the value that is there, or else this one (F406)."""

    value: AttributeValue


class Remove(NamedTuple):
    """`REMOVE a`: nothing is there any more."""


class Add(NamedTuple):
    """`ADD a :value`: a number plus this one, or a set and these members (F45a)."""

    value: AttributeValue


class TakeOut(NamedTuple):
    """`DELETE a :value`: a set without these members (F45a)."""

    value: AttributeValue


SetValue = AttributeValue | Plus | Append | IfMissing
"""What SET can give an attribute."""

Edit = SetValue | Remove | Add | TakeOut
"""What happens at one path."""

REMOVE = Remove()


class WrongOperand(ValueError):
    """The service refuses an operand because of the value that it meets; the text is the service's."""


class LeadsNowhere(ValueError):
    """A path has no parent in the item, or a function finds no operand at it; the text says why."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


def edited(item: Item, edits: Sequence[tuple[Path, Edit]]) -> dict[str, AttributeValue]:
    """The item after an update's edits, whose paths do not overlap.

    Raises:
        WrongOperand: an operand does not fit the value that is there.
        LeadsNowhere: a path has no parent, or a function has no operand.
    """
    after = dict(item)
    inside: dict[str, list[tuple[NestedPath, Edit]]] = {}
    for path, edit in edits:
        if not isinstance(path, str):
            inside.setdefault(str(path[0]), []).append((path, edit))
            continue
        value = edit if isinstance(edit, AttributeValue) else _result(edit, after.get(path), path)
        if value is None:
            after.pop(path, None)
        else:
            after[path] = value
    for name, further in inside.items():
        after[name] = _edited_inside(after.get(name), further, 1)
    return after


def _edited_inside(value: AttributeValue | None, edits: list[tuple[NestedPath, Edit]], depth: int) -> AttributeValue:
    """A map or a list after the edits inside it; the first `depth` steps of their paths lead to it."""
    path = edits[0][0]
    wanted = "M" if isinstance(path[depth], str) else "L"
    if value is None:
        raise _no_parent(path, depth)
    if value.type != wanted:
        raise _not_a_parent(path, depth, value, wanted)
    by_step: dict[str | int, list[tuple[NestedPath, Edit]]] = {}
    for each in edits:
        by_step.setdefault(each[0][depth], []).append(each)
    if wanted == "M":
        return AttributeValue("M", _edited_map(value.value, by_step, depth))
    return AttributeValue("L", _edited_list(value.value, by_step, depth))


_ByStep = dict[str | int, list[tuple[NestedPath, Edit]]]


def _edited_map(members: dict[str, AttributeValue], by_step: _ByStep, depth: int) -> dict[str, AttributeValue]:
    after = dict(members)
    for step, edits in by_step.items():
        name = str(step)
        value = _one_step(after.get(name), edits, depth)
        if value is None:
            after.pop(name, None)
        else:
            after[name] = value
    return after


def _edited_list(elements: tuple[AttributeValue, ...], by_step: _ByStep, depth: int) -> tuple[AttributeValue, ...]:
    """Indexes are those before the update: what is removed moves nothing, what is past the end comes last (F407)."""
    after: list[AttributeValue | None] = list(elements)
    for index in sorted(by_step):
        inside = isinstance(index, int) and index < len(elements)
        value = _one_step(elements[index] if inside else None, by_step[index], depth)  # type: ignore[index]
        if inside:
            after[index] = value  # type: ignore[index]
        else:
            after.append(value)
    return tuple(value for value in after if value is not None)


def _one_step(old: AttributeValue | None, edits: list[tuple[NestedPath, Edit]], depth: int) -> AttributeValue | None:
    """The value at one step after the edits at it, or inside it."""
    path, edit = edits[0]
    if len(path) == depth + 1:
        return _result(edit, old, path)
    return _edited_inside(old, edits, depth + 1)


def _result(edit: Edit, old: AttributeValue | None, path: Path) -> AttributeValue | None:
    """The value at a path after an edit; None: nothing is there."""
    if isinstance(edit, AttributeValue):
        return edit
    if isinstance(edit, Remove):
        return None
    if isinstance(edit, IfMissing):
        return edit.value if old is None else old
    if isinstance(edit, Add):
        return _added(old, edit.value)
    if isinstance(edit, TakeOut):
        return _without(old, edit.value)
    if old is None:
        raise LeadsNowhere(
            path,
            f'"{path_text(path)}" is not in the item, and {_name(edit)} needs it (The provided expression refers to '
            "an attribute that does not exist in the item)",
        )
    if old.type != edit.value.type:
        raise LeadsNowhere(
            path,
            f'{_name(edit)} takes {TYPE_NAMES[edit.value.type]}, and "{path_text(path)}" is {TYPE_NAMES[old.type]} (An '
            "operand in the update expression has an incorrect data type)",
        )
    if isinstance(edit, Plus):
        return _sum(old, edit.value)
    return AttributeValue("L", old.value + edit.value.value)


def _name(edit: Plus | Append) -> str:
    return "!plus" if isinstance(edit, Plus) else "!append"


def _added(old: AttributeValue | None, value: AttributeValue) -> AttributeValue:
    """ADD: a missing number counts as 0, a missing set as empty (F45a)."""
    if old is None:
        return value
    if old.type != value.type:
        raise _wrong_operand()
    if value.type == "N":
        return _sum(old, value)
    return set_of(value.type, set(old.value) | set(value.value))


def _sum(old: AttributeValue, value: AttributeValue) -> AttributeValue:
    try:
        return number(add_numbers(old.value, value.value))
    except InvalidValue as problem:
        raise WrongOperand(str(problem)) from None


def _without(old: AttributeValue | None, value: AttributeValue) -> AttributeValue | None:
    """DELETE: take members from a set; the last one takes the attribute with it (F45a)."""
    if old is None:
        return None
    if old.type != value.type or old.type not in SET_TYPES:
        raise _wrong_operand()
    rest = set(old.value) - set(value.value)
    return set_of(value.type, rest) if rest else None


def _wrong_operand() -> WrongOperand:
    return WrongOperand("An operand in the update expression has an incorrect data type")


_LEADS_NOWHERE = "(The document path provided in the update expression is invalid for update)"


def _parent(path: NestedPath, depth: int) -> str:
    return path_text(path[:depth] if depth > 1 else str(path[0]))


def _no_parent(path: NestedPath, depth: int) -> LeadsNowhere:
    escaped = path_text(path_text(path))
    hint = f'; a name with a dot or a bracket is written "{escaped}"' if depth == 1 else ""
    return LeadsNowhere(
        path, f'"{path_text(path)}" leads nowhere: the item has no "{_parent(path, depth)}" {_LEADS_NOWHERE}{hint}'
    )


def _not_a_parent(path: NestedPath, depth: int, value: AttributeValue, wanted: str) -> LeadsNowhere:
    return LeadsNowhere(
        path,
        f'"{path_text(path)}" leads nowhere: "{_parent(path, depth)}" is {TYPE_NAMES[value.type]}, not '
        f"{TYPE_NAMES[wanted]} {_LEADS_NOWHERE}",
    )
