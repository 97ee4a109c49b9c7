"""The program's entry point: the parser of all commands, and the exit status and message for every error."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from simulator.cli import catalogue
from simulator.cli.console import DONE, FAULT, PROBLEMS, STOPPED, USAGE, hush
from simulator.scenario.complaints.complaint import ScenarioError, cut, did_you_mean, shortened, visible

COMMANDS = {
    "play": "play",
    "run": "run",
    "quiz": "quiz",
    "repair": "repair",
    "sandbox": "sandbox",
    "list": "list_lessons",
    "progress": "progress",
    "review": "review",
    "picture": "picture",
    "export": "export",
    "schema": "schema",
    "new": "new",
    "watch": "watch",
    "test": "test",
    "label": "label",
    "glossary": "glossary",
    "facts": "facts",
    "misconceptions": "misconceptions",
    "check": "check",
}
"""Every command, in the order of the help, and the module of this folder that declares it.

A command that is named is imported alone. For the help, and where something else is typed, all of them are: so what a
command needs of the rest of the program (pydantic, Textual, SQLite) is imported in its body.
"""


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        if "invalid choice: '" in message:
            typed = message.split("invalid choice: '")[1].split("'")[0]
            known = message.split("choose from ")[-1].rstrip(")").replace("'", "").split(", ")
            message = f'no "{cut(typed)}"{did_you_mean(typed, known)}; expected one of {", ".join(known)}'
        elif message.startswith("unrecognized arguments: "):
            message = "unrecognized arguments: " + cut(message.removeprefix("unrecognized arguments: "))
        sys.stderr.write(f"{self.prog}: {shortened(message)} ({self.prog} --help)\n")
        raise SystemExit(USAGE)


class _ShowVersion(argparse.Action):
    """Prints the version, which is looked up only then: that takes as long as a short command."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:
        super().__init__(option_strings, argparse.SUPPRESS, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Print it and end."""
        print(f"{parser.prog} {_version()}")
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # the same bytes whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="backslashreplace")  # a learner may type anything
    # No plugin of another package may change what a lesson is, and to look for one takes its time.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    typed = sys.argv[1:] if arguments is None else arguments
    options = _parser(typed).parse_args(typed)
    # A command builds what it needs and ends: looking for garbage would cost a quarter of its time. The player, which
    # goes on, turns it on again when its first screen stands.
    gc.disable()
    status: int = DONE
    try:
        status = options.run(options)
        print(end="", flush=True)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:
        hush()  # the reader has gone (`| head`): nothing is left to say
    except OSError as error:  # a full disk; errors about a lesson's file are ScenarioErrors
        print(f"streamsim: cannot write: {error.strerror or error}", file=sys.stderr)
        hush()
        return PROBLEMS
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return DONE if options.until_stopped else STOPPED
    except Exception as error:
        from simulator.learner.fault_report import fault_line

        print(visible(fault_line(error, _version())), file=sys.stderr)
        return FAULT
    finally:
        gc.freeze()  # the process ends: Python would look through all that is left for garbage once more
        gc.enable()
    return status


def _parser(typed: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of the command that is typed first; of all commands where none is."""
    parser = _Parser(prog="streamsim", description="Step through Amazon DynamoDB Streams, one event at a time.")
    parser.add_argument("--version", action=_ShowVersion, help="show program's version number and exit")
    parser.set_defaults(run=catalogue.run, until_stopped=True)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in typed[:1] if typed and typed[0] in COMMANDS else COMMANDS:
        import_module(f"simulator.cli.{COMMANDS[name]}").add(commands)
    return parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("dynamodb-streams-simulator")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "(not installed)"
