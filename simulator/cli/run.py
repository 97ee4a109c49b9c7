"""`streamsim run`: print the run of a lesson, as it happens or as a misconception predicts it."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.cli.arguments import Commands, add_command, add_lesson, text_width
from simulator.cli.console import PROBLEMS, USAGE, complain, say
from simulator.scenario.complaints.complaint import ScenarioError, did_you_mean
from simulator.views.layout import WIDTH

if TYPE_CHECKING:
    from simulator.lesson.lesson import Lesson
    from simulator.lesson.misconceptions.catalogue import Misconception


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "run", run, "print the run of a lesson")
    add_lesson(parser)
    formats = ("text", "markdown", "json", "wire", "mermaid", "chrome")
    parser.add_argument("--format", choices=formats, default="text", help="%(choices)s")
    parser.add_argument("--width", type=text_width, default=WIDTH, metavar="N", help="columns of the text (80)")
    parser.add_argument(
        "--as",
        dest="belief",
        type=_misconception,
        metavar="MISCONCEPTION",
        help="as its believer expects it: F298, ...",
    )
    parser.add_argument("--against", action="store_true", help="with --as: where that parts from what happens")


def run(options: argparse.Namespace) -> int:
    """Print a run, as it is or as a believer expects it; what is wrong with the texts comes after it."""
    from simulator.lesson.run_alone import load_what_can_be_shown

    if options.against and options.belief is None:
        return complain("run: --against goes with --as MISCONCEPTION", USAGE)
    lesson, complaints = load_what_can_be_shown(options.lesson)
    status = _print(lesson, options)
    if not complaints:
        return status
    print(ScenarioError(complaints), file=sys.stderr)
    return max(status, PROBLEMS)


def _print(lesson: Lesson, options: argparse.Namespace) -> int:
    if options.belief is not None:
        return _run_as(lesson, options)
    if options.format == "json":
        from simulator.views.json import run_json

        return say(run_json(lesson))
    if options.format == "markdown":
        from simulator.views.markdown import lesson_markdown

        return say(lesson_markdown(lesson))
    if options.format == "wire":
        from simulator.views.wire.text import run_wire

        return say(run_wire(lesson, options.width))
    if options.format == "mermaid":
        from simulator.views.mermaid import lesson_mermaid

        return say(lesson_mermaid(lesson))
    if options.format == "chrome":
        from simulator.views.chrome import chrome_json

        return say(chrome_json(lesson))
    from simulator.views.text import lesson_text

    return say(lesson_text(lesson, options.width))


def _run_as(lesson: Lesson, options: argparse.Namespace) -> int:
    from simulator.views.misconception import against_text, belief_text

    if options.format == "json" and not options.against:
        from simulator.lesson.beliefs import believed_run
        from simulator.views.json import run_json

        trace = believed_run(lesson.scenario, lesson.trace, options.belief)
        return say(run_json(replace(lesson, trace=trace)))
    if options.format != "text":
        return complain(f"run: {'--against' if options.against else '--as'} has no {options.format} format", USAGE)
    lines_of = against_text if options.against else belief_text
    return say(lines_of(lesson, options.belief, options.width))


def _misconception(text: str) -> Misconception:
    from simulator.lesson.misconceptions.catalogue import MISCONCEPTIONS, misconception

    found = misconception(text)
    if found is None:
        meant = did_you_mean(text, [each.slug for each in MISCONCEPTIONS])
        raise argparse.ArgumentTypeError(f'no misconception "{text}"{meant or "; streamsim misconceptions lists them"}')
    return found
