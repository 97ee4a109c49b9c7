"""Why a step happened: a sentence for every event and every outcome of a write, with a fact that exists."""

from __future__ import annotations

from textwrap import dedent

import pytest
from loaded_lessons import load_lesson

from simulator.dynamodb.facts import facts
from simulator.dynamodb.table import Effect, Operation
from simulator.lesson.lesson import lesson_of
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain, references
from simulator.lesson.words.sentences import key_words
from simulator.scenario.events import Event
from simulator.scenario.loader import scenario_from_text

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


FURTHER = {
    "a table": """
      - put: {order_id: o-1, ttl: !in 10m}
      - batch_write: [put: {order_id: o-2}, delete: {order_id: o-9}]
      - transact_write:
          - put: {order_id: o-3}
          - condition_check: {key: {order_id: o-2}, condition: {attribute_exists: order_id}}
      - transact_write:
          - put: {order_id: o-4}
          - condition_check: {key: {order_id: o-2}, condition: {attribute_exists: n}}
      - disable_stream: {}
      - enable_stream: {view_type: KEYS_ONLY}
      - roll_over_shard: 2
      - wait: 25h
    """,
    "pollers": """
      - put: {order_id: o-1}
      - stop: {consumer: a}
      - put: {order_id: o-2}
      - wait: 25h
      - start: {consumer: a}
      - crash: {consumer: b}
      - restart: {consumer: b}
      - put: {order_id: o-3}
    consumers: [{name: a}, {name: b}, {name: c}]
    """,
    "a mapping": """
      - batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}, put: {order_id: o-4}]
      - redeliver: {consumer: f}
    consumers:
      - name: f
        type: lambda
        maximum_retry_attempts: 1
        bisect_batch_on_function_error: true
        tumbling_window_in_seconds: 10
        on_failure: sqs
        filter_criteria: [{dynamodb: {Keys: {order_id: {S: [o-1, o-2, o-3]}}}}]
        function: {fails_on: {dynamodb: {Keys: {order_id: {S: [o-3]}}}}}
    """,
    "a mapping with reports": """
      - batch_write: [put: {order_id: o-1}, put: {order_id: o-2}]
    consumers:
      - name: f
        type: lambda
        maximum_record_age_in_seconds: 60
        function_response_types: [ReportBatchItemFailures]
        function: {fails_on: {dynamodb: {Keys: {order_id: {S: [o-2]}}}}, reports: first_failed}
    """,
    "a mapping in an outage that is deployed, deleted and created": """
      - {put: {order_id: o-1}, at: 1s}
      - update_consumer: {consumer: f, batch_size: 10}
      - delete_consumer: f
      - create_consumer: {name: f, type: lambda}
    consumers:
      - {name: f, type: lambda, function: {outages: [{from: 0s, until: 1500ms, kind: throttle}]}}
    """,
    "workers": """
      - batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}]
      - crash: {consumer: w, worker: a}
      - restart: {consumer: w, worker: a}
      - split_shard: 1
      - add_worker: {consumer: w, worker: b}
      - put: {order_id: o-4}
    consumers: [{name: w, type: kcl, workers: [a], checkpoint_every: 2}]
    """,
    "those who have read nothing": """
      - {stop: {consumer: a}, at: 5s}
      - {stop: {consumer: b}, at: 5s}
      - {crash: {consumer: W, worker: x}, at: 5s}
      - {crash: {consumer: W, worker: y}, at: 20s}
      - {put: {order_id: o-1}, at: 1m}
      - {restart: {consumer: W, worker: y}, at: 2m}
      - {start: {consumer: a}, at: 30h}
      - {start: {consumer: b}, at: 30h}
    consumers:
      - {name: a}
      - {name: b, starting_position: LATEST}
      - {name: W, type: kcl, workers: [x, y], starting_position: LATEST}
    """,
}
"""Timelines, and consumers, that together have every other event."""

TABLE = """
title: Everything
table: {name: Orders, partition_key: order_id, time_to_live: ttl}
stream: {view_type: NEW_AND_OLD_IMAGES}
timeline:
"""


@pytest.fixture(scope="module")
def everything(lesson):
    """A run with every outcome that a write can have."""
    return lesson(*EVERYTHING, more="show_empty_polls: true\n")


@pytest.fixture(scope="module")
def lessons(everything):
    """Runs that together have every event."""
    return [everything, *(lesson_of(scenario_from_text(TABLE + dedent(more).strip("\n"))) for more in FURTHER.values())]


def outcomes(lesson) -> set[tuple[Operation, Effect, str]]:
    changes = [step.change for step in lesson.trace.steps if step.change is not None]
    return {(change.operation, change.effect, change.fact) for change in changes}


def test_the_runs_have_every_event(lessons):
    assert {step.event for lesson in lessons for step in lesson.trace.steps} == set(Event)


def test_the_run_has_every_outcome_of_a_single_write(everything):
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


def test_every_step_cites_a_fact_that_exists_and_that_the_step_shows(lessons):
    for trace in (lesson.trace for lesson in lessons):
        for step in trace.steps:
            cited = {each.target for each in references(narrate(trace, step.number)) if each.scheme == "fact"}
            assert cited, step
            assert cited <= facts().keys()
            assert cited <= set(step.facts), step


def test_every_step_shows_facts_that_exist(lessons):
    for step in (step for lesson in lessons for step in lesson.trace.steps):
        assert step.facts
        assert set(step.facts) <= facts().keys()


