"""The repair of a lesson in the plain player: typed line by line."""

from __future__ import annotations

import pytest
from loaded_lessons import load_lesson
from typist import Typist

from simulator.learner.learner import Learner
from simulator.lesson.lesson import Lesson
from simulator.terminal.play import run_play


class Repairing(Typist):
    """Types at the plain player on a lesson until the lines end."""

    def __init__(self, lesson: Lesson, *typed: str, learner: Learner | None = None) -> None:
        super().__init__(*typed)
        self.session = run_play(lesson, self.terminal, learner or Learner())


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return load_lesson("given-up-in-silence")


def said(typist: Typist) -> str:
    return " ".join(" ".join(typist.said).split())


def test_the_complaint_is_heard_first(lesson):
    text = said(Repairing(lesson))
    assert text.index("Complaint: The books do not balance") < text.index("Step 0 of 36")


def test_r_tells_metrics_goals_and_settings(lesson):
    text = said(Repairing(lesson, "r"))
    assert "Run: the lesson as it is" in text
    assert "Metric: invocations: 8, 6 failed" in text
    assert "Goal 1 fails: books processes p-1, p-2, p-3 and p-4. But p-2 (record 2) is given up, step 13" in text
    assert "Setting 4: consumers.1.on_failure: none; allowed: sqs, sns, s3 or null" in text
    assert "Debrief" not in text


def test_changes_are_tried_until_the_repair_is_solved_and_then_it_is_kept(lesson, progress):
    typist = Repairing(lesson, "c 1 8", "try", "c 4 sqs", "try", learner=Learner(progress))
    text = said(typist)
    assert "Not solved with one change. One goal of 4 fails." in text
    assert "Solved with 2 changes." in text
    assert text.index("Not solved") < text.index("Solved with 2 changes.") < text.index("Debrief: One retry comes")
    assert "Another solution" not in text
    assert progress.lessons()["given-up-in-silence"].is_solved


def test_a_value_keeps_its_letter_case():
    pattern = "[{eventName: [INSERT], dynamodb: {NewImage: {status: {S: [PAID]}}}}]"
    text = said(Repairing(load_lesson("silent-filter"), f"c 1 {pattern}", "try"))
    assert "Solved with one change." in text
    assert "The steps of this run: streamsim run silent-filter --what-if" in text


def test_a_value_that_a_setting_cannot_have_is_refused_at_once_and_a_change_is_taken_back(lesson):
    text = said(Repairing(lesson, "c 1 many", "c 1 5", "u", "u", "try"))
    assert "Not taken: maximum_retry_attempts: expected -1" in text
    assert "The changes now: none." in text
    assert "There is no change to take back." in text
    assert "Nothing is changed. 2 goals of 4 fail." in text


@pytest.mark.parametrize("typed", ["c", "c 1", "c 9 true", "c 0 true", "c x true", "c ² 1"])
def test_a_change_names_a_setting_and_a_value(lesson, typed):
    assert "c goes with the number of a setting, from 1 to 4, and a value" in said(Repairing(lesson, typed))


def test_a_value_that_is_no_yaml_is_refused(lesson):
    assert "Not taken: not YAML" in said(Repairing(lesson, "c 1 [8"))


def test_a_lesson_without_a_repair_says_so():
    assert "This lesson has nothing to repair." in said(Repairing(load_lesson("overview"), "r"))
