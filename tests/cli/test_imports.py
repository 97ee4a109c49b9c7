"""A command imports only the parts of the program that it needs."""

from __future__ import annotations

import os
import subprocess
import sys

from commands import ROOT

RUN_ONE_AFTER_ANOTHER = """
import runpy, sys
for arguments in {commands!r}:
    sys.argv = ["streamsim", *arguments]
    try:
        runpy.run_module("simulator", run_name="__main__")
    except SystemExit as end:
        assert not end.code
    print(*sys.modules, file=sys.stderr)
"""


def modules_after(*commands: tuple[str, ...]) -> list[set[str]]:
    """What a new interpreter has imported after each of some commands without a terminal, one after another."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-W", "ignore", "-c", RUN_ONE_AFTER_ANOTHER.format(commands=commands)]
    done = subprocess.run(command, env=environment, input="", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [set(line.split()) for line in done.stderr.splitlines()]


def test_commands_that_print_import_no_textual_no_database_no_schedule_and_look_for_a_learner_only_to_list(data):
    *_, of_lessons, _, of_lists = modules_after(
        ("run", "overview"),
        ("run", "overview", "--format", "json"),
        ("check", "overview"),
        ("play", "overview"),
        (),
        ("list",),
    )
    assert "simulator.scenario.loader" in of_lessons
    assert "platformdirs" not in of_lessons
    assert not of_lists & {"textual", "rich", "simulator.tui", "fsrs", "sqlite3"}
    assert not data.exists()


def test_commands_that_keep_progress_import_neither_schedule_nor_player_before_they_need_them():
    *_, modules = modules_after(("progress",), ("quiz", "overview"), ("quiz", "overview", "--predict"))
    assert "sqlite3" in modules
    assert not modules & {"fsrs", "textual", "rich"}
