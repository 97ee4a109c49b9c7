"""The commands of the plain player: what a typed line means, and the one line for a line that means nothing."""

from __future__ import annotations

import re

import pytest

from simulator.terminal.play_commands import COMMANDS, command_of, help_lines, step_of


@pytest.mark.parametrize(
    ("typed", "word", "argument"),
    [
        ("", "next", ""),
        ("n", "next", ""),
        ("NEXT", "next", ""),
        ("b", "back", ""),
        ("g 4", "go", "4"),
        ("g4", "go", "4"),
        ("go   12", "go", "12"),
        ("?", "help", ""),
        ("exit", "quit", ""),
        ("fact F44", "fact", "F44"),
        ("C 1 sqs", "change", "1 sqs"),
    ],
)
def test_a_line_means_a_command(typed, word, argument):
    found = command_of(typed)
    assert not isinstance(found, str)
    assert (found.command.word, found.argument) == (word, argument)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.word)
def test_both_forms_of_a_command_mean_the_same(command):
    behind = f" {command.argument}".rstrip()
    assert command_of(command.key + behind) == command_of(command.word + behind)


def test_no_form_stands_for_two_commands():
    forms = [form for command in COMMANDS for form in {command.key, command.word}]
    assert len(set(forms)) == len(forms)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mpa", '"mpa" is not a command; did you mean "map"? Type ? for all commands.'),
        ("quizz", '"quizz" is not a command; did you mean "quiz"? Type ? for all commands.'),
        ("zzzz", '"zzzz" is not a command. Type ? for all commands.'),
        ("4", '"4" is not a command; to go to a step type g and its number, as in g 4.'),
        ("n 3", '"n 3" is not a command: nothing goes after next. Type ? for all commands.'),
        ("\x1b[A", '"\\x1b[A" is not a command. Type ? for all commands.'),
    ],
)
def test_a_line_that_means_nothing_gets_one_line_with_the_nearest_command(typed, said):
    assert command_of(typed) == said


@pytest.mark.parametrize("typed", ["x" * 10_000, "²", "\x00", "é", "g" * 50, "quit now please"])
def test_whatever_is_typed_gets_one_short_line(typed):
    said = command_of(typed)
    assert isinstance(said, str)
    assert said.isprintable()
    assert len(said) < 150


@pytest.mark.parametrize(
    ("argument", "step"),
    [
        ("0", 0),
        ("6", 6),
        ("06", 6),
        ("7", 'There is no step "7"; the last is 6.'),
        ("9" * 40, f'There is no step "{"9" * 40}"; the last is 6.'),
        ("", "g goes with the number of a step, from 0 to 6, as in g 6."),
        ("-1", "g goes with the number of a step, from 0 to 6, as in g 6."),
        ("²", "g goes with the number of a step, from 0 to 6, as in g 6."),
    ],
)
def test_a_step_is_a_number_of_the_run(argument, step):
    assert step_of(argument, 6) == step


def test_the_help_has_a_line_for_each_command():
    lines = list(help_lines(1000))
    for command, line in zip(COMMANDS, lines, strict=False):
        assert line == f"{command.forms}: {command.about}"
        assert re.match(re.escape(command.key), line)
