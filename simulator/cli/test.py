"""`streamsim test`: compare lessons with their recorded runs, and try all answers."""

from __future__ import annotations

import argparse

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, PROBLEMS, USAGE, complain, report
from simulator.scenario.files.library import lesson_names


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "test", run, "compare lessons with their recorded runs, and try all answers")
    parser.add_argument("files", nargs="+", metavar="FILE", help="a lesson's file, or a folder")
    parser.add_argument("--update", action="store_true", help="record the runs as they are now")


def run(options: argparse.Namespace) -> int:
    """Compare lessons with their recorded runs, and try all answers."""
    from simulator.lesson.check.check import lesson_files
    from simulator.lesson_tests.run import test_lessons
    from simulator.views.complaints import skipped_lines

    files, checked = lesson_files(options.files)
    library = set(lesson_names())
    for file in files:
        if file in library:
            copied = f"streamsim new my.yaml --from {file}"
            return complain(f"test: {file} is a lesson of the library; copy it first: {copied}", USAGE)
    report(skipped_lines(checked.skipped))
    report(map(str, checked.complaints))
    good = not checked.complaints
    for lines, is_good in test_lessons(files, options.update):
        report(lines)
        good = good and is_good
    return DONE if good else PROBLEMS
