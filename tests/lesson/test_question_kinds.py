"""Authored questions of every kind: the right answer, the wrong ones, and what is said of a question that cannot be."""

from __future__ import annotations

import re

import pytest
from cases import in_each_case

from simulator.lesson.check.advice import advice
from simulator.lesson.lesson import Lesson
from simulator.lesson.words.references import Location, plain
from simulator.lesson_tests.answers_hold import misgraded
from simulator.scenario.complaints.complaint import ScenarioError

# Each change goes all the way before the next: write, capture, available, read, process, idle. So the put has steps 1
# to 6, the update 7 to 12, and the delete 13 to 18.
THREE = (
    "put: {order_id: o-1, status: PLACED}",
    "update: {key: {order_id: o-1}, set: {status: PAID}}",
    "delete: {order_id: o-1}",
)
TWO_ITEMS = ("put: {order_id: o-1}", "put: {order_id: o-2}")


@pytest.fixture(scope="module")
def asking(lesson):
    def made(answer: str, choices: str = "", entries: tuple[str, ...] = THREE):
        listed = f"choices: {choices}, " if choices else ""
        return lesson(*entries, more=f"quiz: [{{question: Q, {listed}answer: {answer}}}]\n")

    return made


@pytest.fixture(scope="module")
def asked(asking):
    """The one question of a lesson."""
    return lambda *more, **rest: asking(*more, **rest).questions[0]


def holds(made: Lesson) -> bool:
    """Whether each answer to a lesson's questions is graded as the run says."""
    return list(misgraded(made.questions, made.trace)) == []


ONE_RIGHT = [
    ("{first_step: {column: record_created}}", "[Step 1, Step 2, Step 3]", "B"),
    ("{first_step: {column: consumer_processes, is: true}}", "[Step 4, Step 5, Step 6]", "B"),
    ("{first_step: {variable: table_data, is: Item modified}}", "[Step 1, Step 8, Step 7]", "C"),
    ("{first_step: {event: write.remove}}", "[Step 13, Step 14]", "A"),
    ("{last_step: {column: consumer_reads}}", "[Step 16, Step 17, Step 18]", "B"),
    ("{last_step: {column: record_created, is: false}}", "[Step 1, Step 13, Step 18]", "C"),
    ("{last_step: {variable: consumer_state, is: Reading}}", "[Step 4, Step 16]", "B"),
    ("{last_step: {event: read.records}}", "[Step 4, Step 10, Step 16]", "C"),
    ("{cell: {step: 10, column: consumer_processes}}", "['Yes', 'No']", "B"),
    ("{cell: {step: 11, column: consumer_processes}}", "['Yes', 'No']", "A"),
    ("{variable: table_data, after: 13}", "[Item added, Empty, Item modified]", "B"),
    ("{variable: stream_records, after: 8}", "[2 created, '1 processed, 1 created']", "B"),
    ("{count: records}", "[1, 2, 3]", "C"),
    ("{count: writes}", "[3, 18]", "A"),
    ("{count: steps}", "[3, 18]", "B"),
    ("{count: write.modify}", "[0, 1, 2]", "B"),
    ("{changed_in: 18}", "[Stream Records, Consumer State]", "B"),
]


@in_each_case("answer, choices, letter", ONE_RIGHT)
def test_one_choice_is_right(asking, answer, choices, letter):
    made = asking(answer, choices)
    [question] = made.questions
    assert question.right_letters == letter
    assert not question.several
    assert holds(made)


def test_several_variables_change_in_a_step_and_all_of_them_have_to_be_chosen(asked):
    question = asked("{changed_in: 4}", "[Stream Records, DynamoDB Table Data, Consumer State]")
    assert question.right_letters == "A and C"
    assert question.several
    assert [question.is_right(chosen) for chosen in [(0, 2), (0,), (2,), (0, 1, 2), (1,)]] == [
        True,
        False,
        False,
        False,
        False,
    ]


def test_actions_are_put_in_the_order_in_which_they_first_happen(asking):
    choices = "[Consumer processes the change, Write item to DynamoDB table, Consumer reads stream record]"
    made = asking("{order: true}", choices)
    [question] = made.questions
    assert (question.kind, question.right_letters) == ("order", "B, C, A")
    assert holds(made)


