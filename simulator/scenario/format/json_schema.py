"""The JSON Schema of the scenario format as the models say it: draft-07, in plain keywords, and one of its own.

`names` beside a text says which names stand there. What is published has more for editors: see for_editors.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from simulator.scenario.course_model import CourseModel
from simulator.scenario.fields import Model
from simulator.scenario.model import Scenario

DRAFT = "http://json-schema.org/draft-07/schema#"


def scenario_schema() -> dict[str, Any]:
    """The schema as a JSON object. What only the loader can know is not in it: see CONTRIBUTING.md."""
    return _schema_of(Scenario, "A lesson of the DynamoDB Streams simulator")


def course_schema() -> dict[str, Any]:
    """The schema of the file that describes a course."""
    return _schema_of(CourseModel, "A course of the DynamoDB Streams simulator")


def _schema_of(model: type[Model], named: str) -> dict[str, Any]:
    made = _plain(model.model_json_schema(by_alias=True))
    definitions = {name: made["definitions"][name] for name in sorted(made["definitions"])}
    made.pop("definitions")
    title = {"title": named, "description": made.pop("description")}
    return {
        "$schema": DRAFT,
        **title,
        **{key: value for key, value in made.items() if key != "title"},
        "definitions": definitions,
    }


def _plain(node: Any) -> Any:
    """Pydantic's schema in draft-07: `definitions`, no titles that repeat a name, no null for a key left out."""
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key == "$defs":
            made["definitions"] = {name: _plain(each) for name, each in value.items()}
        elif key == "$ref":
            made["$ref"] = value.replace("#/$defs/", "#/definitions/")
        elif key == "properties":
            made["properties"] = {name: _plain(each) for name, each in value.items()}
        elif key not in _LEFT_OUT or (key == "title" and not isinstance(value, str)):
            made[key] = _plain(value)
    made = _without_null(made)
    default = node.get("default")
    if default not in (None, [], {}) and not isinstance(default, dict):
        made["default"] = _as_written(made, default)
    return made


_LEFT_OUT = ("title", "default", "discriminator")
"""A title that repeats the key's name helps nobody; a default is written as a file writes it."""


def _as_written(schema: dict[str, Any], default: Any) -> Any:
    """A default as a lesson file would have it: durations with their unit, times as dates."""
    if schema.get("type") != "string" or not isinstance(default, int):
        return default
    if "pattern" not in schema:
        return datetime.fromtimestamp(default / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for unit, milliseconds in (("h", 3_600_000), ("m", 60_000), ("s", 1000)):
        if default and default % milliseconds == 0:
            return f"{default // milliseconds}{unit}"
    return f"{default}ms"


def _without_null(node: dict[str, Any]) -> dict[str, Any]:
    """A key that may be left out is left out in a file, never null."""
    if node.pop("nullable", False):  # null says something here: it puts a key back to its default
        return node
    for union in ("anyOf", "oneOf"):
        branches = node.get(union)
        if not isinstance(branches, list):
            continue
        kept = [branch for branch in branches if branch != {"type": "null"}]
        rest = {key: value for key, value in node.items() if key != union}
        if len(kept) > 1:
            return {**rest, union: kept}
        # Beside a reference draft-07 reads nothing else: a description needs allOf around it.
        return {**rest, "allOf": kept} if "$ref" in kept[0] and rest else {**kept[0], **rest}
    if "$ref" in node and len(node) > 1:
        return {**{key: value for key, value in node.items() if key != "$ref"}, "allOf": [{"$ref": node["$ref"]}]}
    return node
