"""The same surroundings for every test: no setting of the machine changes what the player or a program prints."""

from __future__ import annotations

import gc
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
from clock import Clock
from commands import Outcome
from hypothesis import settings
from platformdirs import user_data_path

if TYPE_CHECKING:
    from simulator.learner.progress import Progress
    from simulator.lesson.lesson import Lesson

# Textual reads these when it is imported, so they are set before any test module is.
for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL", "COLUMNS", "LINES"):
    os.environ.pop(name, None)
os.environ["TEXTUAL_ANIMATIONS"] = "none"

# Without bytecode each worker, and each program that a test starts, compiles every module again: half of its time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# No test may touch what the person who runs it has learned: for every test, and every program that one starts, the
# folder for a user's data is a temporary one. It goes when this object does, at the end of the process.
DATA = tempfile.TemporaryDirectory(prefix="streamsim-tests-", ignore_cleanup_errors=True)
for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):  # Linux and macOS; Windows (platformdirs)
    os.environ[name] = DATA.name
assert user_data_path("streamsim").is_relative_to(DATA.name), "this platform keeps a user's data elsewhere"

# The same examples in every run, few enough to be run after each change. `make fuzz` tries many more.
settings.register_profile("suite", deadline=None, derandomize=True, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=1_000)
settings.load_profile("suite")

HEAD = """\
title: '{title}'
table:
  name: Orders
  partition_key: order_id
stream:
  view_type: NEW_AND_OLD_IMAGES
timeline:
"""


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than cores: tests of terminals and of the player wait now and then, for 20 s in all."""
    wanted = os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS", "")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return int(wanted) if wanted.isdigit() else cores + 1


def pytest_collection_finish() -> None:
    """Leave the modules and the tests out of every later search for garbage, and search less often.

    The player freezes all that exists when it has opened. Here that would keep each test's player for good, and to
    thaw them would thaw the modules too; so nothing is frozen after this. What the tests keep, such as lessons, grows
    and is searched again each time: with Python's own thresholds that took a fifth of the time of the tests of the
    player. A worker has some twenty megabytes more for it.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.freeze = lambda: None  # type: ignore[assignment]


@pytest.fixture(scope="session")
def lesson() -> Callable[..., Lesson]:
    """A lesson of the given timeline entries (one put) and further lines, which begin at line 8 + entries."""
    from simulator.lesson.lesson import lesson_of
    from simulator.scenario.loader import scenario_from_text

    def made(*entries: str, title: str = "A lesson", more: str = "") -> Lesson:
        timeline = "".join(f"  - {entry}\n" for entry in entries or ["put: {order_id: o-1}"])
        return lesson_of(scenario_from_text(HEAD.format(title=title) + timeline + more, "lesson.yaml"))

    return made


@pytest.fixture
def clock() -> Clock:
    """A clock that a test moves."""
    return Clock()


@pytest.fixture
def progress(clock: Clock) -> Iterator[Progress]:
    """A learner's progress, in memory."""
    from simulator.learner.progress import Progress

    made = Progress(None, clock)
    yield made
    made.close()


@pytest.fixture
def streamsim(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Run a command in this process; `typed` is its standard input, which is no terminal; None: it has been closed."""
    from simulator.cli.main import main

    def run(*arguments: str, typed: str | bytes | None = "", errors: str = "strict") -> Outcome:
        if isinstance(typed, bytes):
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed), "utf-8", errors))
        else:
            monkeypatch.setattr(sys, "stdin", None if typed is None else io.StringIO(typed))
        try:
            status = main(arguments)
        except SystemExit as end:  # argparse ends like this
            status = int(end.code or 0)
        return Outcome(status, *capsys.readouterr())

    return run
