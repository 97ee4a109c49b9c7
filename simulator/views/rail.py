"""The rail: the steps so far on one line, with key moments, failures and gaps in time."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from simulator.lesson.words.times import span_words
from simulator.machine.trace import Trace
from simulator.views import signs
from simulator.views.drawing import Run
from simulator.views.event_signs import SIGNS_OF_EVENTS
from simulator.views.signs import Style
from simulator.views.width import cells


def rail(trace: Trace, step: int, moments: Collection[int], gaps: Collection[int], width: int) -> list[Run]:
    """The newest steps up to `step` that have room in `width` columns, each with its sign; nothing of later ones.

    `moments` are the steps of key moments, `gaps` those that end a gap in time (rows/gaps.py).
    """
    newest: list[list[Run]] = []
    room = width - cells("steps ") - 2
    number = step
    while number:
        part = [*(_gap(trace, number) if number in gaps else ()), *_step(trace, number, step, number in moments)]
        taken = sum(cells(text) for text, _ in part)
        if taken > room:
            break
        room -= taken
        newest.append(part)
        number -= 1
    left_out = [("… ", Style.MUTED)] if number else []
    shown = [("steps ", Style.MUTED), *left_out, *(run for part in reversed(newest) for run in part)]
    return shown if step else [("steps ", Style.MUTED), ("none yet", Style.MUTED)]


def _gap(trace: Trace, number: int) -> Iterator[Run]:
    """The gap that a step ends."""
    passed = span_words(trace.times[number - 1] - trace.times[number - 2])
    yield f"{signs.GAP.sign} {passed} {signs.GAP.sign} ", signs.GAP.style


def _step(trace: Trace, number: int, current: int, is_moment: bool) -> Iterator[Run]:
    if is_moment:
        yield signs.KEY_MOMENT.sign, signs.KEY_MOMENT.style
    sign = SIGNS_OF_EVENTS.get(trace.events[number - 1])
    text = f"[{number}]" if number == current else str(number)
    style = Style.NOW if number == current else Style.PLAIN if sign is None else sign.style
    yield f"{'' if sign is None else sign.sign}{text} ", style
