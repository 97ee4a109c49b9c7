"""`streamsim play --plain`: the player in lines of text, in a pipe as a screen reader or a script drives it."""

from __future__ import annotations

import pytest
from commands import forked, outcome
from learner_commands import needs_unix, one_line, until


def test_a_lesson_is_played_through_a_pipe(streamsim):
    done = streamsim("play", "overview", "--plain", typed="n\nm\ng 6\nquit\n")
    assert (done.status, done.err) == (0, "")
    assert "Step 1 of 6, at 0.000 s.\n" in done.out
    assert "Table Orders: one item: o-1 PLACED." in done.out
    assert done.out.endswith("You leave overview at step 6 of 6.\n")


def test_the_end_of_the_input_ends_it_well(streamsim):
    done = streamsim("play", "overview", "--plain", typed="n\n")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("The input ended here.\nYou leave overview at step 1 of 6.\n")


def test_without_plain_and_without_a_terminal_the_run_is_printed_and_no_command_is_read(streamsim):
    assert streamsim("play", "overview", typed="n\nquit\n") == streamsim("run", "overview")


def test_as_a_believer_both_runs_are_told_before_the_player_begins(streamsim):
    done = streamsim("play", "split-shard", "--as", "F301", "--plain", typed="quit\n")
    assert (done.status, done.err) == (0, "")
    assert done.out.index("The runs part at step 20") < done.out.index("Step 0 of 25")


def test_as_a_believer_without_a_terminal_both_runs_are_printed(streamsim):
    assert streamsim("play", "split-shard", "--as", "F301") == streamsim(
        "run", "split-shard", "--as", "F301", "--against"
    )


def test_a_misconception_that_is_none_is_a_usage_error(streamsim):
    done = streamsim("play", "split-shard", "--as", "F1")
    assert done.status == 2
    assert 'no misconception "F1"' in done.err


def test_each_thing_is_one_line_in_a_pipe(streamsim):
    out = streamsim("play", "crash-and-checkpoint", "--plain", "--step", "27", typed="m\n").out
    assert (
        "Shard 1, open, held by worker b: records 1 and 3 processed by a and checkpointed; record 4 processed by a, "
        "handed to b again; record 5 read, in work. The next read begins after record 5. "
    ) in out


def test_the_steps_answers_and_predictions_are_kept(streamsim):
    streamsim("play", "overview", "--plain", typed="n\nn\nq\nB\nA\nC\nDBCA\nB\nA\np\ng 6\n1\n")
    out = streamsim("progress").out
    assert out.startswith("overview: done, ")
    assert "6 of 6 questions answered right" in out
    assert "predicted " in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--step", "7"), "streamsim play: there is no step 7; overview has 6\n"),
        (("--mode", "watch"), "streamsim play: no mode watch in lines of text; there n goes on step by step\n"),
    ],
)
def test_wrong_usage_is_one_line_and_2_and_keeps_nothing(streamsim, data, arguments, said):
    done = streamsim("play", "overview", "--plain", *arguments)
    assert (done.status, done.out, done.err) == (2, "", said)
    assert not data.exists()


def test_a_broken_lesson_is_complained_about(streamsim, broken):
    done = streamsim("play", broken, "--plain", typed="n\n")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("broken.yaml:")


def test_nothing_that_is_typed_stops_it():
    typed = b"\xff\xfe\x00\n\xc3\xa9\n99\n-1\n\x1b[A\ng \x00\n" + b"x" * 10_000 + b"\nquit\n"
    done = outcome(forked("play", "overview", "--plain"), typed)
    assert (done.status, done.err) == (0, "")
    assert done.out.count(" is not a command") == 6
    assert all(line.isprintable() for line in done.out.splitlines())


@needs_unix
def test_a_reader_that_goes_away_ends_it_quietly():
    running = forked("play", "overview", "--plain")
    until(running, b"> ")
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdout.close()
    running.stdin.write(b"n\n" * 6)
    running.stdin.close()
    assert running.wait(timeout=60) == 0
    assert running.stderr is not None
    assert running.stderr.read() == b""
    running.stderr.close()


def test_with_no_input_at_all_it_ends_well(streamsim):
    done = streamsim("play", "overview", "--plain", typed=None)
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("The input ended here.\nYou leave overview at step 0 of 6.\n")


def test_a_step_that_is_no_number_is_wrong_usage(streamsim):
    done = streamsim("play", "overview", "--plain", "--step", "-1")
    assert done.status == 2
    assert one_line(done.err)
