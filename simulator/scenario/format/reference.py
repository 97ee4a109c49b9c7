"""The reference of the scenario format, key by key, made from the models: it cannot go stale."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from simulator.scenario.complaints.complaint import CODES
from simulator.scenario.durations import PATTERN
from simulator.scenario.files.identifier import IDENTIFIER
from simulator.scenario.format.json_schema import scenario_schema

Schema = dict[str, Any]

LISTED = 12
"""Names that are listed where one of them may stand; of more there is a table in the guide."""

_TEXT = ["string", "number", "boolean"]
_PLAIN = {
    "object": "a mapping",
    "boolean": "true or false",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "null": "null",
}


def reference_text() -> str:
    """The reference as Markdown: a table of keys for each mapping of the format, then what each code means."""
    return "\n".join(_lines(scenario_schema()))


def _lines(schema: Schema) -> Iterator[str]:
    definitions: dict[str, Schema] = schema["definitions"]
    under = {name: keys for name, keys in _keys_of(schema).items() if "properties" in definitions[name]}
    headings: dict[str, str] = {}
    for name, keys in under.items():
        heading = _heading(definitions[name], keys)
        if heading in headings.values():  # the same key in two places: the later one says where
            heading += f" in {_heading({'properties': {}}, [*_parent_of(name, definitions, under)])}"
        headings[name] = heading
    yield "# The scenario format, key by key"
    yield ""
    yield "Made from the program's own models: `streamsim schema --format markdown` prints it, and `streamsim schema`"
    yield "the same as a JSON Schema for editors. How the parts work together is told in"
    yield "[CONTRIBUTING.md](../CONTRIBUTING.md#the-scenario-format). What is not required may be left out."
    yield from _section("A lesson", schema, headings)
    for name in under:
        yield from _section(headings[name], definitions[name], headings)
    yield ""
    yield "## Codes of complaints"
    yield ""
    yield "| Code | What it means |"
    yield "| --- | --- |"
    for code, meaning in CODES.items():
        yield f"| {code} | {meaning} |"
    yield ""


def _keys_of(schema: Schema) -> dict[str, list[str]]:
    """Every definition in the order in which a reader meets it, with the keys that it stands under."""
    definitions: dict[str, Schema] = schema["definitions"]
    found: dict[str, list[str]] = {}

    def meet(key: str, node: Any) -> None:
        for name in _references(node):
            is_new = name not in found
            keys = found.setdefault(name, [])
            if key not in keys:
                keys.append(key)
            if is_new:
                for inner, value in definitions[name].get("properties", {}).items():
                    meet(inner, value)

    for key, value in schema["properties"].items():
        meet(key, value)
    return found


def _parent_of(name: str, definitions: dict[str, Schema], under: dict[str, list[str]]) -> list[str]:
    """The keys under which the mapping stands that holds a definition."""
    return next(keys for other, keys in under.items() if name in _references(definitions[other]))


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rpartition("/")[2]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for value in node:
            yield from _references(value)


def _heading(definition: Schema, keys: list[str]) -> str:
    kind = definition["properties"].get("type", {}).get("const")
    return ", ".join(f"`{key}`" for key in keys) + (f" with `type: {kind}`" if kind is not None else "")


def _section(heading: str, definition: Schema, headings: dict[str, str]) -> Iterator[str]:
    required = definition.get("required", [])
    yield ""
    yield f"## {heading}"
    yield ""
    yield definition["description"]
    if not definition["properties"]:
        return
    yield ""
    yield "| Key | Value | What it is |"
    yield "| --- | --- | --- |"
    for key, value in definition["properties"].items():
        said = _value(value, headings)
        if key in required:
            said += "; required"
        elif "default" in value:
            said += f"; left out: {_written(value['default'])}"
        yield f"| `{key}` | {_cell(said)} | {_cell(value.get('description', ''))} |"


def _value(node: Schema, headings: dict[str, str]) -> str:
    """The allowed values, in words."""
    if "$ref" in node:
        name = node["$ref"].rpartition("/")[2]
        return f"[a mapping](#{_anchor(headings[name])})" if name in headings else "a mapping"
    if "allOf" in node:
        return _value(node["allOf"][0], headings)
    for union in ("anyOf", "oneOf"):
        if union in node:
            return _either(node[union], headings)
    if len(node.get("enum", [])) > LISTED:
        return f"one of {len(node['enum'])} names"
    if "const" in node or "enum" in node:
        return " or ".join(_written(each) for each in node.get("enum", [node.get("const")]))
    if node.get("type") == "array":
        return f"a list{_range(node, 'minItems', 'maxItems')}: {_value(node['items'], headings)}"
    if node.get("type") == _TEXT:
        return "a text"
    if PATTERN.pattern in node.get("pattern", ""):
        return "a duration"
    if node.get("pattern") == f"^{IDENTIFIER.pattern}$":
        return "an id"
    return f"{_PLAIN[node['type']]}{_range(node, 'minimum', 'maximum')}"


def _either(branches: list[Schema], headings: dict[str, str]) -> str:
    first, *others = branches
    if first.get("type") == "array" and first["items"].get("anyOf", [first["items"]]) == others:
        return f"{_value(first['items'], headings)}, or a list of such"
    return " or ".join(dict.fromkeys(_value(each, headings) for each in branches))


def _range(node: Schema, least: str, most: str) -> str:
    low, high = node.get(least), node.get(most)
    if low is None and high is None:
        return ""
    if high is None:
        return f" of at least {low:,}"
    return f" of at most {high:,}" if low is None else f" of {low:,} to {high:,}"


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"`[{', '.join(map(str, value))}]`"
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


def _anchor(heading: str) -> str:
    """The name that a heading has in a link, as GitHub makes it."""
    return "".join(each for each in heading.lower().replace(" ", "-") if each.isalnum() or each in "-_")


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
