"""A file is written whole or not at all, and one that must be new replaces nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from simulator.scenario.files.whole_file import write_whole


def names_in(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir())


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is written, and at the end there is no room for it."""

    def refuse(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "replace", refuse)


@pytest.mark.parametrize("must_be_new", [False, True])
def test_a_file_that_is_not_there_is_written_as_utf_8_with_its_line_ends_as_they_are(tmp_path, must_be_new):
    write_whole(tmp_path / "new.txt", "é\r\nb\n", must_be_new=must_be_new)
    assert (tmp_path / "new.txt").read_bytes() == b"\xc3\xa9\r\nb\n"
    assert names_in(tmp_path) == ["new.txt"]


def test_a_file_that_is_there_is_replaced(tmp_path):
    (tmp_path / "old.txt").write_text("a long old text")
    write_whole(tmp_path / "old.txt", "new")
    assert (tmp_path / "old.txt").read_text() == "new"
    assert names_in(tmp_path) == ["old.txt"]


def test_a_link_to_a_file_stays_a_link(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(Path("folder", "file.txt"))
    write_whole(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "folder" / "file.txt").read_text() == "new"
    assert names_in(tmp_path / "folder") == ["file.txt"]


def test_a_file_that_must_be_new_replaces_neither_a_file_nor_a_link_that_leads_nowhere(tmp_path):
    (tmp_path / "old.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("nowhere.txt")
    for name in ("old.txt", "link.txt"):
        with pytest.raises(FileExistsError):
            write_whole(tmp_path / name, "new", must_be_new=True)
    assert (tmp_path / "old.txt").read_text() == "old"
    assert names_in(tmp_path) == ["link.txt", "old.txt"]


@pytest.mark.parametrize("text", ["new", "\ud800"])
def test_a_failed_write_leaves_the_old_file_and_no_new_one(tmp_path, full_disk, text):
    (tmp_path / "old.txt").write_text("old")
    with pytest.raises((OSError, ValueError)):
        write_whole(tmp_path / "old.txt", text)
    with pytest.raises((OSError, ValueError)):
        write_whole(tmp_path / "new.txt", text, must_be_new=True)
    assert (tmp_path / "old.txt").read_text() == "old"
    assert names_in(tmp_path) == ["old.txt"]
