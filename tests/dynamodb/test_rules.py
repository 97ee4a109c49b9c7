"""A misconception is the service with one decision wrong (F270, F272)."""

from __future__ import annotations

from simulator.dynamodb.attributes import number, string
from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.stream import Stream, ViewType
from simulator.dynamodb.table import Change, KeyAttribute, KeySchema, Table
from simulator.dynamodb.writes import Condition, Delete, Put, Update, Write

ORDERS = KeySchema(KeyAttribute("order_id"))
KEY = {"order_id": string("o-1")}
PLACED = {**KEY, "status": string("PLACED")}
EVERY_WRITE_IS_RECORDED = Rules(unchanged_write_is_recorded=True)
UPDATE_IS_MODIFY = Rules(upsert_is_insert=False)


def last_change(rules: Rules, *writes: Write) -> Change:
    table = Table(ORDERS, rules)
    return [table.apply(write) for write in writes][-1]


def event_name(change: Change) -> str:
    return Stream("Orders", ORDERS, ViewType.KEYS_ONLY, 0).capture(change, 0).event_name


def test_the_documented_service_is_the_default() -> None:
    assert Rules() == AWS
    assert Table(ORDERS).apply(Put(PLACED)) == Table(ORDERS, AWS).apply(Put(PLACED))


def test_F270_believed_a_put_that_changes_nothing_is_a_MODIFY_with_two_equal_images() -> None:
    change = last_change(EVERY_WRITE_IS_RECORDED, Put(PLACED), Put(PLACED))
    assert change.recorded
    assert event_name(change) == "MODIFY"
    record = Stream("Orders", ORDERS, ViewType.NEW_AND_OLD_IMAGES, 0).capture(change, 0)
    assert record.old_image == record.new_image == PLACED


def test_F270_believed_a_write_without_an_item_has_still_nothing_to_record() -> None:
    assert not last_change(EVERY_WRITE_IS_RECORDED, Delete(KEY)).recorded
    assert not last_change(EVERY_WRITE_IS_RECORDED, Update(KEY, remove=("status",))).recorded


def test_F270_believed_a_rejected_write_has_still_no_record() -> None:
    assert not last_change(EVERY_WRITE_IS_RECORDED, Put(PLACED, Condition(attribute_exists=("note",)))).recorded


def test_F272_believed_an_update_that_creates_the_item_is_a_MODIFY() -> None:
    update = Update(KEY, set={"n": number(1)})
    assert event_name(last_change(UPDATE_IS_MODIFY, update)) == "MODIFY"
    assert event_name(last_change(AWS, update)) == "INSERT"


def test_F272_believed_a_put_of_a_new_key_is_still_an_INSERT() -> None:
    assert event_name(last_change(UPDATE_IS_MODIFY, Put(PLACED))) == "INSERT"
