"""The commands of a learner in tests: their processes, and questions that are due."""

from __future__ import annotations

import os
import subprocess
import time

import pytest

from simulator.learner.progress import DAY, Progress, StoredCard, progress_file
from simulator.scenario.files.course_folder import key_of_file

needs_unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals, limits and devices")


def until(running: subprocess.Popen[bytes], text: bytes) -> bytes:
    """The output of a process up to and with a text."""
    assert running.stdout is not None
    said = b""
    while text not in said:
        more = running.stdout.read1()  # type: ignore[attr-defined]
        assert more, said
        said += more
    return said


def one_line(err: str) -> bool:
    return err.count("\n") == 1 and err.endswith("\n")


def make_due(*questions: str, lesson: str = "overview") -> None:
    """Let questions be due since yesterday."""
    now = int(time.time())
    progress = Progress(progress_file())
    if lesson.endswith(".yaml"):  # a file is kept under its course and its id
        file, lesson = lesson, key_of_file(lesson)
        progress.found_at(lesson, file)
    for question in questions:
        progress.keep_card(StoredCard(lesson, question, "", 2.5, 5.0, False, now - 3 * DAY, now - DAY))
    progress.close()
