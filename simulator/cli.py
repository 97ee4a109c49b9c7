"""The command line.

What a command needs is imported when it runs: text needs no Textual (165 ms), and the player shows its first frame
before it needs pydantic and the lesson (150 ms).
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from simulator.scenario.complaints import ScenarioError, did_you_mean, visible
from simulator.views.layout import MIN_WIDTH, WIDTH, wrapped

if TYPE_CHECKING:
    from simulator.lesson.lesson import Lesson
    from simulator.lesson.misconceptions import Misconception
    from simulator.lesson.progress import Progress
    from simulator.views.quiz_text import Terminal

DONE, PROBLEMS, USAGE = 0, 1, 2
"""Exit statuses: done, the lesson has problems, the command was not understood."""

MOST_IMPORTED = 64 * 2**20
"""Bytes of a file of exported progress: some 300,000 answers."""

MODES = ("step", "watch", "read", "predict", "quiz")
"""The ways into a lesson that the player has."""


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        if "invalid choice: '" in message:
            typed = message.split("invalid choice: '")[1].split("'")[0]
            known = message.split("choose from ")[-1].rstrip(")").replace("'", "").split(", ")
            message = f'no "{typed}"{did_you_mean(typed, known)}; expected one of {", ".join(known)}'
        sys.stderr.write(visible(f"{self.prog}: {message} ({self.prog} --help)") + "\n")
        raise SystemExit(USAGE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # the same bytes whatever the locale
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="backslashreplace")  # a learner may type anything
    options = _parser().parse_args(arguments)
    # A command builds what it needs and ends: looking for garbage would cost a quarter of its time. The player, which
    # goes on, turns it on again when its first screen stands.
    gc.disable()
    try:
        status: int = options.command(options)
        print(end="", flush=True)
    except ScenarioError as error:
        print(error, file=sys.stderr)
        return PROBLEMS
    except BrokenPipeError:
        # The reader has gone (`| head`): nothing is left to say, and the interpreter must not try again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:  # a full disk; what a file does is a ScenarioError
        print(f"streamsim: cannot write: {error.strerror or error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PROBLEMS
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return DONE
    finally:
        gc.enable()
    return status


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="streamsim", description="Step through Amazon DynamoDB Streams, one event at a time.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {_version()}")
    parser.set_defaults(command=_catalogue)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
        added.set_defaults(command=command)
        return added

    play = add("play", _play, "open the player on one lesson")
    play.add_argument("lesson", help="a lesson of the library, or a path to a file")
    play.add_argument("--step", type=_number, default=0, metavar="N", help="start at this step")
    play.add_argument("--mode", choices=MODES, default="step", help="how to begin: %(choices)s")
    run = add("run", _run, "print the run of a lesson")
    run.add_argument("lesson", help="a lesson of the library, or a path to a file")
    run.add_argument("--format", choices=("text", "markdown", "json"), default="text", help="%(choices)s")
    run.add_argument("--width", type=_width, default=WIDTH, metavar="N", help="columns of the text (80)")
    run.add_argument(
        "--as",
        dest="belief",
        type=_misconception,
        metavar="MISCONCEPTION",
        help="as its believer expects it: F298, ...",
    )
    run.add_argument("--against", action="store_true", help="with --as: where that parts from what happens")
    quiz = add("quiz", _quiz, "ask a lesson's questions in the terminal")
    quiz.add_argument("lesson", help="a lesson of the library, or a path to a file")
    asked = quiz.add_mutually_exclusive_group()
    asked.add_argument(
        "--predict", action="store_true", help="go through the run, and say before some steps what comes"
    )
    asked.add_argument("--generate", type=_count, metavar="N", help="ask N questions that the program makes")
    quiz.add_argument("--seed", type=_seed, metavar="S", help="with --generate: which ones it makes (0)")
    listing = add("list", _list, "list the lessons of the library")
    listing.add_argument("--format", choices=("text", "json"), default="text", help="%(choices)s")
    progress = add("progress", _progress, "show what you have done; nothing of it leaves this machine")
    kept = progress.add_mutually_exclusive_group()
    kept.add_argument("--export", metavar="FILE", help="write it to a new file, to take along or to keep")
    kept.add_argument("--import", dest="take_in", metavar="FILE", help="take in what was exported; nothing is lost")
    kept.add_argument("--reset", action="store_true", help="forget everything (--export first keeps it)")
    add("review", _review, "ask again what is due")
    schema = add("schema", _schema, "print the JSON Schema of the lesson format, for editors")
    schema.add_argument("--format", choices=("json", "markdown"), default="json", help="%(choices)s: for people")
    new = add("new", _new, "write a new lesson to begin with")
    new.add_argument("file", metavar="FILE", help="the lesson's file; nothing is written over")
    new.add_argument("--from", dest="origin", metavar="LESSON", help="begin with a copy of this lesson")
    watch = add("watch", _watch, "play a lesson that is being written; it is read again whenever it is saved")
    watch.add_argument("file", metavar="FILE", help="the lesson's file")
    watch.add_argument("--plain", action="store_true", help="print the run instead, and again at each change")
    test = add("test", _test, "compare lessons with their recorded runs, and try all answers")
    test.add_argument("files", nargs="+", metavar="FILE", help="a lesson's file, or a folder")
    test.add_argument("--update", action="store_true", help="record the runs as they are now")
    facts = add("facts", _facts, "list the facts that the model follows, and the lessons that show them")
    facts.add_argument("--format", choices=("text", "json"), default="text", help="%(choices)s")
    add("misconceptions", _misconceptions, "list the wrong beliefs that run --as knows")
    check = add("check", _check, "print every problem of lessons")
    check.add_argument("files", nargs="+", metavar="FILE", help="a lesson of the library, a file, or a folder")
    check.add_argument("--format", choices=("text", "json", "github"), default="text", help="%(choices)s")
    check.add_argument("--strict", action="store_true", help="warnings count as problems too")
    return parser


def _player(name: str | None, step: int, mode: str) -> int:
    from simulator.tui.app import play

    return play(name, step, mode)


def _catalogue(options: argparse.Namespace) -> int:
    if _in_terminal():
        return _player(None, 0, "step")
    options.format = "text"
    _list(options)
    _print(["", "streamsim play NAME opens a lesson, streamsim run NAME prints it, streamsim quiz NAME asks you."])
    return DONE


def _play(options: argparse.Namespace) -> int:
    if _in_terminal():
        return _player(options.lesson, options.step, options.mode)
    from simulator.lesson.lesson import load_lesson
    from simulator.views.plain import lesson_text

    lesson = load_lesson(options.lesson)
    last = len(lesson.trace.steps)
    if options.step > last:
        print(visible(f"streamsim play: there is no step {options.step}; {lesson.name} has {last}"), file=sys.stderr)
        return USAGE
    return _print(lesson_text(lesson))


def _run(options: argparse.Namespace) -> int:
    from simulator.lesson.lesson import load_lesson

    if options.against and options.belief is None:
        print("streamsim run: --against goes with --as MISCONCEPTION", file=sys.stderr)
        return USAGE
    lesson = load_lesson(options.lesson)
    if options.belief is not None:
        return _run_as(lesson, options)
    if options.format == "json":
        from simulator.views.json_object import run_json

        return _print(run_json(lesson))
    if options.format == "markdown":
        from simulator.views.markdown import lesson_markdown

        return _print(lesson_markdown(lesson))
    from simulator.views.plain import lesson_text

    return _print(lesson_text(lesson, options.width))


def _run_as(lesson: Lesson, options: argparse.Namespace) -> int:
    """The run as somebody expects it who believes something wrong."""
    from simulator.views.belief import against_text, belief_text

    if options.format == "json" and not options.against:
        from simulator.machine.machine import simulate
        from simulator.views.json_object import run_json

        return _print(run_json(replace(lesson, trace=simulate(lesson.scenario, options.belief.rules))))
    if options.format != "text":
        message = f"streamsim run: {'--against' if options.against else '--as'} has no {options.format} format"
        print(message, file=sys.stderr)
        return USAGE
    told = against_text if options.against else belief_text
    return _print(told(lesson, options.belief, options.width))


def _facts(options: argparse.Namespace) -> int:
    from simulator.lesson.lesson import load_lesson
    from simulator.scenario.library import lesson_names
    from simulator.views.facts_text import facts_lines, shown_facts

    shown = shown_facts([load_lesson(name) for name in lesson_names()])
    if options.format == "json":
        return _print(
            [json.dumps([{"fact": number, "lessons": lessons} for number, lessons in shown.items()], indent=2)]
        )
    return _print(facts_lines(shown))


def _misconceptions(options: argparse.Namespace) -> int:
    from simulator.lesson.misconceptions import MISCONCEPTIONS

    indent = " " * 6
    for each in MISCONCEPTIONS:
        print(f"{each.number:{len(indent)}}{each.slug}")
        _print(indent + line for line in wrapped(each.belief, WIDTH - len(indent)))
    return DONE


def _quiz(options: argparse.Namespace) -> int:
    from simulator.lesson.answering import Learner
    from simulator.lesson.lesson import load_lesson
    from simulator.views.predict_text import run_predict
    from simulator.views.quiz_text import run_quiz

    if options.seed is not None and options.generate is None:
        print("streamsim quiz: --seed goes with --generate N", file=sys.stderr)
        return USAGE
    lesson = load_lesson(options.lesson)
    questions = lesson.questions
    if options.generate is not None:
        from simulator.lesson.questions import generate

        questions = generate(lesson, options.generate, options.seed or 0)
        if 0 < len(questions) < options.generate:
            _print(wrapped(f"{lesson.title} gives only {len(questions)}.", WIDTH))
    if not questions and not options.predict:
        return _print(wrapped(f"{lesson.title} has no questions.", WIDTH))
    with _learning() as progress:
        learner = Learner(progress)
        learner.opened(lesson, "predict" if options.predict else "quiz")
        if options.predict:
            run_predict(lesson, _terminal(), learner)
        else:
            run_quiz(lesson, _terminal(), learner, questions)
    return DONE


def _review(options: argparse.Namespace) -> int:
    from simulator.lesson.review import ready
    from simulator.views.progress_text import due_line, run_review

    with _learning() as progress:
        due = ready(progress)
        broken = sorted({card.lesson for card in progress.due()})
        if due:
            run_review(due, _terminal(), progress)
        elif broken:
            _print(
                visible(f"Questions of {name} are due, but it has problems: streamsim check {name}") for name in broken
            )
        else:
            print(due_line(progress))
    return DONE


def _progress(options: argparse.Namespace) -> int:
    from simulator.lesson.progress import ProgressError
    from simulator.views.progress_text import counted, progress_lines

    named = options.export or options.take_in or "progress"
    with _learning() as progress:
        if progress.trouble:
            return PROBLEMS  # which _learning has said
        try:
            if options.export is not None:
                _write_new(options.export, progress.exported())
                print(visible(f"Written: {options.export}"))
            elif options.take_in is not None:
                print(f"{counted(progress.imported(_read(options.take_in)), 'new entry', 'new entries')} taken in.")
            elif options.reset:
                print(f"{counted(progress.reset(), 'entry', 'entries')} forgotten.")
            else:
                _print(progress_lines(progress))
        except FileExistsError:
            print(visible(f"streamsim progress: {named} is there already; choose another name"), file=sys.stderr)
            return USAGE
        except (OSError, ValueError, ProgressError) as error:
            reason = getattr(error, "strerror", None) or error
            print(visible(f"streamsim progress: {named}: {reason}"), file=sys.stderr)
            return PROBLEMS
    return PROBLEMS if progress.trouble else DONE


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


@contextmanager
def _learning() -> Iterator[Progress]:
    """The learner's progress; what there is to say of its file goes to standard error, as soon as it is known."""
    from simulator.lesson.progress import Progress, progress_file

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
    from simulator.views.quiz_text import Terminal

    return Terminal(_ask, lambda line: print(line, flush=True))


