"""A learner's progress is kept, and questions come back when they are due."""

from __future__ import annotations

import os
import stat
import tempfile

import pytest
from clock import NOW
from progress_files import card

from simulator.learner.progress import DAY, progress_file


def test_the_tests_never_touch_the_progress_of_the_person_who_runs_them():
    assert progress_file().is_relative_to(tempfile.gettempdir())
    assert progress_file().name == "progress.sqlite"


def test_reading_stepping_predictions_and_answers_are_there_again(opened):
    progress = opened()
    progress.visited("overview", "read")
    progress.stepped("overview", 3, 6)
    progress.answered("overview", "predict/2", "predict", False, False, "B")
    progress.answered("overview", "record-created", "quiz", True, True, "B")
    progress.answered("overview", "consumer-state", "quiz", False, True, "C", "F298", card("consumer-state"))
    progress.close()
    again = opened()
    (known,) = again.lessons().values()
    assert (known.lesson, known.step, known.furthest, known.last, known.at) == ("overview", 3, 3, 6, NOW)
    assert (known.right, known.answered, known.predicted_right, known.predicted) == (1, 2, 0, 1)
    assert again.answers() == [
        ("overview", "predict/2", "predict", False, False),
        ("overview", "record-created", "quiz", True, True),
        ("overview", "consumer-state", "quiz", False, True),
    ]
    assert again.misconceptions() == {"F298": 1}
    assert again.card("overview", "consumer-state") == card("consumer-state")
    assert again.notices == []


@pytest.mark.parametrize("mode", ["read", "predict", "quiz"])
def test_a_lesson_that_was_only_opened_is_known(opened, mode):
    progress = opened()
    progress.visited("overview", mode)
    assert list(progress.lessons()) == ["overview"]


def test_the_place_is_where_the_learner_was_last_and_the_furthest_step_stays(opened):
    progress = opened()
    for step in (4, 2):
        progress.stepped("overview", step, 6)
    known = progress.lessons()["overview"]
    assert (known.step, known.furthest, known.is_seen) == (2, 4, False)


def test_a_lesson_is_seen_once_its_last_step_was(opened):
    progress = opened()
    for step in (6, 1):
        progress.stepped("overview", step, 6)
    assert progress.lessons()["overview"].is_seen


def test_a_lesson_that_became_shorter_has_no_step_beyond_its_end(opened):
    progress = opened()
    progress.stepped("overview", 9, 10)
    progress.stepped("overview", 3, 4)
    known = progress.lessons()["overview"]
    assert (known.step, known.furthest, known.last) == (3, 4, 4)


def test_the_newest_answer_to_a_question_counts(opened):
    progress = opened()
    for is_right in (True, False):
        progress.answered("overview", "q", "quiz", is_right, True, "A")
    progress.answered("overview", "q", "review", True, True, "A")
    known = progress.lessons()["overview"]
    assert (known.right, known.answered) == (0, 1)


def test_only_the_learner_can_look_into_the_folder(opened, path):
    opened()
    assert os.name == "nt" or stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_forgetting_leaves_nothing_in_the_file(opened, path):
    progress = opened()
    progress.stepped("a-lesson-with-a-telling-name", 1, 2)
    progress.answered("a-lesson-with-a-telling-name", "q", "quiz", True, True, "A", None, card())
    assert b"telling" in path.read_bytes()
    assert progress.reset() == 3
    assert (progress.lessons(), progress.answers(), progress.due()) == ({}, [], [])
    assert b"telling" not in path.read_bytes()


# What is due


def test_due_is_what_was_surely_wrong_and_then_what_is_due_longest(opened, clock):
    progress = opened()
    for name, due in (("late", 30), ("later", 20), ("latest", 10), ("not yet", -10)):
        progress.keep_card(card(name, due=NOW - due))
    progress.keep_card(card("surely wrong", due=NOW - 1, was_sure_and_wrong=True))
    assert [each.question for each in progress.due()] == ["surely wrong", "late", "later", "latest"]
    clock.now += 10
    assert "not yet" in [each.question for each in progress.due()]


def test_with_nothing_due_the_next_time_is_known(opened):
    progress = opened()
    assert progress.next_due() is None
    progress.keep_card(card("a", due=NOW + 20))
    progress.keep_card(card("b", due=NOW + 10))
    assert (progress.due(), progress.next_due()) == ([], NOW + 10)


def test_a_question_of_a_file_that_is_away_waits_until_it_is_there_again(opened, tmp_path):
    progress = opened()
    file = tmp_path / "mine.yaml"
    progress.keep_card(card("q", lesson="week/mine"))
    progress.found_at("week/mine", str(file))
    assert (progress.due(), progress.next_due()) == ([], None)
    file.touch()
    assert [each.question for each in progress.due()] == ["q"]


def test_with_the_clock_set_back_nothing_is_lost_and_nothing_waits_for_ever(opened, clock):
    progress = opened()
    clock.now = NOW + 3_000 * DAY
    progress.answered("overview", "q", "quiz", True, True, "A", None, card("q", at=clock.now, due=clock.now + 3 * DAY))
    progress.stepped("overview", 5, 6)
    clock.now = NOW
    progress.stepped("overview", 2, 6)
    assert [each.question for each in progress.due()] == ["q"]
    assert (progress.lessons()["overview"].step, progress.lessons()["overview"].furthest) == (2, 5)


def test_a_clock_set_back_by_hours_makes_nothing_due(opened, clock):
    progress = opened()
    progress.keep_card(card("q", at=NOW, due=NOW + 3 * DAY))
    clock.now = NOW - 7_200
    assert progress.due() == []


@pytest.mark.parametrize("now", [-(10**12), 0, 10**12, 10**30, float("inf")])
def test_a_clock_that_is_out_of_its_mind_does_not_stop_the_program(opened, clock, now):
    clock.now = now
    progress = opened()
    progress.stepped("overview", 1, 6)
    progress.visited("overview", "read")
    assert (list(progress.lessons()), progress.notices) == (["overview"], [])
