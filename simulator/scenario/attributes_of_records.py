"""`{name}` in the strings of a function's writes: an attribute of the record that the function works on."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from simulator.dynamodb.attributes import UNKNOWN, AttributeValue
from simulator.dynamodb.writes import Write
from simulator.scenario.plan import each_value
from simulator.scenario.values import PLACEHOLDER, each_leaf, with_strings

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


def before_a_record(write: Write) -> Write:
    """A function's write as far as it is known without a record: `UNKNOWN` is in place of `{name}` alone."""
    return each_value(write, lambda value: _with(value, lambda name: UNKNOWN, lambda name: f"{{{name}}}"))


def _with(value: AttributeValue, whole: Callable[[str], AttributeValue], part: Callable[[str], str]) -> AttributeValue:
    def text(written: str) -> str:
        return PLACEHOLDER.sub(lambda named: part(named[1]), written)

    def leaf(each: AttributeValue) -> AttributeValue:
        named = PLACEHOLDER.fullmatch(each.value) if each.type == "S" else None
        return with_strings(each, text) if named is None else whole(named[1])

    return each_leaf(value, leaf)
