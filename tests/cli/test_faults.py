"""A fault of the program in a command: one line, a report, status 70."""

from __future__ import annotations

import pytest

import simulator.lesson.lesson


def planted(name: object) -> None:
    raise LookupError("planted")


@pytest.mark.parametrize("command", [("run", "overview"), ("quiz", "overview"), ("test", "scenarios/overview.yaml")])
def test_a_fault_in_a_command_is_one_line_and_a_report(streamsim, monkeypatch, data, command):
    monkeypatch.setattr("simulator.lesson.run_alone.load_lesson", planted)  # first: it takes the name at its import
    monkeypatch.setattr(simulator.lesson.lesson, "load_lesson", planted)
    monkeypatch.setattr("simulator.lesson_tests.run.load_lesson", planted)
    status, out, err = streamsim(*command)
    (path,) = (data / "reports").iterdir()
    assert (status, out) == (70, "")
    assert err.count("\n") == 1
    assert err.startswith("streamsim: this is a fault of the program, not yours. ")
    assert str(path) in err
    assert path.read_text(encoding="utf-8").endswith("LookupError: planted\n")
