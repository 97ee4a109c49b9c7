"""What is at the ends of two runs as rows in styles."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from simulator.lesson.two_runs.two_runs import TwoRuns
from simulator.views.drawing import Run
from simulator.views.signs import Style
from simulator.views.two_runs.text import DIFFERS, ends_text


def ends_rows(runs: TwoRuns, width: int) -> Iterator[list[Run]]:
    """The three columns without their title; a row that differs stands out, one that does not recedes."""
    style = Style.STRONG
    for number, line in enumerate(islice(ends_text(runs, width), 2, None)):
        text = line.removesuffix(DIFFERS)
        if text != line:
            style = Style.PLAIN
            yield [(text, style), (DIFFERS, Style.AGAIN)]
            continue
        if number and line.endswith("same"):
            style = Style.MUTED
        yield [(line, style)]
