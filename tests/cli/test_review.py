"""`streamsim review`: the questions that are due."""

from __future__ import annotations

import re

from commands import ROOT
from learner_commands import make_due

from simulator.scenario.files.course_folder import key_of_file


def test_with_nothing_kept_a_review_says_that_nothing_is_due(streamsim):
    assert streamsim("review") == (0, "Nothing is due.\n", "")


def test_right_after_a_quiz_nothing_is_due_and_the_day_is_said(streamsim):
    streamsim("quiz", "overview", typed="B\nA\nC\n")
    done = streamsim("review")
    assert (done.status, done.err) == (0, "")
    assert re.fullmatch(r"Nothing is due\. The next question comes back on \d{4}-\d\d-\d\d\.\n", done.out)


def test_a_review_asks_what_is_due_keeps_it_and_then_nothing_is_due(streamsim, kept):
    make_due("record-created", "consumer-state")
    assert "2 questions due: streamsim review\n" in streamsim("progress").out
    done = streamsim("review", typed="A\nA\nA\nA\n")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("2 questions to review.")
    assert "Score: " in done.out
    assert [mode for _, _, mode, _, _ in kept().answers()] == ["review", "review"]
    assert streamsim("review").out.startswith("Nothing is due. The next question comes back on ")


def test_a_question_that_is_no_more_is_not_asked_and_a_line_says_so(streamsim):
    make_due("a-question-of-long-ago")
    done = streamsim("review")
    assert done.status == 0
    assert done.out.startswith("Nothing is due. The next question comes back on ")
    assert done.err == (
        "overview has changed: a question that was due is no longer in it, and will be looked for again in 30 days.\n"
    )
    again = streamsim("review")
    assert (again.out, again.err) == (done.out, "")


def test_a_lesson_that_has_problems_now_is_named(streamsim, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: [")
    make_due("q", lesson=str(broken))
    done = streamsim("review")
    assert (done.status, done.err) == (0, "")
    assert done.out == f"Questions of {broken} are due, but it has problems: streamsim check {broken}\n"


def test_the_questions_of_a_file_of_ones_own_come_back_too(streamsim, tmp_path, kept):
    text = (ROOT / "scenarios" / "overview.yaml").read_text(encoding="utf-8")
    mine = tmp_path / "overview.yaml"
    mine.write_text(text.replace("title: ", "title: My own ", 1), encoding="utf-8")
    streamsim("quiz", str(mine), typed="B\nA\nC\n")
    assert list(kept().lessons()) == [key_of_file(str(mine))]
    make_due("record-created", lesson=str(mine))
    assert ", from My own" in streamsim("review", typed="q\n").out.replace("\n", " ")
