"""The handout: a lesson on paper, with its records and its questions; the key comes where it is asked for."""

from __future__ import annotations

import pytest
from loaded_lessons import load_lesson
from varied_lessons import ONE_OF_EACH_KIND

from simulator.lesson.words.prose import plain
from simulator.views.handout import MOST_RECORDS, handout


def sections(lesson, with_answers=False):
    lines = list(handout(lesson, with_answers))
    return [line for line in lines if line.startswith("## ")], lines


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_every_handout_has_each_record_and_each_question_and_the_key_only_where_it_is_wanted(name):
    lesson = load_lesson(name)
    headings, lines = sections(lesson)
    assert sum(line.startswith("| r") for line in lines) == len(lesson.trace.records)
    assert sum(line.startswith("### Question") for line in lines) == len(lesson.questions)
    assert "## Answers" not in headings
    headings, with_key = sections(lesson, with_answers=True)
    assert with_key[: len(lines)] == lines
    assert sum(line.startswith("### Answer") for line in with_key) == len(lesson.questions)


def test_a_record_is_shown_with_its_images():
    _, lines = sections(load_lesson("overview"))
    [row] = [line for line in lines if line.startswith("| r1 ")]
    assert "INSERT" in row
    assert "status: " in row


def test_a_question_is_asked_with_its_letters_and_without_its_explanation():
    lesson = load_lesson("overview")
    _, lines = sections(lesson)
    question = lesson.questions[0]
    after = lines[lines.index("### Question 1") :]
    assert f"- B: {question.options[1].text}" in after
    assert plain(question.explanation) not in "\n".join(after)
    _, with_key = sections(lesson, with_answers=True)
    assert f"**{question.answer_words}**" in with_key


def test_of_very_many_records_the_first_are_shown_and_a_line_says_so(lesson):
    made = lesson('repeat: {times: 300, every: 1ms, do: {put: {order_id: "o-{n}"}}}')
    _, lines = sections(made)
    assert sum(line.startswith("| r") for line in lines) == MOST_RECORDS
    assert lines[-1] == "100 further records are not shown."


def test_a_typed_answer_has_a_line_to_write_on_and_its_values_stand_in_the_key_alone(lesson):
    made = lesson(more="quiz: [{question: Q, typed: {value: 3, unit: s, wrong: [{value: 9, why: Why not.}]}}]\n")
    _, lines = sections(made)
    assert "Write a number, in s. \\_\\_\\_" in lines
    assert "9" not in "".join(lines[lines.index("### Question 1") :])
    _, with_key = sections(made, with_answers=True)
    assert "**3 s**" in with_key
    assert "9 s: Why not." in with_key
