"""`streamsim play`: step through one lesson on the full screen."""

from __future__ import annotations

import argparse

from simulator.cli.arguments import Commands, add_command, add_lesson, whole_number
from simulator.cli.console import USAGE, complain, in_terminal, say

MODES = ("step", "watch", "read", "predict", "quiz")
"""The player's modes, in which it can open a lesson."""


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "play", run, "open the player on one lesson", until_stopped=True)
    add_lesson(parser)
    parser.add_argument("--step", type=_step, default=0, metavar="N", help="start at this step")
    parser.add_argument("--mode", choices=MODES, default="step", help="how to begin: %(choices)s")
    parser.add_argument("--ascii", action="store_true", help="letters and + - | in place of signs and boxes")


def run(options: argparse.Namespace) -> int:
    """Open the player on one lesson; without a terminal, print the lesson's run."""
    # The player shows its first frame before it needs pydantic and the lesson (150 ms), and text needs no Textual
    # (165 ms): each branch imports only its own.
    if in_terminal():
        from simulator.tui.app import play

        return play(options.lesson, options.step, options.mode, options.ascii)
    from simulator.lesson.lesson import load_lesson
    from simulator.views.text import lesson_text

    lesson = load_lesson(options.lesson)
    last = len(lesson.trace.steps)
    if options.step > last:
        return complain(f"play: there is no step {options.step}; {lesson.name} has {last}", USAGE)
    return say(lesson_text(lesson))


def _step(text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not a step number')
    return number
