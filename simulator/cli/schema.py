"""`streamsim schema`: print the format of lesson files, for editors or for people."""

from __future__ import annotations

import argparse

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "schema", run, "print the JSON Schema of the lesson format, for editors")
    parser.add_argument("--format", choices=("json", "markdown"), default="json", help="%(choices)s: for people")


def run(options: argparse.Namespace) -> int:
    """Print the format's schema, or its reference for people."""
    from simulator.scenario.format.json_schema import schema_text
    from simulator.scenario.format.reference import reference_text

    print(reference_text() if options.format == "markdown" else schema_text(), end="")
    return DONE
