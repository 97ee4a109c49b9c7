"""Questions come back when they are due: when, which, in which order, and as what."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import loaded_lessons
import pytest
from clock import NOW, Clock
from fsrs import Rating

from simulator.learner.learner import Learner, fresh_like
from simulator.learner.progress import DAY, Progress, StoredCard
from simulator.learner.review import DAYS_OFF, MOST, Due, due_questions, lessons_due, load_due, ready
from simulator.learner.schedule import next_card, rating
from simulator.lesson.generated.generate import generate
from simulator.lesson.lesson import Lesson, load_lesson
from simulator.lesson.quiz.question import Question, rearranged
from simulator.scenario.files.lesson_key import key_of
from simulator.scenario.files.library import lesson_names

LESSON = """\
title: {name}
table: {{name: Orders, partition_key: order_id}}
stream: {{view_type: NEW_AND_OLD_IMAGES}}
timeline: [put: {{order_id: o-1}}, put: {{order_id: o-2}}, delete: {{order_id: o-1}}]
quiz:
"""
AUTHORED = "  - {{id: {id}, question: Q, choices: [a, {{text: b, correct: true}}], explanation: E}}\n"
WORKED_OUT = (
    "  - {{id: {id}, question: When?, choices: [Step 1, Step 2], "
    "answer: {{first_step: {{column: record_created, is: true}}}}}}\n"
)


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Lesson]:
    """A lesson in a file, with questions that an author has written and the program cannot vary."""

    def write(name: str, *ids: str, more: str = "") -> Lesson:
        text = LESSON.format(name=name) + "".join(AUTHORED.format(id=each) for each in ids) + more
        if not ids and not more:
            text = text.replace("quiz:\n", "")
        (tmp_path / f"{name}.yaml").write_text(text)
        return load_lesson(tmp_path / f"{name}.yaml")

    return write


def keep(progress: Progress, lesson: Lesson, question: str, **other: object) -> None:
    fields = {"made_by": "", "stability": 2.5, "difficulty": 5.0, "was_sure_and_wrong": False, "at": NOW, "due": NOW}
    key = key_of(lesson.scenario)
    progress.found_at(key, str(Path(lesson.scenario.source[1]).resolve()))
    progress.keep_card(StoredCard(key, question, **{**fields, **other}))


def answer(progress: Progress, is_right: bool, is_sure: bool = True) -> StoredCard:
    """Answer the one question now, and keep when it comes back."""
    card = next_card(progress, "overview", "q", "", is_right, is_sure)
    progress.keep_card(card)
    return card


def due_of(progress: Progress, *lessons: Lesson) -> list[Due]:
    return due_questions(progress, {key_of(lesson.scenario): lesson for lesson in lessons})


def now_due(progress: Progress) -> tuple[list[Due], list[str]]:
    """What is due of all lessons that can be opened, and the names of those with problems."""
    loaded = load_due(lessons_due(progress))
    return ready(progress, loaded), loaded.broken


def asked(progress: Progress, *lessons: Lesson) -> list[tuple[str, str]]:
    """The questions of a review: the title of the lesson, and the question's id."""
    return [(due.lesson.title, due.card.question) for due in due_of(progress, *lessons)]


# When


@pytest.mark.parametrize(
    ("is_right", "is_sure", "expected"),
    [
        (True, True, Rating.Good),
        (True, False, Rating.Hard),
        (True, None, Rating.Hard),
        (False, True, Rating.Again),
        (False, False, Rating.Again),
        (False, None, Rating.Again),
    ],
)
def test_right_and_sure_is_good_right_without_saying_so_is_hard_and_wrong_is_again(is_right, is_sure, expected):
    assert rating(is_right, is_sure) is expected


# FSRS 6 begins with a stability of 0.212 days after Again, 1.2931 after Hard, and 2.3065 after Good; an interval is
# the stability in whole days, and at least one.
@pytest.mark.parametrize(
    ("is_right", "is_sure", "days"), [(False, True, 1), (False, False, 1), (True, False, 1), (True, True, 2)]
)
def test_a_wrong_answer_comes_back_tomorrow_and_a_right_and_sure_one_a_day_later(progress, is_right, is_sure, days):
    assert answer(progress, is_right, is_sure).due == NOW + days * DAY


def test_a_question_that_is_always_answered_right_is_asked_ever_more_rarely(progress, clock):
    waits = []
    for _ in range(8):
        card = answer(progress, is_right=True)
        waits.append(card.due - card.at)
        clock.now = card.due
    rarer = waits[: waits.index(365 * DAY)]
    assert rarer == sorted(set(rarer))
    assert len(rarer) > 2
    assert set(waits[len(rarer) :]) == {365 * DAY}  # and then once a year for ever


