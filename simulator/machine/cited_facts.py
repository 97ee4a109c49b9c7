"""The facts that a step shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.machine.events import Event

if TYPE_CHECKING:
    from simulator.dynamodb.table import Change
    from simulator.machine.steps import Detail

_FACTS = {
    Event.CAPTURE_RECORD: ("F2", "F40"),
    Event.AVAILABLE_RECORD: ("F114", "F3"),
    Event.AVAILABLE_SHARD_CLOSED: ("F121", "F116"),
    Event.AVAILABLE_SHARD_OPENED: ("F122", "F124"),
    Event.AVAILABLE_TRIMMED: ("F150",),
    Event.AVAILABLE_STREAM_ENABLED: ("F106", "F85", "F107"),
    Event.AVAILABLE_STREAM_DISABLED: ("F104", "F105", "F106"),
    Event.READ_RECORDS: ("F3", "F4"),
    Event.READ_EMPTY: ("F144", "F298"),
    Event.READ_SHARD_END: ("F145", "F124"),
    Event.READ_ITERATOR_EXPIRED: ("F138",),
    Event.READ_TRIMMED: ("F151", "F152"),
    Event.READ_THROTTLED: ("F148", "F149"),
    Event.READ_CRASHED: ("F302",),
    Event.READ_RESTARTED: ("F202",),
    Event.READ_STOPPED: ("F174", "F150"),
    Event.READ_STARTED: ("F174",),
    Event.READ_WORKER_ADDED: ("F239", "F236"),
    Event.READ_LEASE_TAKEN: ("F239", "F243"),
    Event.PROCESS_SUCCEEDED: ("F4",),
    Event.PROCESS_FAILED: ("F185", "F181"),
    Event.PROCESS_PARTIAL: ("F188", "F187"),
    Event.PROCESS_BISECTED: ("F186",),
    Event.PROCESS_FILTERED: ("F215", "F161"),
    Event.PROCESS_DISCARDED: ("F194",),
    Event.PROCESS_DUPLICATE: ("F202", "F204"),
    Event.PROCESS_CHECKPOINTED: ("F238", "F243"),
    Event.PROCESS_WINDOW_CLOSED: ("F210", "F211"),
    Event.IDLE_WAITING: ("F9",),
}

_OF_A_MAPPING = {
    Event.READ_RECORDS: ("F160", "F167", "F4"),
    Event.PROCESS_SUCCEEDED: ("F185", "F4"),
}

_OF_A_WORKER = {
    Event.READ_CRASHED: ("F242", "F243"),
    Event.READ_RESTARTED: ("F243", "F247"),
}

_AT_LATEST = {
    Event.READ_RESTARTED: ("F243", "F238", "F247"),
    Event.READ_LEASE_TAKEN: ("F239", "F238"),
}
"""Of a KCL worker, where the lease's checkpoint is LATEST."""

_REQUESTS = {"batch": ("F56",), "transaction": ("F59", "F61")}

_DISCARDED = {"RetryAttemptsExhausted": "F183", "RecordAgeExceeded": "F182"}


_OPENED = {"split": "F117", "rolled over": "F118"}

OF_EVENTS = frozenset(
    fact
    for facts in (*_FACTS.values(), *_OF_A_MAPPING.values(), *_OF_A_WORKER.values(), ("F244", "F240", "F195"))
    for fact in facts
) | frozenset((*_DISCARDED.values(), *_OPENED.values()))
"""Every fact that some step other than a write can show."""


def facts_of_write(change: Change) -> tuple[str, ...]:
    """The facts that a write shows, the deciding one first."""
    further = {"F36"} if change.fact == "F69" else set(_REQUESTS.get(change.request, ()))
    return (change.fact, *sorted(further - {change.fact}))


def facts_of_event(event: Event, kind: str | None, on_failure: bool, detail: Detail) -> tuple[str, ...]:
    """The facts that any other step shows, the deciding one first.

    `kind` is the consumer's (poller, lambda, kcl) where there is one, and `on_failure` whether it has a destination.
    """
    if event is Event.PROCESS_DISCARDED:
        return ("F194", _DISCARDED[detail.reason], *(("F195",) if on_failure else ()))
    if event is Event.AVAILABLE_SHARD_OPENED:
        return (*_FACTS[event], _OPENED[detail.reason])
    if event is Event.PROCESS_CHECKPOINTED and detail.checkpoint == "SHARD_END":
        return ("F244", "F240")
    if kind == "kcl" and event in _AT_LATEST and detail.reason == "LATEST":
        return _AT_LATEST[event]
    if kind == "lambda" and event in _OF_A_MAPPING:
        return _OF_A_MAPPING[event]
    if kind == "kcl" and event in _OF_A_WORKER:
        return _OF_A_WORKER[event]
    return _FACTS[event]
