"""How a lesson is named: by its library name, or by a path."""

from __future__ import annotations

import pytest
from cases import in_each_case
from pydantic import ValidationError

from simulator.scenario.complaints.complaint import ScenarioError, did_you_mean
from simulator.scenario.files import course
from simulator.scenario.files.course import in_order, library_course
from simulator.scenario.files.library import lesson_names, library_folder
from simulator.scenario.loader import load_scenario, scenario_from_text


def refusal(name) -> str:
    with pytest.raises(ScenarioError) as refused:
        load_scenario(name)
    return str(refused.value)


def test_the_library_has_the_first_two_lessons():
    assert {"overview", "three-changes"} <= set(lesson_names())


def test_a_library_name_and_its_path_are_the_same_lesson():
    by_name, by_path = load_scenario("overview"), load_scenario(library_folder() / "overview.yaml")
    assert dict(by_name) == dict(by_path)
    assert by_name.name == by_path.name == "overview"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("lesson.yaml", id="a path with the ending"),
        pytest.param("./lesson", id="a path with a slash"),
        pytest.param("lesson", id="a file with no ending"),
    ],
)
def test_a_file_in_the_working_folder(tmp_path, monkeypatch, lesson, name):
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).write_text(lesson())
    assert load_scenario(name).name == "lesson"


def test_the_library_comes_before_a_file_of_the_same_name(tmp_path, monkeypatch, lesson):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "overview").write_text(lesson())
    assert load_scenario("overview").title == "DynamoDB Streams overview"


def test_a_mistyped_name_is_told_what_was_meant():
    assert refusal("overveiw").startswith(
        'overveiw:1:1: Y101 no lesson and no file has this name; did you mean "overview"?'
    )


@in_each_case("name", ["", " ", "nothing-like-it", "x" * 5000, "\x1b[31m", ".", ".."])
def test_a_name_that_is_no_lesson(name):
    line = refusal(name)
    assert ":1:1: Y101 " in line
    assert line.isprintable()


def test_a_suggestion_is_made_only_where_a_name_is_close():
    assert did_you_mean("tabel", ["table", "title"]) == '; did you mean "table"?'
    assert did_you_mean("xyz", ["table", "title"]) == ""


def test_a_lesson_from_text_has_the_name_that_it_is_given(lesson):
    assert scenario_from_text(lesson(), "mine.yaml").name == "mine"


def test_lessons_that_belong_to_a_part_come_first_in_its_order_then_the_others_by_name(lesson):
    places = {"d": "", "b": "part: B\n", "c": "part: B\norder: 1\n", "e": "part: A\norder: 2\n", "a": ""}
    scenarios = [scenario_from_text(lesson(more=more), f"{name}.yaml") for name, more in places.items()]
    assert [each.name for each in in_order(scenarios)] == ["b", "c", "e", "a", "d"]


def test_the_part_that_begins_first_comes_first_whatever_its_name():
    parts = [(each.scenario.part, each.scenario.order) for each in library_course().lessons]
    assert [part for part, _ in dict.fromkeys((part, None) for part, _ in parts)] == [
        "Foundations",
        "Reading",
        "Lambda",
        "In production",
        "Repair",
    ]
    assert [order for _, order in parts] == sorted(order for _, order in parts)


def test_a_scenario_does_not_change_after_it_was_read():
    with pytest.raises(ValidationError, match="frozen"):
        load_scenario("overview").title = "Another"


def test_every_library_lesson_has_a_title_a_summary_and_a_time():
    for name in lesson_names():
        scenario = load_scenario(name)
        assert scenario.title
        assert scenario.summary
        assert scenario.minutes


def test_the_lessons_of_the_course_are_read_again_only_when_a_file_changed(monkeypatch):
    before = library_course()
    assert library_course() is before
    monkeypatch.setattr(course, "stamp", lambda path: (0, path.stat().st_size))
    again = library_course()
    assert again is not before
    assert [each.id for each in again.lessons] == [each.id for each in before.lessons]
