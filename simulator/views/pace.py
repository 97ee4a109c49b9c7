"""The pace of a run that plays by itself: a step rests as long as it takes to read."""

from __future__ import annotations

from typing import Final

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.narration import narrate
from simulator.lesson.words.references import plain
from simulator.lesson.words.times import time_words
from simulator.machine.trace import Trace
from simulator.views.step_view import step_view

WORDS_A_SECOND: Final = 3.5
"""Words that a learner reads in a second: some 210 a minute."""

TO_LOOK: Final = 1.0
"""Seconds to find what has moved, before the reading begins."""

LEAST, MOST = 1.5, 15.0
"""Bounds of a rest, in seconds."""

LONG_GAP: Final = 5_000
"""Milliseconds between two steps from which the gap is marked."""

GAP_RESTS: Final = 1.5
"""Seconds for which a long gap is marked before the next step."""


def reading_seconds(words: int) -> float:
    """Seconds to look at a step and to read so many words."""
    return max(LEAST, min(MOST, TO_LOOK + words / WORDS_A_SECOND))


def words_of(trace: Trace, step: int) -> int:
    """The words that a learner reads at a step: its reason, and the variables that changed."""
    words = len(plain(narrate(trace, step)).split())
    if step:
        changes = step_view(trace, trace.step(step)).changes
        words += sum(len(f"{each.name} {each.before} {each.after}".split()) for each in changes)
    return words


def gap_before(trace: Trace, step: int) -> str:
    """What passes before a step, as in `7.900 s pass`; empty where that is not long, or there is no such step."""
    if not 1 <= step <= len(trace.events):
        return ""
    gap = trace.times[step - 1] - (trace.times[step - 2] if step > 1 else 0)
    return f"{time_words(gap)} pass" if gap >= LONG_GAP else ""


def moment_steps(lesson: Lesson) -> frozenset[int]:
    """The steps of the key moments, at which a run that plays by itself stops."""
    return frozenset(moment.step for moment in lesson.moments if moment.step is not None)
