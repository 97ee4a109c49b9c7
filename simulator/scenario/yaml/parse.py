"""Reads a YAML file into a tree whose nodes know their positions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from simulator.scenario.complaints.complaint import START, Complaint
from simulator.scenario.yaml.builder import TreeBuilder
from simulator.scenario.yaml.content import read_content, refusal, text_of
from simulator.scenario.yaml.nodes import Node
from simulator.scenario.yaml.syntax_help import slip

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def has_top_key(path: Path, key: str) -> bool:
    """Whether a file's first document is a mapping with a key, as far as it can be read; the rest is not looked at.

    Raises:
        ScenarioError: the file cannot be read.
    """
    depth, is_key = 0, True
    try:
        for event in yaml.parse(text_of(read_content(path, str(path)), str(path)), Loader=_LOADER):
            kind = type(event)
            if depth == 1 and is_key and isinstance(event, yaml.ScalarEvent) and event.value == key:
                return True
            if kind in (yaml.MappingStartEvent, yaml.SequenceStartEvent):
                depth += 1
            elif kind in (yaml.MappingEndEvent, yaml.SequenceEndEvent):
                depth -= 1
            if depth == 0 and kind not in (yaml.StreamStartEvent, yaml.DocumentStartEvent):
                return False  # the root ends here
            if depth == 1 and kind in _ENDS_OF_NODES:
                is_key = not is_key
            if depth == 1 and kind is yaml.SequenceStartEvent:
                return False  # the root is a list
    except yaml.YAMLError:
        return False
    return False


_ENDS_OF_NODES = (yaml.ScalarEvent, yaml.AliasEvent, yaml.MappingEndEvent, yaml.SequenceEndEvent)


def _parsed(content: bytes, shown: str, only_first: bool) -> tuple[Node, TreeBuilder]:
    text = text_of(content, shown)
    try:
        return _built(text, shown, only_first, _LOADER)
    except _TooDeepForLibyaml:
        # It scans ahead, so it may give up before the builder has seen the level that is too deep: PyYAML's own scanner
        # has no such bound, and the builder then says where.
        return _built(text, shown, only_first, yaml.SafeLoader)


class _TooDeepForLibyaml(Exception):
    """A newer libyaml has a bound of its own on nesting, ten times ours."""


def _built(text: str, shown: str, only_first: bool, loader: Any) -> tuple[Node, TreeBuilder]:
    builder = TreeBuilder(shown, only_first, text)
    events = loader(text)
    try:
        root = builder.build(iter(events.get_event, None))  # as yaml.parse, without a generator for each event
    except yaml.MarkedYAMLError as error:
        if error.problem == "exceeded maximum nesting depth" and loader is not yaml.SafeLoader:
            raise _TooDeepForLibyaml from None
        mark, advice = slip(error, text)
        raise refusal(shown, mark, "Y105", f"not YAML: {advice}") from None
    except yaml.YAMLError as error:  # pragma: no cover - text_of finds what the reader would refuse
        raise refusal(shown, START, "Y105", f"not YAML: {error}") from None
    finally:
        events.dispose()
    return root, builder
