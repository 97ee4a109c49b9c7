"""Whatever a file holds, it is a lesson or it is refused with complaints: nothing else ever happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.lesson.lesson import lesson_of, load_lesson
from simulator.scenario.complaints import CODES, ScenarioError
from simulator.scenario.library import library_folder
from simulator.scenario.loader import load_scenario, scenario_from_text
from simulator.scenario.model import Scenario

quietly = settings(deadline=None, derandomize=True, max_examples=100)

LINES = (library_folder() / "overview.yaml").read_text(encoding="utf-8").splitlines()

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
    """What a refusal always is: complaints with a place and a known code, each one printable line."""
    assert error.complaints
    for complaint in error.complaints:
        assert complaint.code in CODES
        assert complaint.mark >= (1, 1)
        assert re.fullmatch(r"[^\x00-\x1f\x7f-\x9f]+:\d+:\d+: [YSDL]\d{3} [^\x00-\x1f\x7f-\x9f]+", str(complaint))
    assert list(error.complaints) == sorted(error.complaints, key=lambda each: each.mark)


@given(content=st.binary(max_size=80) | st.text(max_size=80).map(str.encode) | YAML_LIKE.map(str.encode))
@quietly
def test_any_file_is_a_scenario_or_refused(file, content):
    file.write_bytes(content)
    try:
        assert isinstance(load_scenario(file), Scenario)
    except ScenarioError as error:
        check(error)


@given(value=YAML_LIKE)
@quietly
def test_any_value_in_a_put_is_a_scenario_or_refused(lesson, value):
    try:
        assert isinstance(scenario_from_text(lesson(f"put: {{order_id: o-1, x: {value}}}")), Scenario)
    except ScenarioError as error:
        check(error)


@st.composite
def spoiled_overviews(draw: st.DrawFn) -> str:
    """The overview lesson with one or two lines deleted, said twice, moved, or replaced."""
    lines = list(LINES)
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


@given(text=spoiled_overviews())
@quietly
def test_a_spoiled_overview_is_a_lesson_or_refused(text):
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
    ]
)
PATHS = [number for number, line in enumerate(LINES) if re.match(r" *(- )?[a-z_]+: ", line)]


@given(place=st.sampled_from(PATHS), node=NODES)
@quietly
def test_an_overview_with_any_one_value_replaced_is_a_lesson_or_refused(file, place, node):
    lines = list(LINES)
    lines[place] = lines[place].partition(": ")[0] + ": " + node
    file.write_text("\n".join(lines), encoding="utf-8")
    try:
        lesson = load_lesson(file)
    except ScenarioError as error:
        check(error)
    else:
        assert lesson.name == "lesson"
