"""Shared by the commands of a learner: the progress that is kept, and a plain terminal that asks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from simulator.cli.console import ask
from simulator.learner.progress import Progress, progress_file
from simulator.scenario.complaints.complaint import visible
from simulator.terminal.terminal import Terminal
from simulator.views.layout import WIDTH


@contextmanager
def kept_progress() -> Iterator[Progress]:
    """Open the learner's progress; notices about its file go to standard error as soon as they are known."""
    progress = Progress(progress_file())
    said = list(progress.notices)
    for notice in said:
        print(visible(notice), file=sys.stderr, flush=True)
    try:
        yield progress
    finally:
        progress.close()
        for notice in progress.notices:
            if notice not in said:
                print(visible(notice), file=sys.stderr)


def plain_terminal(width: int = WIDTH) -> Terminal:
    """A terminal that asks on standard input and prints each line at once."""
    return Terminal(ask, lambda line: print(line, flush=True), width)
