"""`streamsim progress`: exported, imported and forgotten."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest
from commands import forked, outcome
from learner_commands import needs_unix, one_line

from simulator.cli.progress import MOST_IMPORTED


@pytest.fixture
def exported(streamsim, tmp_path) -> Path:
    """The export of a learner who answered two questions."""
    file = tmp_path / "mine.json"
    streamsim("quiz", "overview", typed="B\nA\n")
    assert streamsim("progress", "--export", str(file)) == (0, f"Written: {file}\n", "")
    return file


def test_progress_that_was_exported_and_forgotten_comes_back(streamsim, exported, tmp_path):
    before = streamsim("progress").out
    assert streamsim("progress", "--reset") == (0, "5 entries forgotten.\n", "")  # 1 visit, 2 answers, 2 cards
    assert streamsim("progress") == (0, "Nothing is kept yet.\n", "")
    assert streamsim("progress", "--reset") == (0, "0 entries forgotten.\n", "")
    assert streamsim("progress", "--import", str(exported)) == (0, "5 new entries taken in.\n", "")
    assert streamsim("progress", "--import", str(exported)) == (0, "0 new entries taken in.\n", "")
    assert streamsim("progress").out == before
    again = tmp_path / "again.json"
    streamsim("progress", "--export", str(again))
    assert again.read_bytes() == exported.read_bytes()


def test_the_export_is_json_that_another_program_can_read(exported):
    document = json.loads(exported.read_text(encoding="utf-8"))
    assert [row["question"] for row in document["answer"]] == ["record-created", "consumer-state"]
    assert [row["is_right"] for row in document["answer"]] == [1, 1]
    assert [row["question"] for row in document["card"]] == ["consumer-state", "record-created"]


def test_an_export_never_replaces_a_file(streamsim, exported):
    content = exported.read_bytes()
    done = streamsim("progress", "--export", str(exported))
    assert done == (2, "", f"streamsim progress: {exported} is there already; choose another name\n")
    assert exported.read_bytes() == content


def test_an_export_to_a_folder_that_is_missing_is_said(streamsim, tmp_path):
    file = tmp_path / "nowhere" / "mine.json"
    done = streamsim("progress", "--export", str(file))
    assert done == (1, "", f"streamsim progress: {file}: No such file or directory\n")


@pytest.mark.parametrize("option", ["--export", "--import"])
@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5_000, "\x1b[31m"])
def test_a_name_that_is_none_is_one_line(streamsim, tmp_path, monkeypatch, option, name):
    monkeypatch.chdir(tmp_path)
    if (option, name) == ("--export", "\x1b[31m"):
        name += "/x"
    done = streamsim("progress", option, name)
    assert (done.status, done.out) == (1, "")
    assert one_line(done.err)
    assert done.err[:-1].isprintable()


@needs_unix
def test_an_export_that_the_disk_has_no_room_for_leaves_no_half_of_a_file(streamsim, exported, tmp_path, kept):
    import resource

    progress = kept()
    for number in range(400):
        progress.answered("overview", f"q-{number}", "quiz", True, True, "A")
    file = tmp_path / "half.json"

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    done = outcome(forked("progress", "--export", str(file), preexec_fn=little_room))
    assert (done.status, done.out) == (1, "")
    assert done.err == f"streamsim progress: {file}: File too large\n"
    assert not file.exists()


def test_an_export_with_the_mark_that_windows_sets_is_read(streamsim, exported):
    exported.write_bytes(b"\xef\xbb\xbf" + exported.read_bytes())
    assert streamsim("progress", "--import", str(exported)) == (0, "0 new entries taken in.\n", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This is no exported progress: it is not JSON."),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is no exported progress: it is not UTF-8 text."),
        (b"title: A lesson\n", "This is no exported progress: it is not JSON."),
        (b'{"format": "anki"}', "This is no exported progress of streamsim."),
        (b"[" * 200_000, "This is no exported progress: it is not JSON."),
        (b'{"format": "streamsim-progress", "version": 1}', 'This exported progress is not whole: "place" is missing.'),
        (
            b'{"format": "streamsim-progress", "version": 3}',
            "This progress was exported by a newer streamsim: version 3, not 2.",
        ),
    ],
)
def test_a_file_that_is_no_export_is_one_line_and_1(streamsim, tmp_path, content, said):
    file = tmp_path / "other"
    file.write_bytes(content)
    assert streamsim("progress", "--import", str(file)) == (1, "", f"streamsim progress: {file}: {said}\n")
    assert streamsim("progress").out == "Nothing is kept yet.\n"


def test_a_huge_file_is_not_read(streamsim, tmp_path):
    file = tmp_path / "huge"
    with file.open("wb") as writing:
        writing.truncate(MOST_IMPORTED + 1)
    done = streamsim("progress", "--import", str(file))
    assert done == (1, "", f"streamsim progress: {file}: This is too large for exported progress.\n")


@needs_unix
def test_a_file_without_an_end_is_not_read_for_ever(streamsim):
    done = streamsim("progress", "--import", "/dev/zero")
    assert done == (1, "", "streamsim progress: /dev/zero: This is too large for exported progress.\n")


@pytest.mark.parametrize(("name", "said"), [("missing", "No such file or directory"), (".", "Is a directory")])
def test_a_file_that_cannot_be_read_is_one_line_and_1(streamsim, tmp_path, monkeypatch, name, said):
    monkeypatch.chdir(tmp_path)
    assert streamsim("progress", "--import", name) == (1, "", f"streamsim progress: {name}: {said}\n")
