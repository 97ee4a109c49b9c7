"""Variations of a lesson: where actions are put in, what may be turned, and what is asked before the run."""

from __future__ import annotations

import pytest
from cases import in_each_case
from loaded_lessons import load_lesson
from varied_lessons import ONE_OF_EACH_KIND

from simulator.lesson.variations.actions import actions_at
from simulator.lesson.variations.changes import changes_of
from simulator.lesson.variations.forecasts import forecasts
from simulator.lesson.variations.patches import patch_yaml, typed_value, with_action, with_setting, without_setting
from simulator.lesson.variations.placing import placed
from simulator.lesson.variations.settings import settings
from simulator.lesson.variations.variation import beside_lesson, patch_from, variation_of
from simulator.lesson.words.references import plain
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.events import Event


@pytest.fixture(scope="module")
def pill():
    return load_lesson("poison-pill")


def varied(lesson, yaml):
    return variation_of(lesson.scenario, lesson.trace, patch_from(yaml, "--what-if"))


def writes(trace):
    return [(trace.times[number - 1], str(change.key[0].value)) for number, change in trace.writes.items()]


# Putting actions in


@pytest.mark.parametrize(("at", "place"), [("0s", 1), ("1s", 1), ("5s", 2), ("7s", 2), ("10s", 3), ("1h", 3)])
def test_an_action_comes_before_the_first_entry_that_begins_later_in_the_lesson(pill, at, place):
    variation = varied(pill, f"{{timeline: {{add: [{{put: {{payment_id: p-9}}, at: {at}}}]}}}}")
    assert variation.entries.index(None) == place


def test_actions_that_share_a_gap_come_in_the_order_of_their_times(pill):
    two = "{put: {payment_id: p-8}, at: 8s}, {put: {payment_id: p-7}, at: 7s}"
    trace = varied(pill, f"{{timeline: {{add: [{two}]}}}}").trace
    assert writes(trace)[-3:] == [(7_000, "p-7"), (8_000, "p-8"), (10_000, "p-5")]


def test_an_action_with_a_place_of_its_own_keeps_it(pill):
    patch = patch_from("{timeline: {add: [{put: {payment_id: p-9}, at: 7s, before: 3}]}}", "--what-if")
    assert placed(patch, pill.scenario, pill.trace)["timeline"]["add"] == patch["timeline"]["add"]


def test_a_wait_behind_the_action_ends_when_it_does_in_the_lesson(lesson):
    made = lesson("put: {order_id: o-1}", "wait: 10m", "put: {order_id: o-2}")
    trace = varied(made, "{timeline: {add: [{put: {order_id: o-9}, at: 1m}]}}").trace
    assert writes(trace) == [(0, "o-1"), (60_000, "o-9"), (600_000, "o-2")]


def test_an_action_that_comes_so_long_after_the_previous_one_keeps_its_time(lesson):
    made = lesson("put: {order_id: o-1}", "{put: {order_id: o-2}, after: 5s}")
    trace = varied(made, "{timeline: {add: [{put: {order_id: o-9}, at: 2s}]}}").trace
    assert writes(trace) == [(0, "o-1"), (2_000, "o-9"), (5_000, "o-2")]


def test_an_action_that_is_put_into_a_final_wait_does_not_make_the_run_longer(lesson):
    made = lesson("put: {order_id: o-1}", "wait: 25h")
    variation = varied(made, "{timeline: {add: [{put: {order_id: o-9}, at: 20h}]}}")
    assert variation.trace.end == made.trace.end == 25 * 3600 * 1000


def test_what_the_loader_refuses_in_a_variation_is_the_loaders_complaint(pill):
    with pytest.raises(
        ScenarioError, match=r"^poison-pill\.yaml:\d+:\d+: S204 expected a whole number from 1 to 10,000$"
    ):
        varied(pill, "{consumers: {1: {batch_size: 0}}}")


def test_the_run_of_a_variation_that_is_far_longer_than_the_lesson_is_not_shown(lesson):
    made = lesson("put: {order_id: o-1}")
    with pytest.raises(ScenarioError, match="S215 the run of this variation is not shown: the run is not over after"):
        varied(made, "{show_empty_polls: true, timeline: {2: {wait: 8784h}}}")


@in_each_case("text", ["", "[1]", "5", "{}"])
def test_a_patch_is_a_mapping_with_something_in_it(text):
    with pytest.raises(ScenarioError, match=r"^--what-if:1:1: (Y111|S203)"):
        patch_from(text, "--what-if")


def test_a_patch_may_have_its_key_around_it():
    assert patch_from("what_if: {seed: 3}", "x") == patch_from("{seed: 3}", "x")


# Changes in words


def test_a_change_says_what_was_and_what_is(pill):
    patch = patch_from("{consumers: {1: {maximum_retry_attempts: 3, function: {duration: 2s}}}}", "--what-if")
    variation = variation_of(pill.scenario, pill.trace, patch)
    assert [each.words for each in changes_of(pill.scenario, variation.scenario, patch)] == [
        "maximum_retry_attempts: was -1, now 3",
        "function.duration: was 0.100 s, now 2.000 s",
    ]


def test_an_action_that_is_put_in_is_told_as_it_is_written(pill):
    patch = patch_from("{timeline: {add: [{put: {payment_id: p-9}, at: 7s}]}}", "--what-if")
    variation = variation_of(pill.scenario, pill.trace, patch)
    [change] = changes_of(pill.scenario, variation.scenario, patch)
    assert change.words == "put in: {put: {payment_id: p-9}, at: 7s}"


