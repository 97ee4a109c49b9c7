"""The events that a function gets, its answers, and the messages about lost records (F179, F187, F195, F208, F210)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any

from simulator.machine.consumers.event_source_mapping.failure_message import failure_document
from simulator.machine.details import FailureDetail, OpenWindow, PartialDetail, WindowDetail
from simulator.machine.steps import ConsumerInfo, Discard
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views.wire.call import Exchange, Pending
from simulator.views.wire.writes import APPLICATION

LAMBDA = "Lambda"
"""The service that invokes functions."""

SEND = {"sqs": "SendMessage", "sns": "Publish", "s3": "PutObject"}
"""The call that brings a message to each kind of destination."""

_REFUSED = {
    "Reason": "ReservedFunctionConcurrentInvocationLimitExceeded",
    "Type": "User",
    "message": "Rate Exceeded.",
}
"""Lambda's answer to an invocation that it has no concurrency for (F208)."""

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
        elif event is Event.PROCESS_THROTTLED and trace.record_indexes[number - 1]:
            yield self._invoke(number, partial(Exchange, response=_REFUSED))
        elif event is Event.PROCESS_WINDOW_CLOSED:
            detail = trace.step(number).detail_of(WindowDetail)
            yield self._final(OpenWindow(detail.shard, detail.window, detail.state), {"state": {}})
        elif number in trace.open_windows:
            answer = _REFUSED if event is Event.PROCESS_THROTTLED else self._answer(number)
            yield self._final(trace.open_windows[number], answer)
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
        event = partial(_with_event, self._trace, records, exchange, self._trace.open_windows.get(number))
        name = self._reader.name
        return Pending("Invoke", LAMBDA, f"function {name}", f"{name}, shard {shard}", event)

    def _final(self, about: OpenWindow, answer: Any) -> Pending:
        """The last invocation for a tumbling window has no records (F210)."""
        name = self._reader.name
        exchange = partial(_with_event, self._trace, (), partial(Exchange, response=answer), about, is_final=True)
        return Pending("Invoke", LAMBDA, f"function {name}", f"{name}, window", exchange)

    def _answer(self, number: int) -> Any:
        """The answer of the function in the step that ends its invocation."""
        trace = self._trace
        event, about = trace.events[number - 1], trace.open_windows.get(number)
        reported = trace.reports.get(number)
        if event is Event.PROCESS_FAILED and reported is None:
            return {"errorMessage": "The function raised an exception", "errorType": "Exception"}
        answer: dict[str, Any] = {}
        if reported is not None or self._reports:
            answer["batchItemFailures"] = [{"itemIdentifier": identifier} for identifier in reported or ()]
        if about is not None:
            answer["state"] = {"records": about.state + self._finished(number)}
        return answer or None

    def _finished(self, number: int) -> int:
        """How many records of an invocation's batch are finished with it."""
        detail = self._trace.step(number).detail
        if isinstance(detail, PartialDetail):
            return len(detail.finished)
        return 0 if isinstance(detail, FailureDetail) else len(self._trace.record_indexes[number - 1])


def _with_event(
    trace: Trace,
    records: tuple[int, ...],
    exchange: partial[Exchange],
    about: OpenWindow | None = None,
    is_final: bool = False,
) -> Exchange:
    """The event that the function gets: its records, and what belongs to a tumbling window (F210)."""
    request: dict[str, Any] = {"Records": [trace.records[index].to_lambda() for index in records]}
    return exchange(request=request if about is None else request | _window(trace, about, is_final))


def _window(trace: Trace, about: OpenWindow, is_final: bool) -> dict[str, Any]:
    shard = trace.shards[about.shard - 1]
    stream = next(each for each in trace.streams if shard in each.shards)
    start, end = (f"{datetime.fromtimestamp(each, UTC):%Y-%m-%dT%H:%M:%S}Z" for each in about.window)
    return {
        "window": {"start": start, "end": end},
        "state": {"records": about.state} if about.state or is_final else {},
        "shardId": shard.shard_id,
        "eventSourceARN": stream.arn,
        "isFinalInvokeForWindow": is_final,
        "isWindowTerminatedEarly": False,
    }


def _set_enabled(name: str, enabled: bool) -> Exchange:
    return Exchange({"FunctionName": name, "Enabled": enabled}, {"State": "Enabling" if enabled else "Disabling"})


def _message(trace: Trace, discard: Discard) -> Exchange:
    return Exchange(failure_document(trace, discard), {})
