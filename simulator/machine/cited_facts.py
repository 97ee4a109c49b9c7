"""The facts that a step cites: those of its event's row, and those that its details add."""

from __future__ import annotations

from simulator.dynamodb.table import Change, Operation
from simulator.machine.details import (
    CheckpointDetail,
    DeadEndDetail,
    Detail,
    DiscardDetail,
    LeaseDetail,
    OpeningDetail,
    OvertakingDetail,
    RestartDetail,
)
from simulator.scenario.events import Event

_REQUESTS = {"batch": ("F56",), "transaction": ("F59", "F61")}

_DISCARDED = {"RetryAttemptsExhausted": "F183", "RecordAgeExceeded": "F182"}

_DESTINATION = "F195"

_DEAD_ENDS = {"listed once": "F300", "no checkpoint": "F244"}
"""Why the children of a shard are never read."""

_SPLIT, _ROLLED_OVER = "F117", "F118"

_SHARD_END = ("F244", "F240")
"""Of a checkpoint at the end of a shard."""

_AT_LATEST = {
    Event.READ_RESTARTED: ("F243", "F238", "F247"),
    Event.READ_LEASE_TAKEN: ("F239", "F238"),
}
"""Of a KCL worker, where the lease's checkpoint is LATEST."""

OF_EVENTS = frozenset(
    fact
    for event in Event
    for facts in (event.row.facts, event.row.facts_of_lambda, event.row.facts_of_kcl)
    for fact in facts
) | {*_DISCARDED.values(), _DESTINATION, _SPLIT, _ROLLED_OVER, *_SHARD_END}
"""Every fact that some step other than a write can cite."""


_OF_FUNCTION = {True: "F231", False: "F233"}
"""Of a write of a function, by whether a record follows: it feeds itself, or the loop ends here."""


def facts_of_write(change: Change, of_function: bool = False) -> tuple[str, ...]:
    """The facts that a write cites, the deciding one first; `of_function`: a function made it."""
    if of_function:
        return (change.fact, _OF_FUNCTION[change.recorded])
    further = {"F36"} if change.operation is Operation.EXPIRY else set(_REQUESTS.get(change.request, ()))
    return (change.fact, *sorted(further - {change.fact}))


def facts_of_event(event: Event, kind: str | None, on_failure: bool, detail: Detail | None) -> tuple[str, ...]:
    """The facts that any other step cites, the deciding one first.

    `kind` is the consumer's (poller, lambda, kcl) where there is one, and `on_failure` whether it has a destination.
    """
    row = event.row
    match detail:
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
        case LeaseDetail(at_latest=True) | RestartDetail(at_latest=True):
            return _AT_LATEST[event]
    if kind == "lambda" and row.facts_of_lambda:
        return row.facts_of_lambda
    if kind == "kcl" and row.facts_of_kcl:
        return row.facts_of_kcl
    return row.facts
