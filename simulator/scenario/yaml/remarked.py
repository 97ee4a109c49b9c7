"""A copy of a part of a file for another place: each of its nodes has that place's position."""

from __future__ import annotations

from typing import Any

from simulator.scenario.complaints.complaint import Mark
from simulator.scenario.yaml.nodes import Binary, FromNow, Function, MappingNode, Scalar, SequenceNode, SetNode


def remarked(node: Any, mark: Mark) -> Any:
    """The same part with another position; what comes from Python has none and stays as it is, in nodes of its own."""
    if isinstance(node, Scalar):
        scalar = Scalar(node)
        scalar.kind, scalar.mark = node.kind, mark
        return scalar
    if isinstance(node, Binary):
        binary = Binary(node)
        binary.mark = mark
        return binary
    if isinstance(node, FromNow):
        return FromNow(node.text, mark)
    if isinstance(node, Function):
        return Function(node.name, remarked(node.operand, mark), mark)
    if isinstance(node, dict):
        mapping = MappingNode(mark)
        mapping.key_marks = dict.fromkeys(node, mark)
        mapping.update((key, remarked(value, mark)) for key, value in node.items())
        return mapping
    if isinstance(node, list):
        sequence = SetNode(mark) if isinstance(node, SetNode) else SequenceNode(mark)
        sequence.extend(remarked(value, mark) for value in node)
        return sequence
    return node
