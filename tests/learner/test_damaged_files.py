"""A file that is damaged, another program's, or of another version of this program."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from pathlib import Path

import pytest
from clock import NOW
from progress_files import another_database, card, good_file, opened_at_once

from simulator.learner.connection import opened as connected
from simulator.learner.file_errors import DamagedFile, NewerFile
from simulator.learner.progress import Progress, ProgressError
from simulator.learner.tables import APPLICATION, MIGRATIONS


def is_set_aside(progress: Progress, path: Path, content: bytes, why: str) -> None:
    aside = path.with_name("progress-damaged-1.sqlite")
    assert progress.notices == [
        f"Your progress could not be read: {why}. It was kept as {aside}, and a new file was begun."
    ]
    assert aside.read_bytes() == content
    progress.stepped("overview", 1, 6)
    progress.close()
    again = Progress(path)
    assert (again.notices, again.lessons()["overview"].step) == ([], 1)
    again.close()


@pytest.mark.parametrize("length", [2, 99, 100, 4_000, 20_000])
def test_random_bytes_are_set_aside(opened, path, length):
    path.parent.mkdir()
    content = random.Random(length).randbytes(length)
    path.write_bytes(content)
    is_set_aside(opened(), path, content, "the file is damaged")


@pytest.mark.parametrize("share", [0.01, 0.3, 0.5, 0.9, 0.999])
def test_a_file_that_was_cut_off_is_set_aside(opened, path, share):
    whole = good_file(path)
    cut = whole[: int(len(whole) * share)]
    path.write_bytes(cut)
    is_set_aside(opened(), path, cut, "the file is damaged")


def test_a_file_that_is_whole_at_the_second_look_and_only_out_of_reach_is_not_set_aside(opened, path, monkeypatch):
    content = good_file(path)
    looks = [DamagedFile(), NewerFile()]

    def look(at: Path | str) -> sqlite3.Connection:
        if at == path:
            raise looks.pop(0)
        return connected(at)

    monkeypatch.setattr("simulator.learner.database.opened", look)
    assert opened().notices == [
        f"Your progress is not kept: {path}: the file is of a newer streamsim; it is left alone."
    ]
    assert path.read_bytes() == content


def test_a_file_with_a_column_too_few_is_set_aside(opened, path):
    good_file(path)
    content = another_database(path, "ALTER TABLE card DROP COLUMN stability")
    is_set_aside(opened(), path, content, "the file is damaged")


def test_a_file_with_a_version_before_the_first_is_set_aside(opened, path):
    good_file(path)
    content = another_database(path, "PRAGMA user_version = -1")
    is_set_aside(opened(), path, content, "the file is not one of streamsim")


def test_a_damaged_letter_is_read_as_the_replacement_character(opened, path):
    content = good_file(path)
    path.write_bytes(content.replace(b"q-77", b"q-\xff7"))
    progress = opened()
    assert "q-\ufffd7" in [question for _, question, *_ in progress.answers()]
    assert progress.notices == []


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE place (lesson, step)",),
        ("CREATE TABLE songs (name)", "PRAGMA user_version = 1"),
        (*MIGRATIONS[0].split(";"), "PRAGMA user_version = 1"),
        (f"PRAGMA application_id = {APPLICATION}", "PRAGMA user_version = 1", "CREATE TABLE place (x)"),
        (f"PRAGMA application_id = {APPLICATION}", "PRAGMA user_version = -1", "CREATE TABLE place (x)"),
        ("CREATE TABLE songs (name)", "PRAGMA user_version = 99"),
    ],
)
def test_the_database_of_another_program_is_set_aside(opened, path, statements):
    path.parent.mkdir()
    content = another_database(path, *statements)
    is_set_aside(opened(), path, content, "the file is not one of streamsim")


def test_a_file_that_is_set_aside_never_replaces_an_earlier_one(opened, path):
    path.parent.mkdir()
    for content in (b"first" * 50, b"second" * 50):
        path.write_bytes(content)
        opened().close()
    assert path.with_name("progress-damaged-1.sqlite").read_bytes() == b"first" * 50
    assert path.with_name("progress-damaged-2.sqlite").read_bytes() == b"second" * 50


def test_an_empty_file_is_a_new_one(opened, path):
    path.parent.mkdir()
    path.touch()
    progress = opened()
    progress.stepped("overview", 1, 6)
    assert (progress.notices, progress.lessons()["overview"].step) == ([], 1)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_bits_are_flipped_the_program_goes_on_and_the_file_is_there(path, seed):
    whole = good_file(path)
    chance = random.Random(seed)
    for _ in range(40):
        damaged = bytearray(whole)
        for _ in range(chance.choice((1, 1, 30))):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        path.write_bytes(damaged)
        progress = Progress(path, lambda: NOW)
        progress.lessons(), progress.answers(), progress.due(), progress.misconceptions()
        progress.stepped("overview", 2, 6)
        progress.answered("overview", "q-1", "quiz", True, True, "A", None, card("q-1"))
        assert progress.lessons()["overview"].step == 2
        progress.close()
        aside = path.with_name("progress-damaged-1.sqlite")
        if aside.exists():
            assert aside.read_bytes() == damaged
        assert all(len(notice.splitlines()) == 1 for notice in progress.notices)
        assert len(progress.notices) <= 1


def test_a_file_that_is_damaged_while_it_is_open_does_not_stop_the_program(opened, path):
    content = good_file(path)
    progress = opened()
    path.write_bytes(b"x" * len(content))
    progress.stepped("overview", 5, 6)
    progress.answered("overview", "q", "quiz", True, True, "A")
    assert progress.lessons()["overview"].step == 5
    assert progress.notices == [f"Your progress is not kept: {path}: the file is damaged."]


def newer_version(path: Path) -> bytes:
    good_file(path)
    return another_database(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}", "CREATE TABLE dreams (at INTEGER)")


def test_the_file_of_a_newer_program_is_left_alone(opened, path):
    content = newer_version(path)
    progress = opened()
    progress.stepped("overview", 5, 6)
    progress.close()
    assert progress.notices == [
        f"Your progress is not kept: {path}: the file is of a newer streamsim; it is left alone."
    ]
    with pytest.raises(ProgressError, match="newer streamsim"):
        opened().imported(json.dumps({}))
    with pytest.raises(ProgressError, match="newer streamsim"):
        opened().exported()
    assert path.read_bytes() == content
    assert [each.name for each in path.parent.iterdir()] == ["progress.sqlite"]


def test_a_file_that_a_newer_program_takes_over_meanwhile_is_left_alone_too(opened, path):
    progress = opened()
    progress.stepped("overview", 2, 6)
    content = newer_version(path)
    progress.stepped("overview", 5, 6)
    assert progress.lessons()["overview"].step == 5
    progress.close()
    assert progress.notices[0].endswith("the file is of a newer streamsim; it is left alone.")
    assert path.read_bytes() == content


# Versions


def test_a_new_file_says_whose_it_is_and_which_version_it_has(opened, path):
    opened()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
    connection.close()


LATER = "CREATE TABLE dream (night INTEGER); INSERT INTO dream SELECT count(*) FROM answer;"


def test_a_later_migration_runs_once_even_with_several_openers_and_keeps_what_is_there(path):
    good_file(path)
    assert opened_at_once(4, path, LATER) == ""
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT * FROM dream").fetchall() == [(80,)]
    assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)
    assert connection.execute("SELECT count(*) FROM answer").fetchone() == (80,)
    connection.close()


def test_a_new_file_runs_through_every_migration(path):
    assert opened_at_once(2, path, LATER) == ""
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT * FROM dream").fetchall() == [(0,)]
    connection.close()


def test_a_migration_that_fails_changes_nothing(opened, path, monkeypatch):
    content = good_file(path)
    failing = "CREATE TABLE dream (night INTEGER); CREATE UNIQUE INDEX alone ON answer (mode);"
    with monkeypatch.context() as patched:
        patched.setattr("simulator.learner.connection.MIGRATIONS", (*MIGRATIONS, failing))
        progress = opened()
        progress.stepped("overview", 5, 6)
        progress.close()
    assert progress.notices == [
        f"Your progress is not kept: {path}: "
        "the file is of an older streamsim and could not be brought up to date; it is left alone."
    ]
    assert path.read_bytes() == content
    assert opened().lessons()["overview"].step == 3


def test_a_file_of_the_first_version_keeps_its_answers_and_takes_those_that_leave_it_unsaid(opened, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(MIGRATIONS[0])
    connection.execute("INSERT INTO answer VALUES (7, 1, 'overview', 'q', 'quiz', 1, 0, 'B', NULL)")
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    progress = opened()
    progress.answered("overview", "q", "quiz", True, None, "B")
    assert progress.answers() == [("overview", "q", "quiz", True, False), ("overview", "q", "quiz", True, None)]
