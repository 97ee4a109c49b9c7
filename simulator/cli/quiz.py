"""`streamsim quiz`: ask the questions of a lesson in a plain terminal."""

from __future__ import annotations

import argparse

from simulator.cli.arguments import Commands, add_command, add_lesson
from simulator.cli.console import DONE, USAGE, complain, say
from simulator.dynamodb.whole_numbers import number_in
from simulator.views.layout import WIDTH, wrapped


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "quiz", run, "ask a lesson's questions in the terminal", until_stopped=True)
    add_lesson(parser)
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument(
        "--predict", action="store_true", help="go through the run, and say before some steps what comes"
    )
    asked.add_argument("--generate", type=_count, metavar="N", help="ask N questions that the program makes")
    parser.add_argument("--seed", type=_seed, metavar="S", help="with --generate: which ones it makes (0)")


def run(options: argparse.Namespace) -> int:
    """Ask a lesson's questions, generated ones, or what comes next in its run."""
    if options.seed is not None and options.generate is None:
        return complain("quiz: --seed goes with --generate N", USAGE)
    from simulator.cli.kept_progress import kept_progress, plain_terminal
    from simulator.learner.learner import Learner
    from simulator.lesson.lesson import load_lesson

    lesson = load_lesson(options.lesson)
    questions = lesson.questions
    if options.generate is not None:
        from simulator.lesson.generated.generate import generate

        questions = generate(lesson, options.generate, options.seed or 0)
        if 0 < len(questions) < options.generate:
            say(wrapped(f"{lesson.title} gives only {len(questions)}.", WIDTH))
    if not questions and not options.predict:
        return say(wrapped(f"{lesson.title} has no questions.", WIDTH))
    with kept_progress() as progress:
        learner = Learner(progress)
        learner.opened(lesson, "predict" if options.predict else "quiz")
        if options.predict:
            from simulator.terminal.predict import run_predict

            run_predict(lesson, plain_terminal(), learner)
        else:
            from simulator.terminal.quiz import run_quiz

            run_quiz(lesson, plain_terminal(), learner, questions)
    return DONE


def _count(text: str) -> int:
    count = number_in(text, least=1, most=1000)
    if count is None:
        raise argparse.ArgumentTypeError("a number of questions from 1 to 1,000")
    return count


def _seed(text: str) -> int:
    seed = number_in(text)
    if seed is None:
        raise argparse.ArgumentTypeError(f'"{text}" is not a number from 0 to 999,999,999')
    return seed
