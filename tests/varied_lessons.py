"""The lessons over which a property of every step is held: few enough to be quick, varied enough to meet every case.

A test about the lessons themselves goes over the whole library. A test about a view, which is the same for any lesson,
goes over these; tests/test_varied_lessons.py holds that they leave nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loaded_lessons import load_lesson

from simulator.machine.trace import Trace

SHOWING_EVERY_EVENT = (
    "overview",
    "an-outbox",
    "children-first",
    "done-before-the-error",
    "forgotten-checkpoint",
    "leases",
    "off-and-on",
    "report-the-failure",
    "retries-and-limits",
    "silent-writes",
    "throttled-readers",
    "too-late",
    "tumbling-windows",
    "view-types",
    "where-failures-go",
    "where-to-start",
)
"""Between them they have every event and every kind of detail of the library, and all kinds of consumers."""

ONE_OF_EACH_KIND = ("overview", "an-outbox", "leases", "off-and-on", "blocked-shard", "falling-behind")
"""A poller, functions, workers, two streams, a repair; the shortest run and the longest."""


def every_step(names: Iterable[str] = SHOWING_EVERY_EVENT, first: int = 0) -> Iterator[tuple[str, Trace, int]]:
    """Each step of some lessons from the first on, 0 being the start: the lesson's name, its run, the step."""
    for name in names:
        trace = load_lesson(name).trace
        for step in range(first, len(trace.events) + 1):
            yield name, trace, step


def new_steps(trace: Trace) -> list[int]:
    """The steps of a run that are the first with their event, between the start and the last step."""
    first = {event: step for step, event in reversed(list(enumerate(trace.events, 1)))}
    return sorted({0, *first.values(), len(trace.events)})
