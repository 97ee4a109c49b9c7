"""`streamsim label`: write labels in place of a lesson's bare step numbers, or list the path of each step."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator

from simulator.cli.arguments import Commands, add_command
from simulator.cli.console import DONE, PROBLEMS, USAGE, complain, report, say
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.files.library import lesson_names


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = add_command(commands, "label", run, "write labels in place of a lesson's bare step numbers")
    parser.add_argument("file", metavar="FILE", help="a lesson's file")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--write", action="store_true", help="write the file; left out: show what would change")
    how.add_argument("--steps", action="store_true", help="list the steps of the run, each with the path that names it")


def run(options: argparse.Namespace) -> int:
    """Write labels in place of a lesson's bare step numbers, or list the path of each step."""
    if options.steps:
        return _list_steps(options.file)
    from simulator.lesson.labels.rewrite import NotTheSame, rewritten
    from simulator.lesson.lesson import load_lesson
    from simulator.scenario.files.library import find_lesson
    from simulator.scenario.files.whole_file import write_whole
    from simulator.scenario.yaml.content import read_content, text_of

    if options.write and options.file in lesson_names():
        copied = f"streamsim new my.yaml --from {options.file}"
        return complain(f"label: {options.file} is a lesson of the library; copy it first: {copied}", USAGE)
    lesson = load_lesson(options.file)
    path, shown = find_lesson(options.file)
    content = read_content(path, shown)
    text = text_of(content, shown)
    try:
        result = rewritten(lesson, text, path.parent)
    except NotTheSame as reason:
        return complain(f"label: {shown} is left as it is: {reason}", PROBLEMS)
    for each in result.unnamed:
        report([str(lesson.scenario.complaint(each.path, "W514", each.reason))])
    if result.text == text:
        return say([visible(f"{shown}: nothing to rewrite")])
    if not options.write:
        report(map(visible, _difference(text, result.text, shown)))
        return DONE
    mark = "\ufeff" if content.startswith(b"\xef\xbb\xbf") else ""
    try:
        write_whole(path, mark + result.text)
    except (OSError, ValueError) as error:
        return complain(f"label: {shown}: {getattr(error, 'strerror', None) or error}", PROBLEMS)
    return say([visible(f"{shown}: written; actions with a new label: {', '.join(result.labels) or 'none'}")])


def _list_steps(file: str) -> int:
    """The path of each step; texts that are wrong as yet do not matter."""
    from simulator.lesson.labels.paths_of_steps import paths_of_steps
    from simulator.lesson.run_alone import load_what_can_be_shown
    from simulator.lesson.words.events.table import action_words

    lesson, _ = load_what_can_be_shown(file)
    trace = lesson.trace
    names = paths_of_steps(lesson.scenario, trace)
    digits, widest = len(str(len(names.paths))), max(map(len, names.paths), default=0)
    for step, path in zip(trace.steps, names.paths, strict=True):
        report([visible(f"{step.number:>{digits}}  {path:<{widest}}  {action_words(trace, step)}")])
    if names.proposed:
        listed = ", ".join(f"{label} (action {entry + 1})" for entry, label in sorted(names.proposed.items()))
        report([visible(f"Not in the file yet, so give the action an id before you use it: {listed}")])
    return DONE


def _difference(before: str, after: str, shown: str) -> Iterator[str]:
    now = f"{shown} with labels"
    return difflib.unified_diff(before.splitlines(), after.splitlines(), shown, now, lineterm="", n=1)
