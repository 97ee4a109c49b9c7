"""`streamsim export`: a whole lesson as one object, which its schema describes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from loaded_lessons import load_lesson
from varied_lessons import ONE_OF_EACH_KIND

from simulator.views.export.lesson import export_json
from simulator.views.export.schema import export_schema, export_schema_text
from simulator.views.json import run_json
from simulator.views.scene.json import scene_json
from simulator.views.scene.scene import scene

PUBLISHED = Path(__file__).parents[2] / "assets" / "export.schema.json"


def exported(lesson):
    return json.loads("\n".join(export_json(lesson)))


def test_the_schema_is_one_and_is_published():
    Draft7Validator.check_schema(export_schema())
    assert PUBLISHED.read_text(encoding="utf-8") == export_schema_text(), "run: make reference"


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_every_lesson_of_the_library_is_exported_as_the_schema_says(name):
    lesson = load_lesson(name)
    whole = exported(lesson)
    assert [error.message for error in Draft7Validator(export_schema()).iter_errors(whole)] == []
    assert len(whole["questions"]) == len(lesson.questions)
    assert [each["step"] for each in whole["scenes"]] == list(range(len(lesson.trace.events) + 1))


def test_the_schema_refuses_an_object_with_a_key_that_it_does_not_know():
    whole = exported(load_lesson("overview"))
    whole["questions"][0]["mood"] = "good"
    assert not Draft7Validator(export_schema()).is_valid(whole)


def test_the_run_and_the_scenes_are_those_of_the_other_commands():
    lesson = load_lesson("overview")
    whole = exported(lesson)
    assert whole["run"] == json.loads("\n".join(run_json(lesson)))
    assert whole["scenes"][3] == json.loads("\n".join(scene_json(scene(lesson.trace, 3))))


def test_a_question_has_its_answer_its_choices_and_its_texts():
    question = exported(load_lesson("overview"))["questions"][0]
    assert (question["id"], question["kind"], question["right"]) == ("record-created", "choice", [1])
    assert [each["right"] for each in question["choices"]].count(True) == 1
    assert question["answer"] == f"B, {question['choices'][1]['text']}"
    assert question["explanation"]["text"]


def test_a_text_has_its_links_with_the_numbers_of_today(lesson):
    made = lesson(
        "put: {order_id: o-1}\n    id: placed",
        more="summary: See **this** in [step {step}](step:placed.capture), as [F2](fact:F2) says.\n",
    )
    assert exported(made)["summary"] == {
        "markdown": "See **this** in [step 2](step:2), as [F2](fact:F2) says.",
        "text": "See **this** in step 2, as F2 says.",
        "references": [
            {"label": "step 2", "scheme": "step", "target": "2"},
            {"label": "F2", "scheme": "fact", "target": "F2"},
        ],
    }


def test_a_typed_question_has_its_value_and_the_known_wrong_ones_and_no_choices(lesson):
    how = "{unit: s, tolerance: 0.5, value: 3, wrong: [{value: 9, misconception: F298}]}"
    whole = exported(lesson(more=f"quiz: [{{question: Q, typed: {how}}}]\n"))
    assert list(Draft7Validator(export_schema()).iter_errors(whole)) == []
    [question] = whole["questions"]
    assert (question["kind"], question["choices"], question["answer"]) == ("typed", [], "3 s, give or take 0.5")
    assert question["typed"] == {
        "is_number": True,
        "value": "3 s",
        "unit": "s",
        "tolerance": 0.5,
        "wrong": [{"text": "9 s", "why": None, "misconception": "F298"}],
    }
