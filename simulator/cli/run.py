"""`streamsim run`: print the run of a lesson, as it happens, as a misconception predicts it, or with changes."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from simulator.cli.arguments import Commands, add_command, add_lesson, text_width
from simulator.cli.belief import add_belief
from simulator.cli.console import PROBLEMS, USAGE, complain, say
from simulator.cli.what_if import add_what_if, patch_asked_for
from simulator.scenario.complaints.complaint import ScenarioError
from simulator.views.layout import WIDTH

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.lesson.lesson import Lesson


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "run", run, "print the run of a lesson")
    add_lesson(parser)
    formats = ("text", "markdown", "json", "wire", "mermaid", "chrome")
    parser.add_argument("--format", choices=formats, default="text", help="%(choices)s")
    parser.add_argument("--width", type=text_width, default=WIDTH, metavar="N", help="columns of the text (80)")
    add_belief(parser, "as its believer expects it")
    parser.add_argument("--answers", action="store_true", help="with --format markdown: the key to the questions too")
    add_what_if(parser, "--what-if", "with changes: YAML of other values, @FILE, or question:ID")
    parser.add_argument(
        "--against", action="store_true", help="with --as or --what-if: both runs beside each other, their ends first"
    )


def run(options: argparse.Namespace) -> int:
    """Print a run, as it is or as a believer sees it; what is wrong with the texts comes after it."""
    from simulator.lesson.run_alone import load_what_can_be_shown

    if options.belief is not None and options.what_if is not None:
        return complain("run: --as and --what-if are two other runs; one at a time", USAGE)
    if options.against and options.belief is None and options.what_if is None:
        return complain("run: --against goes with --as MISCONCEPTION or --what-if YAML", USAGE)
    if options.against and options.format not in ("text", "json"):
        return complain(f"run: --against has no {options.format} format", USAGE)
    if options.answers and options.format != "markdown":
        return complain("run: --answers goes with --format markdown", USAGE)
    lesson, complaints = load_what_can_be_shown(options.lesson)
    status = _print(lesson, options)
    if not complaints:
        return status
    print(ScenarioError(complaints), file=sys.stderr)
    return max(status, PROBLEMS)


def _print(lesson: Lesson, options: argparse.Namespace) -> int:
    if options.belief is not None:
        return _run_as(lesson, options)
    if options.what_if is not None:
        return _run_what_if(lesson, options)
    return say(_lines(lesson, options))


def _lines(lesson: Lesson, options: argparse.Namespace) -> Iterable[str]:
    """A lesson in the format that was asked for."""
    if options.format == "json":
        from simulator.views.json import run_json

        return run_json(lesson)
    if options.format == "markdown":
        from simulator.views.handout import handout

        return handout(lesson, options.answers)
    if options.format == "wire":
        from simulator.views.wire.text import run_wire

        return run_wire(lesson, options.width)
    if options.format == "mermaid":
        from simulator.views.mermaid import lesson_mermaid

        return lesson_mermaid(lesson)
    if options.format == "chrome":
        from simulator.views.chrome import chrome_json

        return chrome_json(lesson)
    from simulator.views.text import lesson_text

    return lesson_text(lesson, options.width)


def _run_what_if(lesson: Lesson, options: argparse.Namespace) -> int:
    from simulator.lesson.variations.lesson_of_variation import lesson_of_variation
    from simulator.lesson.variations.variation import beside_lesson, variation_of
    from simulator.scenario.variation import NoVariation

    try:
        patch = patch_asked_for(lesson, options.what_if, "--what-if")
        variation = variation_of(lesson.scenario, lesson.trace, patch)
    except NoVariation as problem:
        return complain(f"run: --what-if: {problem}", PROBLEMS)
    if options.format == "json" and options.against:
        from simulator.views.two_runs.json import two_runs_json

        return say(two_runs_json(beside_lesson(lesson.scenario, lesson.trace, variation)))
    if options.format == "text":
        from simulator.views.two_runs.variation import variation_against_text, variation_text

        lines_of = variation_against_text if options.against else variation_text
        return say(lines_of(lesson, variation, options.width))
    return say(_lines(lesson_of_variation(lesson, variation), options))


def _run_as(lesson: Lesson, options: argparse.Namespace) -> int:
    from simulator.lesson.beliefs import believed_run

    if options.format == "json":
        trace = believed_run(lesson.scenario, lesson.trace, options.belief)
        if options.against:
            from simulator.lesson.two_runs.two_runs import OF_A_BELIEF, TwoRuns
            from simulator.views.two_runs.json import two_runs_json

            return say(two_runs_json(TwoRuns(lesson.trace, trace, OF_A_BELIEF)))
        from simulator.views.json import run_json

        return say(run_json(replace(lesson, trace=trace)))
    if options.format != "text":
        return complain(f"run: --as has no {options.format} format", USAGE)
    from simulator.views.misconception import against_text, belief_text

    lines_of = against_text if options.against else belief_text
    return say(lines_of(lesson, options.belief, options.width))
