"""Writes that DynamoDB would refuse are refused before a run: keys, sizes, sets, numbers, updates."""

from __future__ import annotations

import pytest
from cases import in_each_case

SORTED = """\
title: A lesson
table:
  name: Orders
  partition_key: order_id
  sort_key: {name: line, type: N}
stream: {view_type: KEYS_ONLY}
"""
"""The head of a lesson whose table has a sort key. As long as the other head: entries stand from line 8 on."""


def test_a_put_without_the_partition_key(complaints, lesson):
    assert complaints(lesson("put: {status: NEW}")) == ['lesson.yaml:8:5: D301 the partition key "order_id" is missing']


def test_a_put_with_the_partition_key_mistyped(complaints, lesson):
    assert complaints(lesson("put: {orderid: o-1}")) == [
        'lesson.yaml:8:5: D301 the partition key "order_id" is missing; is it written as "orderid"?'
    ]


def test_a_put_without_the_sort_key(complaints, lesson):
    assert complaints(lesson("put: {order_id: o-1}", head=SORTED)) == [
        'lesson.yaml:8:5: D301 the sort key "line" is missing'
    ]


def test_an_empty_put_lacks_both_keys(complaints, lesson):
    assert complaints(lesson("put: {}", head=SORTED)) == [
        'lesson.yaml:8:5: D301 the partition key "order_id" is missing',
        'lesson.yaml:8:5: D301 the sort key "line" is missing',
    ]


@in_each_case(
    "entry, place",
    [
        ("delete: {}", "8:5"),
        ("update: {key: {}}", "8:14"),
        ("repeat: {times: 2, do: {put: {a: 1}}}", "8:29"),
        ("repeat: {times: 2, do: [{put: {order_id: o-1}}, {delete: {}}]}", "8:54"),
    ],
)
def test_every_kind_of_write_needs_the_key(complaints, lesson, entry, place):
    assert complaints(lesson(entry)) == [f'lesson.yaml:{place}: D301 the partition key "order_id" is missing']


@in_each_case(
    "value, type_", [("7", "N"), ("true", "BOOL"), ("null", "NULL"), ("[a]", "L"), ("{a: b}", "M"), ("!!set {a}", "SS")]
)
def test_a_key_attribute_of_the_wrong_type(complaints, lesson, value, type_):
    [line] = complaints(lesson(f"put: {{order_id: {value}}}"))
    place = "8:11" if type_ in ("L", "M", "SS") else "8:21"  # a list or a mapping is named by its key
    assert line == f'lesson.yaml:{place}: D302 the partition key "order_id" is of type S (string), not {type_}'


def test_a_sort_key_of_the_wrong_type(complaints, lesson):
    assert complaints(lesson("put: {order_id: o-1, line: one}", head=SORTED)) == [
        'lesson.yaml:8:32: D302 the sort key "line" is of type N (number), not S'
    ]


def test_a_key_in_quotes_is_a_string(complaints, lesson):
    assert complaints(lesson('put: {order_id: "7"}')) == []


def test_an_empty_key(complaints, lesson):
    assert complaints(lesson('put: {order_id: ""}')) == [
        'lesson.yaml:8:21: D303 the partition key "order_id" cannot be empty'
    ]


def test_an_empty_value_outside_the_key_is_accepted(complaints, lesson):
    assert complaints(lesson('put: {order_id: o-1, note: ""}')) == []


@pytest.mark.parametrize(("length", "said"), [(2048, []), (2049, ["2,048 bytes"])])
def test_a_partition_key_has_at_most_2048_bytes(complaints, lesson, length, said):
    lines = complaints(lesson(f"put: {{order_id: {'x' * length}}}"))
    assert [line[:24] for line in lines] == ["lesson.yaml:8:21: D304 a" for _ in said]
    assert all(telling in line for telling, line in zip(said, lines, strict=True))


@pytest.mark.parametrize(("length", "count"), [(512, 0), (513, 1)])
def test_a_sort_key_has_at_most_1024_bytes_of_utf_8(complaints, lesson, length, count):
    head = SORTED.replace("type: N", "type: S")
    lines = complaints(lesson(f"put: {{order_id: o-1, line: {'é' * length}}}", head=head))
    assert len(lines) == count
    assert all("8:32: D304 a sort key's value has at most 1,024 bytes" in line for line in lines)