def test_a_miss_brings_it_back_soon(progress, clock):
    for _ in range(5):
        clock.now = answer(progress, is_right=True).due
    card = answer(progress, is_right=False)
    assert card.due - card.at <= 7 * DAY


def test_not_being_sure_brings_it_back_sooner(progress, clock):
    clock.now = answer(progress, is_right=True).due
    sure = next_card(progress, "overview", "q", "", True, True)
    unsure = next_card(progress, "overview", "q", "", True, False)
    wrong = next_card(progress, "overview", "q", "", False, False)
    assert wrong.due < unsure.due < sure.due


def test_the_same_answers_at_the_same_times_give_the_same_days():
    def days() -> list[int]:
        clock = Clock()
        progress = Progress(None, clock)
        found = []
        for is_right, is_sure in [(True, True), (True, False), (False, True), (True, True), (True, True)] * 3:
            card = answer(progress, is_right, is_sure)
            found.append(card.due)
            clock.now = card.due + 1
        progress.close()
        return found

    assert days() == days() == days()


def test_with_the_clock_set_back_a_question_comes_back_counted_from_the_time_that_it_is_now(progress, clock):
    clock.now = NOW + 3_000 * DAY
    answer(progress, is_right=True)
    clock.now = NOW
    card = answer(progress, is_right=True)
    assert card.at == NOW
    assert NOW + DAY <= card.due <= NOW + 30 * DAY


@pytest.mark.parametrize("now", [-(10**12), 0, 10**12, float("inf")])
def test_a_clock_that_is_out_of_its_mind_stops_nobody(progress, clock, now):
    answer(progress, is_right=True)
    clock.now = now
    card = answer(progress, is_right=True)
    assert card.due > card.at >= 0


# Which, and in which order


def test_a_review_is_at_most_twelve_questions(progress, written):
    lesson = written("one", *(f"q-{number:02}" for number in range(20)))
    for number in range(20):
        keep(progress, lesson, f"q-{number:02}", due=NOW - number)
    assert MOST == 12
    assert asked(progress, lesson) == [("one", f"q-{number:02}") for number in range(19, 7, -1)]


def test_lessons_take_turns_and_in_each_the_longest_due_comes_first(progress, written):
    one, two = written("one", "a", "b", "c"), written("two", "d", "e")
    for lesson, question, due in ((one, "a", 5), (one, "b", 9), (one, "c", 8), (two, "d", 1), (two, "e", 2)):
        keep(progress, lesson, question, due=NOW - due)
    assert asked(progress, one, two) == [("one", "b"), ("two", "e"), ("one", "c"), ("two", "d"), ("one", "a")]


def test_a_wrong_and_sure_answer_comes_first_of_all(progress, written):
    one, two = written("one", "a", "b"), written("two", "c", "d")
    keep(progress, one, "a", due=NOW - 9)
    keep(progress, one, "b", due=NOW - 1, was_sure_and_wrong=True)
    keep(progress, two, "c", due=NOW - 8)
    keep(progress, two, "d", due=NOW - 2, was_sure_and_wrong=True)
    assert asked(progress, one, two) == [("two", "d"), ("one", "b"), ("one", "a"), ("two", "c")]


def test_an_answer_that_is_wrong_and_sure_marks_the_question_and_a_right_one_a_day_later_unmarks_it(progress, clock):
    assert answer(progress, is_right=False, is_sure=True).was_sure_and_wrong
    assert answer(progress, is_right=True).was_sure_and_wrong  # at once, with the answer just seen: that shows nothing
    clock.now += DAY
    assert not answer(progress, is_right=True).was_sure_and_wrong
    assert not answer(progress, is_right=False, is_sure=False).was_sure_and_wrong


def test_a_question_that_is_not_due_is_not_asked(progress, written):
    lesson = written("one", "a", "b")
    keep(progress, lesson, "a", due=NOW + 1)
    keep(progress, lesson, "b", due=NOW)
    assert asked(progress, lesson) == [("one", "b")]


# As what


def test_a_question_that_the_program_made_comes_back_as_a_fresh_one_of_its_kind(progress):
    lesson = load_lesson("overview")
    made = [question.id for question in generate(lesson, 60) if question.made_by == "first-step"]
    assert len(made) > 2
    for question in made:
        keep(progress, lesson, question, made_by="first-step")
        (due,) = due_of(progress, lesson)
        assert due.question.id != question
        assert due.question.made_by == "first-step"
        assert due.card.question == question
        progress.reset()


