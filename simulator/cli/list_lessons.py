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
    indent = " " * (2 + max(cells(each.name) for each in scenarios))
    lines: list[str] = []
    for each in scenarios:
        minutes = f" ({each.minutes} min)" if each.minutes else ""
        lines += wrapped(f"{each.title}{minutes}", WIDTH, padded(each.name, len(indent)))
        lines += [indent + line for line in wrapped(_summary(each) or "", WIDTH - len(indent))]
    return lines


def _summary(scenario: Scenario) -> str | None:
    from simulator.lesson.words.references import parse, plain

    return plain(parse(scenario.summary)) if scenario.summary else None
