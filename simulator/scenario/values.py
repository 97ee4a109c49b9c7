"""Plain YAML values (or plain Python values) as attribute values."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from simulator.dynamodb.attributes import (
    MAX_DEPTH,
    UNKNOWN,
    AttributeValue,
    InvalidValue,
    depth,
    number,
    set_of,
    string,
)
from simulator.dynamodb.faults import TOO_DEEP
from simulator.scenario.complaints.complaint import Mark
from simulator.scenario.durations import InvalidDuration, milliseconds
from simulator.scenario.yaml.nodes import FromNow, Function, Scalar, SetNode, mark_of

ROUND = "{n}"
"""A placeholder in the strings of a repeated write: the number of the round, counted from 1."""

PLACEHOLDER = re.compile(r"\{([^{}]+)\}")
"""A placeholder in the strings of a function's write: an attribute of the record that the function works on."""

MAX_NUMBER_LENGTH = 500
"""Characters of a written number: enough for every number of the service, too few to fill the memory."""

REFUSED = UNKNOWN
"""Stands for a value that is complained about already, so that the rest of its item can still be checked."""


@dataclass
class ValueProblem(Exception):
    """The problem with a value, and its location (None: where the field stands)."""

    mark: Mark | None
    code: str
    message: str


def item_from(written: Any) -> tuple[dict[str, AttributeValue], list[ValueProblem]]:
    """An item from a mapping of plain values, and everything that is wrong with it.

    Where a value is wrong, `REFUSED` stands in the item.
    """
    item: dict[str, AttributeValue] = {}
    problems: list[ValueProblem] = []
    if not isinstance(written, Mapping):
        return {}, [ValueProblem(mark_of(written), "S203", "expected attributes and their values, as in {name: value}")]
    for name, value in written.items():
        if not name:
            problems.append(ValueProblem(mark_of(value), "D304", "an attribute's name cannot be empty"))
        try:
            item[str(name)] = attribute_value(value)
        except ValueProblem as problem:
            problems.append(problem)
            item[str(name)] = REFUSED
    return item, problems


def attribute_value(written: Any) -> AttributeValue:
    """One attribute value.

    Raises:
        ValueProblem: the service would refuse it, or it is no attribute value at all.
    """
    try:
        value = _value(written)
        if depth(value) > MAX_DEPTH:
            raise ValueProblem(mark_of(written), "D304", TOO_DEEP)
    except RecursionError:  # only from Python: a file's nesting is bounded by document.MAX_NESTING
        raise ValueProblem(None, "D304", TOO_DEEP) from None
    return value


def _value(written: Any) -> AttributeValue:
    try:
        return _plain_value(written)
    except InvalidValue as refusal:
        raise ValueProblem(mark_of(written), "D304", str(refusal)) from None


def _plain_value(written: Any) -> AttributeValue:
    if isinstance(written, Scalar):
        return _scalar(written)
    if isinstance(written, FromNow):
        return AttributeValue("N", _later(written))
    if isinstance(written, Function):
        message = f"`!{written.name}` is for a value in `set` of an update, not for one in an item"
        raise ValueProblem(written.mark, "S203", message)
    if isinstance(written, bool):
        return AttributeValue("BOOL", written)
    if written is None:
        return AttributeValue("NULL", True)
    if isinstance(written, str):
        return string(str(written))
    if isinstance(written, int | Decimal):
        return number(written)
    if isinstance(written, bytes):
        return AttributeValue("B", bytes(written))
    if isinstance(written, SetNode | set | frozenset):
        return _set(written)
    if isinstance(written, list | tuple):
        return AttributeValue("L", tuple(_value(element) for element in written))
    if isinstance(written, Mapping):
        return AttributeValue("M", {str(name): _value(element) for name, element in written.items()})
    kind = "a float is not exact; use an int or a Decimal" if isinstance(written, float) else repr(type(written))
    raise ValueProblem(None, "S203", f"not an attribute value: {kind}")


