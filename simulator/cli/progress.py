"""`streamsim progress`: show, export, import or forget the learner's progress."""

from __future__ import annotations

import argparse

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, PROBLEMS, USAGE, complain, say
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.files.whole_file import write_whole

MOST_IMPORTED = 64 * 2**20
"""Bytes of a file of exported progress: some 300,000 answers."""


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "progress", run, "show what you have done; nothing of it leaves this machine")
    kept = parser.add_mutually_exclusive_group()
    kept.add_argument("--export", metavar="FILE", help="write it to a new file, to take along or to keep")
    kept.add_argument("--import", dest="take_in", metavar="FILE", help="take in what was exported; nothing is lost")
    kept.add_argument("--reset", action="store_true", help="forget everything (--export first keeps it)")


def run(options: argparse.Namespace) -> int:
    """Show, export, take in or forget the learner's progress."""
    from simulator.cli.kept_progress import kept_progress
    from simulator.learner.progress import ProgressError
    from simulator.terminal.progress import counted, progress_lines

    named = options.export or options.take_in
    with kept_progress() as kept:
        if kept.trouble:
            return PROBLEMS  # kept_progress has printed why
        try:
            if options.export is not None:
                write_whole(options.export, kept.exported(), must_be_new=True)
                say([visible(f"Written: {options.export}")])
            elif options.take_in is not None:
                say([f"{counted(kept.imported(_read(options.take_in)), 'new entry', 'new entries')} taken in."])
            elif options.reset:
                say([f"{counted(kept.reset(), 'entry', 'entries')} forgotten."])
            else:
                say(progress_lines(kept))
        except FileExistsError:
            return complain(f"progress: {named} is there already; choose another name", USAGE)
        except BrokenPipeError:
            raise  # the reader of what is printed has gone: nothing is wrong with a file
        except (OSError, ValueError, ProgressError) as error:
            reason = getattr(error, "strerror", None) or error
            return complain(f"progress: {named}: {reason}" if named else f"progress: {reason}", PROBLEMS)
    return PROBLEMS if kept.trouble else DONE


def _read(name: str) -> str:
    """The text of an exported file.

    Raises:
        OSError, ValueError: it cannot be read, or is nothing that was exported.
    """
    with open(name, "rb") as file:
        data = file.read(MOST_IMPORTED + 1)
    if len(data) > MOST_IMPORTED:
        raise ValueError("This is too large for exported progress.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("This is no exported progress: it is not UTF-8 text.") from None
