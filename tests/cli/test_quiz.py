"""`streamsim quiz`: the questions that are asked, and the answers that are kept."""

from __future__ import annotations

import re
import signal

import pytest
from commands import forked, outcome
from learner_commands import make_due, needs_unix, one_line, until


def test_a_quiz_through_a_pipe(streamsim):
    done = streamsim("quiz", "overview", typed="B\nA\nC\nDBCA\nB\nA\n")
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith("\nScore: 6 of 6.\nEverything right.\n")


def test_a_quiz_whose_input_ends_early_still_has_a_score(streamsim):
    done = streamsim("quiz", "overview", typed="B")
    assert (done.status, done.err) == (0, "")
    assert "The input ended here." in done.out
    assert "Score: 1 of 6." in done.out


def test_a_quiz_of_a_lesson_without_questions(streamsim, broken):
    assert streamsim("quiz", "good.yaml") == (0, "A lesson has no questions.\n", "")


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


def test_a_learner_without_progress_gets_a_message_that_says_so(streamsim):
    assert streamsim("progress") == (0, "Nothing is kept yet.\n", "")


def test_a_quiz_is_kept(streamsim):
    streamsim("quiz", "overview", typed="B!\nB?\nC!\n")
    done = streamsim("progress")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith(
        "overview: 2 of 6 questions answered right\n\n"
        "3 answers. Sure and right: 2 of 2.\nNot sure and right all the same: 0 of 1.\n"
    )
    assert re.search(r"^Nothing is due\. The next question comes back on \d{4}-\d\d-\d\d\.$", done.out, re.MULTILINE)


def test_answers_of_one_letter_a_line_say_nothing_of_sureness(streamsim, kept):
    streamsim("quiz", "overview", typed="B\nB\nC\n")
    assert streamsim("progress").out.startswith("overview: 2 of 6 questions answered right\n\n3 answers.\n")
    assert [is_sure for *_, is_sure in kept().answers()] == [None, None, None]


def test_a_quiz_of_an_unplayed_lesson_offers_to_play_it_first(streamsim):
    offer = "You have not played this lesson yet. streamsim play overview shows its run"
    assert offer in streamsim("quiz", "overview").out
    streamsim("play", "overview", "--plain", typed="n\n")
    assert "You have not played" not in streamsim("quiz", "overview").out


def test_predictions_are_kept(streamsim):
    done = streamsim("quiz", "overview", "--predict", typed="0\n" * 20)
    assert (done.status, done.err) == (0, "")
    asked = done.out.count("You said:")
    assert f"You predicted 0 of {asked} right." in done.out
    assert f"overview: seen to its end, predicted 0 of {asked} right\n" in streamsim("progress").out


def test_answers_before_the_end_of_the_input_are_kept(streamsim, kept):
    done = streamsim("quiz", "overview", typed="B\n")
    assert (done.status, done.err) == (0, "")
    assert "The input ended here.\n" in done.out
    assert kept().answers() == [("overview", "record-created", "quiz", True, None)]


@needs_unix
def test_answers_before_ctrl_c_are_kept(kept):
    running = forked("quiz", "overview")
    until(running, b"> ")
    assert running.stdin is not None
    running.stdin.write(b"B\n")
    running.stdin.flush()
    if b"> " not in until(running, b"Question 2").partition(b"Question 2")[2]:
        until(running, b"> ")
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (0, b"")
    assert b"Stopped.\n" in out
    assert b"Score: 1 of 6.\n" in out
    assert len(kept().answers()) == 1


@needs_unix
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_answers_before_a_kill_are_kept_and_come_back(kept, how):
    running = forked("quiz", "overview")
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
def test_answers_are_kept_where_only_the_first_line_is_read(kept):
    running = forked("quiz", "overview")
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
    done = outcome(forked(*command), typed)
    assert (done.status, done.err) == (0, "")
    assert "Stopped.\n" in done.out
    assert done.out.count(" is not ") == 10
    assert all(line.isprintable() for line in done.out.splitlines())
