"""Scenarios of one Lambda event source mapping, and its steps."""

from __future__ import annotations

import machine_runs

from simulator.machine.trace import Trace


def mapping(settings: str, *timeline: str) -> str:
    """A lesson of one mapping, called f; each entry of the timeline is written as it is inside braces."""
    entries = "".join(f"  - {{{entry}}}\n" for entry in timeline)
    return f"consumers: [{{name: f, type: lambda, {settings}}}]\ntimeline:\n{entries}"


def fails_on(keys: str, more: str = "") -> str:
    """A function that fails on the records of some items."""
    return f"function: {{fails_on: {{dynamodb: {{Keys: {{order_id: {{S: [{keys}]}}}}}}}}{more}}}"


def did(trace: Trace) -> list[str]:
    """The steps of the mapping called f: time, event, records."""
    return machine_runs.did(trace, "f")
