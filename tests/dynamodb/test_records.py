"""The anatomy of a record, and the names of its stream and shard (F11-F40, F101, F102, F120, F121)."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from simulator.dynamodb.attributes import number, string
from simulator.dynamodb.stream import Stream, StreamRecord, ViewType
from simulator.dynamodb.table import KeyAttribute, KeySchema, Table
from simulator.dynamodb.writes import Delete, Put, Update

ORDERS = KeySchema(KeyAttribute("order_id"))
KEY = {"order_id": string("o-1")}
PLACED = {**KEY, "status": string("PLACED"), "total": number("25.00")}
PAID = {**PLACED, "status": string("PAID")}
NEW_YEAR = 1_704_067_200_000
"""2024-01-01T00:00:00Z in epoch milliseconds."""


def new_stream(view_type: ViewType = ViewType.NEW_AND_OLD_IMAGES, name: str = "Orders") -> Stream:
    return Stream(name, ORDERS, view_type, NEW_YEAR)


def one_record(at_ms: int = NEW_YEAR) -> StreamRecord:
    return new_stream().capture(Table(ORDERS).apply(Put(PLACED)), at_ms)


def many_records(count: int) -> list[StreamRecord]:
    table, stream = Table(ORDERS), new_stream()
    return [stream.capture(table.apply(Put({**KEY, "n": number(n)})), NEW_YEAR) for n in range(count)]


def test_F11_the_event_id_is_32_lower_case_hexadecimal_digits() -> None:
    assert re.fullmatch("[0-9a-f]{32}", one_record().event_id)


def test_F11_the_event_id_is_unique() -> None:
    ids = [record.event_id for record in many_records(500)]
    assert len(set(ids)) == 500


def test_F140_a_record_that_is_read_again_is_the_same_to_the_last_digit() -> None:
    assert one_record().to_api() == one_record().to_api()


def test_the_event_ids_of_two_streams_differ() -> None:
    change = Table(ORDERS).apply(Put(PLACED))
    assert new_stream().capture(change, 0).event_id != new_stream(name="Archive").capture(change, 0).event_id


def test_F12_the_event_names_are_INSERT_MODIFY_and_REMOVE() -> None:
    table, stream = Table(ORDERS), new_stream()
    writes = (Put(PLACED), Update(KEY, set={"status": string("PAID")}), Delete(KEY))
    names = [stream.capture(table.apply(write), 0).event_name for write in writes]
    assert names == ["INSERT", "MODIFY", "REMOVE"]


def test_F14_to_F18_a_record_has_the_members_that_GetRecords_returns_and_no_other() -> None:
    record = one_record().to_api()
    assert set(record) == {"eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "dynamodb"}
    assert record["eventVersion"] == "1.1"
    assert record["eventSource"] == "aws:dynamodb"
    assert record["awsRegion"] == "us-east-1"
    assert set(record["dynamodb"]) == {
        "ApproximateCreationDateTime",
        "Keys",
        "NewImage",
        "SequenceNumber",
        "SizeBytes",
        "StreamViewType",
    }


@pytest.mark.parametrize(
    ("at_ms", "seconds"),
    [(NEW_YEAR, 1_704_067_200), (NEW_YEAR + 999, 1_704_067_200), (NEW_YEAR + 1000, 1_704_067_201)],
)
def test_F19_the_creation_time_is_cut_to_the_second(at_ms: int, seconds: int) -> None:
    created = one_record(at_ms).to_api()["dynamodb"]["ApproximateCreationDateTime"]
    assert created == seconds
    assert isinstance(created, int)


def test_F20_the_keys_of_a_table_with_a_sort_key_are_both() -> None:
    schema = KeySchema(KeyAttribute("order_id"), KeyAttribute("line", "N"))
    stream = Stream("Lines", schema, ViewType.KEYS_ONLY, 0)
    change = Table(schema).apply(Put({"line": number("2.0"), "sku": string("x"), **KEY}))
    assert stream.capture(change, 0).to_api()["dynamodb"]["Keys"] == {"order_id": {"S": "o-1"}, "line": {"N": "2"}}


def test_F21_an_image_is_the_whole_item_key_included() -> None:
    table, stream = Table(ORDERS), new_stream()
    table.apply(Put(PLACED))
    body = stream.capture(table.apply(Update(KEY, set={"status": string("PAID")})), 0).to_api()["dynamodb"]
    assert body["OldImage"] == {"order_id": {"S": "o-1"}, "status": {"S": "PLACED"}, "total": {"N": "25"}}
    assert body["NewImage"] == {"order_id": {"S": "o-1"}, "status": {"S": "PAID"}, "total": {"N": "25"}}


def test_F21_an_image_stays_as_it_was_when_the_item_changes_again() -> None:
    table, stream = Table(ORDERS), new_stream()
    record = stream.capture(table.apply(Put(PLACED)), 0)
    captured = record.to_api()
    table.apply(Update(KEY, set={"status": string("PAID")}, remove=("total",)))
    table.apply(Delete(KEY))
    assert record.to_api() == captured


def test_F22_an_image_that_does_not_apply_has_no_key_in_the_record() -> None:
    table, stream = Table(ORDERS), new_stream()
    insert = stream.capture(table.apply(Put(PLACED)), 0).to_api()["dynamodb"]
    remove = stream.capture(table.apply(Delete(KEY)), 0).to_api()["dynamodb"]
    assert "OldImage" not in insert
    assert "NewImage" not in remove


def test_F26_an_item_of_its_key_alone_still_has_images() -> None:
    table, stream = Table(ORDERS), new_stream()
    created = stream.capture(table.apply(Update(KEY)), 0).to_api()["dynamodb"]
    changed = stream.capture(table.apply(Update(KEY, set={"status": string("PAID")})), 0).to_api()["dynamodb"]
    assert created["NewImage"] == {"order_id": {"S": "o-1"}}
    assert changed["OldImage"] == {"order_id": {"S": "o-1"}}


def test_F27_a_sequence_number_is_21_to_40_digits_in_a_string() -> None:
    written = one_record().to_api()["dynamodb"]["SequenceNumber"]
    assert isinstance(written, str)
    assert re.fullmatch("[0-9]{21,40}", written)


def test_F29_sequence_numbers_grow_and_are_not_consecutive() -> None:
    numbers = [record.sequence_number for record in many_records(2000)]
    gaps = [later - earlier for earlier, later in pairwise(numbers)]
    assert min(gaps) > 1
    assert len(set(gaps)) > 1  # F286: no pattern such as 1, 2, 3


def test_F35_the_view_type_is_in_every_record() -> None:
    change = Table(ORDERS).apply(Put(PLACED))
    for view_type in ViewType:
        record = new_stream(view_type).capture(change, 0)
        assert record.to_api()["dynamodb"]["StreamViewType"] == view_type.name


def test_F36_an_ordinary_delete_names_no_user() -> None:
    table = Table(ORDERS)
    table.apply(Put(PLACED))
    assert "userIdentity" not in new_stream().capture(table.apply(Delete(KEY)), 0).to_api()


def test_F101_the_stream_arn_is_the_table_arn_and_a_label_with_milliseconds() -> None:
    stream = Stream("Orders", ORDERS, ViewType.KEYS_ONLY, created_ms=1_431_379_293_291)
    assert stream.label == "2015-05-11T21:21:33.291"  # F101's own example
    assert stream.arn == "arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/2015-05-11T21:21:33.291"


def test_F101_the_label_has_three_digits_of_milliseconds_even_on_the_second() -> None:
    assert new_stream().label == "2024-01-01T00:00:00.000"


def test_F102_two_tables_may_have_one_label_and_still_two_arns() -> None:
    one, other = new_stream(name="Orders"), new_stream(name="Archive")
    assert one.label == other.label
    assert one.arn != other.arn


def test_F120_a_shard_id_is_a_creation_time_of_20_digits_and_8_hexadecimal_digits() -> None:
    shard = new_stream().shards[0]
    assert re.fullmatch("shardId-00000001704067200000-[0-9a-f]{8}", shard.shard_id)
    assert shard.shard_id == new_stream().shards[0].shard_id


def test_F120_the_shards_of_two_tables_differ() -> None:
    assert new_stream().shards[0].shard_id != new_stream(name="Archive").shards[0].shard_id


def test_F121_an_open_shard_has_a_starting_sequence_number_only() -> None:
    records = many_records(3)
    shard = records[0].shard
    assert shard.ending_sequence_number is None
    assert shard.parent is None
    assert all(record.sequence_number >= shard.starting_sequence_number for record in records)
    assert re.fullmatch("[0-9]{21,40}", str(shard.starting_sequence_number))
