"""The JSON of a run: its shape is a promise."""

from __future__ import annotations

import json
import re

import pytest
from loaded_lessons import load_lesson

from simulator.views.json import run_json


def run_object(lesson):
    """The object that a program reads from the printed lines."""
    return json.loads("\n".join(run_json(lesson)))


@pytest.fixture(scope="module")
def overview():
    return run_object(load_lesson("overview"))


@pytest.fixture(scope="module")
def several(lesson):
    """Two items that change at the same time, two consumers, values of binary types."""
    return run_object(
        lesson(
            "put: {order_id: o-1, b: !!binary AAE=, bs: !!set {!!binary AQ==, !!binary AA==}, n: 1.50}",
            "{put: {order_id: o-2}, at: 0s}",
            "delete: {order_id: o-1}",
            "delete: {order_id: o-9}",
            more="consumers: [{name: a}, {name: b, limit: 1}]\n",
        )
    )


def test_the_object_has_these_parts_and_no_others(overview):
    assert list(overview) == ["scenario", "steps", "tracker", "records", "shards", "streams"]
    assert overview["scenario"] == {"name": "overview", "title": "DynamoDB Streams overview"}


def test_the_first_step_of_the_overview(overview):
    assert overview["steps"][0] == {
        "step": 1,
        "time_ms": 0,
        "phase": "write",
        "event": "write.insert",
        "action": "Write item to DynamoDB table",
        "consumer": None,
        "records": [0],
        "record_created": False,
        "consumer_reads": False,
        "consumer_processes": False,
        "changes": [{"variable": "table_data", "before": "Empty", "after": "Item added"}],
        "facts": ["F41"],
    }


def test_the_reading_step_of_the_overview(overview):
    step = overview["steps"][3]
    assert (step["step"], step["time_ms"], step["phase"], step["event"]) == (4, 1000, "read", "read.records")
    assert (step["consumer"], step["records"]) == ("consumer", [0])
    assert (step["record_created"], step["consumer_reads"], step["consumer_processes"]) == (True, True, False)
    assert step["changes"] == [
        {"variable": "stream_records", "before": "One record created", "after": "One record read"},
        {"variable": "consumer_state", "before": "Idle", "after": "Reading"},
    ]


def test_every_step_has_the_same_keys_and_types(overview, several):
    types = {
        "step": int,
        "time_ms": int,
        "phase": str,
        "event": str,
        "action": str,
        "consumer": str | None,
        "records": list,
        "record_created": bool,
        "consumer_reads": bool,
        "consumer_processes": bool,
        "changes": list,
        "facts": list,
    }
    for run in (overview, several):
        assert [step["step"] for step in run["steps"]] == list(range(1, len(run["steps"]) + 1))
        for step in run["steps"]:
            assert list(step) == list(types)
            assert all(isinstance(step[key], type_) for key, type_ in types.items())
            assert all(list(change) == ["variable", "before", "after"] for change in step["changes"])
            assert all(re.fullmatch(r"F\d+", fact) for fact in step["facts"])
            assert step["phase"] == step["event"].partition(".")[0]
            assert set(step["records"]) <= set(range(len(run["records"])))


def test_the_tracker_of_the_overview(overview):
    assert overview["tracker"] == {
        "columns": ["Start", "After Step 1", "After Step 2", "After Step 4", "After Step 5", "Final"],
        "rows": [
            {
                "id": "table_data",
                "variable": "DynamoDB Table Data",
                "values": ["Empty", "Item added", "Item added", "Item added", "Item added", "Item added"],
            },
            {
                "id": "stream_records",
                "variable": "Stream Records",
                "values": [
                    "Empty",
                    "Empty",
                    "One record created",
                    "One record read",
                    "One record processed",
                    "One record processed",
                ],
            },
            {
                "id": "consumer_state",
                "variable": "Consumer State",
                "values": ["Idle", "Idle", "Idle", "Reading", "Processing", "Idle"],
            },
        ],
    }


