"""The output of the views, kept as files beside this test. After a change that is meant: pytest --snapshot-update."""

from __future__ import annotations

from pathlib import Path

import pytest
from loaded_lessons import load_lesson
from varied_lessons import ONE_OF_EACH_KIND

from simulator.learner.learner import Learner
from simulator.terminal.quiz import run_quiz
from simulator.terminal.terminal import Terminal
from simulator.views.json import run_json
from simulator.views.markdown import lesson_markdown
from simulator.views.text import lesson_text

every_lesson = pytest.mark.parametrize("name", ONE_OF_EACH_KIND)


@pytest.fixture(autouse=True)
def snapshots_beside_this_test(snapshot):
    snapshot.snapshot_dir = Path(__file__).parent / "snapshots"


def lines(them) -> str:
    return "".join(line + "\n" for line in them)


@every_lesson
def test_a_lesson_as_text(snapshot, name):
    snapshot.assert_match(lines(lesson_text(load_lesson(name))), f"{name}.txt")


@every_lesson
def test_a_lesson_as_markdown(snapshot, name):
    snapshot.assert_match(lines(lesson_markdown(load_lesson(name))), f"{name}.md")


@every_lesson
def test_a_lesson_as_json(snapshot, name):
    snapshot.assert_match(lines(run_json(load_lesson(name))), f"{name}.json")


def dialogue(name: str, *typed: str) -> str:
    """The text on a terminal after a quiz in which a learner typed these lines."""
    screen: list[str] = []
    answers = iter(typed)

    def ask(prompt: str) -> str:
        line = next(answers, None)
        screen.append(prompt + ("" if line is None else line))
        if line is None:
            raise EOFError
        return line + "\n"

    run_quiz(load_lesson(name), Terminal(ask, screen.append), Learner())
    return lines(screen)


def test_a_quiz_with_every_answer_right(snapshot):
    snapshot.assert_match(dialogue("overview", "B", "a", "3", "dbca", "b", "a"), "overview-quiz-right.txt")


def test_a_quiz_with_every_answer_wrong(snapshot):
    snapshot.assert_match(dialogue("three-changes", "A", "B", "C", "D", "A"), "three-changes-quiz-wrong.txt")


def test_a_quiz_with_every_hint_the_tables_a_skip_and_an_early_end(snapshot):
    typed = ("h", "H", "h", "h", "z", "t", "b", "s", "h", "h", "h", "q")
    snapshot.assert_match(dialogue("overview", *typed), "overview-quiz-hints.txt")
