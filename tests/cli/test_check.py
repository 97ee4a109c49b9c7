"""`streamsim check`: every complaint with its line and a caret."""

from __future__ import annotations

from pathlib import Path

from lesson_texts import SHORT, complaints


def test_check_finds_no_problem_in_a_lesson_of_the_library(streamsim):
    assert streamsim("check", "overview") == (0, "overview: no problems\n", "")


def test_check_prints_every_complaint_and_the_status_is_1(streamsim, broken):
    done = streamsim("check", broken)
    assert (done.status, done.err) == (1, "")
    assert [line.split(" ")[:2] for line in complaints(done.out)] == [
        ["broken.yaml:2:8:", "S202"],
        ["broken.yaml:2:23:", "S201"],
        ["broken.yaml:5:35:", "D304"],
    ]


def test_check_shows_the_line_and_a_caret_below_the_place(streamsim, broken):
    lines = streamsim("check", broken).out.splitlines()
    assert lines[1:3] == [
        "    table: {name: Orders, partiton_key: order_id}",
        "           ^",
    ]
    assert lines[4:6] == [
        "    table: {name: Orders, partiton_key: order_id}",
        "                          ^",
    ]


def test_check_goes_on_after_a_broken_file(streamsim, broken):
    done = streamsim("check", broken, "nosuch.yaml", "good.yaml")
    assert done.status == 1
    assert complaints(done.out)[3:] == ["nosuch.yaml:1:1: Y101 no such file", "good.yaml: no problems"]


def test_check_finds_what_only_a_run_can_show(streamsim, broken):
    Path("late.yaml").write_text(SHORT + "summary: '[x](step:7)'\n")
    assert streamsim("check", "late.yaml").out.startswith("late.yaml:6:10: L402 no step 7; the run has 6")


def test_check_shows_a_strange_file_name_escaped(streamsim, broken):
    Path("\x1b[31m.yaml").write_text(SHORT)
    assert streamsim("check", "\x1b[31m.yaml") == (0, "\\x1b[31m.yaml: no problems\n", "")
