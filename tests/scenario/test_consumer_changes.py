"""Consumers that the timeline updates, deletes and creates: what is refused, and where."""

from __future__ import annotations

import pytest
from cases import in_each_case

CONSUMERS = "consumers: [{name: ledger, type: lambda}, {name: p}]\n"


@pytest.fixture
def of(said, lesson):
    """What is said against a timeline with a mapping called ledger and a poller p."""
    return lambda *entries: said(lesson(*entries, more=CONSUMERS))


def test_everything_that_can_change(of):
    assert (
        of(
            "update_consumer: {consumer: ledger, maximum_retry_attempts: 3, function: {duration: 1s, fails_on: null}}",
            "{delete_consumer: ledger, id: gone}",
            "create_consumer: {name: ledger, type: lambda, starting_position: LATEST}",
            "create_consumer: {name: q}",
            "stop: {consumer: q}",
        )
        == []
    )


@in_each_case(
    "entry, message",
    [
        (
            "update_consumer: {consumer: ^ledgr, batch_size: 1}",
            'S204 no consumer is called "ledgr"; did you mean "ledger"?',
        ),
        ("delete_consumer: ^ledgr", 'S204 no consumer is called "ledgr"; did you mean "ledger"?'),
        ("delete_consumer: ^null", 'S203 expected a text; null is none: leave it out, or write "null" in quotes'),
        (
            "update_consumer: {consumer: ledger, ^batch_sizes: 1}",
            'S201 unknown key "batch_sizes"; did you mean "batch_size"?',
        ),
        ("update_consumer: {consumer: ledger, batch_size: ^many}", "S203 expected a whole number from 1 to 10,000"),
        (
            "update_consumer: {consumer: ledger, ^name: x}",
            "S201 a consumer keeps its name; `consumer` says which one is meant",
        ),
        ("update_consumer: {consumer: ledger, function: ^3}", "S203 expected a mapping of keys"),
        (
            "update_consumer: {consumer: ledger, function: {duration: ^3}}",
            "S203 expected a duration with its unit: 250ms, 2s, 5m or 25h",
        ),
        (
            "^update_consumer: {consumer: ledger}",
            "S206 nothing changes here; name a setting beside `consumer`, such as batch_size: 10",
        ),
        (
            "update_consumer: {consumer: p, batch_size: ^1}",
            'S206 "batch_size" belongs to a consumer of type lambda; "p" is of type poller',
        ),
        ("create_consumer: {name: ^p}", 'S211 a consumer is called "p" already; `delete_consumer` deletes it'),
        (
            "create_consumer: {name: q, type: lambda, ^limit: 5}",
            'S201 "limit" belongs to a consumer of type poller or kcl',
        ),
    ],
)
def test_a_change_that_cannot_be(of, entry, message):
    assert of(entry) == [message]


def test_an_update_is_told_of_its_own_faults_alone(of):
    assert of(
        "update_consumer: {consumer: ledger, function: {failures: ^2}}",
        "update_consumer: {consumer: ledger, batch_size: 1}",
        "update_consumer: {consumer: ledger, function: {reports: ^all_failed}}",
    ) == [
        "S210 `failures` counts the failures of `fails_on`, which is not here",
        "S210 a function reports what fails; `reports` needs `fails_on`, which is not here",
    ]


def test_nothing_happens_to_a_consumer_that_is_not_there(of):
    assert of(
        "delete_consumer: ledger",
        "^update_consumer: {consumer: ledger, batch_size: 1}",
        "^redeliver: {consumer: ledger}",
        "delete_consumer: ^ledger",
        "^stop: {consumer: q}",
        "create_consumer: {name: q}",
    ) == [
        'S211 "ledger" is deleted now; `create_consumer` creates it again',
        'S211 "ledger" is deleted now; `create_consumer` creates it again',
        'S211 "ledger" is deleted now; `create_consumer` creates it again',
        'S211 "q" is created later on the timeline',
    ]


def test_a_consumer_is_created_again_with_its_type(of):
    assert of("delete_consumer: ledger", "create_consumer: {name: ledger, type: ^kcl}") == [
        'S204 "ledger" was of type lambda; a consumer of another type takes another name'
    ]


@pytest.fixture
def of_function(said, lesson):
    """What is said against a function."""
    return lambda function: said(lesson(more=f"consumers: [{{type: lambda, function: {{{function}}}}}]\n"))


@in_each_case(
    "function, message",
    [
        (
            "outages: [{from: 5s, until: 20s, kind: ^eror}]",
            'S204 "eror" is not one of error, timeout, throttle; did you mean "error"?',
        ),
        ("outages: [^{from: 5s, until: 5s}]", "S204 an outage ends after it begins: `until` is later than `from`"),
        ("timeout: ^20m", "S204 a function's timeout is 1s to 15m"),
        ("^effect: [1]", "S203 expected a text"),
        ("idempotent: ^yes, effect: x", "S203 expected true or false"),
        ("idempotent: ^true", "S210 `idempotent` is about `effect` and `writes`; neither is here"),
        ("effect: x, when: {eventName: ^INSERT}", "D310"),
        ("writes: [{^put: {status: x}}]", 'D301 the partition key "order_id" is missing'),
        ('writes: [{put: {order_id: ^7, x: "{n}"}}]', 'D302 the partition key "order_id" is of type S (string), not N'),
        ("writes: [^{}]", "S206 no action here; expected one of put, update, delete"),
    ],
)
def test_a_function_that_cannot_be(of_function, function, message):
    [said] = of_function(function)
    assert said.startswith(message)


def test_a_poller_has_one_stored_position(said, lesson):
    poller = "consumers: [{resume_after: {record: 1}, ^resume_at: {record: 2}}]\n"
    assert said(lesson(more=poller)) == ["S206 `resume_after` is here already; a consumer has one stored position"]