def _scalar(scalar: Scalar) -> AttributeValue:
    if scalar.kind == "number":
        if len(scalar) > MAX_NUMBER_LENGTH:
            raise InvalidValue(f"a number is written with at most {MAX_NUMBER_LENGTH} characters")
        return number(scalar)
    if scalar.kind == "boolean":
        return AttributeValue("BOOL", scalar == "true")
    if scalar.kind == "null":
        return AttributeValue("NULL", True)
    return string(str(scalar))


def _later(written: FromNow) -> Later:
    try:
        after = milliseconds(written.text)
    except InvalidDuration as problem:
        raise ValueProblem(written.mark, problem.code, f"`!in` takes a duration: {problem}") from None
    later = Later("1704067200")  # a time like those that it stands for, so that it has their size
    later.milliseconds = after
    return later


def _set(members: Any) -> AttributeValue:
    values = [_value(member) for member in members]
    types = sorted({value.type for value in values})
    if len(types) > 1:
        raise InvalidValue(f"a set's members have one type; this one mixes {' and '.join(types)}")
    if types and types[0] not in ("S", "N", "B"):
        raise InvalidValue("a set holds strings, numbers or binary values")
    return set_of(types[0] + "S" if types else "SS", [value.value for value in values])


class Later(str):
    """The number of a time from now on, as long as it is not known when now is: it reads as a time in epoch seconds."""

    __slots__ = ("milliseconds",)
    milliseconds: int


def has_round(value: AttributeValue) -> bool:
    """Whether any string of a value holds `{n}`."""
    return any(ROUND in text for text in _strings(value))


def is_placeholder(value: AttributeValue) -> bool:
    """Whether a value is `{name}` and nothing else: in a function's write, an attribute of the record."""
    return value.type == "S" and PLACEHOLDER.fullmatch(value.value) is not None


def is_later(value: AttributeValue) -> bool:
    """Whether a value is a time from now on."""
    return isinstance(value.value, Later)


def has_later(value: AttributeValue) -> bool:
    """Whether any number of a value is a time from now on."""
    return any(map(is_later, _leaves(value)))


def value_in_round(value: AttributeValue, n: str) -> AttributeValue:
    """One value of the round with this number."""
    if value.type == "S":  # by far the most common value of a long run
        # Half the time of calling the class, and a long run makes very many.
        return tuple.__new__(AttributeValue, ("S", value.value.replace(ROUND, n))) if ROUND in value.value else value
    return each_leaf(value, lambda leaf: with_strings(leaf, lambda text: text.replace(ROUND, n)))


def value_in_time(value: AttributeValue, now: int) -> AttributeValue:
    """One value at `now`, epoch milliseconds: a time from now on becomes a number of epoch seconds."""
    return each_leaf(value, lambda leaf: _at(leaf, now))


def each_leaf(value: AttributeValue, change: Callable[[AttributeValue], AttributeValue]) -> AttributeValue:
    """A value with each scalar and each set in it changed."""
    if value.type == "L":
        return AttributeValue("L", tuple(each_leaf(element, change) for element in value.value))
    if value.type == "M":
        return AttributeValue("M", {name: each_leaf(each, change) for name, each in value.value.items()})
    return change(value)


def with_strings(leaf: AttributeValue, change: Callable[[str], str]) -> AttributeValue:
    """A string, or a set of strings, with its text changed; any other scalar or set as it is."""
    if leaf.type == "S":
        return AttributeValue("S", change(leaf.value))
    return set_of("SS", set(map(change, leaf.value))) if leaf.type == "SS" else leaf


def _at(leaf: AttributeValue, now: int) -> AttributeValue:
    return number((now + leaf.value.milliseconds) // 1000) if isinstance(leaf.value, Later) else leaf


def _leaves(value: AttributeValue) -> Iterator[AttributeValue]:
    """The scalars and sets that a value is made of."""
    if value.type == "L":
        for element in value.value:
            yield from _leaves(element)
    elif value.type == "M":
        for element in value.value.values():
            yield from _leaves(element)
    else:
        yield value


def _strings(value: AttributeValue) -> Iterator[str]:
    for type_, content in _leaves(value):
        if type_ == "S":
            yield content
        elif type_ == "SS":
            yield from content
