"""The facts that a step cites: those of its event's row, and those that its details add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from simulator.dynamodb.mismatches import mismatch
from simulator.dynamodb.stream import StreamRecord
from simulator.dynamodb.table import Change, Operation
from simulator.machine.details import (
    BatchDetail,
    CheckpointDetail,
    Completion,
    DeadEndDetail,
    Detail,
    DiscardDetail,
    FailureDetail,
    InvocationDetail,
    LeaseDetail,
    OpeningDetail,
    OvertakingDetail,
    PartialDetail,
    RestartDetail,
    StartDetail,
    ThrottleDetail,
)
from simulator.scenario.events import Event

_REQUESTS = {"batch": ("F56",), "transaction": ("F59", "F61")}

_DISCARDED = {"RetryAttemptsExhausted": "F183", "RecordAgeExceeded": "F182"}

_DESTINATION = "F195"

_DEAD_ENDS = {"listed once": "F300", "no checkpoint": "F244"}
"""Why the children of a shard are never read."""

_COMPLETION: dict[Completion, tuple[str, ...]] = {
    "poll": (),
    "window": ("F164",),
    "size": ("F164",),
    "payload": ("F164",),
    "tumbling": ("F211",),
    "again": ("F202",),
}
"""Of a batch: what made it complete."""

_LANES, _SHARD_WAITS = ("F169",), ("F181",)
"""Of a shard with several lanes, and of one with a single one."""

_REFUSED = ("F208",)
"""Of the last invocation for a window, where it is refused."""

_UNHEARD = ("F187", "F294")
"""Of a report that nobody reads."""

_EMPTY, _WINDOW_END = ("F387",), ("F388",)
"""Of a response that is an empty string, and of the last invocation for a tumbling window."""

_DONE_AGAIN, _AGING, _REPORTED = ("F205",), ("F381",), ("F380",)
"""Of a failed invocation: some records were worked through before; some are too old before the retry; a report."""

_OF_FILTERS = frozenset({"F214", "F216", "F218", "F220", "F221", "F228"})
"""Of a filter: why a record did not match."""

_SPLIT, _ROLLED_OVER = "F117", "F118"

_SHARD_END = ("F244", "F240")
"""Of a checkpoint at the end of a shard."""

_PASSED_OVER = ("F136",)
"""Of a start at LATEST that passes over records."""

_AT_LATEST = {
    Event.READ_RESTARTED: ("F243", "F238", "F247"),
    Event.READ_LEASE_TAKEN: ("F239", "F238"),
}
"""Of a KCL worker, where the lease's checkpoint is LATEST."""

_OF_ROWS = (facts for event in Event for facts in (event.row.facts, event.row.facts_of_lambda, event.row.facts_of_kcl))
_OF_MAPPINGS = (
    *_COMPLETION.values(),
    _LANES,
    _EMPTY,
    _WINDOW_END,
    _REFUSED,
    _UNHEARD,
    _DONE_AGAIN,
    _AGING,
    _REPORTED,
    _OF_FILTERS,
)

OF_EVENTS = frozenset(chain(*_OF_ROWS, *_OF_MAPPINGS)) | {
    *_DISCARDED.values(),
    _DESTINATION,
    _SPLIT,
    _ROLLED_OVER,
    *_SHARD_END,
    *_PASSED_OVER,
}
"""Every fact that some step other than a write can cite."""


_OF_FUNCTION = {True: "F231", False: "F233"}
"""Of a write of a function, by whether a record follows: it feeds itself, or the loop ends here."""


def facts_of_write(change: Change, of_function: bool = False) -> tuple[str, ...]:
    """The facts that a write cites, the deciding one first; `of_function`: a function made it."""
    if of_function:
        return (change.fact, _OF_FUNCTION[change.recorded])
    further = {"F36"} if change.operation is Operation.EXPIRY else set(_REQUESTS.get(change.request, ()))
    return (change.fact, *sorted(further - {change.fact}))


def facts_of_filter(patterns: Sequence[Mapping[str, Any]], record: StreamRecord) -> tuple[str, ...]:
    """The facts behind a record that no pattern of a filter lets through, one for each pattern at most."""
    event = record.to_lambda()
    found = (mismatch(pattern, event) for pattern in patterns)
    return tuple(dict.fromkeys(each.fact for each in found if each is not None))


def facts_of_event(event: Event, kind: str | None, on_failure: bool, detail: Detail | None) -> tuple[str, ...]:
    """The facts that any other step cites, the deciding one first.

    `kind` is the consumer's (poller, lambda, kcl) where there is one, and `on_failure` whether it has a destination.
    """
    row = event.row
    match detail:
        case BatchDetail():
            return (*row.facts_of_lambda, *_COMPLETION[detail.completion], *(_LANES if detail.lane.of > 1 else ()))
        case InvocationDetail(unheard=int(), reported=False):
            return (*_EMPTY, *row.facts_of_lambda[1:])
        case FailureDetail(of_window=True):
            return (*row.facts[:1], *_WINDOW_END)
        case ThrottleDetail(of_window=True):
            return (*_REFUSED, *_WINDOW_END)
        case ThrottleDetail():
            return (*row.facts, *(_AGING if detail.aging else ()))
        case InvocationDetail(unheard=int()):
            return (*_UNHEARD, *row.facts_of_lambda[1:])
        case FailureDetail() if event is Event.PROCESS_FAILED:
            waits = _LANES if detail.lane.of > 1 else _SHARD_WAITS
            again = _DONE_AGAIN if detail.worked and not detail.is_idempotent else ()
            return (*row.facts[:1], *waits, *again, *(_AGING if detail.aging else ()))
        case PartialDetail():
            waits = _LANES if detail.lane.of > 1 else _SHARD_WAITS
            return (*row.facts, *_REPORTED, *waits, *(_AGING if detail.aging else ()))
        case DiscardDetail():
            return (*row.facts, _DISCARDED[detail.condition], *((_DESTINATION,) if on_failure else ()))
        case DeadEndDetail():
            return ("F145", _DEAD_ENDS[detail.reason])
        case OvertakingDetail():
            return (*row.facts, "F301")
        case OpeningDetail():
            return (*row.facts, _ROLLED_OVER if detail.rolled_over else _SPLIT)
        case CheckpointDetail(checkpoint="SHARD_END"):
            return _SHARD_END
        case StartDetail():
            return _PASSED_OVER
        case LeaseDetail() | RestartDetail() if detail.at_latest:
            return _AT_LATEST[event]
    if kind == "lambda" and row.facts_of_lambda:
        return row.facts_of_lambda
    if kind == "kcl" and row.facts_of_kcl:
        return row.facts_of_kcl
    return row.facts
