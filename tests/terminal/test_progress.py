"""A learner's progress as text, and a review in a plain terminal."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
import typist
from clock import Clock
from loaded_lessons import load_lesson
from rich.cells import cell_len

from simulator.learner.progress import DAY, LessonProgress, Progress, StoredCard
from simulator.learner.progress_words import lesson_words
from simulator.learner.review import lessons_due, load_due, ready
from simulator.scenario.files.course_folder import key_of_file
from simulator.terminal.progress import counted, due_line, progress_lines, run_review

NOON = 1_704_110_400
"""2024-01-01 at 12:00 in UTC."""


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


def card(question: str, lesson: str = "overview", **other: object) -> StoredCard:
    fields = {"made_by": "", "stability": 2.5, "difficulty": 5.0, "was_sure_and_wrong": False, "at": NOON, "due": NOON}
    return StoredCard(lesson, question, **{**fields, **other})


# How far


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((0, 0, 0, 0, 0, 0), "opened"),
        ((3, 4, 6, 0, 0, 0), "at step 3 of 6"),
        ((9, 9, 0, 0, 0, 0), "opened"),
        ((1, 6, 6, 0, 0, 0), "seen to its end"),
        ((0, 0, 0, 2, 3, 0), "quiz 2 of 3 right"),
        ((3, 4, 6, 1, 1, 2), "at step 3 of 6, predicted 1 of 2 right, quiz 1 of 1 right"),
    ],
)
def test_how_far_a_learner_is_with_a_lesson(numbers, words):
    step, furthest, last, right, answered, predicted = numbers
    known = LessonProgress("x", step, furthest, last, 0, right, answered, min(predicted, 1), predicted)
    assert lesson_words(known) == words


def test_a_lesson_is_done_by_its_answers_and_not_by_its_last_step():
    known = LessonProgress("x", 6, 6, 6, 0, 1, 2, right_once=frozenset({"a"}))
    assert lesson_words(known, ("a", "b")) == "seen to its end, 1 of 2 questions answered right"
    assert lesson_words(known, ("a",)) == "done, 1 of 1 questions answered right"
    assert lesson_words(known, ()) == "done, quiz 1 of 2 right"


def test_a_step_beyond_the_end_of_a_lesson_is_said_as_its_end():
    assert lesson_words(LessonProgress("x", 99, 5, 6, 0, 0, 0)) == "at step 6 of 6"


def test_one_is_one_and_many_are_counted():
    assert [counted(number, "answer") for number in (0, 1, 2, 1_000)] == [
        "0 answers",
        "1 answer",
        "2 answers",
        "1,000 answers",
    ]
    assert counted(2, "entry", "entries") == "2 entries"


def test_without_progress_it_says_so(progress):
    assert list(progress_lines(progress)) == ["Nothing is kept yet."]


def test_questions_of_a_lesson_file_that_is_missing_are_counted(progress, tmp_path):
    missing = str(tmp_path / "mine.yaml")
    progress.visited(missing, "quiz")
    progress.keep_card(card("a", missing))
    assert list(progress_lines(progress, 200)) == [
        f"{missing}: opened",
        "",
        f"{missing}: file not found; 1 question due",
        "Nothing is due.",
    ]


def test_everything_that_was_done_is_said(progress):
    progress.stepped("three-changes", 2, 16)
    progress.visited("overview", "quiz")
    progress.answered("overview", "a", "quiz", True, True, "A")
    progress.answered("overview", "b", "quiz", False, True, "B", "F270")
    progress.answered("overview", "c", "quiz", True, False, "B")
    progress.answered("overview", "d", "predict", False, False, "B", "F270")
    progress.answered("overview", "e", "predict", False, False, "")
    progress.keep_card(card("b", due=NOON - 1))
    assert list(progress_lines(progress)) == [
        "overview: predicted 0 of 2 right, 0 of 6 questions answered right",
        "three-changes: at step 2 of 16",
        "",
        "5 answers. Sure and right: 1 of 2.",
        "Not sure and right all the same: 1 of 2.",
        '"I don\'t know": 1.',
        'Wrong answers to 2 questions fit this belief: "Every put and every update gives',
        'a stream record." (F270)',
        "",
        "1 question due: streamsim review",
    ]


def test_an_opened_lesson_is_more_than_nothing(progress):
    progress.visited("overview", "predict")
    assert list(progress_lines(progress)) == ["overview: opened", "", "Nothing is due."]


def test_a_misconception_that_the_program_does_not_know_is_left_out(progress):
    progress.answered("overview", "a", "quiz", False, True, "B", "F999999")
    assert not any("F999999" in line for line in progress_lines(progress))


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system has one time zone")
@pytest.mark.parametrize(("zone", "day"), [("UTC0", "2024-01-03"), ("XXX-14", "2024-01-04"), ("XXX12", "2024-01-03")])
def test_when_the_next_question_comes_is_said_in_the_learners_own_days(progress, monkeypatch, zone, day):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    progress.keep_card(card("a", due=NOON + 2 * DAY))
    assert due_line(progress) == f"Nothing is due. The next question comes back on {day}."
    monkeypatch.undo()
    time.tzset()


def test_a_lesson_of_any_name_is_safe_to_print_and_fits(progress):
    for name in ("\x1b[31mred\n", "読者" * 60, "x" * 300, "/" + "y" * 200 + ".yaml"):
        progress.stepped(name, 1, 2)
    for line in progress_lines(progress):
        assert line.isprintable()
        assert cell_len(line) <= 80


# Review


class Typist(typist.Typist):
    """Types at a review."""

    def __init__(self, progress: Progress, *typed: str | BaseException) -> None:
        super().__init__(*typed)
        self.due = ready(progress, load_due(lessons_due(progress)))
        self.attempts = run_review(self.due, self.terminal, progress).attempts


MINE = """\
title: Mine
table: {name: Orders, partition_key: order_id}
stream: {view_type: NEW_AND_OLD_IMAGES}
timeline: [put: {order_id: o-1}, put: {order_id: o-1}]
quiz:
  - {id: one, question: First?, choices: [no, {text: yes, correct: true}], hint: "[x](step:2)", explanation: E}
  - {id: two, question: Second?, choices: [{text: 1, correct: true}, {text: 2, misconception: F270}], explanation: E}