@in_each_case(
    "value, telling",
    [
        ("!!set {}", "a set cannot be empty"),
        ("!!set {a, 1}", "mixes N and S"),
        ("!!set {a, a}", "the same member twice"),
        ("!!set {1, 1.0}", "the same member twice"),
        ("!!set {true}", "a set holds strings, numbers or binary values"),
        ("!!set {'', ''}", "the same member twice"),
        ("1e126", "magnitude"),
        ("-1e126", "magnitude"),
        ("1e-131", "magnitude"),
        ("123456789012345678901234567890123456789", "at most 38 significant digits"),
        ("1" * 100_000, "at most"),
    ],
)
def test_a_value_that_the_service_refuses(complaints, lesson, value, telling):
    [line] = complaints(lesson(f"put: {{order_id: o-1, x: {value}}}"))
    assert line.startswith("lesson.yaml:8:29: D304 ")
    assert telling in line


@in_each_case("value", ["!!set {''}", "!!set {'', a}", "!!set {!!binary ''}", "''", "!!binary ''"])
def test_a_value_or_a_member_of_a_set_can_be_empty(complaints, lesson, value):
    assert complaints(lesson(f"put: {{order_id: o-1, x: {value}}}")) == []


def test_a_number_with_a_monstrous_exponent(complaints, lesson):
    [line] = complaints(lesson("put: {order_id: o-1, x: 1e99999999999999999999}"))
    assert line.startswith("lesson.yaml:8:29: D304 ")


@in_each_case("value", ["1e125", "9.99e125", "1e-130", "12345678901234567890123456789012345678", "0e999"])
def test_a_number_at_the_edge_of_the_range_is_accepted(complaints, lesson, value):
    assert complaints(lesson(f"put: {{order_id: o-1, x: {value}}}")) == []


@in_each_case("value", [".nan", ".NaN", ".inf", "-.inf", "+.Inf"])
def test_a_value_that_is_not_a_number_is_refused(complaints, lesson, value):
    [line] = complaints(lesson(f"put: {{order_id: o-1, x: {value}}}"))
    assert line.startswith(f"lesson.yaml:8:29: Y107 {value} is not a number that can be stored")


def test_a_set_whose_members_have_values(complaints, lesson):
    [line] = complaints(lesson("put: {order_id: o-1, x: !!set {a: 1}}"))
    assert line.startswith("lesson.yaml:8:36: Y107 ")
    assert '"a"' in line


def test_binary_that_is_not_base64(complaints, lesson):
    assert complaints(lesson("put: {order_id: o-1, x: !!binary '***'}")) == [
        "lesson.yaml:8:29: Y107 !!binary takes base64 text"
    ]


def test_a_value_deep_inside_is_found_where_it_stands(complaints, lesson):
    [line] = complaints(lesson("put: {order_id: o-1, a: [1, {b: [1e999]}]}"))
    assert line.startswith("lesson.yaml:8:38: D304 ")


@pytest.mark.parametrize(("levels", "count"), [(32, 0), (33, 1)])
def test_lists_nest_32_deep(complaints, lesson, levels, count):
    lines = complaints(lesson(f"put: {{order_id: o-1, x: {'[' * levels}{']' * levels}}}"))
    assert [line.partition(" lists")[0] for line in lines] == ["lesson.yaml:8:29: D304"] * count


# An item's size is its names and its values (F32): order_id and o-1 are 11 bytes, x is one.
ROOM = 400 * 1024 - 11 - 1


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (ROOM, []),
        (ROOM + 1, ["lesson.yaml:8:5: D305 the item has 409,601 bytes; at most 409,600 (400 KB)"]),
    ],
)
def test_an_item_has_at_most_400_kb(complaints, lesson, length, said):
    assert complaints(lesson(f"put: {{order_id: o-1, x: {'x' * length}}}")) == said


@pytest.mark.parametrize(("times", "count"), [(9_999, 0), (10_000, 1)])
def test_an_item_that_grows_over_400_kb_in_a_later_round(complaints, lesson, times, count):
    # In the ten-thousandth round {n} has five digits.
    value = "x" * (ROOM - len("9999"))
    entry = f'repeat: {{times: {times}, do: {{put: {{order_id: o-1, x: "{value}{{n}}"}}}}}}'
    lines = complaints(lesson(entry))
    assert [line[:22] for line in lines] == ["lesson.yaml:8:33: D305"] * count


@in_each_case(
    "clause, place",
    [
        ("set: {order_id: o-2}", "8:52"),
        ("remove: [order_id]", "8:45"),
        ("remove: order_id", "8:44"),
        ("add: {order_id: 1}", "8:52"),
        ("delete: {order_id: !!set {a}}", "8:45"),
    ],
)
def test_an_update_cannot_change_a_key_attribute(complaints, lesson, clause, place):
    assert complaints(lesson(f"update: {{key: {{order_id: o-1}}, {clause}}}")) == [
        f'lesson.yaml:{place}: D306 "order_id" is a key attribute; an update cannot change it'
    ]


