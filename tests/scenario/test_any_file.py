"""Whatever a file holds, it is a lesson or it is refused with complaints: nothing else ever happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.lesson.lesson import lesson_of, load_lesson
from simulator.scenario.complaints.complaint import CODES, ScenarioError
from simulator.scenario.files.library import library_folder
from simulator.scenario.loader import load_scenario, scenario_from_text
from simulator.scenario.model import Scenario

OVERVIEW = (library_folder() / "overview.yaml").read_text(encoding="utf-8").splitlines()

FULL = """\
title: Everything at once
seed: 7
show: {variables: [checkpoint, attempt, destination.f, leases, open_shards], columns: [time, shard]}
table:
  name: Orders
  partition_key: order_id
  sort_key: {name: line, type: N}
  time_to_live: {attribute: expires_at, deletion_delay: 10m}
stream:
  view_type: NEW_AND_OLD_IMAGES
  shards: 2
  enabled: true
consumers:
  - name: p
    starting_position: LATEST
    limit: 10
  - name: f
    type: lambda
    batch_size: 2
    maximum_retry_attempts: 1
    maximum_record_age_in_seconds: 60
    bisect_batch_on_function_error: true
    function_response_types: [ReportBatchItemFailures]
    tumbling_window_in_seconds: 30
    filter_criteria:
      - {eventName: [INSERT], dynamodb: {NewImage: {status: {S: [{prefix: P}]}}}}
    on_failure: sqs
    function:
      duration: 50ms
      fails_on: {dynamodb: {Keys: {order_id: {S: [o-3]}}}}
      failures: 2
      reports: first_failed
  - name: k
    type: kcl
    workers: [a, b]
    checkpoint_every: 2
    failover_time: 2s
timeline:
  - put: {order_id: o-1, line: 1, status: PAID, expires_at: !in 10m}
  - redeliver: {consumer: f}
  - {batch_write: [put: {order_id: o-2, line: 1}, delete: {order_id: o-1, line: 1}], spread: 2s}
  - transact_write:
      - put: {order_id: o-3, line: 1, status: PAID}
      - {update: {key: {order_id: o-2, line: 1}, set: {status: PAID}}, condition: {attribute_exists: line}}
      - condition_check: {key: {order_id: o-9, line: 1}, condition: {attribute_not_exists: line}}
  - repeat: {times: 3, every: 10ms, do: {batch_write: [put: {order_id: "o-{n}", line: 2}]}}
  - split_shard: 1
  - roll_over_shard: 2
  - {crash: {consumer: k, worker: a}, after: 1s}
  - add_worker: {consumer: k, worker: c}
  - {restart: {consumer: k, worker: a}, after: 5s}
  - stop: {consumer: f}
  - start: {consumer: f}
  - crash: {consumer: p}
  - restart: {consumer: p}
  - disable_stream: {}
  - enable_stream: {view_type: KEYS_ONLY}
  - wait: 20m
""".splitlines()
"""A lesson with every part of the full model in it."""

LESSONS = (OVERVIEW, FULL)

YAML_LIKE = st.text(st.sampled_from("ab1 \n\t:-[]{},&*!|>'\"#%@`~?.é\x00\x1b\ufeff"), max_size=60)

SPOILERS = [
    "",
    "---",
    "  - put: {}",
    "  - wait: 9h",
    "timeline:",
    "  at: 1s",
    "quiz: {",
    "a: &a [*a]",
    "\t",
    "x",
    "- x",
]


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("any") / "lesson.yaml"


def check(error: ScenarioError) -> None:
    """Check a refusal: it has complaints with a location and a known code, each one printable line."""
    assert error.complaints
    for complaint in error.complaints:
        assert complaint.code in CODES
        assert complaint.mark >= (1, 1)
        assert re.fullmatch(r"[^\x00-\x1f\x7f-\x9f]+:\d+:\d+: [YSDL]\d{3} [^\x00-\x1f\x7f-\x9f]+", str(complaint))
    assert list(error.complaints) == sorted(error.complaints, key=lambda each: each.mark)


@given(content=st.binary(max_size=80) | st.text(max_size=80).map(str.encode) | YAML_LIKE.map(str.encode))
def test_any_file_is_a_scenario_or_refused(file, content):
    file.write_bytes(content)
    try:
        assert isinstance(load_scenario(file), Scenario)
    except ScenarioError as error:
        check(error)


@given(value=YAML_LIKE)
def test_any_value_in_a_put_is_a_scenario_or_refused(lesson, value):
    try:
        assert isinstance(scenario_from_text(lesson(f"put: {{order_id: o-1, x: {value}}}")), Scenario)
    except ScenarioError as error:
        check(error)


def test_the_lesson_with_everything_in_it_is_one():
    assert len(lesson_of(scenario_from_text("\n".join(FULL))).trace.steps) > 50


@st.composite
def spoiled_lessons(draw: st.DrawFn) -> str:
    """A lesson with one or two lines deleted, said twice, moved, or replaced."""
    lines = list(draw(st.sampled_from(LESSONS)))
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.integers(0, len(lines) - 1))
        another = st.sampled_from(lines)
        instead = draw(
            st.just([])
            | st.just([lines[place]] * 2)
            | another.map(lambda line: [line])
            | st.sampled_from(SPOILERS).map(lambda line: [line])
            | YAML_LIKE.map(lambda line: [line])
            | st.just([lines[place][2:]])
            | st.just([lines[place][: len(lines[place]) // 2]])
        )
        lines[place : place + 1] = instead
    return "\n".join(lines)


@given(text=spoiled_lessons())
def test_a_spoiled_lesson_is_a_lesson_or_refused(text):
    try:
        lesson = lesson_of(scenario_from_text(text))
    except ScenarioError as error:
        check(error)
    else:
        assert len(lesson.trace.steps) > 0


NODES = st.sampled_from(
    [
        "~",
        "[]",
        "{}",
        "[[]]",
        "{a: b}",
        "x",
        "7",
        "true",
        "1e999",
        "5s",
        "{put: {order_id: 1}}",
        '"\\e"',
        "!!set {a, 1}",
        "!in 5m",
        "-1",
        "lambda",
        "{consumer: k}",
        "[{eventName: [INSERT]}]",
    ]
)
VALUES = [
    (number, lines, end)
    for lines in LESSONS
    for number, line in enumerate(lines)
    for end in (found.end() for found in re.finditer(r"[a-z_]+: ?", line))
]
"""Every value of the two lessons, those in braces too: its line, the lesson's lines, and its column."""


@given(value=st.sampled_from(VALUES), node=NODES)
def test_a_lesson_with_any_one_value_replaced_is_a_lesson_or_refused(file, value, node):
    place, lesson_lines, column = value
    lines = list(lesson_lines)
    rest = re.sub(r"^(\{[^{}]*\}|\[[^][]*\]|[^{}\[\],]*)", node.replace("\\", r"\\"), lines[place][column:])
    lines[place] = lines[place][:column] + rest
    file.write_text("\n".join(lines), encoding="utf-8")
    try:
        lesson = load_lesson(file)
    except ScenarioError as error:
        check(error)
    else:
        assert lesson.name == "lesson"
