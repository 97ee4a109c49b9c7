"""Reads a part of a file as far as possible: refused values are left out, so that the rest can be checked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from simulator.scenario.consumers import without_kind
from simulator.scenario.fields import THE_REST
from simulator.scenario.yaml.nodes import KeyPath

M = TypeVar("M", bound=BaseModel)

_STAND_INS: Mapping[str, Any] = {"name": "unknown", "times": 1, "condition": {}, "view_type": "KEYS_ONLY"}
"""Values that stand for refused or missing keys, where nothing else could be checked without them."""

_LISTS_OF_MAPPINGS = ("batch_write", "transact_write", "do", "writes", "and", "or")
"""Lists in which an empty mapping stands for one that is refused."""

_NOTHING = object()
"""Marks a value that is left out."""

_ROUNDS = 4
"""Leaving something out can make what it stood in incomplete, which is left out in turn; not deeper than this."""


class Part(NamedTuple, Generic[M]):
    """A part of a file, without the values that were refused; a complaint about each exists already."""

    model: M | None
    """None: nothing of it could be read."""
    cuts: frozenset[KeyPath] = frozenset()
    """Where something was left out of it, or something else put in."""

    @property
    def left_out(self) -> frozenset[str]:
        """The keys of it in which something was refused."""
        return frozenset(str(path[0]) for path in self.cuts)


def part_of(model: type[M], node: Any, stand_ins: Mapping[str, Any] = _STAND_INS) -> Part[M]:
    """Read a part without the values that are refused."""
    made: set[KeyPath] = set()
    for _ in range(_ROUNDS):
        try:
            return Part(model.model_validate(node, context=THE_REST), frozenset(made))
        except ValidationError as error:
            cuts = dict(_cut(each["loc"], each["type"], stand_ins) for each in error.errors(include_url=False))
        if () in cuts:
            break
        made.update(cuts)
        node = _without(node, cuts)
    return Part(None)


def with_type(kind: str) -> Mapping[str, Any]:
    """Stand-ins for a consumer that is read as one of this type, whatever its `type` says."""
    return {**_STAND_INS, "type": kind}


def _cut(path: KeyPath, kind: str, stand_ins: Mapping[str, Any]) -> tuple[KeyPath, Any]:
    """The path of the value to replace, which is refused or incomplete, and its replacement."""
    path = without_kind(path)
    if kind == "extra_forbidden":
        return path, _NOTHING
    if kind == "missing" and path[-1] not in stand_ins:
        path = path[:-1]
    while path and isinstance(path[-1], int) and path[-2] not in _LISTS_OF_MAPPINGS:
        path = path[:-1]
    if path and isinstance(path[-1], int):
        return path, {}  # the others keep their indexes
    return path, stand_ins.get(str(path[-1]), _NOTHING) if path else _NOTHING


def _without(node: Any, cuts: dict[KeyPath, Any]) -> Any:
    """A copy in which the parts at these paths are replaced."""
    if () in cuts:
        return cuts[()]
    if not cuts:
        return node
    if isinstance(node, list):
        return [_without(each, _below(cuts, index)) for index, each in enumerate(node)]
    if all(path[0] == 0 for path in cuts):  # one thing stands where a list of mappings may
        return _without(node, _below(cuts, 0))
    if not isinstance(node, dict):
        return node
    kept = dict(node)
    for key in {str(path[0]) for path in cuts}:
        kept[key] = _without(node.get(key), _below(cuts, key))
    return {key: each for key, each in kept.items() if each is not _NOTHING}


def _below(cuts: dict[KeyPath, Any], part: str | int) -> dict[KeyPath, Any]:
    """Those cuts that are in a part."""
    return {path[1:]: cut for path, cut in cuts.items() if path[:1] == (part,)}