@pytest.mark.parametrize(
    ("by", "words"),
    [
        ("event_name", ["INSERT", "MODIFY", "REMOVE"]),
        # order_id and o-1 are 11 bytes, status is 6, PLACED 6, PAID 4 (F32); the keys and each image count (F31).
        (
            "images",
            [
                "INSERT, the new image, 34 bytes",
                "MODIFY, the old and the new image, 55 bytes",
                "REMOVE, the old image, 32 bytes",
            ],
        ),
        ("size_bytes", ["34 bytes", "55 bytes", "32 bytes"]),
    ],
)
def test_records_are_matched(asking, by, words):
    made = asking(f"{{match: {{records: [1, 2, 3], by: {by}}}}}")
    [question] = made.questions
    assert question.kind == "match"
    assert question.slots == (
        "Record 1 (captured in step 2)",
        "Record 2 (captured in step 8)",
        "Record 3 (captured in step 14)",
    )
    assert [question.options[index].text for index in question.right] == words
    assert sorted(option.text for option in question.options) == sorted(words)
    assert holds(made)


def test_records_are_matched_to_the_keys_of_their_items(asked):
    question = asked("{match: {records: [2, 1], by: key}}", entries=TWO_ITEMS)
    assert [question.options[index].text for index in question.right] == ["o-2", "o-1"]


@in_each_case(
    "answer, choices, letter",
    [
        ("{count: records, what_if: {timeline: {2: null}}}", "[2, 3]", "A"),
        ("{count: records, what_if: {timeline: {4: {put: {order_id: o-9}}}}}", "[3, 4]", "B"),
        ("{count: records, what_if: {timeline: {2: {update: {set: {status: PLACED}}}}}}", "[2, 3]", "A"),
        ("{count: write.remove, what_if: {timeline: {3: {delete: {order_id: o-2}}}}}", "[0, 1]", "A"),
        ("{count: records, what_if: {timeline: {add: [{put: {order_id: o-9}, at: 1ms}]}}}", "[3, 4]", "B"),
        ("{count: read.records, what_if: {timeline: {2: {after: 0ms}, 3: {after: 0ms}}}}", "[1, 3]", "A"),
        ("{count: capture.record, what_if: {stream: {enabled: false}}}", "[0, 3]", "A"),
        (
            "{first_step: {event: capture.record}, what_if: {timeline: {1: {after: 0ms}, 2: {after: 0ms}}}}",
            "[Step 2, Step 3]",
            "B",
        ),
    ],
)
def test_what_if_asks_it_of_the_lesson_with_one_change(asking, answer, choices, letter):
    made = asking(answer, choices)
    [question] = made.questions
    assert question.right_letters == letter
    assert holds(made)


def test_what_if_leaves_the_lesson_as_it_is(lesson):
    made = lesson(
        *THREE, more="quiz: [{question: Q, choices: [2, 3], answer: {count: records, what_if: {timeline: {2: null}}}}]"
    )
    assert len(made.trace.records) == 3
    [question] = made.questions
    assert question.location is None  # the answer lies in another run
    assert "ran the lesson again" in plain(question.explanation)


def test_what_if_can_match_the_images_of_another_view_type(asked):
    question = asked("{match: {records: [1, 2]}, what_if: {stream: {view_type: KEYS_ONLY}}}")
    assert [question.options[index].text for index in question.right] == [
        "INSERT, the keys alone, 11 bytes",
        "MODIFY, the keys alone, 11 bytes",
    ]


# What cannot be. Line 9 is `quiz: [{question: Q, choices: [...], answer: {...}}]`: choices at column 22.


def complained(complaints, answer: str, choices: str = "[a, b]") -> list[str]:
    listed = f"choices: {choices}, " if choices else ""
    return complaints(f"quiz: [{{question: Q, {listed}answer: {answer}, explanation: E}}]\n")


def test_no_choice_says_one_of_the_variables_that_change(complaints):
    [line] = complained(complaints, "{changed_in: 4}", "[Stream Records, DynamoDB Table Data]")
    assert line == (
        'lesson.yaml:9:22: L403 the answer is "Stream Records" and "Consumer State"; no choice says "Consumer State"'
    )


