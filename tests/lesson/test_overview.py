"""The first lesson gives exactly the process table and the status tracker that it was made for."""

from __future__ import annotations

from simulator.lesson.words.table import TABLE_HEADINGS, row_words
from simulator.views.tables import tracker_table

PROCESS_TABLE = """
| Step | Action | Stream Record Created? | Consumer Reads? | Consumer Processes? |
| 1 | Write item to DynamoDB table | No | No | No |
| 2 | DynamoDB Streams captures change | Yes | No | No |
| 3 | Stream record available | Yes | No | No |
| 4 | Consumer reads stream record | Yes | Yes | No |
| 5 | Consumer processes the change | Yes | Yes | Yes |
| 6 | No new changes | No | No | No |
"""

TRACKER = """
| Variable | Start | After Step 1 | After Step 2 | After Step 4 | After Step 5 | Final |
| DynamoDB Table Data | Empty | Item added | Item added | Item added | Item added | Item added |
| Stream Records | Empty | Empty | One record created | One record read | One record processed | One record processed |
| Consumer State | Idle | Idle | Idle | Reading | Processing | Idle |
"""


def cells(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in table.strip().splitlines()]


def test_the_process_table_cell_by_cell(overview):
    rows = [row_words(overview.trace, step) for step in overview.trace.steps]
    assert [TABLE_HEADINGS, *rows] == cells(PROCESS_TABLE)


def test_the_status_tracker_cell_by_cell(overview):
    table = tracker_table(overview.trace, overview.trace.tracker())
    assert [table.headings, *table.rows] == cells(TRACKER)


def test_one_change_flows_through_in_two_seconds(overview):
    assert [(step.time, step.event.value) for step in overview.trace.steps] == [
        (0, "write.insert"),
        (50, "capture.record"),
        (100, "available.record"),
        (1_000, "read.records"),
        (1_100, "process.succeeded"),
        (2_000, "idle.waiting"),
    ]


def test_every_part_of_a_lesson_page_is_there(overview):
    assert overview.summary
    assert len(overview.execution_sample) == 5
    assert len(overview.moments) == 3
    assert len(overview.questions) == 6
    assert all(question.hints for question in overview.questions)
    assert all(question.explanation for question in overview.questions)
    assert len(overview.snapshot) == 5
    assert overview.transcript


def test_the_answers_are_those_of_the_table_and_the_tracker(overview):
    assert [question.right_letters for question in overview.questions] == ["B", "A", "C", "D, B, C, A", "B", "A"]
    assert [question.options[question.right[0]].text for question in overview.questions] == [
        "Step 2",
        "Reading",
        "No new record is created, and the consumer stays idle.",
        "Write item to DynamoDB table",
        "At the same time",
        "No image",
    ]
