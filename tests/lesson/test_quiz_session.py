"""A quiz as a value: hints, picks, the first answer, the question that comes again, the report, and practice."""

from __future__ import annotations

import dataclasses

import pytest
from three_questions import overview_with_three_questions

from simulator.learner.learner import fresh_like
from simulator.lesson.quiz.question import rearranged
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.words.references import plain

SEVERAL, ORDER, MATCH, PLAIN = range(4)

KINDS = """\
quiz:
  - question: Which are phases?
    choices: [{text: read, correct: true}, table, {text: idle, correct: true}]
    explanation: Two of them.
  - question: Put these in order.
    choices: [Consumer reads stream record, DynamoDB Streams captures change, No new changes]
    answer: {order: true}
  - id: match
    question: Match them.
    answer: {match: {records: [1, 2, 3], by: event_name}}
  - question: What is right?
    choices: [this, {text: that, correct: true}]
    explanation: No place here.
"""


@pytest.fixture(scope="module")
def overview():
    return overview_with_three_questions()


@pytest.fixture(scope="module")
def kinds(lesson):
    """One question of each kind, in the order of the constants above."""
    return lesson("put: {order_id: o-1}", "put: {order_id: o-1, a: 1}", "delete: {order_id: o-1}", more=KINDS)


def started(lesson, first: int = 0) -> QuizSession:
    """A session of a lesson's questions from one of them on."""
    return QuizSession.start([(lesson, question) for question in lesson.questions[first:]])


def never(*_):
    """Stands for a replacement where none may be looked for."""
    raise AssertionError("no replacement is needed")


def with_location_shown(session: QuizSession, replacement=fresh_like) -> QuizSession:
    """The session after all hints of the question, the last of which is its location."""
    assert session.question is not None
    for _ in range(len(session.question.hints) + 1):
        session = session.with_next_hint(replacement)
    return session


def answered(session: QuizSession, *chosen: int) -> QuizSession:
    """The session after single choices in turn, each followed by the next question."""
    for option in chosen:
        session = session.answer((option,)).next()
    return session


# Hints


def test_hints_come_one_after_another_in_the_authors_order(overview):
    session = started(overview)
    assert session.hints == ()
    for number in range(len(overview.questions[0].hints)):
        session = session.with_next_hint(never)
        assert session.hints == overview.questions[0].hints[: number + 1]
    assert session.queued is None


def test_after_the_last_hint_the_location_is_shown_and_another_question_is_queued(overview):
    session = with_location_shown(started(overview))
    assert session.queued is not None
    assert session.queued.id not in [question.id for question in overview.questions]
    assert not session.is_repeated


def test_the_replacement_is_looked_for_once_among_all_questions_of_the_session(overview):
    calls = []

    def replacement(lesson, question, asked):
        calls.append((lesson, question, list(asked)))
        return rearranged(question, "again")

    session = with_location_shown(started(overview), replacement)
    assert session.with_next_hint(never) is session
    assert calls == [(overview, overview.questions[0], list(overview.questions))]


def test_a_question_without_a_location_queues_nothing(kinds):
    session = started(kinds, PLAIN)
    assert session.with_next_hint(never) is session


def test_an_answered_question_has_no_more_hints(overview):
    session = started(overview).answer((0,))
    assert session.with_next_hint(never) is session


def test_the_next_question_begins_without_hints(overview):
    session = started(overview).with_next_hint(never).answer((0,)).next()
    assert (session.hints_shown, session.hints) == (0, ())


# Answers


def test_a_pick_is_the_answer_where_one_option_is_all_of_it(overview):
    session = started(overview).pick(1)
    assert session.given == (1,)
    session = session.commit(None)
    assert session.is_answered
    assert session.attempts[0].is_right


def test_the_first_answer_counts(overview):
    session = started(overview).answer((2,))
    assert session.answer((1,)) is session
    assert session.answer((1,)) is session
    assert session.attempts[0].chosen == (2,)


def test_an_answer_leaves_the_session_before_it_as_it_was(overview):
    before = started(overview)
    before.answer((1,))
    assert before == started(overview)


