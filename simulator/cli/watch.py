"""`streamsim watch`: play a lesson while it is being written."""

from __future__ import annotations

import argparse
import sys

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, in_terminal


def add(commands: Commands) -> None:
    """Declare the command."""
    text = "play a lesson that is being written; it is read again whenever it is saved"
    parser = add_command(commands, "watch", run, text, until_stopped=True)
    parser.add_argument("file", metavar="FILE", help="the lesson's file")
    parser.add_argument("--plain", action="store_true", help="print the run instead, and again at each change")


def run(options: argparse.Namespace) -> int:
    """Play a lesson that is being written, or print its run at each change."""
    if not options.plain and in_terminal():
        from simulator.tui.watch import watch

        return watch(options.file)
    from simulator.terminal.watch import watch_plain

    watch_plain(
        options.file,
        lambda line: print(line, flush=True),
        lambda line: print(line, file=sys.stderr, flush=True),
    )
    return DONE
