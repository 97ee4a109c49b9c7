"""Filter patterns that the service accepts, and that no record of a stream can ever match."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.dynamodb.patterns import EVENT_NAMES, is_number, matches

TYPE_KEYS = frozenset(("S", "N", "B", "BOOL", "NULL", "L", "M", "SS", "NS", "BS"))
"""The type keys of DynamoDB's JSON (F216)."""

_OF_EVENT = (
    *("eventID", "eventName", "eventVersion", "eventSource", "eventSourceARN", "awsRegion", "dynamodb"),
    "userIdentity",
)
_OF_RECORD = (
    *("ApproximateCreationDateTime", "Keys", "NewImage", "OldImage", "SequenceNumber", "SizeBytes"),
    "StreamViewType",
)
_ANY_NAME = list(EVENT_NAMES)

_Trap = Callable[[str, Any], str | None]
"""Gives the reason why a field with a name can never have a wanted value; None where it can, as far as we know."""


def never_matches(pattern: Mapping[str, Any], view_type_has_new: bool, view_type_has_old: bool) -> str | None:
    """Why a valid pattern can never match a record of a stream; None where nothing is known against it.

    The service accepts such a pattern without a word. What is recognised: a name that no event has (F273), an image
    that the record does not carry (F228), a missing type key (F216), `exists: true` on a non-leaf (F221, F314),
    numbers wanted of an N (F218, F313), capitals inside `userIdentity` (F37), a field that no event has (F214).
    """
    wanted_names = {"eventName": pattern.get("eventName", _ANY_NAME)}
    names = [name for name in EVENT_NAMES if matches(wanted_names, {"eventName": name})]
    left_out = {}
    for image, carried, without in (
        ("NewImage", view_type_has_new, "REMOVE"),
        ("OldImage", view_type_has_old, "INSERT"),
    ):
        if not carried:
            left_out[image] = f"records of this view type have no {image}"
        elif names == [without]:
            left_out[image] = f"{without} records have no {image}"

    def in_event(name: str, wanted: Any) -> str | None:
        if name == "eventName" and not any(matches({name: wanted}, {name: each}) for each in EVENT_NAMES):
            return "eventName is always INSERT, MODIFY or REMOVE"
        if name == "dynamodb":
            return _in_object(name, wanted, "the fields inside it", in_dynamodb)
        if name == "userIdentity":
            return _in_object(name, wanted, "the fields inside it", _in_user_identity)
        return _unknown(name, wanted, "an event", _OF_EVENT)

    def in_dynamodb(name: str, wanted: Any) -> str | None:
        if name in left_out and _rules_out(wanted):
            return left_out[name]
        if name in ("Keys", "NewImage", "OldImage"):
            return _in_object(name, wanted, "an attribute and its type key", _in_item)
        return _unknown(name, wanted, "dynamodb", _OF_RECORD)

    return _in_fields(pattern, in_event)


def _unknown(name: str, wanted: Any, where: str, known: Sequence[str]) -> str | None:
    """The trap of a field that no event has, such as the `body` of a queue's message."""
    if name in known or not _rules_out(wanted):
        return None
    alike = next((each for each in known if each.lower() == name.lower()), None)
    return f'{where} has no field "{name}"' + (f'; it is "{alike}"' if alike else f": it has {', '.join(known)}")


def _in_user_identity(name: str, wanted: Any) -> str | None:
    if name in ("type", "principalId") or not _rules_out(wanted):
        return None
    return f'userIdentity has "type" and "principalId", in this spelling, not "{name}"'


def _in_item(name: str, wanted: Any) -> str | None:
    return _in_object(name, wanted, "its type key, such as S", _in_attribute)


def _in_attribute(name: str, wanted: Any) -> str | None:
    """The trap of a type key, or of a field name where a type key belongs."""
    if name not in TYPE_KEYS and _rules_out(wanted):
        return f'"{name}" is not a type: spell out the type key, such as S or M'
    if name == "M":
        return _in_object(name, wanted, "an attribute and its type key", _in_item)
    if name == "L":
        return _in_object(name, wanted, "the type key of its elements, such as S", _in_attribute)
    if name in ("N", "NS") and isinstance(wanted, list) and all(map(wants_numbers, wanted)):
        return f'the values of {name} are strings, such as "300", which no number or numeric operator matches'
    return None


def _in_object(name: str, wanted: Any, inside: str, trap: _Trap) -> str | None:
    """The trap of a field that holds an object, never a leaf; `inside` names the level that a pattern has to reach."""
    if not isinstance(wanted, list):
        return _in_fields(wanted, trap)
    if not _rules_out(wanted):
        return None
    what = "exists: true matches" if {"exists": True} in wanted else "values match"
    return f'"{name}" is not a leaf node, and {what} leaf nodes only: spell out {inside}'


def _in_fields(pattern: Mapping[str, Any], trap: _Trap) -> str | None:
    """The first trap among the fields of a pattern; `$or` is one where every alternative is."""
    for name, wanted in pattern.items():
        traps = [_in_fields(alternative, trap) for alternative in wanted] if name == "$or" else [trap(name, wanted)]
        if all(traps):
            return traps[0]
    return None


def _rules_out(wanted: Any) -> bool:
    """Whether a field's wanted values rule out that the field is missing."""
    return not matches({"field": wanted}, {})


def wants_numbers(wanted: Any) -> bool:
    """Whether a wanted value takes numbers only, as a numeric operator does."""
    return "numeric" in wanted if isinstance(wanted, Mapping) else is_number(wanted)
