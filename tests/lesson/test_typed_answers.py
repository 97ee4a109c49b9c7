"""Answers that are typed: numbers with units and tolerances, words, known wrong values, and what cannot be asked so."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from cases import in_each_case

from simulator.learner.learner import Learner
from simulator.lesson.check.advice_on_quiz import is_looked_up
from simulator.lesson.quiz.quantities import number_words, quantity
from simulator.lesson.quiz.session import QuizSession
from simulator.lesson.words.references import plain
from simulator.lesson_tests.answers_hold import misgraded

ONE = "put: {order_id: o-1}"


@pytest.fixture(scope="module")
def typed(lesson):
    """A lesson of one put with one question whose answer is typed."""

    def made(how: str, answer: str = "", *entries: str):
        asked = f"answer: {answer}, " if answer else ""
        more = f"quiz: [{{id: q, question: Q, {asked}typed: {how}, explanation: Because it is so.}}]\n"
        return lesson(*(entries or [ONE]), more=f"show: {{variables: [iterator_age, checkpoint]}}\n{more}")

    return made


def answered(lesson, *texts: str) -> QuizSession:
    """A session in which each text is typed in its turn, and nothing is said of how sure it is."""
    session = QuizSession.start([(lesson, each) for each in lesson.questions], offers_second_try=True)
    for text in texts:
        session = session.type(text).commit(None)
    return session


@in_each_case(
    "text, unit, number",
    [
        ("3", "", 3),
        ("-3", "", -3),
        ("+3.50", "", Fraction(7, 2)),
        ("1,000", "", 1000),
        ("Step 5", "", 5),
        ("record 4", "", 4),
        ("3 records", "records", 3),
        ("1 record", "records", 1),
        ("1.5", "s", Fraction(3, 2)),
        ("1500ms", "s", Fraction(3, 2)),
        ("2 min", "s", 120),
        ("2 min 05.500 s", "s", Fraction(251, 2)),
        ("1 h 02 min 03.000 s", "h", Fraction(3723, 3600)),
        *((text, "s", None) for text in ("", "abc", "1e5", "0x10", "½", "٣", "1..2", "1 2", "--1", "3 records")),
        *((text, "", None) for text in ("3 s", "3 records", "o-1", "1,00", "NaN", "inf", "\x00")),
    ],
)
def test_a_number_is_read_in_its_unit_and_durations_are_converted(text, unit, number):
    assert quantity(text, unit) == number


def test_a_number_is_written_without_a_fraction_and_without_endless_digits():
    assert [number_words(Fraction(each)) for each in ("3", "-0.5", "1/3", "-1/10000000", "9" * 40)] == [
        "3",
        "-0.5",
        "0.333333",
        "0",
        "9" * 40,
    ]


@pytest.mark.parametrize(
    ("how", "answer", "right", "wrong"),
    [
        ("{}", "{count: records}", ("1", "1.0", "01", " 1 "), ("0", "2", "1.1")),
        ("{}", "{first_step: {event: read.records}}", ("4", "step 4"), ("5",)),
        ("{}", "{variable: consumer_state, after: 4}", ("Reading", "reading", " READING "), ("Read", "Idle")),
        ("{unit: s, tolerance: 0.1}", "{variable: iterator_age, after: 5}", ("1.05", "1.1 s", "950ms"), ("1.2", "0")),
        ("{unit: records}", "{variable: checkpoint, after: 5}", ("1", "1 record"), ("2",)),
        ("{value: PAID}", "", ("paid", '"PAID"'), ("PLACED",)),
        ("{value: 2.5, tolerance: 0.5}", "", ("2", "3"), ("1.9", "3.01")),
        ("{value: 1 h, unit: h}", "", ("1", "60 min", "3600 s"), ("60", "1 min")),
    ],
)
def test_a_typed_answer_is_right_by_its_value(typed, how, answer, right, wrong):
    made = typed(how, answer)
    assert [text for text in right if not answered(made, text).attempts[0].is_right] == []
    assert [text for text in wrong if answered(made, text).attempts[0].is_right] == []
    assert list(misgraded(made.questions, made.trace)) == []


@pytest.mark.parametrize("text", ["", " ", "many", "1 s", "\x1b[A", "🙂", "1" * 300, "]", "[/x]", "1\n2"])
def test_what_is_no_number_is_no_answer_to_a_question_for_one(typed, text):
    session = answered(typed("{}", "{count: records}"))
    assert session.type(text) is session


@pytest.mark.parametrize("text", ["[/bold]", "\x1b]0;x\x07", "読者🙂", "'; --", "\ud800", "a" * 200, "h", "\x00"])
def test_any_other_text_is_a_wrong_word_and_can_be_kept(typed, progress, text):
    made = typed("{value: PAID}")
    [attempt] = answered(made, text).attempts
    assert not attempt.is_right
    Learner(progress).answered(made, attempt.question, attempt.chosen, None)
    [kept] = json.loads(progress.exported())["answer"]
    assert kept["chosen"].isprintable()
    assert not kept["is_right"]


def test_the_first_answer_counts_and_a_second_try_comes_before_the_right_one_is_shown(typed):
    session = answered(typed("{}", "{count: records}"), "7")
    assert session.is_held
    assert session.type("many") is session
    again = session.type("1")
    assert (again.second is not None, again.is_revealed, again.score) == (True, True, 0)
    assert again.attempts[0].question.kept(again.attempts[0].chosen) == "7"


def test_a_typed_answer_can_be_taken_back_and_its_options_cannot_be_picked(typed):
    session = answered(typed("{}", "{count: records}"))
    assert session.pick(0) is session
    given = session.type("7")
    assert given.given is not None
    assert given.undo().given is None
    assert given.undo().type("1").commit(True).score == 1


def test_a_known_wrong_value_is_answered_with_its_reason_and_its_belief(typed):
    made = typed(
        "{tolerance: 0.2, wrong: [{value: 3, why: It is one write., misconception: F289}, 9]}", "{count: writes}"
    )
    for text in ("3", "3.1"):
        [attempt] = answered(made, text).attempts
        [(label, why)] = made.beliefs.whys(attempt.question, attempt.chosen)
        assert label == text
        assert plain(why).startswith("It is one write. This answer fits a common belief:")
        assert made.beliefs.behind(attempt.question, attempt.chosen[0]).misconception.number == "F289"
    [other] = answered(made, "5").attempts
    assert made.beliefs.whys(other.question, other.chosen) == []


def test_a_value_that_a_believer_would_type_is_known_without_being_listed(typed):
    made = typed("{}", "{count: capture.record}", ONE, ONE)
    [attempt] = answered(made, "2").attempts
    believed = made.beliefs.behind(attempt.question, attempt.chosen[0])
    assert believed.misconception.rules.unchanged_write_is_recorded


def test_a_typed_question_is_not_answered_by_reading_one_cell(typed):
    made = typed("{}", "{variable: consumer_state, after: 4}")
    assert not is_looked_up(made.scenario.quiz[0])


@in_each_case(
    "rest, said",
    [
        ("typed: {}", "12:5: L403 no value is right"),
        ("typed: 3", "S203 expected how the answer is typed"),
        ("typed: {value: 3}, choices: [1, 2]", "S206 an answer that is typed has no choices"),
        ("typed: {value: 3, tolerance: -1}", "S204 expected 0 or more"),
        ("typed: {value: 3, tolerance: x}", "S203 expected a number, such as 0.5"),
        ("typed: {value: 3, tolerance: '1'}", "S203 expected a number, such as 0.5"),
        ("typed: {value: PAID, tolerance: 1}", 'L405 the answer is "PAID", which is a word'),
        ("typed: {value: PAID, unit: s}", 'L405 the answer is "PAID", which is no number of s'),
        ("typed: {value: 3 s}", 'L405 the answer is "3 s", a number with a unit; say the unit: {unit: s}'),
        ("typed: {value: 3, wrong: [x]}", 'L405 "x" is not a number'),
        ("typed: {value: 3, wrong: [3.0]}", 'L404 "3" is listed as wrong and counts as right: the answer is "3"'),
        ("typed: {value: 3, tolerance: 1, wrong: [{value: 4}]}", 'the answer is "3", give or take 1'),
        ("typed: {value: PAID, wrong: [paid]}", 'L404 "paid" is listed as wrong and counts as right'),
        ("typed: {value: 3, wrong: [4, 4.0]}", 'L406 the value "4" is here twice'),
        ("typed: {value: 3, wrong: [{value: 4, misconception: F1}]}", "L402 F1 is no wrong belief"),
        ("typed: {value: 3, wrong: [{value: 4, why: '[x](step:99)'}]}", "L402 no step 99"),
        ("typed: {value: 3}, answer: {count: records}", "L405 the program works this answer out; leave `value` away"),
        ("typed: {}, answer: {order: true}", "L405 a typed answer is one value; `order` gives several"),
        ("typed: {}, answer: {changed_in: 2}", "L405 a typed answer is one value; `changed_in` gives several"),
        ("typed: {}, answer: {match: {records: [1, 2]}}", "L405 a typed answer is one value; `match` gives several"),
        ("typed: {unit: s}, answer: {variable: consumer_state, after: 4}", 'L405 the answer is "Reading", which is no'),
        ("typed: {}, answer: {count: nothing}", 'L405 no count "nothing"'),
        ("value: 3", "S201 `value` stands inside `typed`: typed: {value: 3}"),
        ("typed: {valeu: 3}", 'S201 unknown key "valeu"; did you mean "value"?'),
    ],
)
def test_what_is_wrong_with_a_typed_question_is_said_at_its_place(complaints, rest, said):
    keys = rest.replace("}, ", "}\n    ")
    found = complaints(f"quiz:\n  - question: Q\n    explanation: Because it is so.\n    {keys}\n")
    assert any(said in each for each in found), found
