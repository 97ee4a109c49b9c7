"""The map of the course: what each lesson assumes, what is due, what is done, and what comes next."""

from __future__ import annotations

import pytest
from loaded_lessons import load_lesson

from simulator.learner.course_map import Share, assumed_words, bar, course_map, question_ids, state_words
from simulator.learner.learner import Learner
from simulator.learner.progress import StoredCard
from simulator.scenario.files.course import library_course

COURSE = library_course().lessons


def on_the_map(progress):
    return {each.scenario.name: each for each in course_map(COURSE, progress)}


def answer_all(progress, name, right=True, mode="quiz"):
    [scenario] = [each.scenario for each in COURSE if each.id == name]
    for question in question_ids(scenario):
        progress.answered(name, question, mode, right, True, "A")


def test_every_lesson_is_on_the_map_in_the_order_of_the_course():
    assert tuple(each.lesson for each in course_map(COURSE, None)) == COURSE


def test_with_nothing_done_the_first_lesson_is_next_and_no_other():
    states = {name: state_words(each) for name, each in on_the_map(None).items()}
    assert {name for name, words in states.items() if words} == {COURSE[0].id}
    assert states[COURSE[0].id] == "next"


def test_having_seen_the_end_is_not_done(progress):
    progress.stepped("overview", 6, 6)
    entry = on_the_map(progress)["overview"]
    assert (entry.state, entry.seen) == ("begun", Share(6, 6))


def test_a_lesson_is_done_when_each_question_was_answered_right_once(progress):
    answer_all(progress, "overview")
    answer_all(progress, "overview", right=False)  # later mistakes bring it back for review, and take nothing away
    entry = on_the_map(progress)["overview"]
    assert entry.state == "done"
    assert entry.answered == Share(6, 6)


def test_one_question_left_is_not_done(progress):
    answer_all(progress, "overview")
    progress.reset()
    [scenario] = [each.scenario for each in COURSE if each.id == "overview"]
    for question in question_ids(scenario)[:-1]:
        progress.answered("overview", question, "quiz", True, True, "A")
    progress.answered("overview", question_ids(scenario)[-1], "predict", True, True, "A")
    progress.answered("overview", question_ids(scenario)[-1], "quiz", False, True, "A")
    entry = on_the_map(progress)["overview"]
    assert (entry.state, entry.answered) == ("begun", Share(5, 6))


def test_an_answer_of_a_review_counts_too(progress):
    answer_all(progress, "overview", mode="review")
    assert on_the_map(progress)["overview"].state == "done"


def test_next_is_what_is_not_done_and_assumes_only_what_is(progress):
    answer_all(progress, "overview")
    answer_all(progress, "split-shard")
    found = on_the_map(progress)
    assert [name for name, each in found.items() if each.is_next] == ["three-changes"]
    assert assumed_words(found["three-changes"]) == "assumes overview (done)"
    assert assumed_words(found["silent-writes"], by_title=True) == "assumes Three changes: insert, modify, remove"
    assert assumed_words(found["overview"]) == ""


def test_what_is_due_comes_before_every_other_word(progress):
    answer_all(progress, "overview")
    for question in ("a", "b"):
        progress.keep_card(StoredCard("overview", question, "", 2.5, 5.0, False, progress.clock(), progress.clock()))
    assert state_words(on_the_map(progress)["overview"]) == "2 due"


def test_a_lesson_with_a_repair_is_done_when_it_is_solved_and_not_by_its_answers(progress):
    answer_all(progress, "blocked-shard")
    assert on_the_map(progress)["blocked-shard"].state == "begun"
    progress.solved("blocked-shard")
    assert on_the_map(progress)["blocked-shard"].state == "done"


def test_a_lesson_counts_as_played_when_its_repair_is_solved(progress):
    learner, lesson = Learner(progress), load_lesson("blocked-shard")
    assert not learner.has_played(lesson)
    learner.solved(lesson)
    assert learner.has_played(lesson)


def test_a_lesson_without_questions_is_done_when_its_end_was_seen(progress):
    [lesson] = [each for each in COURSE if each.id == "overview"]
    plain = lesson._replace(scenario=lesson.scenario.model_copy(update={"quiz": []}))
    assert course_map([plain], progress)[0].state == "new"
    progress.stepped("overview", 5, 6)
    assert course_map([plain], progress)[0].state == "begun"
    progress.stepped("overview", 6, 6)
    assert course_map([plain], progress)[0].state == "done"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Share(0, 0), "╌╌╌╌"),
        (Share(0, 9), "╌╌╌╌"),
        (Share(1, 99), "━╌╌╌"),
        (Share(5, 10), "━━╌╌"),
        (Share(98, 99), "━━━╌"),
        (Share(99, 99), "━━━━"),
    ],
)
def test_a_bar_is_full_only_where_all_is_there_and_empty_only_where_nothing_is(share, expected):
    assert bar(share, 4) == expected
