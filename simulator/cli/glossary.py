"""`streamsim glossary`: explain the terms of DynamoDB Streams."""

from __future__ import annotations

import argparse
import json

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import say


def add(commands: Commands) -> None:
    """Declare the command."""
    text = "explain the terms: shard, iterator, checkpoint and the others"
    parser = add_command(commands, "glossary", run, text)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="%(choices)s")


def run(options: argparse.Namespace) -> int:
    """Print the glossary."""
    from simulator.views.glossary import glossary_lines, glossary_values

    if options.format == "json":
        return say([json.dumps(glossary_values(), indent=2)])
    return say(glossary_lines())
