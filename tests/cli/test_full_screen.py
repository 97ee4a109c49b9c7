"""The player in a real pseudo-terminal: started as a person starts it, driven by key presses, read off the screen."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import pytest

pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")

import fcntl
import pty
import struct
import termios

import pyte

PATIENCE = 30
"""Seconds before a screen that does not come is a failure: generous, because machines are shared."""

RIGHT, END, HOME, CTRL_Q = "\x1b[C", "\x1b[F", "\x1b[H", "\x11"


class Terminal:
    """A program in a pseudo-terminal, with a terminal emulator that shows what a person would see."""

    def __init__(self, pid: int, fd: int, columns: int, lines: int) -> None:
        self.pid, self.fd = pid, fd
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self.raw = b""

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display)

    def wait_for(self, seen: Callable[[str], bool]) -> str:
        """Read until the screen shows something, or fail with the screen as it is."""
        deadline = time.monotonic() + PATIENCE
        while not seen(self.text):
            assert time.monotonic() < deadline, self.text
            self._read(0.2)
        return self.text

    def _read(self, seconds: float) -> None:
        if select.select([self.fd], [], [], seconds)[0]:
            with suppress(OSError):  # Linux reports the end of a pseudo-terminal as an error
                chunk = os.read(self.fd, 65536)
                self.raw += chunk
                self._stream.feed(chunk)

    def type(self, keys: str) -> None:
        os.write(self.fd, keys.encode())

    def exit_status(self) -> int:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self._read(0.1)
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.pid = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(self.text)


@contextmanager
def terminal(*arguments: str, columns: int = 120, lines: int = 36, **environment: str) -> Iterator[Terminal]:
    pid, fd = pty.fork()
    if pid == 0:  # pragma: no cover - the child becomes the program
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "PYTHONPATH") if name in os.environ}
        environment = {**kept, "TERM": "xterm-256color", "LANG": "C.UTF-8", **environment}
        os.execve(sys.executable, [sys.executable, "-m", "simulator", *arguments], environment)
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    opened = Terminal(pid, fd, columns, lines)
    try:
        yield opened
    finally:
        if opened.pid:
            os.kill(opened.pid, signal.SIGKILL)
            os.waitpid(opened.pid, 0)
        os.close(fd)


# Python warns of fork in a process with threads; the child of this one execs at once.
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
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
        player.wait_for(lambda text: "Question 1 of 3" in text)
        player.type("d")
        player.wait_for(lambda text: "Not quite. The answer is B." in text)
        player.type("\r")
        player.wait_for(lambda text: "Question 2 of 3" in text)
        player.type(HOME)
        player.wait_for(lambda text: "Step 1 of 6" in text)
        player.type(CTRL_Q)
        assert player.exit_status() == 0


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_with_no_color_the_signs_still_show_everything():
    with terminal("play", "overview", "--step", "4", columns=80, lines=24, NO_COLOR="1") as player:
        text = player.wait_for(lambda text: "Step 4 of 6" in text and "Reading*" in text)
        assert "▶ 4" in text
        assert "Yes*" in text
        assert "[Read]" in text
        player.type(CTRL_Q)
        assert player.exit_status() == 0


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("moment", [b"Opening", b"Process table", b"Consumer State"])
def test_leaving_while_the_player_still_opens_is_quiet(moment):
    with terminal("play", "overview") as player:
        player.wait_for(lambda _: moment in player.raw)
        player.type(CTRL_Q)
        assert player.exit_status() == 0
        assert b"Error" not in player.raw


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_lesson_with_problems_says_so_after_the_screen_is_given_back(tmp_path):
    lesson = tmp_path / "broken.yaml"
    lesson.write_text("titel: x\n", encoding="utf-8")
    with terminal("play", str(lesson)) as player:
        assert player.exit_status() == 1
        after = player.raw.rpartition(b"\x1b[?1049l")[2].decode()
        assert f'{lesson}:1:1: S201 unknown key "titel"; did you mean "title"?' in after
        assert "Traceback" not in after


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_terminal_that_cannot_move_its_cursor_gets_the_text():
    with terminal("play", "overview", TERM="dumb") as player:
        assert player.exit_status() == 0
        assert b"Consumer processes the change" in player.raw
        assert b"\x1b" not in player.raw
