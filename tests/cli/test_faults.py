"""A fault of the program in a command: one line, a report, status 70."""

from __future__ import annotations

import pytest

from simulator.lesson import lesson, run_alone
from simulator.lesson_tests import run as lesson_tests


def planted(name: object) -> None:
    raise LookupError("planted")


@pytest.mark.parametrize("command", [("run", "overview"), ("quiz", "overview"), ("test", "scenarios/overview.yaml")])
def test_a_fault_in_a_command_is_one_line_and_a_report(streamsim, monkeypatch, data, command):
    # All three are imported above: a module that was first imported here would keep the planted name for good.
    for module in (lesson, run_alone, lesson_tests):
        monkeypatch.setattr(module, "load_lesson", planted)
    status, out, err = streamsim(*command)
    (path,) = (data / "reports").iterdir()
    assert (status, out) == (70, "")
    assert err.count("\n") == 1
    assert err.startswith("streamsim: this is a fault of the program, not yours. ")
    assert str(path) in err
    assert path.read_text(encoding="utf-8").endswith("LookupError: planted\n")
