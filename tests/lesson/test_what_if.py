"""A what-if as a value: changes one by one, refusals, the run, and what is said before it."""

from __future__ import annotations

import pytest
from cases import in_each_case
from loaded_lessons import load_lesson
from varied_lessons import ONE_OF_EACH_KIND

from simulator.lesson.two_runs.two_runs import OF_A_VARIATION, TwoRuns
from simulator.lesson.two_runs.walk import Steps, walk_through
from simulator.lesson.variations.actions import actions_at
from simulator.lesson.variations.settings import settings
from simulator.lesson.variations.what_if import Refused, WhatIf, ran, refusal_words
from simulator.scenario.complaints.complaint import ScenarioError


@pytest.fixture(scope="module")
def pill():
    return load_lesson("poison-pill")


@pytest.fixture
def what_if(pill):
    return WhatIf(pill, 13)


def setting(lesson, name):
    return next(each for each in settings(lesson.scenario, lesson.trace) if each.name == name)


# Changing


def test_changes_are_put_together_one_by_one_and_taken_back_the_newest_first(pill, what_if):
    one = what_if.turn(setting(pill, "maximum_retry_attempts"), "3")
    two = one.turn(setting(pill, "bisect_batch_on_function_error"), "true")
    assert [each.words for each in two.changes] == [
        "maximum_retry_attempts: was -1, now 3",
        "bisect_batch_on_function_error: was false, now true",
    ]
    assert two.undo().changes == one.changes
    assert two.undo().undo().changes == ()


def test_the_view_type_of_a_stream_that_the_timeline_turns_on_can_be_turned():
    lesson = load_lesson("view-types")
    view_type = setting(lesson, "timeline.new-image.enable_stream.view_type")
    changed = WhatIf(lesson, 13).turn(view_type, "OLD_IMAGE")
    assert [each.words for each in changed.changes] == [
        "timeline.new-image.enable_stream.view_type: was NEW_IMAGE, now OLD_IMAGE"
    ]
    record = ran(changed).variation.trace.records[2]
    assert (record.event_name, record.new_image, record.old_image is None) == ("REMOVE", None, False)


def test_with_nothing_changed_there_is_nothing_to_undo(what_if):
    assert what_if.undo() is what_if


def test_the_lessons_own_value_takes_a_change_back(pill, what_if):
    retries = setting(pill, "maximum_retry_attempts")
    assert what_if.turn(retries, "3").turn(retries, "-1").changes == ()


@pytest.mark.parametrize(
    ("name", "typed", "why"),
    [
        ("batch_size", "0", "expected a whole number from 1 to 10,000"),
        ("batch_size", "", "batch_size takes 1 to 10,000."),
        ("batch_size", "[", "not YAML: a value is expected here"),
        ("on_failure", "x", '"x" is not one of sqs, sns, s3'),
        ("function.duration", "20m", "an invocation lasts at most 15m: a function's Timeout is 1 to 900 seconds"),
    ],
)
def test_a_value_that_the_format_refuses_says_why_on_one_line(pill, what_if, name, typed, why):
    with pytest.raises(Refused) as refused:
        what_if.turn(setting(pill, name), typed)
    assert str(refused.value) == why


@pytest.mark.parametrize(
    "typed", ["", "5", "{", "{consumers: {9: {batch_size: 3}}}", "{timeline: {add: 5}}", "{a: \x00}"]
)
def test_yaml_that_is_no_change_of_the_lesson_is_refused_on_one_line(what_if, typed):
    with pytest.raises(Refused) as refused:
        what_if.add_yaml(typed)
    assert str(refused.value).isprintable()


def test_a_what_if_knows_which_actions_it_has(pill, what_if):
    first, second, *_ = (each.entry for each in actions_at(pill.trace, 13))
    assert [what_if.put_in(first).has(each) for each in (first, second)] == [True, False]
    assert not what_if.has(first)


