"""Batches, transactions and expiry on a table (F56-F60, F69)."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.dynamodb.attributes import Item, number, string
from simulator.dynamodb.expressions.conditions import Requirement
from simulator.dynamodb.stream import Stream, ViewType
from simulator.dynamodb.table import Change, Effect, KeyAttribute, KeySchema, Operation, Table
from simulator.dynamodb.writes import ConditionCheck, Delete, Put, Update, Write

ORDERS = KeySchema(KeyAttribute("order_id"))
PLACED = Requirement("equals", "status", string("PLACED"))
THERE = Requirement("attribute_exists", "order_id")
NOT_THERE = Requirement("attribute_not_exists", "order_id")


def key(name: str) -> Item:
    return {"order_id": string(name)}


def order(name: str, status: str = "PLACED") -> Item:
    return {**key(name), "status": string(status)}


def table_with(*items: Item) -> Table:
    table = Table(ORDERS)
    for item in items:
        table.apply(Put(item))
    return table


def effects(changes: list[Change]) -> list[str]:
    return [change.effect.name for change in changes]


def test_F56_a_batch_is_as_many_writes_as_it_has_entries_each_for_itself() -> None:
    table = table_with(order("o-1"), order("o-2"))
    changes = table.batch(
        [Put(order("o-1")), Put(order("o-2", "PAID")), Delete(key("o-9")), Put(order("o-3")), Delete(key("o-1"))]
    )
    assert effects(changes) == ["UNCHANGED", "MODIFY", "UNCHANGED", "INSERT", "REMOVE"]
    assert [change.recorded for change in changes] == [False, True, False, True, True]
    assert [change.request for change in changes] == ["batch"] * 5
    assert [item["status"].value for item in table.items.values()] == ["PAID", "PLACED"]


def test_F59_a_transaction_that_succeeds_is_as_many_writes_as_it_has_actions() -> None:
    table = table_with(order("o-1"), order("o-2"))
    changes = table.transact(
        [
            Put(order("o-3"), NOT_THERE),
            Update(key("o-1"), set={"status": string("PAID")}, condition=PLACED),
            Delete(key("o-2"), THERE),
            ConditionCheck(key("o-9"), NOT_THERE),
        ]
    )
    assert effects(changes) == ["INSERT", "MODIFY", "REMOVE", "UNCHANGED"]
    assert [change.recorded for change in changes] == [True, True, True, False]
    assert [change.fact for change in changes] == ["F41", "F13", "F53", "F59"]
    assert [change.request for change in changes] == ["transaction"] * 4


def test_F59_what_changes_nothing_in_a_transaction_is_not_recorded() -> None:
    changes = table_with(order("o-1")).transact(
        [Put(order("o-1")), Update(key("o-1")), Delete(key("o-9")), Update(key("o-9"), remove=("status",))]
    )
    assert effects(changes) == ["UNCHANGED"] * 4
    assert not any(change.recorded for change in changes)


def test_a_condition_check_leaves_the_item_as_it_is() -> None:
    table = table_with(order("o-1"))
    (change,) = table.transact([ConditionCheck(key("o-1"), THERE)])
    assert change.operation is Operation.CONDITION_CHECK
    assert change.before is change.after
    assert list(table.items.values()) == [order("o-1")]


FAILING: list[tuple[Write, str]] = [
    (Put(order("o-1"), NOT_THERE), "ConditionalCheckFailed"),
    (Update(key("o-1"), set={"n": number(1)}, condition=NOT_THERE), "ConditionalCheckFailed"),
    (Delete(key("o-1"), Requirement("equals", "status", string("PAID"))), "ConditionalCheckFailed"),
    (ConditionCheck(key("o-1"), NOT_THERE), "ConditionalCheckFailed"),
    (Update(key("o-1"), add={"status": number(1)}), "ValidationError"),
]


@in_each_case("place", [0, 1, 2])
@in_each_case("failing, reason", FAILING)
def test_F60_one_failing_action_anywhere_cancels_the_whole_transaction(failing: Write, reason: str, place: int) -> None:
    table = table_with(order("o-1"))
    before = dict(table.items)
    actions: list[Write] = [Put(order("o-2")), Delete(key("o-9"))]
    actions.insert(place, failing)
    (change,) = table.transact(actions)
    assert (change.effect, change.fact, change.recorded) == (Effect.CANCELLED, "F60", False)
    assert (change.operation, change.key) == (Operation.TRANSACTION, ())
    reasons = ["None", "None"]
    reasons.insert(place, reason)
    assert change.error == (
        "TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for specific reasons "
        f"[{', '.join(reasons)}]"
    )
    assert table.items == before


def test_F60_every_action_that_fails_has_its_reason() -> None:
    (change,) = table_with(order("o-1")).transact(
        [Put(order("o-1"), NOT_THERE), Put(order("o-2")), ConditionCheck(key("o-3"), THERE)]
    )
    assert change.error.endswith("[ConditionalCheckFailed, None, ConditionalCheckFailed]")


def test_F60_the_conditions_are_those_of_the_table_before_the_transaction() -> None:
    """The first action would make the second one's condition false, were it done before."""
    table = table_with(order("o-1"))
    changes = table.transact([Delete(key("o-1")), ConditionCheck(key("o-2"), NOT_THERE), Put(order("o-2"), NOT_THERE)])
    assert effects(changes) == ["REMOVE", "UNCHANGED", "INSERT"]


def test_a_transaction_without_an_item_to_change_is_no_cancelled_one() -> None:
    (change,) = Table(ORDERS).transact([ConditionCheck(key("o-1"), NOT_THERE)])
    assert (change.effect, change.error) == (Effect.UNCHANGED, "")


def test_F69_an_item_that_expires_is_removed_by_the_service() -> None:
    table = table_with(order("o-1"), order("o-2"))
    change = table.expire((string("o-1"),))
    assert (change.operation, change.effect, change.fact) == (Operation.EXPIRY, Effect.REMOVE, "F69")
    assert (change.before, change.after, change.recorded) == (order("o-1"), None, True)
    assert list(table.items.values()) == [order("o-2")]


def test_F36_its_record_has_the_old_image_and_the_service_as_the_user() -> None:
    change = table_with(order("o-1")).expire((string("o-1"),))
    record = Stream("Orders", ORDERS, ViewType.NEW_AND_OLD_IMAGES, 0).capture(change, 0)
    assert record.event_name == "REMOVE"
    assert (record.new_image, record.old_image) == (None, order("o-1"))
    assert record.to_api()["userIdentity"] == {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}


def test_an_item_that_is_not_there_cannot_expire() -> None:
    with pytest.raises(KeyError):
        Table(ORDERS).expire((string("o-1"),))
