"""Batches and transactions: those that the service would refuse are refused before a run, with their location."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.scenario.loader import scenario_from_text
from simulator.scenario.plan import timeline_of

DUPLICATE = "D309 Provided list of item keys contains duplicates (F58)"
SAME_ITEM = "D309 Transaction request cannot include multiple operations on one item"


def writes(count: int, kind: str = "put") -> str:
    """So many writes of different items, as the entries of a list."""
    return ", ".join(f"{kind}: {{order_id: o-{number}}}" for number in range(count))


@in_each_case(
    "entry",
    [
        f"batch_write: [{writes(25)}]",
        f"batch_write: [{writes(25, 'delete')}]",
        f"transact_write: [{writes(100)}]",
        "{batch_write: [put: {order_id: a}, delete: {order_id: b}], spread: 2s, at: 5s}",
        "transact_write: [{put: {order_id: a}, condition: {attribute_exists: x}}, {delete: {order_id: b}}, "
        "{update: {key: {order_id: c}, set: {x: 1}}, condition: {equals: {x: 0}}}, "
        "{condition_check: {key: {order_id: d}, condition: {attribute_not_exists: x}}}]",
        "repeat: {times: 3, every: 1s, do: [{batch_write: [put: {order_id: 'o-{n}'}], spread: 1s}, "
        "{transact_write: [{put: {order_id: 'p-{n}'}}]}]}",
    ],
)
def test_a_request_that_the_service_accepts_is_accepted(complaints, lesson, entry):
    assert complaints(lesson(entry)) == []


def test_a_batch_has_at_most_25_writes(said, lesson):
    assert said(lesson(f"^batch_write: [{writes(26)}]")) == [
        "D309 a batch has at most 25 puts and deletes; this one has 26"
    ]


def test_a_transaction_has_at_most_100_actions(said, lesson):
    assert said(lesson(f"^transact_write: [{writes(101)}]")) == [
        "D309 a transaction has at most 100 actions; this one has 101"
    ]


@pytest.mark.parametrize("kind", ["batch_write", "transact_write"])
def test_a_request_with_nothing_in_it(said, lesson, kind):
    assert said(lesson(f"^{kind}: []")) == ["S204 expected at least 1 here"]


def test_a_batch_takes_no_update_and_no_condition_check(said, lesson):
    batch = "batch_write: [^update: {key: {order_id: a}}, ^condition_check: {key: {order_id: b}, condition: {}}]"
    assert said(lesson(batch)) == [
        "S201 a batch takes puts and deletes only; an update can stand alone or in transact_write",
        "S201 a batch takes puts and deletes only; a condition_check stands in transact_write",
    ]


def test_a_batch_takes_no_condition_neither_inside_nor_beside_it(said, lesson):
    sentence = "a batch takes no conditions; a write alone does, and so does an action of transact_write"
    inside = "batch_write: [{put: {order_id: a}, ^condition: {attribute_exists: x}}]"
    beside = "{batch_write: [put: {order_id: a}], ^condition: {attribute_exists: x}}"
    assert said(lesson(inside, beside)) == [f"S201 {sentence}", f"S206 {sentence}"]


def test_a_transactions_conditions_stand_with_its_actions(said, lesson):
    assert said(lesson("{transact_write: [put: {order_id: a}], ^condition: {attribute_exists: x}}")) == [
        "S206 a transaction has no condition of its own; put it beside the put, update or delete"
    ]


def test_a_condition_check_has_its_condition_inside_it(said, lesson):
    check = "condition_check: {key: {order_id: a}, condition: {attribute_exists: x}}"
    assert said(lesson(f"transact_write: [{{{check}, ^condition: {{attribute_exists: x}}}}]")) == [
        "S206 a condition_check has its condition inside it: {key: ..., condition: ...}"
    ]


@pytest.mark.parametrize(
    ("check", "missing"),
    [("key: {order_id: a}", "condition"), ("condition: {attribute_exists: x}", "key")],
)
def test_a_condition_check_has_a_key_and_a_condition(said, lesson, check, missing):
    assert said(lesson(f"transact_write: [condition_check: ^{{{check}}}]")) == [f'S202 missing key "{missing}"']


@pytest.mark.parametrize(
    ("kind", "known"),
    [("batch_write", "put, delete"), ("transact_write", "put, update, delete, condition_check")],
)
def test_each_entry_of_a_request_is_one_write(said, lesson, kind, known):
    assert said(lesson(f"{kind}: [^{{}}, ^{{put: {{order_id: a}}, delete: {{order_id: b}}}}, ^x]")) == [
        f"S206 no action here; expected one of {known}",
        "S206 one action an entry; this has put and delete",
        "S203 expected a mapping of keys",
    ]


@pytest.mark.parametrize(("kind", "sentence"), [("batch_write", DUPLICATE), ("transact_write", SAME_ITEM)])
def test_F58_one_item_twice_in_a_request(said, lesson, kind, sentence):
    assert said(lesson(f"{kind}: [put: {{order_id: a}}, put: {{order_id: b}}, ^delete: {{order_id: a}}]")) == [sentence]


def test_a_condition_check_is_an_operation_on_its_item_too(said, lesson):
    check = "condition_check: {key: {order_id: a}, condition: {attribute_exists: x}}"
    assert said(lesson(f"transact_write: [put: {{order_id: a}}, ^{check}]")) == [SAME_ITEM]


def test_numbers_that_are_equal_are_one_key(said, lesson):
    number = "partition_key: {name: order_id, type: N}"
    text = lesson("batch_write: [put: {order_id: 1}, ^put: {order_id: 1.0}]")
    assert said(text.replace("partition_key: order_id", number)) == [DUPLICATE]


def test_two_sort_keys_are_two_items(said, lesson):
    text = lesson("batch_write: [put: {order_id: a, line: 1}, put: {order_id: a, line: 2}]")
    assert said(text.replace("order_id\n", "order_id\n  sort_key: {name: line, type: N}\n", 1)) == []


def test_two_times_from_now_are_two_keys(said, lesson):
    text = lesson("batch_write: [put: {order_id: a, due: !in 1m}, put: {order_id: a, due: !in 2m}]")
    assert said(text.replace("order_id\n", "order_id\n  sort_key: {name: due, type: N}\n", 1)) == []


def test_one_item_twice_in_the_first_round_of_a_repeat(said, lesson):
    batch = 'batch_write: [put: {order_id: "o-{n}"}, ^put: {order_id: o-1}]'
    assert said(lesson(f"repeat: {{times: 10, do: {{{batch}}}}}")) == [DUPLICATE]


def test_one_item_twice_in_the_last_round_of_a_repeat(said, lesson):
    batch = 'batch_write: [put: {order_id: "o-{n}"}, ^put: {order_id: o-10}]'
    assert said(lesson(f"repeat: {{times: 10, do: {{{batch}}}}}")) == [f"{DUPLICATE}, in round 10"]
    assert said(lesson(f"repeat: {{times: 9, do: {{{batch}}}}}".replace("^", ""))) == []


def test_two_requests_of_one_round_may_write_the_same_item(complaints, lesson):
    batch = "{batch_write: [put: {order_id: a}]}"
    assert complaints(lesson(f"repeat: {{times: 2, do: [{batch}, {batch}]}}")) == []


@pytest.mark.parametrize("kind", ["batch_write", "transact_write"])
def test_each_write_of_a_request_is_checked_like_a_write_alone(said, lesson, kind):
    assert said(lesson(f"{kind}: [^put: {{x: 1}}, put: {{order_id: ^7}}, delete: {{order_id: a, x: ^1}}]")) == [
        'D301 the partition key "order_id" is missing',
        'D302 the partition key "order_id" is of type S (string), not N',
        'D304 "x" is no key attribute; a key has those alone',
    ]


def test_the_key_of_a_condition_check_and_of_an_update_in_a_transaction_are_checked(said, lesson):
    check = "condition_check: {^key: {id: ^a}, condition: {attribute_exists: x}}"
    update = "update: {key: {order_id: b}, set: {order_id: ^c}}"
    assert said(lesson(f"transact_write: [{check}, {update}]")) == [
        'D301 the partition key "order_id" is missing',
        'D304 "id" is no key attribute; a key has those alone',
        'D306 "order_id" is a key attribute; an update cannot change it',
    ]


def test_an_item_of_a_batch_has_at_most_400_kb(said, lesson):
    item = f"order_id: o-1, x: {'x' * (400 * 1024 - 11)}"  # order_id and o-1 are 11 bytes, x is one
    assert said(lesson(f"batch_write: [^put: {{{item}}}]")) == [
        "D305 the item has 409,601 bytes; at most 409,600 (400 KB)"
    ]


@pytest.mark.parametrize(("over", "mark"), [(0, ""), (1, "^")])
def test_the_items_of_a_transaction_have_at_most_4_mb_together(said, lesson, over, mark):
    # Ten items of 409,600 bytes are 4,096,000; 98,304 are left to 4 MB. order_id and o-1 are 11 bytes, x is one.
    sizes = [409_600] * 10 + [98_304 + over]
    items = ", ".join(f"put: {{order_id: o-{n:x}, x: {'x' * (size - 12)}}}" for n, size in enumerate(sizes))
    assert said(lesson(f"{mark}transact_write: [{items}]")) == [
        "D309 the transaction's items have 4,194,305 bytes; at most 4,194,304 (4 MB)" for _ in mark
    ]


def test_a_refused_entry_hides_nothing_of_the_others(said, lesson):
    batch = "batch_write: [put: {order_id: a}, ^x, ^update: {key: {}}, {put: ^5}, {put: {order_id: b}, ^pt: 1}, "
    assert said(lesson(batch + "^put: {order_id: a}, ^delete: {}]")) == [
        "S203 expected a mapping of keys",
        "S201 a batch takes puts and deletes only; an update can stand alone or in transact_write",
        "S203 expected attributes and their values, as in {name: value}",
        'S201 unknown key "pt"; did you mean "put"?',
        DUPLICATE,
        'D301 the partition key "order_id" is missing',
    ]


def test_a_refused_number_of_rounds_hides_nothing_of_what_is_repeated(said, lesson):
    batch = "{batch_write: [put: {order_id: a}, ^put: {order_id: a}]}"
    assert said(lesson(f"repeat: {{times: ^often, do: {batch}}}", f"repeat: ^{{do: {batch}}}")) == [
        "S203 expected a whole number from 1 to 1,000,000",
        DUPLICATE,
        'S202 missing key "times"',
        DUPLICATE,
    ]


def test_a_spread_goes_with_a_batch_or_a_transaction(said, lesson):
    put = "put: {order_id: a}"
    sentence = "S206 `spread` goes with batch_write and transact_write, not with "
    assert said(
        lesson(
            f"{{{put}, spread: ^2s}}",
            "{wait: 1s, spread: ^2s}",
            "{split_shard: 1, spread: ^2s}",
            f"{{repeat: {{times: 2, do: {{{put}}}}}, spread: ^2s}}",
            f"repeat: {{times: 2, do: {{{put}, spread: ^2s}}}}",
        )
    ) == [
        f"{sentence}put",
        f"{sentence}wait",
        f"{sentence}split_shard",
        f"{sentence}repeat; put it inside `do`",
        f"{sentence}put",
    ]


def test_a_condition_beside_what_is_no_write(said, lesson):
    assert said(lesson("{split_shard: 1, ^condition: {attribute_exists: a}}")) == [
        "S206 a condition belongs to a write, not to split_shard"
    ]


def test_every_item_of_a_batch_counts_as_a_write(said, lesson):
    batch = "batch_write: [put: {order_id: a}, put: {order_id: b}]"
    repeat = f"repeat: {{times: 500000, do: {{{batch}}}}}"
    assert said(lesson(repeat)) == []
    marked = lesson(repeat, "transact_write: [put: {order_id: a}]").replace("timeline", "^timeline")
    assert said(marked) == ["S209 1,000,001 writes; at most 1,000,000"]


def test_a_request_of_the_timeline_is_what_the_file_says(lesson):
    entries = (
        "{batch_write: [put: {order_id: a}, delete: {order_id: b}], spread: 2s}",
        "transact_write: [put: {order_id: a}]",
        "put: {order_id: a}",
    )
    requests = [action.requests[0] for action in timeline_of(scenario_from_text(lesson(*entries)))]
    assert [(request.kind, len(request.templates), request.spread) for request in requests] == [
        ("batch", 2, 2000),
        ("transaction", 1, None),
        ("write", 1, None),
    ]


NOTHING = "S204 nothing is in here, and the service takes no empty expression; leave the key out"
NO_CONDITION = "S204 the service takes no empty condition; expected a requirement, such as attribute_exists or equals"


@in_each_case(
    "entry, expected",
    [
        ("{put: {order_id: a}, ^condition: {}}", [NO_CONDITION]),
        ("{put: {order_id: a}, condition: {^equals: {}}}", [NOTHING]),
        ("{put: {order_id: a}, condition: {^attribute_exists: [], ^attribute_not_exists: []}}", [NOTHING, NOTHING]),
        ("transact_write: [condition_check: {key: {order_id: a}, ^condition: {}}]", [NO_CONDITION]),
        ("update: {key: {order_id: a}, ^set: {}, ^remove: [], ^add: {}, ^delete: {}}", [NOTHING] * 4),
        ("repeat: {times: 2, do: {delete: {order_id: a}, ^condition: {}}}", [NO_CONDITION]),
        (
            "{^put: {n: 1}, ^condition: {}}",
            ['D301 the partition key "order_id" is missing', NO_CONDITION],
        ),
    ],
)
def test_an_expression_that_is_there_and_empty_is_refused(said, lesson, entry, expected):
    assert said(lesson(entry)) == expected


def test_an_update_may_be_of_a_key_alone(said, lesson):
    """UpdateItem without an UpdateExpression: it creates the item where there is none (F48)."""
    assert said(lesson("update: {key: {order_id: a}}")) == []


def test_a_request_that_is_refused_for_another_reason_is_not_called_empty_too(said, lesson):
    number = "1" * 39
    [line] = said(lesson(f"update: {{key: {{order_id: a}}, set: {{n: ^{number}}}}}"))
    assert line.startswith("D304 ")
