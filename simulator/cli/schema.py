"""`streamsim schema`: print the format of lesson files, of a course, or of an exported lesson."""

from __future__ import annotations

import argparse

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, USAGE, complain

FORMS = ("lesson", "course", "export")
"""The forms that have a schema: a lesson's file, the file that describes a course, an exported lesson."""


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "schema", run, "print the JSON Schema of the lesson format, for editors")
    parser.add_argument("--format", choices=("json", "markdown"), default="json", help="%(choices)s: for people")
    parser.add_argument(
        "--of",
        choices=FORMS,
        default="lesson",
        help="of a lesson's file, of course.yaml, or of an export: %(choices)s",
    )


def run(options: argparse.Namespace) -> int:
    """Print a schema, or the reference of the lesson format for people."""
    if options.format == "markdown":
        from simulator.scenario.format.reference import reference_text

        if options.of != "lesson":
            return complain("schema: --format markdown has all that people write; leave --of out", USAGE)
        print(reference_text(), end="")
        return DONE
    print(_schema_text(options.of), end="")
    return DONE


def _schema_text(of: str) -> str:
    if of == "export":
        from simulator.views.export.schema import export_schema_text

        return export_schema_text()
    from simulator.lesson.schema_for_editors import (
        course_schema_for_editors,
        lesson_schema_for_editors,
        schema_text,
    )

    return schema_text(course_schema_for_editors() if of == "course" else lesson_schema_for_editors())
