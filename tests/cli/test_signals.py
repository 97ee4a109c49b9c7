"""The player when a signal comes, when its terminal goes, and when it is suspended: in a real pseudo-terminal."""

from __future__ import annotations

import os
import re
import select
import signal
import time
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="pseudo-terminals are a Unix thing")

from commands import program
from pseudo_terminal import PseudoTerminal, begin_copy, terminal, terminal_of_a_copy

from simulator.tui.screens.lesson import LessonScreen

# Python warns of fork in a process with threads; the child has none, and waits for nothing of theirs.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")

MODES = {
    "alternate screen": 1049,
    "mouse": 1000,
    "every movement": 1003,
    "SGR mouse": 1006,
    "paste": 2004,
    "focus": 1004,
}
CTRL_C, CTRL_Q, CTRL_Z = "\x03", "\x11", "\x1a"


def opened(player: PseudoTerminal) -> None:
    player.wait_for(lambda text: "Step 0 of 6" in text and "Space Play" in text)


def modes_left_on(raw: bytes) -> list[str]:
    """The modes of the terminal that were switched on and not off again, with the cursor and the keyboard protocol."""
    left = [name for name, mode in MODES.items() if raw.rfind(b"\x1b[?%dh" % mode) > raw.rfind(b"\x1b[?%dl" % mode)]
    left += ["hidden cursor"] * (raw.rfind(b"\x1b[?25l") > raw.rfind(b"\x1b[?25h"))
    return left + ["keyboard protocol"] * (len(re.findall(rb"\x1b\[>\d+u", raw)) - raw.count(b"\x1b[<u"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT], ids=lambda number: number.name)
def test_a_signal_restores_the_terminal_and_ends_the_player(number):
    with terminal_of_a_copy("play", "overview") as player:
        found = player.attributes()
        opened(player)
        assert player.attributes() != found
        assert "alternate screen" in modes_left_on(player.raw)
        assert "hidden cursor" in modes_left_on(player.raw)
        os.kill(player.pid, number)
        assert player.exit_status() == -number
        assert modes_left_on(player.raw) == []
        assert player.attributes() == found


def test_an_interrupt_from_another_process_restores_the_terminal():
    with terminal("play", "overview") as player:
        found = player.attributes()
        opened(player)
        os.kill(player.pid, signal.SIGINT)
        assert player.exit_status() == 0
        assert modes_left_on(player.raw) == []
        assert player.attributes() == found
        assert b"Traceback" not in player.raw


def ignore_hangups() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def leave_the_session() -> None:
    """Keep the terminal as standard streams, in a session that it does not control."""
    if os.fork():
        status = os.waitstatus_to_exitcode(os.wait()[1])
        os._exit(status)
    os.setsid()


@pytest.mark.parametrize("before", [ignore_hangups, leave_the_session], ids=lambda before: before.__name__)
def test_the_player_ends_within_two_seconds_of_its_terminal_when_no_signal_tells_it(before):
    """The pipe closes when the last process that holds it has ended."""
    watched, held = os.pipe()
    os.set_inheritable(held, True)
    player = begin_copy(["play", "overview"], before=before)
    os.close(held)
    try:
        opened(player)
        os.close(player.fd)
        player.fd = os.open(os.devnull, os.O_RDONLY)
        assert select.select([watched], [], [], 2)[0], "the player still runs"
        assert os.read(watched, 1) == b""
    finally:
        os.close(watched)
        player.close()


def test_ctrl_z_suspends_the_player_and_fg_brings_its_screen_back():
    with terminal_of_a_copy("play", "overview", "--step", "3") as player:
        found = player.attributes()
        player.wait_for(lambda text: "Step 3 of 6" in text and "Space Play" in text)
        player.type(CTRL_Z)
        assert player.wait_until_stopped()
        assert modes_left_on(player.raw) == []
        assert player.attributes() == found
        suspended = len(player.raw)
        player.clear()
        os.kill(player.pid, signal.SIGCONT)
        player.wait_for(lambda text: "Step 3 of 6" in text and "Space Play" in text)
        assert "hidden cursor" in modes_left_on(bytes(player.raw[suspended:]))
        player.type("g")
        player.wait_for(lambda text: "Go to step" in text)
        player.type(CTRL_Q)  # from a field of a dialog
        assert player.exit_status() == 0


def test_ctrl_c_says_how_to_leave_and_leaves_when_it_comes_twice():
    with terminal_of_a_copy("play", "overview") as player:
        opened(player)
        player.type(CTRL_C)
        player.wait_for(lambda text: "Ctrl+Q leaves the program" in text)
        time.sleep(1.1)  # what came before no longer counts
        for _ in range(20):  # a person who holds the key down
            player.type(CTRL_C)
            player.read(0.03)
        assert player.exit_status() == 130
        assert modes_left_on(player.raw) == []
        assert b"Traceback" not in player.raw
        assert b"Stopped" not in player.raw


def play_with_a_fault() -> None:
    def fault(self: LessonScreen) -> None:
        secret = "the value of a variable"  # noqa: F841 - for the report, which must not have it
        raise LookupError("planted")

    LessonScreen.action_help = fault  # type: ignore[method-assign]
    program()


def test_a_fault_of_the_program_restores_the_terminal_and_writes_a_report(tmp_path):
    environment = {"XDG_DATA_HOME": str(tmp_path)}
    player = begin_copy(["play", "overview", "--step", "2"], environment=environment, run=play_with_a_fault)
    try:
        found = player.attributes()
        player.wait_for(lambda text: "Step 2 of 6" in text and "Space Play" in text)
        player.type("\x1b[C")
        player.wait_for(lambda text: "Step 3 of 6" in text)
        player.type("?")
        assert player.exit_status() == 70
        assert modes_left_on(player.raw) == []
        assert player.attributes() == found
        said = re.sub(rb"\x1b\[[?<>\d;]*[a-z]", b"", player.raw.rpartition(b"\x1b[?1049l")[2]).decode()
    finally:
        player.close()
    (report,) = (tmp_path / "streamsim" / "reports").iterdir()
    assert said.strip() == (
        "streamsim: this is a fault of the program, not yours. "
        f"A report of it was written to {report}. Your progress is kept; go on with: streamsim play overview --step 3"
    )
    text = Path(report).read_text(encoding="utf-8")
    assert "lesson: overview\nstep: 3\n" in text
    assert "120x36) right question_mark\n" in text
    assert text.endswith("LookupError: planted\n")
    assert "the value of a variable" not in text.replace('secret = "the value of a variable"', "")
