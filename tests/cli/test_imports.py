"""A command imports only the parts of the program that it needs."""

from __future__ import annotations

import os
import subprocess
import sys

from commands import ROOT

IMPORTED = """
import runpy, sys
for arguments in {commands!r}:
    sys.argv = ["streamsim", *arguments]
    try:
        runpy.run_module("simulator", run_name="__main__")
    except SystemExit as end:
        assert not end.code
print(*sys.modules, file=sys.stderr)
"""


def modules_after(*commands: tuple[str, ...]) -> set[str]:
    """The modules that a new interpreter has imported after some commands without a terminal, one after another."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-c", IMPORTED.format(commands=commands)]
    done = subprocess.run(command, env=environment, input="", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def test_commands_that_print_import_no_textual_no_database_and_no_schedule(data):
    modules = modules_after(
        (),
        ("list",),
        ("run", "overview"),
        ("run", "overview", "--format", "json"),
        ("check", "overview"),
        ("play", "overview"),
    )
    assert "simulator.scenario.loader" in modules
    assert not modules & {"textual", "rich", "simulator.tui", "fsrs", "sqlite3"}
    assert not data.exists()


def test_commands_that_say_nothing_of_a_learner_do_not_look_for_the_folder_of_one():
    assert "platformdirs" not in modules_after(("run", "overview"), ("check", "overview"), ("play", "overview"))


def test_commands_that_keep_progress_import_neither_schedule_nor_player_before_they_need_them():
    modules = modules_after(("progress",), ("quiz", "overview"), ("quiz", "overview", "--predict"))
    assert "sqlite3" in modules
    assert not modules & {"fsrs", "textual", "rich"}
