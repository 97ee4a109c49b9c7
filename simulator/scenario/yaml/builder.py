"""Builds the tree of a YAML document from PyYAML's events.

Working on events keeps positions, finds duplicate keys, and bounds nesting and aliases before anything is built.
Scalars stay text until somebody knows what they are for, so numbers never pass through a float and a choice such as
`no` stays what its author typed.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

import yaml

from simulator.scenario.complaints.complaint import START, Complaint, Mark, ScenarioError
from simulator.scenario.yaml.content import refusal
from simulator.scenario.yaml.nodes import (
    FUNCTIONS,
    Binary,
    Container,
    FromNow,
    Function,
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    SetNode,
    unfolded,
)
from simulator.scenario.yaml.syntax_help import LINE_BREAK

MAX_NESTING = 100
"""Levels of mappings and lists; an item's own limit is 32 (attributes.MAX_DEPTH)."""

MAX_UNFOLDED = 100_000
"""Nodes that aliases may add to those that are written out."""

_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_BEGINS_OF_NUMBERS, _ENDS_OF_NO_NUMBER = "-+0123456789", "nNfF"
"""The first characters of a number and the last ones of what is none: few of a file's texts have to be looked at."""
_NOT_A_NUMBER = re.compile(r"\.(nan|NaN|NAN)|[-+]?\.(inf|Inf|INF)")
_TAG = "tag:yaml.org,2002:"


