"""What if in lines of text: changes that are typed, what is said before the run, and what differs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from loaded_lessons import load_lesson
from typist import Typist

from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson
from simulator.terminal.play import run_play


def said(lesson: Lesson, *typed: str | BaseException, step: int = 13) -> list[str]:
    """What the plain player says to some lines, without the prompts."""
    typist = Typist(*typed, prompts=True)
    run_play(lesson, replace(typist.terminal, width=10_000), Learner(), step)
    return [line for line in typist.said if line != "> "]


@pytest.fixture(scope="module")
def pill() -> Lesson:
    return load_lesson("poison-pill")


def test_the_settings_and_the_actions_are_offered_by_their_numbers(pill):
    lines = said(pill, "x", "q", "quit")
    assert "6: maximum_retry_attempts: -1. It takes -1, or 0 to 10,000." in lines
    assert "14: put in after step 13: update p-3" in lines
    assert "You are at step 13 of 32 again." in lines


def test_after_the_changes_come_the_questions_and_then_both_runs_their_ends_first(pill):
    lines = said(pill, "x", "maximum_retry_attempts 3", "8 true", "", "1", "3", "", "quit")
    assert "maximum_retry_attempts: was -1, now 3; bisect_batch_on_function_error: was false, now true" in lines
    asked = lines.index(
        "Before you see the run: What happens to p-1 (record 1)? 1 it is processed; 2 it is given up. "
        "Only Enter skips it."
    )
    ends = lines.index("At the END of both runs:")
    record = lines.index(
        "p-1 · r1: the lesson given up at 1 min 00.050 s, try 8; yours processed at 0.700 s, try 2; differs."
    )
    parting = lines.index("The runs part at step 13; the 12 steps before it are the same.")
    assert asked < ends < record < parting
    assert any(line.startswith("How long does p-5") and "Right." in line for line in lines)
    assert any("You said nothing. The answer is: fewer." in line for line in lines)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("batch_size 0", "Not possible: expected a whole number from 1 to 10,000"),
        ("batch_size", "Not possible: batch_size takes 1 to 10,000."),
        ("{consumers: {9: {}}}", "Not possible: the lesson, consumers has no entry 9; it has 1"),
        ("{", "Not possible: not YAML: "),
        ("nonsense", 'Not possible: "nonsense" is no change. '),
        ("\x1b[A", 'Not possible: "\\x1b[A" is no change. '),
    ],
)
def test_a_change_that_is_refused_says_why_on_one_line(pill, typed, why):
    lines = said(pill, "x", typed, "q", "quit")
    assert sum(line.startswith(why) for line in lines) == 1


def test_a_change_is_taken_back_and_without_one_nothing_runs(pill):
    lines = said(pill, "x", "14", "z", "", "q", "quit")
    assert "put in: {update: {key: {payment_id: p-3}, set: {amount: -4}}, at: 351ms}" in lines
    assert lines.count("Nothing is changed.") == 1
    assert "Nothing is changed yet. q goes back to the lesson." in lines


def test_a_number_of_no_choice_is_asked_again(pill):
    lines = said(pill, "x", "6 3", "r", "7", "", "", "", "quit")
    assert '"7" is not a number from 1 to 2.' in lines
    assert "At the END of both runs:" in lines


def test_the_end_of_the_input_ends_it_well(pill):
    assert said(pill, "x", "6 3", EOFError())[-1] == "You leave poison-pill at step 13 of 32."


def test_predict_mode_tells_no_what_if_while_steps_are_hidden(pill):
    lines = said(pill, "p", "x", "quit", step=0)
    assert "Predict mode hides steps to come, and a what-if tells them; p ends predict mode." in lines
