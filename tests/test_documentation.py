"""What README and CONTRIBUTING say is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulator.lesson.lesson import lesson_of
from simulator.machine.events import Event
from simulator.scenario.actions import (
    ActionModel,
    ConditionCheckModel,
    ConditionModel,
    CrashModel,
    EnableModel,
    RepeatModel,
    TransactionActionModel,
    UpdateModel,
)
from simulator.scenario.checks.show import COLUMNS, OF_A_CONSUMER, OF_THE_LESSON
from simulator.scenario.complaints import CODES
from simulator.scenario.consumers import FunctionModel, KclModel, LambdaModel, PollerModel
from simulator.scenario.loader import scenario_from_text
from simulator.scenario.model import Scenario, ShowModel, StreamModel, TableModel, TimeToLiveModel
from simulator.scenario.questions import QuizItem
from simulator.tui.screens.lesson import LessonScreen

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_lesson_in_the_readme_is_one():
    (lesson,) = blocks(README, "yaml")
    assert lesson_of(scenario_from_text(lesson)).questions[0].right_letters == "B"


def test_the_python_in_the_readme_prints_what_it_says(capsys):
    (code,) = blocks(README, "python")
    exec(compile(code, "README.md", "exec"), {})
    said = re.findall(r"# (.+)", code)
    assert capsys.readouterr().out.splitlines() == said


def test_the_timeline_in_the_reference_can_be_run():
    [timeline] = [each for each in blocks(CONTRIBUTING, "yaml") if each.startswith("timeline")]
    head = "title: t\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\n"
    trace = lesson_of(scenario_from_text(head + timeline)).trace
    assert len(trace.writes) == 108  # four alone, two in the batch, two in the transaction, a hundred in the repeat


def test_the_pattern_in_the_reference_is_one():
    [mapping] = [each for each in blocks(CONTRIBUTING, "yaml") if each.startswith("filter_criteria")]
    indented = "".join(f"    {line}\n" for line in mapping.splitlines())
    head = "title: t\ntable: {name: Orders, partition_key: order_id}\nstream: {view_type: KEYS_ONLY}\n"
    rest = "timeline:\n  - put: {order_id: o-1}\nconsumers:\n  - name: f\n    type: lambda\n"
    assert len(scenario_from_text(head + rest + indented).consumers[0].filter_criteria) == 1


@pytest.mark.parametrize(
    "model",
    [
        Scenario,
        ShowModel,
        TableModel,
        TimeToLiveModel,
        StreamModel,
        PollerModel,
        LambdaModel,
        FunctionModel,
        KclModel,
        ActionModel,
        UpdateModel,
        ConditionModel,
        ConditionCheckModel,
        TransactionActionModel,
        RepeatModel,
        EnableModel,
        CrashModel,
        QuizItem,
    ],
)
def test_the_reference_names_every_field(model):
    for name, field in model.model_fields.items():
        assert f"`{field.alias or name}`" in CONTRIBUTING or f"{name}:" in CONTRIBUTING, name


def test_the_reference_names_every_code_with_its_meaning():
    for code, meaning in CODES.items():
        assert f"| {code} | {meaning} |" in CONTRIBUTING


def test_the_reference_names_no_code_that_there_is_not():
    assert set(re.findall(r"^\| ([A-Z][0-9]{3}) \|", CONTRIBUTING, re.MULTILINE)) == set(CODES)


@pytest.mark.parametrize("name", [*OF_THE_LESSON, *OF_A_CONSUMER, *COLUMNS])
def test_the_reference_names_everything_that_can_be_shown(name):
    assert f"`{name}`" in CONTRIBUTING


@pytest.mark.parametrize("model", [PollerModel, LambdaModel, KclModel])
def test_the_reference_names_a_consumers_key_in_the_table_of_its_type(model):
    kind = model.model_fields["type"].annotation.__args__[0]
    section = CONTRIBUTING[CONTRIBUTING.index("### A consumer") : CONTRIBUTING.index("### Patterns")]
    every, *of_types = re.split(r"(?=`type: \w+` is)", section)
    [own] = [part for part in of_types if part.startswith(f"`type: {kind}`")]
    for name in model.model_fields:
        assert f"`{name}`" in every + own, name


def test_the_reference_names_every_event():
    for event in Event:
        assert f"`{event.value}`" in CONTRIBUTING


def test_the_readme_names_the_test_command_that_ci_calls():
    assert "make test" in README
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_readme_names_every_key_of_the_lesson_screen():
    table = README[README.index("| Key |") : README.index("The mouse works too")]
    for binding in LessonScreen.BINDINGS:
        shown = binding.key_display or binding.key.split(",")[0]
        assert re.search(rf"(?<!\w){re.escape(shown)}(?!\w)", table, re.IGNORECASE), shown


def test_the_pictures_and_files_that_the_documents_link_to_are_there():
    for text in (README, CONTRIBUTING):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
            assert (ROOT / target).exists(), target
