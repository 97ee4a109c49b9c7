"""Sizes to the byte (F31-F34)."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.dynamodb.attributes import AttributeValue, item_size, number, set_of, size, string
from simulator.dynamodb.stream import Stream, StreamRecord, ViewType
from simulator.dynamodb.table import KeyAttribute, KeySchema, Table
from simulator.dynamodb.writes import Delete, Put, Update

MESSAGES = KeySchema(KeyAttribute("Id", "N"))
USERS = KeySchema(KeyAttribute("Username"))
YES = AttributeValue("BOOL", True)


@in_each_case(
    "value, size_in_bytes",
    [
        (string(""), 0),
        (string("New item!"), 9),
        (string("Grüße"), 7),  # UTF-8: two of the letters have two bytes
        (string("\U0001f600"), 4),
        (AttributeValue("B", b"\x00\xff\x00"), 3),  # raw bytes, not base64 text
        (YES, 1),
        (AttributeValue("NULL", True), 1),
        (number("7"), 1 + 1),
        (number("12"), 1 + 1),
        (number("101"), 1 + 2),  # an odd number of digits rounds up
        (number("1200"), 1 + 1),  # zeroes at the end are not significant
        (number("0.0012"), 1 + 1),  # nor are those in front
        (number("10.01"), 1 + 2),  # those between are
        (number("1" * 38), 1 + 19),
        (AttributeValue("L", ()), 3),
        (AttributeValue("L", (string("abc"), YES)), 3 + (1 + 3) + (1 + 1)),
        (AttributeValue("M", {}), 3),
        (AttributeValue("M", {"ab": string("abc"), "ü": YES}), 3 + (1 + 2 + 3) + (1 + 2 + 1)),
        (AttributeValue("L", (AttributeValue("L", ()),)), 3 + (1 + 3)),
        (set_of("SS", ["a", "bcd", "é"]), 1 + 3 + 2),
        (set_of("NS", ["7", "101"]), 2 + 3),
        (set_of("BS", [b"a", b"bc"]), 1 + 2),
    ],
)
def test_F32_the_size_of_a_value(value: AttributeValue, size_in_bytes: int) -> None:
    assert size(value) == size_in_bytes


def test_F32_an_item_is_its_names_and_its_values() -> None:
    assert item_size({}) == 0
    assert item_size({"Id": number("101"), "Größe": string("XL")}) == (2 + 3) + (7 + 2)


def changes_of_a_message(view_type: ViewType) -> list[StreamRecord]:
    """F33's item: put, updated, deleted."""
    table, stream = Table(MESSAGES), Stream("Messages", MESSAGES, view_type, 0)
    key = {"Id": number("101")}
    writes = (
        Put({**key, "Message": string("New item!")}),
        Update(key, set={"Message": string("This item has changed")}),
        Delete(key),
    )
    return [stream.capture(table.apply(write), 0) for write in writes]


def test_F33_the_worked_example_has_26_59_and_38_bytes() -> None:
    records = changes_of_a_message(ViewType.NEW_AND_OLD_IMAGES)
    assert [record.size_bytes for record in records] == [26, 59, 38]


@pytest.mark.parametrize(
    ("view_type", "sizes"),
    [
        (ViewType.KEYS_ONLY, [5, 5, 5]),
        (ViewType.NEW_IMAGE, [5 + 21, 5 + 33, 5]),
        (ViewType.OLD_IMAGE, [5, 5 + 21, 5 + 33]),
    ],
)
def test_F31_an_image_that_is_absent_counts_nothing(view_type: ViewType, sizes: list[int]) -> None:
    assert [record.size_bytes for record in changes_of_a_message(view_type)] == sizes


def test_F34_with_KEYS_ONLY_the_key_alone_counts() -> None:
    table, stream = Table(USERS), Stream("Users", USERS, ViewType.KEYS_ONLY, 0)
    fred = {"Username": string("Fred")}
    writes = (
        Put({**fred, "Message": string("a long message " * 10)}),
        Update(fred, set={"Message": string("a longer message " * 10)}),
        Delete(fred),
    )
    records = [stream.capture(table.apply(write), 0) for write in writes]
    assert [record.event_name for record in records] == ["INSERT", "MODIFY", "REMOVE"]
    assert [record.size_bytes for record in records] == [12, 12, 12]


def test_F31_both_key_attributes_count_and_count_again_in_the_image() -> None:
    schema = KeySchema(KeyAttribute("pk"), KeyAttribute("line", "N"))
    table, stream = Table(schema), Stream("Lines", schema, ViewType.NEW_IMAGE, 0)
    change = table.apply(Put({"pk": string("ab"), "line": number(1), "x": YES}))
    keys = (2 + 2) + (4 + 2)
    assert stream.capture(change, 0).size_bytes == keys + (keys + 2)
