"""`streamsim list`: list the lessons of the library."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import say
from simulator.views.layout import WIDTH, wrapped
from simulator.views.width import cells, padded

if TYPE_CHECKING:
    from simulator.learner.course_map import Entry
    from simulator.scenario.model import Scenario


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "list", run, "list the lessons of the library")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="%(choices)s")


def run(options: argparse.Namespace) -> int:
    """List the library."""
    return say(lesson_list(options.format))


def lesson_list(form: str = "text") -> list[str]:
    """The library's lessons in the order of the course, as lines; `form` is text or json."""
    from simulator.scenario.files.course import course

    scenarios = course()
    return [_list_json(scenarios)] if form == "json" else _list_lines(scenarios)


def _list_json(scenarios: Sequence[Scenario]) -> str:
    listed = [
        {"name": each.name, "title": each.title, "minutes": each.minutes, "summary": _summary(each)}
        for each in scenarios
    ]
    return json.dumps(listed, indent=2)


def _list_lines(scenarios: Sequence[Scenario]) -> list[str]:
    from simulator.learner.course_map import course_map
    from simulator.learner.folder import progress_file

    if progress_file().is_file():  # looking makes no file, and needs no database where nothing was ever kept
        from simulator.cli.kept_progress import kept_progress

        with kept_progress() as progress:
            entries = course_map(scenarios, progress)
    else:
        entries = course_map(scenarios, None)
    indent = " " * (2 + max(cells(each.name) for each in scenarios))
    lines: list[str] = []
    for entry in entries:
        each = entry.scenario
        minutes = f" ({each.minutes} min)" if each.minutes else ""
        lines += wrapped(f"{each.title}{minutes}", WIDTH, padded(each.name, len(indent)))
        lines += [indent + line for line in wrapped(_summary(each) or "", WIDTH - len(indent))]
        lines += [indent + line for line in wrapped(_place_words(entry), WIDTH - len(indent)) if line]
    return lines


def _place_words(entry: Entry) -> str:
    """The place of a lesson in the course, and how far the learner is with it."""
    from simulator.learner.course_map import assumed_words, question_ids
    from simulator.learner.progress_words import lesson_words

    needed = question_ids(entry.scenario), entry.scenario.repair is not None
    parts = [f"Part: {entry.scenario.part}"] if entry.scenario.part else []
    parts += [assumed_words(entry), "" if entry.known is None else lesson_words(entry.known, *needed)]
    parts += ["next" if entry.is_next else "", f"{entry.due} due for review" if entry.due else ""]
    return "; ".join(filter(None, parts))


def _summary(scenario: Scenario) -> str | None:
    from simulator.lesson.words.references import parse, plain

    return plain(parse(scenario.summary)) if scenario.summary else None
