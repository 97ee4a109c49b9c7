"""Plain YAML values become attribute values: which scalar is what, and every number exact."""

from __future__ import annotations

from decimal import Decimal

import pytest
from cases import in_each_case
from hypothesis import given
from hypothesis import strategies as st

from simulator.dynamodb.attributes import item_to_json
from simulator.machine.machine import simulate
from simulator.scenario.loader import scenario_from_text


@pytest.fixture(scope="session")
def stored(lesson):
    """A value as written in a put, in the service's typed JSON."""

    def stored_as(written: str):
        scenario = scenario_from_text(lesson(f"put: {{order_id: o-1, x: {written}}}"))
        return item_to_json(scenario.timeline[0].put)["x"]

    return stored_as


@in_each_case(
    "written, number",
    [
        ("0", "0"),
        ("7", "7"),
        ("-7", "-7"),
        ("+7", "7"),
        ("1e3", "1000"),
        ("1E+3", "1000"),
        ("1.5e-3", "0.0015"),
        ("1.50", "1.5"),
        ("0.0", "0"),
        ("-0", "0"),
        ("0.1", "0.1"),
        ("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
        ("0.12345678901234567890123456789012345678", "0.12345678901234567890123456789012345678"),
        ("9007199254740993", "9007199254740993"),
        ("!!int 5", "5"),
        ("!!float 2.50", "2.5"),
    ],
)
def test_a_plain_scalar_in_jsons_number_grammar_is_a_number(stored, written, number):
    assert stored(written) == {"N": number}


@in_each_case(
    "written",
    [
        *("007", "0x1F", "0o17", "0b1", "12:30", "1:30:00", ".5", "5.", "1_000", "1e", "2026-01-01", "--1", "1 2"),
        *("no", "on", "yes", "off", "y", "True", "FALSE", "Null", "NULL", "nan", "inf", "<<", "=", "٣"),
    ],
)
def test_every_other_plain_scalar_is_a_string(stored, written):
    assert stored(written) == {"S": written}


@pytest.mark.parametrize("written", ['"1"', "'1'", "!!str 1"])
def test_a_number_in_quotes_is_a_string(stored, written):
    assert stored(written) == {"S": "1"}


@pytest.mark.parametrize(("written", "boolean"), [("true", True), ("false", False), ("!!bool true", True)])
def test_true_and_false_are_the_booleans(stored, written, boolean):
    assert stored(written) == {"BOOL": boolean}


@pytest.mark.parametrize("written", ["null", "~", "!!null null"])
def test_null_and_the_tilde_are_null(stored, written):
    assert stored(written) == {"NULL": True}


@in_each_case(
    "written, typed",
    [
        ("!!binary aGVsbG8=", {"B": "aGVsbG8="}),
        ("!!set {b, a}", {"SS": ["a", "b"]}),
        ('!!set {"10", "9"}', {"SS": ["10", "9"]}),
        ("!!set {10, 9.50, -1}", {"NS": ["-1", "9.5", "10"]}),
        ("!!set {!!binary Yg==, !!binary YQ==}", {"BS": ["YQ==", "Yg=="]}),
        ("[1, a, [true]]", {"L": [{"N": "1"}, {"S": "a"}, {"L": [{"BOOL": True}]}]}),
        ("{a: 1, 2: no}", {"M": {"a": {"N": "1"}, "2": {"S": "no"}}}),
        ("[]", {"L": []}),
        ("{}", {"M": {}}),
        ("{<<: {a: 1}}", {"M": {"<<": {"M": {"a": {"N": "1"}}}}}),
    ],
)
def test_the_other_types(stored, written, typed):
    assert stored(written) == typed


@given(digits=st.integers(-(10**38) + 1, 10**38 - 1), exponent=st.integers(-130, 87))
def test_a_number_is_stored_exactly(stored, digits, exponent):
    [(type_, text)] = stored(f"{digits}e{exponent}").items()
    assert type_ == "N"
    assert "e" not in text.lower()
    assert Decimal(text).compare(Decimal(f"{digits}e{exponent}")) == 0


def test_texts_and_choices_are_taken_as_written(lesson):
    more = (
        "minutes: 10\n"
        "part: 1e3\n"
        "summary: 2026-01-01\n"
        "concept_snapshot: [no, 007, on]\n"
        "quiz: [{question: 12:30, choices: [1, 2, true, no, 1.50], answer: {count: records}, explanation: .5}]\n"
    )
    scenario = scenario_from_text(lesson(more=more))
    assert scenario.part == "1e3"
    assert scenario.summary == "2026-01-01"
    assert scenario.concept_snapshot == ["no", "007", "on"]
    assert scenario.quiz[0].question == "12:30"
    assert [choice.text for choice in scenario.quiz[0].choices] == ["1", "2", "true", "no", "1.50"]


def test_in_a_repeat_every_kind_of_write_and_its_condition_can_name_the_round(lesson):
    from simulator.machine.machine import simulate

    writes = (
        '{put: {order_id: "o-{n}", a: "{n}"}}',
        '{update: {key: {order_id: "o-{n}"}, set: {b: "1"}}, condition: {equals: {a: "{n}"}}}',
        '{delete: {order_id: "o-{n}"}, condition: {equals: {b: "{n}"}}}',
    )
    entry = f"repeat: {{times: 2, do: [{', '.join(writes)}]}}"
    trace = simulate(scenario_from_text(lesson(entry)))
    assert [(record.event_name, record.key[0].value) for record in trace.records] == [
        ("INSERT", "o-1"),
        ("MODIFY", "o-1"),
        ("REMOVE", "o-1"),
        ("INSERT", "o-2"),
        ("MODIFY", "o-2"),
    ]


def test_in_a_repeat_the_number_of_the_round_stands_in_strings(lesson):
    from simulator.machine.machine import simulate

    entry = 'repeat: {times: 2, do: {put: {order_id: "o-{n}", tags: !!set {"t{n}"}, m: {a: ["{n}"]}, n: 1}}}'
    trace = simulate(scenario_from_text(lesson(entry).replace("KEYS_ONLY", "NEW_IMAGE")))
    assert [item_to_json(record.new_image) for record in trace.records] == [
        {
            "order_id": {"S": f"o-{n}"},
            "tags": {"SS": [f"t{n}"]},
            "m": {"M": {"a": {"L": [{"S": n}]}}},
            "n": {"N": "1"},
        }
        for n in ("1", "2")
    ]


def test_an_attributes_name_is_taken_exactly_as_it_is_written():
    trace = simulate(
        scenario_from_text(
            "title: t\ntable: {name: Orders, partition_key: 'the  key'}\nstream: {view_type: NEW_IMAGE}\n"
            "timeline:\n"
            '  - put: {"the  key": 1x, "a  b": 1, " lead": 2}\n'
            '  - {update: {key: {"the  key": 1x}, remove: ["a  b", " lead"]}, condition: {attribute_exists: "a  b"}}\n'
        )
    )
    assert list(trace.records[1].new_image) == ["the  key"]


EPOCH = 1_704_067_200
"""2024-01-01T00:00:00Z, where virtual time starts."""


@in_each_case(
    "entry, seconds",
    [
        ("put: {order_id: a, x: !in 10m}", 600),
        ("{put: {order_id: a, x: !in 10m}, at: 90s}", 690),
        ("{put: {order_id: a, x: !in 0ms}, at: 1999ms}", 1),
        ("{put: {order_id: a, x: !in 1.5s}, at: 400ms}", 1),
        ("{update: {key: {order_id: a}, set: {x: !in 25h}}, at: 1s}", 90_001),
        ("{transact_write: [put: {order_id: a, x: !in 1h}], at: 5s}", 3_605),
    ],
)
def test_a_time_from_now_on_is_a_number_of_epoch_seconds_counted_from_the_write(lesson, entry, seconds):
    trace = simulate(scenario_from_text(lesson(entry).replace("KEYS_ONLY", "NEW_IMAGE")))
    assert item_to_json(trace.records[0].new_image)["x"] == {"N": str(EPOCH + seconds)}


def test_a_time_from_now_on_counts_from_the_scenarios_own_start(lesson):
    text = lesson("put: {order_id: a, x: !in 5s}", more="starts_at: 1970-01-01T00:01:00Z\n")
    trace = simulate(scenario_from_text(text.replace("KEYS_ONLY", "NEW_IMAGE")))
    assert item_to_json(trace.records[0].new_image)["x"] == {"N": "65"}


def test_a_time_from_now_on_stands_in_lists_and_maps_too_and_each_round_has_its_own(lesson):
    entry = "repeat: {times: 2, every: 30s, do: {put: {order_id: 'o-{n}', x: [{due: !in 1m}, 7]}}}"
    trace = simulate(scenario_from_text(lesson(entry).replace("KEYS_ONLY", "NEW_IMAGE")))
    assert [item_to_json(record.new_image)["x"] for record in trace.records] == [
        {"L": [{"M": {"due": {"N": str(EPOCH + seconds)}}}, {"N": "7"}]} for seconds in (60, 90)
    ]


@in_each_case(
    "value, message",
    [
        ("^!in 10", "S203 `!in` takes a duration: expected a duration with its unit: 250ms, 2s, 5m or 25h"),
        ("^!in soon", "S203 `!in` takes a duration: expected a duration with its unit: 250ms, 2s, 5m or 25h"),
        ("^!in ''", "S203 `!in` takes a duration: expected a duration with its unit: 250ms, 2s, 5m or 25h"),
        ("^!in -5m", "S203 `!in` takes a duration: expected a duration with its unit: 250ms, 2s, 5m or 25h"),
        ("^!in 0.5ms", "S204 `!in` takes a duration: a duration is a whole number of milliseconds"),
        ("^!in 9000h", "S204 `!in` takes a duration: a duration is at most 8784h, a year"),
        ("[1, {a: ^!in 10}]", "S203 `!in` takes a duration: expected a duration with its unit: 250ms, 2s, 5m or 25h"),
        ("^!in [5m]", "Y107 the tag !in is not known here"),
        ("!!set {^!in 5m}", "Y107 `!in` is for a value, not for a key or a member of a set"),
        ("{^!in 5m: 1}", "Y107 `!in` is for a value, not for a key or a member of a set"),
    ],
)
def test_a_time_from_now_on_is_a_duration_and_a_value_of_its_own(said, lesson, value, message):
    assert said(lesson(f"put: {{order_id: a, x: {value}}}")) == [message]


@in_each_case(
    "line",
    [
        "summary: ^!in 5m",
        "minutes: ^!in 5m",
        "assumes: [^!in 5m]",
        "starts_at: ^!in 5m",
        "show_empty_polls: ^!in 5m",
        "show: ^!in 5m",
        "show: {variables: [^!in 5m]}",
        "key_moments: ^!in 5m",
        "consumers: [{name: ^!in 5m}]",
        "consumers: [{type: ^!in 5m}]",
        "consumers: [{starts: ^!in 5m}]",
        "consumers: [{starting_position: ^!in 5m}]",
        "consumers: [{type: lambda, function: {fails_on: ^!in 5m}}]",
        "consumers: [{type: kcl, workers: [^!in 5m]}]",
    ],
)
def test_a_time_from_now_on_is_nothing_but_an_attributes_value(said, lesson, line):
    assert said(lesson(more=line + "\n")) == ["S203 `!in` is for an attribute's value, not for this"]


@in_each_case(
    "entry",
    [
        "wait: ^!in 5m",
        "{put: {order_id: a}, at: ^!in 5m}",
        "put: ^!in 5m",
        "update: {key: {order_id: a}, remove: [^!in 5m]}",
        "split_shard: ^!in 5m",
        "^!in 5m",
        "repeat: {times: ^!in 5m, do: {put: {order_id: a}}}",
        "repeat: {times: 2, do: ^!in 5m}",
        "batch_write: [^!in 5m]",
        "stop: {consumer: ^!in 5m}",
    ],
)
def test_a_time_from_now_on_is_no_other_part_of_the_timeline(said, lesson, entry):
    assert said(lesson(entry)) == ["S203 `!in` is for an attribute's value, not for this"]


def test_a_time_from_now_on_can_be_a_number_key(said, lesson):
    text = lesson("put: {order_id: !in 5m}").replace(
        "partition_key: order_id", "partition_key: {name: order_id, type: N}"
    )
    assert said(text) == []
    assert said(lesson("put: {order_id: ^!in 5m}")) == [
        'D302 the partition key "order_id" is of type S (string), not N'
    ]
