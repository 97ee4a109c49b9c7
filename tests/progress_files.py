"""Files of progress for tests, and programs of their own that open them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from clock import NOW
from commands import PIPES, ROOT, forked_program

from simulator.learner.progress import Progress, StoredCard


def card(question: str = "q-1", lesson: str = "overview", **other: object) -> StoredCard:
    fields = {"made_by": "", "stability": 2.5, "difficulty": 5.0, "was_sure_and_wrong": False, "at": NOW, "due": NOW}
    return StoredCard(lesson, question, **{**fields, **other})


def good_file(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_good_content())
    return _good_content()


@cache
def _good_content() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "progress.sqlite"
        progress = Progress(path, lambda: NOW)
        for number in range(80):
            progress.answered("overview", f"q-{number}", "quiz", True, True, "A", None, card(f"q-{number}"))
        progress.stepped("overview", 3, 6)
        progress.close()
        return path.read_bytes()


def another_database(path: Path, *statements: str) -> bytes:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return path.read_bytes()


def begun(program: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python program that runs beside the test: as a copy of this process, where there are such."""
    typed = list(map(str, arguments))
    if os.name != "nt":
        return forked_program(lambda: exec(program, {"__name__": "__main__"}), *typed, text=True)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-c", program, *typed], env=environment, text=True, **PIPES)


def ended(process: subprocess.Popen[str], typed: str = "") -> str:
    """The output of a program, which must end with status 0 and without errors."""
    out, err = process.communicate(typed, timeout=120)
    assert (process.returncode, err) == (0, "")
    return out


OPENER = """
import sys
from pathlib import Path
from simulator.learner import connection
from simulator.learner.progress import Progress

if sys.argv[2:]:
    connection.MIGRATIONS += (sys.argv[2],)
print("ready", flush=True)
sys.stdin.readline()
progress = Progress(Path(sys.argv[1]))
progress.visited("overview", "read")
progress.close()
print(*progress.notices, sep="\\n", end="")
"""


def opened_at_once(count: int, *arguments: object) -> str:
    """The output of programs that open one file at one moment."""
    openers = [begun(OPENER, *arguments) for _ in range(count)]
    for opener in openers:
        assert opener.stdout is not None
        assert opener.stdout.readline() == "ready\n"
    for opener in openers:
        assert opener.stdin is not None
        opener.stdin.write("\n")
        opener.stdin.flush()
    return "".join(ended(opener) for opener in openers)
