"""The message that an on-failure destination receives for a batch that was given up (F195-F199)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from simulator.dynamodb.stream import ACCOUNT, REGION, StreamRecord
from simulator.machine.steps import Discard
from simulator.machine.trace import Trace


def failure_document(trace: Trace, discard: Discard) -> dict[str, Any]:
    """The message: where the records are, and why they were given up; for S3 the records too (F195).

    Ids are made up, the same ones every time.
    """
    records = [trace.records[index] for index in discard.records]
    first, last = records[0], records[-1]
    document: dict[str, Any] = {
        "requestContext": {
            "requestId": _uuid(f"{discard.consumer.name}/{discard.step}/request"),
            "functionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{discard.consumer.name}",
            "condition": discard.detail.condition,
            "approximateInvokeCount": max(1, discard.detail.attempt),  # 1 also without an invocation (F381)
        }
    }
    if discard.detail.condition == "RetryAttemptsExhausted":  # a RecordAgeExceeded message has no response (F197)
        document["responseContext"] = {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": discard.function_error,
        }
    document["version"] = "1.0"
    document["timestamp"] = _instant(trace.start_ms + trace.times[discard.step - 1])
    document["DDBStreamBatchInfo"] = {
        "shardId": first.shard.shard_id,
        "startSequenceNumber": str(first.sequence_number),
        "endSequenceNumber": str(last.sequence_number),
        "approximateArrivalOfFirstRecord": _second(first.created),
        "approximateArrivalOfLastRecord": _second(last.created),
        "batchSize": len(records),
        "streamArn": first.stream.arn,
    }
    if discard.consumer.on_failure == "s3":
        document["payload"] = json.dumps({"Records": [_as_invoked(record) for record in records]})
    return document


def _as_invoked(record: StreamRecord) -> dict[str, Any]:
    """The record in an invocation's payload, where the time is a JSON number with a fraction (F19)."""
    event = record.to_lambda()
    event["dynamodb"]["ApproximateCreationDateTime"] = float(record.created)
    return event


def _instant(milliseconds: int) -> str:
    return f"{_second(milliseconds // 1000)[:-1]}.{milliseconds % 1000:03d}Z"


def _second(seconds: int) -> str:
    """Records' times are whole seconds (F19), and the service writes them as such."""
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}Z"


def _uuid(name: str) -> str:
    digest = hashlib.sha256(name.encode()).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:32]}"
