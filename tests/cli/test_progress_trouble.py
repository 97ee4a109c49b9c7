"""Commands of a learner where nothing can be kept."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
from typing import Any

import pytest
from commands import forked, outcome
from learner_commands import needs_unix

from simulator.learner.database import ProgressFile


def test_a_damaged_file_is_set_aside_and_the_quiz_goes_on(streamsim, data):
    data.mkdir(parents=True)
    (data / "progress.sqlite").write_bytes(b"damaged" * 1_000)
    done = streamsim("quiz", "overview", typed="B\nA\nC\nDBCA\nB\nA\n")
    aside = data / "progress-damaged-1.sqlite"
    said = f"Your progress could not be read: the file is damaged. It was kept as {aside}, and a new file was begun.\n"
    assert (done.status, done.err) == (0, said)
    assert "Score: 6 of 6." in done.out
    assert aside.read_bytes() == b"damaged" * 1_000
    assert streamsim("progress").out.startswith("overview: done, 6 of 6 questions answered right\n")


@pytest.fixture
def out_of_reach(data, tmp_path) -> str:
    """The folder for a user's data cannot be made: a file has its name. The message about it."""
    (tmp_path / "data").touch()
    return f"Your progress is not kept: {data / 'progress.sqlite'}: Not a directory.\n"


def test_where_nothing_can_be_kept_a_quiz_says_so_before_it_asks_and_goes_on(out_of_reach):
    done = outcome(forked("quiz", "overview", stderr=subprocess.STDOUT), b"B\nA\nC\nDBCA\nB\nA\n")
    assert done.status == 0
    assert done.out.startswith(out_of_reach)
    assert done.out.count(out_of_reach) == 1
    assert "Score: 6 of 6." in done.out


def test_where_nothing_can_be_kept_predictions_go_on_too(streamsim, out_of_reach):
    done = streamsim("quiz", "overview", "--predict", typed="0\n" * 20)
    assert (done.status, done.err) == (0, out_of_reach)
    assert "You predicted 0 of " in done.out


@pytest.mark.parametrize("option", [(), ("--reset",), ("--export", "new.json"), ("--import", "old.json")])
def test_where_nothing_can_be_kept_progress_is_one_line_and_1(streamsim, out_of_reach, tmp_path, monkeypatch, option):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.json").write_text("{}")
    assert streamsim("progress", *option) == (1, "", out_of_reach)
    assert not (tmp_path / "new.json").exists()


def test_the_file_of_a_newer_program_is_left_alone_by_every_command(streamsim, data):
    streamsim("quiz", "overview", typed="B\nA\nC\nDBCA\nB\nA\n")
    file = data / "progress.sqlite"
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    content = file.read_bytes()
    said = f"Your progress is not kept: {file}: the file is of a newer streamsim; it is left alone.\n"
    for command in (("progress",), ("progress", "--reset")):
        assert streamsim(*command) == (1, "", said)
    for command in (("quiz", "overview"), ("review",)):
        done = streamsim(*command, typed="B\n")
        assert (done.status, done.err) == (0, said)
    assert file.read_bytes() == content


def test_a_file_that_fails_while_it_is_shown_is_one_line_and_1(streamsim, data, monkeypatch):
    read = ProgressFile.read

    def failing(self: ProgressFile, *arguments: Any) -> list[Any]:
        monkeypatch.setattr(ProgressFile, "read", read)
        (data / "progress.sqlite").write_bytes(b"x" * 50_000)
        return read(self, *arguments)

    streamsim("quiz", "overview", typed="B\n")
    monkeypatch.setattr(ProgressFile, "read", failing)
    done = streamsim("progress")
    assert done.status == 1
    assert done.err == f"Your progress is not kept: {data / 'progress.sqlite'}: the file is damaged.\n"


@needs_unix
def test_on_a_full_disk_a_quiz_goes_on_and_says_at_its_end_that_it_was_not_kept(streamsim, data):
    import resource

    streamsim("quiz", "overview", typed="B\n")
    size = (data / "progress.sqlite").stat().st_size

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))

    done = outcome(forked("quiz", "overview", preexec_fn=no_room), b"B\nA\nC\nDBCA\nB\nA\n")
    assert done.status == 0
    assert "Score: 6 of 6." in done.out
    assert re.fullmatch(r"Your progress is not kept: .*progress\.sqlite: the disk .*\.\n", done.err)
    assert streamsim("progress").out.startswith("overview: 1 of 6 questions answered right\n")
