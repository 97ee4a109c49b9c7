"""Patches that are put together change by change: a setting with another value, an action put in, and undone again."""

from __future__ import annotations

from typing import Any

from simulator.lesson.variations.placing import Patch
from simulator.scenario.setting_paths import SettingPath, place_of
from simulator.scenario.variation import ADD
from simulator.scenario.yaml.flow import flow_text
from simulator.scenario.yaml.nodes import Node
from simulator.scenario.yaml.parse import parse_document


def typed_value(text: str) -> Node:
    """The value that somebody types for a setting: a number, a duration, true, a list in brackets.

    Raises:
        ScenarioError: it is not YAML.
    """
    return parse_document(text.encode(errors="surrogateescape"), "the value")[0]


ABSENT = object()
"""In place of a value that is not there; None is a value."""


def value_at(node: Any, path: SettingPath) -> Any:
    """The value at a path of a patch or of a file; `ABSENT` where there is none."""
    for key in path:
        place: Any = key
        if isinstance(node, list):
            place = place_of(key, [each.get("id") if isinstance(each, dict) else None for each in node])
        if place is None or (isinstance(node, dict) and key not in node) or not isinstance(node, list | dict):
            return ABSENT
        node = node[place]
    return node


def with_setting(patch: Patch, path: SettingPath, value: Any) -> Patch:
    """The same patch with one more setting changed, or changed to another value."""
    key, *rest = path
    inner = patch.get(key)
    return {**patch, key: with_setting(inner if isinstance(inner, dict) else {}, tuple(rest), value) if rest else value}


def without_setting(patch: Patch, path: SettingPath) -> Patch:
    """The same patch with a setting as the lesson has it."""
    key, *rest = path
    inner = patch.get(key)
    kept = without_setting(inner, tuple(rest)) if rest and isinstance(inner, dict) else None
    return {name: value for name, value in {**patch, key: kept}.items() if name != key or kept}


def with_action(patch: Patch, entry: Patch) -> Patch:
    """The same patch with one more action put into the timeline."""
    timeline = patch.get("timeline") or {}
    return {**patch, "timeline": {**timeline, ADD: [*timeline.get(ADD, []), entry]}}


def patch_yaml(patch: Patch) -> str:
    """A patch on one line, as `--what-if` takes it and as a question's `what_if` has it."""
    return flow_text(patch)
