"""The schema of the format as an editor wants it: mappings that open, titles, hovers in Markdown, marks in plain words.

What is added is draft-07, and a few keywords that the language servers of YAML and JSON know and every validator passes
over: `markdownDescription`, `errorMessage`, `enumDescriptions` and `defaultSnippets`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from simulator.scenario.durations import PATTERN
from simulator.scenario.format.definitions import ALTERNATIVES, TITLES, Alternatives
from simulator.scenario.step_paths import LABEL

Schema = dict[str, Any]


class Offer(NamedTuple):
    """The names that an editor offers where a text may stand."""

    title: str
    """What one of them is called."""
    names: Mapping[str, str]
    """Each name, with what is said beside it."""
    pattern: str = ""
    """What any other text looks like there, as a regular expression; empty: every text will do."""
    message: str = ""
    """What is said of a text that is none of these."""


Offers = Mapping[str, Offer]
"""What is offered for each kind of names that the format marks: `variables`, `lessons` ..."""


def for_editors(schema: Schema, offers: Offers) -> Schema:
    """A schema of `json_schema` with what an editor needs added, in the same order."""
    definitions = schema["definitions"]
    openings = _Openings(offers, frozenset(name for name in definitions if _opens_empty(definitions[name])))
    made = {
        key: {name: _definition(name, _node(each, openings), openings) for name, each in value.items()}
        if key == "definitions"
        else _member(key, value, openings)
        for key, value in schema.items()
    }
    return made


def _definition(name: str, definition: Schema, openings: _Openings) -> Schema:
    left_out = ("minProperties",) if name in ALTERNATIVES else ()  # its rules are about an empty mapping too
    if name in openings.empty:  # the sentence at the key says more, and a hover shows one of them
        left_out = (*left_out, "description")
    rules: Schema = {}
    for each in ALTERNATIVES.get(name, ()):
        rules = {**rules, **_rules(each, definition), "dependencies": {**rules.get("dependencies", {}), **_only(each)}}
    return {"title": TITLES[name], **{key: value for key, value in definition.items() if key not in left_out}, **rules}


def _opens_empty(definition: Schema) -> bool:
    """Whether a completion that opens a mapping puts nothing in it: no key that has a default and may be left out."""
    properties = definition["properties"].values()
    return not definition.get("required") and (not properties or any("default" in each for each in properties))


class _Openings(NamedTuple):
    """What completions put in."""

    offers: Offers
    empty: frozenset[str]
    """The definitions of mappings in which they put nothing."""


def _node(node: Any, openings: _Openings) -> Any:
    if not isinstance(node, dict):
        return node
    made = {key: _member(key, value, openings) for key, value in node.items() if key != "names"}
    return _flat(_opened(node, _described(made), openings))


def _member(key: str, value: Any, openings: _Openings) -> Any:
    if key in ("default", "enum", "const"):
        return value
    if key == "properties":
        return {name: _node(each, openings) for name, each in value.items()}
    return [_node(each, openings) for each in value] if isinstance(value, list) else _node(value, openings)


def _opened(node: Schema, made: Schema, openings: _Openings) -> Schema:
    """A schema by what its values are: a mapping that is described elsewhere, a text, a name, a duration."""
    references = [each["$ref"] for each in (node, *node.get("allOf", ())) if "$ref" in each]
    if references:
        return _mapping(references[0], {key: made[key] for key in made if key not in ("$ref", "allOf")}, openings)
    if "oneOf" in node and "description" in node:  # a consumer of any kind, at a key
        return {**made, "type": "object", "errorMessage": _EXPECTED_MAPPING}
    if isinstance(node.get("type"), list):
        rest = {key: value for key, value in made.items() if key not in ("type", "minLength")}
        return {**rest, "anyOf": _texts(openings.offers.get(node.get("names", "")))}
    if PATTERN.pattern in str(node.get("pattern")):
        return {**made, "errorMessage": "Expected a duration with its unit, such as 250ms, 2s, 5m or 25h."}
    if node.get("pattern") == f"^{LABEL}$":
        return {**made, "errorMessage": "Expected a label: a letter, then letters, digits and -, such as placed."}
    if any(LABEL in str(each.get("pattern")) for each in node.get("anyOf", ())):
        message = "Expected a step: its number, or a path such as placed.capture."
        return {**made, "anyOf": [{**each, "errorMessage": message} for each in made["anyOf"]]}
    if node.get("type") == "object" and "properties" not in node:
        return {**made, "errorMessage": _EXPECTED_MAPPING}
    if "const" in node:  # a default beside it says nothing more, and keeps it from being put in
        made.pop("default", None)
    return made


def _mapping(reference: str, beside: Schema, openings: _Openings) -> Schema:
    """A reference to a mapping. A completion opens it, with the keys that it must have."""
    name = reference.rpartition("/")[2]
    if name not in openings.empty:
        # Draft-07 reads nothing beside a reference, and `type` is true of it anyway. Editors do read it.
        return {"$ref": reference, "type": "object", **beside}
    snippet = {"defaultSnippets": [{"label": "{}", "body": "^{}"}]} if name == "NothingModel" else {}
    return {**beside, "type": "object", "allOf": [{"$ref": reference}], "errorMessage": _EXPECTED_MAPPING, **snippet}


_EXPECTED_MAPPING = "Expected a mapping: {name: value}, or one name a line below."


_NO_ITEM: Schema = {"allOf": [True]}
"""Keeps an editor from offering `- (array item)` for a branch that is a text, and the value of a rule in a list."""

_TEXT: Schema = {
    "if": {"type": ["object", "array", "null"]},
    "then": {"type": "string", "errorMessage": "Expected a text; put it in quotes if it begins with { or [."},
    "minLength": 1,
    **_NO_ITEM,
}
"""A text, a number, true or false. Editors offer true and false wherever a schema names them, so this one does not."""


def _texts(offer: Offer | None) -> list[Schema]:
    if offer is None:
        return [_TEXT]
    words = [*offer.names.values()]
    message = {"errorMessage": offer.message} if offer.message else {}
    described = {"enumDescriptions": words} if any(words) else {}
    known = {"title": offer.title, "enum": [*offer.names], **described, **message}
    return [known, {"type": "string", "pattern": offer.pattern, **message, **_NO_ITEM} if offer.pattern else _TEXT]


def _flat(node: Schema) -> Schema:
    """An `anyOf` without one in it that says nothing else."""
    if "anyOf" not in node:
        return node
    branches = [inner for each in node["anyOf"] for inner in (each["anyOf"] if set(each) == {"anyOf"} else [each])]
    return {**node, "anyOf": branches}


# Texts


def _described(node: Schema) -> Schema:
    said = node.get("description")
    if not isinstance(said, str) or not any(each in said for each in "`{[*_!"):
        return node
    made: Schema = {}
    for key, value in node.items():
        made[key] = value
        if key == "description":
            made["description"] = said.replace("`", "")
            made["markdownDescription"] = in_markdown(said)
    return made


def in_markdown(text: str) -> str:
    """A description as Markdown: its examples, in braces or brackets, are code."""
    made, place = "", 0
    while place < len(text):
        end = place + 1
        if text[place] == "`":
            end = text.index("`", end) + 1
            made += text[place:end]
        elif text[place] in "{[":
            end = _closed(text, place)
            end = _closed(text, end) if text[end : end + 1] == "(" else end
            made += f"`{text[place:end]}`"
        else:
            made += text[place]
        place = end
    return made


def _closed(text: str, begin: int) -> int:
    """The place behind the bracket that closes the one at `begin`."""
    depth = 0
    for place in range(begin, len(text)):
        depth += (text[place] in "{[(") - (text[place] in "}])")
        if not depth:
            return place + 1
    return len(text)


# One of several keys


def _only(each: Alternatives) -> dict[str, Schema]:
    """For each of the keys: the ones after it are marked where it is there."""
    return {
        name: {
            "properties": dict.fromkeys(each.names[place + 1 :], False),
            "errorMessage": f"{name} is here already: {each.sentence}.",
        }
        for place, name in enumerate(each.names[:-1])
    }


def _rules(each: Alternatives, definition: Schema) -> Schema:
    """The rule that one of the keys is there."""
    if not each.is_required:
        return {}
    beside = [key for key in definition["properties"] if key not in each.names]
    without = {"propertyNames": {"enum": beside}} if beside else {"maxProperties": 0}
    message = f"{each.sentence[0].upper()}{each.sentence[1:]}; here is none of {', '.join(each.names)}."
    # No mapping is null. `required` would say the same, but some editors then name the first key as the missing one.
    return {"if": without, "then": {"enum": [None], "errorMessage": message, **_NO_ITEM}}
