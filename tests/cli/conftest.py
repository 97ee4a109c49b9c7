"""For each test a learner who has done nothing yet, and a working folder of its own where it asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lesson_texts import SHORT, SHORT_BROKEN

from simulator.learner.progress import Progress, progress_file


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """For each test a learner who has done nothing yet; the folder that progress is kept in."""
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))
    return progress_file().parent


@pytest.fixture
def kept() -> Iterator[Callable[[], Progress]]:
    """Opens what the command line has kept."""
    opened: list[Progress] = []

    def open_() -> Progress:
        opened.append(Progress(progress_file()))
        return opened[-1]

    yield open_
    for each in opened:
        each.close()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: nothing is in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a lesson with three mistakes, in the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.yaml").write_text(SHORT_BROKEN)
    (tmp_path / "good.yaml").write_text(SHORT)
    return "broken.yaml"
