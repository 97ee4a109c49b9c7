"""Answers about a part of the run, a record's images, a filter, a believer's run, and two runs beside each other."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.lesson.answers.believed import solver_of
from simulator.lesson.answers.solve import work_out
from simulator.lesson.misconceptions.lookup import named_belief
from simulator.machine.machine import simulate
from simulator.scenario.answers import Answer
from simulator.scenario.loader import scenario_from_text

LESSON = """
title: Two shards, and a payment that fails
table: {name: Payments, partition_key: id}
stream: {view_type: NEW_AND_OLD_IMAGES, shards: 2}
consumers:
  - name: ledger
    type: lambda
    maximum_retry_attempts: 2
    function: {fails_on: {dynamodb: {Keys: {id: {S: [p-3]}}}}}
  - {name: copy, type: poller}
timeline:
  - batch_write: [put: {id: p-1}, put: {id: p-2}, put: {id: p-3}]
    id: batch
  - {put: {id: p-1, paid: true}, id: paid}
  - {delete: {id: p-2}, id: gone}
"""
CHOICES = ("Step 1", "Step 2", "Step 3")


@pytest.fixture(scope="module")
def scenario():
    return scenario_from_text(LESSON)


@pytest.fixture(scope="module")
def trace(scenario):
    return simulate(scenario)


@pytest.fixture(scope="module")
def answered(scenario, trace):
    def words(answer):
        return work_out(Answer.model_validate(answer), trace, scenario, CHOICES).words

    return words


@in_each_case(
    "answer, words",
    [
        ({"count": "process.failed"}, "3"),
        ({"count": "process.failed", "of": "batch.1"}, "3"),
        ({"count": "process.failed", "of": "batch.2"}, "0"),
        ({"count": "process.failed", "shard": 2}, "0"),
        ({"count": "process.failed", "after": "batch.3/ledger.failed"}, "2"),
        ({"count": "process.failed", "unit": "records"}, "2"),
        ({"count": "read.records", "by": "copy", "of": "batch.1"}, "1"),
        ({"count": "records", "of": "gone"}, "1"),
        ({"count": "process.failed", "after": "last"}, "0"),
    ],
)
def test_a_count_can_be_of_a_part_of_the_run(answered, answer, words):
    assert answered(answer) == (words,)


def test_the_first_step_of_an_event_can_be_that_in_one_shard(answered, trace):
    here, there = (
        answered({"first_step": {"event": "process.succeeded", "by": "ledger", "shard": shard}})[0] for shard in (1, 2)
    )
    assert here != there
    numbers = [int(step.removeprefix("Step ")) for step in (here, there)]
    assert [trace.records[trace.record_indexes[number - 1][0]].shard.number for number in numbers] == [1, 2]


def test_a_question_can_ask_which_images_the_record_of_a_write_has(answered):
    assert answered({"images": "batch.1"}) == ("The new image",)
    assert answered({"images": "paid"}) == ("Both images",)
    assert answered({"images": "gone"}) == ("The old image",)
    assert answered({"images": "paid", "what_if": {"stream": {"view_type": "KEYS_ONLY"}}}) == ("No image",)


def test_a_question_can_ask_which_records_a_filter_pattern_lets_through(answered):
    assert answered({"matching": {"dynamodb": {"Keys": {"id": {"S": ["p-1", "p-3"]}}}}}) == ("Step 1", "Step 3")


def test_a_question_can_ask_what_a_believer_expects(answered):
    assert answered({"count": "process.failed", "as": "F292"}) == ("2",)
    assert answered({"count": "process.failed", "as": "F292", "compared": True}) == ("Fewer",)


def test_two_runs_can_be_compared(answered):
    def changed(attempts):
        return {"consumers": {"1": {"maximum_retry_attempts": attempts}}}

    def counted(attempts):
        return answered({"count": "process.failed", "what_if": changed(attempts), "compared": True})

    assert (counted(5), counted(0), counted(2)) == (("More",), ("Fewer",), ("The same number",))

    def when(attempts):
        given_up = {"event": "process.discarded"}
        return answered({"first_step": given_up, "what_if": changed(attempts), "compared": True})

    assert (when(5), when(0), when(2)) == (("Later",), ("Earlier",), ("At the same time",))


def test_a_believer_in_another_number_of_retries_gives_another_count_of_a_part(scenario, trace):
    answer = Answer.model_validate({"count": "process.failed", "of": "batch.3", "by": "ledger"})
    belief = named_belief("F292")
    believed = simulate(scenario, belief.rules)
    assert solver_of(answer, trace, scenario)(believed, belief.rules) == ("2",)
