"""Two runs beside each other: the same steps and records are found, and what differs is told."""

from __future__ import annotations

from random import Random

import invariants
import pytest
import timelines
from cases import in_each_case
from hypothesis import given
from hypothesis import strategies as st
from loaded_lessons import load_lesson
from two_runs_invariants import check_beside_itself
from varied_lessons import ONE_OF_EACH_KIND

from simulator.lesson.beliefs import believed_run
from simulator.lesson.misconceptions.catalogue import misconception
from simulator.lesson.two_runs.outcomes import End, handled, invocations, messages, outcomes, waits
from simulator.lesson.two_runs.two_runs import OF_A_BELIEF, TwoRuns, pairs, parts_at
from simulator.lesson.two_runs.walk import walk_through, walk_until
from simulator.lesson.variations.variation import beside_lesson, patch_from, variation_of
from simulator.machine.machine import simulate
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text

SPLIT = "{consumers: {1: {maximum_retry_attempts: 3, bisect_batch_on_function_error: true}}}"


@pytest.fixture(scope="module")
def pill():
    return load_lesson("poison-pill")


def beside(lesson, yaml):
    """A lesson beside a variation of it."""
    variation = variation_of(lesson.scenario, lesson.trace, patch_from(yaml, "--what-if"))
    return beside_lesson(lesson.scenario, lesson.trace, variation)


def believed(name, belief):
    """A lesson beside the run that a believer expects."""
    lesson = load_lesson(name)
    found = misconception(belief)
    assert found is not None
    return TwoRuns(lesson.trace, believed_run(lesson.scenario, lesson.trace, found), OF_A_BELIEF)


@in_each_case("name", ONE_OF_EACH_KIND)
def test_nothing_differs_between_a_run_and_itself(name):
    lesson = load_lesson(name)
    check_beside_itself(lesson.scenario, lesson.trace)


@pytest.mark.slow
@given(st.integers(0, 2**32))
def test_nothing_differs_between_a_random_run_and_itself(seed):
    random = Random(seed)
    document = timelines.enriched(random, invariants.random_document(random))
    try:
        scenario = scenario_from_text(timelines.as_text(document))
        trace = simulate(scenario, most_turns=invariants.MOST_TURNS)
    except ScenarioError:
        return
    check_beside_itself(scenario, trace)


def test_outcomes_tell_which_records_end_otherwise(pill):
    differing = [each for each in outcomes(beside(pill, SPLIT)) if each.differs]
    assert [(each.record, each.lesson, each.other) for each in differing] == [
        (0, End("given_up", 8), End("processed", 2)),
        (2, End("given_up", 8), End("given_up", 5)),
    ]


def test_the_runs_part_at_the_first_step_that_is_not_the_same(pill):
    assert parts_at(beside(pill, SPLIT)) == (13, 13)


def test_a_belief_is_laid_beside_a_lesson_by_the_same_function():
    runs = believed("split-shard", "F301")
    assert parts_at(runs) == (20, 20)
    key = runs.lesson.records[0].key
    assert handled(runs.lesson, "consumer")[key] == (0, 1, 2, 3)
    assert handled(runs.other, "consumer")[key] == (0, 1, 3, 2)


def test_where_one_run_is_over_earlier_only_the_other_has_a_step_there(lesson):
    made = lesson("put: {order_id: o-1}")
    runs = beside(made, "{timeline: {add: [{put: {order_id: o-2}}]}}")
    assert parts_at(runs) == (None, len(made.trace.events) + 1)


def test_a_destination_alone_lets_the_runs_part_where_it_is_told(pill):
    runs = beside(pill, "{consumers: {1: {on_failure: null}}}")
    [told] = messages(runs.lesson, "ledger")
    assert parts_at(runs) == (told.step, told.step)
    assert messages(runs.other, "ledger") == ()


def test_a_put_of_another_item_parts_the_runs_at_the_write(pill):
    assert parts_at(beside(pill, "{timeline: {2: {put: {amount: 13}}}}")) == (18, 18)


def test_steps_behind_an_action_that_was_put_in_are_still_the_same_ones(pill):
    runs = beside(pill, "{timeline: {add: [{put: {payment_id: p-9}, at: 7s}]}}")
    assert [runs.step_there(number) for number in (0, 22, 23, 32)] == [0, 22, 28, 37]
    assert [runs.step_here(number) for number in (23, 28)] == [None, 23]


def test_a_record_that_only_the_other_run_has_comes_last(pill):
    runs = beside(pill, "{timeline: {add: [{put: {payment_id: p-9}, at: 7s}]}}")
    assert [*runs.records] == [(0, 0), (1, 1), (2, 2), (3, 3), (4, 5), (None, 4)]
    [alone] = (each for each in outcomes(runs) if each.differs)
    assert (alone.record, alone.other_record, alone.lesson, alone.other) == (None, 4, None, End("processed", 1))


@pytest.mark.parametrize(("name", "belief"), [("split-shard", "F301"), ("poison-pill", "F290"), ("off-and-on", "F280")])
def test_in_the_pairs_each_run_keeps_its_own_order(name, belief):
    runs = believed(name, belief)
    for side, trace in zip(zip(*pairs(runs), strict=True), (runs.lesson, runs.other), strict=True):
        assert [number for number in side if number is not None] == list(range(1, len(trace.events) + 1))
    assert all(runs.step_there(here) == there for here, there in pairs(runs) if here is not None and there is not None)


def test_a_walk_up_to_a_step_ends_there_and_keeps_what_the_other_run_does_alone():
    whole = walk_through(believed("split-shard", "F301"))
    short = walk_until(whole, 20)
    assert (short.last, short.parts, short.steps[-1].lesson) == (22, 20, 20)
    assert walk_until(whole, 4).parts is None
    assert walk_until(whole, 25).pairs == whole.pairs


def test_a_wait_lasts_from_the_available_record_to_the_end_of_the_last_work(pill):
    assert [each.time for each in waits(pill.trace, "ledger")] == [59_950, 250, 59_950, 250, 50_250]
    assert [each.step for each in waits(pill.trace, "ledger")] == [29, 13, 29, 22, 31]


def test_a_record_that_nothing_was_done_with_has_no_wait(lesson):
    late = "consumers: [{name: late, starting_position: LATEST, starts: 5s}]"
    made = lesson("put: {order_id: o-1}", "{put: {order_id: o-2}, at: 6s}", more=late)
    assert [each.time for each in waits(made.trace, "late")] == [None, 1_000]


def test_each_end_of_the_work_of_a_function_is_an_invocation(pill):
    assert len(invocations(pill.trace, "ledger")) == 11
