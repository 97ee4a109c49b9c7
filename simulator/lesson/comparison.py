"""Two runs of one scenario, and where they part."""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from simulator.machine.events import Event
from simulator.machine.steps import NO_DETAIL
from simulator.machine.trace import Trace


@dataclass(frozen=True, slots=True)
class Parting:
    """The first step at which two runs differ."""

    step: int
    """Its number; in one of the runs it may be missing, because that run is over."""
    fields: tuple[tuple[str, str, str], ...]
    """Where the steps are the same and the record differs: a field, and its value in either run, as JSON."""


def parting(one: Trace, other: Trace) -> Parting | None:
    """Where two runs part; None where they are the same."""
    shared = min(len(one.events), len(other.events))
    for number in range(1, shared + 1):
        if _told(one, number) != _told(other, number):
            return Parting(number, ())
        if one.events[number - 1] is Event.CAPTURE_RECORD:
            fields = tuple(_differences(_record(one, number), _record(other, number)))
            if fields:
                return Parting(number, fields)
    return None if len(one.events) == len(other.events) else Parting(shared + 1, ())


def twin(one: Trace, number: int, other: Trace) -> int | None:
    """The step of another run that is the same one: at the same time, the same request or the same thing done.

    Numbers are no guide to it, for one step more moves all that come after it. Of several alike at one time it is the
    one in the same place among them. None: the other run has no such step. Step 0 is the start of either.
    """
    if one is other or number == 0:
        return number
    time, wanted = one.times[number - 1], _kind(one, number)
    first = bisect_left(one.times, time) + 1
    before = sum(_kind(one, each) == wanted for each in range(first, number))
    each = bisect_left(other.times, time) + 1
    while each <= len(other.events) and other.times[each - 1] == time:
        if _kind(other, each) == wanted:
            if not before:
                return each
            before -= 1
        each += 1
    return None


def _kind(trace: Trace, number: int) -> tuple[Any, ...]:
    """What a step is: a request, whatever becomes of it, or what its row of the process table says."""
    if number in trace.writes:
        return (trace.writes[number].operation,)
    detail = trace.details.get(number, NO_DETAIL)
    return trace.events[number - 1], trace.by[number - 1], len(trace.about[number - 1]), detail.shards, detail.worker


def _told(trace: Trace, number: int) -> tuple[Any, ...]:
    """All that the process table says of a step, without its words: to make a `Step` would take far longer."""
    change = trace.writes.get(number)
    # A write's step knows of the record that is still to come: the capture's own step will tell.
    about: Any = trace.about[number - 1] if change is None else (change.effect, change.fact == "F54")
    return trace.times[number - 1], trace.events[number - 1], _kind(trace, number), about, trace.row(number)


def _record(trace: Trace, number: int) -> dict[str, Any]:
    record = trace.records[trace.about[number - 1][0]].to_api()
    return {**record.pop("dynamodb"), **record}


def _differences(left: dict[str, Any], right: dict[str, Any]) -> list[tuple[str, str, str]]:
    names = dict.fromkeys([*left, *right])
    return [
        (name, _json(left.get(name)), _json(right.get(name)))
        for name in names
        if name != "eventID" and left.get(name) != right.get(name)
    ]


def _json(value: Any) -> str:
    return "absent" if value is None else json.dumps(value)
