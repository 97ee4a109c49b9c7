"""`streamsim check`: print every problem of lessons."""

from __future__ import annotations

import argparse

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, PROBLEMS, report


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "check", run, "print every problem of lessons")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a lesson of the library, a file, or a folder")
    parser.add_argument("--format", choices=("text", "json", "github"), default="text", help="%(choices)s")
    parser.add_argument("--strict", action="store_true", help="warnings count as problems too")


def run(options: argparse.Namespace) -> int:
    """Print every problem of lessons."""
    from simulator.lesson.check.check import check
    from simulator.views.complaints import check_github, check_json, check_text

    checked = check(options.files)
    if options.format == "github":
        report(check_github(checked, options.strict))
    else:
        report((check_json if options.format == "json" else check_text)(checked))
    return PROBLEMS if checked.errors or (options.strict and checked.warnings) else DONE
