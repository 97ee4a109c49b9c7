"""`streamsim misconceptions`: list the wrong beliefs that `streamsim run --as` knows."""

from __future__ import annotations

import argparse

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, say
from simulator.views.layout import WIDTH, wrapped


def add(commands: Commands) -> None:
    """Declare the command."""
    add_command(commands, "misconceptions", run, "list the wrong beliefs that run --as knows")


def run(options: argparse.Namespace) -> int:
    """List the wrong beliefs that `run --as` knows."""
    from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS

    indent = " " * 6
    for each in MISCONCEPTIONS:
        say([f"{each.number:{len(indent)}}{each.slug}"])
        say(indent + line for line in wrapped(each.belief, WIDTH - len(indent)))
    return DONE
