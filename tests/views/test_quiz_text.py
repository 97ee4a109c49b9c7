"""The quiz in a plain terminal: a learner's input and the program's replies."""

from __future__ import annotations

import pytest
import typist
from cases import in_each_case
from rich.cells import cell_len
from three_questions import overview_with_three_questions

from simulator.learner.learner import Learner
from simulator.lesson.lesson import load_lesson
from simulator.lesson.quiz.session import QuizSession
from simulator.terminal.quiz import ask_all, run_quiz


class Typist(typist.Typist):
    """Types at the quiz of a lesson."""

    def __init__(self, lesson, *typed: str | BaseException) -> None:
        super().__init__(*typed)
        self.session = run_quiz(lesson, self.terminal, Learner())
        self.attempts = self.session.attempts


@pytest.fixture(scope="module")
def overview():
    return overview_with_three_questions()


@in_each_case("typed", ["B", "b", " b \n", "2", "Step 2", "step 2"])
def test_a_letter_a_number_or_the_choice_itself_is_an_answer(overview, typed):
    terminal = Typist(overview, typed)
    assert terminal.attempts[0].is_right
    assert "Right." in terminal.said


@in_each_case("typed", ["", "E", "3", "0", "AB", "Step 3", "\x1b[A", "²", "é", "-1", "x" * 10_000])
def test_anything_else_is_asked_again(overview, typed):
    terminal = Typist(overview, typed, "b")
    assert terminal.attempts[0].is_right
    assert "is not one of A, B, C, D." in terminal.text
    assert all(line.isprintable() for line in terminal.said)


def test_where_the_choices_are_numbers_the_one_that_is_typed_is_meant(lesson):
    asked = lesson(
        more="quiz:\n"
        "  - {question: How many records?, choices: [2, 3, 1], answer: {count: records}, explanation: One.}\n"
    )
    assert Typist(asked, "1").attempts[0].is_right


def test_x_tells_what_the_wrong_answer_before_expects_and_once_more_before_the_score():
    lesson = load_lesson("split-shard")
    (last,) = (each for each in lesson.questions if each.id == "read-the-child")
    terminal = typist.Typist("x", "B", "x")
    run_quiz(lesson, terminal.terminal, Learner(), (lesson.questions[1], last))
    assert "x shows what a wrong answer expects; the answer before this question expects no" in terminal.text
    terminal = typist.Typist("B", "x", "s")
    run_quiz(lesson, terminal.terminal, Learner(), (last, lesson.questions[1]))
    after = terminal.said[terminal.said.index("Type x to see what this belief expects.") :]
    assert "The runs part at step 20; the 19 steps before it are the same." in after
    terminal = typist.Typist("B", "x")
    run_quiz(lesson, terminal.terminal, Learner(), (last,))
    assert terminal.said.index("At the END of both runs:") < terminal.said.index("Score: 0 of 1.")


def test_where_the_run_is_hidden_a_look_at_what_an_answer_expects_is_a_look_at_the_run():
    lesson = load_lesson("split-shard")
    terminal = typist.Typist("B", "x", "B!")
    asked = [(lesson, lesson.questions[0]), (lesson, lesson.questions[1])]
    session = ask_all(QuizSession.start(asked, is_closed_book=True), terminal.terminal, lambda *_: None)
    assert session.attempts[1].is_sure is False


def test_every_answer_right_or_wrong_gets_its_explanation_at_once(overview):
    for typed in ("A", "B"):
        said = Typist(overview, typed).text
        feedback = said[said.index("Right." if typed == "B" else "Not quite.") : said.index("Question 2")]
        assert "Why: The write in step 1 only changes the table." in feedback


def test_a_wrong_answer_is_told_the_right_one_and_why_the_choice_is_wrong(overview):
    terminal = Typist(overview, "s", "s", "A")
    assert "Not quite. The answer is C." in terminal.said
    assert "A: A record describes a change to an item. Without a change there is nothing to" in terminal.said


