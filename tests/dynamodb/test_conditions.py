"""Conditions: requirements on the item before a write, all of which must hold (F54)."""

from __future__ import annotations

import pytest

from simulator.dynamodb.attributes import AttributeValue, number, set_of, string
from simulator.dynamodb.writes import Condition

ORDER = {"order_id": string("o-1"), "total": number("25"), "tags": set_of("SS", ["a", "b"]), "note": string("")}


@pytest.mark.parametrize(
    "condition",
    [
        Condition(),
        Condition(attribute_exists=("order_id",)),
        Condition(attribute_exists=("order_id", "total")),
        Condition(attribute_exists=("note",)),  # an empty string is there
        Condition(attribute_not_exists=("status",)),
        Condition(equals={"total": number("25.00")}),  # by value (F46)
        Condition(equals={"tags": set_of("SS", ["b", "a"])}),
        Condition(attribute_exists=("total",), attribute_not_exists=("status",), equals={"order_id": string("o-1")}),
    ],
)
def test_a_condition_that_holds(condition: Condition) -> None:
    assert condition.holds(ORDER)


@pytest.mark.parametrize(
    "condition",
    [
        Condition(attribute_exists=("status",)),
        Condition(attribute_exists=("order_id", "status")),
        Condition(attribute_not_exists=("order_id",)),
        Condition(attribute_not_exists=("status", "total")),
        Condition(equals={"total": number("26")}),
        Condition(equals={"total": string("25")}),  # another type (F47)
        Condition(equals={"status": string("PAID")}),  # not there at all
        Condition(attribute_exists=("total",), equals={"order_id": string("o-2")}),
        Condition(attribute_not_exists=("total",), equals={"order_id": string("o-1")}),
    ],
)
def test_a_condition_of_which_one_part_fails(condition: Condition) -> None:
    assert not condition.holds(ORDER)


def test_where_there_is_no_item_no_attribute_exists() -> None:
    assert Condition(attribute_not_exists=("order_id",)).holds(None)
    assert not Condition(attribute_exists=("order_id",)).holds(None)
    assert not Condition(equals={"order_id": string("o-1")}).holds(None)


def test_a_missing_attribute_does_not_equal_null() -> None:
    null = AttributeValue("NULL", True)
    assert Condition(equals={"note": null}).holds({"note": null})
    assert not Condition(equals={"note": null}).holds({})
