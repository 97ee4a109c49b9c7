"""Attribute values: the ten types, exact numbers, sizes to the byte (F23-F25, F32, F46, F47).

A value is kept in canonical form (numbers as F24 writes them, set members sorted), so that "the same value" is
plain ``==``: `1` equals `1.00`, a set equals itself in another order, a map in another key order, but a reordered
list does not (F46, F47).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

MAX_DIGITS = 38
"""Significant digits that a number can have."""

MAX_EXPONENT = 125
"""The largest power of ten of a number's first digit."""

MIN_EXPONENT = -130
"""The smallest power of ten of a number's first digit."""

MAX_DEPTH = 32
"""How deep lists and maps may nest."""

SET_TYPES = ("SS", "NS", "BS")
"""The three set types."""


class AttributeValue(NamedTuple):
    """One attribute value in canonical form.

    The shape of `value` follows `type`: S and N `str`, B `bytes`, BOOL `bool`, NULL `True`, L a tuple of values,
    M a dict of values, SS and NS a sorted tuple of `str`, BS a sorted tuple of `bytes`.
    """

    type: str
    value: Any


UNKNOWN = AttributeValue("?", "")
"""Stands for a value that is not known before the run, or that is no value of the service."""

Item = Mapping[str, AttributeValue]
"""An item: attribute names and values. Never changed in place, so that images can share it."""


class InvalidValue(ValueError):
    """A value that the service would refuse; the text says why."""


def canonical_number(text: str) -> str:
    """The service's own spelling of a number: no exponent, no leading or trailing zeroes (F24).

    Raises:
        InvalidValue: not a number, over 38 digits, or outside the range of the type.
    """
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise InvalidValue(f"{text!r} is not a number") from None
    if not number.is_finite():
        raise InvalidValue("NaN and Infinity are not numbers to DynamoDB")
    if not number:
        return "0"
    sign, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)
    figures = "".join(map(str, digits)).lstrip("0")
    significant = figures.rstrip("0")
    exponent += len(figures) - len(significant)
    if len(significant) > MAX_DIGITS:
        raise InvalidValue(f"a number has at most {MAX_DIGITS} significant digits; this one has {len(significant)}")
    magnitude = len(significant) + exponent - 1
    if magnitude > MAX_EXPONENT:
        raise InvalidValue("a number's magnitude is at most 9.99...E+125")
    if magnitude < MIN_EXPONENT:
        raise InvalidValue("a number's magnitude is at least 1E-130")
    if exponent >= 0:
        plain = significant + "0" * exponent
    elif magnitude >= 0:
        plain = f"{significant[: magnitude + 1]}.{significant[magnitude + 1 :]}"
    else:
        plain = "0." + "0" * (-magnitude - 1) + significant
    return "-" + plain if sign else plain


def add_numbers(left: str, right: str) -> str:
    """The exact sum of two canonical numbers.

    Raises:
        InvalidValue: the sum needs more than 38 digits or leaves the range.
    """
    # 38 digits at both ends of the range: the exact sum never needs more than 256 + 38 digits.
    return canonical_number(str(_EXACT.add(Decimal(left), Decimal(right))))


def string(text: str) -> AttributeValue:
    """A value of type S."""
    return AttributeValue("S", text)


def number(text: str | int | Decimal) -> AttributeValue:
    """A value of type N, from its text or from an exact Python number."""
    return AttributeValue("N", canonical_number(str(text)))


def set_of(type_: str, members: Iterable[str] | Iterable[bytes]) -> AttributeValue:
    """A value of type SS, NS or BS, members sorted (numbers by value) and checked. A member can be empty.

    Raises:
        InvalidValue: an empty set, or the same member twice.
    """
    listed: list[Any] = list(members)
    if not listed:
        raise InvalidValue("a set cannot be empty")
    if type_ == "NS":
        listed = [canonical_number(member) for member in listed]
    if len(set(listed)) != len(listed):
        raise InvalidValue("a set cannot have the same member twice")
    return AttributeValue(type_, tuple(sorted(listed, key=Decimal if type_ == "NS" else None)))


def size(value: AttributeValue) -> int:
    """Bytes of one value, without its name (F32)."""
    type_, content = value
    if type_ == "S":
        return len(content) if content.isascii() else len(content.encode())
    if type_ == "N":
        return _number_size(content)
    if type_ in ("BOOL", "NULL"):
        return 1
    if type_ == "B":
        return len(content)
    if type_ == "L":
        return 3 + sum(1 + size(element) for element in content)
    if type_ == "M":
        return 3 + sum(1 + len(name.encode()) + size(element) for name, element in content.items())
    if type_ == "NS":
        return sum(map(_number_size, content))
    return sum(len(member.encode() if isinstance(member, str) else member) for member in content)


def item_size(item: Item) -> int:
    """Bytes of an item: its names and its values (F32)."""
    bytes_ = 0
    for name, value in item.items():
        bytes_ += (len(name) if name.isascii() else len(name.encode())) + size(value)
    return bytes_


def depth(value: AttributeValue) -> int:
    """How deep a value nests: 0 for a scalar, 1 for a list of scalars."""
    if value.type == "L":
        return 1 + max(map(depth, value.value), default=0)
    if value.type == "M":
        return 1 + max(map(depth, value.value.values()), default=0)
    return 0


def to_json(value: AttributeValue) -> dict[str, Any]:
    """The typed JSON of the service, binary as base64 text (F23, F25)."""
    type_, content = value
    if type_ == "L":
        content = [to_json(element) for element in content]
    elif type_ == "M":
        content = item_to_json(content)
    elif type_ == "B":
        content = base64.b64encode(content).decode("ascii")
    elif type_ == "BS":
        content = [base64.b64encode(member).decode("ascii") for member in content]
    elif type_ in ("SS", "NS"):
        content = list(content)
    return {type_: content}


def item_to_json(item: Item) -> dict[str, Any]:
    """An item in typed JSON, attributes in the order in which they were written."""
    return {name: to_json(value) for name, value in item.items()}


def _number_size(canonical: str) -> int:
    """One byte, and one for every two significant digits (F32; no figure is published for the sign)."""
    digits = canonical.lstrip("-").replace(".", "").strip("0")
    return 1 + (len(digits) + 1) // 2


def _exact_context() -> Any:
    import decimal

    return decimal.Context(prec=400, traps=[decimal.InvalidOperation])


_EXACT = _exact_context()
