"""A sandbox as a lesson file: the keys that its run depends on, and the timeline with an action on each line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.scenario.model import Scenario
from simulator.scenario.yaml.flow import flow_text

_LISTS = ("consumers", "timeline")
"""The keys whose entries stand on lines of their own."""


def file_text(scenario: Scenario) -> str:
    """The text of a lesson file that `check` passes, with the same run."""
    _, _, root = scenario.source
    return "".join(f"{line}\n" for line in _lines(root))


def _lines(root: dict[str, Any]) -> Iterator[str]:
    for key in (*(each for each in root if each not in _LISTS), *(each for each in _LISTS if each in root)):
        value = root[key]
        if key in _LISTS and isinstance(value, list):
            yield f"{key}:"
            yield from (f"  - {_entry(each)}" for each in value)
        else:
            yield f"{key}: {flow_text(value)}"


def _entry(value: Any) -> str:
    """An entry of a list: without braces where it has one key, as a person writes it."""
    if isinstance(value, dict) and len(value) == 1:
        [(key, inner)] = value.items()
        return f"{flow_text(key)}: {flow_text(inner)}"
    return flow_text(value)
