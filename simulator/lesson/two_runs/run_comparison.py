"""Compares two runs of one scenario: where they diverge, and which of their steps are the same."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from simulator.lesson.two_runs.step_names import steps_by_name
from simulator.machine.details import shards_of, worker_of
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


class Divergence(NamedTuple):
    """The first step at which two runs differ."""

    step: int
    """Its number; in one of the runs it may be missing, because that run is over."""
    fields: tuple[tuple[str, str, str], ...]
    """Where the steps are the same and the record differs: a field, and its value in either run, as JSON."""


@lru_cache(maxsize=64)
def divergence(one: Trace, other: Trace) -> Divergence | None:
    """Where two runs diverge; None where they are the same."""
    shared = min(len(one.events), len(other.events))
    for number in range(1, shared + 1):
        if shown_of(one, number) != shown_of(other, number):
            return Divergence(number, ())
        if one.events[number - 1] is Event.CAPTURE_RECORD:
            fields = tuple(_differences(record_of(one, number), record_of(other, number)))
            if fields:
                return Divergence(number, fields)
    return None if len(one.events) == len(other.events) else Divergence(shared + 1, ())


def matching_step(one: Trace, number: int, other: Trace) -> int | None:
    """The number of the same step in another run: the same request, or the same work on the same records.

    Numbers and times identify no step, for one step more moves all steps after it. Step 0 is the start of either run.
    None: the other run has no such step.
    """
    if one is other or number == 0:
        return number
    return steps_by_name(other).get(list(steps_by_name(one))[number - 1])


def shown_of(trace: Trace, number: int) -> tuple[Any, ...]:
    """All that the process table shows of a step, without its words: to make a `Step` would take far longer."""
    change = trace.writes.get(number)
    # A write's step knows of the record that is still to come: the capture's own step decides.
    about: Any = trace.record_indexes[number - 1] if change is None else (change.effect, change.failure)
    detail = trace.details.get(number)
    done = trace.events[number - 1], trace.actors[number - 1], shards_of(detail), worker_of(detail)
    return trace.times[number - 1], done, about, trace.row(number)


def record_of(trace: Trace, number: int) -> dict[str, Any]:
    """The record that a step captures, its own fields and those of the event in one mapping."""
    record = trace.records[trace.record_indexes[number - 1][0]].to_api()
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
