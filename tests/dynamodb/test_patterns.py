"""Event filters: the records that they let through (F213-F230), and the patterns that are refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from cases import in_each_case
from hypothesis import given
from hypothesis import strategies as st

from simulator.dynamodb.attributes import AttributeValue, Item, item_to_json, number, set_of, string
from simulator.dynamodb.never_matches import never_matches
from simulator.dynamodb.patterns import (
    MAX_PATTERN_LENGTH,
    InvalidPattern,
    check_pattern,
    matches,
    matches_any,
)

KEY = {"id": string("o-1")}
NEW = {**KEY, "status": string("NEW")}
PAID = {**KEY, "status": string("PAID")}
BY_TTL = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}


def event(old: Item | None, new: Item | None, images: tuple[str, ...] = ("NewImage", "OldImage")) -> dict[str, Any]:
    """The JSON object that Lambda sees of a change, with those of its images that the view type carries."""
    content: dict[str, Any] = {"ApproximateCreationDateTime": 1_700_000_000, "Keys": item_to_json(KEY)}
    if new is not None and "NewImage" in images:
        content["NewImage"] = item_to_json(new)
    if old is not None and "OldImage" in images:
        content["OldImage"] = item_to_json(old)
    return {
        "eventID": "c4ca4238a0b923820dcc509a6f75849b",
        "eventName": "INSERT" if old is None else "REMOVE" if new is None else "MODIFY",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "us-east-1",
        "eventSourceARN": "arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/2024-01-01T00:00:00.000",
        "dynamodb": {
            **content,
            "SequenceNumber": "100000000000000001617",
            "SizeBytes": 26,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }


def passes(pattern: Mapping[str, Any], of: Mapping[str, Any]) -> bool:
    """Whether a valid pattern lets an event through."""
    check_pattern(pattern)
    return matches(pattern, of)


def in_new(**attributes: Any) -> dict[str, Any]:
    """A pattern for attributes of the new image."""
    return {"dynamodb": {"NewImage": attributes}}


def new_with(**attributes: AttributeValue) -> dict[str, Any]:
    """The event of a new item with these attributes."""
    return event(None, {**KEY, **attributes})


def takes(wanted: Any, value: Any) -> bool:
    """Whether one wanted value takes one value of an event."""
    return passes({"field": [wanted]}, {"field": value})


def list_of(*elements: AttributeValue) -> AttributeValue:
    return AttributeValue("L", elements)


def map_of(**attributes: AttributeValue) -> AttributeValue:
    return AttributeValue("M", attributes)


def refusal(pattern: object) -> InvalidPattern:
    """The complaint about an invalid pattern."""
    with pytest.raises(InvalidPattern) as refused:
        check_pattern(pattern)
    return refused.value


def never(pattern: dict[str, Any]) -> str:
    """Why a valid pattern never matches, though the view type carries both images."""
    check_pattern(pattern)
    return never_matches(pattern, True, True) or ""


def test_F213_a_pattern_has_at_most_4096_characters_as_JSON() -> None:
    around = len(json.dumps({"eventName": [""]}, separators=(",", ":")))
    check_pattern({"eventName": ["é" * (MAX_PATTERN_LENGTH - around)]})
    assert "4,097 characters" in str(refusal({"eventName": ["é" * (MAX_PATTERN_LENGTH - around + 1)]}))


def test_F213_a_decimal_counts_with_the_characters_that_it_has() -> None:
    numbers = [Decimal("0.25")] * 816  # {"n":[...]} is 8 characters, a number and its comma are 5
    check_pattern({"n": [*numbers, Decimal("0.123456")]})
    assert "4,097 characters" in str(refusal({"n": [*numbers, Decimal("0.1234567")]}))


def test_F214_filters_are_alternatives() -> None:
    inserts, removes = {"eventName": ["INSERT"]}, {"eventName": ["REMOVE"]}
    assert matches_any([removes, inserts], event(None, NEW))
    assert matches_any([removes, inserts], event(NEW, None))
    assert not matches_any([removes, inserts], event(NEW, PAID))
    assert not matches_any([], event(None, NEW))


def test_F214_every_field_of_a_pattern_must_match() -> None:
    paid_inserts = {"eventName": ["INSERT"], **in_new(status={"S": ["PAID"]})}
    assert passes(paid_inserts, event(None, PAID))
    assert not passes(paid_inserts, event(None, NEW))
    assert not passes(paid_inserts, event(NEW, PAID))


def test_F214_one_value_of_a_list_is_enough() -> None:
    inserts_and_changes = {"eventName": ["INSERT", "MODIFY"]}
    changes = [event(None, NEW), event(NEW, PAID), event(PAID, None)]
    assert [passes(inserts_and_changes, each) for each in changes] == [True, True, False]


@in_each_case(
    "wanted",
    [
        "PAID",
        None,
        {"prefix": ""},
        {"suffix": ""},
        {"equals-ignore-case": "paid"},
        {"anything-but": "PAID"},
        {"anything-but": {"prefix": "P"}},
        {"numeric": ["<", 5]},
        {"exists": True},
    ],
)
def test_F214_a_missing_field_matches_nothing(wanted: Any) -> None:
    assert not passes(in_new(status={"S": [wanted]}), event(None, KEY))
    assert not passes(in_new(status={"S": [wanted]}), event(NEW, None))


def test_F214_a_missing_field_matches_only_that_it_is_missing() -> None:
    no_status = in_new(status={"S": ["PAID", {"exists": False}]})
    assert passes(no_status, event(None, KEY))
    assert passes(no_status, event(NEW, None))
    assert passes(no_status, event(NEW, PAID))
    assert not passes(no_status, event(None, NEW))


def test_F214_inside_a_value_every_field_is_missing() -> None:
    assert passes({"a": {"a": [{"exists": False}]}}, {"a": 1})
    assert not passes({"a": {"a": [1]}}, {"a": 1})


def test_F216_the_type_key_must_be_spelled_out() -> None:
    present = new_with(presentKey=string("presentValue"))
    assert passes(in_new(presentKey={"S": ["presentValue"]}), present)
    assert not passes(in_new(presentKey=["presentValue"]), present)


def test_F216_content_filter_type_delivers_only_the_item_with_the_value() -> None:
    present = in_new(presentKey={"S": ["presentValue"]})
    items = [new_with(presentKey=string("presentValue")), new_with()]
    assert [passes(present, each) for each in items] == [True, False]


@in_each_case(
    "wanted, value, matching",
    [
        ("PAID", "PAID", True),
        ("PAID", "PAID ", False),
        ("", "", True),
        ("", " ", False),
        ("", None, False),
        (None, None, True),
        (None, "null", False),
        (None, 0, False),
        (True, True, True),
        (True, False, False),
        (True, 1, False),
        (True, "true", False),
        (False, False, True),
        (False, 0, False),
        (1, True, False),
        (0, False, False),
        (300, 300, True),
        (300, 300.0, True),
        (300, Decimal("3E+2"), True),
        (300, "300", False),
        (300, 301, False),
        (301.8, Decimal("301.8"), True),
        (Decimal("301.8"), 301.8, True),
        ({"prefix": "us-1"}, "us-1-other-suffix", True),
        ({"prefix": "us-1"}, "other-us-1", False),
        ({"prefix": "1"}, 12, False),
        ({"suffix": "-suffix"}, "us-1-other-suffix", True),
        ({"suffix": "-suffix"}, "us-1-suffix-other", False),
        ({"suffix": "2"}, 12, False),
        ({"equals-ignore-case": "paid"}, "PAID", True),
        ({"equals-ignore-case": "PAID"}, "paid", True),
        ({"equals-ignore-case": "paid"}, "paid off", False),
        ({"equals-ignore-case": "true"}, True, False),
        ({"anything-but": "PAID"}, "NEW", True),
        ({"anything-but": "PAID"}, "PAID", False),
        ({"anything-but": "PAID"}, "paid", True),
        ({"anything-but": 300}, 300.0, False),
        ({"anything-but": 300}, "300", True),
        ({"anything-but": ["NEW", "PAID"]}, "PAID", False),
        ({"anything-but": ["NEW", "PAID"]}, "SENT", True),
        ({"anything-but": [1, 2]}, 2, False),
        ({"anything-but": [1, 2]}, 3, True),
        ({"anything-but": {"prefix": "us-"}}, "us-1", False),
        ({"anything-but": {"prefix": "us-"}}, "eu-1", True),
        ({"numeric": ["=", 301.8]}, Decimal("301.8"), True),
        ({"numeric": ["=", 5]}, 5.5, False),
        ({"numeric": ["<", 5]}, 4, True),
        ({"numeric": ["<", 5]}, 5, False),
        ({"numeric": ["<=", 5]}, 5, True),
        ({"numeric": ["<=", 5]}, 6, False),
        ({"numeric": [">", 5]}, 5, False),
        ({"numeric": [">", 5]}, 6, True),
        ({"numeric": [">=", 5]}, 5, True),
        ({"numeric": [">=", 5]}, 4, False),
        ({"numeric": [">", 0, "<=", 5]}, 5, True),
        ({"numeric": [">", 0, "<=", 5]}, 0, False),
        ({"numeric": [">=", 0, "<", 5]}, 5, False),
        ({"numeric": [">=", 0]}, True, False),
        ({"exists": True}, "", True),
        ({"exists": True}, None, True),
        ({"exists": True}, {"a": 1}, False),
        ({"exists": True}, [], False),
        ({"exists": False}, "", False),
        ({"exists": False}, None, False),
        ({"exists": False}, {"a": 1}, True),
        ({"exists": False}, [], True),
    ],
)
def test_F217_each_operator_takes_its_own_values(wanted: Any, value: Any, matching: bool) -> None:
    assert takes(wanted, value) is matching


def test_F217_or_needs_one_of_its_patterns_and_the_fields_beside_it() -> None:
    status_or_total = {"$or": [{"status": {"S": ["PAID"]}}, {"total": {"N": ["25"]}}]}
    pattern = {"eventName": ["INSERT"], "dynamodb": {"NewImage": status_or_total}}
    total = {**NEW, "total": number(25)}
    assert passes(pattern, event(None, PAID))
    assert passes(pattern, event(None, total))
    assert not passes(pattern, event(None, NEW))
    assert not passes(pattern, event(NEW, PAID))


def test_F217_the_prefix_filter_delivers_only_the_item_with_the_prefix() -> None:
    us = in_new(prefix={"S": [{"prefix": "us-1"}]})
    items = [new_with(prefix=string("us-1-other-suffix")), new_with(prefix=string("other-suffix"))]
    assert [passes(us, each) for each in items] == [True, False]


def test_F218_numeric_does_not_see_the_number_in_an_attribute() -> None:
    assert not passes(in_new(total={"N": [{"numeric": [">", 100]}]}), new_with(total=number(101)))
    assert not passes(in_new(total={"N": [101]}), new_with(total=number(101)))
    assert passes(in_new(total={"N": ["101"]}), new_with(total=number(101)))


def test_F218_numeric_filter_delivers_42_as_anything_but_101_and_drops_101() -> None:
    over_100 = in_new(numericFilter={"N": [{"numeric": [">", 100]}, {"anything-but": "101"}]})
    items = [new_with(numericFilter=number(42)), new_with(numericFilter=number(101))]
    assert [passes(over_100, each) for each in items] == [True, False]


def test_F219_numeric_sees_the_number_in_the_creation_time() -> None:
    assert passes({"dynamodb": {"ApproximateCreationDateTime": [{"numeric": [">", 0]}]}}, event(None, NEW))
    assert not passes({"dynamodb": {"ApproximateCreationDateTime": [{"numeric": ["<", 1e9]}]}}, event(None, NEW))


def test_F220_strings_match_character_for_character() -> None:
    spellings = ["300", "300.0", "3.0e2"]
    found = [[takes(wanted, value) for value in spellings] for wanted in spellings]
    assert found == [[True, False, False], [False, True, False], [False, False, True]]
    assert not takes("PAID", "paid")


def test_F221_exists_is_true_of_leaf_nodes_only() -> None:
    present = new_with(presentKey=string("presentValue"))
    assert passes(in_new(presentKey={"S": [{"exists": True}]}), present)
    assert not passes(in_new(presentKey={"S": [{"exists": True}]}), new_with())
    assert not passes(in_new(presentKey=[{"exists": True}]), present)


def test_F222_exists_false_filter_delivers_both_items() -> None:
    absent = in_new(presentKey=[{"exists": False}])
    assert passes(absent, new_with())
    assert passes(absent, new_with(presentKey=string("presentValue")))


def test_F222_exists_false_with_the_type_key_is_about_the_attribute() -> None:
    absent = in_new(presentKey={"S": [{"exists": False}]})
    assert passes(absent, new_with())
    assert not passes(absent, new_with(presentKey=string("presentValue")))


def test_F223_a_pattern_goes_down_through_type_keys_and_past_positions() -> None:
    organizations = new_with(organizations=list_of(string("AWS"), number(7)))
    assert passes(in_new(organizations={"L": {"S": [{"exists": True}]}}), organizations)
    assert passes(in_new(organizations={"L": {"S": ["AWS"]}}), organizations)
    assert passes(in_new(organizations={"L": {"N": ["7"]}}), organizations)
    assert not passes(in_new(organizations={"L": {"S": ["7"]}}), organizations)
    assert not passes(in_new(organizations={"L": ["AWS"]}), organizations)


def test_F223_a_map_has_a_type_key_at_each_level() -> None:
    there = new_with(address=map_of(city=string("Oslo")))
    assert passes(in_new(address={"M": {"city": {"S": ["Oslo"]}}}), there)
    assert not passes(in_new(address={"city": {"S": ["Oslo"]}}), there)


def test_F223_a_set_matches_by_any_of_its_members() -> None:
    tagged = new_with(tags=set_of("SS", ["new", "old"]))
    assert passes(in_new(tags={"SS": ["old"]}), tagged)
    assert passes(in_new(tags={"SS": [{"anything-but": "old"}]}), tagged)
    assert not passes(in_new(tags={"SS": ["older"]}), tagged)


def test_F223_what_is_wanted_together_must_be_in_one_element() -> None:
    people = new_with(
        people=list_of(
            map_of(first=string("Anna"), last=string("Smith")), map_of(first=string("Peter"), last=string("Jones"))
        )
    )

    def named(first: str, last: str) -> dict[str, Any]:
        return in_new(people={"L": {"M": {"first": {"S": [first]}, "last": {"S": [last]}}}})

    assert passes(named("Anna", "Smith"), people)
    assert not passes(named("Anna", "Jones"), people)


def test_F223_what_must_be_absent_must_be_absent_from_every_element() -> None:
    no_string = in_new(steps={"L": {"S": [{"exists": False}]}})
    assert passes(no_string, new_with(steps=list_of(number(1), number(2))))
    assert passes(no_string, new_with(steps=list_of()))
    assert not passes(no_string, new_with(steps=list_of(number(1), string("a"))))


def test_F223_beside_a_value_absence_is_about_the_same_element() -> None:
    without_last = in_new(people={"L": {"M": {"first": {"S": ["Anna"]}, "last": {"S": [{"exists": False}]}}}})
    anna, smith = map_of(first=string("Anna")), map_of(first=string("Anna"), last=string("Smith"))
    assert passes(without_last, new_with(people=list_of(smith, anna)))
    assert not passes(without_last, new_with(people=list_of(smith)))


def test_F224_an_INSERT_passes_and_a_MODIFY_is_dropped() -> None:
    inserts = {"eventName": ["INSERT"], "eventSource": ["aws:dynamodb"]}
    assert passes(inserts, event(None, KEY))
    assert not passes(inserts, event(KEY, {**KEY, "id2": string("id2_new_value")}))


def test_F225_the_TTL_filter_passes_only_what_time_to_live_deleted() -> None:
    only_ttl = {"userIdentity": {"type": ["Service"], "principalId": ["dynamodb.amazonaws.com"]}}
    assert passes(only_ttl, {**event(NEW, None), "userIdentity": BY_TTL})
    assert not passes(only_ttl, event(NEW, None))


def test_F225_all_but_TTL_is_that_the_type_is_missing() -> None:
    not_ttl = {"userIdentity": {"type": [{"exists": False}]}}
    assert not passes(not_ttl, {**event(NEW, None), "userIdentity": BY_TTL})
    assert passes(not_ttl, event(NEW, None))


def test_F227_a_step_from_one_constant_to_another_can_be_told() -> None:
    was_paid = {"dynamodb": {"OldImage": {"status": {"S": ["NEW"]}}, "NewImage": {"status": {"S": ["PAID"]}}}}
    assert passes(was_paid, event(NEW, PAID))
    assert not passes(was_paid, event(PAID, NEW))
    assert not passes(was_paid, event(PAID, {**PAID, "total": number(1)}))


def test_F228_a_pattern_sees_only_the_images_that_the_record_has() -> None:
    paid = in_new(status={"S": ["PAID"]})
    assert passes(paid, event(NEW, PAID))
    assert not passes(paid, event(NEW, PAID, images=()))
    assert not passes(paid, event(PAID, None))


def nested(levels: int) -> dict[str, Any]:
    """Objects in objects, so many of them."""
    pattern: dict[str, Any] = {"a": ["x"]}
    for _ in range(levels - 1):
        pattern = {"a": pattern}
    return pattern


@in_each_case(
    "pattern, path, fault",
    [
        ("single-string", (), "A pattern is an object"),
        ([{"eventName": ["INSERT"]}], (), "A pattern is an object"),
        (None, (), "A pattern is an object"),
        ({}, (), "An object cannot be empty"),
        ({"dynamodb": {"NewImage": {}}}, ("dynamodb", "NewImage"), "An object cannot be empty"),
        ({1: ["a"]}, (), "The name of a field is a string"),
        ({"eventName": "INSERT"}, ("eventName",), '"eventName" must be an object or a list'),
        ({"dynamodb": {"SizeBytes": 26}}, ("dynamodb", "SizeBytes"), '"SizeBytes" must be an object or a list'),
        ({"eventName": None}, ("eventName",), '"eventName" must be an object or a list'),
        ({"eventName": []}, ("eventName",), "A list of values cannot be empty"),
        ({"a": ["x", ["y"]]}, ("a", 1), "A value is a string, a number"),
        ({"a": [float("nan")]}, ("a", 0), "A number must be finite"),
        ({"a": [1, float("inf")]}, ("a", 1), "A number must be finite"),
        ({"a": [10**400]}, ("a", 0), "A number must be finite"),
        ({"a": [Decimal("NaN")]}, ("a", 0), "A number must be finite"),
        ({"a": [{}]}, ("a", 0), "An operator is an object with one key"),
        ({"a": ["x", {"prefix": "y", "suffix": "z"}]}, ("a", 1), "An operator is an object with one key"),
        ({"a": [{1: "x"}]}, ("a", 0), "The name of an operator is a string"),
        ({"a": [{"begins-with": "x"}]}, ("a", 0, "begins-with"), '"begins-with" is not an operator'),
        ({"a": [{"prefix": 1}]}, ("a", 0, "prefix"), '"prefix" takes a string'),
        ({"a": [{"suffix": ["x"]}]}, ("a", 0, "suffix"), '"suffix" takes a string'),
        ({"a": [{"equals-ignore-case": None}]}, ("a", 0, "equals-ignore-case"), '"equals-ignore-case" takes a string'),
        ({"a": [{"exists": "true"}]}, ("a", 0, "exists"), '"exists" takes true or false'),
        ({"a": [{"exists": 1}]}, ("a", 0, "exists"), '"exists" takes true or false'),
        ({"a": [{"anything-but": None}]}, ("a", 0, "anything-but"), '"anything-but" takes a string, a number'),
        ({"a": [{"anything-but": True}]}, ("a", 0, "anything-but"), '"anything-but" takes a string, a number'),
        ({"a": [{"anything-but": []}]}, ("a", 0, "anything-but"), '"anything-but" takes a string, a number'),
        ({"a": [{"anything-but": ["x", 1]}]}, ("a", 0, "anything-but"), '"anything-but" takes a string, a number'),
        ({"a": [{"anything-but": [["x"]]}]}, ("a", 0, "anything-but"), '"anything-but" takes a string, a number'),
        ({"a": [{"anything-but": [1, 1e999]}]}, ("a", 0, "anything-but"), "A number must be finite"),
        ({"a": [{"anything-but": {"suffix": "x"}}]}, ("a", 0, "anything-but"), '"prefix" is the only operator'),
        ({"a": [{"anything-but": {}}]}, ("a", 0, "anything-but"), '"prefix" is the only operator'),
        ({"a": [{"anything-but": {"prefix": 1}}]}, ("a", 0, "anything-but", "prefix"), "a string that is not empty"),
        ({"a": [{"anything-but": {"prefix": ""}}]}, ("a", 0, "anything-but", "prefix"), "a string that is not empty"),
        ({"a": [{"numeric": 5}]}, ("a", 0, "numeric"), '"numeric" takes comparisons and numbers'),
        ({"a": [{"numeric": []}]}, ("a", 0, "numeric"), '"numeric" takes comparisons and numbers'),
        ({"a": [{"numeric": [">", 5, "<"]}]}, ("a", 0, "numeric"), '"numeric" takes comparisons and numbers'),
        ({"a": [{"numeric": ["!=", 5]}]}, ("a", 0, "numeric", 0), "A comparison is one of = < <= > >="),
        ({"a": [{"numeric": [[], 5]}]}, ("a", 0, "numeric", 0), "A comparison is one of = < <= > >="),
        ({"a": [{"numeric": [">", 0, 5, 6]}]}, ("a", 0, "numeric", 2), "A comparison is one of = < <= > >="),
        ({"a": [{"numeric": [">", "5"]}]}, ("a", 0, "numeric", 1), "A comparison is followed by a number"),
        ({"a": [{"numeric": [">", 0, "<", True]}]}, ("a", 0, "numeric", 3), "A comparison is followed by a number"),
        ({"a": [{"numeric": [">", float("nan")]}]}, ("a", 0, "numeric", 1), "A number must be finite"),
        ({"a": [{"numeric": ["<", 5, ">", 0]}]}, ("a", 0, "numeric"), "first > or >=, then < or <="),
        ({"a": [{"numeric": [">", 0, "=", 5]}]}, ("a", 0, "numeric"), "first > or >=, then < or <="),
        ({"a": [{"numeric": ["=", 5, "<", 6]}]}, ("a", 0, "numeric"), "first > or >=, then < or <="),
        ({"a": [{"numeric": [">", 5, "<=", 5]}]}, ("a", 0, "numeric"), "lower bound of a range"),
        ({"$or": {"a": ["x"]}}, ("$or",), '"$or" takes a list of at least two patterns'),
        ({"dynamodb": {"$or": [{"a": ["x"]}]}}, ("dynamodb", "$or"), '"$or" takes a list of at least two patterns'),
        ({"$or": [{"a": ["x"]}, "x"]}, ("$or", 1), "A pattern is an object"),
        ({"$or": [{"a": ["x"]}, {"b": []}]}, ("$or", 1, "b"), "A list of values cannot be empty"),
        (nested(51), ("a",) * 50, "deeper than 50 levels"),
        ({"a": ["x" * 5000]}, (), "5,010 characters"),
    ],
)
def test_F229_an_invalid_pattern_is_refused(pattern: object, path: tuple[str | int, ...], fault: str) -> None:
    refused = refusal(pattern)
    assert str(refused).startswith("Invalid filter pattern definition. ")
    assert fault in str(refused)
    assert refused.path == path


def test_F383_an_empty_list_of_values_is_refused() -> None:
    assert str(refusal({"eventName": []})).endswith("A list of values cannot be empty")


def test_F229_a_pattern_of_fifty_levels_is_valid() -> None:
    assert passes(nested(50), json.loads('{"a":' * 50 + '"x"' + "}" * 50))


def test_F229_a_pattern_of_any_depth_is_refused_and_nothing_worse() -> None:
    assert refusal(nested(100_000)).path == ("a",) * 50


S_IS_PAID = {"S": ["PAID"]}


@in_each_case(
    "pattern, reason",
    [
        (in_new(status=["PAID"]), "spell out its type key"),
        ({"dynamodb": {"Keys": {"id": ["o-1"]}}}, "spell out its type key"),
        ({"dynamodb": {"OldImage": {"status": [{"prefix": "P"}]}}}, "spell out its type key"),
        (in_new(address={"city": S_IS_PAID}), '"city" is not a type'),
        (in_new(address={"M": {"city": ["Oslo"]}}), "spell out its type key"),
        (in_new(steps={"L": ["a"]}), "spell out the type key of its elements"),
        (in_new(steps={"L": {"M": ["a"]}}), "spell out an attribute and its type key"),
        ({"dynamodb": {"NewImage": ["a"]}}, "spell out an attribute and its type key"),
    ],
)
def test_F216_never_without_the_type_key(pattern: dict[str, Any], reason: str) -> None:
    assert reason in never(pattern)


@in_each_case(
    "pattern",
    [
        in_new(total={"N": [{"numeric": [">", 100]}]}),
        in_new(total={"N": [300, {"numeric": ["=", 300]}]}),
        in_new(sizes={"NS": [300]}),
        in_new(order={"M": {"lines": {"L": {"N": [{"numeric": ["<", 5]}]}}}}),
    ],
)
def test_F313_never_a_number_in_an_attribute(pattern: dict[str, Any]) -> None:
    assert "are strings" in never(pattern)


@in_each_case(
    "pattern",
    [
        in_new(status=[{"exists": True}]),
        in_new(steps={"L": [{"exists": True}]}),
        {"dynamodb": {"NewImage": [{"exists": True}]}},
        {"dynamodb": [{"exists": True}]},
        {"userIdentity": [{"exists": True}]},
    ],
)
def test_F314_exists_is_never_true_of_a_non_leaf(pattern: dict[str, Any]) -> None:
    assert "exists: true matches leaf nodes only" in never(pattern)


@in_each_case("names", [["DELETE"], ["UPDATE", "DELETE"], ["insert"], [{"prefix": "DEL"}]])
def test_F273_never_an_event_by_another_name(names: list[Any]) -> None:
    assert never({"eventName": names}) == "eventName is always INSERT, MODIFY or REMOVE"
    assert never_matches({"eventName": [*names, "REMOVE"]}, True, True) is None


def test_F37_never_the_identity_in_capitals() -> None:
    assert '"Type"' in never({"userIdentity": {"Type": ["Service"]}})


@pytest.mark.parametrize(("image", "has_new", "has_old"), [("NewImage", False, True), ("OldImage", True, False)])
def test_F228_never_an_image_that_the_view_type_leaves_out(image: str, has_new: bool, has_old: bool) -> None:
    wanted = {"dynamodb": {image: {"status": S_IS_PAID}}}
    assert never_matches(wanted, has_new, has_old) == f"records of this view type have no {image}"
    assert never_matches(wanted, has_old, has_new) is None
    unwanted = {"dynamodb": {image: {"status": {"S": [{"exists": False}]}}}}
    assert never_matches(unwanted, has_new, has_old) is None


@pytest.mark.parametrize(("image", "name"), [("NewImage", "REMOVE"), ("OldImage", "INSERT")])
def test_F228_never_an_image_that_the_event_has_not(image: str, name: str) -> None:
    wanted = {"dynamodb": {image: {"status": S_IS_PAID}}}
    assert never({"eventName": [name], **wanted}) == f"{name} records have no {image}"
    assert never_matches({"eventName": [name, "MODIFY"], **wanted}, True, True) is None


def test_an_or_never_matches_where_none_of_its_patterns_can() -> None:
    wrong, right = {"status": ["PAID"]}, {"status": S_IS_PAID}
    assert "type key" in never({"dynamodb": {"NewImage": {"$or": [wrong, {"total": {"N": [5]}}]}}})
    assert never_matches({"dynamodb": {"NewImage": {"$or": [wrong, right]}}}, True, True) is None


@in_each_case(
    "pattern",
    [
        {"eventName": ["REMOVE"], "userIdentity": {"type": ["Service"], "principalId": [{"exists": True}]}},
        in_new(status={"S": [{"exists": True}]}),
        in_new(status=[{"exists": False}]),
        in_new(status={"city": [{"exists": False}]}),
        in_new(total={"N": [{"numeric": [">", 100]}, "101"]}),
        in_new(total={"N": [{"anything-but": "101"}]}),
        in_new(address={"M": {"city": {"S": ["Oslo"]}, "zips": {"L": {"N": ["150"]}}}}),
        {"dynamodb": {"ApproximateCreationDateTime": [{"numeric": [">", 0]}]}},
    ],
)
def test_nothing_is_said_against_a_pattern_that_can_match(pattern: dict[str, Any]) -> None:
    check_pattern(pattern)
    assert never_matches(pattern, True, True) is None


# Words of the language, of events, and neither: random patterns and events are to have something in common.
NAMES = st.sampled_from(
    ["$or", "a", "b", "prefix", "anything-but", "numeric", "exists", "suffix", "equals-ignore-case"]
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(max_size=3),
    st.sampled_from(["=", "<", "<=", ">", ">=", "a"]),
)
json_values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(NAMES | st.text(max_size=2), inner, max_size=3)
    ),
    max_leaves=12,
)
json_objects = st.dictionaries(NAMES, json_values, min_size=1, max_size=3)

texts = st.sampled_from(["a", "b", "1", ""])
numbers = st.integers(0, 2)
comparisons = st.tuples(st.sampled_from(["=", "<", "<=", ">", ">="]), numbers).map(list)
operators = st.one_of(
    st.fixed_dictionaries({"exists": st.booleans()}),
    st.fixed_dictionaries({"prefix": texts}),
    st.fixed_dictionaries({"suffix": texts}),
    st.fixed_dictionaries({"equals-ignore-case": texts}),
    st.fixed_dictionaries({"anything-but": texts | numbers | st.just(["a", "b"]) | st.just({"prefix": "a"})}),
    st.fixed_dictionaries({"numeric": comparisons | st.just([">", 0, "<=", 2])}),
)

leaves = st.lists(st.one_of(texts, numbers, st.booleans(), st.none(), operators), min_size=1, max_size=2)


def patterns_of(fields: Mapping[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Patterns that want something of one or more of these fields, sometimes by `$or`."""
    plain = st.fixed_dictionaries({}, optional=dict(fields)).filter(bool)
    return plain | st.fixed_dictionaries({"$or": st.lists(plain, min_size=2, max_size=2)}, optional=dict(fields))


