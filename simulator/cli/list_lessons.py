"""`streamsim list`: list the lessons of the library, or of a course of one's own."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, PROBLEMS, say
from simulator.views.layout import WIDTH, wrapped
from simulator.views.width import cells, padded

if TYPE_CHECKING:
    from simulator.learner.course_map import Entry
    from simulator.scenario.complaints.complaint import Complaint
    from simulator.scenario.files.course import Course
    from simulator.scenario.model import Scenario


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "list", run, "list the lessons of the library, or of a folder")
    parser.add_argument("folder", nargs="?", metavar="FOLDER", help="a folder with lessons, which is a course")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="%(choices)s")


def run(options: argparse.Namespace) -> int:
    """List the library, or a folder. Lessons with problems are left out, and said on standard error."""
    return print_lessons(options.folder, options.format)


def print_lessons(folder: str | None, form: str = "text", *more: str) -> int:
    """Print the lessons of a folder, and `more` lines; complaints about lessons that are left out come after them."""
    lines, complaints = lesson_list(folder, form)
    say([*lines, *more])
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    return PROBLEMS if complaints else DONE


def lesson_list(folder: str | None = None, form: str = "text") -> tuple[list[str], tuple[Complaint, ...]]:
    """The lessons of a folder in the order of the course, as lines, and the complaints about those left out.

    Args:
        folder: a folder with lessons; None for the library.
        form: text or json.

    Raises:
        ScenarioError: the folder holds no lesson, or the file that describes the course has problems.
    """
    from simulator.scenario.files.course import course_in, library_course

    course = library_course() if folder is None else course_in(Path(folder))
    return ([_list_json(course)] if form == "json" else _list_lines(course, folder is not None)), course.complaints


def _list_json(course: Course) -> str:
    listed = [
        {"name": each.name, "title": each.title, "minutes": each.minutes, "summary": _summary(each)}
        for each in (lesson.scenario for lesson in course.lessons)
    ]
    return json.dumps(listed, indent=2)


def _list_lines(course: Course, is_named: bool) -> list[str]:
    """The lessons; a course of one's own with its title and its welcome."""
    from simulator.learner.course_map import course_map
    from simulator.learner.folder import progress_file

    if progress_file().is_file():  # looking makes no file, and needs no database where nothing was ever kept
        from simulator.cli.kept_progress import kept_progress

        with kept_progress() as progress:
            entries = course_map(course.lessons, progress)
    else:
        entries = course_map(course.lessons, None)
    indent = " " * (2 + max((cells(each.id) for each in course.lessons), default=0))
    lines: list[str] = []
    if is_named:
        lines += [*wrapped(course.title, WIDTH), *_welcome(course), ""]
    for entry in entries:
        each = entry.scenario
        minutes = f" ({each.minutes} min)" if each.minutes else ""
        lines += wrapped(f"{each.title}{minutes}", WIDTH, padded(each.name, len(indent)))
        lines += [indent + line for line in wrapped(_summary(each) or "", WIDTH - len(indent))]
        lines += [indent + line for line in wrapped(_place_words(entry), WIDTH - len(indent)) if line]
    return lines


def _welcome(course: Course) -> list[str]:
    from simulator.lesson.words.references import parse, plain

    if course.welcome is None:
        return []
    return ["", *wrapped(" ".join(plain(parse(course.welcome)).split()), WIDTH)]


def _place_words(entry: Entry) -> str:
    """The place of a lesson in the course, and how far the learner is with it."""
    from simulator.learner.course_map import assumed_words, question_ids
    from simulator.learner.progress_words import lesson_words

    questions = question_ids(entry.scenario)
    parts = [f"Part: {entry.scenario.part}"] if entry.scenario.part else []
    parts += [assumed_words(entry), "" if entry.known is None else lesson_words(entry.known, questions)]
    parts += ["next" if entry.is_next else "", f"{entry.due} due for review" if entry.due else ""]
    return "; ".join(filter(None, parts))


def _summary(scenario: Scenario) -> str | None:
    from simulator.lesson.words.references import parse, plain

    return plain(parse(scenario.summary)) if scenario.summary else None
