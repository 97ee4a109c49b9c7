"""The argument that says what is changed in a lesson: YAML, a file of it, or a question that asks about a change."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.lesson.lesson import Lesson
    from simulator.lesson.variations.placing import Patch

FROM_FILE, FROM_QUESTION = "@", "question:"


def add_what_if(parser: argparse.ArgumentParser, option: str, text: str) -> None:
    """Add the option."""
    parser.add_argument(option, metavar="YAML", help=text)


def patch_asked_for(lesson: Lesson, argument: str, option: str) -> Patch:
    """The changes that an argument asks for; `option` is what complaints call it.

    Raises:
        NoVariation: the lesson has no such question.
        ScenarioError: the argument, or the file that it names, is no YAML of changes.
    """
    from simulator.lesson.variations.lesson_of_variation import asked_about
    from simulator.lesson.variations.variation import patch_from

    if argument.startswith(FROM_QUESTION):
        return asked_about(lesson, argument.removeprefix(FROM_QUESTION))
    if argument.startswith(FROM_FILE):
        from pathlib import Path

        from simulator.scenario.yaml.content import read_content, text_of

        file = argument.removeprefix(FROM_FILE)
        return patch_from(text_of(read_content(Path(file), file), file), file)
    return patch_from(argument, option)
