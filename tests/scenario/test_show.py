"""The ids of `show`: each names a variable or a column that exists, and a consumer that has it."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.scenario.columns import COLUMNS
from simulator.scenario.variables import VARIABLES

CONSUMERS = "consumers: [{name: p}, {name: f, type: lambda}, {name: k, type: kcl}]\n"


@pytest.fixture
def of(said, lesson):
    """The complaints about these ids with a poller p, a mapping f, and KCL workers k."""
    return lambda *names, part="variables": said(lesson(more=f"{CONSUMERS}show: {{{part}: [{', '.join(names)}]}}\n"))


def test_every_variable_can_be_shown(of):
    assert of(*VARIABLES) == []


def test_every_column_can_be_shown(of):
    assert of(*COLUMNS, part="columns") == []


def test_a_variable_of_one_consumer(of):
    names = ("consumer_state.p", "checkpoint.f", "iterator_age.k", "attempt.f", "destination.f", "leases.k")
    assert of(*names) == []


def test_a_variable_of_one_shard_or_worker(of):
    assert of("attempt.f@1", "iterator_age.p@2", "consumer_state.k@1", "checkpoint.k.w1", "stream_records.f") == []


def test_one_id_needs_no_list(said, lesson):
    assert said(lesson(more="show: {variables: checkpoint, columns: time}\n")) == []


@in_each_case(
    "name, message",
    [
        ("^chekpoint", 'no variable is called "chekpoint"; did you mean "checkpoint"?'),
        ("^zzz", 'no variable is called "zzz"'),
        ("^chekpoint.p", 'no variable is called "chekpoint"; did you mean "checkpoint"?'),
        ("^time", 'no variable is called "time"'),
        ("^checkpoint.x", 'no consumer is called "x"'),
        ("^checkpoint.", 'no consumer is called ""'),
        ("^stream_status.p", '"stream_status" is not a consumer\'s; leave ".p" out'),
        ("^attempt.p", '"attempt" is a variable of lambda consumers; "p" is of type poller'),
        ("^destination.k", '"destination" is a variable of lambda consumers; "k" is of type kcl'),
        ("^attempt.k@1", '"attempt" is a variable of lambda consumers; "k" is of type kcl'),
        ("^destination.f@1", '"destination" has no value for each shard or worker; write destination.f'),
        ("^checkpoint.p.a", '"checkpoint.p.a" names a worker, and "p" is of type poller: it has none'),
        ("^stream_records.x", 'no consumer is called "x"'),
        (
            "^attempt.f@0",
            '"attempt.f@0" is no variable: write attempt, attempt.CONSUMER, attempt.CONSUMER@SHARD or '
            "attempt.CONSUMER.WORKER",
        ),
        ("^leases.f", '"leases" is a variable of kcl consumers; "f" is of type lambda'),
    ],
)
def test_a_variable_that_does_not_exist(of, name, message):
    assert of("checkpoint", name) == [f"S204 {message}"]


def test_a_variable_that_no_consumer_has(said, lesson):
    assert said(lesson(more="show: {variables: [^attempt, ^destination, ^leases]}\n")) == [
        'S204 "attempt" is a variable of lambda consumers; no consumer here is one',
        'S204 "destination" is a variable of lambda consumers; no consumer here is one',
        'S204 "leases" is a variable of kcl consumers; no consumer here is one',
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("^tme", 'no column is called "tme"; did you mean "time"?'),
        ("^checkpoint", 'no column is called "checkpoint"'),
        ("^consumer_reads.p", 'no column is called "consumer_reads.p"; did you mean "consumer_reads"?'),
    ],
)
def test_a_column_that_does_not_exist(of, name, message):
    assert of("time", name, part="columns") == [f"S204 {message}"]


def test_of_a_consumer_that_cannot_be_read_nothing_is_guessed(said, lesson):
    more = "consumers: [^nothing]\nshow: {variables: [attempt, checkpoint.x, ^nme]}\n"
    assert said(lesson(more=more)) == ["S203 expected a mapping of keys", 'S204 no variable is called "nme"']
    more = "consumers: [{name: c, type: ^lambada}]\nshow: {variables: [attempt, leases]}\n"
    assert said(lesson(more=more)) == ['S204 "lambada" is not one of poller, lambda, kcl; did you mean "lambda"?']
