"""The instructors' workbench: lessons are begun, checked and tested."""

from __future__ import annotations

import argparse
import shlex
from pathlib import Path

from simulator.commands.console import DONE, PROBLEMS, USAGE, complain, report, say
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.files.library import SUFFIXES, lesson_names


def check(options: argparse.Namespace) -> int:
    """Print every problem of lessons."""
    from simulator.lesson.check.check import check as checked_of
    from simulator.views.complaints import check_github, check_json, check_text

    checked = checked_of(options.files)
    report({"text": check_text, "json": check_json, "github": check_github}[options.format](checked))
    return PROBLEMS if checked.errors or (options.strict and checked.warnings) else DONE


def schema(options: argparse.Namespace) -> int:
    """Print the format's schema, or its reference for people."""
    from simulator.scenario.format.json_schema import schema_text
    from simulator.scenario.format.reference import reference_text

    print(reference_text() if options.format == "markdown" else schema_text(), end="")
    return DONE


def new(options: argparse.Namespace) -> int:
    """Write a new lesson to begin with."""
    from simulator.scenario.files.new_lesson import create_lesson
    from simulator.scenario.format.json_schema import schema_text

    if Path(options.file).suffix.lower() not in SUFFIXES:
        return complain(f'new: "{options.file}" is no name for a lesson\'s file: it has to end in .yaml or .yml', USAGE)
    try:
        created = create_lesson(Path(options.file), options.origin, schema_text())
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


def test(options: argparse.Namespace) -> int:
    """Compare lessons with their recorded runs, and try all answers."""
    from simulator.lesson.check.check import lesson_files
    from simulator.lesson_tests.run import test_lessons

    files, checked = lesson_files(options.files)
    library = set(lesson_names())
    for file in files:
        if file in library:
            copied = f"streamsim new my.yaml --from {file}"
            return complain(f"test: {file} is a lesson of the library; copy it first: {copied}", USAGE)
    report(visible(f"{each.path}: skipped: {each.reason}") for each in checked.skipped)
    report(map(str, checked.complaints))
    good = not checked.complaints
    for lines, is_good in test_lessons(files, options.update):
        report(lines)
        good = good and is_good
    return DONE if good else PROBLEMS
