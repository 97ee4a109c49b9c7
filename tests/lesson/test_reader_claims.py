"""No sentence about a poller, a KCL worker or a shard says what is not so in its run."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

import pytest
from reader_claims import check_reader_claims

from simulator.lesson.lesson import load_lesson
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.library import lesson_names
from simulator.scenario.loader import scenario_from_text

sys.path.insert(0, str(Path(__file__).parents[1] / "machine"))

from invariants import ends_at_rest, random_document
from timelines import as_text

MANY_STEPS = 300
"""Steps beyond which a random run is left out: it shows empty polls for hours."""


@pytest.mark.parametrize("name", lesson_names())
def test_every_claim_of_a_lesson_of_the_library_holds(name: str) -> None:
    check_reader_claims(load_lesson(name).trace, ended_at_rest=False)


def test_every_claim_of_random_runs_holds() -> None:
    runs, claims = 0, 0
    for seed in range(200):
        document = random_document(Random(seed))
        try:
            trace = simulate(scenario_from_text(as_text(document)))
        except ScenarioError:
            continue  # the service would refuse it
        if len(trace.events) <= MANY_STEPS:
            runs += 1
            claims += check_reader_claims(trace, ends_at_rest(document))
    assert runs > 120
    assert claims > 500