def test_every_sentence_is_whole(lessons):
    """No hole of a template is left, and what begins a sentence begins it."""
    for trace in (lesson.trace for lesson in lessons):
        for step in trace.steps:
            said = plain(narrate(trace, step.number))
            assert not set("{}") & set(said), said
            assert said[0].isupper() or not said[0].isalpha(), said
            assert said.endswith("."), said


def test_every_event_has_words_of_its_own(lessons):
    words: dict[str, set[str]] = {}
    for trace in (lesson.trace for lesson in lessons):
        for step in trace.steps:
            words.setdefault(action_words(trace, step), set()).add(step.event.value)
    assert {text: events for text, events in words.items() if len(events) > 1} == {}
    assert max(map(len, words)) <= 40


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


def test_a_record_of_a_functions_write_names_no_delete(lesson):
    writer = "consumers: [{name: f, type: lambda, function: {writes: [{put: {order_id: o-2}}]}}]"
    looped = lesson("put: {order_id: o-1}", more=writer)
    captures = [step for step in looped.trace.steps if step.event is Event.CAPTURE_RECORD]
    assert len(captures) == 2
    assert all("the write that caused it" in plain(narrate(looped.trace, step.number)) for step in captures)


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


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("batch_write: [put: {order_id: o-1}, delete: {order_id: o-9}]", "BatchWriteItem: writes that are independent"),
        ("transact_write: [put: {order_id: o-1}, delete: {order_id: o-9}]", "came in a transaction: the table changes"),
    ],
)
def test_a_write_of_a_larger_request_says_so_and_one_that_did_nothing_does_not(lesson, action, said):
    trace = lesson(action).trace
    assert said in plain(narrate(trace, 1))
    assert "came in" not in plain(narrate(trace, 2))


def test_a_reader_that_has_read_nothing_asks_for_its_starting_position_again():
    trace = lesson_of(scenario_from_text(TABLE + dedent(FURTHER["those who have read nothing"]).strip("\n"))).trace
    said = {}
    for step in trace.steps:
        said.setdefault((step.event, step.consumer), plain(narrate(trace, step.number)))
    assert said[Event.READ_ITERATOR_EXPIRED, "a"].endswith(
        "It has read nothing of shard 1 yet, so it asks for TRIM_HORIZON again."
    )
    assert said[Event.READ_TRIMMED, "a"] == (
        "One record of shard 1 was gone before consumer a came to read it. It begins at TRIM_HORIZON, which is the "
        "oldest record that is left; an older place is refused (F151). For the rest it would have to look at the table "
        "(F152)."
    )
    assert said[Event.READ_ITERATOR_EXPIRED, "b"].endswith(
        "so it asks for LATEST again: what came meanwhile never reaches it."
    )
    latest = "the lease's checkpoint says LATEST: only what comes from now on is read (F238)."
    assert said[Event.READ_LEASE_TAKEN, "W"].endswith(latest)
    restarted = said[Event.READ_RESTARTED, "W"]
    assert restarted.endswith(latest)
    assert "It goes on in shard 1 with what comes from now on" in restarted
    assert "oldest" not in restarted


def test_a_reader_that_does_not_wait_for_parents_is_not_said_to_begin_their_children_at_the_end_of_the_shard():
    said = sentence(load_lesson("children-first"), Event.READ_SHARD_END)
    assert said.endswith(
        "It has not waited for this: it reads the children of a shard whether it is done with the shard or not (F301)."
    )


@pytest.mark.parametrize(("side", "name"), [("at", "AT_SEQUENCE_NUMBER"), ("after", "AFTER_SEQUENCE_NUMBER")])
def test_a_reader_that_is_created_at_a_stored_position_is_not_said_to_begin_at_another(lesson, side, name):
    made = lesson("put: {order_id: a}", f"create_consumer: {{name: repair, resume_{side}: {{record: 1}}}}")
    assert sentence(made, Event.READ_CONSUMER_CREATED) == (
        f"Consumer repair is created, and begins {side} record 1, whose sequence number it was given: its first "
        f"iterator is of type {name} (F134)."
    )


def test_a_reader_that_is_throttled_is_told_who_reads_the_shard(lesson):
    made = lesson(more="consumers: [{name: a}, {name: b}, {name: c}]\n")
    assert "that two others, a and b, got records from it in the last 1,000 ms" in sentence(made, Event.READ_THROTTLED)


def test_a_batch_of_new_and_repeated_records_says_how_many_were_processed_before():
    said = plain(narrate(load_lesson("changing-a-mapping").trace, 28))
    assert "position moves past them (F185). 3 of them were processed before, and came again. In the stream" in said


def test_a_reader_that_has_read_every_shard_that_it_knows_is_not_told_to_poll_on():
    trace = load_lesson("roll-over").trace
    search, report = (plain(narrate(trace, number)) for number in (21, 22))
    assert "the polling goes on" in search
    assert "it polls nothing. It does not list the shards again" in report


def test_a_reader_that_lost_records_of_a_shard_is_at_its_end_and_has_not_read_all_of_it():
    said = sentence(load_lesson("too-late"), Event.READ_SHARD_END)
    assert said.startswith("Shard 1 is closed, and the consumer is at its end: no NextShardIterator")


def test_F124_a_read_of_a_parent_says_that_the_records_of_its_child_wait():
    trace = load_lesson("split-shard").trace
    first, parent, child = (plain(narrate(trace, number)) for number in trace.steps_of(Event.READ_RECORDS))
    assert parent.endswith(
        "Shard 2, a child of this shard, has records too, which wait until shard 1 is finished (F124)."
    )
    assert "child" not in first + child
