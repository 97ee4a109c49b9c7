"""A fact that the program claims to follow has a test that is named after it."""

from __future__ import annotations

import re
from pathlib import Path

from simulator.dynamodb.facts import facts

TESTS = Path(__file__).parent


def named_by_tests() -> set[str]:
    """The facts in the names of the tests of the service and of the machine."""
    found = set()
    for file in (*TESTS.glob("dynamodb/test_*.py"), *TESTS.glob("machine/test_*.py")):
        for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8")):
            found |= set(re.findall(r"(?<=_)F\d+a?(?=_)", name))
    return found


def test_the_facts_that_are_claimed_are_those_that_are_tested():
    claimed = {number for number, fact in facts().items() if fact.modelled}
    assert claimed == named_by_tests()


def test_there_are_well_over_a_hundred_of_them():
    assert sum(fact.modelled for fact in facts().values()) > 120
