"""Quiz, review and progress on the command line: what is kept, what is said where, and the exit status."""

from __future__ import annotations

import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import begun, process

from simulator.cli.progress import MOST_IMPORTED
from simulator.learner.database import ProgressFile
from simulator.learner.progress import DAY, Progress, StoredCard, progress_file

ROOT = Path(__file__).parent.parent

needs_unix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals, limits and devices")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """For each test a learner who has done nothing yet; the folder that progress is kept in."""
    for name in ("XDG_DATA_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))
    return progress_file().parent


@pytest.fixture
def kept() -> Iterator[Callable[[], Progress]]:
    """Opens what the command line has kept."""
    opened: list[Progress] = []

    def open_() -> Progress:
        opened.append(Progress(progress_file()))
        return opened[-1]

    yield open_
    for each in opened:
        each.close()


def until(running: subprocess.Popen[bytes], text: bytes) -> bytes:
    """What a process prints until a text has come."""
    assert running.stdout is not None
    said = b""
    while text not in said:
        more = running.stdout.read1()  # type: ignore[attr-defined]
        assert more, said
        said += more
    return said


def one_line(err: str) -> bool:
    return err.count("\n") == 1 and err.endswith("\n")


def make_due(*questions: str, lesson: str = "overview") -> None:
    """Let questions be due since yesterday."""
    now = int(time.time())
    progress = Progress(progress_file())
    for question in questions:
        progress.keep_card(StoredCard(lesson, question, "", 2.5, 5.0, False, now - 3 * DAY, now - DAY))
    progress.close()


# What is kept


def test_who_has_done_nothing_is_told_so(streamsim):
    assert streamsim("progress") == (0, "Nothing is kept yet.\n", "")


def test_a_quiz_is_kept(streamsim):
    streamsim("quiz", "overview", typed="B\nB?\nC\n")
    done = streamsim("progress")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(
        "overview: quiz 2 of 3 right\n\n3 answers. Sure and right: 2 of 2.\nNot sure and right all the same: 0 of 1.\n"
    )
    assert re.search(r"^Nothing is due\. The next question comes back on \d{4}-\d\d-\d\d\.$", done.out, re.MULTILINE)


def test_predictions_are_kept(streamsim):
    done = streamsim("quiz", "overview", "--predict", typed="0\n" * 20)
    assert (done.status, done.err) == (0, "")
    asked = done.out.count("You said:")
    assert f"You predicted 0 of {asked} right." in done.out
    assert f"overview: done, predicted 0 of {asked} right\n" in streamsim("progress").out


def test_what_was_answered_before_the_end_of_the_input_is_kept(streamsim, kept):
    done = streamsim("quiz", "overview", typed="B\n")
    assert (done.status, done.err) == (0, "")
    assert "The input ended here.\n" in done.out
    assert kept().answers() == [("overview", "record-created", "quiz", True, True)]


@needs_unix
def test_what_was_answered_before_ctrl_c_is_kept(kept):
    running = begun("quiz", "overview")
    until(running, b"> ")
    assert running.stdin is not None
    running.stdin.write(b"B\n")
    running.stdin.flush()
    until(running, b"Question 2")
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (0, b"")
    assert b"Stopped.\n" in out
    assert b"Score: 1 of 3.\n" in out
    assert len(kept().answers()) == 1


@needs_unix
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_what_was_answered_before_a_kill_is_kept_and_comes_back(kept, how):
    running = begun("quiz", "overview")
    until(running, b"> ")
    assert running.stdin is not None
    running.stdin.write(b"B\n")
    running.stdin.flush()
    until(running, b"Question 2")
    running.send_signal(how)
    running.communicate(timeout=60)
    progress = kept()
    assert progress.notices == []
    assert len(progress.answers()) == 1
    assert progress.card("overview", "record-created") is not None


@needs_unix
def test_who_reads_only_the_first_line_keeps_what_was_answered(kept):
    running = begun("quiz", "overview")
    until(running, b"> ")
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdout.close()
    running.stdin.write(b"B\n")
    running.stdin.close()
    assert running.wait(timeout=60) == 0
    assert running.stderr is not None
    assert running.stderr.read() == b""
    running.stderr.close()
    assert len(kept().answers()) == 1


@pytest.mark.parametrize("command", [("quiz", "overview"), ("quiz", "overview", "--predict"), ("review",)])
def test_nothing_that_is_typed_stops_the_program(command):
    make_due("record-created")
    typed = b"\xff\xfe\x00\n\xc3\xa9\n\xe2\x82\xac?\n99\n12\n-1\n\x1b[A\n\n?\n" + b"x" * 10_000 + b"\nq\n"
    done = process(*command, typed=typed)
    assert (done.status, done.err) == (0, "")
    assert "Stopped.\n" in done.out
    assert done.out.count(" is not ") == 10
    assert all(line.isprintable() for line in done.out.splitlines())


@needs_unix
def test_with_no_input_at_all_a_quiz_ends_well(kept):
    command = f'"{sys.executable}" -m simulator quiz overview <&-'
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "The input ended here.\n" in done.stdout
    assert kept().answers() == []


# Which questions


def test_generated_questions_are_the_same_for_the_same_seed_and_others_for_another(streamsim):
    def asked(*more: str) -> str:
        done = streamsim("quiz", "overview", "--generate", "3", *more)
        assert (done.status, done.err) == (0, "")
        return done.out

    assert asked("--seed", "7") == asked("--seed", "7")
    assert asked() == asked("--seed", "0")
    assert len({asked("--seed", str(seed)) for seed in range(4)}) > 1
    assert "3 questions." in asked()


def test_generated_questions_are_kept_and_come_back(streamsim, kept):
    # Whatever kind it is: one letter, or as many as there are to put in order.
    streamsim("quiz", "overview", "--generate", "1", "--seed", "7", typed="ABCDE\nABCD\nABC\nAB\nA\n")
    progress = kept()
    ((lesson, question, mode, *_),) = progress.answers()
    assert (lesson, mode) == ("overview", "quiz")
    assert progress.card(lesson, question).made_by != ""


def test_a_lesson_that_gives_fewer_questions_says_how_many(streamsim):
    done = streamsim("quiz", "overview", "--generate", "1000")
    assert done.status == 0
    gives, asks = re.search(r" gives only ([\d,]+)\.", done.out), re.search(r": (\d+) questions\.", done.out)
    assert gives is not None
    assert asks is not None
    assert gives[1] == asks[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("quiz", "overview", "--predict", "--generate", "3"), "not allowed with argument --predict"),
        (("quiz", "overview", "--seed", "3"), "streamsim quiz: --seed goes with --generate N"),
        (("quiz", "overview", "--generate", "0"), "a number of questions from 1 to 1,000"),
        (("quiz", "overview", "--generate", "²"), "a number of questions from 1 to 1,000"),
        (("quiz", "overview", "--generate", "3", "--seed", "-1"), '"-1" is not a number from 0 to 999,999,999'),
        (("quiz", "overview", "--generate", "3", "--seed", "x\x1b"), '"x\\x1b" is not a number'),
        (("progress", "--export", "a", "--import", "b"), "not allowed with argument --export"),
        (("progress", "--reset", "--export", "a"), "not allowed with argument --reset"),
        (("progress", "overview"), "unrecognized arguments: overview"),
        (("review", "overview"), "unrecognized arguments: overview"),
    ],
)
def test_wrong_usage_is_one_line_and_2_and_keeps_nothing(streamsim, data, arguments, said):
    done = streamsim(*arguments)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert one_line(done.err)
    assert not data.exists()


# Review


def test_with_nothing_kept_a_review_says_that_nothing_is_due(streamsim):
    assert streamsim("review") == (0, "Nothing is due.\n", "")


def test_right_after_a_quiz_nothing_is_due_and_the_day_is_said(streamsim):
    streamsim("quiz", "overview", typed="B\nA\nC\n")
    done = streamsim("review")
    assert (done.status, done.err) == (0, "")
    assert re.fullmatch(r"Nothing is due\. The next question comes back on \d{4}-\d\d-\d\d\.\n", done.out)


def test_a_review_asks_what_is_due_keeps_it_and_then_nothing_is_due(streamsim, kept):
    make_due("record-created", "consumer-state")
    assert "2 questions due: streamsim review\n" in streamsim("progress").out
    done = streamsim("review", typed="A\nA\nA\nA\n")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("2 questions to review.")
    assert "Score: " in done.out
    assert [mode for _, _, mode, _, _ in kept().answers()] == ["review", "review"]
    assert streamsim("review").out.startswith("Nothing is due. The next question comes back on ")


def test_a_question_that_is_no_more_is_not_asked_and_a_line_says_so(streamsim):
    make_due("a-question-of-long-ago")
    done = streamsim("review")
    assert done.status == 0
    assert done.out.startswith("Nothing is due. The next question comes back on ")
    assert done.err == (
        "overview has changed: a question that was due is no longer in it, and will be looked for again in 30 days.\n"
    )
    again = streamsim("review")
    assert (again.out, again.err) == (done.out, "")


def test_a_lesson_that_has_problems_now_is_named(streamsim, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: [")
    make_due("q", lesson=str(broken))
    done = streamsim("review")
    assert (done.status, done.err) == (0, "")
    assert done.out == f"Questions of {broken} are due, but it has problems: streamsim check {broken}\n"


def test_the_questions_of_a_file_of_ones_own_come_back_too(streamsim, tmp_path, kept):
    text = (ROOT / "scenarios" / "overview.yaml").read_text(encoding="utf-8")
    mine = tmp_path / "overview.yaml"
    mine.write_text(text.replace("title: ", "title: My own ", 1), encoding="utf-8")
    streamsim("quiz", str(mine), typed="B\nA\nC\n")
    assert list(kept().lessons()) == [str(mine)]
    make_due("record-created", lesson=str(mine))
    assert ", from My own" in streamsim("review", typed="q\n").out.replace("\n", " ")


# Taking it along


@pytest.fixture
def exported(streamsim, tmp_path) -> Path:
    """What somebody has exported who answered two questions."""
    file = tmp_path / "mine.json"
    streamsim("quiz", "overview", typed="B\nA\n")
    assert streamsim("progress", "--export", str(file)) == (0, f"Written: {file}\n", "")
    return file


def test_what_was_exported_and_forgotten_comes_back(streamsim, exported, tmp_path):
    before = streamsim("progress").out
    assert streamsim("progress", "--reset") == (0, "5 entries forgotten.\n", "")  # 1 visit, 2 answers, 2 cards
    assert streamsim("progress") == (0, "Nothing is kept yet.\n", "")
    assert streamsim("progress", "--reset") == (0, "0 entries forgotten.\n", "")
    assert streamsim("progress", "--import", str(exported)) == (0, "5 new entries taken in.\n", "")
    assert streamsim("progress", "--import", str(exported)) == (0, "0 new entries taken in.\n", "")
    assert streamsim("progress").out == before
    again = tmp_path / "again.json"
    streamsim("progress", "--export", str(again))
    assert again.read_bytes() == exported.read_bytes()


def test_the_export_is_json_that_another_program_can_read(exported):
    document = json.loads(exported.read_text(encoding="utf-8"))
    assert [row["question"] for row in document["answer"]] == ["record-created", "consumer-state"]
    assert [row["is_right"] for row in document["answer"]] == [1, 1]
    assert [row["question"] for row in document["card"]] == ["consumer-state", "record-created"]


def test_an_export_never_replaces_a_file(streamsim, exported):
    content = exported.read_bytes()
    done = streamsim("progress", "--export", str(exported))
    assert done == (2, "", f"streamsim progress: {exported} is there already; choose another name\n")
    assert exported.read_bytes() == content


def test_an_export_to_a_folder_that_is_missing_is_said(streamsim, tmp_path):
    file = tmp_path / "nowhere" / "mine.json"
    done = streamsim("progress", "--export", str(file))
    assert done == (1, "", f"streamsim progress: {file}: No such file or directory\n")


@pytest.mark.parametrize("option", ["--export", "--import"])
@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5_000, "\x1b[31m"])
def test_a_name_that_is_none_is_one_line(streamsim, tmp_path, monkeypatch, option, name):
    monkeypatch.chdir(tmp_path)
    if (option, name) == ("--export", "\x1b[31m"):
        name += "/x"
    done = streamsim("progress", option, name)
    assert (done.status, done.out) == (1, "")
    assert one_line(done.err)
    assert done.err[:-1].isprintable()


@needs_unix
def test_an_export_that_the_disk_has_no_room_for_leaves_no_half_of_a_file(streamsim, exported, tmp_path, kept):
    import resource

    progress = kept()
    for number in range(400):
        progress.answered("overview", f"q-{number}", "quiz", True, True, "A")
    file = tmp_path / "half.json"

    def little_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    done = process("progress", "--export", str(file), preexec_fn=little_room)
    assert (done.status, done.out) == (1, "")
    assert done.err == f"streamsim progress: {file}: File too large\n"
    assert not file.exists()


def test_an_export_with_the_mark_that_windows_sets_is_read(streamsim, exported):
    exported.write_bytes(b"\xef\xbb\xbf" + exported.read_bytes())
    assert streamsim("progress", "--import", str(exported)) == (0, "0 new entries taken in.\n", "")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This is no exported progress: it is not JSON."),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is no exported progress: it is not UTF-8 text."),
        (b"title: A lesson\n", "This is no exported progress: it is not JSON."),
        (b'{"format": "anki"}', "This is no exported progress of streamsim."),
        (b"[" * 200_000, "This is no exported progress: it is not JSON."),
        (b'{"format": "streamsim-progress", "version": 1}', 'This exported progress is not whole: "place" is missing.'),
        (
            b'{"format": "streamsim-progress", "version": 2}',
            "This progress was exported by a newer streamsim: version 2, not 1.",
        ),
    ],
)
def test_a_file_that_is_no_export_is_one_line_and_1(streamsim, tmp_path, content, said):
    file = tmp_path / "other"
    file.write_bytes(content)
    assert streamsim("progress", "--import", str(file)) == (1, "", f"streamsim progress: {file}: {said}\n")
    assert streamsim("progress").out == "Nothing is kept yet.\n"


def test_a_huge_file_is_not_read(streamsim, tmp_path):
    file = tmp_path / "huge"
    with file.open("wb") as writing:
        writing.truncate(MOST_IMPORTED + 1)
    done = streamsim("progress", "--import", str(file))
    assert done == (1, "", f"streamsim progress: {file}: This is too large for exported progress.\n")


@needs_unix
def test_a_file_without_an_end_is_not_read_for_ever(streamsim):
    done = streamsim("progress", "--import", "/dev/zero")
    assert done == (1, "", "streamsim progress: /dev/zero: This is too large for exported progress.\n")


@pytest.mark.parametrize(("name", "said"), [("missing", "No such file or directory"), (".", "Is a directory")])
def test_a_file_that_cannot_be_read_is_one_line_and_1(streamsim, tmp_path, monkeypatch, name, said):
    monkeypatch.chdir(tmp_path)
    assert streamsim("progress", "--import", name) == (1, "", f"streamsim progress: {name}: {said}\n")


# Where nothing can be kept


def test_a_damaged_file_is_set_aside_and_the_quiz_goes_on(streamsim, data):
    data.mkdir(parents=True)
    (data / "progress.sqlite").write_bytes(b"damaged" * 1_000)
    done = streamsim("quiz", "overview", typed="B\nA\nC\n")
    aside = data / "progress-damaged-1.sqlite"
    said = f"Your progress could not be read: the file is damaged. It was kept as {aside}, and a new file was begun.\n"
    assert (done.status, done.err) == (0, said)
    assert "Score: 3 of 3." in done.out
    assert aside.read_bytes() == b"damaged" * 1_000
    assert streamsim("progress").out.startswith("overview: quiz 3 of 3 right\n")


@pytest.fixture
def out_of_reach(data, tmp_path) -> str:
    """The folder for a user's data cannot be made: a file is in its place. What is said of it."""
    (tmp_path / "data").touch()
    return f"Your progress is not kept: {data / 'progress.sqlite'}: Not a directory.\n"


