"""A file of progress that is not there yet, and ways to open it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from clock import Clock

from simulator.learner.progress import Progress

MEMORY = Path("/dev/shm")
"""A folder that Linux keeps in memory."""


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A folder for the test, in memory where that can be: at each answer SQLite waits until it is on the disk."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path
        return
    with TemporaryDirectory(prefix="streamsim-", dir=MEMORY) as folder:
        yield Path(folder)


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
