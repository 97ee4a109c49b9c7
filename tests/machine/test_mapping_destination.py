"""The message that an on-failure destination receives for a batch that was given up (F195-F199)."""

from __future__ import annotations

import json
import re

import pytest
from machine_runs import Run

from simulator.machine.consumers.event_source_mapping.failure_message import failure_document
from simulator.machine.variables import Destination

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
TWO = "batch_write: [put: {order_id: o-1}, put: {order_id: o-2}]"


def lesson(settings: str, timeline: str = TWO) -> str:
    """A mapping called billing whose function always fails."""
    function = "function: {fails_on: {eventName: [INSERT, MODIFY, REMOVE]}}"
    return f"consumers: [{{name: billing, type: lambda, {settings}, {function}}}]\ntimeline: [{timeline}]"


@pytest.mark.parametrize("destination", ["sqs", "sns"])
def test_F196_a_queue_or_topic_gets_metadata_and_nothing_else(run: Run, destination: str) -> None:
    trace = run(lesson(f"maximum_retry_attempts: 1, on_failure: {destination}"))
    (discard,) = trace.discards
    document = failure_document(trace, discard)
    assert list(document) == ["requestContext", "responseContext", "version", "timestamp", "DDBStreamBatchInfo"]
    request = document["requestContext"]
    assert re.fullmatch(UUID, request.pop("requestId"))
    assert request == {
        "functionArn": "arn:aws:lambda:us-east-1:123456789012:function:billing",
        "condition": "RetryAttemptsExhausted",
        "approximateInvokeCount": 2,
    }
    assert document["responseContext"] == {
        "statusCode": 200,
        "executedVersion": "$LATEST",
        "functionError": "Unhandled",
    }
    assert document["version"] == "1.0"
    assert document["timestamp"] == "2024-01-01T00:00:00.700Z"  # the second invocation failed at 700 ms


def test_F196_F199_the_batch_is_told_by_its_shard_and_sequence_numbers(run: Run) -> None:
    trace = run(lesson("maximum_retry_attempts: 0, on_failure: sqs", TWO.replace("]", ", put: {order_id: o-3}]")))
    info = failure_document(trace, trace.discards[0])["DDBStreamBatchInfo"]
    first, last = trace.records[0], trace.records[2]
    assert info["shardId"] == first.shard.shard_id
    assert (info["startSequenceNumber"], info["endSequenceNumber"]) == (
        str(first.sequence_number),
        str(last.sequence_number),
    )
    assert info["batchSize"] == 3
    assert info["streamArn"] == "arn:aws:dynamodb:us-east-1:123456789012:table/Orders/stream/2024-01-01T00:00:00.000"


def test_F196_F19_arrival_is_the_creation_of_the_first_and_last_record_in_whole_seconds(run: Run) -> None:
    timeline = "put: {order_id: o-1}, {put: {order_id: o-2}, at: 1990ms}"
    settings = "maximum_batching_window_in_seconds: 5, maximum_retry_attempts: 0, on_failure: sqs"
    trace = run(lesson(settings, timeline))
    info = failure_document(trace, trace.discards[0])["DDBStreamBatchInfo"]
    assert info["approximateArrivalOfFirstRecord"] == "2024-01-01T00:00:00Z"
    assert info["approximateArrivalOfLastRecord"] == "2024-01-01T00:00:02Z"  # captured at 2,040 ms


def test_F197_reported_failures_have_no_functionError(run: Run) -> None:
    text = lesson("maximum_retry_attempts: 0, on_failure: sqs, function_response_types: [ReportBatchItemFailures]")
    trace = run(text.replace("REMOVE]}", "REMOVE]}, reports: first_failed"))
    response = failure_document(trace, trace.discards[0])["responseContext"]
    assert response == {"statusCode": 200, "executedVersion": "$LATEST", "functionError": None}


def test_F197_an_age_that_was_exceeded_has_no_responseContext(run: Run) -> None:
    trace = run(lesson("maximum_record_age_in_seconds: 60, on_failure: sqs"))
    document = failure_document(trace, trace.discards[0])
    assert list(document) == ["requestContext", "version", "timestamp", "DDBStreamBatchInfo"]
    assert document["requestContext"]["condition"] == "RecordAgeExceeded"
    assert document["requestContext"]["approximateInvokeCount"] == 8  # F198
    assert document["timestamp"] == "2024-01-01T00:01:00.050Z"


def test_F195_S3_gets_the_event_as_escaped_JSON_text(run: Run) -> None:
    trace = run(lesson("maximum_retry_attempts: 0, on_failure: s3"))
    document = failure_document(trace, trace.discards[0])
    assert isinstance(document["payload"], str)
    events = json.loads(document["payload"])["Records"]
    assert events == [record.to_lambda() for record in trace.records]
    assert r"\"Records\"" in json.dumps(document)


def test_the_same_run_gives_the_same_ids_and_two_batches_have_different_ones(run: Run) -> None:
    text = lesson("batch_size: 1, maximum_retry_attempts: 0, on_failure: s3")
    trace, again = run(text), run(text)
    documents = [failure_document(trace, discard) for discard in trace.discards]
    assert documents == [failure_document(again, discard) for discard in again.discards]
    assert documents[0]["requestContext"]["requestId"] != documents[1]["requestContext"]["requestId"]


def test_the_destination_counts_the_messages(run: Run) -> None:
    trace = run(lesson("batch_size: 1, maximum_retry_attempts: 0, on_failure: sqs"))
    history = trace.histories["destination"]
    assert history.values == [Destination(0), Destination(1), Destination(2)]
    assert list(history.steps)[1:] == [discard.step for discard in trace.discards]


def test_F194_without_a_destination_nobody_is_told(run: Run) -> None:
    trace = run(lesson("batch_size: 1, maximum_retry_attempts: 0"))
    assert len(trace.discards) == 2
    assert trace.histories["destination"].values == [Destination(0)]


def test_F19_the_time_in_the_payload_is_a_number_with_a_fraction(run: Run) -> None:
    trace = run(lesson("maximum_retry_attempts: 0, on_failure: s3"))
    payload = failure_document(trace, trace.discards[0])["payload"]
    assert '"ApproximateCreationDateTime": 1704067200.0,' in payload


def test_F381_a_batch_that_is_too_old_before_its_first_invocation_counts_one(run: Run) -> None:
    settings = "starts: 70s, maximum_record_age_in_seconds: 60, on_failure: sqs"
    trace = run(lesson(settings, "put: {order_id: o-1}, wait: 3m"))
    (discard,) = trace.discards
    assert discard.detail.attempt == 0
    assert failure_document(trace, discard)["requestContext"]["approximateInvokeCount"] == 1


def test_F381_only_the_records_that_are_too_old_are_given_up(run: Run) -> None:
    settings = "maximum_batching_window_in_seconds: 20, maximum_record_age_in_seconds: 60, on_failure: sqs"
    timeline = "{put: {order_id: o-1}, at: 0s}, {put: {order_id: o-2}, at: 15s}, {wait: 2m}"
    trace = run(lesson(settings, timeline))
    assert [(discard.records, trace.times[discard.step - 1]) for discard in trace.discards] == [
        ((0,), 60_050),
        ((1,), 75_050),
    ]
