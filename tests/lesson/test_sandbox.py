"""The sandbox: lines are added one by one, taken back, completed, and saved as a lesson that is valid."""

from __future__ import annotations

import sys

import pytest
from cases import in_each_case
from loaded_lessons import load_lesson
from varied_lessons import ONE_OF_EACH_KIND

from simulator.lesson.sandbox.completion import completions, cursor_of
from simulator.lesson.sandbox.file_text import file_text
from simulator.lesson.sandbox.remarks import remarks
from simulator.lesson.sandbox.sandbox import new_sandbox, sandbox_of, where_it_parts
from simulator.lesson.sandbox.usual import first_usual, usual
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.library import lesson_names
from simulator.scenario.loader import load_scenario, scenario_from_text


@pytest.fixture(scope="module")
def begun():
    return new_sandbox()


def events(sandbox):
    return [each.value for each in sandbox.lesson.trace.events]


def test_an_action_is_added_to_the_timeline_and_the_run_goes_on_with_it(begun):
    after = begun.with_lines("put: {order_id: o-2}")
    assert events(after)[: len(events(begun))] == events(begun)
    assert where_it_parts(begun.lesson, after.lesson) == len(events(begun)) + 1
    assert len(after.lesson.trace.records) == 2


def test_undo_takes_back_what_was_added_last_and_never_the_beginning(begun):
    after = begun.with_lines("put: {order_id: o-2}", "wait: 5s")
    assert events(after.undone().undone()) == events(begun)
    assert begun.undone() is begun


def test_settings_are_changed_one_upon_the_other(begun):
    lines = ("consumers: [{name: mail, type: lambda}]", "consumers: {1: {batch_size: 5}}", "stream: {shards: 2}")
    after = begun.with_lines(*lines)
    assert [(each.name, each.batch_size) for each in after.lesson.scenario.consumers] == [("mail", 5)]
    assert len(after.lesson.trace.shards) == 2


@in_each_case(
    "line, complaint",
    [
        ("{", "Y105"),
        ("put", "S203 expected an action"),
        ("putt: {order_id: o-1}", 'S201 "putt" is no action and no setting; did you mean "put"?'),
        ("put: {id: o-1}", 'D301 the partition key "order_id" is missing'),
        ("wait: 3", "S203 expected a duration"),
        ("crash: {consumer: raeder}", 'S204 no consumer is called "raeder"'),
        ("{put: {order_id: a}, consumers: {}}", "S206 a line is either an action or a change of settings"),
        ("consumers: {3: {name: x}}", "S204 the lesson, consumers has no entry 3"),
        ("title: x", 'S201 "title" is no action and no setting'),
        ("quiz: []", 'S201 "quiz" is no action and no setting'),
    ],
)
def test_a_line_that_cannot_be_added_is_refused_with_the_loaders_complaint(begun, line, complaint):
    with pytest.raises(ScenarioError) as caught:
        begun.with_lines(line)
    first = caught.value.complaints[0]
    assert f"{first.code} {first.message}".startswith(complaint)


def test_a_sandbox_can_begin_with_any_lesson_and_leaves_its_texts_out():
    for name in lesson_names():
        sandbox = sandbox_of(load_scenario(name))
        assert sandbox.lesson.questions == ()
        assert events(sandbox) == [each.value for each in load_lesson(name).trace.events]


def test_a_saved_sandbox_is_a_valid_lesson_with_the_same_run(begun):
    lines = (
        "put: {order_id: 'o: 2', tags: !!set {a, b}, n: 3, data: !!binary aGk=}",
        "{update: {key: {order_id: o-1}, set: {status: PAID}}, id: paid}",
        "consumers: {1: {poll_interval: 2s}}",
        "wait: 5s",
        "split_shard: 1",
        "crash: {consumer: reader}",
    )
    after = begun.with_lines(*lines)
    again = scenario_from_text(file_text(after.lesson.scenario))
    assert simulate(again).events == after.lesson.trace.events
    assert simulate(again).times == after.lesson.trace.times


