"""The sandbox in lines of text: each line is an action, a setting, or a command."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from simulator.dynamodb.whole_numbers import in_digits, number_in
from simulator.learner.kept_sandbox import keep
from simulator.lesson.sandbox.completion import completions
from simulator.lesson.sandbox.file_text import file_text
from simulator.lesson.sandbox.remarks import remarks
from simulator.lesson.sandbox.sandbox import Sandbox, where_it_parts
from simulator.lesson.sandbox.usual import usual
from simulator.lesson.words.times import time_words
from simulator.scenario.complaints.complaint import ScenarioError, did_you_mean, visible
from simulator.scenario.files.whole_file import write_whole
from simulator.terminal.terminal import Terminal, quoted
from simulator.views.layout import wrapped
from simulator.views.map.sentences import map_sentences
from simulator.views.scene.scene import scene
from simulator.views.step_view import step_view

MOST_STEPS = 20
"""New steps that are said one by one."""

MANY = 1000
"""From so many actions on the sandbox says that it works, before it does."""

HOW_TO = (
    "Type an action or a setting as in a lesson file, such as put: {order_id: o-2}, or a number of the usual ones. "
    "? shows the commands."
)


class Command(NamedTuple):
    """A command of the plain sandbox."""

    word: str
    about: str
    argument: str = ""


COMMANDS = (
    Command("usual", "the usual actions by number; the number alone does one"),
    Command("undo", "take back what was added last"),
    Command("map", "the system now: table, shards, records, consumers"),
    Command("list", "the steps of the run, a line each"),
    Command("yaml", "the sandbox as a lesson file"),
    Command("save", "save it as a lesson file; it asks before it writes over one", "FILE"),
    Command("?", "these commands, or how LINE can go on", "LINE"),
    Command("quit", "leave; what is not saved is there again next time"),
)


def run_sandbox(sandbox: Sandbox, terminal: Terminal, kept_in: Path | None = None) -> Sandbox:
    """Read lines until the learner leaves or the input ends, and return the sandbox at its end.

    `kept_in` is the file in which what is not saved is kept after each line; None: nowhere.
    """
    terminal.print(HOW_TO)
    terminal.print_lines(_steps(sandbox, 1, terminal.width))
    with terminal.until_stopped():
        while (line := terminal.line()) != "quit":
            after = _after(line, sandbox, terminal)
            if after is not sandbox and kept_in is not None:
                trouble = keep(kept_in, after)
                if trouble:
                    terminal.print(visible(trouble))
            sandbox = after
    if not sandbox.is_saved:
        terminal.print("What is not saved is kept for the next time.")
    return sandbox


def _after(line: str, sandbox: Sandbox, terminal: Terminal) -> Sandbox:
    """The sandbox after a line."""
    word, _, argument = line.partition(" ")
    if not line:
        return sandbox
    if word == "?":
        terminal.print_lines(_help(sandbox, argument.strip(), terminal.width))
    elif word == "usual" and not argument:
        for number, action in enumerate(usual(sandbox.lesson.trace), 1):
            terminal.print(visible(action.words), f"{number}: ")
    elif word == "map" and not argument:
        trace = sandbox.lesson.trace
        for sentence in map_sentences(scene(trace, len(trace.events))):
            terminal.print(sentence)
    elif word == "list" and not argument:
        terminal.print_lines(_steps(sandbox, 1, terminal.width, most=len(sandbox.lesson.trace.events)))
    elif word == "yaml" and not argument:
        terminal.print_lines(visible(each) for each in file_text(sandbox.lesson.scenario).splitlines())
    elif word == "save":
        return _saved(argument.strip(), sandbox, terminal)
    elif word == "undo" and not argument:
        if not sandbox.added:
            terminal.print("There is nothing to take back.")
            return sandbox
        terminal.print(f"Taken back: {visible(sandbox.added[-1].text)}")
        return sandbox.undone()
    else:
        return _with_line(line, sandbox, terminal)
    return sandbox


def _with_line(line: str, sandbox: Sandbox, terminal: Terminal) -> Sandbox:
    if in_digits(line):
        offered = usual(sandbox.lesson.trace)
        number = number_in(line, 1, len(offered))
        if number is None:
            terminal.print(f"{quoted(line)} is no usual action; there are {len(offered)}, which usual lists.")
            return sandbox
        line = offered[number - 1].line
        terminal.print(visible(line), "Added: ")
    if len(sandbox.added) >= MANY:
        terminal.print(f"Running {len(sandbox.added) + 1:,} actions; Ctrl+C stops.")
    try:
        after = sandbox.with_lines(line)
    except KeyboardInterrupt:
        terminal.print("Stopped; nothing was added.")
        return sandbox
    except ScenarioError as error:
        terminal.print_lines(_refusal(line, error, terminal.width))
        return sandbox
    for remark in remarks(sandbox, after):
        terminal.print_lines(wrapped(visible(remark), terminal.width))
    terminal.print_lines(_steps(after, where_it_parts(sandbox.lesson, after.lesson), terminal.width))
    return after


def _refusal(line: str, error: ScenarioError, width: int) -> Iterator[str]:
    first = error.complaints[0]
    words = [each.word for each in COMMANDS]
    nearest = did_you_mean(line.split()[0], words) if ":" not in line else ""
    yield from wrapped(visible(f"Not added: {first.code} {first.message}{nearest}"), width)


def _steps(sandbox: Sandbox, first: int, width: int, most: int = MOST_STEPS) -> Iterator[str]:
    """The steps of a run from one on, a line each; of many the last ones."""
    trace = sandbox.lesson.trace
    last = len(trace.events)
    if first > last:
        yield "The run is as it was."
        return
    begin = max(first, last - most + 1)
    if begin > first:
        yield f"{begin - first} steps, then:"
    for number in range(begin, last + 1):
        view = step_view(trace, trace.step(number))
        yield from wrapped(
            visible(f"{view.action}."), width, f"Step {number}, at {time_words(trace.times[number - 1])}: "
        )


def _help(sandbox: Sandbox, line: str, width: int) -> Iterator[str]:
    if not line:
        for each in COMMANDS:
            yield from wrapped(each.about, width, f"{each.word} {each.argument}".rstrip() + ": ")
        return
    found = completions(sandbox.lesson, line)
    yield from (visible(each) for each in found)
    if not found:
        yield "No completion is known."


def _saved(name: str, sandbox: Sandbox, terminal: Terminal) -> Sandbox:
    """Save the sandbox as a lesson file; before it writes over one it asks."""
    if not name:
        terminal.print("save goes with the name of a file, as in save mine.yaml.")
        return sandbox
    if not name.endswith((".yaml", ".yml")):
        terminal.print("A lesson's file has to end in .yaml or .yml.")
        return sandbox
    try:
        try:
            write_whole(name, file_text(sandbox.lesson.scenario), must_be_new=True)
        except FileExistsError:
            terminal.print(visible(f"{name} is there already. Type yes to write over it."))
            if terminal.line() != "yes":
                terminal.print("Not saved.")
                return sandbox
            write_whole(name, file_text(sandbox.lesson.scenario))
    except (OSError, ValueError) as error:
        terminal.print(visible(f"Not saved: {name}: {getattr(error, 'strerror', None) or error}."))
        return sandbox
    terminal.print(visible(f"Saved: {name}"))
    return sandbox.with_all_saved()