def test_with_several_consumers_the_ids_say_whose(several):
    assert [row["id"] for row in several["tracker"]["rows"]] == [
        "table_data",
        "stream_records",
        "consumer_state.a",
        "consumer_state.b",
    ]


def test_a_record_is_in_the_shape_of_get_records(overview):
    [record] = overview["records"]
    assert list(record) == ["eventID", "eventName", "eventVersion", "eventSource", "awsRegion", "dynamodb"]
    assert re.fullmatch(r"[0-9a-f]{32}", record["eventID"])
    assert record["eventName"] == "INSERT"
    assert record["eventVersion"] == "1.1"
    assert record["eventSource"] == "aws:dynamodb"
    inner = dict(record["dynamodb"])
    assert re.fullmatch(r"[0-9]{21}", inner.pop("SequenceNumber"))
    assert inner == {
        "ApproximateCreationDateTime": 1_704_067_200,  # 2024-01-01T00:00:00Z, 50 ms later cut to the second
        "Keys": {"order_id": {"S": "o-1"}},
        "NewImage": {"order_id": {"S": "o-1"}, "status": {"S": "PLACED"}},
        "SizeBytes": 11 + 23,  # the keys and the one image (F31, F32)
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }


def test_binary_is_base64_text_and_numbers_are_exact(several):
    image = several["records"][0]["dynamodb"]["NewImage"]
    assert image["b"] == {"B": "AAE="}
    assert image["bs"] == {"BS": ["AA==", "AQ=="]}
    assert image["n"] == {"N": "1.5"}


def test_only_what_changed_is_recorded_in_capture_order(several):
    assert [(record["eventName"], record["dynamodb"]["Keys"]["order_id"]["S"]) for record in several["records"]] == [
        ("INSERT", "o-1"),
        ("INSERT", "o-2"),
        ("REMOVE", "o-1"),
    ]
    numbers = [record["dynamodb"]["SequenceNumber"] for record in several["records"]]
    assert numbers == sorted(numbers, key=int)


def test_a_step_about_several_records_lists_them_all(several):
    reads = [step for step in several["steps"] if step["event"] == "read.records"]
    assert [0, 1] in [step["records"] for step in reads if step["consumer"] == "a"]
    assert all(len(step["records"]) == 1 for step in reads if step["consumer"] == "b")


def test_a_write_without_a_record_is_about_none(several):
    [step] = [step for step in several["steps"] if step["event"] == "write.unchanged"]
    assert step["records"] == []


def test_the_shard_holds_all_records(several):
    [shard] = several["shards"]
    assert list(shard) == ["StreamArn", "ShardId", "SequenceNumberRange", "records"]
    assert shard["records"] == [0, 1, 2]
    assert re.fullmatch(r"shardId-[0-9]{20}-[0-9a-f]{8}", shard["ShardId"])
    assert list(shard["SequenceNumberRange"]) == ["StartingSequenceNumber"]  # open, so without an end
    start = int(shard["SequenceNumberRange"]["StartingSequenceNumber"])
    assert start <= int(several["records"][0]["dynamodb"]["SequenceNumber"])


def test_the_stream(several):
    [stream] = several["streams"]
    assert stream == {
        "StreamArn": several["shards"][0]["StreamArn"],
        "StreamStatus": "ENABLED",
        "StreamViewType": "NEW_AND_OLD_IMAGES",
    }
    assert re.fullmatch(
        r"arn:aws:dynamodb:[a-z0-9-]+:\d{12}:table/Orders/stream/2024-01-01T00:00:00\.000", stream["StreamArn"]
    )


def test_the_output_is_ascii_and_reads_back_the_same(nasty):
    run = run_object(nasty)
    printed = json.dumps(run, indent=2)
    assert json.loads(printed) == run
    assert all(line.isascii() and line.isprintable() for line in printed.split("\n"))
