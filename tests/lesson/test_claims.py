"""No sentence about a mapping says what is not so in its run."""

from __future__ import annotations

from cases import in_each_case
from claims import check_claims, milliseconds
from loaded_lessons import in_each
from random_runs import random_runs

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.times import time_words
from simulator.scenario.files.library import lesson_names


@in_each(lesson_names())
def test_every_claim_of_a_lesson_of_the_library_holds(lesson: Lesson) -> None:
    check_claims(lesson.scenario, lesson.trace)


def test_every_claim_of_random_runs_holds() -> None:
    runs = random_runs(range(400))
    counts = [check_claims(run.scenario, run.trace) for run in runs]
    assert len(counts) > 250
    assert sum(counts) > 500


@in_each_case("time", [0, 250, 59_999, 60_250, 3_600_001, 86_399_999])
def test_times_are_read_as_they_are_written(time: int) -> None:
    assert milliseconds(time_words(time).removesuffix(" s")) == time
