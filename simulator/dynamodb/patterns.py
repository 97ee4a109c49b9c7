"""Event filter patterns: which records an event source mapping lets through (F213-F230).

The language is that of EventBridge rules, over the JSON object that Lambda makes of one record. A pattern repeats the
shape of that object, with a list of wanted values where the object has a value (a leaf). Patterns and events are plain
JSON values: dict, list, str, int, float, Decimal, bool and None.

What the numbered facts leave open (how absence and arrays go together, which numeric ranges are valid) follows
Event Ruler, the matcher behind EventBridge, which is public.
"""

from __future__ import annotations

import json
import operator
import sys
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

Path = tuple[str | int, ...]
"""The path to a part of a pattern: names of fields and positions in lists."""

MAX_PATTERN_LENGTH = 4096
"""Characters of a pattern as JSON text (F213)."""

MAX_DEPTH = 50
"""How deep the objects of a pattern may nest; a bound of ours, so that no pattern exhausts the stack."""

EVENT_NAMES = ("INSERT", "MODIFY", "REMOVE")
"""The values that the field `eventName` can have (F12, F273)."""


class InvalidPattern(ValueError):
    """A pattern that the service refuses when the mapping is created (F229); the text says why."""

    def __init__(self, fault: str, path: Path = ()) -> None:
        super().__init__(f"Invalid filter pattern definition. {fault}")
        self.path = path
        """The path to the fault inside the pattern."""


def check_pattern(pattern: object) -> None:
    """Check that a value is a pattern which the service would accept (F213, F216, F217).

    Raises:
        InvalidPattern: it is not; the exception says why, and where inside the pattern.
    """
    _check_object(pattern, ())
    length = len(_as_text(pattern))
    if length > MAX_PATTERN_LENGTH:
        raise InvalidPattern(f"The pattern has {length:,} characters as JSON; at most {MAX_PATTERN_LENGTH:,}")


def _check_object(pattern: Any, path: Path) -> None:
    """The pattern of an object: its fields, and `$or`."""
    if not isinstance(pattern, Mapping):
        raise InvalidPattern('A pattern is an object, such as {"eventName": ["INSERT"]}', path)
    if not pattern:
        raise InvalidPattern("An object cannot be empty", path)
    if len(path) >= MAX_DEPTH:
        raise InvalidPattern(f"The pattern nests deeper than {MAX_DEPTH} levels", path)
    for name, wanted in pattern.items():
        if not isinstance(name, str):
            raise InvalidPattern("The name of a field is a string", path)
        here = (*path, name)
        if name == "$or":
            _check_alternatives(wanted, here)
        elif isinstance(wanted, Mapping):
            _check_object(wanted, here)
        elif isinstance(wanted, list):
            _check_leaf(wanted, here)
        else:
            raise InvalidPattern(f'"{name}" must be an object or a list: even a single value is in a list', here)


def _check_alternatives(alternatives: Any, path: Path) -> None:
    """The operand of `$or`."""
    if not isinstance(alternatives, list) or len(alternatives) < 2:
        raise InvalidPattern('"$or" takes a list of at least two patterns', path)
    for index, alternative in enumerate(alternatives):
        _check_object(alternative, (*path, index))


def _check_leaf(values: list[Any], path: Path) -> None:
    """The wanted values of a leaf: literals and operators."""
    if not values:
        raise InvalidPattern("A list of values cannot be empty", path)
    for index, wanted in enumerate(values):
        here = (*path, index)
        if isinstance(wanted, Mapping):
            _check_operator(wanted, here)
        elif not isinstance(wanted, _SCALARS):
            raise InvalidPattern("A value is a string, a number, true, false, null or an operator", here)
        elif is_number(wanted):
            _check_number(wanted, here)


def _check_operator(wanted: Mapping[Any, Any], path: Path) -> None:
    """An operator: an object with one key, its name."""
    if len(wanted) != 1:
        raise InvalidPattern('An operator is an object with one key, such as {"prefix": "a"}', path)
    ((name, operand),) = wanted.items()
    if not isinstance(name, str):
        raise InvalidPattern("The name of an operator is a string", path)
    here = (*path, name)
    match name:
        case "prefix" | "suffix" | "equals-ignore-case":
            if not isinstance(operand, str):
                raise InvalidPattern(f'"{name}" takes a string', here)
        case "exists":
            if not isinstance(operand, bool):
                raise InvalidPattern('"exists" takes true or false', here)
        case "anything-but":
            _check_anything_but(operand, here)
        case "numeric":
            _check_numeric(operand, here)
        case _:
            raise InvalidPattern(f'"{name}" is not an operator', here)


def _check_anything_but(operand: Any, path: Path) -> None:
    """The operand of `anything-but`: a string, a number, a list of one of the two, or a prefix."""
    if isinstance(operand, Mapping):
        if set(operand) != {"prefix"}:
            raise InvalidPattern('"prefix" is the only operator inside "anything-but"', path)
        if not isinstance(operand["prefix"], str) or not operand["prefix"]:
            raise InvalidPattern('"prefix" inside "anything-but" takes a string that is not empty', (*path, "prefix"))
        return
    values = operand if isinstance(operand, list) else [operand]
    numbers = [each for each in values if is_number(each)]
    strings = [each for each in values if isinstance(each, str)]
    if not values or len(values) not in (len(numbers), len(strings)):
        raise InvalidPattern('"anything-but" takes a string, a number, or a list of only strings or only numbers', path)
    for number in numbers:
        _check_number(number, path)