def test_where_nothing_can_be_kept_a_quiz_says_so_before_it_asks_and_goes_on(out_of_reach):
    done = process("quiz", "overview", typed=b"B\nA\nC\n", stderr=subprocess.STDOUT)
    assert done.status == 0
    assert done.out.startswith(out_of_reach)
    assert done.out.count(out_of_reach) == 1
    assert "Score: 3 of 3." in done.out


def test_where_nothing_can_be_kept_predictions_go_on_too(streamsim, out_of_reach):
    done = streamsim("quiz", "overview", "--predict", typed="0\n" * 20)
    assert (done.status, done.err) == (0, out_of_reach)
    assert "You predicted 0 of " in done.out


@pytest.mark.parametrize("option", [(), ("--reset",), ("--export", "new.json"), ("--import", "old.json")])
def test_where_nothing_can_be_kept_progress_is_one_line_and_1(streamsim, out_of_reach, tmp_path, monkeypatch, option):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.json").write_text("{}")
    assert streamsim("progress", *option) == (1, "", out_of_reach)
    assert not (tmp_path / "new.json").exists()


def test_the_file_of_a_newer_program_is_left_alone_by_every_command(streamsim, data):
    streamsim("quiz", "overview", typed="B\nA\nC\n")
    file = data / "progress.sqlite"
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    content = file.read_bytes()
    said = f"Your progress is not kept: {file}: the file is of a newer streamsim; it is left alone.\n"
    for command in (("progress",), ("progress", "--reset")):
        assert streamsim(*command) == (1, "", said)
    for command in (("quiz", "overview"), ("review",)):
        done = streamsim(*command, typed="B\n")
        assert (done.status, done.err) == (0, said)
    assert file.read_bytes() == content


