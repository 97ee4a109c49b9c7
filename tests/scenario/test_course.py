"""Courses of one's own: a folder with lessons, and the file that describes it."""

from __future__ import annotations

from pathlib import Path

import pytest
from courses import write_course, write_lesson

from simulator.lesson.lesson import load_lesson
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.scenario.files.course import course_in, next_in_course
from simulator.scenario.files.course_folder import key_of_file
from simulator.scenario.files.lesson_key import key_of
from simulator.scenario.loader import load_scenario


def refused(folder: Path, course: str) -> list[str]:
    write_course(folder, course)
    with pytest.raises(ScenarioError) as error:
        course_in(folder)
    return [str(each).removeprefix(f"{folder}/") for each in error.value.complaints]


def test_a_course_gives_its_lessons_in_the_order_that_it_names(tmp_path):
    course = course_in(write_course(tmp_path))
    assert (course.title, course.welcome) == ("Streams in our shop", "Begin with *orders*.")
    assert [each.id for each in course.lessons] == ["orders", "stock", "mail"]
    assert [each.assumes for each in course.lessons] == [(), ("orders", "overview"), ("orders", "stock")]


def test_a_lesson_comes_behind_those_that_it_comes_after(tmp_path):
    course = course_in(write_course(tmp_path, "lessons: [{id: mail, after: [stock]}, stock, orders]"))
    assert [each.id for each in course.lessons] == ["stock", "mail", "orders"]


def test_lessons_that_a_course_does_not_name_follow_part_by_part(tmp_path):
    write_course(tmp_path, "lessons: [mail]")
    write_lesson(tmp_path / "first.yaml", "First", "part: Foundations\norder: 1\n")
    assert [each.id for each in course_in(tmp_path).lessons] == ["mail", "first", "orders", "stock"]


def test_a_folder_is_a_course_without_a_file_that_describes_it(tmp_path):
    write_lesson(tmp_path / "shop" / "two.yaml", "Two", "part: P\norder: 2\n")
    write_lesson(tmp_path / "shop" / "one.yaml", "One", "part: P\norder: 9\n")
    course = course_in(tmp_path / "shop")
    assert (course.title, [each.id for each in course.lessons]) == ("shop", ["two", "one"])


def test_progress_is_kept_by_the_ids_of_the_course_and_of_the_lesson(tmp_path):
    write_course(tmp_path)
    assert key_of(load_scenario(tmp_path / "a-mail.yaml")) == "shop/mail"
    assert key_of(load_scenario(tmp_path / "week-2" / "stock.yaml")) == "shop/stock"
    write_course(tmp_path, "title: No id")
    assert key_of(load_scenario(tmp_path / "orders.yaml")) == f"{tmp_path.name}/orders"


def test_moving_a_described_course_changes_no_key(tmp_path):
    write_course(tmp_path / "here")
    before = [each.key for each in course_in(tmp_path / "here").lessons]
    (tmp_path / "here").rename(tmp_path / "elsewhere")
    assert [each.key for each in course_in(tmp_path / "elsewhere").lessons] == before


def test_a_key_never_holds_the_name_of_a_home_folder(tmp_path, monkeypatch):
    home = tmp_path / "alice"
    monkeypatch.setenv("HOME", str(home))
    write_lesson(home / "mine.yaml", "Mine")
    write_lesson(home / "shop" / "mine.yaml", "Mine")
    assert key_of(load_scenario(home / "mine.yaml")) == "~/mine"
    assert key_of(load_scenario(home / "shop" / "mine.yaml")) == "shop/mine"


@pytest.mark.parametrize(
    ("path", "key"),
    [("/gone/shop/orders.yaml", "shop/orders"), ("/orders.yml", "./orders"), (r"C:\shop\orders.yaml", "shop/orders")],
)
def test_a_file_that_is_not_here_is_named_by_its_folder_and_itself(path, key):
    assert key_of_file(path) == key


def test_lessons_of_a_course_refer_to_each_other_by_their_ids(tmp_path):
    write_course(tmp_path)
    lesson = load_lesson(write_lesson(tmp_path / "week-2" / "late.yaml", "Late", "assumes: [mail, orders]\n"))
    assert lesson.lessons["mail"] == tmp_path.resolve() / "a-mail.yaml"
    with pytest.raises(ScenarioError, match='L402 no lesson "a-mail"'):
        load_lesson(write_lesson(tmp_path / "late.yaml", "Late", "assumes: [a-mail]\n"))


def test_the_next_lesson_is_that_of_the_course(tmp_path):
    write_course(tmp_path)
    following = next_in_course(load_scenario(tmp_path / "orders.yaml"))
    assert following is not None
    assert following.key == "shop/stock"
    assert next_in_course(load_scenario(tmp_path / "a-mail.yaml")) is None


def test_the_next_lesson_is_not_looked_for_in_the_folders_below(tmp_path):
    (tmp_path / "below").mkdir()
    first = write_lesson(tmp_path / "one.yaml", "One")
    write_lesson(tmp_path / "below" / "two.yaml", "Two")
    assert next_in_course(load_scenario(first)) is None


def test_a_lesson_with_problems_is_left_out_and_complained_about(tmp_path):
    write_course(tmp_path, "title: Ours")
    (tmp_path / "orders.yaml").write_text("title: t\ntimeline: []\n")
    course = course_in(tmp_path)
    assert [each.id for each in course.lessons] == ["mail", "stock"]
    assert {each.file for each in course.complaints} == {str(tmp_path / "orders.yaml")}


def test_a_lesson_that_is_called_course_is_a_lesson(tmp_path):
    write_lesson(tmp_path / "course.yaml", "A lesson")
    assert [each.id for each in course_in(tmp_path).lessons] == ["course"]


@pytest.mark.parametrize(
    ("course", "complaint"),
    [
        ("titel: T", 'course.yaml:1:1: S201 unknown key "titel"; did you mean "title"?'),
        ("- a", "course.yaml:1:1: S203 a course is a mapping of keys"),
        (
            "id: a/b",
            "course.yaml:1:5: S204 an id is a text of ASCII letters, digits, . _ and - only, at most 100, as in week-2",
        ),
        ("lessons: [order]", 'course.yaml:1:11: L402 no lesson "order" in this course; did you mean "orders"?'),
        ("lessons: [mail, mail]", 'course.yaml:1:17: L406 the lesson "mail" is here twice'),
        ("lessons: [{id: mail, after: [oders]}]", 'course.yaml:1:30: L402 no lesson "oders"; did you mean "orders"?'),
        (
            "lessons: [{id: mail, after: [orders]}, {id: orders, after: [mail]}]",
            "course.yaml:1:11: L410 these lessons come after each other: mail after orders after mail",
        ),
        (
            "lessons: [{id: mail, after: mail}]",
            "course.yaml:1:11: L410 these lessons come after each other: mail after mail",
        ),
    ],
)
def test_what_is_wrong_with_a_course_is_said_at_its_place(tmp_path, course, complaint):
    assert refused(tmp_path, course) == [complaint]