def _check_numeric(operand: Any, path: Path) -> None:
    """The operand of `numeric`: one comparison and its number, or the two of a range, the lower bound first."""
    if not isinstance(operand, list) or len(operand) not in (2, 4):
        raise InvalidPattern('"numeric" takes comparisons and numbers, such as [">", 0, "<=", 5]', path)
    for index in range(0, len(operand), 2):
        sign, number = operand[index : index + 2]
        if not isinstance(sign, str) or sign not in _COMPARISONS:
            raise InvalidPattern(f"A comparison is one of {' '.join(_COMPARISONS)}", (*path, index))
        if not is_number(number):
            raise InvalidPattern("A comparison is followed by a number", (*path, index + 1))
        _check_number(number, (*path, index + 1))
    if len(operand) == 4:
        if operand[0] not in (">", ">=") or operand[2] not in ("<", "<="):
            raise InvalidPattern("Two comparisons are a range: first > or >=, then < or <=", path)
        if not _exact(operand[1]) < _exact(operand[3]):
            raise InvalidPattern("The lower bound of a range must be less than the upper", path)


def _check_number(number: Any, path: Path) -> None:
    """JSON has no infinity and no "not a number"; a whole number beyond every float is no use either."""
    finite = number.is_finite() if isinstance(number, Decimal) else abs(number) <= sys.float_info.max
    if not finite:
        raise InvalidPattern("A number must be finite", path)


def _as_text(value: Any) -> str:
    """A valid pattern as JSON text, written as short as it can be (`json` alone cannot write a Decimal)."""
    if isinstance(value, Mapping):
        return "{" + ",".join(f"{_as_text(name)}:{_as_text(wanted)}" for name, wanted in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_as_text, value)) + "]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def matches(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> bool:
    """Whether an event meets every field of a pattern that was checked (F214).

    The event is the JSON object that Lambda sees of one record: `eventID`, `eventName`, `dynamodb` and so on.
    """
    return _verdict(pattern, event) != _NO


def matches_any(patterns: Sequence[Mapping[str, Any]], event: Mapping[str, Any]) -> bool:
    """Whether an event meets at least one of the filters (F214)."""
    return any(matches(pattern, event) for pattern in patterns)


_NO, _ABSENT, _FOUND = 0, 1, 2
"""The outcome of a pattern: no match, a match by absence alone, a match by a value that is there.

The last two differ where the event has an array: one element with the value is enough, but what must be absent has to
be absent from all of them.
"""

_NOTHING: Mapping[str, Any] = {}
"""Stands for a missing field: to a pattern, an object without any fields is no different."""

_NUMBERS = (int, float, Decimal)
_SCALARS = (str, *_NUMBERS, type(None))
_MUST_BE_ABSENT = {"exists": False}

_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _verdict(pattern: Any, value: Any) -> int:
    """The outcome of a pattern (an object) or of the wanted values of a leaf (a list)."""
    if isinstance(value, list):  # arrays are looked through, whatever the pattern wants inside (F223)
        verdicts = [_verdict(pattern, element) for element in value or (_NOTHING,)]
        return _FOUND if _FOUND in verdicts else min(verdicts)
    is_scalar = isinstance(value, _SCALARS)
    if isinstance(pattern, list):
        if is_scalar:
            return _FOUND if any(_accepts(wanted, value) for wanted in pattern) else _NO
        # An object is not a leaf: `exists` takes it for a missing field (F221, F222).
        return _ABSENT if _MUST_BE_ABSENT in pattern else _NO
    fields = _NOTHING if is_scalar else value
    verdict = _ABSENT
    for name, wanted in pattern.items():
        if name == "$or":
            field_verdict = max(_verdict(alternative, fields) for alternative in wanted)
        else:
            field_verdict = _verdict(wanted, fields.get(name, _NOTHING))
        if field_verdict == _NO:
            return _NO
        verdict = max(verdict, field_verdict)
    return verdict


def _accepts(wanted: Any, value: Any) -> bool:
    """Whether one wanted value, a literal or an operator, takes a scalar of the event."""
    if isinstance(wanted, str):
        return bool(wanted == value)  # character for character (F220)
    if wanted is None or isinstance(wanted, bool):
        return wanted is value  # not ==, for which true is 1
    if is_number(wanted):
        return is_number(value) and bool(_exact(wanted) == _exact(value))
    ((name, operand),) = wanted.items()
    match name:
        case "prefix":
            return isinstance(value, str) and value.startswith(operand)
        case "suffix":
            return isinstance(value, str) and value.endswith(operand)
        case "equals-ignore-case":
            return isinstance(value, str) and value.lower() == operand.lower()
        case "anything-but":
            return not any(_accepts(each, value) for each in (operand if isinstance(operand, list) else [operand]))
        case "numeric":  # of JSON numbers only: an attribute of type N is a string (F218, F219)
            return is_number(value) and all(
                _COMPARISONS[sign](_exact(value), _exact(number))
                for sign, number in zip(operand[::2], operand[1::2], strict=True)
            )
        case _:
            return bool(operand)  # exists: here is a leaf, which is what true asks for


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number; true and false are none."""
    return isinstance(value, _NUMBERS) and not isinstance(value, bool)


def _exact(number: Any) -> Any:
    """A number as its JSON text has it: the float 0.1 is the number 0.1, not the binary fraction next to it."""
    return Decimal(repr(number)) if isinstance(number, float) else number
