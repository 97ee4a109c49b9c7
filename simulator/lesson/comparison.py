"""Two runs of one scenario, and where they part."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from simulator.lesson.words import action_words
from simulator.machine.events import Event
from simulator.machine.trace import Step, Trace


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
        left, right = one.step(number), other.step(number)
        if _told(one, left) != _told(other, right):
            return Parting(number, ())
        if left.event is Event.CAPTURE_RECORD:
            fields = tuple(_differences(_record(one, left), _record(other, right)))
            if fields:
                return Parting(number, fields)
    return None if len(one.events) == len(other.events) else Parting(shared + 1, ())


def _told(trace: Trace, step: Step) -> tuple[Any, ...]:
    # A write's step knows of the record that is still to come: the capture's own step will tell.
    records = step.records if step.change is None else ()
    return step.time, step.event, records, step.consumer, step.row, action_words(trace, step)


def _record(trace: Trace, step: Step) -> dict[str, Any]:
    record = trace.records[step.records[0]].to_api()
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
