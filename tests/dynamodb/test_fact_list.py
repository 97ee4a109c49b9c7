"""The numbered facts that lessons and code cite."""

from __future__ import annotations

import re
from pathlib import Path

import simulator.dynamodb.facts
from simulator.dynamodb.facts import facts

LIST = Path(simulator.dynamodb.facts.__file__).with_name("facts.tsv")


def test_every_fact_has_a_number_and_a_text() -> None:
    for number, fact in facts().items():
        assert fact.number == number
        assert re.fullmatch("F[1-9][0-9]*a?", number)
        assert fact.text.strip() == fact.text != ""


def test_every_fact_has_a_source_or_points_to_the_fact_that_has_one() -> None:
    without = [fact for fact in facts().values() if not fact.source]
    assert [fact.number for fact in without if not re.search(r"\bsee F\d+", fact.text, re.IGNORECASE)] == []


def test_the_facts_stand_in_the_order_of_their_numbers() -> None:
    numbers = [int(re.sub("[^0-9]", "", number)) for number in facts()]
    assert numbers == sorted(numbers)


def test_no_number_is_given_twice() -> None:
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert len(facts()) == len(lines)


def test_F44_is_about_updates_that_change_nothing() -> None:
    assert facts()["F44"].text.startswith("UpdateItem that leaves the item unchanged")


def test_a_source_is_shown_in_words() -> None:
    alternator = "ScyllaDB Alternator's tests against AWS: test_streams_putitem_keys_only"
    assert facts()["F41"].source_words == f"{alternator}, an emulator"
    assert facts()["F4"].source_words == "Lambda developer guide: invocation-eventsourcemapping"