valid_patterns = st.recursive(leaves, lambda inner: patterns_of({"a": inner, "b": inner}), max_leaves=6).filter(
    lambda pattern: isinstance(pattern, dict)
)


@given(json_values, json_objects)
def test_any_value_is_refused_or_can_be_matched_against_any_event(value: Any, event: dict[str, Any]) -> None:
    try:
        check_pattern(value)
    except InvalidPattern as refused:
        place: Any = value
        for step in refused.path:
            place = place[step]  # the path leads to something that is there
    else:
        assert matches(value, event) in (True, False)


@given(valid_patterns, json_objects)
def test_any_valid_pattern_can_be_matched_against_any_event(pattern: dict[str, Any], event: dict[str, Any]) -> None:
    assert passes(pattern, event) in (True, False)
    assert matches_any([pattern], event) == matches(pattern, event)


LEAVES: list[list[Any]] = [
    ["a"],
    [1],
    [1, {"exists": False}],
    [{"exists": True}],
    [{"exists": False}],
    [{"anything-but": "b"}],
    [{"numeric": [">", 0]}, "1"],
]
TYPED = [*LEAVES, *({type_: leaf} for type_ in ("S", "N", "NS", "a") for leaf in LEAVES)]
ATTRIBUTE = [*TYPED, *({"L": inner} for inner in TYPED), *({"M": {"a": inner}} for inner in TYPED)]
VALUES = [string("a"), number(1), set_of("NS", ["1"]), list_of(), list_of(string("a"), number(1)), map_of(a=number(1))]
ITEMS: list[Item] = [KEY, *({**KEY, "a": value} for value in VALUES)]


@in_each_case("image", ["NewImage", "OldImage"])
@in_each_case("images", [(), ("NewImage",), ("OldImage",), ("NewImage", "OldImage")])
@in_each_case("names", [[{"exists": True}], ["INSERT"], ["REMOVE", "DELETE"], ["DELETE"]])
def test_a_pattern_that_never_matches_matches_no_record(image: str, images: tuple[str, ...], names: list[Any]) -> None:
    changes = [change for item in ITEMS for change in ((None, item), (KEY, item), (item, KEY), (item, None))]
    events = [event(old, new, images) for old, new in changes]
    contents = [*LEAVES, *({image: leaf} for leaf in LEAVES), *({image: {"a": wanted}} for wanted in ATTRIBUTE)]
    patterns = [{"eventName": names, "dynamodb": content} for content in contents]
    hopeless = [each for each in patterns if never_matches(each, "NewImage" in images, "OldImage" in images)]
    assert hopeless
    assert [each for each in hopeless if any(matches(each, change) for change in events)] == []