def test_a_patch_is_put_together_and_taken_apart_change_by_change(pill):
    path = ("consumers", "1", "maximum_retry_attempts")
    one = with_setting({}, path, typed_value("3"))
    two = with_setting(one, ("consumers", "1", "batch_size"), typed_value("1"))
    assert patch_yaml(two) == "{consumers: {1: {maximum_retry_attempts: 3, batch_size: 1}}}"
    assert without_setting(two, ("consumers", "1", "batch_size")) == one
    assert without_setting(one, path) == {}
    assert variation_of(pill.scenario, pill.trace, two).scenario.consumers[0].batch_size == 1


# Settings and actions


def test_the_settings_of_a_lesson_that_fails_are_those_about_failures_too(pill):
    found = {each.name: (each.kind, each.words, each.allowed) for each in settings(pill.scenario, pill.trace)}
    assert found["maximum_retry_attempts"] == ("number", "-1", "-1, or 0 to 10,000")
    assert found["bisect_batch_on_function_error"] == ("flag", "false", "true or false")
    assert found["on_failure"] == ("choice", "sqs", "sqs, sns, s3 or null")
    assert found["function.duration"][:2] == ("duration", "0.100 s")


def test_a_lesson_without_failures_does_not_offer_retries(lesson):
    made = lesson(more="consumers: [{name: f, type: lambda}]")
    assert "maximum_retry_attempts" not in [each.name for each in settings(made.scenario, made.trace)]


@in_each_case("name", ONE_OF_EACH_KIND)
def test_each_choice_that_a_setting_offers_is_taken_by_the_loader(name):
    lesson = load_lesson(name)
    for setting in settings(lesson.scenario, lesson.trace):
        for choice in setting.choices:
            patch = with_setting({}, setting.path, typed_value(choice))
            if choice != "null" or setting.value is not None:
                variation_of(lesson.scenario, lesson.trace, patch)


def test_the_actions_that_can_be_put_in_fit_the_moment(pill):
    words = [each.words for each in actions_at(pill.trace, 13)]
    assert words[:3] == ["put a new item, new-1", "update p-3", "delete p-3"]
    assert {"stop ledger", "split shard 1", "split shard 2", "turn the stream off"} <= {*words}
    assert "crash ledger" not in words


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_an_action_that_is_offered_can_be_put_in_or_is_refused_in_a_complaint(name):
    lesson = load_lesson(name)
    step = len(lesson.trace.events) // 2
    taken = 0
    for action in actions_at(lesson.trace, step):
        patch = patch_from(patch_yaml(with_action({}, action.entry)), "--what-if")
        try:
            variation = variation_of(lesson.scenario, lesson.trace, patch)
        except ScenarioError:
            continue
        taken += 1
        assert variation.entries.count(None) == 1
    assert taken >= 3


def test_an_action_that_is_put_in_comes_after_its_step_and_not_in_its_place():
    lesson = load_lesson("overview")
    crash = next(action for action in actions_at(lesson.trace, 4) if action.words == "crash consumer")
    variation = variation_of(lesson.scenario, lesson.trace, with_action({}, crash.entry))
    assert [*variation.trace.events[:5]] == [*lesson.trace.events[:4], Event.READ_CRASHED]
    assert patch_yaml(crash.entry) == "{crash: {consumer: consumer}, at: 1001ms}"
    assert patch_yaml(actions_at(lesson.trace, 0)[-1].entry).endswith("at: 0ms}")


# Questions before a run


def asked(lesson, yaml):
    return {each.id: each for each in forecasts(beside_lesson(lesson.scenario, lesson.trace, varied(lesson, yaml)))}


def test_what_is_asked_before_a_run_is_about_what_will_differ(pill):
    found = asked(pill, "{consumers: {1: {maximum_retry_attempts: 3, bisect_batch_on_function_error: true}}}")
    outcome, wait, work = found["outcome"], found["wait"], found["invocations"]
    assert outcome.text == "What happens to p-1 (record 1)?"
    assert (outcome.choices[outcome.right], outcome.choices[outcome.in_the_lesson]) == (
        "it is processed",
        "it is given up",
    )
    assert outcome.why == (
        "In the lesson it is given up at 1 min 00.050 s; with your change it is processed at 0.700 s."
    )
    assert (wait.text, wait.choices[wait.right]) == (
        "How long does p-5 (record 5) wait, compared with 50.250 s in the lesson?",
        "shorter",
    )
    assert (work.choices[work.right], work.why) == ("fewer", "In the lesson there are 11, with your change 9.")


def test_where_a_view_type_changes_the_images_of_a_record_are_asked_first():
    found = asked(load_lesson("view-types"), "{timeline: {new-image: {enable_stream: {view_type: OLD_IMAGE}}}}")
    first = next(iter(found.values()))
    assert (first.text, first.choices[first.right], first.choices[first.in_the_lesson]) == (
        "Which images does the REMOVE of o-2 (record 3) have?",
        "The old image",
        "No image",
    )
    assert first.why == "In the lesson it has no image, with your change the old image."
    assert plain(first.reason) == "OLD_IMAGE keeps the item as it was before the change (F86)."


def test_where_nothing_differs_the_right_answers_say_so(pill):
    found = asked(pill, "{title: Another}")
    assert found["outcome"].right == found["outcome"].in_the_lesson
    assert {each.choices[each.right] for name, each in found.items() if name != "outcome"} == {
        "equally long",
        "the same number",
    }


def test_a_lesson_without_records_asks_only_about_the_work(lesson):
    made = lesson("delete: {order_id: o-9}")
    assert list(asked(made, "{seed: 3}")) == ["invocations"]