@pytest.mark.parametrize("option", [-1, 4, 99])
def test_an_option_that_does_not_exist_cannot_be_picked(overview, option):
    session = started(overview)
    assert session.pick(option) is session


def test_where_several_are_right_picks_are_ticked_and_unticked_until_they_are_submitted(kinds):
    session = started(kinds, SEVERAL).pick(2).pick(1).pick(0).pick(1)
    assert session.picked == (0, 2)
    assert session.is_open
    assert session.submit().commit(None).attempts[0].is_right


def test_nothing_ticked_is_nothing_submitted(kinds):
    session = started(kinds, SEVERAL)
    assert session.submit() is session


def test_a_single_choice_is_not_submitted(kinds):
    session = started(kinds, PLAIN)
    assert session.submit() is session


def test_an_order_is_picked_one_after_another_and_answered_with_the_last(kinds):
    session = started(kinds, ORDER).pick(1).pick(1).pick(0)
    assert session.picked == (1, 0)
    assert session.is_open
    assert session.pick(2).commit(None).attempts[0].is_right


def test_a_match_is_picked_slot_by_slot(kinds):
    session = started(kinds, MATCH)
    for option in kinds.questions[MATCH].right:
        session = session.pick(option)
    assert session.commit(None).attempts[0].is_right


def test_the_newest_pick_can_be_taken_back(kinds):
    session = started(kinds, ORDER).pick(2).undo()
    assert session.picked == ()
    assert session.undo().picked == ()
    assert session.pick(1).pick(0).pick(2).commit(None).attempts[0].is_right


def test_picks_do_not_reach_the_next_question(kinds):
    assert started(kinds, SEVERAL).pick(0).next().picked == ()


# Sureness


@pytest.mark.parametrize("is_sure", [True, False, None])
def test_how_sure_an_answer_is_is_said_after_the_choice_or_left_unsaid(overview, is_sure):
    session = started(overview).pick(1)
    assert session.is_open
    [attempt, *_] = session.commit(is_sure).attempts
    assert (attempt.chosen, attempt.is_sure) == ((1,), is_sure)


def test_silence_is_not_taken_for_sureness(overview):
    [attempt, *_] = started(overview).pick(2).commit(None).attempts
    assert not attempt.is_right
    assert not attempt.was_surely_wrong


def test_a_choice_can_be_changed_or_taken_back_until_it_is_said_how_sure_it_is(overview):
    session = started(overview).pick(2)
    assert session.pick(1).given == (1,)
    assert session.undo().given is None
    assert session.undo().pick(1).commit(True).attempts[0].is_right


def test_a_choice_of_several_that_is_taken_back_keeps_its_ticks(kinds):
    session = started(kinds, SEVERAL).pick(0).pick(2).submit()
    assert session.pick(1) is session
    assert (session.undo().given, session.undo().picked) == (None, (0, 2))


def test_nothing_is_said_of_sureness_before_a_choice_or_after_the_answer(overview):
    session = started(overview)
    assert session.commit(True) is session
    answered = session.answer((1,), False)
    assert answered.commit(True) is answered


def test_an_answer_after_the_location_was_shown_is_not_sure_and_it_is_not_asked(overview):
    session = with_location_shown(started(overview)).pick(1)
    assert session.attempts[0].is_sure is False
    assert session.next().pick(0).commit(True).attempts[1].is_sure is True


# The second try


@pytest.fixture
def trying(overview):
    """A session of a lesson's questions with a second try."""
    return QuizSession.start([(overview, question) for question in overview.questions], offers_second_try=True)


def test_a_wrong_answer_is_kept_and_the_right_one_is_held_back_for_a_second_try(trying):
    session = trying.answer((2,), True)
    assert (session.is_answered, session.is_held, session.is_revealed) == (True, True, False)
    assert session.attempts[0].chosen == (2,)


def test_the_first_answer_counts_whatever_the_second_try_is(trying):
    session = trying.answer((2,), True).pick(1)
    assert (session.second, session.is_revealed) == ((1,), True)
    assert session.attempts[0].chosen == (2,)
    assert session.score == 0
    assert session.pick(0) is session