def test_with_every_question_of_a_kind_due_each_is_asked_once_whichever_stands_for_whichever(progress, written):
    lesson = written("one", more=WORKED_OUT.format(id="mine"))
    made = [question.id for question in generate(lesson, 500) if question.made_by == "first-step"]
    assert 2 < len(made) <= MOST
    for first in range(len(made)):
        for place, question in enumerate(made[first:] + made[:first]):
            keep(progress, lesson, question, made_by="first-step", due=NOW - 100 + place)
        due = due_of(progress, lesson)
        assert sorted(each.question.id for each in due) == sorted(made)


def test_an_authors_question_whose_kind_the_program_knows_comes_back_as_a_fresh_one(progress, written):
    more = WORKED_OUT.format(id="mine")
    lesson = written("one", more=more)
    keep(progress, lesson, "mine")
    (due,) = due_of(progress, lesson)
    assert (due.question.made_by, due.card.question, due.card.made_by) == ("first-step", "mine", "")


def test_an_authors_question_that_only_the_author_can_answer_comes_back_itself_its_choices_in_another_order(
    progress, clock, written
):
    lesson = written("one", "mine")
    keep(progress, lesson, "mine")
    letters = set()
    for _ in range(10):
        (due,) = due_of(progress, lesson)
        assert due.question.id == "mine"
        assert [due.question.options[place].text for place in due.question.right] == ["b"]
        letters.add(due.question.right_letters)
        clock.now += DAY
    assert letters == {"A", "B"}


@pytest.mark.parametrize(
    ("choices", "moves"),
    [("1, 2, 3", False), ("3, 8, 60, 1", True), ("'Yes', 'No'", False), ("Step 2, Step 10", False), ("a, b", True)],
)
def test_only_choices_that_stand_in_an_order_of_their_own_keep_it(written, choices, moves):
    more = f"  - {{id: q, question: Q, choices: [{{text: right, correct: true}}, {choices}], explanation: E}}\n"
    question = written("one", more=more).questions[0]
    question = replace(question, options=question.options[1:], right=(0,))
    orders = {tuple(option.text for option in rearranged(question, str(seed)).options) for seed in range(20)}
    assert (len(orders) > 1) is moves


def test_an_order_does_not_come_back_in_order_already(lesson):
    text = "choices: [No new changes, DynamoDB Streams captures change], answer: {order: true}"
    question = lesson(more=f"quiz: [{{question: Q, {text}}}]\n").questions[0]
    assert {rearranged(question, str(seed)).right for seed in range(10)} == {(1, 0)}


def test_in_another_order_the_same_is_right():
    def cite(each: Question) -> list[str]:
        return [each.options[place].text for place in each.right]

    def say_right(each: Question) -> list[str]:
        return sorted(option.text for option in each.options if option.right)

    questions = [question for name in lesson_names() for question in loaded_lessons.load_lesson(name).questions]
    for seed in range(5):
        for question in questions:
            again = rearranged(question, str(seed))
            assert [option.letter for option in again.options] == [option.letter for option in question.options]
            same = list if question.in_sequence else sorted
            assert same(cite(again)) == same(cite(question))
            assert say_right(again) == say_right(question)


def test_two_questions_of_one_kind_come_back_as_two_different_ones(progress):
    lesson = load_lesson("overview")
    made = [each for each in generate(lesson, 60) if each.made_by == "first-step"][:2]
    for question in made:
        keep(progress, lesson, question.id, made_by="first-step")
    due = due_of(progress, lesson)
    assert len({each.question.id for each in due}) == len(due) == 2


def test_on_another_day_another_question_is_asked_and_on_the_same_day_the_same(progress, clock):
    lesson = load_lesson("overview")
    keep(progress, lesson, "first-step/none", made_by="first-step")

    def question() -> str:
        (due,) = due_of(progress, lesson)
        return due.question.id

    today = question()
    assert question() == today
    later = set()
    for _ in range(10):
        clock.now += DAY
        later.add(question())
    assert len(later) > 1


def test_a_learner_who_was_shown_the_location_gets_a_fresh_question_or_the_same_once_more(written):
    lesson = written("one", "mine", more=WORKED_OUT.format(id="other"))
    authored, worked_out = lesson.questions
    assert fresh_like(lesson, authored, lesson.questions).id == authored.id
    again = fresh_like(lesson, worked_out, lesson.questions)
    assert again is not None
    assert again.id not in ("mine", "other")


# A lesson that has changed since


