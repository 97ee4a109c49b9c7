"""A part of a file as YAML on one line, in flow style."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from simulator.dynamodb.whole_numbers import in_digits
from simulator.scenario.yaml.nodes import Binary, FromNow, Function, Scalar, SetNode

_PLAIN = re.compile(r"[A-Za-z_./-][A-Za-z0-9_./@%+-]*( [A-Za-z0-9_./@%+-]+)*|[0-9]+(\.[0-9]+)?(ms|s|m|h)")
"""A string that needs no quotes, wherever it stands."""

_NO_STRINGS = ("true", "false", "null")


def flow_text(node: Any) -> str:
    """A node, or a value of Python's, as YAML that reads as the same: `{consumers: {1: {batch_size: 10}}}`."""
    if isinstance(node, dict):
        return "{" + ", ".join(f"{_key(key)}: {flow_text(value)}" for key, value in node.items()) + "}"
    if isinstance(node, SetNode):
        return "!!set {" + ", ".join(map(flow_text, node)) + "}"
    if isinstance(node, list | tuple):
        return "[" + ", ".join(map(flow_text, node)) + "]"
    if isinstance(node, Binary):
        return f'!!binary "{base64.b64encode(node).decode("ascii")}"'
    if isinstance(node, FromNow):
        return f"!in {node.text}"
    if isinstance(node, Function):
        return f"!{node.name} {flow_text(node.operand)}"
    if isinstance(node, Scalar) and node.kind != "string":
        return str(node) or "null"
    return _string(node) if isinstance(node, str) else json.dumps(node)


def _key(key: str) -> str:
    return key if in_digits(key) else _string(key)


def _string(text: str) -> str:
    """A string that stays one when it is read, in quotes where it needs them."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NO_STRINGS and not text.startswith("-"):
        return text
    return json.dumps(text, ensure_ascii=False)
