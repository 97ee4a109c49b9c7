"""`streamsim review`: ask again the questions that are due."""

from __future__ import annotations

import argparse

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, say
from simulator.scenario.complaints.complaint import visible


def add(commands: Commands) -> None:
    """Declare the command."""
    add_command(commands, "review", run, "ask again what is due", until_stopped=True)


def run(options: argparse.Namespace) -> int:
    """Ask again what is due."""
    from simulator.cli.kept_progress import kept_progress, plain_terminal
    from simulator.learner.review import lessons_due, load_due, ready
    from simulator.terminal.progress import due_line, run_review

    with kept_progress() as progress:
        loaded = load_due(lessons_due(progress))
        due = ready(progress, loaded)
        say(
            visible(f"Questions of {name} are due, but it has problems: streamsim check {name}")
            for name in loaded.broken
        )
        if due:
            run_review(due, plain_terminal(), progress)
        elif not loaded.broken:
            say([due_line(progress)])
    return DONE