def _list(options: argparse.Namespace) -> int:
    from simulator.lesson.references import parse, plain
    from simulator.scenario.course import course

    scenarios = course()
    described = [(each, plain(parse(each.summary)) if each.summary else None) for each in scenarios]
    if options.format == "json":
        listed = [
            {"name": each.name, "title": each.title, "minutes": each.minutes, "summary": summary}
            for each, summary in described
        ]
        return _print([json.dumps(listed, indent=2)])
    indent = " " * (2 + max(len(each.name) for each in scenarios))
    for each, summary in described:
        minutes = f" ({each.minutes} min)" if each.minutes else ""
        _print(wrapped(f"{each.title}{minutes}", WIDTH, f"{each.name:{len(indent)}}"))
        _print(indent + line for line in wrapped(summary or "", WIDTH - len(indent)))
    return DONE


def _check(options: argparse.Namespace) -> int:
    from simulator.lesson.checking import check
    from simulator.views.complaints import check_github, check_json, check_text

    checked = check(options.files)
    _print({"text": check_text, "json": check_json, "github": check_github}[options.format](checked))
    return PROBLEMS if checked.errors or (options.strict and checked.warnings) else DONE


def _schema(options: argparse.Namespace) -> int:
    if options.format == "markdown":
        from simulator.scenario.reference import reference_text

        print(reference_text(), end="")
    else:
        from simulator.scenario.schema import schema_text

        print(schema_text(), end="")
    return DONE


