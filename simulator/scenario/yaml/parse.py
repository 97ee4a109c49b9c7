"""A YAML file as a tree that knows where each part stands.

PyYAML parses; this module builds the tree from its events. That keeps positions, finds duplicate keys, and puts a
bound on nesting and aliases before anything is built. Scalars stay text until somebody knows what they are for, so
numbers never pass through a float and a choice such as `no` stays what its author typed.
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from simulator.scenario.complaints.complaint import START, Complaint, Mark, ScenarioError
from simulator.scenario.yaml.nodes import (
    Binary,
    Container,
    FromNow,
    Mapping,
    Node,
    Scalar,
    SequenceNode,
    SetNode,
    unfolded,
)
from simulator.scenario.yaml.syntax_help import LINE_BREAK, slip

MAX_BYTES = 16 * 1024 * 1024
"""A larger file is refused unread."""

MAX_NESTING = 100
"""Levels of mappings and lists; an item's own limit is 32 (attributes.MAX_DEPTH)."""

MAX_UNFOLDED = 100_000
"""Nodes that aliases may add to those that are written out."""

_PASSED_BY_THE_SHELL = ("/dev", "/dev/fd")
"""Where a shell names what it passes to a program: /dev/stdin, and /dev/fd/63 for `<(a command)`."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NUMBER = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_NOT_A_NUMBER = re.compile(r"\.(nan|NaN|NAN)|[-+]?\.(inf|Inf|INF)")
_HIDDEN_BREAKS = {"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}
"""Line breaks for YAML and not for an editor, with their escapes: what stands behind them is not read as it is seen."""
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG = "tag:yaml.org,2002:"


def read_document(path: Path, name: str | None = None) -> tuple[Node, list[Complaint]]:
    """Read a file into its tree; `name` is what complaints call it.

    Returns:
        The root, and the complaints that do not stop the reading (a key twice, a value that cannot be held).

    Raises:
        ScenarioError: the file cannot be read, is too large, or is not YAML.
    """
    shown = str(path) if name is None else name
    return parse_document(read_content(path, shown), shown)


def parse_document(content: bytes, shown: str) -> tuple[Node, list[Complaint]]:
    """Like `read_document`, for content that is already in memory."""
    root, builder = _parsed(content, shown, only_first=False)
    return root, builder.complaints


def first_document(path: Path) -> tuple[Node, bool]:
    """The root of a file's first YAML document, and whether it has another.

    Raises:
        ScenarioError: the file cannot be read, is too large, or does not begin with a YAML document.
    """
    root, builder = _parsed(read_content(path, str(path)), str(path), only_first=True)
    return root, builder.has_another


def _parsed(content: bytes, shown: str, only_first: bool) -> tuple[Node, _Builder]:
    text = text_of(content, shown)
    try:
        return _built(text, shown, only_first, _LOADER)
    except _TooDeepForLibyaml:
        # It scans ahead, so it may give up before the builder has seen the level that is too deep: PyYAML's own scanner
        # has no such bound, and the builder then says where.
        return _built(text, shown, only_first, yaml.SafeLoader)


class _TooDeepForLibyaml(Exception):
    """A newer libyaml has a bound of its own on nesting, ten times ours."""


def _built(text: str, shown: str, only_first: bool, loader: Any) -> tuple[Node, _Builder]:
    builder = _Builder(shown, only_first)
    try:
        root = builder.build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        if error.problem == "exceeded maximum nesting depth" and loader is not yaml.SafeLoader:
            raise _TooDeepForLibyaml from None
        place, said = slip(error, text)
        raise _stop(shown, place, "Y105", f"not YAML: {said}") from None
    except yaml.YAMLError as error:  # pragma: no cover - text_of finds what the reader would refuse
        raise _stop(shown, START, "Y105", f"not YAML: {error}") from None
    return root, builder


def read_content(path: Path, shown: str) -> bytes:
    """The bytes of a file; `shown` is what complaints call it.

    What is no regular file is refused unopened: a FIFO without a writer never ends. Only what is named as the shell
    names it, such as /dev/stdin, is read all the same.

    Raises:
        ScenarioError: there is no such file, it cannot be read, or it is too large.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _stop(shown, START, "Y101", "this is a folder, not a lesson file")
        if not (stat.S_ISREG(mode) or str(path.parent) in _PASSED_BY_THE_SHELL):
            raise _stop(shown, START, "Y101", "not a regular file")
        with path.open("rb") as file:
            too_large = os.fstat(file.fileno()).st_size > MAX_BYTES
            content = b"" if too_large else file.read(MAX_BYTES + 1)  # a pipe has no size
    except FileNotFoundError:
        raise _stop(shown, START, "Y101", "no such file") from None
    except ValueError:  # a NUL in the name
        raise _stop(shown, START, "Y101", "this cannot be the name of a file") from None
    except OSError as error:
        raise _stop(shown, START, "Y101", f"cannot be read: {error.strerror or error}") from None
    if too_large or len(content) > MAX_BYTES:
        raise _stop(shown, START, "Y102", f"over {MAX_BYTES // 1024 // 1024} MB; refused unread")
    return content


