"""What the library and a lesson's run hold, as text, Markdown or JSON."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.commands.console import DONE, USAGE, complain, say
from simulator.views.layout import WIDTH, wrapped
from simulator.views.width import cells, padded

if TYPE_CHECKING:
    from simulator.lesson.lesson import Lesson
    from simulator.scenario.model import Scenario


def run(options: argparse.Namespace) -> int:
    """Print a run, as it is or as a believer expects it."""
    from simulator.lesson.lesson import load_lesson

    if options.against and options.belief is None:
        return complain("run: --against goes with --as MISCONCEPTION", USAGE)
    lesson = load_lesson(options.lesson)
    if options.belief is not None:
        return _run_as(lesson, options)
    if options.format == "json":
        from simulator.views.json import run_json

        return say(run_json(lesson))
    if options.format == "markdown":
        from simulator.views.markdown import lesson_markdown

        return say(lesson_markdown(lesson))
    from simulator.views.text import lesson_text

    return say(lesson_text(lesson, options.width))


def _run_as(lesson: Lesson, options: argparse.Namespace) -> int:
    from simulator.views.misconception import against_text, belief_text

    if options.format == "json" and not options.against:
        from simulator.machine.machine import simulate
        from simulator.views.json import run_json

        return say(run_json(replace(lesson, trace=simulate(lesson.scenario, options.belief.rules))))
    if options.format != "text":
        return complain(f"run: {'--against' if options.against else '--as'} has no {options.format} format", USAGE)
    told = against_text if options.against else belief_text
    return say(told(lesson, options.belief, options.width))


def lessons(options: argparse.Namespace) -> int:
    """List the library."""
    return print_list(options.format)


def print_list(form: str = "text") -> int:
    """Print the library's lessons in the order of the course; `form` is text or json."""
    from simulator.scenario.files.course import course

    scenarios = course()
    return say([_list_json(scenarios)] if form == "json" else _list_lines(scenarios))


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


def facts(options: argparse.Namespace) -> int:
    """List the facts that the model follows, with the lessons that show them."""
    from simulator.lesson.lesson import load_lesson
    from simulator.scenario.files.library import lesson_names
    from simulator.views.facts import facts_lines, shown_facts

    shown = shown_facts([load_lesson(name) for name in lesson_names()])
    if options.format == "json":
        return say([json.dumps([{"fact": number, "lessons": names} for number, names in shown.items()], indent=2)])
    return say(facts_lines(shown))


def misconceptions(options: argparse.Namespace) -> int:
    """List the wrong beliefs that `run --as` knows."""
    from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS

    indent = " " * 6
    for each in MISCONCEPTIONS:
        say([f"{each.number:{len(indent)}}{each.slug}"])
        say(indent + line for line in wrapped(each.belief, WIDTH - len(indent)))
    return DONE
