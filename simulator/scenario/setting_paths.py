"""Paths to the settings of a lesson, such as `consumers.1.maximum_retry_attempts`: places in lists count from 1.

An entry of the timeline is named by its label too, as in `timeline.back.after`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from simulator.dynamodb.whole_numbers import in_digits, number_in
from simulator.scenario.model import Scenario

SettingPath = tuple[str, ...]
"""The keys on the way to a setting; an entry of a list is named by its place, as text, or by its label."""


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
            place = place_of(key, [getattr(entry, "id", None) for entry in part])
            if place is None:
                raise NoSetting(f"{where} has no entry {key}; it has {len(part)}")
            part = part[place]
        elif isinstance(part, dict) and key in part:
            part = part[key]
        else:
            raise NoSetting(f"{where} has no {key}")
        gone.append(key)
    return part


def place_of(key: str, labels: Sequence[Any]) -> int | None:
    """The index of the entry of a list that is named by its place, from 1, or by its label; None: there is none."""
    if in_digits(key):
        place = number_in(key, 1, len(labels))
        return None if place is None else place - 1
    return labels.index(key) if key in labels else None


def field_of(model: type[BaseModel], key: str) -> str | None:
    """The field of a model that a file's key stands for."""
    named = {field.alias or name: name for name, field in model.model_fields.items()}
    return named.get(key)
