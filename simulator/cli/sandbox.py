"""`streamsim sandbox`: a pipeline to play with; each action is added to its timeline, and the run is made anew."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, at_terminal
from simulator.views.layout import WIDTH

if TYPE_CHECKING:
    from simulator.lesson.sandbox.sandbox import Sandbox


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(
        commands, "sandbox", run, "a pipeline to play with: add actions one by one", until_stopped=True
    )
    parser.add_argument("lesson", nargs="?", metavar="FILE", help="a lesson to begin with, or a path to a file")
    parser.add_argument("--plain", action="store_true", help="in lines of text, which also come from a pipe")
    parser.add_argument("--new", action="store_true", help="leave what was not saved last time aside")


def run(options: argparse.Namespace) -> int:
    """Open the sandbox on the full screen, or read lines."""
    from simulator.cli.kept_progress import plain_terminal
    from simulator.learner.kept_sandbox import kept_file
    from simulator.scenario.complaints.complaint import visible
    from simulator.terminal.sandbox import run_sandbox

    sandbox, notice = begun(options.lesson, options.new)
    kept_in = kept_file(options.lesson)
    if notice:
        print(visible(notice), file=sys.stderr, flush=True)
    run_sandbox(sandbox, plain_terminal(WIDTH if at_terminal() else 1_000_000), kept_in)
    return DONE


def begun(lesson: str | None, is_new: bool) -> tuple[Sandbox, str]:
    """The sandbox to begin with, and what is to be said of it: that it was not saved last time, or is broken.

    Raises:
        ScenarioError: the lesson cannot be read.
    """
    from simulator.learner.kept_sandbox import kept, kept_file, set_aside
    from simulator.lesson.sandbox.sandbox import new_sandbox, sandbox_of
    from simulator.scenario.loader import load_scenario

    file = kept_file(lesson)
    found = kept(file)
    notice = ""
    if found is not None and (is_new or isinstance(found, str)):
        set_aside(file)
        notice = found if isinstance(found, str) else f"What was not saved is set aside: {_aside(file)}"
    elif found is not None and not isinstance(found, str):
        count = len(found.added)
        lines = "line that was" if count == 1 else f"{count} lines that were"
        return found, f"The {lines} not saved last time {'is' if count == 1 else 'are'} here again; --new begins anew."
    return (new_sandbox() if lesson is None else sandbox_of(load_scenario(lesson))), notice


def _aside(file: Path) -> Path:
    return file.with_suffix(".aside.json")
