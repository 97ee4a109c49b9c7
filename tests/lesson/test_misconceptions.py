"""Each misconception: on a scenario where it shows, what its believer expects and what happens."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from cases import in_each_case

from simulator.dynamodb.facts import facts
from simulator.dynamodb.rules import AWS, Rules
from simulator.lesson.lesson import lesson_of
from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS, Misconception, misconception
from simulator.lesson.two_runs.run_comparison import divergence
from simulator.machine.machine import simulate
from simulator.machine.trace import Trace
from simulator.scenario.loader import scenario_from_text
from simulator.views.misconception import against_text, belief_text

HEAD = "title: A test\ntable: {name: Orders, partition_key: order_id}\n"
STREAM = "stream: {view_type: NEW_AND_OLD_IMAGES}\n"
ALWAYS_FAILS = "function: {fails_on: {eventName: [INSERT]}}"

# By slug: a scenario, an event, how often it happens, and how often its believer expects it.
SHOWN_BY_STEPS = {
    "reading-removes": (
        "consumers: [{name: a}, {name: b}]\ntimeline: [put: {order_id: o-1}]",
        ("read.records", 2, 1),
    ),
    "every-write-is-recorded": ("timeline: [put: {order_id: o-1}, put: {order_id: o-1}]", ("capture.record", 1, 2)),
    "overwrite-is-insert": ("timeline: [put: {order_id: o-1}, put: {order_id: o-1, n: 1}]", ("write.insert", 1, 2)),
    "update-is-modify": ("timeline: [update: {key: {order_id: o-1}, set: {n: 1}}]", ("write.modify", 0, 1)),
    "missing-delete-is-recorded": ("timeline: [delete: {order_id: o-1}]", ("capture.record", 0, 1)),
    "failed-condition-is-recorded": (
        "timeline: [put: {order_id: o-1}, {put: {order_id: o-1}, condition: {attribute_not_exists: order_id}}]",
        ("capture.record", 1, 2),
    ),
    "reenabling-resumes": (
        "timeline: [put: {order_id: o-1}, disable_stream: {}, enable_stream: {view_type: KEYS_ONLY}, "
        "put: {order_id: o-2}]",
        ("read.records", 1, 2),
    ),
    "enabling-replays": (
        "stream: {view_type: KEYS_ONLY, enabled: false}\n"
        "timeline: [put: {order_id: o-1}, enable_stream: {view_type: KEYS_ONLY}]",
        ("capture.record", 0, 1),
    ),
    "exactly-once": (
        "consumers: [{type: kcl, workers: [a, b], checkpoint_every: 10}]\n"
        "timeline: [put: {order_id: o-1}, crash: {consumer: consumer, worker: a}]",
        ("process.duplicate", 1, 0),
    ),
    "skipped-after-a-few-tries": (
        f"consumers: [{{type: lambda, maximum_record_age_in_seconds: 60, {ALWAYS_FAILS}}}]\n"
        "timeline: [put: {order_id: o-1}]",
        ("process.failed", 8, 3),
    ),
    "retries-are-invocations": (
        f"consumers: [{{type: lambda, maximum_retry_attempts: 3, {ALWAYS_FAILS}}}]\ntimeline: [put: {{order_id: o-1}}]",
        ("process.failed", 4, 3),
    ),
    "reporting-is-enough": (
        "consumers: [{type: lambda, function: {fails_on: {eventName: [INSERT]}, failures: 1, reports: first_failed}}]\n"
        "timeline: [put: {order_id: o-1}]",
        ("process.partial", 0, 1),
    ),
    "empty-means-done": ("timeline: [put: {order_id: o-1}, put: {order_id: o-2}]", ("read.records", 2, 1)),
    "last-page-is-empty": (
        "timeline: [put: {order_id: o-1}, {split_shard: 1, after: 100ms}]",
        ("process.succeeded", 1, 0),
    ),
    "iterators-are-checkpoints": (
        "timeline: [put: {order_id: o-1}, stop: {consumer: consumer}, wait: 20m, start: {consumer: consumer}, "
        "put: {order_id: o-2}]",
        ("read.iterator_expired", 1, 0),
    ),
    "records-stay": ("timeline: [put: {order_id: o-1}, wait: 25h]", ("available.trimmed", 1, 0)),
    "any-number-of-readers": (
        "consumers: [{name: a}, {name: b}, {name: c}]\ntimeline: [put: {order_id: o-1}]",
        ("read.throttled", 1, 0),
    ),
    "batch-is-one-record": (
        "timeline: [batch_write: [put: {order_id: o-1}, put: {order_id: o-2}]]",
        ("capture.record", 2, 1),
    ),
    "throttling-uses-retries": (
        "consumers: [{type: lambda, maximum_retry_attempts: 2, "
        "function: {outages: [{from: 0s, until: 10s, kind: throttle}]}}]\ntimeline: [put: {order_id: o-1}]",
        ("process.discarded", 0, 1),
    ),
    "new-mapping-goes-on": (
        "consumers: [{name: f, type: lambda}]\n"
        "timeline: [put: {order_id: o-1}, delete_consumer: f, create_consumer: {name: f, type: lambda}]",
        ("process.duplicate", 1, 0),
    ),
    "loops-are-stopped": (
        "consumers: [{type: lambda, function: {writes: [{update: {key: {order_id: '{order_id}'}, add: {n: 1}}}]}}]\n"
        "timeline: [put: {order_id: o-1}, wait: 10s]",
        ("write.modify", 39, 16),
    ),
    "listed-once": (
        "consumers: [{lists_shards: once}]\n"
        "timeline: [put: {order_id: o-1}, split_shard: 1, put: {order_id: o-1, n: 2}]",
        ("read.records", 1, 2),
    ),
    "shard-ends-by-itself": (
        "consumers: [{type: kcl, checkpoint_at_shard_end: false}]\n"
        "timeline: [put: {order_id: o-1}, split_shard: 1, put: {order_id: o-1, n: 2}]",
        ("read.records", 1, 2),
    ),
    "numbers-filter-as-numbers": (
        "consumers: [{type: lambda, filter_criteria: [{dynamodb: {NewImage: {n: {N: [{numeric: ['>', 100]}]}}}}]}]\n"
        "timeline: [put: {order_id: o-1, n: 101}]",
        ("process.succeeded", 0, 1),
    ),
}

# By slug: a scenario, and the first step at which the runs part: its time in either run.
SHOWN_BY_TIMES = {
    "lambda-is-pushed": ("consumers: [{type: lambda}]\ntimeline: [put: {order_id: o-1}]", "read.records", 250, 100),
    "bad-record-blocks-all": (
        # o-1 goes to the second of two shards, o-2 to the first.
        "stream: {view_type: KEYS_ONLY, shards: 2}\n"
        "consumers: [{type: lambda, maximum_retry_attempts: 2, "
        "function: {fails_on: {dynamodb: {Keys: {order_id: {S: [o-1]}}}}}}]\n"
        "timeline: [put: {order_id: o-1}, {put: {order_id: o-2}, at: 400ms}]",
        "process.succeeded",
        600,
        1600,
    ),
    "ttl-is-a-timer": (
        "timeline: [put: {order_id: o-1, ttl: !in 10m}, wait: 30m]",
        "write.remove",
        1_200_000,
        600_000,
    ),
}

# By slug: a scenario, and a field of the first record in which the runs part, as it is and as its believer expects it.
SHOWN_BY_RECORDS = {
    "images-are-differences": (
        "timeline: [put: {order_id: o-1, a: 1, b: 1}, put: {order_id: o-1, a: 2, b: 1}]",
        (
            "NewImage",
            '{"order_id": {"S": "o-1"}, "a": {"N": "2"}, "b": {"N": "1"}}',
            '{"order_id": {"S": "o-1"}, "a": {"N": "2"}}',
        ),
    ),
    "new-image-archives-deletes": (
        "stream: {view_type: NEW_IMAGE}\ntimeline: [put: {order_id: o-1}, delete: {order_id: o-1}]",
        ("NewImage", "absent", '{"order_id": {"S": "o-1"}}'),
    ),
    "ttl-looks-like-any-delete": (
        "timeline: [put: {order_id: o-1, ttl: !in 10m}, wait: 30m]",
        ("userIdentity", '{"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}', "absent"),
    ),
}

# These are shown by what comes before what.
SHOWN_BY_ORDER = {
    "failures-are-picked": (
        "consumers: [{type: lambda, function_response_types: [ReportBatchItemFailures], function: "
        "{fails_on: {dynamodb: {Keys: {order_id: {S: [o-2]}}}}, failures: 1, reports: all_failed}}]\n"
        "timeline: [batch_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}]]"
    ),
    "children-with-parents": (
        "consumers: [{limit: 1, processing_time: 3s}]\n"
        "timeline: [batch_write: [put: {order_id: o-1}, put: {order_id: o-2}], {split_shard: 1, after: 200ms}, "
        "{put: {order_id: o-1, n: 1}, after: 0ms}]"
    ),
    "retries-start-where-it-failed": (
        "consumers: [{type: lambda, function: {fails_on: {dynamodb: {Keys: {order_id: {S: [o-2]}}}}, failures: 1}}]\n"
        "timeline: [batch_write: [put: {order_id: o-1}, put: {order_id: o-2}]]"
    ),
    "transactions-are-units": (
        "seed: 3\n"
        "timeline: [{transact_write: [put: {order_id: o-1}, put: {order_id: o-2}, put: {order_id: o-3}], spread: 5s}]"
    ),
}


def scenario(text: str):
    head = HEAD.replace("order_id}", "order_id, time_to_live: ttl}") if "ttl" in text else HEAD
    return scenario_from_text(head + ("" if "\nstream:" in f"\n{text}" else STREAM) + text)


def both(slug: str, text: str) -> tuple[Trace, Trace]:
    """The run of the service, and the run that the believer expects."""
    found = misconception(slug)
    assert found is not None
    read = scenario(text)
    return simulate(read), simulate(read, found.rules)


def test_every_misconception_is_shown_by_a_scenario_here():
    shown = [*SHOWN_BY_STEPS, *SHOWN_BY_TIMES, *SHOWN_BY_RECORDS, *SHOWN_BY_ORDER]
    assert sorted(shown) == sorted(each.slug for each in MISCONCEPTIONS)


@in_each_case("slug", SHOWN_BY_STEPS)
def test_the_believer_expects_another_number_of_events(slug):
    text, (event, happens, expected) = SHOWN_BY_STEPS[slug]
    real, believed = (Counter(each.value for each in trace.events) for trace in both(slug, text))
    assert (real[event], believed[event]) == (happens, expected)


@pytest.mark.parametrize("slug", SHOWN_BY_TIMES)
def test_the_believer_expects_it_at_another_time(slug):
    text, event, happens, expected = SHOWN_BY_TIMES[slug]
    times = [next(step.time for step in trace.steps if step.event.value == event) for trace in both(slug, text)]
    assert times == [happens, expected]


@pytest.mark.parametrize("slug", SHOWN_BY_RECORDS)
def test_the_believer_expects_another_record(slug):
    text, field = SHOWN_BY_RECORDS[slug]
    found = divergence(*both(slug, text))
    assert found is not None
    assert field in found.fields


def processed(trace: Trace) -> list[tuple[int, ...]]:
    return [
        trace.finished(step.number)
        for step in trace.steps
        if step.event.value in ("process.succeeded", "process.partial")
    ]


def test_failures_are_not_picked_but_rewound():
    real, believed = both("failures-are-picked", SHOWN_BY_ORDER["failures-are-picked"])
    invoked = [step.records for step in real.steps if step.event.value == "process.succeeded"]
    assert invoked == [(1, 2)]
    assert [step.records for step in believed.steps if step.event.value == "process.succeeded"] == [(1,)]


def test_a_child_read_with_its_parent_overtakes_it():
    real, believed = both("children-with-parents", SHOWN_BY_ORDER["children-with-parents"])
    assert [record for records in processed(real) for record in records] == [0, 1, 2]
    assert [record for records in processed(believed) for record in records] == [0, 2, 1]


def test_a_transactions_records_are_spread_out():
    real, believed = both("transactions-are-units", SHOWN_BY_ORDER["transactions-are-units"])
    assert len({record.captured_ms for record in believed.records}) == 1
    assert [record.key[0].value for record in believed.records] == ["o-1", "o-2", "o-3"]
    assert len({record.captured_ms for record in real.records}) == 3


def test_each_decision_of_the_rules_has_exactly_one_misconception_and_each_misconception_one_decision():
    decisions = list(Rules._fields)
    assert sorted(str(each.decision) for each in MISCONCEPTIONS) == sorted(decisions)


@in_each_case("each", MISCONCEPTIONS)
def test_a_believer_has_that_one_decision_wrong_and_no_other(each: Misconception):
    wrong = [name for name in Rules._fields if getattr(each.rules, name) != getattr(AWS, name)]
    assert wrong == [each.decision]


@in_each_case("each", MISCONCEPTIONS)
def test_a_misconception_is_found_by_its_number_and_by_its_name(each: Misconception):
    assert each.number in facts()
    assert re.fullmatch("[a-z]+(-[a-z]+)*", each.slug)
    assert misconception(each.number) is misconception(each.slug.upper()) is each


def test_no_number_and_no_slug_stands_twice_and_they_are_in_order():
    numbers = [int(each.number[1:]) for each in MISCONCEPTIONS]
    assert numbers == sorted(set(numbers))
    assert len({each.slug for each in MISCONCEPTIONS}) == len(MISCONCEPTIONS)
    assert misconception("F9999") is None


def test_against_says_where_the_runs_part_and_why_the_belief_is_wrong():
    lesson = lesson_of(scenario("timeline: [put: {order_id: o-1}, put: {order_id: o-1}]"))
    found = misconception("F270")
    assert found is not None
    text = "\n".join(against_text(lesson, found))
    assert "The runs part at step 8; the 7 steps before it are the same." in text
    assert "(The run is over.)" in text
    assert "capture.record: 1 and not 2" in text
    assert "But: A write that leaves the item as it was gives no record." in text


def test_against_says_so_where_a_lesson_shows_no_difference():
    lesson = lesson_of(scenario("timeline: [put: {order_id: o-1}]"))
    found = misconception("F301")
    assert found is not None
    assert "In this lesson it makes no difference: both runs have the same 6 steps" in "\n".join(
        against_text(lesson, found)
    )


def test_as_shows_the_whole_run_that_the_believer_expects():
    lesson = lesson_of(scenario("timeline: [put: {order_id: o-1}, put: {order_id: o-1}]"))
    found = misconception("every-write-is-recorded")
    assert found is not None
    text = "\n".join(belief_text(lesson, found))
    assert "Process table, as it would be" in text
    assert "2 processed" in text
    assert re.search(r"^12 +No new changes", text, re.MULTILINE)