def test_no_choice_says_what_would_be_if(complaints):
    [line] = complained(complaints, "{count: records, what_if: {timeline: {2: {put: {order_id: o-2}}}}}", "[1, 3]")
    assert line == 'lesson.yaml:9:22: L403 no choice is right: the answer is "2"'


def test_the_right_choice_twice(complaints):
    lines = complained(complaints, "{changed_in: 1}", "[DynamoDB Table Data, x, DynamoDB Table Data]")
    assert lines == [
        'lesson.yaml:9:22: L404 more than one choice is right: the answer is "DynamoDB Table Data"',
        'lesson.yaml:9:56: L406 the choice "DynamoDB Table Data" is here twice',
    ]


def test_an_action_twice_in_an_order(complaints):
    lines = complained(complaints, "{order: true}", "[No new changes, No new changes]")
    assert lines == ['lesson.yaml:9:48: L406 the choice "No new changes" is here twice']


@in_each_case(
    "answer, reason",
    [
        ("{order: true, count: records}", "an answer is one of"),
        ("{order: false}", "this has 0"),
        ("{what_if: {timeline: {2: {put: {order_id: o-2}}}}}", "this has 0"),
        ("{changed_in: 3}", "no variable changes in step 3"),
        ("{changed_in: 0}", "no step 0 in the table"),
        ("{changed_in: 7}", "no step 7; the run has 6"),
        ("{last_step: {event: write.modify}}", "no step is write.modify"),
        ("{last_step: {}}", "last_step takes one of column, variable and event"),
        ("{first_step: {variable: consumer_state}}", "a variable needs `is`, the words that it must say"),
        (
            "{first_step: {event: read.records, is: true}}",
            "`is` goes with a column or a variable; an event happens",
        ),
        ("{last_step: {column: consumer_read}}", 'no column "consumer_read"; did you mean "consumer_reads"?'),
        ("{order: true}", 'no step is "a"; the choices of an order are actions of the process table'),
        # What if
        (
            "{count: records, what_if: {timeline: {3: null}}}",
            "`what_if`: the lesson, timeline has no entry 3; it has 1",
        ),
        (
            "{count: records, what_if: {timeline: {x: null}}}",
            "`what_if`: the lesson, timeline has no entry x; it has 1",
        ),
        (
            "{count: records, what_if: {timeline: {2: null}}}",
            "`what_if`: the lesson, timeline has no entry 2; it has 1",
        ),
        ("{count: records, what_if: {streem: null}}", "`what_if`: the lesson has no streem to take away"),
        (
            "{count: records, what_if: {stream: {view_type: ALL}}}",
            "`what_if` makes a lesson that is not valid: S204 ",
        ),
        ("{count: records, what_if: {stream: null}}", "`what_if` makes a lesson that is not valid: S202 "),
        ("{count: records, what_if: {timeline: {1: null}}}", "`what_if` makes a lesson that is not valid: S204 "),
        ("{count: records, what_if: {shards: 2}}", "`what_if` makes a lesson that is not valid: S201 "),
        (
            "{count: records, what_if: {timeline: {2: {split_shard: 7}}}}",
            "`what_if` makes a lesson that is not valid: S2",
        ),
    ],
)
def test_an_answer_that_cannot_be_worked_out_is_refused_with_the_reason(complaints, answer, reason):
    [line] = complained(complaints, answer)
    assert re.match(r"lesson\.yaml:9:\d+: L405 ", line)
    assert reason in line


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("{match: {records: [1, 2]}}", "no record 2; the run has 1"),
        ("{match: {records: [1, 1]}}", "two of these records have the same images"),
    ],
)
def test_a_match_that_cannot_be(complaints, answer, reason):
    [line] = complained(complaints, answer, "")
    assert re.match(r"lesson\.yaml:9:\d+: L405 ", line)
    assert reason in line


def test_two_records_that_nobody_could_distinguish_are_refused(lesson):
    more = "quiz: [{question: Q, answer: {match: {records: [1, 2], by: event_name}}}]\n"
    with pytest.raises(ScenarioError) as caught:
        lesson(*TWO_ITEMS, more=more)
    [complaint] = caught.value.complaints
    assert (complaint.code, complaint.mark.line, complaint.mark.column) == ("L405", 10, 31)


