"""A learner's work on a repair: values are turned, runs are judged, changes are taken back."""

from __future__ import annotations

import pytest
from loaded_lessons import load_lesson

from simulator.lesson.repair.session import RepairSession
from simulator.scenario.complaints.complaint import ScenarioError


@pytest.fixture(scope="module")
def begun():
    lesson = load_lesson("given-up-in-silence")
    return RepairSession.start(lesson.scenario, lesson.trace)


def setting(session, name):
    return next(each for each in session.settings if each.name == name)


def test_a_repair_begins_with_the_goals_that_fail_in_the_lessons_own_run(begun):
    assert begun.outcome() == "Nothing is changed. 2 goals of 4 fail."
    assert [each.holds for each in begun.verdicts] == [False, False, True, True]
    assert begun.shown is begun.trace


def test_a_change_is_judged_only_when_it_is_run(begun):
    turned = begun.turned(setting(begun, "maximum_retry_attempts"), "8")
    assert turned.outcome() == "Not run yet."
    assert turned.verdicts == begun.verdicts
    run = turned.run()
    assert run.outcome() == "Not solved with one change. One goal of 4 fails."
    assert (run.runs, run.is_solved) == (1, False)
    assert run.verdicts[1].step is not None
    assert run.shown is not begun.trace


def test_the_repair_is_solved_when_every_goal_holds(begun):
    turned = begun.turned(setting(begun, "maximum_retry_attempts"), "8")
    solved = turned.turned(setting(begun, "on_failure"), "sqs").run()
    assert solved.is_solved
    assert solved.outcome() == "Solved with 2 changes."
    assert solved.other_solution() == ""


def test_another_solution_than_the_authors_is_one_too_and_the_authors_is_told(begun):
    turned = begun.turned(setting(begun, "maximum_retry_attempts"), "-1")
    turned = turned.turned(setting(begun, "maximum_record_age_in_seconds"), "120")
    solved = turned.turned(setting(begun, "on_failure"), "s3").run()
    assert solved.outcome() == "Solved with 3 changes."
    assert solved.other_solution() == (
        "Another solution: consumers.1.maximum_retry_attempts: 8; consumers.1.on_failure: sqs"
    )


@pytest.mark.parametrize("null", ["null", "~"])
def test_null_takes_back_the_change_of_a_setting_that_the_file_does_not_have(begun, null: str):
    bisect = setting(begun, "bisect_batch_on_function_error")
    turned = begun.turned(bisect, "true")
    assert turned.patch != {}
    assert turned.turned(bisect, null).patch == begun.turned(bisect, null).patch == {}


def test_undo_takes_the_newest_change_back_and_the_run_of_it_no_longer_counts(begun):
    turned = begun.turned(setting(begun, "maximum_retry_attempts"), "8")
    solved = turned.turned(setting(begun, "on_failure"), "sqs").run()
    undone = solved.undone()
    assert (undone.is_solved, undone.patch) == (False, turned.patch)
    assert undone.undone().undone().patch == {}
    assert undone.undone().run().verdicts == begun.verdicts


def test_the_value_of_the_lesson_takes_a_change_back(begun):
    retries = setting(begun, "maximum_retry_attempts")
    assert begun.turned(retries, "8").turned(retries, "1").patch == {}
    destination = setting(begun, "on_failure")
    assert begun.turned(destination, "sqs").turned(destination, "null").patch == {}


@pytest.mark.parametrize("typed", ["many", "10001"])
def test_a_value_that_is_not_allowed_is_refused_when_it_is_typed_and_the_setting_is_named(begun, typed):
    with pytest.raises(ScenarioError, match=r"S20[34] maximum_retry_attempts: expected"):
        begun.turned(setting(begun, "maximum_retry_attempts"), typed)


def test_text_that_is_not_yaml_is_refused_when_it_is_typed(begun):
    with pytest.raises(ScenarioError, match="Y105"):
        begun.turned(setting(begun, "maximum_retry_attempts"), "[8")


def test_a_setting_is_edited_as_the_file_or_the_learner_has_it(begun):
    retries, destination = setting(begun, "maximum_retry_attempts"), setting(begun, "on_failure")
    assert begun.text_of(retries) == "1"
    assert begun.text_of(destination) == "null"
    assert begun.turned(destination, "sqs").text_of(destination) == "sqs"
    lesson = load_lesson("silent-filter")
    session = RepairSession.start(lesson.scenario, lesson.trace)
    pattern = setting(session, "filter_criteria")
    assert session.text_of(pattern) == "[{eventName: [INSERT], dynamodb: {NewImage: {status: {S: [Paid]}}}}]"
    assert session.turned(pattern, session.text_of(pattern).replace("Paid", "PAID")).run().is_solved
