"""The invariants of F361, on timelines that hypothesis builds action by action and on random ones."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from simulator.dynamodb.rules import Rules
from simulator.lesson.lesson import lesson_of
from simulator.machine.machine import simulate
from simulator.scenario.complaints import ScenarioError
from simulator.scenario.loader import scenario_from_text
from simulator.views.json_object import run_json

_spec = importlib.util.spec_from_file_location("invariants", Path(__file__).with_name("invariants.py"))
assert _spec is not None
assert _spec.loader is not None
invariants: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(invariants)

RANDOMLY = settings(deadline=None, derandomize=True, max_examples=60)
KEYS = st.sampled_from(["o-1", "o-2", "o-3"])
SOON = st.sampled_from([None, "0ms", "1ms", "60ms", "300ms", "1100ms", "10s"])


class Timelines(RuleBasedStateMachine):
    """A timeline grows by one action at a time; at the end it is run and everything is checked."""

    def __init__(self) -> None:
        super().__init__()
        self.timeline: list[dict[str, Any]] = []
        self.document: dict[str, Any] = {}
        self.stopped = False
        self.crashed = False

    @initialize(seed=st.integers(0, 2**16), shards=st.sampled_from([1, 1, 2]))
    def begin(self, seed: int, shards: int) -> None:
        document = invariants.random_document(Random(seed))
        document["stream"] |= {"shards": shards, "enabled": True}
        document["consumers"] = document["consumers"][:2]
        self.document = document

    def _add(self, action: dict[str, Any], after: str | None) -> None:
        self.timeline.append(action if after is None else {**action, "after": after})

    @rule(key=KEYS, value=st.integers(0, 2), after=SOON)
    def put(self, key: str, value: int, after: str | None) -> None:
        self._add({"put": {"order_id": key, "a": value}}, after)

    @rule(key=KEYS, value=st.integers(0, 2), after=SOON)
    def update(self, key: str, value: int, after: str | None) -> None:
        self._add({"update": {"key": {"order_id": key}, "set": {"b": value}}}, after)

    @rule(key=KEYS, after=SOON)
    def delete(self, key: str, after: str | None) -> None:
        self._add({"delete": {"order_id": key}}, after)

    @rule(keys=st.sets(KEYS, min_size=1), kind=st.sampled_from(["batch_write", "transact_write"]), spread=st.booleans())
    def several(self, keys: set[str], kind: str, spread: bool) -> None:
        action: dict[str, Any] = {kind: [{"put": {"order_id": key, "c": 1}} for key in sorted(keys)]}
        self._add(action | ({"spread": "3s"} if spread else {}), None)

    @rule(splits=st.booleans(), after=SOON)
    def shard(self, splits: bool, after: str | None) -> None:
        self._add({"split_shard" if splits else "roll_over_shard": 1}, after)

    @rule(time=st.sampled_from(["70ms", "3s", "20m", "5h", "25h"]))
    def wait(self, time: str) -> None:
        self.timeline.append({"wait": time})

    @rule(after=SOON)
    def nap(self, after: str | None) -> None:
        name = self.document["consumers"][0]["name"]
        self._add({"start" if self.stopped else "stop": {"consumer": name}}, after)
        self.stopped = not self.stopped

    @rule(after=SOON)
    def crash(self, after: str | None) -> None:
        consumer = self.document["consumers"][-1]
        if consumer["type"] == "kcl":
            what = "restart" if self.crashed else "crash"
            self._add({what: {"consumer": consumer["name"], "worker": "a"}}, after)
            self.crashed = not self.crashed

    def teardown(self) -> None:
        if not self.timeline:
            return
        document = {**self.document, "timeline": self.timeline}
        try:
            scenario = scenario_from_text(json.dumps(document))
            trace = simulate(scenario)
        except ScenarioError as error:
            event(f"refused: {error.complaints[0].code}")
            return
        event("run")
        invariants.check(scenario, trace, invariants.ends_at_rest(document))


Timelines.TestCase.settings = settings(deadline=None, derandomize=True, max_examples=60, stateful_step_count=12)
TestTimelines = Timelines.TestCase


@given(st.integers(0, 2**32))
@RANDOMLY
def test_the_invariants_hold_on_random_timelines(seed: int) -> None:
    document = invariants.random_document(Random(seed))
    try:
        scenario = scenario_from_text(json.dumps(document))
        trace = simulate(scenario)
    except ScenarioError as error:
        event(f"refused: {error.complaints[0].code}")
        return
    event("run")
    invariants.check(scenario, trace, invariants.ends_at_rest(document))


@given(st.integers(0, 2**32))
@settings(deadline=None, derandomize=True, max_examples=15)
def test_the_same_scenario_gives_the_same_JSON(seed: int) -> None:
    document = invariants.random_document(Random(seed))
    try:
        lines = [list(run_json(lesson_of(scenario_from_text(json.dumps(document))))) for _ in range(2)]
    except ScenarioError:
        return
    assert lines[0] == lines[1]


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        (Rules(missing_delete_is_recorded=True), "a record without a change"),
        (Rules(overwrite_is_modify=False), "images not as in section 3"),
        (Rules(reading_removes=True), "left records undone"),
        (Rules(empty_page_ends_reading=True), "left records undone"),
        (Rules(batch_is_one_record=True), "a change without a record"),
    ],
)
def test_a_wrong_decision_is_found_by_them(rules: Rules, complaint: str) -> None:
    """An invariant that cannot fail proves nothing: each of these breaks on some of a hundred timelines."""
    found = set()
    for seed in range(100):
        document = invariants.random_document(Random(seed))
        try:
            scenario = scenario_from_text(json.dumps(document))
            invariants.check(scenario, simulate(scenario, rules), invariants.ends_at_rest(document))
        except ScenarioError:
            continue
        except AssertionError as error:
            found.add(str(error).split("\n")[0])
    assert any(complaint in each for each in found)