def test_the_answer_can_be_seen_without_a_second_try(trying):
    session = trying.answer((2,)).tell()
    assert (session.second, session.is_revealed) == (None, True)


def test_before_a_second_try_the_hints_in_words_are_left_and_the_location_is_not(trying):
    held = trying.answer((2,))
    words = len(held.question.hints)
    hinted = held
    for _ in range(words + 1):
        hinted = hinted.with_next_hint(never)
    assert (hinted.hints_shown, hinted.queued, hinted.is_held) == (words, None, True)
    assert [held.has_hint_in_words, hinted.has_hint_in_words, held.tell().has_hint_in_words] == [True, False, False]


def test_a_right_answer_needs_no_second_try(trying):
    session = trying.answer((1,))
    assert session.is_revealed
    assert session.tell() is session


def test_between_two_choices_there_is_no_second_try(kinds):
    asked = [(kinds, kinds.questions[PLAIN])]
    assert QuizSession.start(asked, offers_second_try=True).answer((0,)).is_revealed


def test_the_next_question_has_its_own_second_try(trying):
    assert trying.answer((2,)).tell().next().answer((1,)).is_held


# Closed books


@pytest.fixture
def closed(overview):
    """A review of a lesson's questions."""
    return QuizSession.start([(overview, question) for question in overview.questions], is_closed_book=True)


def test_the_book_is_closed_while_a_question_is_open(closed):
    assert not closed.is_book_open
    assert not closed.pick(1).is_book_open
    assert closed.answer((1,)).is_book_open
    assert not closed.answer((1,)).next().is_book_open


def test_a_look_at_the_run_opens_the_book_and_makes_the_answer_unsure(closed):
    session = closed.peek()
    assert session.is_book_open
    assert session.pick(1).attempts[0].is_sure is False
    assert session.answer((1,), True).attempts[0].is_sure is False


def test_the_last_hint_opens_the_book(closed):
    assert with_location_shown(closed).is_book_open


def test_in_a_quiz_with_open_books_there_is_nothing_to_peek_at(overview):
    session = started(overview)
    assert session.is_book_open
    assert session.peek() is session


def test_a_look_after_the_answer_changes_nothing(closed):
    session = closed.answer((1,), True)
    assert session.peek() is session


# The question that comes again


def test_the_queued_question_comes_at_the_end_and_is_kept(overview):
    session = with_location_shown(started(overview))
    queued = session.queued
    session = answered(session, 1, 0, 2)
    assert session.question is queued
    assert len(session.attempts) == 4
    assert session.attempt.is_kept


def test_the_same_question_once_more_is_practice(lesson):
    asked = "quiz: [{question: Q, choices: [a, {text: b, correct: true}], hint: ['[here](step:2)'], explanation: E}]\n"
    session = with_location_shown(started(lesson(more=asked)))
    assert session.is_repeated
    session = session.answer((0,)).next()
    assert session.question.id == session.attempts[0].question.id
    assert not session.attempt.is_kept


def test_in_a_review_every_replacement_is_practice(overview):
    asked = [(overview, question) for question in overview.questions]
    session = with_location_shown(QuizSession.start(asked, keeps_replacements=False))
    assert [each.is_kept for each in answered(session, 1, 0, 2).attempts] == [True, True, True, False]


def test_a_replacement_with_the_id_of_another_lessons_question_is_kept(lesson):
    more = "quiz: [{id: q, question: Q, choices: [a, {text: b, correct: true}], hint: '[x](step:2)', explanation: E}]\n"
    first, second = lesson(more=more), lesson(title="Another", more=more)
    [of_first], [of_second] = first.questions, second.questions
    other = dataclasses.replace(of_second, id="new")
    session = QuizSession.start([(first, dataclasses.replace(of_first, id="new")), (second, of_second)])
    session = with_location_shown(session.answer((1,)).next(), lambda *_: other).answer((1,)).next()
    assert session.question is other
    assert session.attempt.is_kept


def test_a_skipped_question_whose_location_was_shown_is_replaced_too(overview):
    session = with_location_shown(started(overview)).next()
    assert len(session.attempts) == 4


