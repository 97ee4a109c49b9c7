"""The player where Python has none of what belongs to Unix: Windows, which the README installs it on too."""

from __future__ import annotations

from commands import process

PLAYS_WITHOUT_UNIX = """
import sys
import signal

for name in ("fcntl", "termios", "pty", "tty", "resource"):
    sys.modules[name] = None  # importing it raises ImportError
for name in ("SIGHUP", "SIGQUIT", "SIGTSTP", "SIGCONT", "SIGWINCH", "SIGTTIN", "SIGTTOU"):
    delattr(signal, name)

import asyncio
from pathlib import Path

import simulator.cli.main
from simulator.lesson.lesson import load_lesson
from simulator.tui.app import PlayerApp
from simulator.tui.terminal_state import ENDING_SIGNALS


async def play():
    app = PlayerApp(lambda: load_lesson("overview"))
    async with app.run_test(size=(120, 36)) as pilot:
        for key in ("right", "ctrl+c", "g", "3", "enter"):
            await pilot.press(key)
        await pilot.pause()
        print(type(app.screen).__name__, app.screen.step, ENDING_SIGNALS)
        await pilot.press("ctrl+q")
    print(app.return_code)


asyncio.run(play())
"""


def test_the_player_starts_and_is_played_without_what_belongs_to_unix(tmp_path):
    """Textual chooses its driver by the platform; here the environment chooses, as nothing of Windows is at hand."""
    (tmp_path / "plays_without_unix.py").write_text(PLAYS_WITHOUT_UNIX, encoding="utf-8")
    environment = {"TEXTUAL_DRIVER": "textual.drivers.headless_driver:HeadlessDriver"}
    done = process(module="plays_without_unix", environment=environment, cwd=tmp_path)
    assert done.err == ""
    assert done.out.splitlines() == ["LessonScreen 3 ()", "0"]
