"""Answers are solution out from the trace; a question whose answer the trace cannot give is refused."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.lesson.answers.solve import work_out
from simulator.lesson.words.references import Location
from simulator.scenario.answers import Answer


@in_each_case(
    "answer, words, location",
    [
        ({"first_step": {"column": "record_created", "is": True}}, "Step 2", Location(2, "record_created")),
        ({"first_step": {"column": "consumer_reads"}}, "Step 4", Location(4, "consumer_reads")),
        ({"first_step": {"column": "consumer_processes", "is": "Yes"}}, "Step 5", Location(5, "consumer_processes")),
        ({"first_step": {"column": "record_created", "is": False}}, "Step 1", Location(1, "record_created")),
        (
            {"first_step": {"variable": "consumer_state", "is": "Reading"}},
            "Step 4",
            Location(4, variable="consumer_state"),
        ),
        ({"first_step": {"variable": "table_data", "is": "Item added"}}, "Step 1", Location(1, variable="table_data")),
        ({"first_step": {"event": "process.succeeded"}}, "Step 5", Location(5)),
        ({"cell": {"step": 4, "column": "consumer_reads"}}, "Yes", Location(4, "consumer_reads")),
        ({"cell": {"step": 6, "column": "record_created"}}, "No", Location(6, "record_created")),
        ({"variable": "consumer_state", "after": 4}, "Reading", Location(4, variable="consumer_state")),
        ({"variable": "consumer_state", "after": 3}, "Idle", Location(3, variable="consumer_state")),
        ({"variable": "stream_records", "after": 0}, "Empty", Location(0, variable="stream_records")),
        ({"variable": "stream_records", "after": 6}, "One record processed", Location(6, variable="stream_records")),
        ({"count": "records"}, "1", Location(6, variable="stream_records")),
        ({"count": "steps"}, "6", Location(6)),
        ({"count": "writes"}, "1", Location(1)),
        ({"count": "read.records"}, "1", Location(4)),
        ({"count": "write.remove"}, "0", Location(6)),
    ],
)
def test_the_overviews_trace_gives_the_answer_and_the_location_that_shows_it(overview, answer, words, location):
    solution = work_out(Answer.model_validate(answer), overview.trace)
    assert (solution.words, solution.location) == ((words,), location)


@in_each_case(
    "answer, telling",
    [
        ("{}", "this has 0"),
        ("{after: 4}", "this has 0"),
        ("{count: records, variable: table_data, after: 1}", "this has 2"),
        ("{cell: {step: 1, column: record_created}, after: ^1}", "`after` goes with `variable` or `count`"),
        ("{changed_in: 1, by: ^consumer}", "`by` goes with `count`"),
        ("{count: read.records, by: ^consumr}", 'no consumer "consumr"; did you mean "consumer"?'),
        ("{count: read.records, shard: ^2}", "no shard 2; the run has 1"),
        ("{count: read.records, of: ^7}", "no step 7; the run has 6"),
        ("{count: read.records, of: ^6}", "step 6 is about no record"),
        ("{count: read.records, compared: ^true}", "`compared` needs another run: `what_if` or `as`"),
        ("{count: read.records, as: ^F29}", 'no misconception "F29" that a run can show; did you mean'),
        ("{images: ^6}", "step 6 is about no record"),
        (
            "{matching: {eventName: [INSERT]}}",
            '"a" is no step; the choices are steps whose records',
        ),
        ("{count: ^recods}", 'no count "recods"; did you mean "records"?'),
        ("{variable: table_data}", "`variable` needs `after`"),
        ("{variable: ^tabledata, after: 1}", 'did you mean "table_data"?'),
        ("{variable: table_data, after: ^7}", "no step 7; the run has 6"),
        ("{cell: {step: ^0, column: record_created}}", "no step 0"),
        ("{cell: {step: ^7, column: record_created}}", "no step 7; the run has 6"),
        ("{cell: {step: 1, column: ^created}}", 'no column "created"'),
        ("{^first_step: {}}", "first_step takes one of column, variable and event"),
        ("{^first_step: {column: record_created, event: write.insert}}", "first_step takes one of"),
        ("{first_step: {column: record_created, is: ^maybe}}", 'a column is true or false, not "maybe"'),
        ("{first_step: {variable: consumer_state, is: ^Asleep}}", "it is Idle, Reading, Processing"),
        ("{first_step: {variable: ^state, is: Idle}}", 'no variable "state"'),
        ("{first_step: {event: ^write.remove}}", "no step is write.remove"),
        ("{first_step: {event: ^write.delete}}", 'no event "write.delete"'),
    ],
)
def test_an_answer_that_the_trace_cannot_give_is_refused_at_the_part_that_asks_for_it(complaints, answer, telling):
    text = f"quiz: [{{answer: {answer}, question: Q, choices: [a, b], explanation: E}}]\n"
    column = text.index("^") + 1 if "^" in text else text.index("answer") + 1
    [line] = complaints(text.replace("^", ""))
    assert line.startswith(f"lesson.yaml:9:{column}: L405 ")
    assert telling in line


def quiz(choices: str, answer: str = "") -> str:
    return f"quiz: [{{question: Q, choices: {choices}, {answer}explanation: E}}]\n"


def test_no_choice_is_the_computed_answer(complaints):
    [line] = complaints(quiz("[Step 1, Step 3]", "answer: {first_step: {column: record_created}}, "))
    assert line == 'lesson.yaml:9:22: L403 no choice is right: the answer is "Step 2"'


@pytest.mark.parametrize("nearly", ["step 2", "STEP 2", "Step 2."])
def test_a_choice_that_is_nearly_the_answer_is_named(complaints, nearly):
    [line] = complaints(quiz(f"[Step 1, {nearly}]", "answer: {first_step: {column: record_created}}, "))
    assert line.endswith(f'L403 no choice is right: the answer is "Step 2"; did you mean it by "{nearly}"?')


@pytest.mark.parametrize("variable", ["checkpoint", "iterator_age", "open_shards"])
def test_a_variable_that_is_not_shown_has_to_be(complaints, variable):
    more = quiz("[a, b]", f"answer: {{variable: {variable}, after: 3}}, ")
    said = f'no variable "{variable}" is shown; add it to `show: {{variables: [{variable}]}}`'
    [line] = complaints(more)
    assert line.endswith(f"L405 {said}")
    [line] = complaints(f"summary: '[x](variable:{variable}@3)'\n")
    assert said in line
    [line] = complaints(f"show: {{variables: {variable}}}\n{more}")
    assert "L403 no choice is right" in line


@in_each_case("answer", ["Step 4", "C", "[Step 4]", "~"])
def test_an_answer_that_is_written_down_is_refused_with_what_to_write_instead(complaints, answer):
    [line] = complaints(quiz("[Step 4, C]", f"answer: {answer}, "))
    assert "S203 the program works the answer out; say how, such as {first_step: {column: record_created" in line


def test_no_choice_is_marked_right(complaints):
    [line] = complaints(quiz("[a, {text: b, correct: false}]"))
    assert line.startswith("lesson.yaml:9:22: L403 no choice is right: mark one `correct: true`")


def test_two_choices_are_the_computed_answer(complaints):
    assert complaints(quiz("[Step 2, Step 1, Step 2]", "answer: {first_step: {column: record_created}}, ")) == [
        'lesson.yaml:9:22: L404 more than one choice is right: the answer is "Step 2"',
        'lesson.yaml:9:48: L406 the choice "Step 2" is here twice',
    ]


def test_a_wrong_choice_twice(complaints):
    [line] = complaints(quiz("[Step 2, Step 1, Step  1]", "answer: {first_step: {column: record_created}}, "))
    assert line == 'lesson.yaml:9:48: L406 the choice "Step 1" is here twice'


@pytest.mark.parametrize("mark", ["true", "false"])
def test_a_computed_answer_takes_no_marks(complaints, mark):
    [line] = complaints(quiz(f"[{{text: '1', correct: {mark}}}, '2']", "answer: {count: records}, "))
    assert line.startswith("lesson.yaml:9:32: L405 the program works this answer out")


def test_a_misconception_is_a_fact(complaints):
    [line] = complaints(quiz("[{text: a, misconception: F9999}, {text: b, correct: true}]"))
    assert line == 'lesson.yaml:9:32: L402 no fact "F9999"'
    assert complaints(quiz("[{text: a, misconception: F298}, {text: b, correct: true}]")) == []


def test_an_id_twice(complaints):
    question = "{id: same, question: Q, choices: [1, 2], answer: {count: records}, explanation: E}"
    assert complaints(f"quiz:\n  - {question}\n  - {question}\n") == [
        'lesson.yaml:11:10: L406 the id "same" is here twice'
    ]


def test_all_that_is_wrong_with_a_lesson_is_said_at_once(complaints):
    lines = complaints(
        "summary: '[x](step:99)'\n"
        "quiz:\n"
        "  - {question: '[x](fact:F0)', choices: [a, a], explanation: E}\n"
        "  - {question: Q, choices: [a, b], answer: {count: x}, explanation: '[y](z:1)'}\n"
    )
    assert [line.split(" ")[:2] for line in lines] == [
        ["lesson.yaml:9:10:", "L402"],
        ["lesson.yaml:11:16:", "L402"],
        ["lesson.yaml:11:32:", "L403"],
        ["lesson.yaml:11:45:", "L406"],
        ["lesson.yaml:12:52:", "L405"],
        ["lesson.yaml:12:69:", "L401"],
    ]


def test_numbers_and_booleans_can_be_choices_as_they_are_written(lesson):
    [question] = lesson(more=quiz("[1, 2, true, no]", "answer: {count: records}, ")).questions
    assert [(option.letter, option.text, option.right) for option in question.options] == [
        ("A", "1", True),
        ("B", "2", False),
        ("C", "true", False),
        ("D", "no", False),
    ]


@in_each_case(
    "reference, code",
    [
        ("step:4.5", "L401"),
        ("step:99", "L402"),
        ("cell:99/consumer_reads", "L402"),
        ("cell:x!/consumer_reads", "L401"),
        ("variable:consumer_state@word!", "L401"),
        ("variable:consumer_state@7", "L402"),
        ("column:nothing", "L402"),
    ],
)
@in_each_case("part", ["hint", "explanation"])
@in_each_case(
    "question",
    [
        "choices: [{text: this, correct: true}, that]",
        "choices: [1, 2]\n    answer: {count: records, what_if: {stream: {view_type: KEYS_ONLY}}}",
    ],
)
def test_a_reference_that_leads_nowhere_is_a_complaint_also_where_it_would_be_the_place(
    complaints, question, part, reference, code
):
    said = complaints(f"quiz:\n  - question: What?\n    {question}\n    {part}: See [this]({reference}).\n")
    assert [line.split()[1] for line in said] == [code]
