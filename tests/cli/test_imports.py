"""A command imports only the parts of the program that it needs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from commands import ROOT

IMPORTED = """
import runpy, sys
sys.argv = ["streamsim", *{arguments!r}]
try:
    runpy.run_module("simulator", run_name="__main__")
except SystemExit as end:
    assert not end.code
print(*sys.modules, file=sys.stderr)
"""


def modules_after(*arguments: str) -> set[str]:
    """The modules that a new interpreter has imported after a command without a terminal."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", IMPORTED.format(arguments=arguments)]
    done = subprocess.run(command, env=environment, input="", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("list",),
        ("run", "overview"),
        ("run", "overview", "--format", "json"),
        ("check", "overview"),
        ("play", "overview"),
    ],
    ids=" ".join,
)
def test_commands_that_print_import_no_textual_no_database_and_no_schedule(arguments, data):
    modules = modules_after(*arguments)
    assert "simulator.scenario.loader" in modules
    assert not modules & {"textual", "rich", "simulator.tui", "fsrs", "sqlite3"}
    assert not data.exists()


@pytest.mark.parametrize("arguments", [("run", "overview"), ("check", "overview"), ("play", "overview")])
def test_commands_that_say_nothing_of_a_learner_do_not_look_for_the_folder_of_one(arguments):
    assert "platformdirs" not in modules_after(*arguments)


@pytest.mark.parametrize("arguments", [("progress",), ("quiz", "overview"), ("quiz", "overview", "--predict")])
def test_commands_that_keep_progress_import_neither_schedule_nor_player_before_they_need_them(arguments):
    modules = modules_after(*arguments)
    assert "sqlite3" in modules
    assert not modules & {"fsrs", "textual", "rich"}