def test_where_the_clock_was_set_back_too_the_card_of_a_question_that_is_no_more_waits(progress, clock, written):
    lesson = written("one", "new")
    keep(progress, lesson, "old", at=NOW + 9 * DAY, due=NOW + 10 * DAY)
    assert asked(progress, lesson) == []
    assert progress.due() == []


def test_the_card_of_a_question_that_is_no_more_waits_and_comes_back_with_the_question(progress, clock, written):
    lesson = written("one", "old", "older")
    keep(progress, lesson, "old")
    keep(progress, lesson, "older")
    progress.answered(key_of(lesson.scenario), "old", "quiz", True, True, "B")
    lesson = written("one", "new")
    keep(progress, lesson, "new")
    assert asked(progress, lesson) == [("one", "new")]
    assert progress.notices == [
        f"{key_of(lesson.scenario)} has changed: 2 questions that were due are no longer in it, "
        "and will be looked for again in 30 days."
    ]
    assert [card.question for card in progress.due()] == ["new"]
    assert [question for _, question, *_ in progress.answers()] == ["old"]
    lesson = written("one", "old")
    clock.now += DAYS_OFF * DAY
    assert asked(progress, lesson) == [("one", "old")]


@pytest.mark.parametrize("kind", ["a kind of long ago", "last-step"])
def test_the_card_of_a_kind_that_the_lesson_has_no_more_waits(progress, kind):
    lesson = load_lesson("overview")  # in which each thing happens once: there is no last step to ask for
    keep(progress, lesson, "made", made_by=kind)
    before = progress.card("overview", "made")
    assert asked(progress, lesson) == []
    assert progress.due() == []
    assert progress.card("overview", "made") == before._replace(due=NOW + DAYS_OFF * DAY)
    assert len(progress.notices) == 1


def test_a_lesson_that_has_problems_now_waits(progress, written, tmp_path):
    lesson = written("one", "a")
    keep(progress, lesson, "a")
    (tmp_path / "one.yaml").write_text("title: [")
    assert now_due(progress) == ([], [str(tmp_path / "one.yaml")])
    written("one", "a")
    assert [due.card.question for due in now_due(progress)[0]] == ["a"]


def test_a_file_that_has_become_equal_to_a_lesson_of_the_library_is_reviewed_all_the_same(progress, tmp_path):
    path = tmp_path / "overview.yaml"
    path.write_text((Path(__file__).parent.parent.parent / "scenarios/overview.yaml").read_text())
    progress.found_at("week/overview", str(path))
    progress.keep_card(StoredCard("week/overview", "record-created", "", 2.5, 5.0, False, NOW, NOW))
    due, broken = now_due(progress)
    assert [each.card.lesson for each in due] == ["week/overview"]
    assert broken == []


def test_of_a_file_and_its_like_in_the_library_the_same_is_not_asked_twice(progress, tmp_path):
    path = tmp_path / "overview.yaml"
    path.write_text((Path(__file__).parent.parent.parent / "scenarios/overview.yaml").read_text())
    progress.found_at("week/overview", str(path))
    for name in ("week/overview", "overview"):
        progress.keep_card(StoredCard(name, "first-step/capture.record", "first-step", 2.5, 5.0, False, NOW, NOW))
    due, _ = now_due(progress)
    assert len({each.question.id for each in due}) == len(due) == 2


def test_questions_of_a_lesson_that_is_not_there_wait_and_a_line_says_so(progress, written, tmp_path):
    lesson = written("one", "a")
    keep(progress, lesson, "a")
    (tmp_path / "one.yaml").unlink()
    assert now_due(progress) == ([], [])
    assert progress.notices == [f"{tmp_path.name}/one is not there. A question that is due waits for it."]
    written("one", "a")
    assert len(now_due(progress)[0]) == 1


def test_a_review_finds_lessons_of_the_library_and_of_files(progress, written):
    mine, ours = written("mine", "a"), load_lesson("overview")
    keep(progress, mine, "a")
    keep(progress, ours, "record-created")
    assert {due.lesson.title for due in now_due(progress)[0]} == {"mine", ours.title}


def test_a_lesson_that_is_not_open_waits(progress, written):
    keep(progress, written("one", "a"), "a")
    assert asked(progress) == []
    assert len(progress.due()) == 1


# What a lesson is kept under


def test_a_lesson_of_the_library_is_kept_under_its_name_however_it_is_opened(monkeypatch):
    ours = Path(__file__).parent.parent.parent / "scenarios"
    assert key_of(load_lesson("overview").scenario) == "overview"
    assert key_of(load_lesson(ours / "overview.yaml").scenario) == "overview"
    monkeypatch.chdir(ours)
    assert key_of(load_lesson("overview.yaml").scenario) == "overview"
    assert key_of(load_lesson("overview").scenario) == "overview"


