"""`streamsim label`: write labels in place of a lesson's bare step numbers."""

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
    parser.add_argument("--write", action="store_true", help="write the file; left out: show what would change")


def run(options: argparse.Namespace) -> int:
    """Write labels in place of a lesson's bare step numbers."""
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


def _difference(before: str, after: str, shown: str) -> Iterator[str]:
    now = f"{shown} with labels"
    return difflib.unified_diff(before.splitlines(), after.splitlines(), shown, now, lineterm="", n=1)
