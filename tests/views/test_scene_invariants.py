"""The invariants of scenes, on random timelines and on every lesson of the library."""

from __future__ import annotations

from pathlib import Path
from random import Random

import invariants
import pytest
import timelines
from hypothesis import event, given, settings
from hypothesis import strategies as st
from loaded_lessons import in_each
from scene_invariants import check_scenes
from varied_lessons import SHOWING_EVERY_EVENT

from simulator.lesson.lesson import Lesson
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text

MACHINE = Path(__file__).parent.parent / "machine"
MANY = 100
"""Steps from which on not every scene is looked at: what that costs grows with the square of them."""


@pytest.mark.slow
@given(st.integers(0, 2**32))
@settings(max_examples=settings().max_examples // 4)
def test_every_scene_of_a_random_timeline_agrees_with_its_steps(seed: int) -> None:
    random = Random(seed)
    document = timelines.enriched(random, invariants.random_document(random))
    try:
        trace = simulate(scenario_from_text(timelines.as_text(document)), most_turns=invariants.MOST_TURNS)
    except ScenarioError as error:
        event(f"refused: {error.complaints[0].code}")
        return
    event("run")
    check_scenes(trace, 1 + len(trace.events) // MANY)


@in_each(SHOWING_EVERY_EVENT)
def test_every_scene_of_a_lesson_agrees_with_its_steps(lesson: Lesson) -> None:
    check_scenes(lesson.trace)
