"""What a learner does in the plain terminal, and what is kept of it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulator.commands.console import DONE, PROBLEMS, USAGE, ask, complain, say
from simulator.learner.learner import Learner
from simulator.learner.progress import Progress, ProgressError, progress_file
from simulator.lesson.lesson import load_lesson
from simulator.scenario.complaints.complaint import visible
from simulator.terminal.progress import counted, due_line, progress_lines, run_review
from simulator.terminal.quiz import run_quiz
from simulator.terminal.terminal import Terminal
from simulator.views.layout import WIDTH, wrapped

MOST_IMPORTED = 64 * 2**20
"""Bytes of a file of exported progress: some 300,000 answers."""


def quiz(options: argparse.Namespace) -> int:
    """Ask a lesson's questions, generated ones, or what comes next in its run."""
    if options.seed is not None and options.generate is None:
        return complain("quiz: --seed goes with --generate N", USAGE)
    lesson = load_lesson(options.lesson)
    questions = lesson.questions
    if options.generate is not None:
        from simulator.lesson.generated.generate import generate

        questions = generate(lesson, options.generate, options.seed or 0)
        if 0 < len(questions) < options.generate:
            say(wrapped(f"{lesson.title} gives only {len(questions)}.", WIDTH))
    if not questions and not options.predict:
        return say(wrapped(f"{lesson.title} has no questions.", WIDTH))
    with _kept() as progress:
        learner = Learner(progress)
        learner.opened(lesson, "predict" if options.predict else "quiz")
        if options.predict:
            from simulator.terminal.predict import run_predict

            run_predict(lesson, _terminal(), learner)
        else:
            run_quiz(lesson, _terminal(), learner, questions)
    return DONE


def review(options: argparse.Namespace) -> int:
    """Ask again what is due."""
    from simulator.learner.review import ready

    with _kept() as progress:
        due, broken = ready(progress)
        say(visible(f"Questions of {name} are due, but it has problems: streamsim check {name}") for name in broken)
        if due:
            run_review(due, _terminal(), progress)
        elif not broken:
            say([due_line(progress)])
    return DONE


def progress(options: argparse.Namespace) -> int:
    """Show, export, take in or forget what is kept."""
    named = options.export or options.take_in
    with _kept() as kept:
        if kept.trouble:
            return PROBLEMS  # which _kept has said
        try:
            if options.export is not None:
                _write_new(options.export, kept.exported())
                say([visible(f"Written: {options.export}")])
            elif options.take_in is not None:
                say([f"{counted(kept.imported(_read(options.take_in)), 'new entry', 'new entries')} taken in."])
            elif options.reset:
                say([f"{counted(kept.reset(), 'entry', 'entries')} forgotten."])
            else:
                say(progress_lines(kept))
        except FileExistsError:
            return complain(f"progress: {named} is there already; choose another name", USAGE)
        except BrokenPipeError:
            raise  # the reader of what is printed has gone: nothing is wrong with a file
        except (OSError, ValueError, ProgressError) as error:
            reason = getattr(error, "strerror", None) or error
            return complain(f"progress: {named}: {reason}" if named else f"progress: {reason}", PROBLEMS)
    return PROBLEMS if kept.trouble else DONE


@contextmanager
def _kept() -> Iterator[Progress]:
    """The learner's progress; what there is to say of its file goes to standard error, as soon as it is known."""
    progress = Progress(progress_file())
    said = list(progress.notices)
    for notice in said:
        print(visible(notice), file=sys.stderr, flush=True)
    try:
        yield progress
    finally:
        progress.close()
        for notice in progress.notices:
            if notice not in said:
                print(visible(notice), file=sys.stderr)


def _terminal() -> Terminal:
    return Terminal(ask, lambda line: print(line, flush=True))


def _write_new(name: str, text: str) -> None:
    """Write a file that is not there yet, whole or not at all."""
    with open(name, "x"):  # outside the try: a file that was there before must stay
        pass
    try:
        Path(name).write_text(text, encoding="utf-8")
    except BaseException:
        os.unlink(name)
        raise


def _read(name: str) -> str:
    """The text of an exported file.

    Raises:
        OSError, ValueError: it cannot be read, or is nothing that was exported.
    """
    with open(name, "rb") as file:
        data = file.read(MOST_IMPORTED + 1)
    if len(data) > MOST_IMPORTED:
        raise ValueError("This is too large for exported progress.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError("This is no exported progress: it is not UTF-8 text.") from None
