"""The full-screen player, and what is printed where there is no terminal for one."""

from __future__ import annotations

import argparse

from simulator.commands.console import DONE, USAGE, complain, in_terminal, say

# The player shows its first frame before it needs pydantic and the lesson (150 ms), and text needs no Textual (165 ms):
# what either needs is imported where it is used.


def catalogue(options: argparse.Namespace) -> int:
    """Choose a lesson; without a terminal the catalogue is printed."""
    if in_terminal():
        from simulator.tui.app import play as open_player

        return open_player(None)
    from simulator.commands.printing import print_list

    print_list()
    return say(["", "streamsim play NAME opens a lesson, streamsim run NAME prints it, streamsim quiz NAME asks you."])


def play(options: argparse.Namespace) -> int:
    """Open the player on one lesson; without a terminal its run is printed."""
    if in_terminal():
        from simulator.tui.app import play as open_player

        return open_player(options.lesson, options.step, options.mode)
    from simulator.lesson.lesson import load_lesson
    from simulator.views.text import lesson_text

    lesson = load_lesson(options.lesson)
    last = len(lesson.trace.steps)
    if options.step > last:
        return complain(f"play: there is no step {options.step}; {lesson.name} has {last}", USAGE)
    return say(lesson_text(lesson))


def watch(options: argparse.Namespace) -> int:
    """Play a lesson that is being written; or print its run at each change."""
    if not options.plain and in_terminal():
        from simulator.tui.app import watch as open_player

        return open_player(options.file)
    from simulator.terminal.watch import watch_plain

    watch_plain(options.file, lambda line: print(line, flush=True))
    return DONE
