"""The lessons over which a property of every step is held: few enough to be quick, varied enough to meet every case.

A test about the lessons themselves goes over the whole library. A test about a view, which is the same for any lesson,
goes over these; tests/test_varied_lessons.py holds that they leave nothing out.
"""

from __future__ import annotations

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