@in_each_case(
    "clause, place, telling",
    [
        ("add: {n: x}", "8:45", "add takes a number or a set"),
        ("add: {n: true}", "8:45", "add takes a number or a set"),
        ("add: {n: [1]}", "8:42", "add takes a number or a set"),
        ("delete: {n: 1}", "8:48", "delete takes a set"),
        ("delete: {n: a}", "8:48", "delete takes a set"),
    ],
)
def test_add_and_delete_take_operands_of_their_types(complaints, lesson, clause, place, telling):
    [line] = complaints(lesson(f"update: {{key: {{order_id: o-1}}, {clause}}}"))
    assert line.startswith(f"lesson.yaml:{place}: D307 {telling}")


@in_each_case(
    "clauses, place, first",
    [
        ("set: {a: 1}, remove: [a]", "8:58", "set"),
        ("set: {a: 1}, add: {a: 1}", "8:58", "set"),
        ("remove: [a, a]", "8:48", "remove"),
        ("add: {a: !!set {x}}, delete: {a: !!set {y}}", "8:66", "add"),
    ],
)
def test_an_update_names_an_attribute_once(complaints, lesson, clauses, place, first):
    [line] = complaints(lesson(f"update: {{key: {{order_id: o-1}}, {clauses}}}"))
    assert line == f'lesson.yaml:{place}: D308 "a" is also in `{first}`; an update names it once'


@pytest.mark.parametrize(
    ("entry", "place"),
    [("delete: {order_id: o-1, a: 1}", "8:32"), ("update: {key: {order_id: o-1, a: 1}}", "8:38")],
)
def test_a_key_holds_key_attributes_alone(complaints, lesson, entry, place):
    [line] = complaints(lesson(entry))
    assert line.startswith(f'lesson.yaml:{place}: D304 "a" is no key attribute')


def test_an_attribute_without_a_name(complaints, lesson):
    [line] = complaints(lesson('put: {order_id: o-1, "": 1}'))
    assert line.startswith("lesson.yaml:8:30: D304 an attribute's name cannot be empty")


def test_a_refused_value_hides_no_missing_key(complaints, lesson):
    lines = complaints(lesson("put: {tags: !!set {a, 1}}"))
    assert [line.split(" ")[:2] for line in lines] == [["lesson.yaml:8:5:", "D301"], ["lesson.yaml:8:17:", "D304"]]


def test_a_key_whose_value_is_refused_is_not_called_missing(complaints, lesson):
    [line] = complaints(lesson("put: {order_id: !!set {a, 1}}"))
    assert line.startswith("lesson.yaml:8:21: D304 ")


def test_a_refused_operand_is_not_called_of_the_wrong_type_too(complaints, lesson):
    lines = complaints(lesson("update: {key: {order_id: o-1}, add: {n: 1e999}, delete: {t: !!set {}}}"))
    assert [line.split(" ")[:2] for line in lines] == [["lesson.yaml:8:45:", "D304"], ["lesson.yaml:8:65:", "D304"]]


def test_a_mistake_elsewhere_in_an_entry_hides_nothing_of_its_write(complaints, lesson):
    lines = complaints(lesson("{update: {key: {order_id: 1}, set: {order_id: x}, sett: {}}, at: soon, on: x}"))
    assert [line.split(" ")[:2] for line in lines] == [
        ["lesson.yaml:8:31:", "D302"],
        ["lesson.yaml:8:51:", "D306"],
        ["lesson.yaml:8:55:", "S201"],
        ["lesson.yaml:8:70:", "S203"],
        ["lesson.yaml:8:76:", "S201"],
    ]


def test_a_mistake_in_the_table_hides_no_missing_key(complaints, lesson):
    lines = complaints(lesson("put: {a: 1}").replace("name: Orders", "nam: Orders"))
    assert [line.split(" ")[:2] for line in lines] == [
        ["lesson.yaml:3:3:", "S201"],
        ["lesson.yaml:3:3:", "S202"],
        ["lesson.yaml:8:5:", "D301"],
    ]


def test_where_the_key_of_the_table_is_unreadable_nothing_is_said_of_items(complaints, lesson):
    [line] = complaints(lesson("put: {a: 1}").replace("partition_key: order_id", "partition_key: {name: [], type: S}"))
    assert line.startswith("lesson.yaml:4:19: S203 ")


def test_a_repeat_that_writes_too_much(complaints, lesson):
    entries = [
        "repeat: {times: 500000, do: [{put: {order_id: o-1}}, {delete: {order_id: o-1}}]}",
        "put: {order_id: o-1}",
    ]
    assert complaints(lesson(entries[0])) == []
    assert complaints(lesson(*entries)) == ["lesson.yaml:7:1: S209 1,000,001 writes; at most 1,000,000"]
