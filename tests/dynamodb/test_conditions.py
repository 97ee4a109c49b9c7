"""Conditions: requirements on the item before a write, and their combinations (F54, F402, F403)."""

from __future__ import annotations

from typing import Any

from cases import in_each_case
from hypothesis import given
from hypothesis import strategies as st

from simulator.dynamodb.attributes import AttributeValue, number, set_of, string
from simulator.dynamodb.expressions.conditions import (
    AllOf,
    AnyOf,
    Condition,
    Not,
    Requirement,
    Unmet,
    each_operand,
    unmet,
)

NULL = AttributeValue("NULL", True)
LINES = AttributeValue("L", (number("1"), string("x")))
ADDRESS = AttributeValue("M", {"city": string("Rome"), "rooms": LINES})
ORDER = {
    "order_id": string("o-1"),
    "total": number("25"),
    "tags": set_of("SS", ["a", "b"]),
    "note": string(""),
    "photo": AttributeValue("B", b"\x01\x02"),
    "sizes": set_of("NS", ["1", "2"]),
    "paid": AttributeValue("BOOL", True),
    "nothing": NULL,
    "lines": LINES,
    "address": ADDRESS,
}


def holds(condition: Condition, item: Any = ORDER) -> bool:
    return unmet(condition, item) is None


@in_each_case(
    "operator, path, operand",
    [
        ("attribute_exists", "order_id", None),
        ("attribute_exists", "note", None),  # an empty string is there
        ("attribute_exists", ("address", "city"), None),
        ("attribute_not_exists", "status", None),
        ("attribute_not_exists", ("address", "zip"), None),
        ("attribute_not_exists", ("total", "cents"), None),  # nothing is inside a number
        ("equals", "total", number("25.00")),  # by value (F46)
        ("equals", "tags", set_of("SS", ["b", "a"])),
        ("equals", ("address", "rooms", 0), number("1")),
        ("not_equals", "total", number("26")),
        ("not_equals", "total", string("25")),
        ("less_than", "total", number("100")),  # as numbers, not as texts
        ("less_than", "order_id", string("o-2")),
        ("less_than", "photo", AttributeValue("B", b"\x01\x03")),
        ("at_most", "total", number("25")),
        ("greater_than", "total", number("3")),
        ("at_least", "total", number("25")),
        ("between", "total", (number("25"), number("30"))),
        ("between", "total", (number("9"), number("25"))),
        ("in", "total", (string("25"), number("25"))),
        ("attribute_type", "total", "N"),
        ("attribute_type", "address", "M"),
        ("begins_with", "order_id", string("o-")),
        ("begins_with", "photo", AttributeValue("B", b"\x01")),
        ("contains", "order_id", string("-1")),
        ("contains", "photo", AttributeValue("B", b"\x02")),
        ("contains", "tags", string("a")),
        ("contains", "sizes", number("2.0")),
        ("contains", "lines", number("1")),
        ("contains", ("address", "rooms"), string("x")),
    ],
)
def test_F402_a_requirement_that_holds(operator: str, path: Any, operand: Any) -> None:
    assert holds(Requirement(operator, path, operand))


@in_each_case(
    "operator, path, operand",
    [
        ("attribute_exists", "status", None),
        ("attribute_exists", ("address", "rooms", 2), None),
        ("attribute_exists", ("lines", "city"), None),
        ("attribute_not_exists", "order_id", None),
        ("equals", "total", number("26")),
        ("equals", "total", string("25")),  # another type (F47)
        ("equals", "status", string("PAID")),  # not there at all
        ("not_equals", "total", number("25")),
        ("less_than", "total", number("25")),
        ("less_than", "total", string("99")),  # another type
        ("less_than", "status", string("Z")),
        ("at_most", "total", number("24")),
        ("greater_than", "total", number("25")),
        ("greater_than", "tags", number("0")),
        ("at_least", "status", string("")),
        ("between", "total", (number("26"), number("30"))),
        ("between", "status", (string("A"), string("Z"))),
        ("in", "total", (number("1"), number("2"))),
        ("in", "status", (string("A"),)),
        ("attribute_type", "total", "S"),
        ("attribute_type", "status", "NULL"),
        ("begins_with", "order_id", string("x")),
        ("begins_with", "total", string("2")),
        ("contains", "order_id", string("x")),
        ("contains", "tags", set_of("SS", ["a"])),
        ("contains", "sizes", string("2")),
        ("contains", "total", number("2")),
        ("contains", "status", string("")),
        ("contains", "address", string("city")),
    ],
)
def test_F402_a_requirement_that_does_not_hold(operator: str, path: Any, operand: Any) -> None:
    requirement = Requirement(operator, path, operand)
    assert not holds(requirement)
    assert holds(Not(requirement))


def test_F402_a_missing_attribute_is_not_equal_to_anything_and_comes_before_and_after_nothing() -> None:
    assert holds(Requirement("not_equals", "status", string("PAID")))
    assert holds(Requirement("not_equals", "status", NULL))
    for operator in ("less_than", "at_most", "greater_than", "at_least"):
        assert not holds(Requirement(operator, "status", string("PAID")))


