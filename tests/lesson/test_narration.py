"""Why a step happened: a sentence for every event and every outcome of a write, with a fact that exists."""

from __future__ import annotations

import pytest

from simulator.dynamodb.facts import facts
from simulator.dynamodb.table import Effect, Operation
from simulator.lesson.narration import narrate
from simulator.lesson.prose import key_words
from simulator.lesson.references import plain, references
from simulator.machine.events import Event

EVERYTHING = (
    "put: {order_id: o-1, a: x}",
    "put: {order_id: o-1, a: y}",
    "put: {order_id: o-1, a: y}",
    "update: {key: {order_id: o-1}, set: {b: 1}}",
    "update: {key: {order_id: o-1}, set: {b: 1}}",
    "update: {key: {order_id: o-2}, set: {b: 1}}",
    "update: {key: {order_id: o-3}, remove: [b]}",
    "update: {key: {order_id: o-1}, add: {a: 1}}",
    "{put: {order_id: o-1}, condition: {attribute_not_exists: order_id}}",
    "delete: {order_id: o-1}",
    "delete: {order_id: o-1}",
    "wait: 3s",
)


@pytest.fixture(scope="module")
def everything(lesson):
    """A run with every event, and with every outcome that a write can have."""
    return lesson(*EVERYTHING, more="show_empty_polls: true\n")


def outcomes(lesson) -> set[tuple[Operation, Effect, str]]:
    changes = [step.change for step in lesson.trace.steps if step.change is not None]
    return {(change.operation, change.effect, change.fact) for change in changes}


def test_the_run_has_every_event_and_every_outcome(everything):
    assert {step.event for step in everything.trace.steps} == set(Event)
    assert outcomes(everything) == {
        (Operation.PUT, Effect.INSERT, "F41"),
        (Operation.PUT, Effect.MODIFY, "F42"),
        (Operation.PUT, Effect.UNCHANGED, "F43"),
        (Operation.UPDATE, Effect.MODIFY, "F13"),
        (Operation.UPDATE, Effect.UNCHANGED, "F44"),
        (Operation.UPDATE, Effect.INSERT, "F48"),
        (Operation.UPDATE, Effect.UNCHANGED, "F49"),
        (Operation.UPDATE, Effect.REJECTED, "F55"),
        (Operation.PUT, Effect.REJECTED, "F54"),
        (Operation.DELETE, Effect.REMOVE, "F53"),
        (Operation.DELETE, Effect.UNCHANGED, "F53"),
    }


def test_every_step_cites_a_fact_that_exists_and_that_the_step_shows(everything):
    for step in everything.trace.steps:
        cited = {each.target for each in references(narrate(everything.trace, step.number)) if each.scheme == "fact"}
        assert cited, step
        assert cited <= facts().keys()
        assert cited <= set(step.facts)


def test_every_step_shows_facts_that_exist(everything):
    for step in everything.trace.steps:
        assert step.facts
        assert set(step.facts) <= facts().keys()


def test_every_outcome_of_a_write_has_a_sentence_of_its_own(everything):
    said = [plain(narrate(everything.trace, step.number)) for step in everything.trace.steps if step.change is not None]
    assert len(set(said)) == len(said) == 11


def sentence(lesson, event: Event) -> str:
    step = next(step for step in lesson.trace.steps if step.event is event)
    return plain(narrate(lesson.trace, step.number))


def test_a_refused_write_says_what_the_service_said(everything):
    said = [
        plain(narrate(everything.trace, step.number))
        for step in everything.trace.steps
        if step.event is Event.WRITE_REJECTED
    ]
    assert "ValidationException" in said[0]
    assert "The condition on o-1 does not hold" in said[1]


def test_a_write_that_changes_nothing_says_why(everything):
    said = [
        plain(narrate(everything.trace, step.number))
        for step in everything.trace.steps
        if step.event is Event.WRITE_UNCHANGED
    ]
    assert [sentence.partition("(")[0] for sentence in said] == [
        "The item o-1 is the same after the write as before it. A write that changes nothing gives no record ",
        "The item o-1 is the same after the write as before it. A write that changes nothing gives no record ",
        "There is no item o-3 to take anything from; none is created, and no record follows ",
        "There is no item o-1 to delete. The call succeeds, nothing changes, and no record follows ",
    ]


def test_a_remove_is_not_called_a_delete(everything):
    assert 'The change is a REMOVE, not a "delete" (F53)' in sentence(everything, Event.WRITE_REMOVE)


def test_the_start_has_its_sentence_too(everything):
    assert plain(narrate(everything.trace, 0)).startswith("Nothing has happened yet.")


def test_a_read_says_how_many_records_it_returned(lesson):
    made = lesson("put: {order_id: o-1}", "{put: {order_id: o-2}, at: 0s}")
    assert "returned 2 records (F3)" in sentence(made, Event.READ_RECORDS)
    assert "returned one record (F3)" in sentence(lesson(), Event.READ_RECORDS)


def test_with_several_consumers_a_sentence_says_whose(lesson):
    made = lesson(more="consumers: [{name: a}, {name: b}]\n")
    assert sentence(made, Event.READ_RECORDS).startswith("Consumer a's poll at 1.000 s")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ('"o\\e[31m\\n\\u202e"', "o\\x1b[31m\\n\\u{202e}"),
        ("x" * 41, "x" * 39 + "…"),
        ("[/x]", "[/x]"),
    ],
)
def test_a_key_in_a_sentence_is_short_and_safe_to_print(lesson, key, words):
    quoted = key if key.startswith('"') else f"'{key}'"
    made = lesson(f"put: {{order_id: {quoted}}}")
    assert key_words(made.trace.records[0].key) == words
    assert words in sentence(made, Event.WRITE_INSERT)