@in_each_case(
    "more, place, code",
    [
        ("quiz: [{question: Q, choices: [a], answer: {count: records}}]\n", "9:22", "S204"),
        ("quiz: [{question: Q, answer: {count: records}}]\n", "9:8", "S204"),
        ("quiz: [{question: Q, choices: [], answer: {count: records}}]\n", "9:22", "S204"),
        ("quiz: [{question: Q, choices: [a, b], answer: {match: {records: [1, 2]}}}]\n", "9:22", "S206"),
        ("quiz: [{question: Q, choices: [a, b], answer: {count: records, what_if: {}}}]\n", "9:64", "S203"),
        ("quiz: [{question: Q, choices: [a, b], answer: {count: records, what_if: 3}}]\n", "9:73", "S203"),
        ("quiz: [{question: Q, answer: {match: {records: [1]}}}]\n", "9:39", "S204"),
        ("quiz: [{question: Q, answer: {match: {records: [1, 0]}}}]\n", "9:52", "S204"),
        ("quiz: [{question: Q, answer: {match: {records: [1, 2], by: colour}}}]\n", "9:60", "S204"),
        ("quiz: [{question: Q, choices: [a, b], answer: {first: 1}}]\n", "9:48", "S201"),
        ("quiz: [{question: Q, choices: [1, 2, 3, 4, 5, 6, 7, 8, 9, 0], answer: {count: records}}]\n", "9:22", "S204"),
    ],
)
def test_a_question_of_the_wrong_shape(complaints, more, place, code):
    [line] = complaints(more)
    assert line.startswith(f"lesson.yaml:{place}: {code} ")


def test_a_question_that_nothing_explains_is_played_and_its_author_is_told(lesson):
    choices = "[{text: a, correct: true}, {text: b, why: W}]"

    def codes(more):
        return [each.code for each in advice(lesson(more=f"quiz: [{{question: Q, choices: {choices}{more}}}]\n"))]

    assert "W512" in codes("")
    assert "W512" not in codes(", hint: 'See [step 2](step:2).'")
    assert "W512" not in codes(", explanation: E")


def test_a_question_without_an_explanation_gets_that_of_the_step_that_shows_its_answer(asked):
    question = asked("{first_step: {event: capture.record}}", "[Step 1, Step 2]")
    assert question.location == Location(2)
    assert plain(question.explanation).startswith("The stream captures the change as one INSERT record")


def test_a_misconception_is_named_by_its_fact_or_by_its_name(lesson):
    more = (
        "quiz: [{question: Q, choices: [{text: a, misconception: empty-means-done}, {text: b, misconception: F273}, "
        "{text: c, correct: true}], explanation: E}]\n"
    )
    [question] = lesson(more=more).questions
    assert [option.misconception for option in question.options] == ["F298", "F273", None]


@pytest.mark.parametrize(
    ("name", "message"),
    [("F44", "F44 is no wrong belief"), ("F9999", 'no fact "F9999"'), ("empty-is-done", 'no fact "empty-is-done"')],
)
def test_an_unknown_misconception_is_refused(complaints, name, message):
    more = f"quiz: [{{question: Q, choices: [{{text: a, misconception: {name}}}, b], answer: {{count: records}}}}]\n"
    lines = complaints(more)
    assert f"lesson.yaml:9:32: L402 {message}" in lines


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("choices: [1, 2, 3], answer: {count: records}", "Count step 2 and step 8: 2 in all."),
        (
            "choices: [No new changes, DynamoDB Streams captures change], answer: {order: true}",
            'They happen first: "DynamoDB Streams captures change" in step 2, "No new changes" in step 6.',
        ),
        (
            "answer: {match: {records: [1, 2], by: event_name}}",
            "Record 1 (captured in step 2): INSERT; Record 2 (captured in step 8): REMOVE.",
        ),
    ],
)
def test_where_an_author_explains_nothing_the_run_does_in_the_way_of_the_question(lesson, asked, told):
    made = lesson("put: {order_id: o-1}", "delete: {order_id: o-1}", more=f"quiz: [{{question: Q, {asked}}}]\n")
    assert plain(made.questions[0].explanation) == told