def test_a_file_is_kept_under_its_folder_and_its_name_wherever_one_stands(written, tmp_path, monkeypatch):
    path = f"{tmp_path.name}/mine"
    assert key_of(written("mine", "a").scenario) == path
    monkeypatch.chdir(tmp_path)
    assert key_of(load_lesson("mine.yaml").scenario) == path
    assert key_of(load_lesson("./mine.yaml").scenario) == path


def test_a_file_that_is_called_like_a_lesson_of_the_library_is_another_lesson(written, tmp_path, monkeypatch):
    path = f"{tmp_path.name}/overview"
    assert key_of(written("overview", "a").scenario) == path
    monkeypatch.chdir(tmp_path)
    assert key_of(load_lesson("overview.yaml").scenario) == path
    assert key_of(load_lesson("overview").scenario) == "overview"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_whose_name_is_no_text_can_be_kept(written, tmp_path, progress):
    written("mine", "a")
    strange = tmp_path / os.fsdecode(b"\xff\xfe.yaml")
    (tmp_path / "mine.yaml").rename(strange)
    lesson = load_lesson(strange)
    Learner(progress).answered(lesson, lesson.questions[0], (1,), True)
    assert (len(progress.answers()), progress.notices) == (1, [])


def test_a_lesson_with_no_file_is_kept_under_its_name(lesson):
    assert key_of(lesson().scenario) == "lesson"


# What becomes of an answer


def test_an_answer_in_the_quiz_is_kept_and_comes_back(progress, clock):
    lesson = load_lesson("overview")
    Learner(progress).answered(lesson, lesson.questions[0], lesson.questions[0].right, False)
    assert progress.answers() == [("overview", "record-created", "quiz", True, False)]
    assert progress.due() == []
    clock.now += DAY
    assert [card.question for card in progress.due()] == ["record-created"]


def test_a_reviewed_question_moves_the_card_that_it_stands_for(progress, clock):
    lesson = load_lesson("overview")
    keep(progress, lesson, "record-created")
    ((due,), _) = now_due(progress)
    assert due.question.id != "record-created"
    Learner(progress).reviewed(lesson, due.question, due.question.right, True, due.card)
    assert progress.answers() == [("overview", due.question.id, "review", True, True)]
    assert progress.due() == []
    clock.now += 400 * DAY
    assert [card.question for card in progress.due()] == ["record-created"]


def test_a_prediction_is_kept_and_does_not_come_back(progress, clock):
    lesson = load_lesson("overview")
    learner = Learner(progress)
    learner.predicted(lesson, lesson.questions[0], lesson.questions[0].right, True)
    learner.predicted(lesson, lesson.questions[1], (), True)  # "I don't know" is never sure
    assert [answer[2:] for answer in progress.answers()] == [("predict", True, True), ("predict", False, False)]
    clock.now += 400 * DAY
    assert progress.due() == []


def test_a_wrong_answer_is_kept_with_the_misconception_behind_it(progress, lesson):
    made = lesson(
        "put: {order_id: o-1}",
        "put: {order_id: o-1}",
        more="quiz: [{question: How many records?, choices: [0, 1, 2], answer: {count: records}}]\n",
    )
    Learner(progress).answered(made, made.questions[0], (2,), True)
    assert progress.misconceptions() == {"F270": 1}


def test_with_no_progress_nothing_is_kept_and_nothing_fails():
    lesson = load_lesson("overview")
    learner = Learner()
    learner.opened(lesson, "quiz")
    learner.stepped(lesson, 1)
    learner.answered(lesson, lesson.questions[0], (0,), True)
    learner.predicted(lesson, lesson.questions[0], (), True)
    assert learner.progress is None


def test_an_answer_is_kept_by_the_choice_that_it_names_and_not_by_its_letter(progress, lesson):
    made = lesson(
        "put: {order_id: o-1}\n    id: placed",
        more="quiz:\n"
        "  - {question: When?, choices: [{step: placed}, {step: placed.capture}], "
        "answer: {first_step: {event: capture.record}}}\n"
        "  - {question: Which?, choices: [a, {text: b, correct: true}, {text: c, correct: true}]}\n",
    )
    assert made.questions[0].kept((1,)) == "placed.capture"
    assert made.questions[1].kept((1, 2)) == "b\nc"
    turned = rearranged(made.questions[1], "another order")
    assert set(turned.kept(turned.right).split("\n")) == {"b", "c"}
