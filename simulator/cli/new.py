"""`streamsim new`: write a new lesson to begin with."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import PROBLEMS, USAGE, complain, say
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.files.library import SUFFIXES


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "new", run, "write a new lesson to begin with")
    parser.add_argument("file", metavar="FILE", help="the lesson's file; nothing is written over")
    parser.add_argument("--from", dest="origin", metavar="LESSON", help="begin with a copy of this lesson")


def run(options: argparse.Namespace) -> int:
    """Write a new lesson to begin with."""
    from simulator.lesson.schema_for_editors import lesson_schema_for_editors, schema_text
    from simulator.scenario.files.new_lesson import create_lesson

    if Path(options.file).suffix.lower() not in SUFFIXES:
        return complain(f'new: "{options.file}" is no name for a lesson\'s file: it has to end in .yaml or .yml', USAGE)
    try:
        created = create_lesson(Path(options.file), options.origin, schema_text(lesson_schema_for_editors()))
    except FileExistsError:
        return complain(f"new: {options.file} is there already; choose another name", USAGE)
    except (OSError, ValueError) as error:
        return complain(f"new: {options.file}: {getattr(error, 'strerror', None) or error}", PROBLEMS)
    say(visible(f"Written: {path}") for path in created.written)
    if created.other_schema is not None:
        kept = f"Kept: {created.other_schema}, which is not this program's schema (streamsim schema prints that)"
        say([visible(kept)])
    named = shlex.quote(options.file)
    return say([visible(f"Next: streamsim check {named}, then streamsim play {named}")])
