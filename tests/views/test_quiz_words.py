"""The words of a quiz and of predict mode, which the player and the plain terminal share."""

from __future__ import annotations

import pytest
from three_questions import overview_with_three_questions

from simulator.learner.learner import fresh_like
from simulator.lesson.predict.session import PredictSession
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.words.references import plain, references
from simulator.views import predict_words
from simulator.views.quiz_words import (
    choice_words,
    given_words,
    graded_words,
    held_words,
    joined_paragraphs,
    joined_whys,
    number_words,
    queued_words,
    report,
    verdict_words,
)

TWICE = ("put: {order_id: o-1}", "put: {order_id: o-1}", "put: {order_id: o-2}")
"""Step 7, the second put, changes nothing. A believer of F270 expects its capture in step 8."""

HOW_MANY = (
    "quiz: [{question: How many?, choices: [none, {text: two, misconception: F270}, {text: one, correct: true}], "
    "explanation: E}]\n"
)
MATCH = "quiz: [{id: match, question: Match., answer: {match: {records: [1, 2, 3], by: event_name}}}]\n"
SEVERAL = (
    "quiz: [{question: Which?, choices: [{text: one, correct: true}, two, {text: three, correct: true}], "
    "explanation: E}]\n"
)


def started(*lessons) -> QuizSession:
    return QuizSession.start([(each, question) for each in lessons for question in each.questions])


def lines(paragraphs) -> list[str]:
    return [label + plain(prose) for label, prose in paragraphs]


@pytest.fixture(scope="module")
def overview():
    return overview_with_three_questions()


def with_location_shown(session: QuizSession) -> QuizSession:
    for _ in range(len(session.question.hints) + 1):
        session = session.with_next_hint(fresh_like)
    return session


# One question


def test_the_explanations_of_several_choices_have_their_letters():
    whys = [("A", ("It is not there.",)), ("C", ("It is late.",))]
    assert plain(joined_whys(whys)) == "A: It is not there.\n\nC: It is late."
    assert plain(joined_whys(whys[:1])) == "It is not there."


def test_a_question_is_numbered_among_all(overview):
    assert number_words(started(overview).answer((0,)).next()) == "Question 2 of 3"


def test_a_single_choice_is_its_letter_and_its_text(overview):
    assert choice_words(overview.questions[0], 1, ()) == "B  Step 2"


def test_ticks_show_what_is_picked_where_several_are_right(lesson):
    [question] = lesson(more=SEVERAL).questions
    assert [choice_words(question, option, (0,)) for option in (0, 1)] == ["A  [x] one", "B  [ ] two"]


def test_numbers_show_what_is_picked_of_a_match(lesson):
    made = lesson("put: {order_id: o-1}", "put: {order_id: o-1, a: 1}", "delete: {order_id: o-1}", more=MATCH)
    [question] = made.questions
    names = [option.text for option in question.options]
    assert [choice_words(question, option, (2, 0)) for option in range(3)] == [
        f"A  [2] {names[0]}",
        f"B  [ ] {names[1]}",
        f"C  [1] {names[2]}",
    ]
    first, second, third = question.right
    assert graded_words(question, first, (second, first, third)).endswith("  (number 1, you said 2)")
    assert graded_words(question, third, (second, first, third)).endswith("  (number 3)")
    tried = graded_words(question, first, (second, first, third), (third, second, first))
    assert tried.endswith("  (number 1, you said 2, then 3)")
    session = QuizSession.start([(made, question)])
    assert verdict_words(session.answer((second, third, first))).startswith("Wrong: nothing is in its place. ")
    assert verdict_words(session.answer((second, first, third))).startswith("Not quite. ")


def test_graded_choices_say_which_is_right_and_which_was_chosen(overview):
    question = overview.questions[0]
    assert [graded_words(question, option, (2,)) for option in (0, 1, 2)] == [
        "  A  Step 1",
        "✓ B  Step 2  (right)",
        "✗ C  Step 4  (your answer)",
    ]
    assert graded_words(question, 1, (1,)) == "✓ B  Step 2  (right, your answer)"
    assert [graded_words(question, option, (2,), (0,)) for option in (0, 1, 2)] == [
        "✗ A  Step 1  (your second try)",
        "✓ B  Step 2  (right)",
        "✗ C  Step 4  (your first answer)",
    ]


def test_the_verdict_says_whether_the_answer_is_right_and_which_one_is(overview):
    session = started(overview)
    assert verdict_words(session) == ""
    assert verdict_words(session.answer((1,))) == "Right."
    assert verdict_words(session.answer((2,))) == "Not quite. The answer is B."


def test_a_right_answer_that_was_not_sure_is_told_so(overview):
    session = started(overview)
    assert verdict_words(session.answer((1,), False)) == "Right. You were not sure."
    assert verdict_words(session.answer((2,), False)) == "Not quite. The answer is B."


