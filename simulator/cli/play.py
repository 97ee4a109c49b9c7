"""`streamsim play`: step through one lesson on the full screen."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from simulator.cli import catalogue
from simulator.cli.arguments import Commands, add_command, add_lesson
from simulator.cli.belief import add_belief
from simulator.cli.console import DONE, USAGE, at_terminal, complain, in_terminal, say
from simulator.cli.list_lessons import print_lessons
from simulator.dynamodb.whole_numbers import number_in
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.files.library import is_folder
from simulator.views.layout import WIDTH

if TYPE_CHECKING:
    from simulator.lesson.lesson import Lesson

MODES = ("step", "watch", "read", "predict", "quiz")
"""The player's modes, in which it can open a lesson."""

UNFOLDED = 1_000_000
"""Columns that no line needs: a program that reads the lines, or a screen reader, finds one thing in each."""


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "play", run, "open the player on one lesson", until_stopped=True)
    add_lesson(parser, or_folder=True, or_none="; none: the catalogue")
    parser.add_argument("--step", type=_step, default=0, metavar="N", help="start at this step")
    parser.add_argument("--mode", choices=MODES, default="step", help="how to begin: %(choices)s")
    add_belief(parser, "beside the run that its believer expects")
    parser.add_argument("--ascii", action="store_true", help="letters and + - | in place of signs and boxes")
    parser.add_argument("--plain", action="store_true", help="in lines of text; commands may come from a pipe")


def run(options: argparse.Namespace) -> int:
    """Open the player on one lesson, on the full screen or in lines; without a terminal, print the lesson's run."""
    if options.lesson is None:
        needs = _needs_a_lesson(options) or ("--plain" if options.plain else "")
        return complain(f"play: {needs} goes with one lesson; name it", USAGE) if needs else catalogue.run(options)
    if is_folder(options.lesson) and (needs := _needs_a_lesson(options)):
        folder = visible(options.lesson)
        return complain(f"play: {needs} goes with one lesson, and {folder} is a folder; name a lesson in it", USAGE)
    # The player shows its first frame before it needs pydantic and the lesson (150 ms), and text needs no Textual
    # (165 ms): each branch imports only its own.
    if in_terminal() and not options.plain:
        from simulator.tui.play import play

        return play(options.lesson, options.step, options.mode, options.ascii, options.belief)
    if is_folder(options.lesson):
        opens = f"streamsim play {shlex.quote(options.lesson)} in a terminal opens this course."
        if options.plain:
            opens = "streamsim play FILE --plain plays one of its lessons, by the name of its file."
        return print_lessons(options.lesson, "text", "", visible(opens))
    from simulator.lesson.lesson import load_lesson

    lesson = load_lesson(options.lesson)
    last = len(lesson.trace.events)
    if options.step > last:
        return complain(f"play: there is no step {options.step}; {lesson.name} has {last}", USAGE)
    if options.plain or at_terminal():
        return _play_plain(lesson, options)
    if options.belief is not None:
        from simulator.views.misconception import against_text

        return say(against_text(lesson, options.belief))
    from simulator.views.text import lesson_text

    return say(lesson_text(lesson))


def _needs_a_lesson(options: argparse.Namespace) -> str:
    """An option that says how one lesson is opened; empty where there is none."""
    given = {"--as": options.belief is not None, "--step": options.step != 0, "--mode": options.mode != "step"}
    return next((name for name, is_given in given.items() if is_given), "")


def _play_plain(lesson: Lesson, options: argparse.Namespace) -> int:
    """The player in lines of text. In a terminal they are folded; elsewhere each thing is one line."""
    step, mode, belief = options.step, options.mode, options.belief
    from simulator.cli.kept_progress import kept_progress, plain_terminal
    from simulator.learner.learner import Learner
    from simulator.terminal.play import MODES as PLAIN_MODES
    from simulator.terminal.play import run_play

    if mode not in PLAIN_MODES:
        return complain(f"play: no mode {mode} in lines of text; there n goes on step by step", USAGE)
    with kept_progress() as progress:
        learner = Learner(progress)
        learner.opened(lesson, mode)
        terminal = plain_terminal(WIDTH if at_terminal() else UNFOLDED)
        if belief is not None:
            from simulator.views.misconception import against_text

            terminal.print_lines(against_text(lesson, belief, terminal.width))
            terminal.say("")
        run_play(lesson, terminal, learner, step, mode)
    return DONE


def _step(text: str) -> int:
    number = number_in(text)
    if number is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not a step number')
    return number