@in_each_case("path, size", [("order_id", 3), ("note", 0), ("photo", 2), ("tags", 2), ("lines", 2), ("address", 2)])
def test_F403_the_size_is_that_of_the_text_the_bytes_the_members_or_the_elements(path: str, size: int) -> None:
    assert holds(Requirement("equals", path, number(size), of_size=True))
    assert holds(Requirement("less_than", path, number(size + 1), of_size=True))
    assert not holds(Requirement("greater_than", path, number(size), of_size=True))


@in_each_case("path", ["total", "paid", "nothing", "status"])
def test_F403_a_number_a_boolean_and_null_have_no_size(path: str) -> None:
    assert not holds(Requirement("at_least", path, number(0), of_size=True))


def test_where_there_is_no_item_no_attribute_exists() -> None:
    assert holds(Requirement("attribute_not_exists", "order_id"), None)
    assert not holds(Requirement("attribute_exists", "order_id"), None)
    assert not holds(Requirement("equals", "order_id", string("o-1")), None)
    assert not holds(Requirement("equals", ("address", "city"), string("Rome")), None)


def test_a_missing_attribute_does_not_equal_null() -> None:
    assert holds(Requirement("equals", "nothing", NULL))
    assert not holds(Requirement("equals", "status", NULL))


def test_the_first_part_that_fails_is_named_with_the_value_that_was_found() -> None:
    fails = Requirement("equals", "total", number("26"))
    condition = AllOf((Requirement("attribute_exists", "total"), fails, Requirement("attribute_exists", "status")))
    assert unmet(condition, ORDER) == Unmet(fails, number("25"))
    assert unmet(Not(Requirement("attribute_exists", "total")), ORDER) == Unmet(
        Not(Requirement("attribute_exists", "total")), number("25")
    )
    neither = AnyOf((fails, Requirement("attribute_exists", "status")))
    assert unmet(neither, ORDER) == Unmet(neither, None)
    assert unmet(fails, None) == Unmet(fails, None)


def test_each_operand_of_a_condition_can_be_changed() -> None:
    condition = AllOf(
        (
            Requirement("equals", "status", string("a")),
            AnyOf((Not(Requirement("in", "status", (string("b"), string("c")))),)),
            Requirement("attribute_type", "status", "S"),
            Requirement("attribute_exists", "status"),
        )
    )
    assert each_operand(condition, lambda value: string(value.value * 2)) == AllOf(
        (
            Requirement("equals", "status", string("aa")),
            AnyOf((Not(Requirement("in", "status", (string("bb"), string("cc")))),)),
            Requirement("attribute_type", "status", "S"),
            Requirement("attribute_exists", "status"),
        )
    )


values = st.sampled_from([number(0), number(1), number(2), string("a"), string("ab"), LINES, NULL])
paths = st.sampled_from(["a", "b", ("a", 0), ("b", "c")])
ordered = st.sampled_from([number(0), number(1), string("a")])
items = st.dictionaries(st.sampled_from("ab"), values, max_size=2)
requirements = st.one_of(
    st.builds(Requirement, st.sampled_from(["attribute_exists", "attribute_not_exists"]), paths, st.none()),
    st.builds(Requirement, st.sampled_from(["equals", "not_equals", "contains"]), paths, values),
    st.builds(Requirement, st.sampled_from(["less_than", "at_most", "greater_than", "at_least"]), paths, ordered),
    st.builds(Requirement, st.just("equals"), paths, values, st.just(True)),
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    requirements,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(AllOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=5,
)


@given(conditions, st.none() | items)
def test_not_turns_a_condition_round_and_twice_gives_it_back(condition: Condition, item: Any) -> None:
    assert holds(Not(condition), item) is not holds(condition, item)
    assert holds(Not(Not(condition)), item) is holds(condition, item)


@given(st.lists(conditions, max_size=4), st.none() | items)
def test_and_is_all_of_its_parts_and_or_is_any_of_them(parts: list[Condition], item: Any) -> None:
    each = [holds(part, item) for part in parts]
    assert holds(AllOf(tuple(parts)), item) is all(each)
    assert holds(AnyOf(tuple(parts)), item) is any(each)


@given(st.lists(conditions, max_size=3), st.none() | items)
def test_not_of_an_and_is_the_or_of_the_opposites(parts: list[Condition], item: Any) -> None:
    opposites = tuple(map(Not, parts))
    assert holds(Not(AllOf(tuple(parts))), item) is holds(AnyOf(opposites), item)
    assert holds(Not(AnyOf(tuple(parts))), item) is holds(AllOf(opposites), item)


@given(ordered, ordered)
def test_the_comparisons_agree_with_one_another(one: AttributeValue, other: AttributeValue) -> None:
    item = {"a": one}
    if one.type != other.type:
        return
    below, above = (holds(Requirement(operator, "a", other), item) for operator in ("less_than", "greater_than"))
    assert [below, above, one == other].count(True) == 1
    assert holds(Requirement("at_most", "a", other), item) is not above
    assert holds(Requirement("at_least", "a", other), item) is not below
