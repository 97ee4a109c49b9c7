"""The commands of the plain player: a typed line becomes one of them, or a line that says why it is none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simulator.dynamodb.whole_numbers import in_digits, number_in
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
    argument: str = ""
    """What goes after it, as the help shows it; empty where nothing does."""

    @property
    def forms(self) -> str:
        """What a learner types, as the help shows it."""
        return " or ".join(f"{form} {self.argument}".rstrip() for form in dict.fromkeys((self.key, self.word)))


COMMANDS = (
    Command("n", "next", "the next step; Enter alone does the same"),
    Command("b", "back", "the step before"),
    Command("g", "go", "go to step N; 0 is the start", "N"),
    Command("w", "why", "why this step happened, and its stream records, attribute by attribute"),
    Command("m", "map", "the system after this step: table, shards, records, consumers"),
    Command("i", "time", "the run so far, reader by reader, with its times"),
    Command("wire", "wire", "the calls of this step, in the JSON of the service"),
    Command("s", "status", "the value of each variable, now and before this step"),
    Command("l", "list", "the steps so far, a line each"),
    Command("k", "moments", "the key moments so far, with their answers"),
    Command("fact", "fact", "a numbered fact that a reason cites, and where it comes from", "F44"),
    Command("t", "text", "the lesson as a text; it tells the whole run"),
    Command("r", "repair", "for a lesson with a repair: complaints, metrics, goals, and the settings by number"),
    Command("c", "change", "change setting N of the repair, as in c 1 true", "N VALUE"),
    Command("u", "undo", "take the newest change of the repair back"),
    Command("try", "try", "run the changes of the repair, and judge the goals"),
    Command("p", "predict", "predict mode on or off: say what some steps will be before you see them"),
    Command(
        "x",
        "what-if",
        "change something from this step on, say what will happen, and hear how both runs differ; right after a wrong "
        "prediction or quiz: see what this belief expects",
    ),
    Command("q", "quiz", "the questions of the lesson; q there comes back here"),
    Command("?", "help", "these lines"),
    Command("quit", "quit", "leave"),
)
"""All commands, in the order of the help."""

NEXT, LEAVE = COMMANDS[0], COMMANDS[-1]

ALL_COMMANDS = "Type ? for all commands."

_BY_FORM = {form: command for command in COMMANDS for form in (command.key, command.word)} | {"exit": LEAVE}


class Typed(NamedTuple):
    """A command as it was typed."""

    command: Command
    argument: str = ""


def command_of(line: str) -> Typed | str:
    """The command that a line without outer spaces means; or, in one line, why it means none."""
    if not line:
        return Typed(NEXT)
    word, argument = _parts(line)
    command = _BY_FORM.get(word)
    if command is None:
        if in_digits(word) and not argument:
            return f"{quoted(line)} is not a command; to go to a step type g and its number, as in g 4."
        nearest = did_you_mean(word, _BY_FORM)
        return f"{quoted(line)} is not a command{nearest or '.'} {ALL_COMMANDS}"
    if argument and not command.argument:
        return f"{quoted(line)} is not a command: nothing goes after {command.word}. {ALL_COMMANDS}"
    return Typed(command, argument)


def step_of(argument: str, last: int) -> int | str:
    """The step that the argument of g means; or, in one line, why it means none."""
    if not in_digits(argument):
        return f"g goes with the number of a step, from 0 to {last}, as in g {last}."
    number = number_in(argument, 0, last)
    return f"There is no step {quoted(argument)}; the last is {last}." if number is None else number


def _parts(line: str) -> tuple[str, str]:
    """A word and what stands after it: `g 4` and `g4` mean the same."""
    joined = re.fullmatch(r"(g|go)([0-9]+)", line.casefold())
    if joined is not None:
        return joined[1], joined[2]
    word, *rest = line.split(maxsplit=1)
    return word.casefold(), "".join(rest)


def help_lines(width: int) -> Iterator[str]:
    """Every command and what it does, a line each."""
    for command in COMMANDS:
        yield from wrapped(command.about, width, f"{command.forms}: ")
    yield from wrapped("Ctrl+D, the end of the input, leaves too.", width)