def _new(options: argparse.Namespace) -> int:
    from simulator.scenario.creation import create_lesson
    from simulator.scenario.schema import schema_text

    try:
        written = create_lesson(Path(options.file), options.origin, schema_text())
    except FileExistsError:
        print(visible(f"streamsim new: {options.file} is there already; choose another name"), file=sys.stderr)
        return USAGE
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        print(visible(f"streamsim new: {options.file}: {reason}"), file=sys.stderr)
        return PROBLEMS
    for path in written:
        print(visible(f"Written: {path}"))
    named = shlex.quote(options.file)
    print(visible(f"Next: streamsim check {named}, then streamsim play {named}"))
    return DONE


def _watch(options: argparse.Namespace) -> int:
    if not options.plain and _in_terminal():
        from simulator.tui.app import watch

        return watch(options.file)
    from simulator.views.watching import watch_plain

    watch_plain(options.file, lambda line: print(line, flush=True))
    return DONE


def _test(options: argparse.Namespace) -> int:
    from simulator.lesson.checking import lesson_files
    from simulator.views.testing import test_lessons

    files, checked = lesson_files(options.files)
    lines, good = test_lessons(files, options.update)
    _print(visible(f"{each.path}: skipped: {each.reason}") for each in checked.skipped)
    _print(map(str, checked.complaints))
    _print(lines)
    return DONE if good and not checked.complaints else PROBLEMS


