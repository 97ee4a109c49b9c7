"""A lesson with mistakes of every kind: all that can be said of it is said at once."""

from __future__ import annotations

import pytest
from cases import in_each_case

from simulator.lesson.lesson import load_lesson
from simulator.scenario.complaints.complaint import ScenarioError

HEAD = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
timeline: [put: {order_id: o-1}]
"""


@pytest.fixture
def said(tmp_path):
    """The location and the code of each complaint about a lesson file."""

    def said_about(text: str) -> list[str]:
        path = tmp_path / "lesson.yaml"
        path.write_text(text)
        with pytest.raises(ScenarioError) as caught:
            load_lesson(path)
        return [f"{each.mark.line}:{each.mark.column} {each.code}" for each in caught.value.complaints]

    return said_about


@in_each_case(
    "line, refused",
    [
        ("minutes: many", "5:10 S203"),
        ("summry: A text.", "5:1 S201"),
        ("key_moments: [{question: Q}]", "5:15 S202"),
        ("concept_snapshot: ['', '[x](step:99)']", "5:20 S203"),
    ],
)
def test_a_mistake_in_one_text_does_not_hide_those_in_another(said, line, refused):
    more = (
        "transcript: '[x](step:99)'\n"
        "quiz: [{question: Q, answer: {count: records}, choices: [2, 3]}, "
        "{question: Q, answer: {count: records, what_if: {stream: {shards: 2}}}, choices: [1, 2]}]\n"
    )
    assert said(f"{HEAD}{line}\n{more}") == [refused, "6:13 L402", "7:48 L403"]


def test_a_lesson_without_its_title_is_checked_too(said):
    assert said(HEAD.replace("title", "titel") + "summary: '[x](step:99)'\n") == ["1:1 S201", "1:1 S202", "5:10 L402"]


def test_a_file_of_any_name_is_checked(tmp_path):
    path = tmp_path / "\x1b[31m.yaml"
    path.write_text(HEAD.replace("title", "titel"))
    with pytest.raises(ScenarioError, match="S201"):
        load_lesson(path)


def test_questions_of_which_one_is_refused_are_not_checked_any_further(said):
    more = "quiz: [{question: Q, answer: {count: records}, choices: [2, 3]}, {question: Q, choice: [1, 2]}]\n"
    assert "L403" not in " ".join(said(HEAD + more))


@in_each_case(
    "spoilt",
    [
        HEAD.replace("KEYS_ONLY", "ALL"),
        HEAD.replace("order_id: o-1", "order: o-1"),
        HEAD + "consumers: []\n",
        HEAD + "show: {variables: [checkpiont]}\n",
        HEAD + "seed: 1\nseed: 2\n",
    ],
)
def test_a_lesson_that_cannot_be_run_has_no_complaints_about_its_texts(said, spoilt):
    [found] = said(spoilt + "summary: '[x](step:99)'\n")
    assert "L402" not in found
