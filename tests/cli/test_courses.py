"""Courses of one's own on the command line: list, play, check and test take a folder."""

from __future__ import annotations

import json

import pytest
from courses import write_course, write_lesson


@pytest.fixture
def course(tmp_path, monkeypatch):
    monkeypatch.chdir(write_course(tmp_path / "shop").parent)
    return "shop"


def test_list_prints_the_course_in_its_order_with_its_welcome(streamsim, course):
    done = streamsim("list", course)
    assert (done.status, done.err) == (0, "")
    lines = done.out.split("\n")
    assert lines[:4] == ["Streams in our shop", "", "Begin with *orders*.", ""]
    assert [line.split()[0] for line in lines[4:] if line and not line.startswith(" ")] == ["orders", "stock", "mail"]
    assert "assumes orders, overview" in done.out


def test_list_prints_the_same_array_as_for_the_library(streamsim, course):
    listed = json.loads(streamsim("list", course, "--format", "json").out)
    assert [list(each) for each in listed] == [["name", "title", "minutes", "summary"]] * 3
    assert [each["name"] for each in listed] == ["orders", "stock", "mail"]


def test_progress_in_a_course_is_kept_by_its_ids_and_exported_without_a_path(streamsim, course, tmp_path):
    assert streamsim("quiz", "shop/a-mail.yaml", typed="b\n\n").status == 0
    assert "shop/mail: done" in streamsim("progress").out
    assert "next" in streamsim("list", course).out
    streamsim("progress", "--export", "mine.json")
    text = (tmp_path / "mine.json").read_text()
    assert str(tmp_path) not in text
    assert '"chosen": "placed.capture"' in text


def test_play_of_a_folder_without_a_terminal_prints_the_course_and_how_to_go_on(streamsim, course):
    done = streamsim("play", course)
    assert done.status == 0
    assert done.out.startswith("Streams in our shop\n")
    assert done.out.endswith("streamsim play shop in a terminal opens this course.\n")
    plain = streamsim("play", course, "--plain").out
    assert plain.endswith("streamsim play FILE --plain plays one of its lessons, by the name of its file.\n")


@pytest.mark.parametrize("option", ["--as F298", "--step 3", "--mode quiz"])
def test_play_of_a_folder_says_that_an_option_goes_with_one_lesson(streamsim, course, option):
    done = streamsim("play", course, *option.split())
    assert (done.status, done.out) == (2, "")
    name = option.split()[0]
    assert done.err == f"streamsim play: {name} goes with one lesson, and shop is a folder; name a lesson in it\n"


def test_a_lesson_with_problems_is_left_out_and_said(streamsim, course, tmp_path):
    (tmp_path / "shop" / "orders.yaml").write_text("title: t\ntimeline: []\n")
    done = streamsim("list", course)
    assert done.status == 1
    assert "shop/orders.yaml:1:1: S202" in done.err
    assert "\nstock " in done.out


@pytest.mark.parametrize("command", ["list", "play", "check"])
def test_a_course_that_names_what_is_not_there_is_said_in_one_line(streamsim, course, tmp_path, command):
    (tmp_path / "shop" / "course.yaml").write_text("lessons: [order]\n")
    done = streamsim(command, course)
    assert done.status == 1
    assert 'shop/course.yaml:1:11: L402 no lesson "order" in this course; did you mean "orders"?' in done.out + done.err


def test_check_and_test_take_the_folder_and_the_file_that_describes_it(streamsim, course):
    done = streamsim("check", course)
    assert done.status == 0
    assert "skipped" not in done.out
    assert streamsim("check", "shop/course.yaml", "shop/orders.yaml").status == 0
    assert streamsim("test", course, "--update").status == 0
    assert streamsim("test", course).status == 0


def test_two_lessons_of_one_id_in_a_course_are_an_error(streamsim, course, tmp_path):
    write_lesson(tmp_path / "shop" / "week-3" / "orders.yaml", "Again")
    done = streamsim("check", course)
    assert done.status == 1
    assert 'L406 shop/orders.yaml has the id "orders" too; give one of them an `id` of its own' in done.out


def test_a_folder_without_lessons_is_said_in_one_line(streamsim, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    done = streamsim("list", "empty")
    assert (done.status, done.out, done.err) == (1, "", "empty:1:1: Y113 there is no lesson in this folder\n")
