"""A write's sentence names the values: what changed, and which part of a condition failed on which value."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.dynamodb.expressions.conditions import OPERATORS
from simulator.dynamodb.expressions.text import FORMS
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.scenario.events import Event

PUT = "put: {order_id: o-1, status: PLACED, n: 5, note: two words, address: {city: Oslo, zip: 1}, l: [1], gone: ''}"


@pytest.fixture
def says(lesson):
    """The sentence about the second of two writes."""

    def said(entry: str) -> str:
        trace = lesson(PUT, entry).trace
        written = [number for number, event in enumerate(trace.events, 1) if event.phase is Event.WRITE_INSERT.phase]
        return plain(narrate(trace, written[1]))

    return said


@in_each_case(
    "update, what",
    [
        ("set: {status: PAID}", "status PLACED → PAID."),
        ("set: {note: x y}, remove: [gone]", 'note "two words" → "x y", gone removed.'),
        ("set: {m: true}, add: {n: 1}", "n 5 → 6, m added: true."),
        ("set: {address.city: Bergen, 'l[0]': 2}", 'address.city Oslo → Bergen, l [{"N": "1"}] → [{"N": "2"}].'),
        (
            "set: {status: A, n: 1, note: b}, remove: [l, gone]",
            'status PLACED → A, n 5 → 1, note "two words" → b, and 2 more.',
        ),
        ("set: {a\\.b: 1}", "a\\.b added: 1."),
        ("set: {status: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}", "status PLACED → aaaaaaaaaaaaaaaaaaaaaaaaaaaaa…."),
    ],
)
def test_a_change_names_the_attributes_that_changed(says, update, what):
    assert says(f"update: {{key: {{order_id: o-1}}, {update}}}").endswith(f"(F13): {what}")


@in_each_case(
    "condition, what",
    [
        ("equals: {status: PAID}", "status is PLACED, and it asks for status = PAID"),
        ("equals: {status: PLACED, n: 6}", "n is 5, and it asks for n = 6"),
        ("equals: {colour: red}", "there is no colour, and it asks for colour = red"),
        ("attribute_not_exists: order_id", "order_id is o-1, and it asks for attribute_not_exists(order_id)"),
        ("attribute_exists: colour", "there is no colour, and it asks for attribute_exists(colour)"),
        ("between: {n: [6, 9]}", "n is 5, and it asks for n BETWEEN 6 AND 9"),
        ("in: {status: [A, B, C, D]}", "status is PLACED, and it asks for status IN (A, B, C, …)"),
        ("attribute_type: {n: S}", "n is 5, and it asks for attribute_type(n, S)"),
        ("begins_with: {address.city: B}", "address.city is Oslo, and it asks for begins_with(address.city, B)"),
        ("size: {status: {greater_than: 9}}", "size(status) is 6, and it asks for size(status) > 9"),
        ("size: {n: {greater_than: 9}}", "n has no size, and it asks for size(n) > 9"),
        ("or: [{equals: {n: 1}}, {less_than: {n: 2}}]", "no part of n = 1 OR n < 2 is true"),
        (
            "or: [{not: {equals: {n: 5}}}, {and: [{equals: {n: 1}}, {equals: {n: 2}}]}]",
            "no part of NOT (n = 5) OR (n = 1 AND n = 2) is true",
        ),
        ("not: {equals: {n: 5}}", "it asks for NOT (n = 5), and n = 5 is true"),
    ],
)
def test_a_condition_that_fails_names_the_part_and_the_value(says, condition, what):
    said = says(f"{{delete: {{order_id: o-1}}, condition: {{{condition}}}}}")
    assert said == (
        f"The condition on o-1 does not hold: {what}. So nothing is written, and nothing will be captured (F54)."
    )


def test_a_condition_on_an_item_that_is_not_there_says_so(says):
    said = says("{delete: {order_id: o-9}, condition: {equals: {n: 5}}}")
    assert "there is no item, and it asks for n = 5" in said


def test_a_cancelled_transaction_names_the_condition(says):
    said = says(
        "transact_write: [{put: {order_id: o-2}}, "
        "{condition_check: {key: {order_id: o-1}, condition: {equals: {status: PAID}}}}]"
    )
    assert said.endswith("A condition does not hold: status is PLACED, and it asks for status = PAID.")


def test_every_comparison_and_function_has_its_words():
    assert set(FORMS) == set(OPERATORS)