def test_hints_come_one_after_another_and_the_last_is_the_location_in_words(overview):
    said = Typist(overview, "h", "h", "h", "h").text
    nudge = said.index("Hint: Writing to the table and recording the change are two different things.")
    where = said.index('Hint: Look down the "Stream Record Created?" column')
    there = said.index("Step 2: DynamoDB Streams captures change. Created: Yes. Read: No. Processed: No.")
    assert nudge < where < there
    assert said.count("Step 2: DynamoDB Streams captures change.") == 2


@in_each_case(
    "hint, there",
    [
        ("[x](step:2)", "Step 2: DynamoDB Streams captures change. Created: Yes. Read: No. Processed: No."),
        ("[x](step:0)", "Nothing has happened yet."),
        ("[x](column:consumer_reads)", 'Look down the "Consumer Reads?" column of the process table.'),
        ("[x](variable:consumer_state@4)", "Consumer State, After Step 4: Reading"),
        ("[x](variable:consumer_state)", "Consumer State, Final: Idle"),
        ("[x](fact:F1)", "There is no further hint."),
    ],
)
def test_the_last_hint_puts_every_kind_of_location_into_words(lesson, hint, there):
    more = f"quiz: [{{question: Q, choices: [a, {{text: b, correct: true}}], hint: '{hint}', explanation: E}}]\n"
    terminal = Typist(lesson(more=more), "h", "h")
    assert there in terminal.text.partition("Hint: x\n")[2]


def test_the_tables_can_be_looked_at(overview):
    said = Typist(overview, "t").said
    assert "4     Consumer reads stream record           Yes            Yes       No" in said
    assert "Consumer State       Idle   Idle          Idle                Reading" in said


def test_a_skipped_question_is_missed_and_not_answered(overview):
    terminal = Typist(overview, "s", "a", "c")
    assert terminal.session.missed == (0,)
    assert terminal.said[-2:] == [
        "Score: 2 of 3.",
        "Missed 1: At which step is the stream record created? (not answered)",
    ]


def test_the_score_and_what_was_missed_stand_at_the_end(overview):
    terminal = Typist(overview, "b", "b", "c")
    assert terminal.said[-3:] == [
        "Score: 2 of 3.",
        "Missed 2: What is the consumer's state after step 4? (the answer is A, Reading;",
        "          you said B)",
    ]


def test_a_mark_says_whether_the_answer_is_sure_and_no_mark_leaves_it_unsaid(overview):
    terminal = Typist(overview, "b?", "b ?", "c !")
    assert [each.is_sure for each in terminal.attempts] == [False, False, True]
    assert [each.is_sure for each in Typist(overview, "b", "a!", "c").attempts] == [None, True, None]
    assert terminal.attempts[0].is_right
    assert "you said B)" in terminal.text


def test_an_answer_after_the_location_was_shown_is_not_sure(overview):
    attempts = Typist(overview, "h", "h", "h", "b", "h", "a", "c").attempts
    assert [each.is_sure for each in attempts[:3]] == [False, None, None]


def test_with_everything_right_the_report_says_so(overview):
    assert Typist(overview, "b", "a", "c").said[-2:] == ["Score: 3 of 3.", "Everything right."]


@pytest.mark.parametrize(
    ("end", "word"),
    [("q", "Stopped."), (EOFError(), "The input ended here."), (KeyboardInterrupt(), "Stopped.")],
)
def test_a_quiz_can_end_at_any_time_and_still_has_its_score(overview, end, word):
    terminal = Typist(overview, "b", end)
    assert word in terminal.said
    assert terminal.said[-2:] == ["Score: 1 of 3.", "2 questions were left."]


