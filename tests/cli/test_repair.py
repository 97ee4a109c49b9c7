"""streamsim repair: the goals of a lesson whose pipeline misbehaves, and what comes of a change."""

from __future__ import annotations

from pathlib import Path

import pytest
from lesson_texts import SHORT

SOLUTION = "{consumers: {1: {maximum_retry_attempts: 2, bisect_batch_on_function_error: true, on_failure: sqs}}}"
ANOTHER = "{consumers: {1: {maximum_retry_attempts: 2, batch_size: 1, on_failure: sqs}}}"


def test_without_a_try_it_tells_the_story_and_the_goals_that_fail(streamsim):
    done = streamsim("repair", "blocked-shard")
    assert (done.status, done.err) == (1, "")
    assert "The front desk is angry." in done.out
    assert "* consumers.1.maximum_retry_attempts: -1 (-1, or 0 to 10,000)" in done.out
    assert "✗ fails: mailer processes b-1, b-3, b-4 and b-5. But b-1 (record 1) is" in done.out
    assert "Splitting the batch" not in done.out  # the debrief gives the solution away


@pytest.mark.parametrize("changes", [SOLUTION, ANOTHER])
def test_a_try_that_meets_all_goals_is_solved_and_debriefed(streamsim, changes):
    done = streamsim("repair", "blocked-shard", "--try", changes)
    assert (done.status, done.err) == (0, "")
    assert "Solved with 3 changes." in done.out
    assert "Splitting the batch finds b-2" in done.out
    assert "✗" not in done.out


def test_another_solution_than_the_authors_is_followed_by_the_authors(streamsim):
    another = streamsim("repair", "blocked-shard", "--try", ANOTHER).out
    assert "Another solution: consumers.1.maximum_retry_attempts: 2; consumers.1.bisect" in " ".join(another.split())
    assert "Another solution" not in streamsim("repair", "blocked-shard", "--try", SOLUTION).out


def test_the_metrics_of_both_runs_are_told(streamsim):
    assert "* invocations: 10, 9 failed" in streamsim("repair", "blocked-shard").out
    assert "* invocations: 9, 5 failed" in streamsim("repair", "blocked-shard", "--try", SOLUTION).out


def test_a_repair_that_is_solved_makes_its_lesson_done(streamsim, kept):
    streamsim("repair", "blocked-shard", "--try", "{consumers: {1: {maximum_retry_attempts: 2}}}")
    assert kept().lessons() == {}
    streamsim("repair", "blocked-shard", "--try", SOLUTION)
    assert kept().lessons()["blocked-shard"].is_solved
    assert "blocked-shard: done, solved" in streamsim("progress").out


def test_a_try_that_fails_says_which_goals_fail_and_where(streamsim):
    done = streamsim("repair", "blocked-shard", "--try", "{consumers: {1: {maximum_retry_attempts: 2}}}")
    assert (done.status, done.err) == (1, "")
    assert "Not solved: 2 goals of 4 fail." in done.out
    assert "step 14" in done.out
    assert "Splitting the batch" not in done.out


def test_a_try_can_come_from_a_file(streamsim, folder):
    Path("try.yaml").write_text(SOLUTION)
    assert streamsim("repair", "blocked-shard", "--try", "@try.yaml").status == 0


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["blocked-shard", "--try", "{consumers: {1: {parallelization_factor: 2}}}"], 2, "is not to be changed here"),
        (["blocked-shard", "--try", "{timeline: {1: null}}"], 2, "timeline.1 is not to be changed here"),
        (["blocked-shard", "--try", "{consumers: {1: {batch_size: 0}}}"], 1, "S204 expected a whole number"),
        (["blocked-shard", "--try", "{consumers: {1: {on_failure: null}}}"], 1, "has no on_failure to take away"),
        (["blocked-shard", "--try", "nonsense"], 1, "--try:1:1: S203"),
        (["overview"], 2, "overview has nothing to repair"),
        (["no-such-lesson"], 1, "Y101"),
    ],
)
def test_what_cannot_be_tried_is_refused_in_one_line(streamsim, folder, arguments, status, message):
    done = streamsim("repair", *arguments)
    assert (done.status, done.out) == (status, "")
    assert message in done.err
    assert done.err.count("\n") == 1


REPAIR = """\
consumers: [{name: late, starting_position: LATEST, starts: 1s}]
repair:
  story: An order is missing.
  change: [consumers.1.starting_position]
  goals: [{processed: {consumer: late}}]
  solution: {consumers: {1: {starting_position: TRIM_HORIZON}}}
  debrief: It begins at the oldest record now.
"""


def test_a_lesson_of_ones_own_is_checked_tested_and_repaired(streamsim, folder):
    lesson = SHORT + REPAIR
    Path("mine.yaml").write_text(lesson)
    assert streamsim("check", "mine.yaml").status == 0
    assert streamsim("test", "mine.yaml", "--update").status == 0
    recorded = Path("mine.run.txt").read_text()
    assert "Goals, with nothing changed\n1. ✗ fails: late processes every record." in recorded
    assert "Goals, with the solution\n1. ✓ holds: late processes every record\n" in recorded
    assert streamsim("test", "mine.yaml").status == 0
    solved = streamsim("repair", "mine.yaml", "--try", "{consumers: {1: {starting_position: TRIM_HORIZON}}}")
    assert (solved.status, "Solved with one change." in solved.out) == (0, True)


def test_a_repair_whose_solution_fails_is_refused_by_check_and_test(streamsim, folder):
    lesson = SHORT + REPAIR.replace("TRIM_HORIZON", "LATEST")
    Path("mine.yaml").write_text(lesson)
    for command in (["check"], ["test", "--update"]):
        done = streamsim(*command, "mine.yaml")
        assert done.status == 1
        assert "L409 with the solution goal 1 (late processes every record) fails" in done.out + done.err