def text_of(content: bytes, shown: str) -> str:
    """The text of a file's bytes, without the byte order mark.

    Raises:
        ScenarioError: it is not UTF-8, or has a character that YAML does not allow.
    """
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        mark = _end_of(content[: error.start].decode("utf-8").removeprefix("\ufeff"))
        byte = content[error.start]
        raise _stop(shown, mark, "Y103", f"not UTF-8: byte 0x{byte:02x}; save the file as UTF-8") from None
    text = text.removeprefix("\ufeff")
    found = _FORBIDDEN.search(text)
    if found is not None:
        mark = _end_of(text[: found.start()])
        character = found.group()
        what = "a line break that editors do not show," if character in _HIDDEN_BREAKS else "control character"
        escape = _HIDDEN_BREAKS.get(character, "\\e")
        message = (
            f'{what} U+{ord(character):04X}; in a value write it as an escape in double quotes, such as "{escape}"'
        )
        raise _stop(shown, mark, "Y104", message)
    return text


class _Builder:
    """Builds the tree from parser events, without recursion."""

    def __init__(self, shown: str, only_first: bool) -> None:
        """With `only_first` a second document ends the building, and is no problem."""
        self.shown = shown
        self.only_first = only_first
        self.has_another = False
        self.complaints: list[Complaint] = []
        self.anchors: dict[str, Node | None] = {}
        self.added_by_aliases = 0

    def build(self, events: Iterator[Any]) -> Node:
        root: Node | None = None
        stack: list[tuple[Container, str | None, list[Any]]] = []
        """Open containers: the node, its anchor, and the keys that wait for their value."""
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                if self.only_first:
                    self.has_another = True
                    break
                raise self._stop(event, "Y112", "a second YAML document; one file is one lesson")
            if isinstance(event, yaml.ScalarEvent):
                node: Node = self._scalar(event)
                self._remember(event.anchor, node)
            elif isinstance(event, yaml.AliasEvent):
                node = self._alias(event)
            elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
                if len(stack) >= MAX_NESTING:
                    raise self._stop(event, "Y108", f"nested deeper than {MAX_NESTING} levels")
                if event.anchor is not None:
                    self.anchors[event.anchor] = None  # known, and not finished: an alias to it is a loop
                stack.append((self._container(event), event.anchor, []))
                continue
            elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                node, anchor, _ = stack.pop()
                self._remember(anchor, node)
            else:
                continue
            if stack:
                self._attach(stack[-1], node)
            else:
                root = node
        if root is None or (isinstance(root, Scalar) and root == "" and not self.has_another):
            raise _stop(self.shown, START, "Y111", "the file is empty")
        return root

    def _attach(self, parent: tuple[Container, str | None, list[Any]], node: Node) -> None:
        container, _, keys = parent
        container.unfolded += unfolded(node)
        if type(container) is SequenceNode:
            container.append(node)
            return
        if not keys:
            if isinstance(node, FromNow):
                self._complain(node.mark, "Y107", "`!in` is for a value, not for a key or a member of a set")
                node = _plain(node.text, node.mark)
            if not isinstance(node, Scalar | Binary):
                self._complain(node.mark, "Y107", "a key must be plain text, not a list or a mapping")
                raise ScenarioError(self.complaints)
            keys.append(node)
            return
        key = keys.pop()
        if isinstance(container, SetNode):
            if not (isinstance(node, Scalar) and node.kind == "null"):
                self._complain(key.mark, "Y107", f'a set has members, not keys with values: "{key}"')
            container.append(key)
            return
        assert isinstance(container, Mapping)
        name = str(key) if isinstance(key, Scalar) else key.decode("latin-1")
        if name in container:
            self._complain(key.mark, "Y106", f'the key "{name}" is here twice')
        container[name] = node
        container.key_marks.setdefault(name, key.mark)

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
        tag = (event.tag or "").removeprefix(_TAG)
        mark = _mark(event.start_mark)
        if isinstance(event, yaml.SequenceStartEvent):
            self._check_tag(mark, tag, ("", "!", "seq"))
            return SequenceNode(mark)
        if tag == "set":
            return SetNode(mark)
        self._check_tag(mark, tag, ("", "!", "map"))
        return Mapping(mark)

    def _scalar(self, event: Any) -> Node:
        text, mark = event.value, _mark(event.start_mark)
        tag = (event.tag or "").removeprefix(_TAG)
        if tag == "binary":
            return self._binary(text, mark)
        if tag == "!in":
            return FromNow(text, mark)
        scalar = _plain(text, mark)
        plain = event.implicit[0] and not tag
        scalar.kind = _kind(text) if plain else "string"
        if plain and _NOT_A_NUMBER.fullmatch(text):
            self._complain(mark, "Y107", f'{text} is not a number that can be stored; for a text write "{text}"')
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


def _plain(text: str, mark: Mark) -> Scalar:
    scalar = Scalar(text)
    scalar.kind, scalar.mark = "string", mark
    return scalar


def _kind(text: str) -> str:
    if text in ("true", "false"):
        return "boolean"
    if text in ("", "~", "null"):
        return "null"
    return "number" if _NUMBER.fullmatch(text) else "string"


def _mark(mark: Any) -> Mark:
    return Mark(mark.line + 1, mark.column + 1)


def _end_of(text: str) -> Mark:
    """Where the character after a text stands, as an editor counts lines and characters."""
    lines = LINE_BREAK.split(text)
    return Mark(len(lines), len(lines[-1]) + 1)


def _stop(shown: str, mark: Mark, code: str, message: str) -> ScenarioError:
    return ScenarioError([Complaint(shown, mark, code, message)])
