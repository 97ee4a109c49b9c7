"""The command line: what it prints where, and the status that it exits with."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from commands import begun, process

from simulator.cli.main import main
from simulator.scenario.files.library import lesson_names

ROOT = Path(__file__).parent.parent

GOOD = """\
title: A lesson
table: {name: Orders, partition_key: order_id}
stream: {view_type: KEYS_ONLY}
timeline:
  - put: {order_id: o-1}
"""
BROKEN = GOOD.replace("partition_key", "partiton_key").replace("o-1", '"o\\e[31m", x: 1e999')


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a lesson with three mistakes, in the working folder."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "broken.yaml").write_text(BROKEN)
    (tmp_path / "good.yaml").write_text(GOOD)
    return "broken.yaml"


def test_without_a_terminal_the_catalogue_is_printed_and_how_to_go_on():
    done = process()
    assert (done.status, done.err) == (0, "")
    for name in lesson_names():
        assert f"\n{name} " in "\n" + done.out
    assert "streamsim play NAME" in done.out
    assert "\x1b" not in done.out


def test_play_without_a_terminal_prints_what_run_prints(streamsim):
    assert streamsim("play", "overview") == streamsim("run", "overview")


@pytest.mark.parametrize("command", ["play", "run"])
def test_a_lesson_is_printed_and_the_status_is_0(streamsim, command):
    done = streamsim(command, "overview")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("DynamoDB Streams overview\n=====")
    assert "5     Consumer processes the change          Yes            Yes       Yes\n" in done.out


@pytest.mark.parametrize(
    ("format_", "first"), [("text", "DynamoDB Streams overview"), ("markdown", "# DynamoDB Streams overview")]
)
def test_run_prints_the_format_that_is_asked_for(streamsim, format_, first):
    done = streamsim("run", "overview", "--format", format_)
    assert (done.status, done.err) == (0, "")
    assert done.out.split("\n")[0] == first


def test_run_prints_one_json_object(streamsim):
    done = streamsim("run", "overview", "--format", "json")
    assert done.status == 0
    assert json.loads(done.out)["scenario"] == {"name": "overview", "title": "DynamoDB Streams overview"}


def test_run_takes_a_path(streamsim, broken):
    done = streamsim("run", "good.yaml", "--format", "json")
    assert json.loads(done.out)["scenario"] == {"name": "good", "title": "A lesson"}


def test_run_takes_a_width(streamsim):
    assert max(map(len, streamsim("run", "overview").out.split("\n"))) <= 80
    done = streamsim("run", "overview", "--width", "121")
    assert "  Final\n" in done.out
    assert 80 < max(map(len, done.out.split("\n"))) <= 121


def test_run_takes_no_notice_of_the_terminals_width(streamsim, monkeypatch):
    usual = streamsim("run", "overview")
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("LINES", "5")
    assert streamsim("run", "overview") == usual


def test_run_prints_the_same_bytes_in_every_locale_and_under_every_hash_seed():
    usual = process(
        "run", "three-changes", "--format", "markdown", environment={"LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}
    )
    assert usual.status == 0
    assert "→" in usual.out
    assert usual == process(
        "run",
        "three-changes",
        "--format",
        "markdown",
        environment={
            "LC_ALL": "C",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONUTF8": "0",
            "PYTHONHASHSEED": "2",
            "TZ": "Asia/Kolkata",
        },
    )


def test_list_prints_every_lesson_in_the_order_of_the_course(streamsim):
    done = streamsim("list")
    assert (done.status, done.err) == (0, "")
    names = [line.split()[0] for line in done.out.split("\n") if line and not line.startswith(" ")]
    assert sorted(names) == lesson_names()
    assert re.search(r"^overview +DynamoDB Streams overview \(10 min\)$", done.out, re.MULTILINE)
    assert names.index("overview") < names.index("three-changes")
    assert max(map(len, done.out.split("\n"))) <= 80


def test_list_prints_an_array_of_objects(streamsim):
    done = streamsim("list", "--format", "json")
    listed = json.loads(done.out)
    assert [list(each) for each in listed] == [["name", "title", "minutes", "summary"]] * len(lesson_names())
    assert listed[0]["name"] == "overview"
    assert listed[0]["title"] == "DynamoDB Streams overview"


@pytest.mark.parametrize("name", lesson_names())
def test_check_finds_no_problem_in_a_lesson_of_the_library(streamsim, name):
    assert streamsim("check", name) == (0, f"{name}: no problems\n", "")
    assert streamsim("check", "--strict", name).status == 0


def test_check_prints_every_complaint_and_the_status_is_1(streamsim, broken):
    done = streamsim("check", broken)
    assert (done.status, done.err) == (1, "")
    assert [line.split(" ")[:2] for line in complaints(done.out)] == [
        ["broken.yaml:2:8:", "S202"],
        ["broken.yaml:2:23:", "S201"],
        ["broken.yaml:5:35:", "D304"],
    ]


def complaints(text: str) -> list[str]:
    """What `check` printed, without the lines that show the place."""
    return [line for line in text.splitlines() if not line.startswith("    ")]


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
    Path("late.yaml").write_text(GOOD + "summary: '[x](step:7)'\n")
    assert streamsim("check", "late.yaml").out.startswith("late.yaml:6:10: L402 no step 7; the run has 6")


@pytest.mark.parametrize("command", ["run", "play", "quiz"])
def test_every_command_prints_the_same_complaints_about_a_broken_lesson_on_standard_error(streamsim, broken, command):
    done = streamsim(command, broken)
    assert (done.status, done.out) == (1, "")
    assert done.err.splitlines() == complaints(streamsim("check", broken).out)


def test_the_complaints_stand_in_the_same_order_under_every_hash_seed(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(GOOD.replace("o-1", "{}").replace("order_id}", "a, sort_key: b}") + "  - put: {}\n" * 5)
    outputs = {process("check", str(path), environment={"PYTHONHASHSEED": seed}).out for seed in ("1", "2", "3")}
    assert len(outputs) == 1


@pytest.mark.parametrize("name", ["nosuch", "overveiw", "no/such.yaml", "", "x" * 5000, "\x1b[31m", "."])
def test_a_lesson_that_is_not_there_is_one_line_on_standard_error(streamsim, name):
    done = streamsim("run", name)
    assert (done.status, done.out) == (1, "")
    assert done.err.endswith("\n")
    assert done.err[:-1].isprintable()
    assert ":1:1: Y101 " in done.err


@pytest.mark.parametrize(
    ("arguments", "telling"),
    [
        (["rum"], 'no "rum"; did you mean "run"?'),
        (["zzz"], 'no "zzz"; expected one of play, run, quiz, list, progress'),
        (["\x1b[31m"], "\\x1b[31m"),
        (["run"], "lesson"),
        (["check"], "FILE"),
        (["run", "overview", "extra"], "extra"),
        (["run", "overview", "--format", "html"], 'no "html"; expected one of text, markdown, json'),
        (["run", "overview", "--format", "jsn"], 'did you mean "json"?'),
        (["run", "overview", "--width", "5"], "a number of columns, at least 60"),
        (["run", "overview", "--width", "wide"], "a number of columns, at least 60"),
        (["run", "overview", "--width", "9" * 5000], "a number of columns, at least 60"),
        (["run", "overview", "--colour"], "--colour"),
        (["list", "--format", "xml"], 'no "xml"; expected one of text, json'),
        (["play", "overview", "--step", "-1"], '"-1" is not a step number'),
        (["play", "overview", "--step", "two"], '"two" is not a step number'),
        (["play", "overview", "--step", "7"], "there is no step 7; overview has 6"),
        (["play", "overview", "--mode", "dream"], 'no "dream"'),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage_is_one_line_on_standard_error_and_the_status_is_2(streamsim, arguments, telling):
    done = streamsim(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("streamsim")
    assert telling in done.err
    assert done.err.endswith("\n")
    assert done.err[:-1].isprintable()


def test_a_step_too_far_in_a_lesson_whose_file_has_a_strange_name(streamsim, broken):
    Path("\x1b[31m.yaml").write_text(GOOD)
    done = streamsim("play", "./\x1b[31m.yaml", "--step", "7")
    assert done == (2, "", "streamsim play: there is no step 7; \\x1b[31m has 6\n")


def test_check_shows_a_strange_file_name_escaped(streamsim, broken):
    Path("\x1b[31m.yaml").write_text(GOOD)
    assert streamsim("check", "\x1b[31m.yaml") == (0, "\\x1b[31m.yaml: no problems\n", "")


def test_help_and_version_are_no_errors(streamsim):
    assert streamsim("--help").status == 0
    for command in ("play", "run", "quiz", "list", "check"):
        assert command in streamsim("--help").out
        assert streamsim(command, "--help").status == 0
    assert streamsim("--version").out.startswith("streamsim ")


def test_a_quiz_through_a_pipe(streamsim):
    done = streamsim("quiz", "overview", typed="B\nA\nC\n")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("\nScore: 3 of 3.\n")


def test_a_quiz_whose_input_ends_early_still_has_a_score(streamsim):
    done = streamsim("quiz", "overview", typed="B")
    assert (done.status, done.err) == (0, "")
    assert "The input ended here." in done.out
    assert "Score: 1 of 3." in done.out


def test_a_quiz_of_a_lesson_without_questions(streamsim, broken):
    assert streamsim("quiz", "good.yaml") == (0, "A lesson has no questions.\n", "")


class CtrlC(io.StringIO):
    """A standard input at which somebody presses Ctrl-C."""

    def readline(self, size: int | None = -1) -> str:
        raise KeyboardInterrupt


def test_ctrl_c_in_a_quiz_ends_it_with_a_score(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", CtrlC())
    assert main(["quiz", "overview"]) == 0
    out, err = capsys.readouterr()
    assert "Stopped." in out
    assert "Score: 0 of 3." in out
    assert err == ""


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("arguments", "interrupted_in"),
    [
        (["run", "overview"], "simulator.lesson.lesson.load_lesson"),
        (["check", "overview"], "simulator.lesson.check.check.load_lesson"),
        (["test", "overview.yaml"], "simulator.lesson_tests.run.load_lesson"),
        (["new", "mine.yaml"], "simulator.scenario.files.new_lesson.create_lesson"),
    ],
)
def test_ctrl_c_in_a_command_that_ends_by_itself_is_one_line_and_the_status_is_130(
    capsys, monkeypatch, arguments, interrupted_in
):
    monkeypatch.setattr(interrupted_in, interrupted)
    assert main(arguments) == 130
    assert capsys.readouterr() == ("", "Stopped.\n")


@pytest.mark.parametrize(
    ("arguments", "interrupted_in"),
    [
        ([], "simulator.cli.catalogue.lesson_list"),
        (["play", "overview"], "simulator.lesson.lesson.load_lesson"),
        (["watch", "--plain", "overview.yaml"], "simulator.terminal.watch.watch_plain"),
        (["quiz", "overview"], "simulator.lesson.lesson.load_lesson"),
        (["review"], "simulator.learner.review.ready"),
    ],
)
def test_ctrl_c_in_a_command_that_lasts_until_it_is_ended_is_no_failure(capsys, monkeypatch, arguments, interrupted_in):
    monkeypatch.setattr(interrupted_in, interrupted)
    assert main(arguments) == 0
    assert capsys.readouterr() == ("", "Stopped.\n")


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_bytes_that_are_no_text_are_a_wrong_answer_like_any_other(errors):
    done = process(
        "quiz", "overview", typed=b"\xff\xfe\x00\x1b[A\nB\n", environment={"PYTHONIOENCODING": f"utf-8:{errors}"}
    )
    assert (done.status, done.err) == (0, "")
    assert "is not one of A, B, C, D." in done.out
    assert "Score: 1 of 3." in done.out
    assert all(line.isprintable() for line in done.out.splitlines())


def unread(*arguments: str, environment: dict[str, str] | None = None) -> tuple[int, bytes]:
    """The status and the errors of a command whose reader goes at once, as `| true` does."""
    with begun(*arguments, environment=environment) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    return running.returncode, said


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "arguments", [("run", "overview", "--format", "json"), ("progress",), ("list",), ("check", "overview")]
)
def test_a_reader_that_has_gone_is_no_error(arguments, unbuffered):
    assert unread(*arguments, environment={"PYTHONUNBUFFERED": unbuffered}) == (0, b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["check", "test"])
def test_problems_are_a_failure_though_the_reader_has_gone(broken, command, unbuffered):
    environment = {"PYTHONUNBUFFERED": unbuffered}
    assert unread(command, "good.yaml", broken, environment=environment) == (1, b"")


def test_lessons_after_the_reader_has_gone_are_recorded_all_the_same(broken):
    assert unread("test", "--update", "good.yaml") == (0, b"")
    assert Path("good.run.txt").is_file()


CLOSED = """
import os, sys
os.close({number})
os.execv(sys.executable, [sys.executable, "-m", "simulator", *sys.argv[1:]])
"""


@pytest.mark.parametrize("arguments", [(), ("quiz", "overview")])
def test_a_closed_standard_input_is_an_empty_one(arguments):
    done = subprocess.run(
        [sys.executable, "-c", CLOSED.format(number=0), *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "overview" in done.stdout


def test_a_closed_standard_output_is_no_error():
    done = subprocess.run(
        [sys.executable, "-c", CLOSED.format(number=1), "run", "overview"],
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_line_and_no_traceback():
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "simulator", "run", "overview"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr == "streamsim: cannot write: No space left on device\n"
