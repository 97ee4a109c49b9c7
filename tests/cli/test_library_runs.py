"""The library is tested as an instructor tests lessons: by recorded runs beside them, and `streamsim test`."""

from __future__ import annotations

from collections.abc import Callable

from commands import Outcome

from simulator.scenario.files.library import lesson_names, library_folder


def test_every_lesson_of_the_library_has_its_recorded_run_and_no_run_is_left_over():
    assert sorted(path.name.removesuffix(".run.txt") for path in library_folder().glob("*.run.txt")) == lesson_names()


def test_every_lesson_of_the_library_runs_as_recorded_and_its_answers_hold(streamsim: Callable[..., Outcome]):
    done = streamsim("test", str(library_folder()))
    assert (done.status, done.err) == (0, "")
    assert [line.rpartition(": ")[2] for line in done.out.splitlines()] == ["as recorded"] * len(lesson_names())
