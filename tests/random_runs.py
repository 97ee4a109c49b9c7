"""Runs of random documents that are short enough to be held against every sentence about them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any, NamedTuple

from invariants import MOST_TURNS, random_document
from timelines import as_text

from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario

MANY_STEPS = 300
"""Steps beyond which a random run is left out: it shows empty polls for hours."""


class RandomRun(NamedTuple):
    """A run, and the document that it is of."""

    document: dict[str, Any]
    scenario: Scenario
    trace: Trace


def random_runs(seeds: range) -> Iterator[RandomRun]:
    """The run of each seed; what the service would refuse is left out."""
    return filter(None, map(_run_of, seeds))


@cache
def _run_of(seed: int) -> RandomRun | None:
    document = random_document(Random(seed))
    try:
        scenario = scenario_from_text(as_text(document))
        trace = simulate(scenario, most_turns=MOST_TURNS)
    except ScenarioError:
        return None
    return RandomRun(document, scenario, trace) if len(trace.events) <= MANY_STEPS else None
