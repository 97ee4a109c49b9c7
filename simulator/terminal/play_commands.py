"""The commands of the plain player: a typed line becomes one of them, or a line that says why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simulator.scenario.complaints.complaint import did_you_mean
from simulator.terminal.terminal import quoted
from simulator.views.layout import wrapped


class Command(NamedTuple):
    """A row of the table of commands."""

    key: str
    """The short form: the player's key where there is one."""
    word: str
    """The long form."""
    about: str
    takes_number: bool = False

    @property
    def forms(self) -> str:
        """What a learner types, as the help shows it."""
        number = " N" if self.takes_number else ""
        return f"{self.key}{number}" if self.key == self.word else f"{self.key}{number} or {self.word}{number}"


COMMANDS = (
    Command("n", "next", "the next step; Enter alone does the same"),
    Command("b", "back", "the step before"),
    Command("g", "go", "go to step N; 0 is the start", takes_number=True),
    Command("w", "why", "why this step happened, and its stream records, attribute by attribute"),
    Command("m", "map", "the system after this step: table, shards, records, consumers"),
    Command("i", "time", "the run so far, reader by reader, with its times"),
    Command("wire", "wire", "the calls of this step, in the JSON of the service"),
    Command("s", "status", "the value of each variable, now and before this step"),
    Command("l", "list", "the steps so far, a line each"),
    Command("k", "moments", "the key moments so far, with their answers"),
    Command("t", "text", "the lesson as a text; it tells the whole run"),
    Command("p", "predict", "predict mode on or off: say what some steps will be before you see them"),
    Command("q", "quiz", "the questions of the lesson; q there comes back here"),
    Command("?", "help", "these lines"),
    Command("quit", "quit", "leave"),
)
"""All commands, in the order of the help."""

NEXT = COMMANDS[0]

_BY_FORM = {form: command for command in COMMANDS for form in (command.key, command.word)} | {"exit": COMMANDS[-1]}


class Typed(NamedTuple):
    """A command as it was typed."""

    command: Command
    number: int = 0
    """The number behind it, where it takes one."""


def command_of(line: str, step: int, last: int) -> Typed | str:
    """The command that a line without outer spaces means, at a step of a run; or, in one line, why it means none."""
    if not line:
        return Typed(NEXT)
    word, argument = _parts(line.casefold())
    command = _BY_FORM.get(word)
    if command is None:
        if word.isascii() and word.isdigit() and not argument:
            return f"{quoted(line)} is no command; to go to a step type g and its number, as in g {min(step + 1, last)}."
        return f"{quoted(line)} is no command{did_you_mean(word, _BY_FORM)}. Type ? for all commands."
    if not command.takes_number:
        if argument:
            return f"{quoted(line)} is no command: nothing goes behind {command.word}. Type ? for all commands."
        return Typed(command)
    if not (argument.isascii() and argument.isdigit()):
        return f"{command.key} goes with the number of a step, from 0 to {last}, as in g {min(step + 1, last)}."
    if len(argument) > 9 or int(argument) > last:
        return f"There is no step {quoted(argument)}; the last is {last}."
    return Typed(command, int(argument))


def _parts(line: str) -> tuple[str, str]:
    """A word and what stands behind it: `g 4` and `g4` mean the same."""
    joined = re.fullmatch(r"(g|go)([0-9]+)", line)
    if joined is not None:
        return joined[1], joined[2]
    word, *rest = line.split(maxsplit=1)
    return word, "".join(rest)


def help_lines(width: int) -> Iterator[str]:
    """Every command and what it does, a line each."""
    for command in COMMANDS:
        yield from wrapped(command.about, width, f"{command.forms}: ")
    yield from wrapped("Ctrl+D, the end of the input, leaves too.", width)
