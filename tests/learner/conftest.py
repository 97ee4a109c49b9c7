"""A file of progress that is not there yet, and ways to open it."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from clock import Clock

from simulator.learner.progress import Progress


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "streamsim" / "progress.sqlite"


@pytest.fixture
def opened(path: Path, clock: Clock) -> Iterator[Callable[..., Progress]]:
    """Opens progress; everything that was opened is closed at the end."""
    made: list[Progress] = []

    def open_(at: Path | None = path) -> Progress:
        made.append(Progress(at, clock))
        return made[-1]

    yield open_
    for each in made:
        with contextlib.suppress(sqlite3.ProgrammingError):  # the test has closed it
            each.close()
