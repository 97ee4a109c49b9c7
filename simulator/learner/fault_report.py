"""The report of a fault of the program: what somebody needs who mends it, in a file beside the learner's progress."""

from __future__ import annotations

import os
import platform
import shlex
import sys
import traceback
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from simulator.learner.progress import progress_file

KEPT = 10
"""Reports that are kept; the oldest go first."""


class PlayerFault(Exception):
    """An unexpected exception ended the player; it is the cause of this one.

    Attributes:
        lesson: the lesson on the screen, as `streamsim play` takes it; empty where there was none.
        step: the step that was shown.
        inputs: the last keys, clicks, pastes and sizes, the newest last.
    """

    def __init__(self, lesson: str, step: int, inputs: Sequence[str]) -> None:
        super().__init__(lesson, step)
        self.lesson = lesson
        self.step = step
        self.inputs = tuple(inputs)


def fault_line(error: Exception, version: str) -> str:
    """Write the report of an unexpected exception, and say in one line that, where, and how to go on."""
    try:
        where = f"A report of it was written to {write_report(error, version)}."
    except OSError as problem:
        where = f"A report of it could not be written ({problem.strerror or problem})."
    fault = f"streamsim: this is a fault of the program, not yours. {where}"
    if not isinstance(error, PlayerFault):
        return f"{fault} The same command may end the same way again; streamsim --help shows the others."
    go_on = f"streamsim play {shlex.quote(error.lesson)} --step {error.step}" if error.lesson else "streamsim"
    return f"{fault} Your progress is kept; go on with: {go_on}"


def write_report(error: Exception, version: str) -> Path:
    """Write a report, remove the oldest ones, and return its path.

    Raises:
        OSError: the folder for a user's data cannot be written.
    """
    folder = progress_file().parent / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    now = datetime.now(UTC)
    path = folder / f"fault-{now:%Y%m%dT%H%M%S.%f}-{os.getpid()}.txt"
    path.write_text("\n".join(report(error, version)) + "\n", encoding="utf-8", errors="backslashreplace")
    for old in sorted(folder.glob("fault-*.txt"))[:-KEPT]:
        with suppress(OSError):  # another process removed it
            old.unlink()
    return path


def report(error: Exception, version: str) -> Iterable[str]:
    """The lines of a report: the traceback has the lines of the code and no values of variables."""
    yield f"streamsim {version}, Python {platform.python_version()}, {platform.platform()}"
    yield f"arguments: {sys.argv[1:]}"
    cause: BaseException = error
    if isinstance(error, PlayerFault):
        yield f"lesson: {error.lesson or 'none'}"
        yield f"step: {error.step}"
        yield f"last inputs ({len(error.inputs)}): {' '.join(error.inputs)}"
        cause = error.__cause__ or error
    yield "".join(traceback.format_exception(cause)).rstrip()
