"""`{name}` in the strings of a function's writes: an attribute of the record that the function works on."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from simulator.dynamodb.attributes import AttributeValue, set_of
from simulator.dynamodb.writes import Write
from simulator.scenario.plan import each_value

_NAMED = re.compile(r"\{([^{}]+)\}")

_WRITTEN = ("S", "N")
"""The types of values that can be a part of a string."""


class NoAttribute(LookupError):
    """An attribute that a record does not have, or that is no part of a string. The message says which."""


def filled(write: Write, attributes: Mapping[str, AttributeValue]) -> Write:
    """A function's write for a record with these attributes.

    A string that is `{name}` and nothing else becomes the attribute's value, of its own type.

    Raises:
        NoAttribute: an attribute is not there.
    """

    def found(name: str) -> AttributeValue:
        if name not in attributes:
            raise NoAttribute(f'no attribute "{name}" in its keys and images')
        return attributes[name]

    def text(name: str) -> str:
        value = found(name)
        if value.type not in _WRITTEN:
            raise NoAttribute(f'no string or number "{name}" to be a part of a string')
        return str(value.value)

    return each_value(write, lambda value: _with(value, found, text))


def with_stand_in(value: AttributeValue, stand_in: AttributeValue) -> AttributeValue:
    """A value with a stand-in for each string that is `{name}` and nothing else: its type is not known yet."""
    return _with(value, lambda name: stand_in, lambda name: f"{{{name}}}")


def _with(value: AttributeValue, whole: Callable[[str], AttributeValue], part: Callable[[str], str]) -> AttributeValue:
    type_, content = value
    if type_ == "S":
        named = _NAMED.fullmatch(content)
        if named is not None:
            return whole(named[1])
        return AttributeValue("S", _NAMED.sub(lambda each: part(each[1]), content)) if "{" in content else value
    if type_ == "SS":
        return set_of("SS", {_NAMED.sub(lambda each: part(each[1]), member) for member in content})
    if type_ == "L":
        return AttributeValue("L", tuple(_with(element, whole, part) for element in content))
    if type_ == "M":
        return AttributeValue("M", {name: _with(each, whole, part) for name, each in content.items()})
    return value
