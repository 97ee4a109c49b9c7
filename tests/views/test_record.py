"""A stream record as a person reads it: its parts, the missing parts with the reason, and the differences."""

from __future__ import annotations

import pytest
from cases import in_each_case
from loaded_lessons import load_lesson

from simulator.dynamodb.attributes import AttributeValue
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.values import attribute_value
from simulator.views.record import SHOWN, ImageRow, record_view, value_text


@pytest.fixture(scope="module")
def records():
    """The INSERT, the MODIFY and the REMOVE of the second lesson."""
    return [record_view(record) for record in load_lesson("three-changes").trace.records]


def test_which_images_the_three_records_carry(records):
    assert [(each.event_name, each.old_image == SHOWN, each.new_image == SHOWN) for each in records] == [
        ("INSERT", False, True),
        ("MODIFY", True, True),
        ("REMOVE", True, False),
    ]


def test_both_images_stand_side_by_side_and_the_difference_is_marked(records):
    assert records[1].rows == (
        ImageRow("order_id", 'S "o-1"', 'S "o-1"', False),
        ImageRow("status", 'S "PLACED"', 'S "PAID"', True),
        ImageRow("total", "N 25", "N 25", False),
    )


def test_where_there_is_one_image_nothing_is_marked_as_changed(records):
    for record in (records[0], records[2]):
        assert not any(row.changed for row in record.rows)
    assert all(row.old == "" for row in records[0].rows)
    assert all(row.new == "" for row in records[2].rows)


def test_a_record_says_its_key_size_number_and_view_type(records):
    first = records[0]
    assert first.key == "o-1"
    assert first.size_bytes == 11 + (11 + 12 + 5 + 2)  # the keys; order_id, status, total and their values (F31, F32)
    assert first.sequence_number.isdigit()
    assert first.view_type == "NEW_AND_OLD_IMAGES"


@pytest.mark.parametrize(
    ("view_type", "has_old", "has_new"),
    [("KEYS_ONLY", False, False), ("NEW_IMAGE", False, True), ("OLD_IMAGE", True, False)],
)
def test_an_image_that_the_view_type_leaves_out_is_said_to_be_left_out(view_type, has_old, has_new):
    from simulator.machine.machine import simulate

    text = (
        "title: A lesson\ntable: {name: Orders, partition_key: order_id}\n"
        f"stream: {{view_type: {view_type}}}\n"
        "timeline:\n  - put: {order_id: o-1}\n  - put: {order_id: o-1, a: 1}\n"
    )
    record = record_view(simulate(scenario_from_text(text)).records[1])
    assert record.event_name == "MODIFY"
    assert (record.old_image == SHOWN, record.new_image == SHOWN) == (has_old, has_new)
    assert all("view type" in said for said in (record.old_image, record.new_image) if said != SHOWN)
    assert bool(record.rows) == (has_old or has_new)


@in_each_case(
    "value, text",
    [
        ("PAID", 'S "PAID"'),
        ('quo"te', 'S "quo\\"te"'),
        (25, "N 25"),
        (True, "BOOL true"),
        (None, "NULL true"),
        (b"\x00\x01", "B AAE="),
        ({"b", "a"}, 'SS ["a", "b"]'),
        ({10, 9}, 'NS ["9", "10"]'),
        ([1, "é"], '{"L": [{"N": "1"}, {"S": "é"}]}'),
        ({"a": None}, '{"M": {"a": {"NULL": true}}}'),
        ("[/x]", 'S "[/x]"'),
    ],
)
def test_a_value_on_one_line_with_its_type(value, text):
    assert value_text(attribute_value(value)) == text


@in_each_case("value", ["a\x1b[31m\n", "\u202e", "\x9b", ["\x1b"], {"k\x1b": "\u2066"}, {"\x1b"}])
def test_no_value_has_a_control_character_on_its_line(value):
    typed: AttributeValue = attribute_value(value)
    assert value_text(typed).isprintable()


def test_no_row_of_a_nasty_record_has_a_control_character(nasty):
    for record in map(record_view, nasty.trace.records):
        assert record.key.isprintable()
        for row in record.rows:
            assert all(text.isprintable() for text in (row.name, row.old, row.new))
