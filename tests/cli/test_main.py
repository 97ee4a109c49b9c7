"""The program as a whole: usage, exit statuses, Ctrl-C, readers that have gone, full disks."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import ROOT, begun, forked
from lesson_texts import SHORT, complaints

from simulator.cli.main import COMMANDS, main
from simulator.scenario.files.library import lesson_names


def test_without_a_terminal_the_catalogue_is_printed_and_how_to_go_on(streamsim):
    done = streamsim()
    assert (done.status, done.err) == (0, "")
    for name in lesson_names():
        assert f"\n{name} " in "\n" + done.out
    assert "streamsim play NAME" in done.out
    assert "\x1b" not in done.out


def test_play_without_a_lesson_is_the_catalogue(streamsim):
    assert streamsim("play") == streamsim()
    assert streamsim("play", "--step", "3") == (2, "", "streamsim play: --step goes with one lesson; name it\n")


def test_play_without_a_terminal_prints_what_run_prints(streamsim):
    assert streamsim("play", "overview") == streamsim("run", "overview")


@pytest.mark.parametrize("command", ["play", "run"])
def test_a_lesson_is_printed_and_the_status_is_0(streamsim, command):
    done = streamsim(command, "overview")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("DynamoDB Streams overview\n=====")
    assert "5     Consumer processes the change          Yes            Yes       Yes\n" in done.out


@pytest.mark.parametrize("command", ["run", "play", "quiz"])
def test_every_command_prints_the_same_complaints_about_a_broken_lesson_on_standard_error(streamsim, broken, command):
    done = streamsim(command, broken)
    assert (done.status, done.out) == (1, "")
    assert done.err.splitlines() == complaints(streamsim("check", broken).out)


LONG, LONG_WORDS = "A" * 70_000, "a b " * 20_000


@pytest.mark.parametrize(
    "arguments",
    [
        ["run", LONG],
        ["run", "overview", LONG],
        ["run", "overview", LONG_WORDS],
        ["run", "overview", "--as", LONG_WORDS],
        ["run", "overview", "--" + LONG],
        ["run", "a/" * 30_000 + "lesson.yaml"],
        ["play", "overview", "--step", LONG_WORDS],
        ["check", LONG],
        ["check", "overview", "--format", LONG],
        ["test", LONG],
        ["new", LONG],
        ["new", LONG + ".yaml"],
        ["progress", "--export", LONG],
        [LONG],
    ],
    ids=lambda arguments: " ".join(argument[:12] for argument in arguments),
)
def test_a_long_argument_is_cut_in_the_line_about_it_and_the_reason_is_not(streamsim, arguments):
    done = streamsim(*arguments)
    [line] = (done.out + done.err).splitlines()
    typed, reason = line.split("…")
    assert 200 <= len(typed) < 260
    assert len(reason) > 15
    assert done.status in (1, 2)


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
        (["zzz"], 'no "zzz"; expected one of play, run, quiz, repair, sandbox, list, progress'),
        (["\x1b[31m"], "\\x1b[31m"),
        (["run"], "lesson"),
        (["check"], "FILE"),
        (["run", "overview", "extra"], "extra"),
        (
            ["run", "overview", "--format", "html"],
            'no "html"; expected one of text, markdown, json, wire, mermaid, chrome',
        ),
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
    Path("\x1b[31m.yaml").write_text(SHORT)
    done = streamsim("play", "./\x1b[31m.yaml", "--step", "7")
    assert done == (2, "", "streamsim play: there is no step 7; \\x1b[31m has 6\n")


def test_each_command_is_declared_by_the_module_that_is_imported_for_it(streamsim):
    declaring = {path.stem for path in (ROOT / "simulator/cli").glob("*.py") if "\ndef add(" in path.read_text()}
    assert set(COMMANDS.values()) == declaring
    for name in COMMANDS:
        assert streamsim(name, "--help").out.startswith(f"usage: streamsim {name} ")


def test_help_and_version_are_no_errors(streamsim):
    assert streamsim("--help").status == 0
    for command in ("play", "run", "quiz", "list", "check"):
        assert command in streamsim("--help").out
        assert streamsim(command, "--help").status == 0
    assert streamsim("--version").out.startswith("streamsim ")


class CtrlC(io.StringIO):
    """A standard input at which somebody presses Ctrl-C."""

    def readline(self, size: int | None = -1) -> str:
        raise KeyboardInterrupt


def test_ctrl_c_in_a_quiz_ends_it_with_a_score(capsys, monkeypatch):
    monkeypatch.setattr(sys, "stdin", CtrlC())
    assert main(["quiz", "overview"]) == 0
    out, err = capsys.readouterr()
    assert "Stopped." in out
    assert "Score: 0 of 6." in out
    assert err == ""


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("arguments", "interrupted_in"),
    [
        (["run", "overview"], "simulator.lesson.run_alone.load_what_can_be_shown"),
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
def test_bytes_that_are_no_text_are_a_wrong_answer_like_any_other(streamsim, errors):
    done = streamsim("quiz", "overview", typed=b"\xff\xfe\x00\x1b[A\nB\n", errors=errors)
    assert (done.status, done.err) == (0, "")
    assert "is not one of A, B, C, D." in done.out
    assert "Score: 1 of 6." in done.out
    assert all(line.isprintable() for line in done.out.splitlines())


def unread(running: subprocess.Popen[bytes]) -> tuple[int, bytes]:
    """The status and the errors of a command whose reader goes at once, as `| true` does."""
    with running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    return running.returncode, said


@pytest.mark.parametrize("arguments", [("progress",), ("list",), ("check", "overview")])
def test_a_reader_that_has_gone_is_no_error(arguments):
    assert unread(forked(*arguments)) == (0, b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_has_gone_is_no_error_to_python_either_whether_it_keeps_lines_back_or_not(unbuffered):
    environment = {"PYTHONUNBUFFERED": unbuffered}
    assert unread(begun("run", "overview", "--format", "json", environment=environment)) == (0, b"")


@pytest.mark.parametrize("command", ["check", "test"])
def test_problems_are_a_failure_though_the_reader_has_gone(broken, command):
    assert unread(forked(command, "good.yaml", broken)) == (1, b"")


def test_problems_are_one_too_where_python_keeps_no_line_back(broken):
    assert unread(begun("check", "good.yaml", broken, environment={"PYTHONUNBUFFERED": "1"})) == (1, b"")


def test_lessons_after_the_reader_has_gone_are_recorded_all_the_same(broken):
    assert unread(forked("test", "--update", "good.yaml")) == (0, b"")
    assert Path("good.run.txt").is_file()


CLOSED = """
import os, sys
os.close({number})
os.execv(sys.executable, [sys.executable, "-m", "simulator", *sys.argv[1:]])
"""


def test_a_closed_standard_input_is_an_empty_one(streamsim, kept):
    assert streamsim(typed=None) == streamsim()
    assert streamsim("play", "overview", "--plain", typed=None) == streamsim("play", "overview", "--plain")
    assert streamsim("quiz", "overview", typed=None) == streamsim("quiz", "overview")
    assert kept().answers() == []


def test_a_standard_input_that_is_closed_before_python_starts_is_one_too():
    done = subprocess.run(
        [sys.executable, "-c", CLOSED.format(number=0), "quiz", "overview"],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "The input ended here.\n" in done.stdout


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
        running = forked("run", "overview", stdout=full)
        _, said = running.communicate()
    assert (running.returncode, said) == (1, b"streamsim: cannot write: No space left on device\n")
