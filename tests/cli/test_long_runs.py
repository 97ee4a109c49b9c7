"""A lesson whose run takes too many turns: every command that runs it says so, in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli.main import main

LONG = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
timeline:
  - repeat: {times: 1000, do: {put: {order_id: "o-{n}"}}}
"""

REFUSED = (
    "long.yaml:5:21: S215 the run is not over after 500 turns of its agenda: "
    "this repeat has come to write 84; make `times` smaller, now 1,000"
)


@pytest.fixture(autouse=True)
def long_lesson(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simulator.machine.machine.MAX_TURNS", 500)
    (folder / "long.yaml").write_text(LONG)


@pytest.mark.parametrize("command", ["check", "run", "play", "quiz", "test"])
def test_a_run_of_too_many_turns_is_refused_in_one_line(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "long.yaml"]) == 1
    out, err = capsys.readouterr()
    assert (out + err).count(REFUSED) == 1
    assert "Traceback" not in out + err


def test_a_variation_of_too_many_turns_is_refused_where_an_answer_asks_for_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    varied = LONG.replace("times: 1000", "times: 10") + (
        "quiz:\n  - question: How many records?\n    choices: [10, 1000]\n    answer: {count: records, what_if: "
        '{timeline: [repeat: {times: 1000, do: {put: {order_id: "o-{n}"}}}]}}\n'
    )
    (folder / "varied.yaml").write_text(varied)
    assert main(["check", "varied.yaml"]) == 1
    out = capsys.readouterr().out
    assert "varied.yaml:9:30: L405 `what_if` makes a lesson that is not valid: S215 the run is not over" in out
    assert "make `times` smaller, now 1,000" in out
