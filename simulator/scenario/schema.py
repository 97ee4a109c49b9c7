"""The JSON Schema of the scenario format, for editors: draft-07, in plain keywords."""

from __future__ import annotations

import json
from typing import Any

from simulator.scenario.model import Scenario

DRAFT = "http://json-schema.org/draft-07/schema#"


def scenario_schema() -> dict[str, Any]:
    """The schema as a JSON object. What only the loader can know is not in it: see CONTRIBUTING.md."""
    made = _plain(Scenario.model_json_schema(by_alias=True))
    definitions = {name: made["definitions"][name] for name in sorted(made["definitions"])}
    made.pop("definitions")
    title = {"title": "A lesson of the DynamoDB Streams simulator", "description": made.pop("description")}
    return {
        "$schema": DRAFT,
        **title,
        **{key: value for key, value in made.items() if key != "title"},
        "definitions": definitions,
    }


def schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(scenario_schema(), indent=2, ensure_ascii=False) + "\n"


def _plain(node: Any) -> Any:
    """Pydantic's schema in draft-07: `definitions`, no titles that repeat a name, no null where a key is left out."""
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key == "title" and isinstance(value, str):
            continue  # "Order Id" for order_id helps nobody
        if key == "$defs":
            made["definitions"] = {name: _plain(each) for name, each in value.items()}
        elif key == "$ref":
            made["$ref"] = value.replace("#/$defs/", "#/definitions/")
        elif key == "properties":
            made["properties"] = {name: _plain(each) for name, each in value.items()}
        elif key in ("default", "discriminator"):
            if key == "default" and value is not None and value != [] and value != {}:
                made["default"] = value
        else:
            made[key] = _plain(value)
    return _without_null(made)


def _without_null(node: dict[str, Any]) -> dict[str, Any]:
    """A key that may be left out is left out in a file, never null."""
    for union in ("anyOf", "oneOf"):
        branches = node.get(union)
        if not isinstance(branches, list):
            continue
        kept = [branch for branch in branches if branch != {"type": "null"}]
        rest = {key: value for key, value in node.items() if key != union}
        if len(kept) == 1:
            only = kept[0]
            # Beside a reference draft-07 reads nothing else: a description needs allOf around it.
            return {**rest, "allOf": [only]} if "$ref" in only and rest else {**only, **rest}
        return {**rest, union: kept}
    return (
        node
        if "$ref" not in node or len(node) == 1
        else {**{k: v for k, v in node.items() if k != "$ref"}, "allOf": [{"$ref": node["$ref"]}]}
    )
