"""What a learner has chosen stays."""

from __future__ import annotations

import json

import pytest

from simulator.learner.folder import progress_file, settings_file
from simulator.learner.settings import Settings, keep_settings, read_settings


@pytest.fixture
def file(tmp_path):
    return tmp_path / "streamsim" / "settings.json"


def test_settings_lie_beside_the_progress():
    assert settings_file().parent == progress_file().parent


def test_what_was_chosen_is_there_again(file):
    assert read_settings(file) == Settings()
    assert keep_settings(file, Settings(theme="nord")) == ""
    assert read_settings(file) == Settings(theme="nord")


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b'"x"', b"\xff\xfe", b'{"theme": 3}', b'{"theme": null}', b"[" * 60_000],
    ids=["empty", "half", "list", "text", "bytes", "number", "null", "deep"],
)
def test_a_file_that_holds_something_else_is_as_none(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    assert read_settings(file) == Settings()
    assert keep_settings(file, Settings(theme="nord")) == ""
    assert read_settings(file) == Settings(theme="nord")


def test_a_setting_of_another_version_of_the_program_stays(file):
    file.parent.mkdir()
    file.write_text('{"theme": "nord", "font": "large"}')
    keep_settings(file, Settings(theme="dracula"))
    assert json.loads(file.read_text()) == {"theme": "dracula", "font": "large"}


def test_a_folder_that_takes_no_file_is_told_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    told = keep_settings(tmp_path / "file" / "settings.json", Settings(theme="nord"))
    assert str(tmp_path / "file") in told
    assert "\n" not in told
    assert read_settings(tmp_path / "file" / "settings.json") == Settings()
