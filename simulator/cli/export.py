"""`streamsim export`: print a whole lesson as one JSON object."""

from __future__ import annotations

import argparse

from simulator.cli.arguments import Commands, add_command, add_lesson
from simulator.cli.console import say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "export", run, "print a whole lesson as one JSON object, for converters")
    add_lesson(parser)
    parser.add_argument("--format", choices=("json",), default="json", help="%(choices)s")


def run(options: argparse.Namespace) -> int:
    """Print a lesson with its texts, questions, answers, run and scenes."""
    from simulator.lesson.lesson import load_lesson
    from simulator.views.export.lesson import export_json

    return say(export_json(load_lesson(options.lesson)))
