"""The command line: what can be typed, and what becomes of every error.

A command is named by its module in `commands` and its function there, and imported when it runs.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from simulator.commands.console import DONE, PROBLEMS, STOPPED, USAGE, hush
from simulator.scenario.complaints.complaint import ScenarioError, did_you_mean, visible
from simulator.views.layout import MIN_WIDTH, WIDTH

if TYPE_CHECKING:
    from simulator.lesson.misconceptions.catalogue import Misconception

MODES = ("step", "watch", "read", "predict", "quiz")
"""The ways into a lesson that the player has."""

ENDED_BY_CTRL_C = ("playing:catalogue", "playing:play", "playing:watch", "learning:quiz", "learning:review")
"""The commands that last until somebody ends them: there Ctrl-C is no failure."""


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        if "invalid choice: '" in message:
            typed = message.split("invalid choice: '")[1].split("'")[0]
            known = message.split("choose from ")[-1].rstrip(")").replace("'", "").split(", ")
            message = f'no "{typed}"{did_you_mean(typed, known)}; expected one of {", ".join(known)}'
        sys.stderr.write(visible(f"{self.prog}: {message} ({self.prog} --help)") + "\n")
        raise SystemExit(USAGE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # the same bytes whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="backslashreplace")  # a learner may type anything
    options = _parser().parse_args(arguments)
    # A command builds what it needs and ends: looking for garbage would cost a quarter of its time. The player, which
    # goes on, turns it on again when its first screen stands.
    gc.disable()
    status: int = DONE
    try:
        module, _, function = options.command.partition(":")
        status = getattr(import_module(f"simulator.commands.{module}"), function)(options)
        print(end="", flush=True)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:
        hush()  # the reader has gone (`| head`): nothing is left to say
    except OSError as error:  # a full disk; what a file does is a ScenarioError
        print(f"streamsim: cannot write: {error.strerror or error}", file=sys.stderr)
        hush()
        return PROBLEMS
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return DONE if options.command in ENDED_BY_CTRL_C else STOPPED
    finally:
        gc.enable()
    return status


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="streamsim", description="Step through Amazon DynamoDB Streams, one event at a time.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    parser.set_defaults(command="playing:catalogue")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: str, text: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
        added.set_defaults(command=command)
        return added

    play = add("play", "playing:play", "open the player on one lesson")
    play.add_argument("lesson", help="a lesson of the library, or a path to a file")
    play.add_argument("--step", type=_number, default=0, metavar="N", help="start at this step")
    play.add_argument("--mode", choices=MODES, default="step", help="how to begin: %(choices)s")
    run = add("run", "printing:run", "print the run of a lesson")
    run.add_argument("lesson", help="a lesson of the library, or a path to a file")
    run.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="%(choices)s")
    run.add_argument("--width", type=_width, default=WIDTH, metavar="N", help="columns of the text (80)")
    run.add_argument(
        "--as",
        dest="belief",
        type=_misconception,
        metavar="MISCONCEPTION",
        help="as its believer expects it: F298, ...",
    )
    run.add_argument("--against", action="store_true", help="with --as: where that parts from what happens")
    quiz = add("quiz", "learning:quiz", "ask a lesson's questions in the terminal")
    quiz.add_argument("lesson", help="a lesson of the library, or a path to a file")
    asked = quiz.add_mutually_exclusive_group()
    asked.add_argument(
        "--predict", action="store_true", help="go through the run, and say before some steps what comes"
    )
    asked.add_argument("--generate", type=_count, metavar="N", help="ask N questions that the program makes")
    quiz.add_argument("--seed", type=_seed, metavar="S", help="with --generate: which ones it makes (0)")
    listing = add("list", "printing:lessons", "list the lessons of the library")
    listing.add_argument("--format", choices=("text", "json"), default="text", help="%(choices)s")
    progress = add("progress", "learning:progress", "show what you have done; nothing of it leaves this machine")
    kept = progress.add_mutually_exclusive_group()
    kept.add_argument("--export", metavar="FILE", help="write it to a new file, to take along or to keep")
    kept.add_argument("--import", dest="take_in", metavar="FILE", help="take in what was exported; nothing is lost")
    kept.add_argument("--reset", action="store_true", help="forget everything (--export first keeps it)")
    add("review", "learning:review", "ask again what is due")
    schema = add("schema", "authoring:schema", "print the JSON Schema of the lesson format, for editors")
    schema.add_argument("--format", choices=("json", "markdown"), default="json", help="%(choices)s: for people")
    new = add("new", "authoring:new", "write a new lesson to begin with")
    new.add_argument("file", metavar="FILE", help="the lesson's file; nothing is written over")
    new.add_argument("--from", dest="origin", metavar="LESSON", help="begin with a copy of this lesson")
    watch = add("watch", "playing:watch", "play a lesson that is being written; it is read again whenever it is saved")
    watch.add_argument("file", metavar="FILE", help="the lesson's file")
    watch.add_argument("--plain", action="store_true", help="print the run instead, and again at each change")
    test = add("test", "authoring:test", "compare lessons with their recorded runs, and try all answers")
    test.add_argument("files", nargs="+", metavar="FILE", help="a lesson's file, or a folder")
    test.add_argument("--update", action="store_true", help="record the runs as they are now")
    facts = add("facts", "printing:facts", "list the facts that the model follows, and the lessons that show them")
    facts.add_argument("--format", choices=("text", "json"), default="text", help="%(choices)s")
    add("misconceptions", "printing:misconceptions", "list the wrong beliefs that run --as knows")
    check = add("check", "authoring:check", "print every problem of lessons")
    check.add_argument("files", nargs="+", metavar="FILE", help="a lesson of the library, a file, or a folder")
    check.add_argument("--format", choices=("text", "json", "github"), default="text", help="%(choices)s")
    check.add_argument("--strict", action="store_true", help="warnings count as problems too")
    return parser


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("dynamodb-streams-simulator")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "(not installed)"


def _misconception(text: str) -> Misconception:
    from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS, misconception

    found = misconception(text)
    if found is None:
        meant = did_you_mean(text, [each.slug for each in MISCONCEPTIONS])
        raise argparse.ArgumentTypeError(f'no misconception "{text}"{meant or "; streamsim misconceptions lists them"}')
    return found


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 1000):
        raise argparse.ArgumentTypeError("a number of questions from 1 to 1,000")
    return int(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f'"{text}" is not a step number')
    return int(text)


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f'"{text}" is not a number from 0 to 999,999,999')
    return int(text)


def _width(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) >= MIN_WIDTH and len(text) < 10):
        raise argparse.ArgumentTypeError(f"a number of columns, at least {MIN_WIDTH}")
    return int(text)
