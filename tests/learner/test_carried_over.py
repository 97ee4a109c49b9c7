"""Progress that was kept by the paths of files is carried over to the ids of courses and lessons, once."""

from __future__ import annotations

import json
import sqlite3

import pytest
from clock import NOW
from courses import write_course
from progress_files import card

from simulator.learner.progress import DAY, Progress
from simulator.learner.tables import APPLICATION, MIGRATIONS


@pytest.fixture
def old_file(path):
    """Writes a file as the first version of the program left it: rows by lesson."""

    def write(*lessons):
        path.parent.mkdir(parents=True)
        connection = sqlite3.connect(path)
        connection.executescript(MIGRATIONS[0])
        for number, lesson in enumerate(lessons):
            at = NOW + number
            connection.execute("INSERT INTO place VALUES (?, ?, ?, 6, ?)", (lesson, number, 5 - number, at))
            connection.execute(
                "INSERT INTO answer (at, lesson, question, mode, is_right, is_sure, chosen) "
                "VALUES (?, ?, 'captured', 'quiz', 1, 1, 'B')",
                (at, lesson),
            )
            connection.execute("INSERT INTO visit (at, lesson, mode) VALUES (?, ?, 'step')", (at, lesson))
            due = NOW + number * DAY
            connection.execute("INSERT INTO card VALUES (?, 'captured', '', 2.5, 5.0, 0, ?, ?)", (lesson, at, due))
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
        connection.close()

    return write


def test_progress_by_path_becomes_progress_by_course_and_lesson(opened, old_file, tmp_path):
    write_course(tmp_path / "shop")
    old_file("overview", str(tmp_path / "shop" / "a-mail.yaml"), "/gone/ours/orders.yaml")
    progress = opened()
    assert progress.notices == []
    assert set(progress.lessons()) == {"overview", "shop/mail", "ours/orders"}
    assert progress.lessons()["shop/mail"].right_once == {"captured"}
    assert progress.card("shop/mail", "captured").due == NOW + DAY
    assert progress.here(["overview", "shop/mail", "ours/orders"]) == {
        "overview": "overview",
        "shop/mail": tmp_path / "shop" / "a-mail.yaml",
    }


def test_it_is_carried_over_once_and_stays(opened, old_file, tmp_path):
    write_course(tmp_path / "shop")
    old_file(str(tmp_path / "shop" / "orders.yaml"))
    first = opened()
    exported = first.exported()
    first.close()
    (tmp_path / "shop" / "course.yaml").unlink()
    assert opened().exported() == exported


def test_of_two_files_that_become_one_lesson_the_newer_bookmark_and_card_stay_and_every_answer(opened, old_file):
    old_file("/old/shop/orders.yaml", "/new/shop/orders.yaml")
    progress = opened()
    known = progress.lessons()["shop/orders"]
    assert (known.step, known.furthest) == (1, 5)
    assert progress.card("shop/orders", "captured").at == NOW + 1
    assert len(progress.answers()) == 2


def test_an_export_holds_no_path(opened, old_file, tmp_path):
    write_course(tmp_path / "shop")
    old_file(str(tmp_path / "shop" / "orders.yaml"), "/home/alice/mine/late.yaml")
    text = opened().exported()
    assert str(tmp_path) not in text
    assert "alice" not in text


def test_an_export_of_before_is_taken_in_under_the_ids_and_only_once(opened, old_file, tmp_path):
    write_course(tmp_path / "shop")
    lesson = str(tmp_path / "shop" / "orders.yaml")
    old_file(lesson)
    here = opened()
    row = {"at": NOW, "lesson": lesson, "question": "captured", "mode": "quiz", "is_right": 1, "is_sure": 1}
    answers = [{**row, "chosen": "B", "misconception": None}, {**row, "chosen": "A", "misconception": None}]
    export = {"format": "streamsim-progress", "version": 1, "place": [], "answer": answers, "visit": [], "card": []}
    assert here.imported(json.dumps(export)) == 1  # the other answer was carried over already
    assert {lesson for lesson, *_ in here.answers()} == {"shop/orders"}


def test_a_reset_forgets_where_files_are(opened, tmp_path):
    progress: Progress = opened()
    (tmp_path / "mine.yaml").touch()
    progress.found_at("shop/mine", str(tmp_path / "mine.yaml"))
    progress.keep_card(card("q", lesson="shop/mine"))
    assert progress.reset() == 1
    assert progress.here(["shop/mine"]) == {}