def test_a_file_that_fails_while_it_is_shown_is_one_line_and_1(streamsim, data, monkeypatch):
    read = ProgressFile.read

    def failing(self: ProgressFile, *arguments: Any) -> list[Any]:
        monkeypatch.setattr(ProgressFile, "read", read)
        (data / "progress.sqlite").write_bytes(b"x" * 50_000)
        return read(self, *arguments)

    streamsim("quiz", "overview", typed="B\n")
    monkeypatch.setattr(ProgressFile, "read", failing)
    done = streamsim("progress")
    assert done.status == 1
    assert done.err == f"Your progress is not kept: {data / 'progress.sqlite'}: the file is damaged.\n"


@needs_unix
def test_on_a_full_disk_a_quiz_goes_on_and_says_at_its_end_that_it_was_not_kept(streamsim, data):
    import resource

    streamsim("quiz", "overview", typed="B\n")
    size = (data / "progress.sqlite").stat().st_size

    def no_room() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))

    done = process("quiz", "overview", typed=b"B\nA\nC\n", preexec_fn=no_room)
    assert done.status == 0
    assert "Score: 3 of 3." in done.out
    assert re.fullmatch(r"Your progress is not kept: .*progress\.sqlite: the disk .*\.\n", done.err)
    assert streamsim("progress").out.startswith("overview: quiz 1 of 1 right\n")


# What is imported

IMPORTED = """
import runpy, sys
sys.argv = ["streamsim", *{arguments!r}]
try:
    runpy.run_module("simulator", run_name="__main__")
except SystemExit as end:
    assert not end.code
print(*sys.modules, file=sys.stderr)
"""


def modules_after(*arguments: str) -> set[str]:
    """The modules that a new interpreter has imported after a command without a terminal."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", IMPORTED.format(arguments=arguments)]
    done = subprocess.run(command, env=environment, input="", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [(), ("list",), ("run", "overview"), ("check", "overview"), ("play", "overview")])
def test_who_only_looks_pays_for_no_database_and_no_schedule(arguments, data):
    modules = modules_after(*arguments)
    assert "simulator.scenario.loader" in modules
    assert not modules & {"fsrs", "sqlite3", "platformdirs"}
    assert not data.exists()


@pytest.mark.parametrize("arguments", [("progress",), ("quiz", "overview"), ("quiz", "overview", "--predict")])
def test_the_schedule_is_for_those_who_answer_and_the_player_for_those_who_play(arguments):
    modules = modules_after(*arguments)
    assert "sqlite3" in modules
    assert not modules & {"fsrs", "textual", "rich"}
