"""How a command declares itself to the parser, and the arguments that several commands share."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import TypeAlias

from simulator.dynamodb.whole_numbers import number_in
from simulator.views.layout import MIN_WIDTH

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""The parser's list of commands."""

Run: TypeAlias = Callable[[argparse.Namespace], int]
"""The body of a command: it takes the parsed options and returns an exit status."""


def add_command(
    commands: Commands, name: str, run: Run, text: str, *, until_stopped: bool = False
) -> argparse.ArgumentParser:
    """Add a command to the parser and return the command's own parser.

    Args:
        commands: the parser's list of commands.
        name: what is typed.
        run: the command's body.
        text: what the command does, for the help.
        until_stopped: the command lasts until somebody ends it, so that Ctrl-C is no failure.
    """
    parser = commands.add_parser(name, help=text, description=text)
    parser.set_defaults(run=run, until_stopped=until_stopped)
    return parser


def add_lesson(parser: argparse.ArgumentParser, *, or_folder: bool = False, or_none: str = "") -> None:
    """Add the argument that names one lesson; `or_folder`: or a folder, which is a course.

    `or_none` says in the help what happens without one; empty: there must be one.
    """
    or_course = ", or a folder with lessons, which is a course" if or_folder else ""
    what = f"a lesson of the library, or a path to a file{or_course}{or_none}"
    parser.add_argument("lesson", nargs="?" if or_none else None, help=what)


def text_width(text: str) -> int:
    """The argument that says how many columns a text may take.

    Raises:
        ArgumentTypeError: it is no number, or fewer columns than a text can have.
    """
    width = number_in(text, least=MIN_WIDTH)
    if width is None:
        raise argparse.ArgumentTypeError(f"a number of columns, at least {MIN_WIDTH}")
    return width
