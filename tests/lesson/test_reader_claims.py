"""No sentence about a poller, a KCL worker or a shard says what is not so in its run."""

from __future__ import annotations

from invariants import ends_at_rest
from loaded_lessons import in_each
from random_runs import random_runs
from reader_claims import check_reader_claims

from simulator.lesson.lesson import Lesson
from simulator.scenario.files.library import lesson_names


@in_each(lesson_names())
def test_every_claim_of_a_lesson_of_the_library_holds(lesson: Lesson) -> None:
    check_reader_claims(lesson.trace, ended_at_rest=False)


def test_every_claim_of_random_runs_holds() -> None:
    counts = [check_reader_claims(run.trace, ends_at_rest(run.document)) for run in random_runs(range(200))]
    assert len(counts) > 120
    assert sum(counts) > 500
