"""The rail: the steps so far on one line, with key moments, failures and gaps in time."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from simulator.lesson.words.times import time_words
from simulator.machine.trace import Trace
from simulator.scenario.events import Event
from simulator.views import signs
from simulator.views.drawing import Run
from simulator.views.signs import Style
from simulator.views.width import cells

LEAST_GAP = 1_500
"""Milliseconds between two steps from which on the rail shows a gap."""

_FAILED = frozenset(
    {Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.READ_CRASHED, Event.READ_THROTTLED, Event.PROCESS_THROTTLED}
)
_GONE = {Event.PROCESS_DISCARDED: signs.GIVEN_UP, Event.READ_TRIMMED: signs.LOST}


def rail(trace: Trace, step: int, moments: Collection[int], width: int) -> list[Run]:
    """The newest steps up to `step` that have room in `width` columns, each with its sign; nothing of later ones.

    `moments` are the steps of key moments.
    """
    newest: list[list[Run]] = []
    room = width - cells("steps ") - 2
    number = step
    while number:
        part = [*_gap(trace, number), *_step(trace, number, step, number in moments)]
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
    """A gap before a step, where there is one."""
    passed = trace.times[number - 1] - (trace.times[number - 2] if number > 1 else 0)
    if passed >= LEAST_GAP:
        yield f"{signs.GAP.sign} {time_words(passed)} {signs.GAP.sign} ", signs.GAP.style


def _step(trace: Trace, number: int, current: int, is_moment: bool) -> Iterator[Run]:
    if is_moment:
        yield signs.KEY_MOMENT.sign, signs.KEY_MOMENT.style
    event = trace.events[number - 1]
    sign = signs.FAILED if event in _FAILED else _GONE.get(event)
    if event is Event.PROCESS_DUPLICATE:
        sign = signs.AGAIN
    text = f"[{number}]" if number == current else str(number)
    style = Style.NOW if number == current else Style.PLAIN if sign is None else sign.style
    yield f"{'' if sign is None else sign.sign}{text} ", style
