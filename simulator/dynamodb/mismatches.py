"""Why one event does not meet a filter pattern: the field that did not match, and the reason (F214-F228)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from simulator.dynamodb.never_matches import TYPE_KEYS, wants_numbers
from simulator.dynamodb.patterns import is_number, matches
from simulator.dynamodb.phrases import cut_to

LONGEST_VALUE = 40
"""Characters of a value in a reason; a longer one is cut."""


class Mismatch(NamedTuple):
    """The first field of a pattern that an event does not meet."""

    field: str
    """Its path, such as `dynamodb.NewImage.status.S`."""
    reason: str
    """The end of a sentence that begins with the field: `is "PLACED", and the pattern wants "PAID"`."""
    fact: str
    """The fact behind the reason."""


def mismatch(pattern: Mapping[str, Any], event: Mapping[str, Any]) -> Mismatch | None:
    """The first field of a valid pattern that an event does not meet; None where it meets them all.

    Of fields side by side one that the event does not have comes first: no other value of the rest would help.

    A pattern and an event are what `simulator.dynamodb.patterns.matches` takes.
    """
    return _in_fields(pattern, event, (), event)


def _in_fields(
    pattern: Mapping[str, Any], fields: Mapping[str, Any], path: tuple[str, ...], event: Mapping[str, Any]
) -> Mismatch | None:
    for name, wanted in sorted(pattern.items(), key=lambda each: each[0] in fields or each[0] == "$or"):
        if matches({name: wanted}, fields):
            continue
        if name == "$or":
            return _in_fields(wanted[0], fields, path, event)
        here = (*path, name)
        value = fields.get(name)
        if isinstance(wanted, Mapping) and isinstance(value, Mapping):
            return _in_fields(wanted, value, here, event)
        reason, fact = _reason(wanted, value, here, name in fields, event)
        return Mismatch(".".join(here), reason, fact)
    return None


def _reason(
    wanted: Any, value: Any, path: tuple[str, ...], is_there: bool, event: Mapping[str, Any]
) -> tuple[str, str]:
    """The reason at one field, and its fact."""
    if not is_there:
        return _missing(path, event)
    if isinstance(value, Mapping):  # the pattern has a list of values, as for a leaf
        kind = "exists is for leaf nodes only" if {"exists": True} in wanted else "values match leaf nodes only"
        return f"is no leaf node but {_shape(value)}, and {kind}", "F221" if "exists" in kind else "F216"
    if isinstance(value, list):
        return "has no element that matches", "F214"
    if isinstance(wanted, Mapping):
        return "is a value, and the pattern goes on inside it", "F214"
    if path[-1] in ("N", "NS") and all(map(wants_numbers, wanted)):
        return f"is {_text(value)}, a string, and {_wants(wanted)} compares numbers only", "F218"
    return f"is {_text(value)}, and the pattern wants {_wants(wanted)}", "F220" if isinstance(value, str) else "F214"


def _missing(path: tuple[str, ...], event: Mapping[str, Any]) -> tuple[str, str]:
    dynamodb = event.get("dynamodb", {})
    if path[0] == "dynamodb" and path[1:2] in (("NewImage",), ("OldImage",)) and path[1] not in dynamodb:
        image = path[1]
        without = {"NewImage": "REMOVE", "OldImage": "INSERT"}[image]
        if event.get("eventName") == without and dynamodb.get("StreamViewType") in ("NEW_AND_OLD_IMAGES", _ONE[image]):
            return f"is not there: {'a' if without == 'REMOVE' else 'an'} {without} has no {image}", "F228"
        return f"is not there: the view type {dynamodb.get('StreamViewType')} has no {image}", "F228"
    if path[0] == "dynamodb" and len(path) > 3 and path[-1] not in TYPE_KEYS and path[-2] not in (*_IMAGES, "M"):
        return f'is not there: "{path[-1]}" is no type key, such as S or M', "F216"
    return "is not there", "F214"


_ONE = {"NewImage": "NEW_IMAGE", "OldImage": "OLD_IMAGE"}
_IMAGES = ("Keys", *_ONE)


def _shape(value: Mapping[str, Any]) -> str:
    """An object as a reason shows it: an attribute by its type."""
    name = next(iter(value), "")
    return f'an object with the type key "{name}"' if len(value) == 1 and name in TYPE_KEYS else "an object"


def _wants(wanted: list[Any]) -> str:
    """The values that a leaf of a pattern wants."""
    return cut_to(LONGEST_VALUE, " or ".join(_text(each) for each in wanted))


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        ((name, operand),) = value.items()
        return f"{name} {_text(operand)}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_text, value)) + "]"
    return str(value) if is_number(value) else cut_to(LONGEST_VALUE, json.dumps(value, ensure_ascii=False))
