"""`streamsim` without a command: choose a lesson."""

from __future__ import annotations

import argparse

from simulator.cli.console import in_terminal, say
from simulator.cli.list_lessons import lesson_list


def run(options: argparse.Namespace) -> int:
    """Open the player on the catalogue; without a terminal, print the catalogue."""
    if in_terminal():
        from simulator.tui.play import play

        return play(None)
    say(lesson_list()[0])
    return say(["", "streamsim play NAME opens a lesson, streamsim run NAME prints it, streamsim quiz NAME asks you."])
