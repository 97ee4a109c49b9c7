"""The timeline: one action an entry, times that only grow, durations with a unit."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text


@in_each_case(
    "entry, place, telling",
    [
        ("{}", "8:5", "no action here; expected one of put, update, delete, batch_write, transact_write, repeat, wait"),
        ("{at: 5s}", "8:5", "no action here"),
        ("{put: {order_id: o-1}, delete: {order_id: o-1}}", "8:5", "this has put and delete"),
        ("{put: {order_id: o-1}, wait: 5s}", "8:5", "this has put and wait"),
        ("repeat: {times: 2, do: {}}", "8:28", "no action here; expected one of put, update, delete"),
        ("repeat: {times: 2, do: [{put: {order_id: a}, delete: {order_id: a}}]}", "8:29", "this has put and delete"),
        ("{wait: 5s, at: 5s}", "8:20", "a wait has no `at`"),
        ("{wait: 5s, after: 5s}", "8:23", "a wait has no `after`"),
        ("{put: {order_id: o-1}, at: 1s, after: 1s}", "8:43", "either `at` or `after`, not both"),
        (
            "{repeat: {times: 2, do: {put: {order_id: o-1}}}, condition: {attribute_exists: a}}",
            "8:54",
            "put it inside `do`",
        ),
    ],
)
def test_an_entry_has_exactly_one_action_and_what_goes_with_it(complaints, lesson, entry, place, telling):
    [line] = complaints(lesson(entry))
    assert line.startswith(f"lesson.yaml:{place}: S206 ")
    assert telling in line


@in_each_case("entry", ["put", "[]", "~", "5"])
def test_an_entry_that_is_no_mapping(complaints, lesson, entry):
    assert complaints(lesson(entry)) == ["lesson.yaml:8:5: S203 expected a mapping of keys"]


@in_each_case("value", ["o-1", "[order_id]", "5", ""])
def test_an_item_that_is_no_mapping(complaints, lesson, value):
    [line] = complaints(lesson(f"put: {value}"))
    assert line.startswith("lesson.yaml:8:")
    assert "S203 expected attributes and their values, as in {name: value}" in line


@in_each_case(
    "earlier, at, least",
    [
        (["{put: {order_id: o-1}, at: 5s}"], "4999ms", "5,000"),
        (["wait: 10m"], "599s", "600,000"),
        (["{put: {order_id: o-1}, after: 3s}", "{put: {order_id: o-1}, after: 3s}"], "5s", "6,000"),
        (["{repeat: {times: 11, every: 1s, do: {put: {order_id: o-1}}}, at: 2s}"], "11s", "12,000"),
    ],
)
def test_an_at_before_the_previous_action(complaints, lesson, earlier, at, least):
    [line] = complaints(lesson(*earlier, f"{{put: {{order_id: o-1}}, at: {at}}}"))
    assert line.startswith(f"lesson.yaml:{8 + len(earlier)}:32: S208 ")
    assert f"is before the previous action, which is not before {least} ms" in line


def test_an_at_that_a_run_finds_to_be_before_the_previous_action(complaints_of, lesson):
    # The second put waits for rest, which is at 2 s: the idle step after the first.
    from simulator.machine.machine import simulate

    text = lesson("put: {order_id: o-1}", "put: {order_id: o-2}", "{put: {order_id: o-3}, at: 1s}")
    with pytest.raises(ScenarioError) as refusal:
        simulate(scenario_from_text(text, "lesson.yaml"))
    assert str(refusal.value) == (
        "lesson.yaml:10:32: S208 1,000 ms is before the previous action, which is not before 2,000 ms: "
        "an action without `at` or `after` waits until everything is at rest"
    )


def test_an_at_at_the_previous_actions_time_is_accepted(complaints, lesson):
    assert complaints(lesson("{put: {order_id: o-1}, at: 5s}", "{put: {order_id: o-2}, at: 5s}")) == []


@in_each_case(
    "written, milliseconds",
    [
        ("0ms", 0),
        ("250ms", 250),
        ("2s", 2_000),
        ("5m", 300_000),
        ("25h", 90_000_000),
        ("1.5s", 1_500),
        ("0.001s", 1),
        ("0.5m", 30_000),
        ("8784h", 31_622_400_000),
    ],
)
def test_a_duration_is_whole_milliseconds(lesson, written, milliseconds):
    assert scenario_from_text(lesson("put: {order_id: o-1}", f"wait: {written}")).timeline[1].wait == milliseconds


@pytest.mark.parametrize(
    ("written", "code", "telling"),
    [
        ("5", "S203", "expected a duration with its unit"),
        ("5 s", "S203", "expected a duration with its unit"),
        ("5sec", "S203", "expected a duration with its unit"),
        ("5d", "S203", "expected a duration with its unit"),
        ("-5s", "S203", "expected a duration with its unit"),
        ("1e3s", "S203", "expected a duration with its unit"),
        (".5s", "S203", "expected a duration with its unit"),
        ("true", "S203", "expected a duration with its unit"),
        ("", "S203", "expected a duration with its unit"),
        ("0.5ms", "S204", "a whole number of milliseconds"),
        ("0.0001s", "S204", "a whole number of milliseconds"),
        ("8784.001h", "S204", "at most 8784h"),
        ("999999999999h", "S204", "at most 8784h"),
        ("9" * 2_000_000 + "h", "S203", "expected a duration"),
        ("1." + "0" * 40 + "1s", "S203", "expected a duration"),
    ],
)
def test_a_duration_that_is_none(complaints, lesson, written, code, telling):
    [line] = complaints(lesson("put: {order_id: o-1}", f"wait: {written}"))
    assert line.startswith(f"lesson.yaml:9:{11 if written else 10}: {code} ")
    assert telling in line


@in_each_case(
    "zone, milliseconds",
    [
        ("2024-01-01T00:00:00Z", 1_704_067_200_000),
        ("2024-01-01T01:00:00+01:00", 1_704_067_200_000),
        ("2024-01-01T00:00:00.250Z", 1_704_067_200_250),
        ("1970-01-01T00:00:00Z", 0),
    ],
)
def test_the_start_is_a_time_with_its_zone(lesson, zone, milliseconds):
    assert scenario_from_text(lesson(more=f"starts_at: {zone}\n")).starts_at == milliseconds


def test_virtual_time_starts_with_2024_unless_the_lesson_says_otherwise(lesson):
    assert scenario_from_text(lesson()).starts_at == 1_704_067_200_000
