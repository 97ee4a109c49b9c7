"""The invariants of F361, on timelines that hypothesis builds action by action and on random ones."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cases import in_each_case
from hypothesis import event, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from simulator.dynamodb.rules import Rules
from simulator.lesson.lesson import lesson_of
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.events import Event, Phase
from simulator.scenario.loader import scenario_from_text
from simulator.views.json import run_json


def _neighbour(name: str) -> Any:
    """A module beside this one."""
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pytestmark = pytest.mark.slow

invariants, timelines, changes = _neighbour("invariants"), _neighbour("timelines"), _neighbour("changes")

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
        self.enabled = True
        self.added = 0
        self.open: list[int] = []
        self.opened = 0

    @initialize(seed=st.integers(0, 2**16), shards=st.sampled_from([1, 1, 2]))
    def begin(self, seed: int, shards: int) -> None:
        document = invariants.random_document(Random(seed))
        document["stream"] |= {"shards": shards, "enabled": True}
        document["consumers"] = document["consumers"][:2]
        self.document = document
        self._open(shards)

    def _open(self, count: int) -> None:
        """Shards open; their numbers go on (those that roll over by their age are not kept in mind)."""
        self.open += range(self.opened + 1, self.opened + count + 1)
        self.opened += count

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

    @rule(splits=st.booleans(), place=st.integers(0, 3), after=SOON)
    def shard(self, splits: bool, place: int, after: str | None) -> None:
        if self.enabled:
            number = self.open.pop(place % len(self.open))
            self._open(2 if splits else 1)
            self._add({"split_shard" if splits else "roll_over_shard": number}, after)

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
        who = {"consumer": consumer["name"]} | ({"worker": "a"} if consumer["type"] == "kcl" else {})
        if consumer["type"] != "lambda" and not (consumer["type"] == "poller" and self.stopped):
            self._add({"restart" if self.crashed else "crash": who}, after)
            self.crashed = not self.crashed

    @rule(after=SOON)
    def join(self, after: str | None) -> None:
        consumer = self.document["consumers"][-1]
        if consumer["type"] == "kcl":
            self.added += 1
            self._add({"add_worker": {"consumer": consumer["name"], "worker": f"new-{self.added}"}}, after)

    @rule(after=SOON)
    def redeliver(self, after: str | None) -> None:
        consumer = self.document["consumers"][0]
        if consumer["type"] == "lambda" and any("put" in action for action in self.timeline):
            self._add({"redeliver": {"consumer": consumer["name"]}}, after)

    @rule(view=st.sampled_from(["KEYS_ONLY", "NEW_AND_OLD_IMAGES"]), after=SOON)
    def switch(self, view: str, after: str | None) -> None:
        self._add({"disable_stream": {}} if self.enabled else {"enable_stream": {"view_type": view}}, after)
        self.enabled = not self.enabled
        if self.enabled:
            count, self.open = len(self.open), []
            self._open(count)

    def teardown(self) -> None:
        if not self.timeline:
            return
        document = {**self.document, "timeline": self.timeline}
        try:
            scenario = scenario_from_text(json.dumps(document))
            trace = simulate(scenario, most_turns=invariants.MOST_TURNS)
        except ScenarioError as error:
            event(f"refused: {error.complaints[0].code}")
            return
        event("run")
        invariants.check(scenario, trace, invariants.ends_at_rest(document))
        timelines.check_strictly(scenario, trace, invariants.ends_at_rest(document))


Timelines.TestCase.settings = settings(stateful_step_count=12)
TestTimelines = Timelines.TestCase


@given(st.integers(0, 2**32))
def test_the_invariants_hold_on_random_timelines(seed: int) -> None:
    document = invariants.random_document(Random(seed))
    try:
        scenario = scenario_from_text(json.dumps(document))
        trace = simulate(scenario, most_turns=invariants.MOST_TURNS)
    except ScenarioError as error:
        event(f"refused: {error.complaints[0].code}")
        return
    event("run")
    invariants.check(scenario, trace, invariants.ends_at_rest(document))


@given(st.integers(0, 2**32))
def test_the_strict_invariants_hold_on_rich_timelines(seed: int) -> None:
    random = Random(seed)
    document = timelines.enriched(random, invariants.random_document(random))
    try:
        scenario = scenario_from_text(timelines.as_text(document))
        trace = simulate(scenario, most_turns=invariants.MOST_TURNS)
    except ScenarioError as error:
        event(f"refused: {error.complaints[0].code}")
        return
    event("run")
    timelines.check_strictly(scenario, trace, invariants.ends_at_rest(document))


@given(st.integers(0, 2**32))
@settings(max_examples=settings().max_examples // 3)
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
        (Rules(overwrite_is_modify=False), "images not as in F86"),
        (Rules(reading_removes=True), "left records undone"),
        (Rules(empty_page_ends_reading=True), "left records undone"),
        (Rules(batch_is_one_record=True), "a change without a record"),
    ],
)
def test_a_wrong_decision_is_found_by_them(rules: Rules, complaint: str) -> None:
    """An invariant that cannot fail proves nothing: each of these breaks on some of a hundred timelines."""
    assert any(complaint in each for each in _complaints_under(rules))


def _complaints_under(rules: Rules) -> Iterator[str]:
    for seed in range(100):
        document = invariants.random_document(Random(seed))
        try:
            scenario = scenario_from_text(json.dumps(document))
            invariants.check(
                scenario, simulate(scenario, rules, invariants.MOST_TURNS), invariants.ends_at_rest(document)
            )
        except ScenarioError:
            continue
        except AssertionError as error:
            yield str(error).split("\n")[0]


def _short_runs(rules: Rules | None = None, count: int = 150) -> Iterator[tuple[Any, Trace, bool]]:
    """Runs of random timelines, the long ones left out."""
    for seed in range(count):
        document = invariants.random_document(Random(seed))
        try:
            scenario = scenario_from_text(json.dumps(document))
            trace = simulate(scenario, rules or Rules(), invariants.MOST_TURNS)
        except ScenarioError:
            continue
        if len(trace.events) < 2000:
            yield scenario, trace, invariants.ends_at_rest(document)


def _strict_complaints(runs: Iterable[tuple[Any, Trace, bool]]) -> Iterator[str]:
    """One complaint for each run that breaks an invariant; the runs after it are made when it is asked for."""
    for scenario, trace, at_rest in runs:
        try:
            timelines.check_strictly(scenario, trace, at_rest)
        except AssertionError as error:
            yield str(error).split("\n")[0]


def test_without_a_change_the_strict_invariants_hold_on_the_same_runs() -> None:
    assert list(_strict_complaints(_short_runs())) == []


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        (Rules(children_wait_for_parents=False), "a child was read before its parent was finished"),
        (Rules(reading_removes=True), "undone"),
        (Rules(last_page_is_empty=True), "the checkpoint passed an unprocessed record"),
    ],
)
def test_a_wrong_decision_is_found_by_the_strict_ones(rules: Rules, complaint: str) -> None:
    assert any(complaint in each for each in _strict_complaints(_short_runs(rules)))


def test_a_take_over_that_redelivers_nothing_is_found() -> None:
    """On a timeline made for it: a crash in the middle of a page is rare among the random ones."""
    put = {"put": {"order_id": "o-{n}"}}
    document = {
        "title": "A crash in the middle of a page",
        "table": {"name": "Orders", "partition_key": "order_id"},
        "stream": {"view_type": "KEYS_ONLY"},
        "consumers": [{"name": "w", "type": "kcl", "workers": ["a", "b"]}],
        "timeline": [
            {"repeat": {"times": 3, "every": "0ms", "do": put}},
            {"crash": {"consumer": "w", "worker": "a"}, "at": "1250ms"},
        ],
    }
    scenario = scenario_from_text(json.dumps(document))
    assert list(_strict_complaints([(scenario, simulate(scenario), True)])) == []
    believed = simulate(scenario, Rules(takeover_redelivers=False))
    (complaint,) = _strict_complaints([(scenario, believed, True)])
    assert "a page does not begin where the one before ended" in complaint


def _forget(trace: Trace, events: tuple[Event, ...], last_only: bool) -> bool:
    """Steps that never happened: they say something else, about nothing."""
    places = [place for place, event in enumerate(trace.events) if event in events]
    for place in places[-1:] if last_only else places:
        trace.events[place], trace.record_indexes[place] = Event.READ_EMPTY, ()
    return bool(places)


@pytest.mark.parametrize(
    ("events", "last_only", "complaint"),
    [
        (tuple(event for event in Event if event.phase in (Phase.READ, Phase.PROCESS)), False, "undone"),
        ((Event.PROCESS_SUCCEEDED,), True, "in hand"),
        ((Event.READ_RECORDS,), False, "work on what nobody has in hand"),
        ((Event.READ_SHARD_END,), False, "a child was read before its parent was finished"),
        ((Event.AVAILABLE_RECORD,), True, "a record that did not become available once"),
        ((Event.AVAILABLE_TRIMMED,), False, "a record left the stream, or is in it twice"),
        ((Event.PROCESS_CHECKPOINTED,), False, "a checkpoint is missing"),
    ],
)
def test_a_step_that_is_missing_is_found(events: tuple[Event, ...], last_only: bool, complaint: str) -> None:
    runs = (each for each in _short_runs() if _forget(each[1], events, last_only))
    assert any(complaint in each for each in _strict_complaints(runs))


@in_each_case("seed", range(5000, 5030))
def test_what_holds_for_changes_of_consumers_holds_on_random_timelines(seed: int) -> None:
    random = Random(seed)
    document = changes.changed(random, invariants.random_document(random))
    try:
        scenario = scenario_from_text(timelines.as_text(document))
        trace = simulate(scenario, most_turns=invariants.MOST_TURNS)
    except ScenarioError:
        return  # what cannot be at its time
    changes.check_changes(scenario, trace)
