"""Two runs beside each other as text: first what is not the same at their ends, then where they part."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.lesson.two_runs.two_runs import TwoRuns, parts_at
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.prose import plain
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.views.layout import GAP, folded, table_line, wrapped
from simulator.views.step_view import step_view
from simulator.views.two_runs.ends import end_rows
from simulator.views.width import cells

AT_THE_END = "At the END of both runs"
DIFFERS = "!="

STEPS_SHOWN = 6
"""Steps of each run that are shown from the first difference on."""


def ends_text(runs: TwoRuns, width: int) -> Iterator[str]:
    """What is at the ends of both runs, in three columns; a row that differs is marked."""
    yield AT_THE_END
    yield "-" * len(AT_THE_END)
    rows = [(each.name, each.lesson, each.other, DIFFERS if each.differs else "same") for each in end_rows(runs)]
    headings = ("", runs.sides.lesson, runs.sides.other, "")
    widths = _widths([headings, *rows], width)
    for row in (headings, *rows):
        yield from table_line([folded(visible(cell), room) for cell, room in zip(row, widths, strict=True)], widths)


def parting_text(runs: TwoRuns, width: int) -> Iterator[str]:
    """Where the runs part, and the first steps of each from there on, with the reason of the first one."""
    parting = parts_at(runs)
    if parting is None:
        both = len(runs.lesson.events)
        yield from wrapped(f"Both runs have the same {both} steps, and the same records.", width)
        return
    number = max(each for each in parting if each is not None)
    yield from wrapped(
        f"The runs part at step {number}; the {number - 1} steps before it are the same."
        if number > 1
        else "The runs part at the first step.",
        width,
    )
    for side, trace, first in zip(runs.sides, (runs.lesson, runs.other), parting, strict=True):
        yield ""
        yield side[0].upper() + side[1:]
        yield from _steps(trace, first, width)


def causes_text(runs: TwoRuns, width: int) -> Iterator[str]:
    """The reason of the step at which each run parts from the other."""
    parting = parts_at(runs)
    if parting is None:
        return
    yield ""
    yield "Why"
    for side, trace, number in zip(runs.sides, (runs.lesson, runs.other), parting, strict=True):
        if number is not None:
            yield from wrapped(visible(plain(narrate(trace, number))), width, f"  {side}, step {number}: ")


def _widths(rows: list[tuple[str, str, str, str]], width: int) -> list[int]:
    """The name has the room that it needs, up to a third; the two sides share the rest."""
    name = min(max(cells(row[0]) for row in rows), width // 3)
    last = max(cells(row[3]) for row in rows)
    rest = width - name - last - 3 * len(GAP)
    first = min(max(cells(row[1]) for row in rows), rest // 2)
    second = min(max(cells(row[2]) for row in rows), rest - first)
    return [name, first, second, last]


def _steps(trace: Trace, first: int | None, width: int) -> Iterator[str]:
    if first is None:
        yield "  (The run is over.)"
        return
    last = min(len(trace.events), first + STEPS_SHOWN - 1)
    for number in range(first, last + 1):
        step = step_view(trace, trace.step(number))
        text = f"{step.action} ({step.event}; {step.answers_said})"
        yield from wrapped(visible(text), width, f"  {number}. {step.time_words}  ")
    if last < len(trace.events):
        yield f"  ... and {len(trace.events) - last} more"
