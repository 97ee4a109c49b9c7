"""Attribute values as a lesson file would have them: the nodes that the loader reads as the same values."""

from __future__ import annotations

from typing import Any

from simulator.dynamodb.attributes import AttributeValue, Item
from simulator.scenario.complaints.complaint import START
from simulator.scenario.yaml.nodes import Binary, MappingNode, Scalar, SequenceNode, SetNode


def written_item(item: Item) -> MappingNode:
    """An item, or a key, as a mapping of a lesson file."""
    node = MappingNode(START)
    node.key_marks = dict.fromkeys(item, START)
    node.update((name, written_value(value)) for name, value in item.items())
    return node


def written_value(value: AttributeValue) -> Any:
    """An attribute value as a node of a lesson file."""
    kind, content = value
    if kind == "M":
        return written_item(content)
    if kind == "L":
        return _listed(SequenceNode(START), content)
    if kind in ("SS", "NS", "BS"):
        return _listed(SetNode(START), [AttributeValue(kind[0], each) for each in content])
    if kind == "B":
        binary = Binary(content)
        binary.mark = START
        return binary
    text = {"BOOL": str(content).lower(), "NULL": "null"}.get(kind, str(content))
    return scalar(text, _KINDS[kind])


def scalar(text: str, kind: str = "string") -> Scalar:
    """A scalar of a kind: string, number, boolean or null."""
    made = Scalar(text)
    made.kind, made.mark = kind, START
    return made


def _listed(node: SequenceNode, values: Any) -> SequenceNode:
    node.extend(map(written_value, values))
    return node


_KINDS = {"S": "string", "N": "number", "BOOL": "boolean", "NULL": "null"}
