"""Random runs: each record counts once in Stream Records, and each state says what is."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest

from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text

sys.path.insert(0, str(Path(__file__).parent))

from invariants import random_document
from timelines import as_text
from variable_checks import check_variables

MANY_STEPS = 300
"""Steps beyond which a random run is left out: it shows empty polls for hours."""


@pytest.mark.slow
def test_the_variables_of_random_runs_say_what_is() -> None:
    runs = 0
    for seed in range(150):
        try:
            trace = simulate(scenario_from_text(as_text(random_document(Random(seed)))))
        except ScenarioError:
            continue  # the service would refuse it
        if len(trace.events) <= MANY_STEPS:
            check_variables(trace)
            runs += 1
    assert runs > 80