@in_each_case("name", ONE_OF_EACH_KIND)
def test_a_lesson_saved_from_the_sandbox_runs_as_it_did(name):
    sandbox = sandbox_of(load_scenario(name))
    again = scenario_from_text(file_text(sandbox.lesson.scenario))
    assert simulate(again).events == sandbox.lesson.trace.events


def test_the_usual_actions_can_be_added_as_they_are(begun):
    offered = usual(begun.lesson.trace)
    kinds = {each.line.partition(":")[0] for each in offered}
    assert {"put", "update", "delete", "wait", "crash", "stop", "split_shard"} <= kinds
    for each in offered:
        begun.with_lines(each.line)
    assert first_usual(begun.lesson.trace, "crash").line == "crash: {consumer: reader}"
    assert first_usual(begun.lesson.trace, "restart") is None


def test_more_actions_than_calls_may_be_nested_are_remade_whole():
    count = sys.getrecursionlimit() + 100
    many = new_sandbox().with_lines(*(f"put: {{order_id: o-{number % 50}, n: {number}}}" for number in range(count)))
    after = many.with_lines("put: {order_id: last}")
    assert len(after.added) == count + 1
    assert len(after.lesson.trace.writes) == len(many.lesson.trace.writes) + 1


# Completion


@in_each_case(
    "line, path, key, word",
    [
        ("pu", (), None, "pu"),
        ("{pu", (), None, "pu"),
        ("put: {order", ("put",), None, "order"),
        ("put: {order_id: o", ("put",), "order_id", "o"),
        ("update: {key: {order_id: o-1}, s", ("update",), None, "s"),
        ("{put: {a: 1}, a", (), None, "a"),
        ('put: {a: "x, {", b', ("put",), None, "b"),
        ("batch_write: [{p", ("batch_write", "1"), None, "p"),
    ],
)
def test_the_end_of_a_line_is_found_in_its_yaml(line, path, key, word):
    assert cursor_of(line) == (path, key, word)


@in_each_case(
    "line, first",
    [
        ("pu", "put: {"),
        ("update: {k", "update: {key: {"),
        ("put: {o", "put: {order_id: "),
        ("delete: {order_id: ", "delete: {order_id: o-1"),
        ("crash: {consumer: ", "crash: {consumer: reader"),
        ("split_shard: ", "split_shard: 1"),
        ("stream: {view_type: K", "stream: {view_type: KEYS_ONLY"),
        ("consumers: {1: {po", "consumers: {1: {poll_interval: "),
        ("consumers: ", "consumers: {2: {"),
        ("consumers: [", "consumers: [{"),
        ("consumers: [{na", "consumers: [{name: "),
        ("batch_write: [{p", "batch_write: [{put: {"),
        ("update: {key: {order_id: o-1}, set: {s", "update: {key: {order_id: o-1}, set: {status: "),
    ],
)
def test_a_line_is_completed_with_keys_consumers_shards_and_items(begun, line, first):
    assert completions(begun.lesson, line)[0] == first


@in_each_case("line", ["}", "]]", "put: {}}", ":", "'", "put: {a: 'x", "{{{{", "[[", "a: b: c: "])
def test_completion_of_any_text_offers_nothing_or_longer_lines(begun, line):
    assert all(each.startswith(line[:1]) or not line for each in completions(begun.lesson, line))


def test_a_line_that_replaces_or_adds_consumers_is_remarked_on(begun):
    [replaced] = remarks(begun, begun.with_lines("consumers: [{name: mailer}]"))
    assert replaced == ("It replaces reader by mailer; consumers: {2: {name: mailer}} adds a consumer instead.")
    [added] = remarks(begun, begun.with_lines("consumers: {2: {name: mailer}}"))
    assert added == "It adds mailer to reader."
    assert remarks(begun, begun.with_lines("put: {order_id: o-2}")) == ()


def test_a_pattern_that_can_never_match_is_remarked_on_once(begun):
    after = begun.with_lines("consumers: {1: {type: lambda, function: {fails_on: {order_id: [o-9]}}}}")
    [advice] = remarks(begun, after)
    assert advice.startswith("No record ever matches this pattern, so the function never fails:")
    assert remarks(after, after.with_lines("put: {order_id: o-9}")) == ()