def test_yaml_adds_to_the_changes_that_are_there(pill, what_if):
    one = what_if.turn(setting(pill, "batch_size"), "1").put_in(actions_at(pill.trace, 13)[0].entry)
    two = one.add_yaml(
        "{consumers: {1: {maximum_retry_attempts: 2}}, timeline: {add: [{delete: {payment_id: p-1}, at: 7s}]}}"
    )
    assert [each.words for each in two.changes] == [
        "batch_size: was 100, now 1",
        "maximum_retry_attempts: was -1, now 2",
        "put in: {put: {payment_id: new-1, amount: -5}, at: 351ms}",
        "put in: {delete: {payment_id: p-1}, at: 7s}",
    ]


def test_an_action_that_is_typed_happens_after_the_step_or_at_its_own_time(what_if):
    two = what_if.add_yaml("{update_consumer: {consumer: ledger, batch_size: 1}}").add_yaml(
        "{delete: {payment_id: p-1}, at: 7s}"
    )
    assert [each.words for each in two.changes] == [
        "put in: {update_consumer: {consumer: ledger, batch_size: 1}, at: 351ms}",
        "put in: {delete: {payment_id: p-1}, at: 7s}",
    ]


def test_a_change_makes_the_run_and_what_was_said_of_it_void(pill, what_if):
    turned = what_if.turn(setting(pill, "maximum_retry_attempts"), "3")
    said = turned.with_run(ran(turned)).say(0)
    after = said.turn(setting(pill, "batch_size"), "1")
    assert (after.ran, after.said) == (None, ())


# Saying


def test_each_question_is_answered_or_skipped_before_the_next_one(pill, what_if):
    turned = what_if.turn(setting(pill, "maximum_retry_attempts"), "3")
    asked = turned.with_run(ran(turned))
    assert asked.asked is not None
    assert asked.say(len(asked.asked.choices)) is asked
    done = asked.say(1).say(None).say(2)
    assert (done.asked, done.said) == (None, (1, None, 2))


def test_the_run_of_changes_that_goes_on_and_on_is_refused_on_one_line(lesson):
    made = WhatIf(lesson("put: {order_id: o-1}"), 1).add_yaml("{show_empty_polls: true, timeline: {2: {wait: 8784h}}}")
    with pytest.raises(ScenarioError) as error:
        ran(made)
    assert refusal_words(error.value).startswith("the run of this variation is not shown: the run is not over after")


# Walking through both runs


@in_each_case("name", ONE_OF_EACH_KIND)
def test_a_walk_takes_each_step_of_both_runs_once_and_in_order(name):
    lesson = load_lesson(name)
    what_if = WhatIf(lesson, len(lesson.trace.events) // 2)
    changed = what_if.put_in(actions_at(lesson.trace, what_if.step)[0].entry)
    result = ran(changed)
    walk = result.walk
    assert walk.steps[0] == Steps(0, 0)
    assert walk.steps[-1] == Steps(len(lesson.trace.events), len(result.variation.trace.events))
    for before, after in zip(walk.steps, walk.steps[1:], strict=False):
        assert (after.lesson - before.lesson, after.other - before.other) in {(0, 1), (1, 0), (1, 1)}


def test_up_to_where_the_runs_part_no_place_differs(pill, what_if):
    turned = what_if.turn(setting(pill, "maximum_retry_attempts"), "3")
    walk = ran(turned).walk
    assert walk.parts == 17
    assert [place for place in range(1, walk.parts + 1) if walk.differs(place)] == [17]


def test_a_run_does_not_part_from_itself(pill):
    walk = walk_through(TwoRuns(pill.trace, pill.trace, OF_A_VARIATION))
    assert walk.parts is None
    assert not any(walk.differs(place) for place in range(1, walk.last + 1))


def test_a_setting_with_entries_of_its_own_is_counted_and_never_shown_as_the_program_holds_it():
    lesson = load_lesson("the-loop")
    [writes] = [each for each in settings(lesson.scenario, lesson.trace) if each.name == "function.writes"]
    assert writes.words == "1 entry"