def test_the_last_question_is_not_the_last_where_another_is_queued(overview):
    session = answered(started(overview), 1, 0)
    assert session.is_last
    assert not with_location_shown(session).is_last


# The report


def test_after_the_last_question_nothing_is_asked(overview):
    session = answered(started(overview), 1, 0, 2)
    assert (session.question, session.attempt) == (None, None)
    assert not session.is_open
    assert session.next() is session
    assert session.answer((0,)) is session
    assert session.with_next_hint(never) is session


def test_a_session_without_questions_is_at_its_report():
    session = QuizSession.start([])
    assert session.question is None
    assert (session.score, session.missed, session.still_to_come) == (0, (), 0)


def test_the_score_counts_right_answers_and_the_rest_is_missed(overview):
    session = answered(started(overview), 1, 0, 0)
    assert (session.score, session.missed) == (2, (2,))


def test_a_skipped_question_is_missed(overview):
    session = started(overview).next().answer((0,)).next()
    assert (session.score, session.missed, session.still_to_come) == (1, (0,), 1)


def test_questions_that_had_no_turn_are_not_missed_but_still_to_come(overview):
    session = started(overview).answer((0,)).next()
    assert (session.missed, session.still_to_come) == ((0,), 2)


def test_an_answer_without_its_turn_finished_is_not_still_to_come(overview):
    session = started(overview).answer((0,))
    assert (session.missed, session.still_to_come) == ((0,), 2)


def test_wrong_and_sure_answers_come_first_among_the_missed(overview):
    session = started(overview).next().answer((1,), False).next().answer((0,), True).next()
    assert session.missed == (2, 0, 1)


def test_each_lesson_of_a_mixed_session_is_named_once(overview, kinds):
    asked = [(each, question) for each in (overview, kinds) for question in each.questions[:2]]
    assert QuizSession.start(asked).lessons == (overview, kinds)


# Practice


def again(_lesson, question, _asked):
    """Stands for a replacement: the question itself."""
    return question


def test_the_missed_questions_are_practised_in_the_order_of_the_report_and_not_kept(overview):
    session = started(overview).answer((0,), False).next().answer((1,), True).next().answer((2,)).next()
    practice = session.practise_missed(again)
    assert [each.question for each in practice.attempts] == [overview.questions[1], overview.questions[0]]
    assert not any(each.is_kept or each.is_answered for each in practice.attempts)


def test_a_missed_question_comes_again_as_another_one(overview):
    practice = answered(started(overview), 0, 0, 2).practise_missed(fresh_like)
    [attempt] = practice.attempts
    assert attempt.question.id not in [question.id for question in overview.questions]


def test_a_missed_question_that_nothing_is_like_comes_again_with_other_letters(lesson):
    choices = "[ant, bee, {text: cat, correct: true}, dog]"
    made = lesson(more=f"quiz: [{{question: Q, choices: {choices}, explanation: E}}]\n")
    [attempt] = answered(started(made), 0).practise_missed(fresh_like).attempts
    texts = [option.text for option in attempt.question.options]
    assert sorted(texts) == ["ant", "bee", "cat", "dog"]
    assert texts != ["ant", "bee", "cat", "dog"]
    assert [texts[index] for index in attempt.question.right] == ["cat"]


def test_no_two_missed_questions_come_again_as_the_same(overview):
    practice = answered(started(overview), 0, 1, 0).practise_missed(fresh_like)
    ids = [attempt.question.id for attempt in practice.attempts]
    assert len(set(ids)) == 3


def test_a_replacement_in_practice_is_practice(overview):
    practice = with_location_shown(answered(started(overview), 0, 0, 2).practise_missed(again))
    assert not answered(practice, 1).attempt.is_kept


def test_practice_can_be_practised_again(overview):
    practice = answered(started(overview), 0, 1, 2).practise_missed(again)
    repeated = answered(practice, 0, 0).practise_missed(again)
    assert [plain(each.question.text) for each in repeated.attempts] == [
        "At which step is the stream record created?",
    ]
