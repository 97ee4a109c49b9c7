"""The three types of consumer: each key, each limit, and what does not go together, named where it stands."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.scenario.loader import scenario_from_text


@pytest.fixture
def of(said, lesson):
    """The complaints about a lesson with these consumers, which stand in line 9."""
    return lambda *consumers: said(lesson(more=f"consumers: [{', '.join(consumers)}]\n"))


FULL = [
    "{name: p, type: poller, starting_position: LATEST, starts: 5s, limit: 1000, poll_interval: 0ms, "
    "processing_time: 0ms}",
    "{name: f, type: lambda, starting_position: TRIM_HORIZON, starts: 0s, batch_size: 10000, "
    "maximum_batching_window_in_seconds: 300, parallelization_factor: 10, maximum_retry_attempts: 10000, "
    "maximum_record_age_in_seconds: 604800, bisect_batch_on_function_error: true, "
    "function_response_types: [ReportBatchItemFailures], tumbling_window_in_seconds: 900, "
    "filter_criteria: [{eventName: [INSERT]}], on_failure: s3, "
    "function: {duration: 0ms, fails_on: {eventName: [REMOVE]}, failures: 2, reports: first_failed}}",
    "{name: k, type: kcl, workers: [a, b-1, c_2], checkpoint_every: 1, failover_time: 10s, limit: 1, "
    "poll_interval: 500ms, processing_time: 1ms}",
    "{name: g, type: lambda, maximum_retry_attempts: -1, maximum_record_age_in_seconds: -1, "
    "function_response_types: ReportBatchItemFailures}",
    "{name: h, type: lambda, maximum_retry_attempts: 0, maximum_record_age_in_seconds: 60}",
    "{name: l, type: kcl, workers: alone}",
]


def test_every_key_of_every_type_is_accepted(of):
    assert of(*FULL) == []


def test_a_key_that_is_left_out_has_the_default_of_the_service(lesson):
    consumers = "consumers: [{name: p}, {name: f, type: lambda}, {name: k, type: kcl}]\n"
    poller, mapping, workers = scenario_from_text(lesson(more=consumers)).consumers
    shared = {"starting_position": "TRIM_HORIZON", "starts": 0}
    reading = {"limit": 1000, "poll_interval": 1000, "processing_time": 100}
    careful = {"resume_after": None, "resume_at": None, "lists_shards": "always", "waits_for_parents": True}
    assert poller.model_dump() == {"name": "p", "type": "poller", **shared, **careful, **reading}
    assert mapping.model_dump() == {
        "name": "f",
        "type": "lambda",
        **shared,
        "batch_size": 100,
        "maximum_batching_window_in_seconds": 0,
        "parallelization_factor": 1,
        "maximum_retry_attempts": -1,
        "maximum_record_age_in_seconds": -1,
        "bisect_batch_on_function_error": False,
        "function_response_types": [],
        "tumbling_window_in_seconds": 0,
        "filter_criteria": [],
        "on_failure": None,
        "function": {
            "duration": 100,
            "fails_on": None,
            "failures": None,
            "reports": None,
            "timeout": None,
            "outages": [],
            "effect": None,
            "idempotent": False,
            "writes": [],
            "when": None,
        },
    }
    assert workers.model_dump() == {
        "name": "k",
        "type": "kcl",
        **shared,
        "workers": ["worker-1"],
        "checkpoint_every": 10,
        "failover_time": 10_000,
        "checkpoint_at_shard_end": True,
        "checkpoint_at_hand_over": True,
        **reading,
    }


@in_each_case(
    "written, message",
    [
        ("^kinesis", 'S204 "kinesis" is not one of poller, lambda, kcl'),
        ("^Lambda", 'S204 "Lambda" is not one of poller, lambda, kcl; did you mean "lambda"?'),
        ("^pollr", 'S204 "pollr" is not one of poller, lambda, kcl; did you mean "poller"?'),
        ("^''", 'S204 "" is not one of poller, lambda, kcl'),
    ],
)
def test_a_type_that_there_is_not(of, written, message):
    assert of(f"{{name: c, type: {written}}}") == [message]


@pytest.mark.parametrize("written", ["[lambda]", "{a: b}"])
def test_a_type_that_is_no_text(of, written):
    assert of(f"{{name: c, ^type: {written}}}") == ["S203 expected one of poller, lambda, kcl"]


def test_a_type_that_there_is_not_hides_nothing_of_what_its_keys_tell(of):
    assert of("{name: f, type: ^sqs, batch_size: ^0, function: {^fail_on: x, duration: ^1}}") == [
        'S204 "sqs" is not one of poller, lambda, kcl',
        "S204 expected a whole number from 1 to 10,000",
        'S201 unknown key "fail_on"; did you mean "fails_on"?',
        "S203 expected a duration with its unit: 250ms, 2s, 5m or 25h",
    ]
    assert of("{name: k, type: ^kc1, workers: [a, ^a, ^a b], checkpoint_every: ^0}") == [
        'S204 "kc1" is not one of poller, lambda, kcl; did you mean "kcl"?',
        'S204 two workers are called "a"',
        "S204 a worker's name has letters, digits, - and _ only",
        "S204 expected a whole number from 1 to 1,000,000",
    ]


@in_each_case(
    "type_, key, owner",
    [
        ("poller", "batch_size", "lambda"),
        ("poller", "filter_criteria", "lambda"),
        ("poller", "function", "lambda"),
        ("poller", "workers", "kcl"),
        ("lambda", "limit", "poller or kcl"),
        ("lambda", "poll_interval", "poller or kcl"),
        ("lambda", "processing_time", "poller or kcl"),
        ("lambda", "checkpoint_every", "kcl"),
        ("kcl", "batch_size", "lambda"),
        ("kcl", "on_failure", "lambda"),
    ],
)
def test_a_key_of_another_type_is_told_whose_it_is(of, type_, key, owner):
    assert of(f"{{name: c, type: {type_}, ^{key}: 5}}") == [f'S201 "{key}" belongs to a consumer of type {owner}']


def test_a_consumer_without_a_type_is_a_poller(of):
    assert of("{name: c, ^batch_size: 10}") == ['S201 "batch_size" belongs to a consumer of type lambda']


@in_each_case("key", ["fails_on", "failures", "reports", "duration"])
def test_a_key_of_the_function_beside_it(of, key):
    assert of(f"{{name: f, type: lambda, ^{key}: 5}}") == [
        f'S201 "{key}" belongs inside `function`, of a consumer of type lambda'
    ]


@in_each_case(
    "type_, typed, meant",
    [
        ("poller", "limitt", "limit"),
        ("lambda", "batchsize", "batch_size"),
        ("lambda", "maximum_retry_attempt", "maximum_retry_attempts"),
        ("kcl", "worker", "workers"),
    ],
)
def test_an_unknown_key_of_each_type(of, type_, typed, meant):
    assert of(f"{{name: c, type: {type_}, ^{typed}: 5}}") == [f'S201 unknown key "{typed}"; did you mean "{meant}"?']


@in_each_case(
    "type_, key, too_little, too_much, limits",
    [
        ("poller", "limit", 0, 1001, "a whole number from 1 to 1,000"),
        ("kcl", "limit", 0, 1001, "a whole number from 1 to 1,000"),
        ("kcl", "checkpoint_every", 0, 1_000_001, "a whole number from 1 to 1,000,000"),
        ("lambda", "batch_size", 0, 10_001, "a whole number from 1 to 10,000"),
        ("lambda", "maximum_batching_window_in_seconds", -1, 301, "a whole number from 0 to 300"),
        ("lambda", "parallelization_factor", 0, 11, "a whole number from 1 to 10"),
        ("lambda", "tumbling_window_in_seconds", -1, 901, "a whole number from 0 to 900"),
        (
            "lambda",
            "maximum_retry_attempts",
            -2,
            10_001,
            "-1 (until the records expire) or a whole number from 0 to 10,000",
        ),
        ("lambda", "maximum_record_age_in_seconds", 59, 604_801, "-1 (any age) or a whole number from 60 to 604,800"),
        ("lambda", "maximum_record_age_in_seconds", 0, -2, "-1 (any age) or a whole number from 60 to 604,800"),
    ],
)
def test_the_services_own_limits(of, type_, key, too_little, too_much, limits):
    for value in (too_little, too_much):
        assert of(f"{{name: c, type: {type_}, {key}: ^{value}}}") == [f"S204 expected {limits}"]
    assert of(f"{{name: c, type: {type_}, {key}: ^many}}") == [f"S203 expected {limits}"]
    assert of(f"{{name: c, type: {type_}, ^{key}: [1]}}") == [f"S203 expected {limits}"]


@in_each_case(
    "duration, lines",
    [
        ("15m", []),
        ("900s", []),
        ("^900001ms", ["S204 an invocation lasts at most 15m: a function's Timeout is 1 to 900 seconds"]),
        ("^2h", ["S204 an invocation lasts at most 15m: a function's Timeout is 1 to 900 seconds"]),
    ],
)
def test_an_invocation_lasts_at_most_as_long_as_lambdas_longest_timeout(of, duration, lines):
    assert of(f"{{name: f, type: lambda, function: {{duration: {duration}}}}}") == lines


@pytest.mark.parametrize("type_", ["poller", "kcl"])
def test_F143_a_read_returns_at_most_a_thousand_records(of, type_):
    assert of(f"{{name: c, type: {type_}, limit: 1000}}") == []
    assert of(f"{{name: c, type: {type_}, limit: ^1001}}") == ["S204 expected a whole number from 1 to 1,000"]


@in_each_case(
    "type_, key",
    [
        ("poller", "poll_interval"),
        ("poller", "processing_time"),
        ("poller", "starts"),
        ("lambda", "starts"),
        ("kcl", "failover_time"),
        ("kcl", "poll_interval"),
    ],
)
def test_times_have_a_unit(of, type_, key):
    assert of(f"{{name: c, type: {type_}, {key}: ^5}}") == [
        "S203 expected a duration with its unit: 250ms, 2s, 5m or 25h"
    ]


@pytest.mark.parametrize("type_", ["poller", "lambda", "kcl"])
def test_F134_F171_a_stream_has_no_position_at_a_time(of, type_):
    assert of(f"{{name: c, type: {type_}, starting_position: ^AT_TIMESTAMP}}") == [
        "S204 a DynamoDB stream has no AT_TIMESTAMP: TRIM_HORIZON or LATEST (F134, F171)"
    ]


@pytest.mark.parametrize("name", ["AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER"])
def test_an_iterators_position_is_not_a_consumers(of, name):
    assert of(f"{{name: c, starting_position: ^{name}}}") == [
        f"S204 {name} is for a single iterator (F134); a consumer begins at TRIM_HORIZON or LATEST"
    ]


@in_each_case(
    "key, message",
    [
        (
            "starting_position: ^latest",
            'S204 "latest" is not one of TRIM_HORIZON, LATEST; did you mean "LATEST"?',
        ),
        ("on_failure: ^SQS", 'S204 "SQS" is not one of sqs, sns, s3; did you mean "sqs"?'),
        ("on_failure: ^lambda", 'S204 "lambda" is not one of sqs, sns, s3'),
        ("bisect_batch_on_function_error: ^yes", "S203 expected true or false"),
        (
            "function_response_types: [^ReportBatchItemFailure]",
            'S204 "ReportBatchItemFailure" is not one of ReportBatchItemFailures; '
            'did you mean "ReportBatchItemFailures"?',
        ),
        (
            "^function_response_types: [ReportBatchItemFailures, ReportBatchItemFailures]",
            "S204 ReportBatchItemFailures stands here once",
        ),
        ("function: ^100ms", "S203 expected a mapping of keys"),
        ("^function: [duration]", "S203 expected a mapping of keys"),
        ("^filter_criteria: {eventName: [INSERT]}", "S203 expected a list, as in [{eventName: [INSERT]}]"),
    ],
)
def test_a_value_of_a_mapping_outside_its_choices_or_of_the_wrong_type(of, key, message):
    assert of("{name: a}", f"{{name: f, type: lambda, {key}}}") == [message]


def test_a_function_without_fails_on_has_nothing_to_count_and_nothing_to_report(of):
    assert of("{name: f, type: lambda, function: {failures: ^2, reports: ^all_failed}}") == [
        "S210 `failures` counts the failures of `fails_on`, which is not here",
        "S210 a function reports what fails; `reports` needs `fails_on`, which is not here",
    ]


def test_a_refused_fails_on_is_there_all_the_same(of):
    assert of("{name: f, type: lambda, function: {fails_on: ^x, failures: 2}}") == [
        'D310 Invalid filter pattern definition. A pattern is an object, such as {"eventName": ["INSERT"]} (F229)'
    ]


@in_each_case(
    "pattern, fault",
    [
        ("{eventName: ^INSERT}", '"eventName" must be an object or a list: even a single value is in a list'),
        ("{dynamodb: {NewImage: {n: {N: [{^numric: [1]}]}}}}", '"numric" is not an operator'),
        ("{dynamodb: {^Keys: {}}}", "An object cannot be empty"),
        ("{dynamodb: {Keys: {id: {^S: []}}}}", "A list of values cannot be empty"),
        ("{eventName: [{prefix: ^5}]}", '"prefix" takes a string'),
        ("{eventName: [a, ^!in 5m]}", "A value is a string, a number, true, false, null or an operator"),
        ("{eventName: [^!!binary YQ==]}", "A value is a string, a number, true, false, null or an operator"),
    ],
)
def test_F229_an_invalid_pattern_is_refused_where_its_fault_is(of, pattern, fault):
    message = f"D310 Invalid filter pattern definition. {fault} (F229)"
    assert of(f"{{name: f, type: lambda, filter_criteria: [{{eventName: [INSERT]}}, {pattern}]}}") == [message]
    assert of(f"{{name: f, type: lambda, function: {{fails_on: {pattern}}}}}") == [message]


def test_F313_a_number_in_a_pattern_is_exact(lesson):
    consumers = "consumers: [{name: f, type: lambda, filter_criteria: [{x: [0.10, 1e3, true, null, '5', no]}]}]\n"
    [mapping] = scenario_from_text(lesson(more=consumers)).consumers
    [pattern] = mapping.filter_criteria
    assert [str(value) for value in pattern["x"][:2]] == ["0.10", "1E+3"]
    assert pattern["x"][2:] == [True, None, "5", "no"]


def test_a_number_without_end_in_a_pattern(of):
    assert of("{name: f, type: lambda, filter_criteria: [{x: [^1e99999999999999999999]}]}") == [
        "D310 1e999999999999999999... is a number without end"
    ]


def test_F213_a_mapping_has_at_most_ten_patterns(of):
    ten = ", ".join(["{eventName: [INSERT]}"] * 10)
    assert of(f"{{name: f, type: lambda, filter_criteria: [{ten}]}}") == []
    assert of(f"{{name: f, type: lambda, ^filter_criteria: [{ten}, {{eventName: [INSERT]}}]}}") == [
        "S204 11 filter patterns; at most 10, and 5 unless the quota was raised (F213)"
    ]


def test_F213_a_pattern_has_at_most_4096_characters_as_json(of):
    # {"x":["..."]} has ten characters beside the value's.
    assert of(f"{{name: f, type: lambda, filter_criteria: [{{x: [{'a' * 4086}]}}]}}") == []
    [message] = of(f"{{name: f, type: lambda, filter_criteria: [^{{x: [{'a' * 4087}]}}]}}")
    assert "The pattern has 4,097 characters as JSON; at most 4,096" in message


NAME = "S204 a worker's name has letters, digits, - and _ only"


@in_each_case(
    "workers, messages",
    [
        ("[a, b, ^a]", ['S204 two workers are called "a"']),
        ("[^a b, ^c/d, e]", [NAME, NAME]),
        ("[a, ^[b]]", ["S203 expected a text"]),
        ("^''", ["S203 expected a text; this is empty"]),
    ],
)
def test_workers_have_names_each_its_own(of, workers, messages):
    assert of(f"{{name: k, type: kcl, workers: {workers}}}") == messages


def test_a_kcl_consumer_has_at_least_one_worker_and_at_most_100(of):
    assert of("{name: k, type: kcl, ^workers: []}") == ["S204 expected at least 1 here"]
    names = ", ".join(f"w{number}" for number in range(101))
    assert of(f"{{name: k, type: kcl, ^workers: [{names}]}}") == ["S204 101 workers; at most 100"]


def test_a_lesson_has_at_most_100_consumers(said, lesson):
    consumers = ", ".join(f"{{name: c{number}}}" for number in range(101))
    assert said(lesson(more=f"^consumers: [{consumers}]\n")) == ["S204 101 consumers; at most 100"]


def test_two_consumers_of_different_types_have_different_names(of):
    assert of("{name: c}", "{name: ^c, type: lambda}", "{type: kcl}", "^{type: lambda}") == [
        'S204 two consumers are called "c"',
        'S204 two consumers are called "consumer"',
    ]


def test_a_mistake_in_one_consumer_hides_none_in_another(of):
    assert of(
        "{name: ^a b, limit: ^0}",
        "^nothing",
        "{name: f, type: lambda, ^limit: 5, function: {reports: x, ^fials_on: 1}}",  # perhaps what it reports about
        "{name: k, type: kcl, workers: [a, ^a], checkpoint_every: ^0}",
    ) == [
        "S204 a consumer's name has letters, digits, - and _ only",
        "S204 expected a whole number from 1 to 1,000",
        "S203 expected a mapping of keys",
        'S201 "limit" belongs to a consumer of type poller or kcl',
        'S201 unknown key "fials_on"; did you mean "fails_on"?',
        'S204 two workers are called "a"',
        "S204 expected a whole number from 1 to 1,000,000",
    ]


@pytest.mark.parametrize("type_", ["poller", "kcl"])
def test_with_empty_polls_shown_every_poll_takes_time(said, lesson, type_):
    shown = f"consumers: [{{name: c, type: {type_}, poll_interval: ^0ms}}]\nshow_empty_polls: true\n"
    assert said(lesson(more=shown)) == [
        "S204 with show_empty_polls a poll interval is at least 1ms, or empty polls would never end"
    ]
