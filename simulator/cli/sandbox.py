"""`streamsim sandbox`: a pipeline to play with; each action is added to its timeline, and the run is made anew."""

from __future__ import annotations

import argparse
import sys

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, at_terminal, in_terminal
from simulator.views.layout import WIDTH


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
    from simulator.learner.kept_sandbox import begun, kept_file
    from simulator.scenario.complaints.complaint import visible

    kept_in = kept_file(options.lesson)
    sandbox, notice = begun(options.lesson, kept_in, options.new)
    if in_terminal() and not options.plain:
        from simulator.tui.play import play_in_sandbox

        return play_in_sandbox(sandbox, kept_in, notice)
    from simulator.cli.kept_progress import plain_terminal
    from simulator.terminal.sandbox import run_sandbox

    if notice:
        print(visible(notice), file=sys.stderr, flush=True)
    run_sandbox(sandbox, plain_terminal(WIDTH if at_terminal() else 1_000_000), kept_in)
    return DONE
