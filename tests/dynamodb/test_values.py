"""Attribute values: the ten types, what makes two values equal, and what a set may hold (F23, F25, F46, F47)."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.dynamodb.attributes import (
    AttributeValue,
    InvalidValue,
    depth,
    item_to_json,
    number,
    set_of,
    size,
    string,
    to_json,
)

YES = AttributeValue("BOOL", True)
NOTHING = AttributeValue("NULL", True)


def list_of(*values: AttributeValue) -> AttributeValue:
    return AttributeValue("L", values)


def map_of(**values: AttributeValue) -> AttributeValue:
    return AttributeValue("M", values)


@in_each_case(
    "value, typed",
    [
        (string("PAID"), {"S": "PAID"}),
        (string(""), {"S": ""}),
        (number("0012.500"), {"N": "12.5"}),  # F24: numbers travel as strings
        (AttributeValue("B", b"\x00\xff"), {"B": "AP8="}),  # F25: base64 text
        (set_of("SS", ["b", "a"]), {"SS": ["a", "b"]}),
        (set_of("NS", ["10", "9", "-1.0"]), {"NS": ["-1", "9", "10"]}),
        (set_of("BS", [b"\xff", b"\x00"]), {"BS": ["AA==", "/w=="]}),
        (map_of(city=string("Oslo"), zip=number("150")), {"M": {"city": {"S": "Oslo"}, "zip": {"N": "150"}}}),
        (list_of(string("a"), number("1"), NOTHING), {"L": [{"S": "a"}, {"N": "1"}, {"NULL": True}]}),
        (NOTHING, {"NULL": True}),
        (YES, {"BOOL": True}),
        (AttributeValue("BOOL", False), {"BOOL": False}),
        (list_of(), {"L": []}),
        (map_of(), {"M": {}}),
    ],
)
def test_F23_a_value_in_typed_json(value: AttributeValue, typed: dict[str, object]) -> None:
    assert to_json(value) == typed


def test_F25_binary_is_base64_however_deep_it_stands() -> None:
    value = map_of(parts=list_of(AttributeValue("B", b"\xff"), set_of("BS", [b"\x00"])))
    assert to_json(value) == {"M": {"parts": {"L": [{"B": "/w=="}, {"BS": ["AA=="]}]}}}


def test_an_item_in_typed_json_keeps_the_order_of_its_attributes() -> None:
    assert list(item_to_json({"b": number(1), "a": number(2)})) == ["b", "a"]


@in_each_case(
    "one, other",
    [
        (number("1"), number("1.00")),
        (number("-0"), number("0")),
        (set_of("SS", ["a", "b"]), set_of("SS", ["b", "a"])),
        (set_of("NS", ["1", "2"]), set_of("NS", ["2.0", "1.0"])),
        (set_of("BS", [b"a", b"b"]), set_of("BS", [b"b", b"a"])),
        (map_of(a=number(1), b=number(2)), map_of(b=number("2.0"), a=number("1.0"))),
        (list_of(map_of(a=number(1), b=YES)), list_of(map_of(b=YES, a=number(1)))),
    ],
)
def test_F46_equality_is_by_value_not_by_text(one: AttributeValue, other: AttributeValue) -> None:
    assert one == other


@in_each_case(
    "one, other",
    [
        (list_of(string("a"), string("b")), list_of(string("b"), string("a"))),
        (number("2"), string("2")),
        (string("a"), AttributeValue("B", b"a")),
        (YES, NOTHING),
        (YES, number("1")),
        (AttributeValue("BOOL", False), number("0")),
        (set_of("SS", ["1"]), set_of("NS", ["1"])),
        (set_of("SS", ["a"]), list_of(string("a"))),
        (list_of(), map_of()),
        (string("a"), string("A")),
        (string("\u00e9"), string("e\u0301")),  # one letter to the eye, other bytes
        (map_of(a=NOTHING), map_of()),
    ],
)
def test_F47_another_type_or_another_order_of_a_list_is_another_value(
    one: AttributeValue, other: AttributeValue
) -> None:
    assert one != other


@pytest.mark.parametrize("type_", ["SS", "NS", "BS"])
def test_a_set_cannot_be_empty(type_: str) -> None:
    with pytest.raises(InvalidValue, match="cannot be empty"):
        set_of(type_, [])


def test_a_member_of_a_set_can_be_empty() -> None:
    assert set_of("SS", ["a", ""]).value == ("", "a")
    assert set_of("BS", [b""]).value == (b"",)
    with pytest.raises(InvalidValue, match="not a number"):
        set_of("NS", [""])


def test_F32_an_empty_member_of_a_set_has_no_bytes() -> None:
    assert size(set_of("SS", ["", "ab"])) == 2
    assert size(set_of("BS", [b""])) == 0


def test_F46_a_set_cannot_have_one_number_in_two_spellings() -> None:
    with pytest.raises(InvalidValue, match="twice"):
        set_of("NS", ["1", "1.00"])


def test_a_set_of_numbers_can_hold_zero() -> None:
    assert set_of("NS", ["0", "-0.5"]).value == ("-0.5", "0")


def test_depth_counts_the_lists_and_maps_around_the_innermost_scalar() -> None:
    assert depth(string("a")) == 0
    assert depth(list_of(string("a"))) == 1
    assert depth(list_of(string("a"), map_of(b=list_of()))) == 3
