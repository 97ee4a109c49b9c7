"""The events that a function gets, its answers, and the messages about what was given up (F179, F187, F195, F210)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from simulator.machine.consumers.event_source_mapping.failure_message import failure_document
from simulator.machine.details import WindowDetail
from simulator.machine.steps import ConsumerInfo, Discard
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views.wire.call import Exchange, Pending
from simulator.views.wire.writes import APPLICATION

LAMBDA = "Lambda"
"""The service that invokes functions."""

SEND = {"sqs": "SendMessage", "sns": "Publish", "s3": "PutObject"}
"""The call that brings a message to each kind of destination."""

_ENDS = frozenset({Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL})


class Invocations:
    """Says which events, answers and messages each step of a mapping stands for."""

    def __init__(self, trace: Trace, reader: ConsumerInfo) -> None:
        self._trace = trace
        self._reader = reader
        self._reports = any(trace.actors[number - 1] == reader.name for number in trace.reports)
        """Whether the function answers with a report of item failures."""
        self._discards = {each.step: each for each in trace.discards if each.consumer.name == reader.name}

    def step(self, number: int) -> Iterator[Pending]:
        """The calls of a step of the mapping. What the mapping itself asks the stream for is not to be seen on AWS."""
        trace, name = self._trace, self._reader.name
        event = trace.events[number - 1]
        if event is Event.READ_RECORDS:
            yield self._invoke(number, partial(Exchange, is_answered=False))
        elif event in _ENDS and trace.record_indexes[number - 1]:
            yield self._invoke(number, partial(Exchange, response=self._answer(number)))
        elif event is Event.PROCESS_WINDOW_CLOSED:
            yield Pending("Invoke", LAMBDA, f"function {name}", f"{name}, window", partial(_final, trace, number))
        elif event in (Event.READ_STOPPED, Event.READ_STARTED):
            exchange = partial(_set_enabled, name, event is Event.READ_STARTED)
            yield Pending("UpdateEventSourceMapping", APPLICATION, LAMBDA, name, exchange)
        elif number in self._discards and self._reader.on_failure:
            exchange = partial(_message, trace, self._discards[number])
            kind = self._reader.on_failure
            yield Pending(SEND[kind], LAMBDA, kind.upper(), f"{name}, destination", exchange)

    def _invoke(self, number: int, exchange: partial[Exchange]) -> Pending:
        records = self._trace.record_indexes[number - 1]
        shard = self._trace.records[records[0]].shard.number
        event = partial(_with_event, self._trace, records, exchange)
        name = self._reader.name
        return Pending("Invoke", LAMBDA, f"function {name}", f"{name}, shard {shard}", event)

    def _answer(self, number: int) -> Any:
        """The answer of the function in the step that ends its invocation."""
        reported = self._trace.reports.get(number)
        if reported is not None:
            return {"batchItemFailures": [{"itemIdentifier": identifier} for identifier in reported]}
        if self._trace.events[number - 1] is Event.PROCESS_FAILED:
            return {"errorMessage": "The function raised an exception", "errorType": "Exception"}
        return {"batchItemFailures": []} if self._reports else None


def _with_event(trace: Trace, records: tuple[int, ...], exchange: partial[Exchange]) -> Exchange:
    return exchange(request={"Records": [trace.records[index].to_lambda() for index in records]})


def _final(trace: Trace, number: int) -> Exchange:
    """The last invocation for a tumbling window has no records (F210)."""
    detail = trace.step(number).detail_of(WindowDetail)
    shard = trace.shards[detail.shard - 1]
    stream = next(each for each in trace.streams if shard in each.shards)
    start, end = (f"{datetime.fromtimestamp(each, UTC):%Y-%m-%dT%H:%M:%S}Z" for each in detail.window)
    request = {
        "Records": [],
        "window": {"start": start, "end": end},
        "state": {"records": detail.state},
        "shardId": shard.shard_id,
        "eventSourceARN": stream.arn,
        "isFinalInvokeForWindow": True,
        "isWindowTerminatedEarly": False,
    }
    return Exchange(request, {"state": {}})


def _set_enabled(name: str, enabled: bool) -> Exchange:
    return Exchange({"FunctionName": name, "Enabled": enabled}, {"State": "Enabling" if enabled else "Disabling"})


def _message(trace: Trace, discard: Discard) -> Exchange:
    return Exchange(failure_document(trace, discard), {})