def _print(lines: Iterable[str]) -> int:
    for line in lines:
        print(line)
    return DONE


def _ask(prompt: str) -> str:
    print(prompt, end="", flush=True)
    line = sys.stdin.readline() if sys.stdin else ""
    if not line:
        raise EOFError
    return line


def _in_terminal() -> bool:
    """Whether a full-screen program can run: both ends are a terminal that can move its cursor."""
    ends = (sys.stdin, sys.stdout)  # None where the shell closed one
    return all(end is not None and end.isatty() for end in ends) and os.environ.get("TERM") != "dumb"


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("dynamodb-streams-simulator")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "(not installed)"


def _misconception(text: str) -> Misconception:
    from simulator.lesson.misconceptions import MISCONCEPTIONS, misconception

    found = misconception(text)
    if found is None:
        meant = did_you_mean(text, [each.slug for each in MISCONCEPTIONS])
        raise argparse.ArgumentTypeError(f'no misconception "{text}"{meant or "; streamsim misconceptions lists them"}')
    return found


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 1000):
        raise argparse.ArgumentTypeError("a number of questions from 1 to 1,000")
    return int(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f'"{text}" is not a step number')
    return int(text)


def _seed(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise argparse.ArgumentTypeError(f'"{text}" is not a number from 0 to 999,999,999')
    return int(text)


def _width(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:9]) >= MIN_WIDTH and len(text) < 10):
        raise argparse.ArgumentTypeError(f"a number of columns, at least {MIN_WIDTH}")
    return int(text)
