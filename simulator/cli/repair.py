"""`streamsim repair`: what a pipeline that misbehaves should do, and what comes of a change of it."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from simulator.cli.arguments import Commands, add_command, add_lesson, text_width
from simulator.cli.console import DONE, PROBLEMS, USAGE, complain, say
from simulator.cli.what_if import add_what_if, patch_asked_for
from simulator.views.layout import WIDTH

if TYPE_CHECKING:
    from simulator.lesson.lesson import Lesson


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "repair", run, "find the changes that mend a pipeline which misbehaves")
    add_lesson(parser)
    add_what_if(parser, "--try", "the changes to try: YAML of other values, or @FILE")
    parser.add_argument("--width", type=text_width, default=WIDTH, metavar="N", help="columns of the text (80)")


def run(options: argparse.Namespace) -> int:
    """Print the goals of a repair as they stand: done where all hold, a problem where one does not."""
    from simulator.lesson.lesson import load_lesson
    from simulator.lesson.repair.repair import NotOffered, tried
    from simulator.scenario.variation import NoVariation
    from simulator.views.repair import repair_text, try_text

    lesson = load_lesson(options.lesson)
    if lesson.scenario.repair is None:
        return complain(f"repair: {lesson.name} has nothing to repair; a lesson for it has a `repair` key", USAGE)
    asked = getattr(options, "try")
    if asked is None:
        say(repair_text(lesson, shlex.quote(options.lesson), options.width))
        return PROBLEMS
    try:
        found = tried(lesson.scenario, lesson.trace, patch_asked_for(lesson, asked, "--try"))
    except NotOffered as problem:
        return complain(f"repair: {problem}", USAGE)
    except NoVariation as problem:
        return complain(f"repair: --try: {problem}", PROBLEMS)
    say(try_text(lesson, found, options.width))
    if found.solves:
        _keep_solved(lesson)
    return DONE if found.solves else PROBLEMS


def _keep_solved(lesson: Lesson) -> None:
    """Remember that the learner has solved the repair: the lesson is done."""
    from simulator.cli.kept_progress import kept_progress
    from simulator.learner.learner import Learner

    with kept_progress() as progress:
        learner = Learner(progress)
        learner.opened(lesson, "repair")
        learner.solved(lesson)