"""


@pytest.fixture
def mine(tmp_path: Path, progress: Progress) -> str:
    """A lesson whose two questions only its author can answer; what its progress is kept under."""
    path = tmp_path / "mine.yaml"
    path.write_text(MINE)
    key = key_of_file(str(path))
    progress.found_at(key, str(path))
    return key


@pytest.fixture
def both(progress: Progress, mine: str) -> Progress:
    """Both questions of the lesson are due."""
    progress.keep_card(card("one", mine, due=NOON - 2))
    progress.keep_card(card("two", mine, due=NOON - 1))
    return progress


def test_a_review_asks_what_is_due_and_says_from_which_lesson(both):
    terminal = Typist(both, "b", "a")
    assert terminal.said[0].startswith("2 questions to review. Type a letter")
    assert "Question 1 of 2, from Mine:\nFirst?\n  A  no\n" in terminal.text
    assert "Question 2 of 2, from Mine:\nSecond?\n  A  1\n" in terminal.text
    assert terminal.said[-2:] == ["Score: 2 of 2.", "Everything right."]
    assert both.due() == []


def test_every_answer_is_kept_and_says_when_the_question_comes_back(both, mine):
    Typist(both, "a!", "a?")
    assert both.answers() == [(mine, "one", "review", False, True), (mine, "two", "review", True, False)]
    assert both.card(mine, "one").was_sure_and_wrong
    assert not both.card(mine, "two").was_sure_and_wrong
    assert both.card(mine, "one").due == NOON + DAY


def test_a_wrong_answer_gets_its_feedback_at_once_and_is_named_at_the_end(both):
    text = Typist(both, "b", "b!").text
    assert "Not quite. The answer is A." in text
    end = " ".join(text[text.index("Score: 1 of 2.") :].split())
    assert "Missed 2: Second? (the answer is A, 1; you said B and you were sure)" in end
    assert 'To think about: Your answer to 2 would fit with "Every put and every update gives a stream record."' in end


def test_surely_wrong_answers_are_named_first(both):
    said = Typist(both, "a?", "b!").said
    missed = [line.split(":")[0] for line in said if line.startswith("Missed")]
    assert missed == ["Missed 2", "Missed 1"]


def test_a_look_at_the_tables_is_said_to_count_as_unsure_and_does(both, mine):
    terminal = Typist(both, "t", "t", "b!", "a!")
    assert terminal.text.count("You have looked at the run, so your answer counts as not sure.") == 1
    assert "Right. You looked at the run, so it counts as not sure." in terminal.said
    assert both.answers() == [(mine, "one", "review", True, False), (mine, "two", "review", True, True)]


def test_a_skipped_question_stays_due(both):
    Typist(both, "s", "a")
    assert [each.question for each in both.due()] == ["one"]


@pytest.mark.parametrize(
    ("end", "word"),
    [("q", "Stopped."), ("quit", "Stopped."), (KeyboardInterrupt(), "Stopped."), (EOFError(), "The input ended here.")],
)
def test_a_review_can_end_at_any_time_and_what_was_answered_stays(both, mine, end, word):
    terminal = Typist(both, "b", end)
    assert word in terminal.said
    assert "Score: 1 of 2." in terminal.said
    assert both.answers() == [(mine, "one", "review", True, None)]
    assert [each.question for each in both.due()] == ["two"]


@pytest.mark.parametrize("typed", ["", "C", "9", "AB", "é", "\x1b[A", "x" * 10_000])
def test_an_answer_out_of_range_is_asked_again(both, typed):
    terminal = Typist(both, typed, "b")
    assert "is not one of A, B." in terminal.text
    assert terminal.attempts[0].is_right
    assert all(line.isprintable() for line in terminal.said)


def test_after_the_location_was_shown_another_question_comes_at_the_end_for_practice(progress):
    progress.keep_card(card("record-created"))
    (due,) = ready(progress, load_due(lessons_due(progress)))
    first = due.question
    letter = first.options[first.right[0]].letter
    terminal = Typist(progress, "h", "h", "h", letter)
    assert len(terminal.attempts) == 2
    assert terminal.attempts[1].question.id != first.id
    assert "Question 2 of 2, from" in terminal.text
    assert "another question of this kind comes at the end" in " ".join(terminal.text.split())
    assert len(progress.answers()) == 1


def test_that_other_question_is_practice_and_moves_no_card(progress):
    progress.keep_card(card("record-created"))
    (due,) = ready(progress, load_due(lessons_due(progress)))
    letter = due.question.options[due.question.right[0]].letter
    Typist(progress, "h", "h", "h", letter, "a")
    assert progress.card("overview", "record-created").due > NOON  # right, whatever was said to the other
    assert not progress.card("overview", "record-created").was_sure_and_wrong
    assert len(progress.answers()) == 1


def test_lessons_are_mixed_and_each_question_says_its_own(both, mine):
    both.keep_card(card("record-created"))
    said = Typist(both, "s", "s", "s").said
    titles = [line.split(", from ")[1].removesuffix(":") for line in said if line.startswith("Question ")]
    assert titles == ["Mine", load_lesson("overview").title, "Mine"]
