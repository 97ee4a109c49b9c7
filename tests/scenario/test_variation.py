"""What-if variations: a lesson with some of its keys changed."""

from __future__ import annotations

import json

import pytest
from cases import in_each_case

from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario
from simulator.scenario.variation import NoVariation, entries_kept, varied
from simulator.scenario.yaml.parse import parse_document

TEXT = """\
title: A lesson
summary: Text.
table: {name: Orders, partition_key: order_id}
stream: {view_type: NEW_AND_OLD_IMAGES, capture_delay: 10ms}
consumers:
  - {name: a, limit: 5}
  - {name: b}
timeline:
  - put: {order_id: o-1, status: PLACED}
  - delete: {order_id: o-1}
quiz: [{question: Q, choices: [1, 2], answer: {count: records}}]
predict: [999]
"""


@pytest.fixture(scope="module")
def scenario():
    return scenario_from_text(TEXT, "lesson.yaml")


@pytest.fixture(scope="module")
def labelled():
    put, delete = "put: {order_id: o-1, status: PLACED}", "delete: {order_id: o-1}"
    text = TEXT.replace(f"- {put}", f"- {{{put}, id: placed}}").replace(f"- {delete}", f"- {{{delete}, id: gone}}")
    return scenario_from_text(text, "lesson.yaml")


def test_a_mapping_changes_the_keys_that_it_names_and_leaves_the_others(scenario):
    other = varied(scenario, {"stream": {"view_type": "KEYS_ONLY"}})
    assert (other.stream.view_type, other.stream.capture_delay) == ("KEYS_ONLY", 10)
    assert (other.table, other.consumers, other.timeline) == (scenario.table, scenario.consumers, scenario.timeline)


def test_an_entry_of_a_list_is_named_by_its_place_from_1(scenario):
    other = varied(scenario, {"consumers": {"2": {"limit": "1"}}})
    assert [(each.name, each.limit) for each in other.consumers] == [("a", 5), ("b", 1)]


def test_null_takes_a_key_or_an_entry_away(scenario):
    other = varied(scenario, {"stream": {"capture_delay": None}, "consumers": {"1": None}})
    assert other.stream.capture_delay == 50
    assert [each.name for each in other.consumers] == ["b"]


def test_an_entry_one_past_the_end_is_added(scenario):
    other = varied(scenario, {"timeline": {"3": {"put": {"order_id": "o-2"}}}})
    assert [next(iter(each.model_fields_set)) for each in other.timeline] == ["put", "delete", "put"]


def test_an_action_can_give_way_to_another(scenario):
    other = varied(scenario, {"timeline": {"2": {"delete": None, "put": {"order_id": "o-1"}}}})
    assert (other.timeline[1].delete, other.timeline[1].put is not None) == (None, True)


def test_consumers_can_be_added_where_the_file_has_none():
    alone = scenario_from_text(json.dumps(MINIMAL))
    other = varied(alone, {"consumers": {"1": {"limit": "7"}}})
    assert [(each.name, each.limit) for each in other.consumers] == [("consumer", 7)]


def test_another_list_or_value_takes_the_place_of_the_old_one(scenario):
    lone = scenario_from_text(json.dumps({"consumers": [{"name": "z"}]} | MINIMAL)).source[2]["consumers"]
    assert [each.name for each in varied(scenario, {"consumers": lone}).consumers] == ["z"]


MINIMAL = {
    "title": "T",
    "table": {"name": "Orders", "partition_key": "order_id"},
    "stream": {"view_type": "KEYS_ONLY"},
    "timeline": [{"put": {"order_id": "o-1"}}],
}


def test_the_texts_that_speak_of_the_run_as_it_is_are_left_out(scenario):
    other = varied(scenario, {"seed": "3"})
    assert (other.quiz, other.predict, other.summary, other.title) == ([], None, None, "A lesson")


def test_the_scenario_itself_stays_as_it_is(scenario):
    before = scenario.model_dump()
    varied(scenario, {"stream": {"view_type": "KEYS_ONLY"}, "timeline": {"1": None}, "consumers": {"1": None}})
    assert scenario.model_dump() == before
    assert len(simulate(scenario).records) == 2


@in_each_case(
    "patch, reason",
    [
        ({"timeline": {"4": {"wait": "1s"}}}, "the lesson, timeline has no entry 4; it has 2"),
        ({"timeline": {"0": None}}, "the lesson, timeline has no entry 0; it has 2"),
        ({"timeline": {"3": None}}, "the lesson, timeline has no entry 3; it has 2"),
        ({"timeline": {"first": None}}, "the lesson, timeline has no entry first; it has 2"),
        ({"timeline": {"1": {"condition": None}}}, "the lesson, timeline, entry 1 has no condition to take away"),
        ({"sream": None}, "the lesson has no sream to take away"),
    ],
)
def test_a_patch_that_leads_nowhere(scenario, patch, reason):
    with pytest.raises(NoVariation, match=f"^{reason}$"):
        varied(scenario, patch)


