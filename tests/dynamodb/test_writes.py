"""The record that follows each write: one test for each fact (F13, F41-F55, F93)."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.dynamodb.attributes import AttributeValue, Item, number, set_of, string
from simulator.dynamodb.expressions.conditions import Requirement
from simulator.dynamodb.stream import Stream, StreamRecord, ViewType
from simulator.dynamodb.table import Change, Effect, KeyAttribute, KeySchema, Table
from simulator.dynamodb.writes import Delete, Put, Update, Write

ORDERS = KeySchema(KeyAttribute("order_id"))
KEY = {"order_id": string("o-1")}
PLACED = {**KEY, "status": string("PLACED")}
PAID = {**KEY, "status": string("PAID")}


def changes(*writes: Write) -> list[Change]:
    """The effect of each write on a table that was empty before the first."""
    table = Table(ORDERS)
    return [table.apply(write) for write in writes]


def records(*writes: Write) -> list[StreamRecord]:
    """The records that follow the writes."""
    stream = Stream("Orders", ORDERS, ViewType.NEW_AND_OLD_IMAGES, 0)
    return [stream.capture(change, 0) for change in changes(*writes) if change.recorded]


def events(*writes: Write) -> list[str]:
    """The event names of the records that follow the writes."""
    return [record.event_name for record in records(*writes)]


def item_after(*writes: Write) -> Item | None:
    return changes(*writes)[-1].after


def list_of(*texts: str) -> AttributeValue:
    return AttributeValue("L", tuple(map(string, texts)))


def test_F13_the_event_is_named_after_the_effect_not_after_the_call() -> None:
    set_paid = Update(KEY, set={"status": string("PAID")})
    assert events(Put(PAID)) == events(set_paid) == ["INSERT"]
    assert events(Put(PLACED), Put(PAID)) == events(Put(PLACED), set_paid) == ["INSERT", "MODIFY"]


def test_F40_one_write_of_many_attributes_is_one_record() -> None:
    many = {"a": number(1), "b": number(2), "c": number(3)}
    assert events(Put(PLACED), Update(KEY, set=many, remove=("status",))) == ["INSERT", "MODIFY"]


def test_F41_a_put_of_a_new_key_is_one_INSERT() -> None:
    assert events(Put(PLACED)) == ["INSERT"]


def test_F42_a_put_over_a_different_item_is_one_MODIFY() -> None:
    assert events(Put(PLACED), Put(PAID)) == ["INSERT", "MODIFY"]


def test_F42_a_put_replaces_the_whole_item() -> None:
    assert item_after(Put(PLACED), Put({**KEY, "total": number(25)})) == {**KEY, "total": number(25)}


def test_F43_a_put_of_the_same_item_succeeds_without_a_record() -> None:
    assert events(Put(PLACED), Put(PLACED)) == ["INSERT"]
    assert changes(Put(PLACED), Put(PLACED))[1].effect is Effect.UNCHANGED
    assert changes(Put(PLACED), Put(PLACED))[1].error == ""


def test_F44_an_update_that_leaves_the_item_as_it_is_has_no_record() -> None:
    assert events(Put(PLACED), Update(KEY, set={"status": string("PLACED")})) == ["INSERT"]


@in_each_case(
    "update",
    [
        Update(KEY),
        Update(KEY, set={"status": string("PLACED")}),
        Update(KEY, add={"visits": number(0)}),
        Update(KEY, add={"tags": set_of("SS", ["old"])}),
        Update(KEY, delete={"tags": set_of("SS", ["unknown"])}),
        Update(KEY, remove=("missing",)),
        Update(KEY, set={"status": string("PLACED")}, condition=Requirement("equals", "status", string("PLACED"))),
    ],
)
def test_F45_an_update_without_an_effect_is_silent(update: Update) -> None:
    item = {**PLACED, "visits": number(3), "tags": set_of("SS", ["old", "new"])}
    assert events(Put(item), update) == ["INSERT"]
    assert item_after(Put(item), update) == item


def test_F45a_ADD_0_to_a_missing_number_writes_a_zero() -> None:
    add_nothing = Update(KEY, add={"visits": number(0)})
    assert events(Put(PLACED), add_nothing) == ["INSERT", "MODIFY"]
    assert item_after(Put(PLACED), add_nothing) == {**PLACED, "visits": number(0)}


def test_F45a_DELETE_of_the_last_member_removes_the_attribute() -> None:
    tagged = {**PLACED, "tags": set_of("SS", ["old"])}
    take_it = Update(KEY, delete={"tags": set_of("SS", ["old", "unknown"])})
    assert events(Put(tagged), take_it) == ["INSERT", "MODIFY"]
    assert item_after(Put(tagged), take_it) == PLACED


def test_F45a_DELETE_from_a_missing_attribute_changes_nothing() -> None:
    assert events(Put(PLACED), Update(KEY, delete={"tags": set_of("SS", ["old"])})) == ["INSERT"]


def test_F46_the_same_values_in_another_spelling_are_no_change() -> None:
    written = {
        **KEY,
        "total": number("1"),
        "tags": set_of("SS", ["a", "b"]),
        "sizes": set_of("NS", ["1", "2"]),
        "address": AttributeValue("M", {"city": string("Oslo"), "zip": number("150")}),
    }
    again = {
        "address": AttributeValue("M", {"zip": number("150.0"), "city": string("Oslo")}),
        "sizes": set_of("NS", ["2.0", "1.0"]),
        "tags": set_of("SS", ["b", "a"]),
        "total": number("1.00"),
        **KEY,
    }
    assert events(Put(written), Put(again)) == ["INSERT"]


def test_F47_a_list_in_another_order_is_a_change() -> None:
    assert events(Put({**KEY, "steps": list_of("a", "b")}), Put({**KEY, "steps": list_of("b", "a")})) == [
        "INSERT",
        "MODIFY",
    ]


def test_F47_another_type_is_a_change() -> None:
    as_number, as_string = {**KEY, "n": number("2")}, {"n": string("2")}
    assert events(Put(as_number), Update(KEY, set=as_string)) == ["INSERT", "MODIFY"]


def test_F48_an_update_that_creates_the_item_is_an_INSERT() -> None:
    create = Update(KEY, set={"status": string("PLACED")})
    assert events(create) == ["INSERT"]
    assert item_after(create) == PLACED


def test_F49_REMOVE_alone_on_a_missing_item_creates_nothing() -> None:
    remove = Update(KEY, remove=("status",))
    assert events(remove) == []
    assert item_after(remove) is None


def test_F49_DELETE_alone_on_a_missing_item_creates_nothing() -> None:
    take = Update(KEY, delete={"tags": set_of("SS", ["old"])})
    assert events(take) == []
    assert item_after(take) is None


def test_F48_REMOVE_together_with_SET_on_a_missing_item_creates_it() -> None:
    update = Update(KEY, set={"status": string("PLACED")}, remove=("note",))
    assert events(update) == ["INSERT"]
    assert item_after(update) == PLACED


def test_F48_REMOVE_together_with_ADD_on_a_missing_item_creates_it() -> None:
    update = Update(KEY, remove=("note",), add={"visits": number(1)})
    assert events(update) == ["INSERT"]
    assert item_after(update) == {**KEY, "visits": number(1)}


def test_F50_an_update_without_any_expression_creates_an_item_of_its_key() -> None:
    assert events(Update(KEY)) == ["INSERT"]
    assert item_after(Update(KEY)) == KEY


def test_F51_there_and_back_again_is_two_MODIFY_records() -> None:
    assert events(Put(PLACED), Put(PAID), Put(PLACED)) == ["INSERT", "MODIFY", "MODIFY"]


def test_F52_REMOVE_and_the_put_alone_leave_the_same_single_MODIFY() -> None:
    both = Put({**KEY, "b": number(4), "x": number(5)})
    only_x = Put({**KEY, "x": number(5)})
    with_remove = records(both, Update(KEY, remove=("b",)), only_x)
    with_put_alone = records(both, only_x)
    assert [record.event_name for record in with_remove] == ["INSERT", "MODIFY"]
    assert [record.to_api() for record in with_remove] == [record.to_api() for record in with_put_alone]


def test_F53_a_delete_of_an_item_is_one_REMOVE() -> None:
    assert events(Put(PLACED), Delete(KEY)) == ["INSERT", "REMOVE"]


def test_F53_a_delete_of_a_missing_item_succeeds_without_a_record() -> None:
    assert events(Delete(KEY)) == []
    assert changes(Delete(KEY))[0].error == ""


def test_F53_after_a_delete_the_same_key_is_an_INSERT_again() -> None:
    assert events(Put(PLACED), Delete(KEY), Put(PLACED)) == ["INSERT", "REMOVE", "INSERT"]


@pytest.mark.parametrize(
    "write",
    [
        Put(PAID, Requirement("attribute_not_exists", "order_id")),
        Update(KEY, set={"status": string("PAID")}, condition=Requirement("equals", "status", string("PAID"))),
        Delete(KEY, Requirement("attribute_exists", "note")),
    ],
    ids=["put", "update", "delete"],
)
def test_F54_a_condition_that_fails_writes_and_records_nothing(write: Write) -> None:
    assert events(Put(PLACED), write) == ["INSERT"]
    change = changes(Put(PLACED), write)[1]
    assert change.effect is Effect.REJECTED
    assert change.error == "ConditionalCheckFailedException: The conditional request failed"
    assert change.before == change.after == PLACED


def test_F54_the_item_is_still_in_the_table_after_a_condition_that_fails() -> None:
    table = Table(ORDERS)
    table.apply(Put(PLACED))
    table.apply(Delete(KEY, Requirement("attribute_not_exists", "status")))
    assert list(table.items.values()) == [PLACED]


def test_F54_a_condition_that_fails_is_an_error_even_where_the_write_would_change_nothing() -> None:
    put_the_same = Put(PLACED, Requirement("attribute_not_exists", "order_id"))
    assert changes(Put(PLACED), put_the_same)[1].effect is Effect.REJECTED


def test_F55_a_request_that_is_refused_writes_and_records_nothing() -> None:
    add_to_text = Update(KEY, add={"status": number(1)})
    assert events(Put(PLACED), add_to_text) == ["INSERT"]
    change = changes(Put(PLACED), add_to_text)[1]
    assert change.effect is Effect.REJECTED
    assert change.error.startswith("ValidationException: ")
    assert change.after == PLACED


def test_F93_a_changed_key_is_a_REMOVE_and_an_INSERT_of_two_items() -> None:
    moved = {**PLACED, "order_id": string("o-2")}
    found = records(Put(PLACED), Delete(KEY), Put(moved))
    assert [(record.event_name, record.keys["order_id"].value) for record in found[1:]] == [
        ("REMOVE", "o-1"),
        ("INSERT", "o-2"),
    ]


@in_each_case(
    "fact, writes",
    [
        ("F41", [Put(PLACED)]),
        ("F42", [Put(PLACED), Put(PAID)]),
        ("F43", [Put(PLACED), Put(PLACED)]),
        ("F13", [Put(PLACED), Update(KEY, set={"status": string("PAID")})]),
        ("F44", [Put(PLACED), Update(KEY, set={"status": string("PLACED")})]),
        ("F48", [Update(KEY, set={"status": string("PAID")})]),
        ("F49", [Update(KEY, remove=("status",))]),
        ("F53", [Put(PLACED), Delete(KEY)]),
        ("F53", [Delete(KEY)]),
        ("F54", [Put(PLACED, Requirement("attribute_exists", "order_id"))]),
        ("F55", [Put(PLACED), Update(KEY, add={"status": number(1)})]),
    ],
)
def test_a_change_names_the_fact_that_decides_it(fact: str, writes: list[Write]) -> None:
    assert changes(*writes)[-1].fact == fact


def test_items_with_one_partition_key_and_two_sort_keys_are_two_items() -> None:
    table = Table(KeySchema(KeyAttribute("order_id"), KeyAttribute("line", "N")))
    first, second = ({**KEY, "line": number(line)} for line in (1, 2))
    assert [table.apply(Put(item)).effect for item in (first, second)] == [Effect.INSERT, Effect.INSERT]
    table.apply(Delete(first))
    assert list(table.items.values()) == [second]


def test_F46_a_number_key_is_found_in_any_spelling() -> None:
    table = Table(KeySchema(KeyAttribute("n", "N")))
    table.apply(Put({"n": number("1.0")}))
    assert table.apply(Delete({"n": number("1")})).effect is Effect.REMOVE
