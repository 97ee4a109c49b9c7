"""streamsim sandbox: lines from a pipe, saving, and what was not saved."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from commands import forked

PUT = "put: {order_id: o-2}\n"


@pytest.fixture
def sandbox(streamsim, folder):
    """The plain sandbox, which reads lines."""
    return lambda *arguments, typed="": streamsim("sandbox", *arguments, typed=typed)


def test_actions_from_a_pipe_are_added_and_saved_as_a_lesson_that_passes_check(sandbox, streamsim):
    done = sandbox(typed=PUT + "wait: 5s\nsave mine.yaml\nquit\n")
    assert (done.status, done.err) == (0, "")
    assert "Step 7, at 2.000 s: Write item to DynamoDB table." in done.out
    assert "Saved: mine.yaml" in done.out
    assert streamsim("check", "mine.yaml").status == 0


def test_a_lesson_can_be_begun_with_and_a_refused_line_changes_nothing(sandbox):
    done = sandbox("poison-pill", typed="put: {x: 1}\nlist\n")
    assert 'Not added: D301 the partition key "payment_id" is missing' in done.out
    assert "Step 32, at" in done.out


def test_no_file_is_written_over_before_it_was_asked(sandbox):
    Path("mine.yaml").write_text("mine\n")
    assert "Not saved." in sandbox(typed=PUT + "save mine.yaml\nno\n").out
    assert Path("mine.yaml").read_text() == "mine\n"
    assert "Saved: mine.yaml" in sandbox(typed="save mine.yaml\nyes\n").out
    assert "order_id: o-2" in Path("mine.yaml").read_text()


def test_a_name_that_is_no_lessons_or_a_folder_that_is_not_there_is_refused(sandbox):
    done = sandbox(typed="save\nsave mine.txt\nsave not/there.yaml\n")
    assert "save goes with the name of a file" in done.out
    assert "has to end in .yaml or .yml" in done.out
    assert "Not saved: not/there.yaml: No such file or directory." in done.out


def test_what_was_not_saved_is_there_again_and_what_was_saved_is_not(sandbox):
    sandbox(typed=PUT)
    done = sandbox(typed="yaml\nsave mine.yaml\n")
    assert "The line that was not saved last time is here again" in done.err
    assert "- put: {order_id: o-2}" in done.out
    assert sandbox(typed="yaml\n").err == ""


def test_each_lesson_has_a_sandbox_of_its_own(sandbox):
    sandbox("overview", typed=PUT)
    assert sandbox("poison-pill", typed="quit\n").err == ""
    assert "here again" in sandbox("overview", typed="quit\n").err


def test_new_sets_what_was_not_saved_aside(sandbox, data):
    sandbox(typed=PUT)
    done = sandbox("--new", typed="yaml\n")
    assert "set aside" in done.err
    assert "- put: {order_id: o-2}" not in done.out
    assert "o-2" in (data / "sandbox-own.aside.json").read_text()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "x", "version": 1}', '{"format": "streamsim-sandbox"}'])
def test_a_kept_sandbox_that_is_damaged_is_told_of_and_set_aside(sandbox, data, content):
    data.mkdir(parents=True)
    (data / "sandbox-own.json").write_text(content)
    done = sandbox(typed="quit\n")
    assert (done.status, done.err.count("\n")) == (0, 1)
    assert "cannot be taken up again" in done.err
    assert (data / "sandbox-own.aside.json").read_text() == content


def test_what_was_added_survives_kill_9(sandbox, data):
    with forked("sandbox") as running:
        running.stdin.write(PUT.encode())
        running.stdin.flush()
        lines = iter(running.stdout.readline, b"")
        assert any(b"Step 12, at" in line for line in lines)
        for _ in range(1_000):
            if (data / "sandbox-own.json").exists():
                break
            time.sleep(0.01)
        running.kill()
    assert "order_id: o-2" in sandbox(typed="yaml\n").out