def test_before_a_second_try_the_verdict_tells_no_answer(overview):
    session = QuizSession.start([(overview, overview.questions[0])], offers_second_try=True).answer((2,))
    assert verdict_words(session) == "Not quite. Try again, or see the answer."
    assert verdict_words(session.pick(1)) == "Right at the second try: B. The first one counts."
    assert verdict_words(session.pick(0)) == "Not quite. The answer is B."
    assert verdict_words(session.tell()) == "Not quite. The answer is B."


def test_a_right_answer_after_a_look_at_the_run_is_told_that_it_counts_as_unsure(overview):
    session = QuizSession.start([(overview, overview.questions[0])], is_closed_book=True).peek().answer((1,))
    assert verdict_words(session) == "Right. You looked at the run, so it counts as not sure."


def test_the_choice_is_repeated_when_it_is_asked_how_sure_it_is(overview):
    assert given_words(started(overview)) == ""
    assert given_words(started(overview).pick(1)) == "You say B, Step 2. How sure are you?"


def test_a_choice_that_ends_with_a_full_stop_gets_no_second_one(lesson):
    made = lesson(more="quiz: [{question: Q, choices: [{text: Both are., correct: true}, Why?], explanation: E}]\n")
    session = QuizSession.start([(made, made.questions[0])])
    assert given_words(session.pick(0)) == "You say A, Both are. How sure are you?"
    assert given_words(session.pick(1)) == "You say B, Why? How sure are you?"


def test_the_wrong_choice_is_marked_for_the_second_try(overview):
    question = overview.questions[0]
    assert held_words(question, 2, (), (2,)) == "C  Step 4  (✗ not this one)"
    assert held_words(question, 1, (), (2,)) == "B  Step 2"


def test_a_part_of_several_right_choices_is_told_as_right_but_not_all(lesson):
    several = "choices: [{text: a, correct: true}, b, {text: c, correct: true}]"
    made = lesson(more=f"quiz: [{{question: Q, {several}, explanation: E}}]\n")
    question = made.questions[0]
    session = QuizSession.start([(made, question)], offers_second_try=True)
    part, wrong = session.answer((0,)), session.answer((1,))
    assert verdict_words(part) == "Right so far, but not all: A is not enough. Try again, or see the answer."
    assert verdict_words(part.tell()) == "Right so far, but not all: A is not enough. The answer is A and C."
    assert verdict_words(wrong) == "Not quite. Try again, or see the answer."
    assert held_words(question, 0, (), (0,)) == "A  [ ] a  (✓ right, but not all)"
    assert held_words(question, 1, (), (1,)) == "B  [ ] b  (✗ not this one)"


def test_which_question_comes_at_the_end_is_said_once_the_location_was_shown(overview, lesson):
    assert queued_words(started(overview)) == ""
    assert queued_words(with_location_shown(started(overview))) == (
        "You have seen the place, so another question of this kind comes at the end."
    )
    own = "quiz: [{question: Q, choices: [a, {text: b, correct: true}], hint: ['[here](step:2)'], explanation: E}]\n"
    assert queued_words(with_location_shown(started(lesson(more=own)))) == (
        "You have seen the place, so this question comes once more at the end."
    )


# The report


def test_with_everything_right_the_report_says_so(overview):
    session = started(overview).answer((1,)).next().answer((0,)).next().answer((2,)).next()
    assert lines(report(session)) == ["Score: 3 of 3.", "Everything right."]


def test_a_question_that_was_added_at_the_end_counts_apart(overview):
    session = started(overview).answer((1,)).next().answer((0,)).next()
    while session.queued is None:
        session = session.with_next_hint(lambda lesson, question, asked: question)
    assert lines(report(session.answer((0,)).next().answer((2,)).next()))[0] == (
        "Score: 2 of 3. Added at the end, after a place was shown: 1 of 1 right."
    )


def test_the_report_says_what_was_missed_what_was_said_and_how_surely(overview):
    session = started(overview).next().answer((1,), False).next().answer((0,), True).next()
    assert lines(report(session)) == [
        "Score: 0 of 3.",
        "Missed 3: Nothing more changes in the table. What do the stream and the consumer do? (the answer is C, No new "
        "record is created, and the consumer stays idle; you said A and you were sure)",
        "Missed 1: At which step is the stream record created? (not answered)",
        "Missed 2: What is the consumer's state after step 4? (the answer is A, Reading; you said B)",
    ]


def test_a_report_before_the_end_shows_no_answer_that_is_still_to_come(overview):
    assert lines(report(started(overview).answer((1,)).next())) == ["Score: 1 of 3.", "2 questions were left."]


