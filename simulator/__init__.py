"""A step-by-step simulator of Amazon DynamoDB Streams.

>>> from simulator import load_scenario, simulate
>>> trace = simulate(load_scenario("overview"))
>>> len(trace.steps)
6
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.machine.machine import simulate
    from simulator.machine.trace import Trace
    from simulator.scenario.loader import load_scenario
    from simulator.scenario.model import Scenario

__all__ = ["Scenario", "Trace", "load_scenario", "simulate"]

# Resolved at first use: `import simulator` alone should not pay for pydantic and PyYAML.
_HOMES = {
    "Scenario": "simulator.scenario.model",
    "Trace": "simulator.machine.trace",
    "load_scenario": "simulator.scenario.loader",
    "simulate": "simulator.machine.machine",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'simulator' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
