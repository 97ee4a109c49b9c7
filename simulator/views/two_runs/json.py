"""Two runs as one JSON object: where they part, and the outcomes that differ. The shape is part of the interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from simulator.lesson.two_runs.outcomes import End, Outcome, outcomes
from simulator.lesson.two_runs.two_runs import TwoRuns, parts_at


def two_runs_json(runs: TwoRuns) -> Iterator[str]:
    """The lines of the object, an outcome to a line. All characters are ASCII."""
    parting = parts_at(runs)
    yield "{"
    yield f'"parts_at": {json.dumps(None if parting is None else list(parting))},'
    lines = [json.dumps(_outcome(each)) for each in outcomes(runs) if each.differs]
    yield '"outcomes": ['
    yield from (f"{line}," for line in lines[:-1])
    yield from lines[-1:]
    yield "]"
    yield "}"


def _outcome(outcome: Outcome) -> dict[str, Any]:
    """A record that the lesson does not have is null, and named by its index in the other run."""
    there = {"other_record": outcome.other_record} if outcome.record is None else {}
    return {
        "record": outcome.record,
        **there,
        "consumer": outcome.consumer,
        "lesson": _end(outcome.lesson),
        "other": _end(outcome.other),
    }


def _end(end: End | None) -> dict[str, Any] | None:
    return None if end is None else {"state": end.state, "times": end.times}