class TreeBuilder:
    """Builds the tree from parser events, without recursion."""

    def __init__(self, shown: str, only_first: bool, text: str) -> None:
        """With `only_first` a second document ends the building, and is no problem. `text` is that of the file."""
        self.shown = shown
        self.text = text
        self._lines: list[str] | None = None
        self.only_first = only_first
        self.has_another = False
        self.complaints: list[Complaint] = []
        self.anchors: dict[str, Node | None] = {}
        self.added_by_aliases = 0

    def build(self, events: Iterator[Any]) -> Node:
        """The root of the document.

        Raises:
            ScenarioError: with the complaints so far and the one that ends the building.
        """
        root: Node | None = None
        stack: list[tuple[Container, str | None, list[Any]]] = []
        """Open containers: the node, its anchor, and the keys that wait for their value."""
        functions: dict[int, str] = {}
        """For each open container that is the operand of a function, by its index in the stack, the function's name."""
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node: Node = self._scalar(event)
                if event.anchor is not None:
                    self._remember(event.anchor, node)
            elif kind is yaml.DocumentStartEvent and root is not None:
                if self.only_first:
                    self.has_another = True
                    break
                raise self._stop(event, "Y112", "a second YAML document; one file is one lesson")
            elif kind is yaml.AliasEvent:
                node = self._alias(event)
            elif kind is yaml.SequenceStartEvent or kind is yaml.MappingStartEvent:
                if len(stack) >= MAX_NESTING:
                    raise self._stop(event, "Y108", f"nested deeper than {MAX_NESTING} levels")
                if event.anchor is not None:
                    self.anchors[event.anchor] = None  # known, and not finished: an alias to it is a loop
                name = _function(event.tag)
                if name is not None:
                    functions[len(stack)] = name
                stack.append((self._container(event), event.anchor, []))
                continue
            elif kind is yaml.SequenceEndEvent or kind is yaml.MappingEndEvent:
                node, anchor, _ = stack.pop()
                name = functions.pop(len(stack), None)
                if name is not None:
                    node = Function(name, node, node.mark)
                self._remember(anchor, node)
            else:
                continue
            if stack:
                self._attach(stack[-1], node)
            else:
                root = node
        if root is None or (isinstance(root, Scalar) and root == "" and not self.has_another):
            raise refusal(self.shown, START, "Y111", "the file is empty")
        return root

    def _attach(self, parent: tuple[Container, str | None, list[Any]], node: Node) -> None:
        container, _, keys = parent
        container.unfolded += 1 if type(node) is Scalar else unfolded(node)
        if type(container) is SequenceNode:
            container.append(node)
            return
        if not keys:
            if type(node) is Scalar:  # most of them
                keys.append(node)
                return
            if isinstance(node, FromNow):
                self._complain(node.mark, "Y107", "`!in` is for a value, not for a key or a member of a set")
                node = _plain(node.text, node.mark)
            if isinstance(node, Function):
                message = f"`!{node.name}` is for a value, not for a key or a member of a set"
                self._complain(node.mark, "Y107", message)
                node = node.operand
            if not isinstance(node, Scalar | Binary):
                self._complain(node.mark, "Y107", "a key must be plain text, not a list or a mapping")
                raise ScenarioError(self.complaints)
            keys.append(node)
            return
        key = keys.pop()
        if type(key) is Scalar and type(container) is MappingNode:  # nearly always
            self._put(container, str(key), key.mark, node)
            return
        if isinstance(container, SetNode):
            if not (isinstance(node, Scalar) and node.kind == "null"):
                self._complain(key.mark, "Y107", f'a set has members, not keys with values: "{key}"')
            container.append(key)
            return
        assert isinstance(container, MappingNode)
        self._put(container, str(key) if isinstance(key, Scalar) else key.decode("latin-1"), key.mark, node)

    def _put(self, container: MappingNode, name: str, mark: Mark, node: Node) -> None:
        if name in container:
            self._complain(mark, "Y106", f'the key "{name}" is here twice')
        container[name] = node
        container.key_marks.setdefault(name, mark)

    def _remember(self, anchor: str | None, node: Node) -> None:
        if anchor is not None:
            self.anchors[anchor] = node

    def _alias(self, event: Any) -> Node:
        if event.anchor not in self.anchors:
            message = f"not YAML: no anchor is called {event.anchor!r}; a text that begins with * needs quotes"
            raise self._stop(event, "Y105", message)
        node = self.anchors[event.anchor]
        if node is None:
            raise self._stop(event, "Y109", f"the alias *{event.anchor} contains itself")
        self.added_by_aliases += unfolded(node)
        if self.added_by_aliases > MAX_UNFOLDED:
            raise self._stop(event, "Y110", f"aliases unfold to more than {MAX_UNFOLDED:,} values")
        return node

    def _container(self, event: Any) -> Container:
        tag = "" if _function(event.tag) else (event.tag or "").removeprefix(_TAG)
        mark = _mark(event.start_mark)
        if isinstance(event, yaml.SequenceStartEvent):
            self._check_tag(mark, tag, ("", "!", "seq"))
            return SequenceNode(mark)
        if tag == "set":
            return SetNode(mark)
        self._check_tag(mark, tag, ("", "!", "map"))
        return MappingNode(mark)

    def _scalar(self, event: Any) -> Node:
        text, begin = event.value, event.start_mark
        mark = _mark(begin)
        if event.tag is None and begin.line == event.end_mark.line:  # most of them
            scalar = _plain(text, mark)
            if event.implicit[0]:
                scalar.kind = _kind(text)
                if text[-1:] in _ENDS_OF_NO_NUMBER and _NOT_A_NUMBER.fullmatch(text):
                    self._refuse_number(text, mark)
            return scalar
        tag = (event.tag or "").removeprefix(_TAG)
        if tag == "binary":
            return self._binary(text, mark)
        if tag == "!in":
            return FromNow(text, mark)
        function = _function(event.tag)
        scalar = _plain(text, mark)
        if event.end_mark.line > event.start_mark.line:
            end = event.end_mark
            scalar.lines = self._written_in(event.start_mark.line, end.line + (end.column > 0))
        if function is not None:
            scalar.kind = "string" if event.style else _kind(text)
            return Function(function, scalar, mark)
        plain = event.implicit[0] and not tag
        scalar.kind = _kind(text) if plain else "string"
        if plain and _NOT_A_NUMBER.fullmatch(text):
            self._refuse_number(text, mark)
        if tag in ("int", "float"):
            if _NUMBER.fullmatch(text):
                scalar.kind = "number"
            else:
                self._complain(mark, "Y107", f'"{text}" is not a number')
        elif tag in ("bool", "null"):
            scalar.kind = {"bool": "boolean", "null": "null"}[tag]
            if _kind(text) != scalar.kind:
                self._complain(mark, "Y107", f'"{text}" is not a {scalar.kind}')
        else:
            self._check_tag(mark, tag, ("", "!", "str"))
        return scalar

    def _refuse_number(self, text: str, mark: Mark) -> None:
        self._complain(mark, "Y107", f'{text} is not a number that can be stored; for a text write "{text}"')

    def _written_in(self, first: int, end: int) -> tuple[str, ...]:
        """Lines of the file up to another one; they are split when the first scalar of several lines comes."""
        if self._lines is None:
            self._lines = LINE_BREAK.split(self.text)
        return tuple(self._lines[first:end])

    def _binary(self, text: str, mark: Mark) -> Binary:
        try:
            binary = Binary(base64.b64decode("".join(text.split()), validate=True))
        except (binascii.Error, ValueError):
            self._complain(mark, "Y107", "!!binary takes base64 text")
            binary = Binary()
        binary.mark = mark
        return binary

    def _check_tag(self, mark: Mark, tag: str, known: tuple[str, ...]) -> None:
        if tag not in known:
            self._complain(mark, "Y107", f"the tag !{tag.lstrip('!')} is not known here")

    def _complain(self, mark: Mark, code: str, message: str) -> None:
        self.complaints.append(Complaint(self.shown, mark, code, message))

    def _stop(self, event: Any, code: str, message: str) -> ScenarioError:
        self._complain(_mark(event.start_mark), code, message)
        return ScenarioError(self.complaints)


def _function(tag: str | None) -> str | None:
    """The name of the function that a tag stands for, if it does."""
    name = (tag or "").removeprefix("!")
    return name if name in FUNCTIONS and name != tag else None


def _plain(text: str, mark: Mark) -> Scalar:
    scalar = Scalar(text)
    scalar.kind, scalar.mark = "string", mark
    return scalar


def _kind(text: str) -> str:
    if text in ("true", "false"):
        return "boolean"
    if text in ("", "~", "null"):
        return "null"
    return "number" if text[0] in _BEGINS_OF_NUMBERS and _NUMBER.fullmatch(text) else "string"


def _mark(mark: Any) -> Mark:
    return tuple.__new__(Mark, (mark.line + 1, mark.column + 1))  # half the time of calling the class
