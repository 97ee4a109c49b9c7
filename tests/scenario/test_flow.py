"""Parts of a file on one line: what is written is read as the same part."""

from __future__ import annotations

from cases import in_each_case

from simulator.dynamodb.attributes import AttributeValue
from simulator.scenario.values import attribute_value
from simulator.scenario.written_values import written_value
from simulator.scenario.yaml.flow import flow_text
from simulator.scenario.yaml.nodes import Scalar
from simulator.scenario.yaml.parse import parse_document


def read(text):
    return parse_document(text.encode(), "text")[0]


def kinds(node):
    """A part with the kinds of its scalars."""
    if isinstance(node, dict):
        return {key: kinds(value) for key, value in node.items()}
    if isinstance(node, list):
        return type(node), [kinds(value) for value in node]
    return (node.kind, str(node)) if isinstance(node, Scalar) else (type(node), node)


@in_each_case(
    "text",
    [
        "{consumers: {1: {maximum_retry_attempts: -1, bisect_batch_on_function_error: true, on_failure: null}}}",
        "[5s, 12:30, 007, 1e3, 2026-01-01, .5, 1.50, '', ' ', \"true\", 'no', '-', '1', 'a: b', 'a # b', \"{n}\"]",
        "[\"\\e[31m\", 'it''s', 'ends, here', '[', '&a', '*a', '!in', 'Ünïcode', '🙂', \"a\\nb\", '@', '%', '`']",
        "{put: {tags: !!set {old, new}, photo: !!binary aGVsbG8=}}",
        "{'two words': 1, 'true': 2, '12': 3, 'a: b': 4}",
    ],
)
def test_what_is_written_on_one_line_is_read_as_the_same(text):
    node = read(text)
    again = read(flow_text(node))
    assert kinds(again) == kinds(node)
    assert "\n" not in flow_text(node)


@in_each_case("text", ["!in 10m", "!plus 1", "!if_missing 0", "!append [a, '1']"])
def test_tags_are_kept(text):
    assert flow_text(read(flow_text(read(f"[{text}]")))) == flow_text(read(f"[{text}]"))


@in_each_case(
    "value",
    [
        AttributeValue("S", "1"),
        AttributeValue("S", "true"),
        AttributeValue("N", "-1.5"),
        AttributeValue("BOOL", False),
        AttributeValue("NULL", True),
        AttributeValue("B", b"\x00\xff"),
        AttributeValue("L", (AttributeValue("S", "a, b"), AttributeValue("N", "1"))),
        AttributeValue("M", {"two words": AttributeValue("S", "")}),
        attribute_value(["a", {"b": 1}]),
    ],
)
def test_an_attribute_value_is_written_as_a_lesson_file_would_have_it(value):
    assert attribute_value(read(f"[{flow_text(written_value(value))}]")[0]) == value


def test_sets_are_written_with_their_members():
    names, numbers = read("[!!set {a, b}, !!set {1, 2}]")
    for node in (names, numbers):
        value = attribute_value(node)
        assert attribute_value(read(f"[{flow_text(written_value(value))}]")[0]) == value
