"""A fact that the program claims to follow has a test that is named after it."""

from __future__ import annotations

import re
from pathlib import Path

from loaded_lessons import load_lesson

from simulator.dynamodb.facts import facts
from simulator.machine.cited_facts import OF_EVENTS
from simulator.scenario.files.library import lesson_names

TESTS = Path(__file__).parent


def named_by_tests() -> set[str]:
    """The facts in the names of the tests of the service, of the machine, and of what is refused in a lesson's file."""
    found = set()
    for file in sorted(
        file for floor in ("dynamodb", "machine", "scenario") for file in TESTS.glob(f"{floor}/test_*.py")
    ):
        for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8")):
            found |= set(re.findall(r"(?<=_)F\d+a?(?=_)", name))
    return found


def test_the_facts_that_are_claimed_are_those_that_are_tested():
    claimed = {number for number, fact in facts().items() if fact.modelled}
    assert claimed == named_by_tests()


def test_every_fact_that_a_step_of_a_lesson_of_the_library_cites_is_among_them():
    claimed = {number for number, fact in facts().items() if fact.modelled}
    cited = {number for name in lesson_names() for step in load_lesson(name).trace.steps for number in step.facts}
    assert cited - claimed == set()
    assert OF_EVENTS - claimed == set()


def test_there_are_well_over_a_hundred_of_them():
    assert sum(fact.modelled for fact in facts().values()) > 120
