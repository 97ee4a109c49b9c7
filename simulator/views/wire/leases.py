"""The calls with which KCL workers keep their lease table: a lease is taken, a checkpoint is stored (F237, F238, F242).

The KCL's own requests have more members; these are the ones that decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from simulator.machine.details import CheckpointDetail, LeaseDetail
from simulator.machine.steps import ConsumerInfo
from simulator.machine.trace import Trace
from simulator.views.wire.call import Exchange, Pending
from simulator.views.wire.writes import DYNAMODB


def lease_call(trace: Trace, reader: ConsumerInfo, number: int) -> Iterator[Pending]:
    """The UpdateItem of a step that changes the lease table."""
    detail = trace.details.get(number)
    if isinstance(detail, LeaseDetail):
        exchange = partial(_take, trace, reader.name, detail)
    elif isinstance(detail, CheckpointDetail):
        exchange = partial(_store, trace, reader.name, detail)
    else:
        return
    about = f"{reader.name}, lease of shard {detail.shard}"
    yield Pending("UpdateItem", f"{reader.name}, worker {detail.worker}", DYNAMODB, about, exchange)


def _take(trace: Trace, application: str, detail: LeaseDetail) -> Exchange:
    """The counter goes up with each renewal: one that stands still shows that the owner is gone (F242)."""
    request = {
        "TableName": application,
        "Key": {"leaseKey": {"S": trace.shards[detail.shard - 1].shard_id}},
        "UpdateExpression": "SET leaseOwner = :worker ADD leaseCounter :one",
        "ExpressionAttributeValues": {":worker": {"S": detail.worker}, ":one": {"N": "1"}},
    }
    return Exchange(request, {})


def _store(trace: Trace, application: str, detail: CheckpointDetail) -> Exchange:
    """Only the owner of the lease may store a checkpoint."""
    stored = detail.checkpoint
    checkpoint = str(trace.records[stored].sequence_number) if isinstance(stored, int) else stored
    request = {
        "TableName": application,
        "Key": {"leaseKey": {"S": trace.shards[detail.shard - 1].shard_id}},
        "UpdateExpression": "SET checkpoint = :checkpoint",
        "ConditionExpression": "leaseOwner = :worker",
        "ExpressionAttributeValues": {":checkpoint": {"S": checkpoint}, ":worker": {"S": detail.worker}},
    }
    return Exchange(request, {})
