"""How the tests of the machine name their fixtures, and read the actions of consumers out of a trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simulator.machine.steps import Step
from simulator.machine.trace import Trace
from simulator.scenario.model import Scenario

Run = Callable[[str], Trace]
Read = Callable[[str], Scenario]
Story = Callable[[Trace], list[str]]

HOUR = 3600 * 1000


def of_consumers(lines: list[str]) -> list[str]:
    """The lines of a story about consumers."""
    return [line for line in lines if line.split()[1].startswith(("read.", "process.", "idle."))]


def did(trace: Trace, consumer: str | None = None) -> list[str]:
    """The steps of one consumer, or of all: time, event, records."""
    return [
        f"{step.time} {step.event.value} {','.join(map(str, step.records))}".strip()
        for step in trace.steps
        if step.consumer is not None and consumer in (None, step.consumer)
    ]


def whole_steps(trace: Trace) -> list[tuple[Step, Any, Any, Any]]:
    """Each step with all that it works out when it is asked: what changed, its row, its facts."""
    return [(step, step.changes, step.row, step.facts) for step in trace.steps]


def captured(trace: Trace) -> list[tuple[int, str]]:
    """When each record was captured, in milliseconds of the run, and the partition key of its item."""
    return [(record.captured_ms - trace.start_ms, record.key[0].value) for record in trace.records]
