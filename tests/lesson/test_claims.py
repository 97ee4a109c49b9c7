"""No sentence about a mapping says what is not so in its run."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from claims import check_claims, milliseconds

from simulator.lesson.lesson import load_lesson
from simulator.lesson.words.times import time_words
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.library import lesson_names
from simulator.scenario.loader import scenario_from_text

sys.path.insert(0, str(Path(__file__).parents[1] / "machine"))

from invariants import random_document
from timelines import as_text

MANY_STEPS = 300
"""Steps beyond which a random run is left out: it shows empty polls for hours."""


@pytest.mark.parametrize("name", lesson_names())
def test_every_claim_of_a_lesson_of_the_library_holds(name: str) -> None:
    lesson = load_lesson(name)
    check_claims(lesson.scenario, lesson.trace)


def claims_of(seeds: range) -> Iterator[int]:
    for seed in seeds:
        document = random_document(Random(seed))
        document["show_empty_polls"] = False
        try:
            scenario = scenario_from_text(as_text(document))
            trace = simulate(scenario)
        except ScenarioError:
            continue  # the service would refuse it
        if len(trace.events) <= MANY_STEPS:
            yield check_claims(scenario, trace)


@pytest.mark.parametrize("block", range(4))
def test_every_claim_of_random_runs_holds(block: int) -> None:
    counts = list(claims_of(range(block * 400, block * 400 + 400)))
    assert len(counts) > 250  # runs, so more than a thousand in all
    assert sum(counts) > 500


@pytest.mark.parametrize("time", [0, 250, 59_999, 60_250, 3_600_001, 86_399_999])
def test_times_are_read_as_they_are_written(time: int) -> None:
    assert milliseconds(time_words(time).removesuffix(" s")) == time
