"""Questions: which answers are right, which hints lead to them, and which location they end at."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.lesson.words.references import Location, plain

QUIZ = """\
quiz:
  - question: How many records?
    choices: [1, 2]
    answer: {count: records}
    explanation: One.
  - question: Which are phases?
    choices: [{text: read, correct: true}, table, {text: idle, correct: true, why: It is.}]
    explanation: Two of them, as in [step 4](step:4).
  - question: What is right?
    choices: [this, {text: that, correct: true}]
    explanation: No place here.
"""


@pytest.fixture(scope="module")
def questions(lesson):
    return lesson(more=QUIZ).questions


def choose(letters: str) -> tuple[int, ...]:
    return tuple("ABC".index(letter) for letter in letters)


def test_a_question_without_an_id_is_called_by_its_number(questions):
    assert [question.id for question in questions] == ["question-1", "question-2", "question-3"]


def test_several_choices_can_be_right(questions):
    assert [question.several for question in questions] == [False, True, False]
    assert [question.right_letters for question in questions] == ["A", "A and C", "B"]


@in_each_case(
    "index, letters, right",
    [
        (0, "A", True),
        (0, "B", False),
        (0, "AB", False),
        (1, "AC", True),
        (1, "A", False),
        (1, "C", False),
        (1, "ABC", False),
        (2, "B", True),
        (2, "A", False),
    ],
)
def test_an_answer_is_right_only_where_exactly_the_right_choices_are_chosen(questions, index, letters, right):
    assert questions[index].is_right(choose(letters)) is right


def test_hints_are_the_authors_from_a_nudge_to_where_to_look_and_then_a_place(overview):
    question = overview.questions[0]
    assert [plain(hint) for hint in question.hints] == [
        "Writing to the table and recording the change are two different things.",
        'Look down the "Stream Record Created?" column for the first Yes.',
    ]
    assert question.location == Location(2, "record_created")


@in_each_case(
    "answer, choice, hint, place",
    [
        (
            "{first_step: {column: record_created}}",
            "Step 2",
            'Look down the "Stream Record Created?" column of the process table.',
            Location(2, "record_created"),
        ),
        (
            "{cell: {step: 4, column: consumer_reads}}",
            "'Yes'",
            'Look down the "Consumer Reads?" column of the process table.',
            Location(4, "consumer_reads"),
        ),
        (
            "{variable: consumer_state, after: 4}",
            "Reading",
            'Look at the row "Consumer State" of the status tracker, column "After Step 4".',
            Location(4, variable="consumer_state"),
        ),
        (
            "{variable: table_data, after: 0}",
            "Empty",
            'Look at the row "DynamoDB Table Data" of the status tracker, column "Start".',
            Location(0, variable="table_data"),
        ),
        (
            "{variable: stream_records, after: 6}",
            "One record processed",
            'Look at the row "Stream Records" of the status tracker, column "Final".',
            Location(6, variable="stream_records"),
        ),
        (
            "{count: records}",
            "1",
            'Look at the row "Stream Records" of the status tracker, column "Final".',
            Location(6, variable="stream_records"),
        ),
        ("{first_step: {event: read.records}}", "Step 4", "Step through the process table to its end.", Location(4)),
    ],
)
def test_a_question_without_hints_gets_one_that_says_where_to_look(lesson, answer, choice, hint, place):
    more = f"quiz: [{{question: Q, choices: [{choice}, other], answer: {answer}, explanation: E}}]\n"
    [question] = lesson(more=more).questions
    assert [plain(each) for each in question.hints] == [hint]
    assert question.location == place


def test_a_hint_names_a_column_that_the_tracker_has(lesson):
    # Nothing changes in step 3 and in step 7, a refused write: their values stand under steps 2 and 6, the last one.
    more = "quiz:\n" + "".join(
        f"  - {{question: Q{step}, choices: [Idle, Gone], answer: {{variable: consumer_state, after: {step}}}, "
        "explanation: E}\n"
        for step in (3, 7)
    )
    entries = ("put: {order_id: o-1}", "{put: {order_id: o-1}, condition: {attribute_not_exists: order_id}}")
    made = lesson(*entries, more=more)
    assert len(made.trace.steps) == 7
    assert [plain(question.hints[0]).partition("tracker")[2] for question in made.questions] == [
        ', column "After Step 2".',
        ', column "Final".',
    ]


def test_an_authored_question_leads_to_the_first_place_that_its_texts_name(questions):
    assert questions[1].location == Location(4)
    assert questions[2].location is None
    assert questions[2].hints == ()
