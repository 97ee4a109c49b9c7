"""The published JSON Schema: current, draft-07, made for editors, and of one mind with the loader."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from cases import in_each_case
from jsonschema import Draft7Validator

from simulator.lesson.lesson import lesson_of
from simulator.lesson.schema_for_editors import course_schema_for_editors, lesson_schema_for_editors, schema_text
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.events import Event
from simulator.scenario.files.library import lesson_names, library_folder
from simulator.scenario.format.definitions import TITLES
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.yaml.nodes import Binary, MappingNode, Scalar
from simulator.scenario.yaml.parse import parse_document

PUBLISHED = Path(__file__).parents[2] / "assets" / "scenario.schema.json"

PLAIN = {
    "$schema", "$ref", "definitions", "title", "description", "type", "properties", "required", "additionalProperties",
    "items", "enum", "const", "default", "pattern", "minimum", "maximum", "minItems", "maxItems", "minLength", "minProperties", "anyOf", "oneOf", "allOf",  # noqa: E501
    "if", "then", "dependencies", "propertyNames", "maxProperties",
}  # fmt: skip
"""The keywords of draft-07 that it is made of."""

FOR_EDITORS = {"markdownDescription", "errorMessage", "enumDescriptions", "defaultSnippets"}
"""Keywords that language servers know, and validators pass over."""


def plain(node: Any) -> Any:
    """A YAML tree as the JSON that an editor makes of it."""
    if isinstance(node, Scalar):
        if node.kind == "number":
            return json.loads(node.lstrip("+"))
        return {"boolean": node == "true", "null": None}.get(node.kind, str(node))
    if isinstance(node, MappingNode):
        return {key: plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(each) for each in node]
    return str(node) if not isinstance(node, Binary) else "bytes"


@cache
def published() -> dict[str, Any]:
    """The schema of a lesson's file, as it is published."""
    return lesson_schema_for_editors()


@cache
def validator() -> Draft7Validator:
    """The schema as an editor holds it."""
    return Draft7Validator(published())


def accepts(text: str) -> bool:
    root, _ = parse_document(text.encode(), "<text>")
    return bool(validator().is_valid(plain(root)))


def loads(text: str) -> bool:
    try:
        lesson_of(scenario_from_text(text))
    except ScenarioError:
        return False
    return True


