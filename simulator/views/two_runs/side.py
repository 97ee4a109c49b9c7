"""One of two runs at a place of their walk: its map, and under it its newest steps, beside those of the other run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from simulator.lesson.two_runs.two_runs import TwoRuns
from simulator.lesson.two_runs.walk import Walk
from simulator.lesson.words.times import time_words
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.views.drawing import Run, drawn_rows
from simulator.views.pictures import picture
from simulator.views.rows.row import table_row
from simulator.views.signs import Style
from simulator.views.time.draw import time_pictures
from simulator.views.time.lanes import time_lanes
from simulator.views.two_runs.text import DIFFERS
from simulator.views.width import cells, clipped, padded

SIDES = (0, 1)
"""The lesson's own run, and the other one."""

_PART = "<- they part"
_LEAST_NUMBER = 2
"""Columns that the number of a step has at least."""

_LEAST_MAP = 9
"""Rows that a map needs to be worth its room."""


def trace_of(runs: TwoRuns, side: int) -> Trace:
    """The run of a side."""
    return runs.other if side else runs.lesson


def side_title(walk: Walk, place: int, side: int) -> str:
    """What a side is called, and where it is: `The lesson · step 20 of 25, 4.000 s`."""
    trace, step = trace_of(walk.runs, side), walk.steps[place][side]
    name = walk.runs.sides[side]
    when = f"step {step} of {len(trace.events)}, {time_words(trace.times[step - 1])}" if step else "the start"
    return f"{name[0].upper()}{name[1:]} · {when}"


def side_rows(walk: Walk, place: int, side: int, width: int, height: int) -> list[list[Run]]:
    """The map of a side after its step, and under it the places up to this one; both sides have the same places.

    A map that needs more rows than there are has them: the view scrolls.
    """
    trace, step = trace_of(walk.runs, side), walk.steps[place][side]
    listed = max(3, min(8, height // 3)) if height >= _LEAST_MAP else 1
    holds_back = walk.until is not None and place == walk.last  # the map may tell the next step
    rows = list(picture(trace, "map", step, 0, width, max(1, height - listed - 1), holds_back).rows)
    rows += [[("", Style.PLAIN)]] * (height - listed - len(rows))
    if place:
        first = max(1, place - listed + 1)
        listed_places = range(first, place + 1)
        widths = _widths(walk, listed_places)
        rows += [_place_row(walk, each, place, side, width, widths) for each in listed_places]
    else:
        rows.append([("Nothing has happened yet.", Style.MUTED)])
    return rows


def _widths(walk: Walk, places: Sequence[int]) -> tuple[int, int]:
    """The widths of the numbers and of the times of some places: the same for both sides."""
    found = [
        (len(str(number)), cells(table_row(trace_of(walk.runs, side), number).time))
        for place in places
        for side, number in zip(SIDES, walk.pairs[place - 1], strict=True)
        if number is not None
    ]
    return max(_LEAST_NUMBER, *(number for number, _ in found)), max(time for _, time in found)


def _place_row(walk: Walk, place: int, now: int, side: int, width: int, widths: tuple[int, int]) -> list[Run]:
    trace, number = trace_of(walk.runs, side), walk.pairs[place - 1][side]
    mark = "> " if place == now else "  "
    sign = _PART if place == walk.parts else DIFFERS if walk.differs(place) else ""
    room = width - cells(mark) - (cells(sign) + 1 if sign else 0)
    style = Style.NOW if place == now else Style.PLAIN
    said = _step_words(trace, number, widths) if number is not None else "-  no such step here"
    text = padded(clipped(said, room), room) if sign else clipped(said, room)
    runs: list[Run] = [(mark + text, style if number is not None else Style.MUTED)]
    return [*runs, (f" {sign}", Style.AGAIN)] if sign else runs


def _step_words(trace: Trace, number: int, widths: tuple[int, int]) -> str:
    """A step on one line: its number and its time in so many columns, what it is about, what is done."""
    row = table_row(trace, number)
    when = f"{number:>{widths[0]}}  {row.time:>{widths[1]}}"
    words = row.action.told if len(trace.consumers) > 1 else row.action.short
    return visible("  ".join(filter(None, (when, row.about.words, row.action.signed(words)))))


def parting_words(walk: Walk) -> str:
    """Where two runs part, in a sentence."""
    if walk.parts is None:
        return f"{'Both runs' if walk.until is None else 'So far both runs'} have the same {walk.last} steps."
    same = walk.parts - 1
    if not same:
        return "The runs part at the first step."
    steps = "the step before it is" if same == 1 else f"the {same} steps before it are"
    return f"The runs part at step {same + 1}; {steps} the same."


def parting_briefly(walk: Walk) -> str:
    """Where two runs part, in a few words; where they do not, the sentence that says so."""
    return parting_words(walk) if walk.parts is None else f"They part at step {walk.parts}."


def lanes_rows(runs: TwoRuns, width: int, height: int) -> Iterator[list[Run]]:
    """The whole of both runs over time, one under the other, in about `height` rows; a time has one place in both."""
    traces = [trace_of(runs, side) for side in SIDES]
    lanes = [time_lanes(trace, len(trace.events)) for trace in traces]
    drawn = time_pictures(lanes, width, max(3, height // 2 - 1))
    for side, picture_of_side in zip(SIDES, drawn, strict=True):
        yield [(runs.sides[side], Style.STRONG)]
        yield from drawn_rows(picture_of_side.drawing)
