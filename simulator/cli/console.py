"""Shared by the commands: exit statuses, and how they print, complain and ask."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable

from simulator.scenario.complaints.complaint import shortened

DONE, PROBLEMS, USAGE, FAULT, STOPPED = 0, 1, 2, 70, 130
"""Exit statuses: done, the lesson has problems, the command was not understood, a fault of the program, Ctrl-C."""


def say(lines: Iterable[str]) -> int:
    """Print lines; nothing went wrong."""
    for line in lines:
        print(line)
    return DONE


def report(lines: Iterable[str]) -> None:
    """Print what a command found, at once. Where the reader has gone (`| head`) its work goes on, for its status."""
    for line in lines:
        try:
            print(line, flush=True)
        except BrokenPipeError:
            hush()


def hush() -> None:
    """Nothing that is printed from now on is shown, and the interpreter does not try again at its exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: str, status: int) -> int:
    """Say on standard error, in one line, why a command ends with a status."""
    print(f"streamsim {shortened(message)}", file=sys.stderr)
    return status


def ask(prompt: str) -> str:
    """Print a prompt and return the line that is typed.

    Raises:
        EOFError: there is no more input.
    """
    print(prompt, end="", flush=True)
    line = sys.stdin.readline() if sys.stdin else ""
    if not line:
        raise EOFError
    return line


def at_terminal() -> bool:
    """Whether a person types and reads: both ends are a terminal."""
    return all(end is not None and end.isatty() for end in (sys.stdin, sys.stdout))  # None: the shell closed it


def in_terminal() -> bool:
    """Whether a full-screen program can run: both ends are a terminal that says it can move its cursor.

    Windows has no TERM; elsewhere a terminal without one can do no more than a dumb one.
    """
    kind = os.environ.get("TERM") or ("" if os.name == "nt" else "dumb")
    return at_terminal() and kind != "dumb"