HEAD = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
"""

GOOD = [
    "timeline: [put: {order_id: o-1}]",
    "timeline: [put: {order_id: o-1, n: 1, b: true, l: [1, x, null], m: {a: {b: c}}}]",
    "timeline: [{put: {order_id: o-1}, condition: {attribute_not_exists: order_id, equals: {a: 1}}, at: 5s}, wait: 10m]",  # noqa: E501
    "timeline: [update: {key: {order_id: o-1}, set: {a: 1}, remove: [b], add: {c: 1}}, delete: {order_id: o-1}]",
    "timeline: [update: {key: {order_id: o-1}, remove: b}]",
    "timeline: [update: {key: {order_id: o-1}}]",
    'timeline: [repeat: {times: 3, every: 10ms, do: {put: {order_id: "o-{n}"}}}]',
    'timeline: [repeat: {times: 3, do: [{put: {order_id: "o-{n}"}}, {delete: {order_id: "o-{n}"}}]}]',
    "timeline: [batch_write: [put: {order_id: a}, delete: {order_id: b}]]",
    "timeline: [{transact_write: [put: {order_id: a}, {condition_check: {key: {order_id: b}, "
    "condition: {attribute_exists: x}}}], spread: 2s}]",
    "timeline: [split_shard: 1, disable_stream: {}, enable_stream: {view_type: NEW_IMAGE}]",
    "timeline: [put: {order_id: a}]\nconsumers: [{name: f, type: lambda, batch_size: 10, on_failure: s3, "
    "function_response_types: ReportBatchItemFailures, filter_criteria: [{eventName: [INSERT]}], "
    "function: {duration: 2s, fails_on: {eventName: [REMOVE]}, failures: 2, reports: first_failed}}]",
    "timeline: [crash: {consumer: w, worker: a}]\nconsumers: [{name: w, type: kcl, workers: [a, b], checkpoint_every: 3}]",  # noqa: E501
    "timeline: [stop: {consumer: p}, start: {consumer: p}]\nconsumers: [{name: p, limit: 5, starts: 1s}]",
    "timeline: [put: {order_id: a}]\nshow: {variables: checkpoint, columns: [time, shard]}\nseed: 4\nminutes: 5",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, {text: b, correct: true, why: so}], hint: h}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, 2], answer: {count: process.succeeded}}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, 2], answer: {count: records}}]\n"
    "concept_snapshot: [no, on, true, 007]\nshow: {columns: time}\npredict: [2, {step: 4, ask: row}]",
    "timeline: [put: {order_id: a}, put: {order_id: b}]\n"
    "quiz: [{question: Q, answer: {match: {records: [1, 2], by: key}}}]",
    "timeline: [put: {order_id: a}]\nstarts_at: 2020-01-01T00:00:00Z\nschema_version: 1\nassumes: overview",
]

BAD = [
    "timeline: []",
    "timeline: put",
    "timeline: [putt: {order_id: a}]",
    "timeline: [put: {order_id: a}]\ntitel: x",
    "timeline: [put: {order_id: a}]\nminutes: many",
    "timeline: [put: {order_id: a}]\nminutes: 601",
    "timeline: [put: {order_id: a}]\nschema_version: 2",
    "timeline: [put: o-1]",
    "timeline: [{put: {order_id: a}, at: 5}]",
    "timeline: [{put: {order_id: a}, at: 5 seconds}]",
    "timeline: [{put: {order_id: a}, condition: {attribute_exits: a}}]",
    "timeline: [{put: {order_id: a}, condition: {}}]",
    "timeline: [{put: {order_id: a}, condition: {equals: {}}}]",
    "timeline: [{put: {order_id: a}, condition: {attribute_exists: []}}]",
    "timeline: [{put: {order_id: a}, condition: {attribute_not_exists: [], equals: {n: 1}}}]",
    "timeline: [transact_write: [condition_check: {key: {order_id: a}, condition: {}}]]",
    "timeline: [update: {key: {order_id: a}, set: {}}]",
    "timeline: [update: {key: {order_id: a}, remove: []}]",
    "timeline: [update: {key: {order_id: a}, set: {n: 1}, add: {}}]",
    "timeline: [update: {key: {order_id: a}, delete: {}}]",
    "timeline: [repeat: {times: 0, do: {put: {order_id: a}}}]",
    "timeline: [repeat: {do: {put: {order_id: a}}}]",
    "timeline: [batch_write: []]",
    "timeline: [batch_write: [update: {key: {order_id: a}}]]",
    "timeline: [enable_stream: {}]",
    "timeline: [enable_stream: {view_type: BOTH}]",
    "timeline: [disable_stream: {now: true}]",
    "timeline: [crash: {worker: a}]",
    "timeline: [split_shard: first]",
    "timeline: [put: {order_id: a}]\nconsumers: []",
    "timeline: [put: {order_id: a}]\nconsumers: [{type: pollar}]",
    "timeline: [put: {order_id: a}]\nconsumers: [{limit: 1001}]",
    "timeline: [put: {order_id: a}]\nconsumers: [{batch_size: 5}]",
    "timeline: [put: {order_id: a}]\nconsumers: [{type: lambda, batch_size: 10001}]",
    "timeline: [put: {order_id: a}]\nconsumers: [{type: lambda, starting_position: AT_TIMESTAMP}]",
    "timeline: [put: {order_id: a}]\nconsumers: [{type: lambda, on_failure: kafka}]",
    "timeline: [put: {order_id: a}]\nconsumers: [{type: lambda, function: {speed: 3}}]",
    "timeline: [put: {order_id: a}]\nconsumers: [{type: kcl, workers: []}]",
    "timeline: [put: {order_id: a}]\nquiz: [{choices: [a, b]}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [a, {txt: b}]}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [a, b], answer: {frist_step: {event: x}}}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, answer: {match: {records: [1]}}}]",
    "timeline: [put: {order_id: a}]\npredict: [{step: 2, ask: everything}]",
    "timeline: [put: {order_id: a}]\nshow: {variable: checkpoint}",
    "timeline: [put: {order_id: a}]\nshow_empty_polls: maybe",
    # Null is no text, and a whole number has no quotes.
    "timeline: [put: {order_id: a}]\nminutes: '5'",
    "timeline: [put: {order_id: a}]\nschema_version: '1'",
    "timeline: [put: {order_id: a}]\npredict: ['2']",
    "timeline: [put: {order_id: a}]\nconsumers: [{limit: '5'}]",
    "timeline: [repeat: {times: '3', do: {put: {order_id: a}}}]",
    "timeline: [put: {order_id: a}]\ntranscript: null",
    "timeline: [put: {order_id: a}]\nassumes: ~",
    "timeline: [put: {order_id: a}]\nconcept_snapshot: [fine, ~]",
    "timeline: [put: {order_id: a}]\nkey_moments: [{question: Q, answer: null}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [~, {text: a, correct: true}]}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [b, {text: a, correct: true}], hint: ~}]",
    "timeline: [{put: {order_id: a}, condition: {attribute_exists: null}}]",
    # Two of several keys, or none of them.
    "timeline: [{put: {order_id: a}, delete: {order_id: a}}]",
    "timeline: [{at: 5s}]",
    "timeline: [{put: {order_id: a}, at: 5s, after: 5s}]",
    "timeline: [batch_write: [{put: {order_id: a}, delete: {order_id: b}}]]",
    "timeline: [transact_write: [{condition: {attribute_exists: order_id}}]]",
    "timeline: [repeat: {times: 2, do: {condition: {attribute_exists: order_id}}}]",
    "timeline: [put: {order_id: a}]\nconsumers: [{resume_after: {record: 1}, resume_at: {record: 1}}]",
    "timeline: [put: {order_id: a}]\nconsumers: [{type: lambda, function: {writes: {}}}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, 2], answer: {count: records, order: true}}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, 2], answer: {after: 1}}]",
    "timeline: [put: {order_id: a}]\n"
    "quiz: [{question: Q, choices: [Step 1, a], answer: {first_step: {event: read.records, column: consumer_reads}}}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, {text: 2, step: 1}], answer: {count: steps}}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, {why: a}], answer: {count: records}}]",
    # Nothing where something must stand, and names of a closed list.
    "timeline: [put: {order_id: a}]\nshow: {variables: [chekpoint]}",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, 2], answer: {variable: chekpoint, after: 1}}]",
    "timeline: [put: {order_id: a}]\nsummary: ''",
    "timeline: [put: {order_id: a}]\nassumes: ['']",
    "timeline: [{put: {order_id: a}, condition: {attribute_exists: ''}}]",
    "timeline: [{}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, 2], answer: {}}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, 2], answer: {count: records, what_if: {}}}]",
    "timeline: [put: {order_id: a}]\nshow: {columns: [tim]}",
    "timeline: [put: {order_id: a}]\nshow: {columns: tim}",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [1, 2], answer: {count: recods}}]",
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [Step 1, a], answer: {last_step: {event: put}}}]",
    "timeline: [put: {order_id: a}]\n"
    "quiz: [{question: Q, choices: [Step 1, Step 2], answer: {first_step: {column: reads}}}]",
    "timeline: [put: {order_id: a}]\n"
    "quiz: [{question: Q, choices: ['Yes', 'No'], answer: {cell: {step: 1, column: time}}}]",
]

ONLY_THE_LOADER = [
    "timeline: [put: {orderid: a}]",  # the key attribute's name is the table's
    "timeline: [{put: {order_id: a}, at: 5s}, {put: {order_id: b}, at: 4s}]",  # times against one another
    "timeline: [crash: {consumer: nobody}]",  # names
    "timeline: [enable_stream: {view_type: KEYS_ONLY}]",  # the stream is on already
    "timeline: [put: {order_id: a}]\nconsumers: [{type: lambda, filter_criteria: [{eventName: INSERT}]}]",  # patterns
    "timeline: [put: {order_id: a}]\nconsumers: [{type: lambda, function: {duration: 2h}}]",  # how long a duration is
    "timeline: [put: {order_id: a}]\nquiz: [{question: Q, choices: [a]}]",  # two choices, but for a match
    "timeline: [put: {order_id: ''}]",  # values
]
"""Rules that a schema cannot express in plain keywords: the loader alone refuses these."""


def test_the_published_file_is_what_the_command_prints():
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text(published())


def test_it_is_a_valid_draft_7_schema_in_plain_keywords():
    schema = published()
    Draft7Validator.check_schema(schema)
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    used: set[str] = set()

    def walk(node: Any, names: bool) -> None:
        if isinstance(node, dict):
            if not names:
                used.update(node)
            for key, value in node.items():
                if key not in ("default", "defaultSnippets"):
                    walk(value, not names and key in ("properties", "definitions", "dependencies"))
        elif isinstance(node, list):
            for each in node:
                walk(each, False)

    walk(schema, False)
    assert used <= PLAIN | FOR_EDITORS


def test_every_property_has_a_description_that_reads_as_a_sentence():
    def properties(node: Any) -> list[tuple[str, Any]]:
        found = []
        if isinstance(node, dict):
            found += [each for each in node.get("properties", {}).items() if each[1] is not False]
            for value in node.values():
                found += properties(value)
        elif isinstance(node, list):
            for each in node:
                found += properties(each)
        return found

    listed = properties(published())
    assert len(listed) > 120
    for name, schema in listed:
        assert schema["description"].endswith("."), name
        assert schema["description"][0] == schema["description"][0].upper() or ":" in schema["description"], name


def test_a_default_is_written_as_a_lesson_writes_it():
    definitions = published()["definitions"]
    assert definitions["PollerModel"]["properties"]["poll_interval"]["default"] == "1s"
    assert definitions["StreamModel"]["properties"]["capture_delay"]["default"] == "50ms"
    assert published()["properties"]["starts_at"]["default"] == "2024-01-01T00:00:00Z"


def test_every_mapping_has_a_title_and_every_reference_to_one_opens_it():
    schema = published()
    definitions = schema["definitions"] | course_schema_for_editors()["definitions"]
    assert definitions.keys() == TITLES.keys()
    for definition in definitions.values():
        assert "Model" not in definition["title"]
        assert definition["title"][0].isupper()

    def opened(node: Any, beside: Any) -> None:
        if isinstance(node, dict):
            assert "$ref" not in node or "object" in (node.get("type"), beside.get("type")), node
            for value in node.values():
                opened(value, node)
        elif isinstance(node, list):
            for each in node:
                opened(each, beside)

    opened(schema, {})


def test_what_a_hover_shows_is_markdown_and_plain_where_there_is_none():
    count = 0

    def look(node: Any) -> None:
        nonlocal count
        if isinstance(node, dict):
            said, shown = node.get("description"), node.get("markdownDescription")
            if isinstance(said, str):
                assert "`" not in said
                assert shown or not set("`{}[]_*!") & set(said)
                if shown:
                    count += 1
                    assert shown.replace("`", "") == said
                    assert not set("{}[]") & set("".join(shown.split("`")[::2])), "examples are code"
            for value in node.values():
                look(value)
        elif isinstance(node, list):
            for each in node:
                look(each)

    look(published())
    assert count > 80


def test_the_lessons_of_the_library_are_valid_for_it():
    texts = {name: (library_folder() / f"{name}.yaml").read_text(encoding="utf-8") for name in lesson_names()}
    assert [name for name, text in texts.items() if not accepts(text)] == []


@in_each_case("more", GOOD)
def test_schema_and_loader_accept(more):
    assert loads(HEAD + more)
    assert accepts(HEAD + more)


@in_each_case("more", BAD)
def test_schema_and_loader_refuse(more):
    assert not loads(HEAD + more)
    assert not accepts(HEAD + more)


@in_each_case("more", ONLY_THE_LOADER)
def test_some_errors_only_the_loader_finds(more):
    assert not loads(HEAD + more)
    assert accepts(HEAD + more)


@in_each_case("left_out", ["title", "table", "stream", "timeline"])
def test_schema_and_loader_require_the_same_keys(left_out):
    lines = (HEAD + "timeline: [put: {order_id: a}]").split("\n")
    text = "\n".join(line for line in lines if not line.startswith(left_out))
    assert not loads(text)
    assert not accepts(text)


def test_a_question_can_name_every_event():
    names = published()["definitions"]["FirstStep"]["properties"]["event"]
    assert names["enum"] == [event.value for event in Event]


def test_the_description_of_a_duration_has_an_example():
    for name, definition in published()["definitions"].items():
        for key, value in definition.get("properties", {}).items():
            if "(ms|s|m|h)" in value.get("pattern", ""):
                assert re.search(r"\b[0-9]+(ms|s|m|h)\b", value["description"]), (name, key)


def test_no_description_is_a_name_alone():
    for name, definition in published()["definitions"].items():
        for key, value in definition.get("properties", {}).items():
            assert len(value["description"].split()) > 4, (name, key, value["description"])
