"""Watches a file that is being written: prints its run, or its complaints, each time it is saved."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from simulator.lesson.run_alone import load_what_can_be_shown
from simulator.scenario.complaints.complaint import ScenarioError, visible
from simulator.scenario.files.stamp import stamp
from simulator.views.text import lesson_text

PAUSE = 0.3
"""Seconds between two looks at the file."""


def watch_plain(
    file: str,
    say: Callable[[str], None],
    warn: Callable[[str], None],
    rounds: int | None = None,
    pause: float = PAUSE,
) -> None:
    """Print the run of a file now and whenever it changes, until Ctrl-C; `warn` prints what is wrong with it.

    `rounds` bounds the looks, for tests.
    """
    path = Path(file)
    seen: object = "nothing yet"
    looks = 0
    while rounds is None or looks < rounds:
        if looks:
            time.sleep(pause)
        looks += 1
        now = stamp(path)
        if now == seen:
            continue
        seen = now
        try:
            lesson, complaints = load_what_can_be_shown(path)
            for line in lesson_text(lesson):
                say(line)
        except ScenarioError as error:
            complaints = error.complaints
        for complaint in complaints:
            warn(str(complaint))
        say("")
        say(visible(f"-- watching {file}; Ctrl-C ends"))
