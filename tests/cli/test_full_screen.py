"""The player in a real pseudo-terminal: started as a person starts it, driven by key presses, read off the screen."""

from __future__ import annotations

import pytest

pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")

from pseudo_terminal import terminal, terminal_of_a_copy

RIGHT, END, HOME, CTRL_Q = "\x1b[C", "\x1b[F", "\x1b[H", "\x11"

# Python warns of fork in a process with threads; the child has none, and waits for nothing of theirs.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


def test_a_learner_steps_through_the_overview_answers_wrongly_once_and_leaves():
    with terminal("play", "overview") as player:
        player.wait_for(lambda text: "Step 0 of 6" in text and "Space Play" in text)
        for step, action in enumerate(
            ("Write item to DynamoDB table", "DynamoDB Streams captures change", "Stream record available"), 1
        ):
            player.type(RIGHT)
            player.wait_for(lambda text, step=step, action=action: f"Step {step} of 6" in text and action in text)
        player.type(END)
        player.wait_for(lambda text: "Step 6 of 6" in text and "No new changes" in text and "Final*" in text)
        player.type("q")
        player.wait_for(lambda text: "Question 1 of 6" in text)
        player.type("d")
        player.wait_for(lambda text: "How sure are you?" in text)
        player.type("s")
        player.wait_for(lambda text: "try again" in text)
        player.type("\r")
        player.wait_for(lambda text: "The answer is B." in text)
        player.type("\r")
        player.wait_for(lambda text: "Question 2 of 6" in text)
        player.type(HOME)
        player.wait_for(lambda text: "Step 1 of 6" in text)
        player.type(CTRL_Q)
        assert player.exit_status() == 0


def test_with_no_color_the_signs_still_show_everything():
    with terminal_of_a_copy("play", "overview", "--step", "4", columns=80, lines=24, NO_COLOR="1") as player:
        text = player.wait_for(lambda text: "Step 4 of 6" in text and "Yes*" in text)
        assert "> 4" in text
        assert "▹ read" in text
        assert "[Read]" in text
        player.type(CTRL_Q)
        assert player.exit_status() == 0


@pytest.mark.parametrize(
    ("started", "moment"),
    [(terminal, b"Opening"), (terminal_of_a_copy, b"Process table"), (terminal_of_a_copy, b"Consumer State")],
)
def test_leaving_while_the_player_still_opens_is_quiet(started, moment):
    with started("play", "overview") as player:
        player.wait_for(lambda _: moment in player.raw)
        player.type(CTRL_Q)
        assert player.exit_status() == 0
        assert b"Error" not in player.raw


def test_a_lesson_with_problems_says_so_after_the_screen_is_given_back(tmp_path):
    lesson = tmp_path / "broken.yaml"
    lesson.write_text("titel: x\n", encoding="utf-8")
    with terminal_of_a_copy("play", str(lesson)) as player:
        assert player.exit_status() == 1
        after = player.raw.rpartition(b"\x1b[?1049l")[2].decode()
        assert f'{lesson}:1:1: S201 unknown key "titel"; did you mean "title"?' in after
        assert "Traceback" not in after


@pytest.mark.parametrize("kind", ["dumb", ""])
def test_a_terminal_that_cannot_move_its_cursor_gets_the_player_in_lines(kind):
    with terminal_of_a_copy("play", "overview", TERM=kind) as player:
        player.wait_for(lambda text: text.endswith(">") or "\n>" in text)
        player.type("\r")
        player.wait_for(lambda text: "Step 1 of 6" in text)
        player.type("quit\r")
        assert player.exit_status() == 0
        assert b"\x1b" not in player.raw


def test_in_a_terminal_the_lines_are_folded():
    with terminal_of_a_copy("play", "overview", "--plain", "--step", "4") as player:
        text = player.wait_for(lambda text: "\n>" in text)
        assert "Step 4 of 6, at 1.000 s." in text
        assert max(map(len, text.splitlines())) <= 80
        player.type("\x04")
        assert player.exit_status() == 0


def test_ctrl_c_leaves_the_player_in_lines():
    with terminal_of_a_copy("play", "overview", "--plain") as player:
        player.wait_for(lambda text: "\n>" in text)
        player.type("\x03")
        assert player.exit_status() == 0
        assert "You leave overview at step 0 of 6." in player.text
        assert "Traceback" not in player.text
