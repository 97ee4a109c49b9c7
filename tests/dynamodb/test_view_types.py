"""The images that a record carries: the table of twelve cells (F86)."""

from __future__ import annotations

from cases import in_each_case

from simulator.dynamodb.attributes import item_to_json, string
from simulator.dynamodb.stream import Stream, ViewType
from simulator.dynamodb.table import KeyAttribute, KeySchema, Table
from simulator.dynamodb.writes import Delete, Put, Write

ORDERS = KeySchema(KeyAttribute("order_id"))
KEY = {"order_id": string("o-1")}
PLACED = {**KEY, "status": string("PLACED")}
PAID = {**KEY, "status": string("PAID")}
WRITES: dict[str, Write] = {"INSERT": Put(PLACED), "MODIFY": Put(PAID), "REMOVE": Delete(KEY)}

TWELVE_CELLS = [
    ("KEYS_ONLY", "INSERT", {"Keys"}),
    ("KEYS_ONLY", "MODIFY", {"Keys"}),
    ("KEYS_ONLY", "REMOVE", {"Keys"}),
    ("NEW_IMAGE", "INSERT", {"Keys", "NewImage"}),
    ("NEW_IMAGE", "MODIFY", {"Keys", "NewImage"}),
    ("NEW_IMAGE", "REMOVE", {"Keys"}),
    ("OLD_IMAGE", "INSERT", {"Keys"}),
    ("OLD_IMAGE", "MODIFY", {"Keys", "OldImage"}),
    ("OLD_IMAGE", "REMOVE", {"Keys", "OldImage"}),
    ("NEW_AND_OLD_IMAGES", "INSERT", {"Keys", "NewImage"}),
    ("NEW_AND_OLD_IMAGES", "MODIFY", {"Keys", "NewImage", "OldImage"}),
    ("NEW_AND_OLD_IMAGES", "REMOVE", {"Keys", "OldImage"}),
]


def bodies(view_type: str) -> dict[str, dict[str, object]]:
    """The `dynamodb` part of the three records of one item, by event name."""
    table, stream = Table(ORDERS), Stream("Orders", ORDERS, ViewType(view_type), 0)
    records = [stream.capture(table.apply(write), 0).to_api() for write in WRITES.values()]
    return {record["eventName"]: record["dynamodb"] for record in records}


@in_each_case("view_type, event_name, present", TWELVE_CELLS)
def test_F86_the_images_of_a_record(view_type: str, event_name: str, present: set[str]) -> None:
    assert set(bodies(view_type)[event_name]) & {"Keys", "NewImage", "OldImage"} == present


@in_each_case("view_type", [each.name for each in ViewType])
def test_F86_an_image_that_is_there_is_the_item_before_or_after(view_type: str) -> None:
    placed, paid = item_to_json(PLACED), item_to_json(PAID)
    found = bodies(view_type)
    assert all(body["Keys"] == {"order_id": {"S": "o-1"}} for body in found.values())
    assert found["INSERT"].get("NewImage", placed) == placed
    assert found["MODIFY"].get("NewImage", paid) == paid
    assert found["MODIFY"].get("OldImage", placed) == placed
    assert found["REMOVE"].get("OldImage", paid) == paid


def test_the_names_of_the_view_types_are_the_services_own() -> None:
    assert [each.value for each in ViewType] == ["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]
