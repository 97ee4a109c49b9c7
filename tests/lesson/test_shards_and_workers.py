"""The values for one shard and for one worker in a lesson: their rows, their names, questions and references."""

from __future__ import annotations

import pytest

from simulator.lesson.lesson import lesson_of
from simulator.lesson.words.table import variable_name
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.loader import scenario_from_text

TEXT = """\
title: Two shards
table: {{name: Orders, partition_key: order_id}}
stream: {{view_type: KEYS_ONLY, shards: {shards}}}
show: {{variables: [{shown}]}}
consumers: [{consumers}]
timeline:
  - {{put: {{order_id: o-1}}, id: bad}}
  - {{put: {{order_id: o-2}}, after: 800ms, id: good}}
{more}
"""
FAILS = "function: {fails_on: {dynamodb: {Keys: {order_id: {S: [o-1]}}}}}, maximum_retry_attempts: 3"
MAPPING = f"{{name: f, type: lambda, {FAILS}}}"


def lesson(shown: str = "attempt", shards: int = 2, consumers: str = MAPPING, more: str = ""):
    text = TEXT.format(shown=shown, shards=shards, consumers=consumers, more=more)
    return lesson_of(scenario_from_text(text, "two.yaml"))


def rows(*args: str, **settings: object) -> list[str]:
    trace = lesson(*args, **settings).trace
    return [variable_name(variable, trace) for variable in trace.variables[3:]]


@pytest.mark.parametrize("shown", ["attempt", "attempt.f"])
def test_a_lesson_that_shows_attempt_gets_a_row_a_shard_where_there_are_several(shown):
    assert rows(shown) == ["Attempt", "Attempt (shard 1)", "Attempt (shard 2)"]


def test_with_one_shard_it_gets_one_row():
    assert rows("attempt", shards=1) == ["Attempt"]


def test_a_single_shard_can_be_shown():
    assert rows("attempt.f@2") == ["Attempt (shard 2)"]


def test_the_state_of_each_shard_is_shown_where_a_lesson_names_it():
    assert rows("consumer_state") == ["Consumer State (shard 1)", "Consumer State (shard 2)"]
    assert rows("open_shards") == ["Open Shards"]


def test_each_worker_has_a_row_and_each_shard_has_a_checkpoint():
    workers = "{name: w, type: kcl, workers: [a, b]}"
    assert rows("consumer_state, iterator_age, checkpoint", consumers=workers) == [
        *("Consumer State (worker a)", "Consumer State (worker b)"),
        *("Checkpoint", "Checkpoint (shard 1)", "Checkpoint (shard 2)"),
        *("Iterator Age", "Iterator Age (worker a)", "Iterator Age (worker b)"),
    ]


def test_with_several_consumers_the_name_says_whose_it_is():
    found = rows("attempt.f", consumers=f"{{name: p}}, {MAPPING}")
    assert found == ["Consumer State (f)", "Attempt (f)", "Attempt (f, shard 1)", "Attempt (f, shard 2)"]


def test_a_question_can_ask_for_the_value_of_one_shard():
    quiz = """\
quiz:
  - id: which-attempt
    question: Which attempt of shard 1 was it?
    choices: ["1", "2"]
    answer: {variable: attempt.f@1, after: good/f.succeeded}
"""
    (question,) = lesson(more=quiz).questions
    assert [option.letter for option in question.options if option.right] == ["B"]


def test_a_reference_leads_to_the_value_of_one_shard():
    moments = """\
key_moments:
  - question: Which?
    answer: See [the attempt](variable:attempt.f@1@bad/f.failed) and [a state](variable:consumer_state.f@2@good/f.read).
"""
    found = lesson(more=moments)
    assert found.moments


def test_a_reference_to_a_shard_that_is_not_there_is_an_error():
    moments = """\
key_moments:
  - question: Which?
    answer: See [the attempt](variable:attempt.f@3@bad/f.failed).
"""
    with pytest.raises(ScenarioError) as error:
        lesson(more=moments)
    assert error.value.complaints[0].code == "L402"
    assert 'no variable "attempt.f@3"' in error.value.complaints[0].message
