"""The tree of a YAML file: each node knows its position, and scalars stay text until somebody knows what for."""

from __future__ import annotations

import re
from typing import Any

from simulator.scenario.complaints.complaint import START, Mark

KeyPath = tuple[str | int, ...]
"""The way to a part of a file: keys of mappings, and indexes of lists."""


class Scalar(str):
    """A scalar as written. `kind` is string, number, boolean or null.

    `lines` are the lines of the file over which it goes, where they are several.
    """

    __slots__ = ("kind", "lines", "mark")
    kind: str
    mark: Mark
    lines: tuple[str, ...]


class Binary(bytes):
    """A `!!binary` scalar, decoded."""

    mark: Mark


class FromNow:
    """A time from now on, `!in 10m`: an attribute's value and nothing else, so it is no text that other parts take."""

    def __init__(self, text: str, mark: Mark) -> None:
        self.text = text
        self.mark = mark


class Function:
    """A value that depends on the value that is there: `!plus 1`, `!append [new]` or `!if_missing 0`.

    It is for a value in `set` of an update and nothing else, so it is no text, list or mapping that other parts take.
    """

    def __init__(self, name: str, operand: Node, mark: Mark) -> None:
        self.name = name
        """One of FUNCTIONS."""
        self.operand = operand
        self.mark = mark


FUNCTIONS = ("plus", "append", "if_missing")
"""The names of the functions, which are their tags."""


class SequenceNode(list[Any]):
    """A YAML list."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.unfolded = 1
        """Nodes in it once aliases are written out."""


class SetNode(SequenceNode):
    """A `!!set`: its members in the file's order."""


class MappingNode(dict[str, Any]):
    """A YAML mapping; keys are text as written."""

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.key_marks: dict[str, Mark] = {}
        self.unfolded = 1
        """Nodes in it once aliases are written out."""


Node = Scalar | Binary | FromNow | Function | SequenceNode | SetNode | MappingNode
Container = SequenceNode | SetNode | MappingNode
Leaf = Scalar | Binary | FromNow | Function
"""A node that no path leads into."""


def mark_of(value: Any) -> Mark | None:
    """Where a value stands in the file; None for one that comes from Python."""
    mark = getattr(value, "mark", None)
    return mark if isinstance(mark, Mark) else None


def locate(root: Any, path: KeyPath) -> Mark:
    """Where a part stands: its value, or where the value's key is missing the nearest parent."""
    node, mark = root, getattr(root, "mark", START)
    for index, part in enumerate(path):
        if isinstance(node, MappingNode) and isinstance(part, str) and part in node:
            if index == len(path) - 1 and not isinstance(node[part], Leaf):
                return node.key_marks[part]
            node = node[part]
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
        elif part != 0:  # 0: one thing stands where a list may
            return mark
        mark = getattr(node, "mark", mark)
    return mark


def locate_within(root: Any, path: KeyPath, message: str) -> Mark:
    """Where a part of a text stands that a message quotes; the text itself where it is on one line, or not quoted."""
    node = root
    for part in path:
        if isinstance(node, MappingNode) and isinstance(part, str):
            node = node.get(part)
        elif isinstance(node, list) and isinstance(part, int) and part < len(node):
            node = node[part]
        elif part != 0:
            node = None
    lines = getattr(node, "lines", None)
    if isinstance(node, MappingNode):  # a choice: its text
        lines = getattr(node.get("text"), "lines", None)
    text = None if lines is None else "\n".join(lines)
    for quoted in _QUOTED.finditer(message) if text is not None else ():
        words = (quoted[1] or quoted[2] or "").split()
        found = re.search(r"\s+".join(map(re.escape, words)), text) if words and text is not None else None
        if found is not None and text is not None:
            before = text[: found.start()].split("\n")
            first = node.mark if not isinstance(node, MappingNode) else node["text"].mark
            return Mark(first.line + len(before) - 1, len(before[-1]) + 1)
    return locate(root, path)


_QUOTED = re.compile(r'"([^"]+)"|\((\[.+\]\(.+\))\)$')
"""What a message quotes of a text: in quotes, or as a link in brackets at its end."""


def locate_key(root: Any, path: KeyPath) -> Mark:
    """Where the key of a part stands."""
    parent = root
    for part in path[:-1]:
        if isinstance(parent, MappingNode) and isinstance(part, str):
            parent = parent.get(part)
        elif isinstance(parent, list) and isinstance(part, int):
            parent = parent[part]
    if isinstance(parent, MappingNode) and path[-1] in parent.key_marks:
        return parent.key_marks[str(path[-1])]
    return locate(root, path)


def unfolded(node: Node) -> int:
    """How many nodes this is once its aliases are written out."""
    if isinstance(node, Function):
        return unfolded(node.operand)
    return 1 if isinstance(node, Scalar | Binary | FromNow) else node.unfolded
