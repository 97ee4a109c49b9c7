"""The calls that write to the table or configure its stream."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from simulator.dynamodb.requests import OPERATIONS, batch_request, transaction_request, write_request
from simulator.dynamodb.table import Change, Effect
from simulator.dynamodb.writes import Failure, Write
from simulator.machine.details import shards_of
from simulator.machine.trace import Trace
from simulator.views.wire.call import ERROR, Exchange, Pending, error

APPLICATION = "application"
"""The caller of the writes, except for those of functions."""

DYNAMODB = "DynamoDB"
"""The service that keeps tables."""

_VALIDATION = "com.amazon.coral.validate#ValidationException"


def write_call(trace: Trace, number: int) -> Iterator[Pending]:
    """The call that a write step belongs to, whole: all steps of a batch or a transaction have the same one.

    A deletion by time to live is no call.
    """
    change = trace.writes[number]
    writes = change.writes
    if writes is None:
        return
    if not isinstance(writes, Write):
        yield Pending("TransactWriteItems", APPLICATION, DYNAMODB, "", partial(_transaction, trace, writes, change))
    elif change.request:
        together = tuple(_together(trace, number))
        name, exchange = "TransactWriteItems", partial(_transaction, trace, together, change)
        if change.request == "batch":
            name, exchange = "BatchWriteItem", partial(_batch, trace, together)
        yield Pending(name, APPLICATION, DYNAMODB, "", exchange)
    else:
        made_by = trace.written_by.get(number)
        caller = APPLICATION if made_by is None else f"function {made_by[0]}"
        yield Pending(OPERATIONS[type(writes)], caller, DYNAMODB, "", partial(_single, trace, writes, change))


def stream_call(trace: Trace, number: int, enabled: bool) -> Pending:
    """The UpdateTable that turns the stream on or off (F100, F104)."""
    return Pending("UpdateTable", APPLICATION, DYNAMODB, "", partial(_update_table, trace, number, enabled))


def _together(trace: Trace, number: int) -> Iterator[Write]:
    """The writes of one request: its steps follow one another."""
    sent = trace.writes[number].sent
    first = number
    while first - 1 in trace.writes and trace.writes[first - 1].sent == sent:
        first -= 1
    while first in trace.writes and trace.writes[first].sent == sent:
        write = trace.writes[first].writes
        if isinstance(write, Write):
            yield write
        first += 1


def _single(trace: Trace, write: Write, change: Change) -> Exchange:
    request = write_request(write, trace.table_name)
    return Exchange(request, {} if change.effect is not Effect.REJECTED else _refusal(change))


def _refusal(change: Change) -> dict[str, str]:
    name, _, message = change.error.partition(": ")
    if change.failure is Failure.VALIDATION:
        return {"__type": _VALIDATION, "message": message}
    return error(name, message)


def _batch(trace: Trace, writes: tuple[Write, ...]) -> Exchange:
    return Exchange(batch_request(writes, trace.table_name), {"UnprocessedItems": {}})


def _transaction(trace: Trace, writes: tuple[Write, ...], change: Change) -> Exchange:
    request = transaction_request(writes, trace.table_name)
    if change.effect is not Effect.CANCELLED:
        return Exchange(request, {})
    name, _, message = change.error.partition(": ")
    codes = message[message.rindex("[") + 1 : -1].split(", ")
    answer = {"__type": ERROR + name, "CancellationReasons": [{"Code": code} for code in codes], "Message": message}
    return Exchange(request, answer)


def _update_table(trace: Trace, number: int, enabled: bool) -> Exchange:
    shards = shards_of(trace.details.get(number))
    streams = (each for each in trace.streams if any(shard.number in shards for shard in each.shards))
    stream = next(streams, trace.stream)
    specification: dict[str, Any] = {"StreamEnabled": enabled}
    if enabled:
        specification["StreamViewType"] = stream.view_type.value
    description: dict[str, Any] = {
        "TableName": trace.table_name,
        "TableStatus": "UPDATING",
        "LatestStreamArn": stream.arn,
        "LatestStreamLabel": stream.label,
    }
    if enabled:
        description["StreamSpecification"] = specification
    request = {"TableName": trace.table_name, "StreamSpecification": specification}
    return Exchange(request, {"TableDescription": description})
