"""Completion of a typed line: the keys of actions and settings, consumers, workers, shards, attributes and items."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from simulator.dynamodb.whole_numbers import in_digits
from simulator.lesson.lesson import Lesson
from simulator.lesson.sandbox.sandbox import SETTINGS
from simulator.lesson.words.sentences import key_words
from simulator.machine.stream_life import NEVER
from simulator.scenario.format.json_schema import scenario_schema

MOST = 30
"""Completions that are offered."""


class Cursor(NamedTuple):
    """Where the end of a line stands in its YAML."""

    path: tuple[str, ...]
    """The keys of the mappings that are open; the place of an entry stands for a list's."""
    key: str | None
    """The key whose value is typed; None where a key is typed."""
    word: str
    """What is typed of the key or the value so far."""


def completions(lesson: Lesson, line: str) -> tuple[str, ...]:
    """The lines that a line can become with one word more; `lesson` is the sandbox's."""
    cursor = cursor_of(line)
    begin = line[: len(line) - len(cursor.word)]
    if cursor.key is None:
        words = [f"{key}{_after(inner)}" for key, inner in _keys(lesson, cursor.path)]
    else:
        words = list(_values(lesson, cursor.path, cursor.key))
    found = (begin + word for word in dict.fromkeys(words) if word.startswith(cursor.word) and word != cursor.word)
    return tuple(found)[:MOST]


def cursor_of(line: str) -> Cursor:
    """Where the end of a line stands: in flow style, with or without braces around the whole."""
    path: list[str] = []
    key: str | None = None
    closes: list[str] = []
    word = quote = ""
    for place, character in enumerate(line):
        if quote:
            quote = "" if character == quote else quote
            word += character
        elif character in "\"'":
            quote = character
            word += character
        elif character in "{[":
            if closes or key is not None or word.strip():  # the brace around the whole line is no step
                path.append(key or "1")
                closes.append("}" if character == "{" else "]")
            key, word = ("" if character == "[" else None), ""
        elif character in "}]":
            if closes:
                closes.pop()
                path.pop()
            key, word = "", ""
        elif character == ",":
            key, word = ("" if closes and closes[-1] == "]" else None), ""
        elif character == ":" and line[place + 1 : place + 2] in (" ", ""):
            key, word = word.strip(), ""
        else:
            word += character
    return Cursor(tuple(path), key, word.lstrip())


def _after(schema: dict[str, Any]) -> str:
    """What follows a key: a brace where its value can be nothing but a mapping."""
    types = {branch["type"] for branch in _resolved(schema) if isinstance(branch.get("type"), str)}
    return ": {" if types == {"object"} else ": "


# What the format says


@cache
def _root() -> dict[str, Any]:
    """The schema of a typed line: the keys of an action, and the settings of a lesson."""
    schema = scenario_schema()
    action = _resolved(schema["properties"]["timeline"]["items"])[0]
    settings = {key: schema["properties"][key] for key in SETTINGS}
    return {"properties": {**action["properties"], **settings}}


@cache
def _definitions() -> dict[str, Any]:
    found = scenario_schema()["definitions"]
    assert isinstance(found, dict)
    return found


def _resolved(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The branches of a schema, with references followed."""
    if "$ref" in schema:
        return _resolved(_definitions()[schema["$ref"].rpartition("/")[2]])
    inner = [each for union in ("anyOf", "oneOf", "allOf") for each in schema.get(union, ())]
    return [schema, *(branch for each in inner for branch in _resolved(each))]


def _properties(schema: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {key: each for branch in _resolved(schema) for key, each in branch.get("properties", {}).items()}


def _enum(schema: dict[str, Any]) -> list[str]:
    """The values that a schema names one by one."""
    found: list[str] = []
    for branch in _resolved(schema):
        found += [each for each in branch.get("enum", ()) if isinstance(each, str)]
        found += [branch["const"]] if isinstance(branch.get("const"), str) else []
        found += ["true", "false"] if branch.get("type") == "boolean" else []
    return found


def _schema_at(path: tuple[str, ...]) -> dict[str, Any]:
    """The schema of what stands at a path; an empty one where the format leaves it open."""
    schema = _root()
    for key in path:
        items = [branch["items"] for branch in _resolved(schema) if isinstance(branch.get("items"), dict)]
        schema = {"anyOf": items} if in_digits(key) and items else _properties(schema).get(key, {})
    return schema


# What the sandbox has


def _keys(lesson: Lesson, path: tuple[str, ...]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The keys that can stand in the mapping at a path, each with the schema of its value."""
    schema = _schema_at(path)
    yield from _properties(schema).items()
    if path == ("consumers",):
        yield from ((str(place), _schema_at((*path, "1"))) for place in range(1, len(lesson.scenario.consumers) + 1))
    if path and path[-1] in ("put", "key", "delete", "set"):
        trace = lesson.trace
        names = dict.fromkeys(trace.key_names if path[-1] != "set" else ())
        for item in trace.table_life.items(len(trace.events)).values():
            names.update((name, None) for name in item if (name in trace.key_names) is not (path[-1] == "set"))
            if path[-1] == "put":
                names.update(dict.fromkeys(item))
        yield from ((name, {}) for name in names)


def _values(lesson: Lesson, path: tuple[str, ...], key: str) -> Iterator[str]:
    """The values that a key can have, as far as they are few or known."""
    trace = lesson.trace
    schema = _schema_at((*path, key)) if key else _schema_at((*path, "1"))
    yield from _enum(schema)
    if not path and key == "consumers":  # one more, those that are there, and a list in place of all of them
        count = len(lesson.scenario.consumers)
        yield from (f"{{{place}: {{" for place in (count + 1, *range(1, count + 1)))
    if not key and any(branch.get("type") == "object" for branch in _resolved(schema)):
        yield "{"
    elif key and any(branch.get("type") == "array" for branch in _resolved(schema)):
        yield "["
    if key in ("consumer", "delete_consumer"):
        yield from trace.consumers
    elif key == "worker":
        yield from dict.fromkeys(worker for each in trace.readers for worker in each.workers)
    elif key in ("split_shard", "roll_over_shard"):
        life = trace.stream_life
        yield from (str(shard.number) for shard in trace.shards if life.closed[shard.number] == NEVER)
    elif key in trace.key_names:
        place = trace.key_names.index(key)
        keys = trace.table_life.items(len(trace.events))
        yield from dict.fromkeys(key_words((each[place],)) for each in keys)
