"""`streamsim facts`: list the facts that the model follows, and the lessons that show them."""

from __future__ import annotations

import argparse
import json

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import say


def add(commands: Commands) -> None:
    """Declare the command."""
    text = "list the facts that the model follows, and the lessons that show them"
    parser = add_command(commands, "facts", run, text)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="%(choices)s")


def run(options: argparse.Namespace) -> int:
    """List the facts that the model follows, with the lessons that show them."""
    from simulator.lesson.lesson import load_lesson
    from simulator.scenario.files.library import lesson_names
    from simulator.views.facts import facts_lines, shown_facts

    shown = shown_facts([load_lesson(name) for name in lesson_names()])
    if options.format == "json":
        return say([json.dumps([{"fact": number, "lessons": names} for number, names in shown.items()], indent=2)])
    return say(facts_lines(shown))