def test_the_report_says_which_belief_answers_fit_and_links_to_what_refutes_it(lesson):
    *_, (label, suspicion) = report(started(lesson(*TWICE, more=HOW_MANY)).answer((1,)).next())
    said = label + plain(suspicion)
    assert said.startswith(
        'To think about: Your answer to 1 would fit with "Every put and every update gives a stream record." (F270). '
    )
    assert said.endswith(" Look again at step 7.")
    assert [each.scheme for each in references(suspicion)] == ["fact", "step"]


def test_a_mixed_report_names_the_lesson_and_links_into_none(lesson):
    mixed = started(lesson(*TWICE, title="First", more=HOW_MANY), lesson(*TWICE, title="Second", more=HOW_MANY))
    suspicions = [
        prose for label, prose in report(mixed.answer((1,)).next().answer((1,)).next()) if label == "To think about: "
    ]
    assert [plain(each).partition(" would")[0] for each in suspicions] == [
        "Your answer to 1 (First)",
        "Your answer to 2 (Second)",
    ]
    assert [reference.scheme for each in suspicions for reference in references(each)] == ["fact", "fact"]


def test_paragraphs_are_joined_with_an_empty_line_between(overview):
    assert plain(joined_paragraphs([("Missed 1: ", ("why", "?")), ("", ("more",))])) == "Missed 1: why?\n\nmore"
    assert joined_paragraphs([]) == ()


# Predict mode


@pytest.fixture(scope="module")
def predicting(overview):
    session = PredictSession.start(overview)
    return session.ask(session.waiting[0])


@pytest.mark.parametrize(("is_sure", "words"), [(True, " (sure)"), (False, " (not sure)"), (None, "")])
def test_a_prediction_is_said_with_how_sure_it_was(predicting, is_sure, words):
    prediction = predicting.pick(1).commit(is_sure).revealed
    assert predict_words.said_words(prediction) == f"DynamoDB Streams captures change{words}"


def test_a_learner_who_does_not_know_is_told_so(predicting):
    assert predict_words.said_words(predicting.give_up().revealed) == "you don't know"


def test_the_verdict_of_a_prediction(predicting):
    assert predict_words.verdict_words(predicting.pick(1).commit(True).revealed) == "Right."
    assert predict_words.verdict_words(predicting.pick(0).commit(True).revealed) == "Not quite."
    assert predict_words.verdict_words(predicting.give_up().revealed) == "Now you see it."


def test_the_fact_is_said_whatever_was_predicted(predicting):
    assert predict_words.fact_words(predicting.give_up().revealed) == "DynamoDB Streams captures change"


def test_a_run_that_was_predicted_without_a_mistake_is_said_to_have_gone_as_predicted(overview):
    session = PredictSession.start(overview)
    for gate, is_sure in zip(session.waiting, (True, False, None, True), strict=True):
        session = session.ask(gate).pick(gate.question.right[0]).commit(is_sure)
    assert lines(predict_words.report(session)) == [
        "You predicted 4 of 4 right.",
        "The run went as you said, also in step 4, where you were not sure.",
    ]


def test_the_steps_that_still_ask_are_counted_and_the_next_one_is_named(overview):
    session = PredictSession.start(overview)
    assert (
        predict_words.ahead_words(session, 0) == "4 steps will ask you before they are shown; the next one is step 2."
    )
    assert predict_words.ahead_words(session, 5) == "1 step will ask you before it is shown: step 6."
    assert predict_words.ahead_words(session, 6) == ""


def test_the_report_of_predictions_says_how_many_were_right_and_what_the_others_point_to(lesson):
    session = PredictSession.start(lesson(*TWICE, more="predict: [8]\n"))
    [gate] = session.waiting
    [believer] = [index for index, each in enumerate(gate.question.options) if each.misconception == "F270"]
    after = session.ask(gate).pick(believer).commit(True)
    score, missed, suspicion = lines(predict_words.report(after))
    assert score == "You predicted 0 of 1 right."
    assert missed.startswith("Step 8: it is ")
    assert missed.endswith('; you said "DynamoDB Streams captures change (o-1)" and you were sure.')
    assert suspicion.startswith('To think about: Your answer to step 8 would fit with "Every put and every update')
    [why] = predict_words.whys(session.lesson, after.revealed)
    assert "Every put and every update gives a stream record." in plain(why)
    assert "Look at step 7 (F270)." in plain(why)


def test_a_reveal_announces_the_key_moments_of_its_step_unless_the_next_step_is_still_asked_about(lesson):
    moments = "key_moments: [{question: Why?, step: 2, answer: So.}, {question: And then?, step: 4, answer: That.}]\n"
    session = PredictSession.start(lesson(more=moments + "predict: [2, 4, 5]\n"))
    for _ in (2, 4):
        session = session.ask(session.waiting[0]).give_up()
    told = [[plain(each) for each in predict_words.moments_at(session, step)] for step in (2, 3, 4)]
    assert told == [["Why?"], [], []]
