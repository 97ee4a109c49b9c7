"""Where the parts of a YAML text begin and end, for who changes a part and leaves the rest as its author wrote it."""

from __future__ import annotations

from typing import NamedTuple

import yaml

from simulator.scenario.yaml.nodes import KeyPath


class Span(NamedTuple):
    """The characters of one part, as indexes into the text."""

    start: int
    end: int
    column: int
    """Of its first character, from 0."""
    style: str
    """Of a scalar: plain, single, double, literal or folded. Of a mapping or a list: block or flow."""
    in_flow: bool
    """Whether it stands inside `{}` or `[]`."""
    key: int | None = None
    """Of a mapping's value: where its key begins."""
    shared: bool = False
    """Whether it stands in the text once and in the tree more often, by an alias."""


_STYLES = {None: "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}


def spans_of(text: str) -> dict[KeyPath, Span]:
    """The span of every part of a text that has been read as YAML before, by its path."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)  # libyaml's marks have no index
    found: dict[KeyPath, Span] = {}
    first: dict[int, KeyPath] = {}

    def walk(node: yaml.Node, path: KeyPath, in_flow: bool, key: int | None) -> None:
        earlier = first.setdefault(id(node), path)
        shared = earlier != path
        if shared:
            found[earlier] = found[earlier]._replace(shared=True)
        style = _style(node)
        mark = node.start_mark
        found[path] = Span(mark.index, node.end_mark.index, mark.column, style, in_flow, key, shared)
        inside = in_flow or style == "flow"
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                walk(value, (*path, str(name.value)), inside, name.start_mark.index)
        elif isinstance(node, yaml.SequenceNode):
            for index, value in enumerate(node.value):
                walk(value, (*path, index), inside, None)

    if root is not None:
        walk(root, (), False, None)
    return found


def _style(node: yaml.Node) -> str:
    if isinstance(node, yaml.ScalarNode):
        return _STYLES[node.style]
    return "flow" if isinstance(node, yaml.CollectionNode) and node.flow_style else "block"
