"""`streamsim facts` and `streamsim misconceptions`: lists of what the model follows and what people believe."""

from __future__ import annotations

import json

import pytest
from loaded_lessons import load_lesson

from simulator.dynamodb.facts import facts
from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS


@pytest.fixture(autouse=True)
def _lessons_that_are_loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.lesson.lesson.load_lesson", load_lesson)


def test_the_misconceptions_are_listed_with_what_their_believers_say(streamsim):
    status, out, _ = streamsim("misconceptions")
    assert status == 0
    folded = " ".join(out.split())
    for each in MISCONCEPTIONS:
        assert f"{each.number} {each.slug} {each.belief}" in folded


def test_the_facts_are_listed_with_the_lessons_that_show_them(streamsim):
    status, out, _ = streamsim("facts")
    assert status == 0
    modelled = [number for number, fact in facts().items() if fact.modelled]
    assert modelled
    assert f"\n{len(modelled)} facts are modelled and tested;" in out
    after_f41 = out[out.index("\nF41 ") :]
    of_f41 = after_f41[: after_f41.index("\nF42 ")].split()
    shown_by = " ".join(of_f41[of_f41.index("Shown") :]).removeprefix("Shown by: ").split(", ")
    assert {"overview", "three-changes"} <= set(shown_by)


def test_the_facts_as_json(streamsim):
    _, out, _ = streamsim("facts", "--format", "json")
    listed = {each["fact"]: each["lessons"] for each in json.loads(out)}
    assert list(listed) == [number for number, fact in facts().items() if fact.modelled]
    assert {"overview", "three-changes"} <= set(listed["F41"])