def test_several_right_answers_are_chosen_together(lesson):
    choices = "[{text: a, correct: true}, b, {text: c, correct: true}]"
    made = lesson(more=f"quiz: [{{question: Q, choices: {choices}, explanation: E}}]\n")
    assert "Several are right: type all their letters, as in AC." in Typist(made).said
    for typed in ("AC", "ca", "A, C", "1 3"):
        assert Typist(made, typed).session.score == 1
    verdicts = {"A": "Right so far, but not all: A is not enough.", "ABC": "Not quite.", "B": "Not quite."}
    for typed, verdict in verdicts.items():
        assert Typist(made, typed).session.score == 0
        assert f"{verdict} The answer is A and C." in Typist(made, typed).said


@in_each_case("typed", ["AA", "A", "ABB", "AB A"])
def test_an_order_wants_each_letter_once(lesson, typed):
    choices = "[DynamoDB Streams captures change, Write item to DynamoDB table]"
    made = lesson(more=f"quiz: [{{question: Q, choices: {choices}, answer: {{order: true}}}}]\n")
    terminal = Typist(made, typed, "BA")
    assert f'"{typed}" is not 2 different letters, as in AB.' in terminal.said
    assert terminal.session.score == 1


def test_no_choice_is_called_h_so_that_h_is_always_a_hint(lesson):
    made = lesson(
        more="quiz: [{question: Q, choices: [8, 7, 6, 5, 4, 3, 2, 1], answer: {count: records}, explanation: E}]\n"
    )
    terminal = Typist(made, "h", "i")
    assert 'Hint: Look at the row "Stream Records" of the status tracker, column "Final".' in terminal.said
    assert terminal.session.score == 1


def test_a_number_means_the_choice_that_says_it(overview):
    # The choices are Step 1, Step 2, Step 4 and Step 5.
    assert Typist(overview, "4").attempts[0].chosen == (2,)
    assert Typist(overview, "2").attempts[0].is_right


def test_the_same_question_once_more_is_said_to_be_the_same(lesson):
    made = lesson(
        more="quiz: [{question: Q, choices: [a, {text: b, correct: true}], hint: ['[here](step:2)'], explanation: E}]\n"
    )
    terminal = Typist(made, "h", "h", "b", "s")
    assert "this question comes once more at the end." in terminal.text
    assert len(terminal.attempts) == 2


def test_where_a_choice_is_a_number_a_number_is_never_a_position(lesson):
    made = lesson(more="quiz: [{question: Q, choices: [1, 2, 3, 6], answer: {count: records}, explanation: E}]\n")
    terminal = Typist(made, "4", "1")
    assert '"4" is not one of A, B, C, D.' in terminal.text
    assert terminal.session.score == 1


@in_each_case("typed", [("A", "A", "A"), ("h", "h", "h", "h", "t", "zzz"), ("q",), ("s", "s", "s")])
def test_every_line_fits_80_columns_and_is_safe_to_print(overview, nasty, typed):
    for lesson in (overview, nasty):
        for line in Typist(lesson, *typed).said:
            assert cell_len(line) <= 80, line
            assert line.isprintable()


TYPED = """\
quiz:
  - {question: How many?, answer: {count: records}, typed: {unit: records, wrong: [{value: 2, why: Why not.}]}}
  - {question: Which type?, typed: {value: S}, explanation: A text.}
"""


def test_an_answer_is_typed_with_its_mark_and_other_lines_are_commands_or_asked_again(lesson):
    terminal = Typist(lesson(more=TYPED), "a", "h", "2 records!", "t", '"s"?')
    assert "Type a letter, or the answer where there are no letters" in terminal.text
    assert "  Type a number, in records." in terminal.said
    assert '"a" is not a number, in records.' in terminal.text
    assert "Hint: " in terminal.text
    assert "Not quite. The answer is 1 records." in terminal.said
    assert "2 records: Why not." in terminal.said
    assert [(each.is_right, each.is_sure) for each in terminal.attempts] == [(False, True), (True, False)]
    assert "Missed 1: How many? (the answer is 1 records; you said 2 records and you were" in terminal.said


def test_a_typed_question_can_be_skipped_and_left(lesson):
    assert [each.chosen for each in Typist(lesson(more=TYPED), "s", "q").attempts] == [None, None]