@in_each_case(
    "patch, code",
    [
        ({"stream": {"view_type": "ALL"}}, "S204"),
        ({"stream": None}, "S202"),
        ({"steam": {"view_type": "KEYS_ONLY"}}, "S201"),
        ({"timeline": {"1": {"put": {"order_id": None}}}}, "D301"),
        ({"consumers": {"1": {"type": "lambda"}}}, "S201"),
    ],
)
def test_a_patch_that_makes_a_lesson_that_is_not_valid(scenario, patch, code):
    with pytest.raises(ScenarioError) as caught:
        varied(scenario, patch)
    assert caught.value.complaints[0].code == code


def test_a_scenario_that_came_from_no_file():
    with pytest.raises(NoVariation, match="only a lesson that was read"):
        varied(Scenario.model_validate(MINIMAL), {"seed": "3"})


def test_an_action_is_put_in_front_of_the_entry_that_its_before_names(scenario):
    patch = {"timeline": {"add": [{"put": {"order_id": "o-2"}, "before": "2"}]}}
    assert [next(iter(each.model_fields_set)) for each in varied(scenario, patch).timeline] == ["put", "put", "delete"]
    assert entries_kept(scenario, patch) == (0, None, 1)


def test_an_action_without_a_before_comes_last(scenario):
    patch = {"timeline": {"add": [{"put": {"order_id": "o-2"}}]}}
    assert [next(iter(each.model_fields_set)) for each in varied(scenario, patch).timeline] == ["put", "delete", "put"]
    assert entries_kept(scenario, patch) == (0, 1, None)


def test_the_place_that_a_before_names_is_one_of_the_file_whatever_else_changes(scenario):
    patch = {"timeline": {"1": None, "add": [{"put": {"order_id": "o-2"}, "before": "2"}]}}
    assert entries_kept(scenario, patch) == (None, 1)


def test_an_action_is_named_by_its_label_too(labelled):
    assert [each.id for each in varied(labelled, {"timeline": {"gone": None}}).timeline] == ["placed"]
    assert entries_kept(labelled, {"timeline": {"gone": None}}) == (0,)
    patch = {"timeline": {"placed": {"put": {"status": "PAID"}}}}
    by_place = {"timeline": {"1": patch["timeline"]["placed"]}}
    assert varied(labelled, patch).timeline == varied(labelled, by_place).timeline != labelled.timeline
    before = {"timeline": {"add": {"put": {"order_id": "o-2"}, "before": "gone"}}}
    assert entries_kept(labelled, before) == (0, None, 1)


@pytest.mark.parametrize(
    ("patch", "reason"),
    [
        ({"placed": None, "1": None}, "entry 1 is named twice, by its place and by its label"),
        ({"plased": None}, "has no entry plased"),
    ],
)
def test_a_label_that_names_no_entry_or_one_that_is_named_already(labelled, patch, reason):
    with pytest.raises(NoVariation, match=reason):
        varied(labelled, {"timeline": patch})


def test_an_entry_that_is_changed_keeps_its_place(scenario):
    assert entries_kept(scenario, {"timeline": {"1": {"put": {"status": "PAID"}}}}) == (0, 1)
    assert entries_kept(scenario, {"seed": "3"}) == (0, 1)


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        (
            {"put": {"order_id": "o-2"}, "before": "3"},
            "`before` is a label or a place of the lesson's timeline, from 1 to 2",
        ),
        (
            {"put": {"order_id": "o-2"}, "before": "x"},
            "`before` is a label or a place of the lesson's timeline, from 1 to 2",
        ),
        ("put", "an action is a mapping, such as"),
    ],
)
def test_an_action_that_cannot_be_placed(scenario, action, reason):
    with pytest.raises(NoVariation, match=reason):
        varied(scenario, {"timeline": {"add": [action]}})


@in_each_case(
    "yaml, complaint",
    [
        ("{consumers: {1: {limit: 0}}}", "lesson.yaml:6:22: S204 expected a whole number from 1 to 1,000"),
        ("{stream: {shards: 0}}", "lesson.yaml:4:9: S204 expected a whole number from 1 to 1,000"),
        ("{timeline: {add: [{putt: {order_id: o-2}}]}}", 'lesson.yaml:9:3: S201 unknown key "putt"'),
        ("{timeline: {add: [{put: {order: o-2}, at: 5s}]}}", "lesson.yaml:9:3: D301"),
    ],
)
def test_what_a_patch_brings_in_is_complained_about_at_its_place_in_the_lesson(scenario, yaml, complaint):
    with pytest.raises(ScenarioError) as caught:
        varied(scenario, parse_document(yaml.encode(), "--what-if")[0])
    assert str(caught.value).startswith(complaint)
