"""A misconception is the service with one decision wrong (F270-F272, F274-F276, F278, F309)."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.dynamodb.attributes import Item, number, string
from simulator.dynamodb.expressions.conditions import Requirement
from simulator.dynamodb.rules import AWS, Rules
from simulator.dynamodb.stream import Stream, StreamRecord, ViewType
from simulator.dynamodb.table import Change, Effect, KeyAttribute, KeySchema, Table
from simulator.dynamodb.writes import Delete, Put, Update, Write

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
    assert not last_change(EVERY_WRITE_IS_RECORDED, Put(PLACED, Requirement("attribute_exists", "note"))).recorded


def test_F272_believed_an_update_that_creates_the_item_is_a_MODIFY() -> None:
    update = Update(KEY, set={"n": number(1)})
    assert event_name(last_change(UPDATE_IS_MODIFY, update)) == "MODIFY"
    assert event_name(last_change(AWS, update)) == "INSERT"


def test_F272_believed_a_put_of_a_new_key_is_still_an_INSERT() -> None:
    assert event_name(last_change(UPDATE_IS_MODIFY, Put(PLACED))) == "INSERT"


def record_of(rules: Rules, change: Change, view_type: ViewType = ViewType.NEW_AND_OLD_IMAGES) -> StreamRecord:
    return Stream("Orders", ORDERS, view_type, 0, rules=rules).capture(change, 0)


def images(record: StreamRecord) -> tuple[Item | None, Item | None]:
    """The new one and the old one."""
    return record.new_image, record.old_image


PAID = {**KEY, "status": string("PAID")}
OVERWRITE_IS_INSERT = Rules(overwrite_is_modify=False)
MISSING_DELETE_IS_RECORDED = Rules(missing_delete_is_recorded=True)
REJECTED_WRITE_IS_RECORDED = Rules(rejected_write_is_recorded=True)
IMAGES_ARE_DIFFERENCES = Rules(images_are_whole=False)
REMOVE_HAS_NEW_IMAGE = Rules(remove_has_new_image=True)
EXPIRY_IS_NOT_MARKED = Rules(expiry_is_marked=False)


def test_F271_believed_a_put_over_another_item_is_an_INSERT_and_otherwise_the_same_change() -> None:
    believed, real = (last_change(rules, Put(PLACED), Put(PAID)) for rules in (OVERWRITE_IS_INSERT, AWS))
    assert (event_name(believed), event_name(real)) == ("INSERT", "MODIFY")
    assert (believed.before, believed.after, believed.recorded) == (real.before, real.after, real.recorded)


def test_F271_believed_an_update_of_an_item_is_still_a_MODIFY_and_a_put_that_changes_nothing_still_silent() -> None:
    assert event_name(last_change(OVERWRITE_IS_INSERT, Put(PLACED), Update(KEY, set={"n": number(1)}))) == "MODIFY"
    assert not last_change(OVERWRITE_IS_INSERT, Put(PLACED), Put(PLACED)).recorded


def test_F274_believed_the_delete_of_a_missing_item_is_a_REMOVE_without_an_image() -> None:
    change = last_change(MISSING_DELETE_IS_RECORDED, Delete(KEY))
    assert change.recorded
    record = record_of(MISSING_DELETE_IS_RECORDED, change)
    assert record.event_name == "REMOVE"
    assert images(record) == (None, None)
    assert record.keys == KEY


def test_F274_believed_other_writes_that_change_nothing_are_as_silent_as_ever() -> None:
    assert not last_change(MISSING_DELETE_IS_RECORDED, Put(PLACED), Put(PLACED)).recorded
    assert not last_change(MISSING_DELETE_IS_RECORDED, Update(KEY, remove=("status",))).recorded
    assert not last_change(MISSING_DELETE_IS_RECORDED, Delete(KEY, Requirement("attribute_exists", "n"))).recorded


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (Put(PAID, Requirement("attribute_not_exists", "order_id")), "MODIFY"),
        (Update(KEY, set={"n": number(1)}, condition=Requirement("attribute_exists", "n")), "MODIFY"),
        (Delete(KEY, Requirement("attribute_exists", "n")), "REMOVE"),
    ],
    ids=["put", "update", "delete"],
)
def test_F275_believed_a_failed_condition_is_recorded_and_still_changes_nothing(write: Write, name: str) -> None:
    change = last_change(REJECTED_WRITE_IS_RECORDED, Put(PLACED), write)
    assert change.effect is Effect.REJECTED
    assert change.recorded
    assert event_name(change) == name
    assert change.before == change.after == PLACED
    assert not last_change(AWS, Put(PLACED), write).recorded


def test_F275_believed_where_there_is_no_item_there_is_nothing_to_record() -> None:
    assert not last_change(REJECTED_WRITE_IS_RECORDED, Put(PLACED, Requirement("attribute_exists", "n"))).recorded


def test_F275_believed_a_request_that_is_refused_for_another_reason_is_not_recorded() -> None:
    assert not last_change(REJECTED_WRITE_IS_RECORDED, Put(PLACED), Update(KEY, add={"status": number(1)})).recorded


def test_F276_believed_images_hold_the_key_and_what_changed() -> None:
    before = {**KEY, "status": string("PLACED"), "total": number(25), "note": string("gift")}
    update = Update(KEY, set={"status": string("PAID"), "total": number("25.0"), "paid": number(25)}, remove=("note",))
    change = last_change(IMAGES_ARE_DIFFERENCES, Put(before), update)
    assert images(record_of(IMAGES_ARE_DIFFERENCES, change)) == (
        {**KEY, "status": string("PAID"), "paid": number(25)},
        {**KEY, "status": string("PLACED"), "note": string("gift")},
    )
    whole = {**KEY, "status": string("PAID"), "total": number(25), "paid": number(25)}
    assert images(record_of(AWS, change)) == (whole, before)


def test_F276_believed_SizeBytes_counts_the_images_that_are_there() -> None:
    """Keys 11; the new image 11 and "status" 6 + "PAID" 4; the old one 11 and "status" 6 + "PLACED" 6 (F31)."""
    item = {**PLACED, "total": number(25)}
    change = last_change(IMAGES_ARE_DIFFERENCES, Put(item), Put({**item, "status": string("PAID")}))
    assert record_of(IMAGES_ARE_DIFFERENCES, change).size_bytes == 11 + 21 + 23
    assert record_of(AWS, change).size_bytes == 11 + 21 + 23 + 2 * (5 + 2)  # "total" and a number of two digits


def test_F276_believed_an_item_that_comes_or_goes_is_still_whole() -> None:
    insert, remove = (last_change(AWS, *writes) for writes in ([Put(PLACED)], [Put(PLACED), Delete(KEY)]))
    assert images(record_of(IMAGES_ARE_DIFFERENCES, insert)) == (PLACED, None)
    assert images(record_of(IMAGES_ARE_DIFFERENCES, remove)) == (None, PLACED)


@in_each_case(
    "view_type, real, believed",
    [
        (ViewType.KEYS_ONLY, (None, None), (None, None)),
        (ViewType.NEW_IMAGE, (None, None), (PLACED, None)),
        (ViewType.OLD_IMAGE, (None, PLACED), (None, PLACED)),
        (ViewType.NEW_AND_OLD_IMAGES, (None, PLACED), (PLACED, PLACED)),
    ],
)
def test_F278_believed_a_new_image_keeps_what_was_deleted(
    view_type: ViewType, real: tuple[Item | None, Item | None], believed: tuple[Item | None, Item | None]
) -> None:
    change = last_change(AWS, Put(PLACED), Delete(KEY))
    assert images(record_of(AWS, change, view_type)) == real
    assert images(record_of(REMOVE_HAS_NEW_IMAGE, change, view_type)) == believed


def test_F278_believed_other_records_are_the_same() -> None:
    for writes in ([Put(PLACED)], [Put(PLACED), Put(PAID)]):
        change = last_change(AWS, *writes)
        assert record_of(REMOVE_HAS_NEW_IMAGE, change).to_api() == record_of(AWS, change).to_api()


def test_F309_believed_a_delete_by_time_to_live_looks_like_any_other() -> None:
    table = Table(ORDERS)
    table.apply(Put(PLACED))
    change = table.expire(ORDERS.key_of(KEY))
    real, believed = record_of(AWS, change).to_api(), record_of(EXPIRY_IS_NOT_MARKED, change).to_api()
    assert real.pop("userIdentity") == {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}
    assert believed == real
    assert "userIdentity" not in record_of(EXPIRY_IS_NOT_MARKED, change).to_lambda()
