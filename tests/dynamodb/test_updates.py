"""The effect of each clause of an update on an item: set, remove, add, delete (F45a, F48-F50)."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.dynamodb.attributes import AttributeValue, Item, item_size, number, set_of, string
from simulator.dynamodb.writes import MAX_ITEM_SIZE, Failure, Rejected, Update, resulting_item

KEY = {"order_id": string("o-1")}
TAGS = set_of("SS", ["a", "b"])
ORDER = {**KEY, "status": string("PLACED"), "total": number("25"), "tags": TAGS}


def updated(update: Update, before: Item | None = None) -> Item | None:
    return resulting_item(update, ORDER if before is None else before)


def test_set_replaces_a_value_and_adds_a_new_one() -> None:
    after = updated(Update(KEY, set={"status": string("PAID"), "note": AttributeValue("NULL", True)}))
    assert after == {**ORDER, "status": string("PAID"), "note": AttributeValue("NULL", True)}


def test_remove_takes_attributes_away() -> None:
    assert updated(Update(KEY, remove=("status", "tags", "missing"))) == {**KEY, "total": number("25")}


@in_each_case("added, total", [("1", "26"), ("-25", "0"), ("0.05", "25.05"), ("-30", "-5")])
def test_add_adds_to_a_number_exactly(added: str, total: str) -> None:
    assert updated(Update(KEY, add={"total": number(added)})) == {**ORDER, "total": number(total)}


def test_F45a_add_to_a_missing_number_starts_from_0() -> None:
    assert updated(Update(KEY, add={"visits": number("-2")})) == {**ORDER, "visits": number("-2")}


def test_add_puts_members_into_a_set() -> None:
    after = updated(Update(KEY, add={"tags": set_of("SS", ["c", "a"])}))
    assert after == {**ORDER, "tags": set_of("SS", ["a", "b", "c"])}


def test_F45a_add_to_a_missing_set_creates_it() -> None:
    sizes = set_of("NS", ["1", "2"])
    assert updated(Update(KEY, add={"sizes": sizes})) == {**ORDER, "sizes": sizes}


def test_delete_takes_members_out_of_a_set() -> None:
    after = updated(Update(KEY, delete={"tags": set_of("SS", ["a", "unknown"])}))
    assert after == {**ORDER, "tags": set_of("SS", ["b"])}


def test_F46_delete_takes_a_number_out_in_any_spelling() -> None:
    after = updated(Update(KEY, delete={"sizes": set_of("NS", ["1.00"])}), {**KEY, "sizes": set_of("NS", ["1", "2"])})
    assert after == {**KEY, "sizes": set_of("NS", ["2"])}


def test_the_clauses_of_one_update_act_together() -> None:
    update = Update(
        KEY,
        set={"status": string("PAID")},
        remove=("tags",),
        add={"total": number("5")},
        delete={"missing": set_of("SS", ["x"])},
    )
    assert updated(update) == {**KEY, "status": string("PAID"), "total": number("30")}


def test_an_update_leaves_the_item_before_it_untouched() -> None:
    before = dict(ORDER)
    update = Update(KEY, {"status": string("PAID")}, ("total",), {"n": number(1)}, {"tags": TAGS})
    assert updated(update, before) != ORDER
    assert before == ORDER


@in_each_case(
    "update",
    [
        Update(KEY, add={"status": number("1")}),
        Update(KEY, add={"total": TAGS}),
        Update(KEY, add={"tags": number("1")}),
        Update(KEY, add={"tags": set_of("NS", ["1"])}),
        Update(KEY, delete={"tags": set_of("NS", ["1"])}),
        Update(KEY, delete={"total": TAGS}),
    ],
)
def test_F55_add_and_delete_refuse_an_operand_of_another_type(update: Update) -> None:
    with pytest.raises(Rejected, match="incorrect data type") as refusal:
        updated(update)
    assert refusal.value.failure is Failure.VALIDATION


def test_F55_a_sum_beyond_38_digits_is_refused() -> None:
    with pytest.raises(Rejected, match="38 significant digits") as refusal:
        updated(Update(KEY, add={"total": number("1E-38")}))
    assert refusal.value.failure is Failure.VALIDATION


def test_an_update_can_fill_an_item_to_400_KB_and_no_further() -> None:
    room = 400 * 1024 - item_size(KEY) - len("note")
    full = updated(Update(KEY, set={"note": string("x" * room)}), KEY)
    assert full is not None
    assert item_size(full) == MAX_ITEM_SIZE == 400 * 1024
    with pytest.raises(Rejected, match="Item size") as refusal:
        updated(Update(KEY, set={"note": string("x" * (room + 1))}), KEY)
    assert refusal.value.failure is Failure.VALIDATION
