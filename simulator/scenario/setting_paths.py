"""Paths to the settings of a lesson, such as `consumers.1.maximum_retry_attempts`: places in lists count from 1."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from simulator.scenario.model import Scenario

SettingPath = tuple[str, ...]
"""The keys on the way to a setting; an entry of a list is named by its place, as text."""


class NoSetting(LookupError):
    """A lesson that has no such setting. The message says why."""


def setting_path(text: str) -> SettingPath:
    """The parts of a path as a lesson or a person writes it."""
    return tuple(text.split("."))


def part_at(scenario: Scenario, path: Iterable[str]) -> Any:
    """The value of a part of a lesson, which may be the value that it has by default.

    Raises:
        NoSetting: there is no such part.
    """
    part: Any = scenario
    gone: list[str] = []
    for key in path:
        where = ".".join(gone) or "the lesson"
        if isinstance(part, BaseModel):
            name = field_of(type(part), key)
            if name is None:
                raise NoSetting(f"{where} has no {key}")
            part = getattr(part, name)
        elif isinstance(part, list):
            if not (key.isdecimal() and 1 <= int(key) <= len(part)):
                raise NoSetting(f"{where} has no entry {key}; it has {len(part)}")
            part = part[int(key) - 1]
        elif isinstance(part, dict) and key in part:
            part = part[key]
        else:
            raise NoSetting(f"{where} has no {key}")
        gone.append(key)
    return part


def field_of(model: type[BaseModel], key: str) -> str | None:
    """The field of a model that a file's key stands for."""
    named = {field.alias or name: name for name, field in model.model_fields.items()}
    return named.get(key)
