"""What is still to happen, in the order in which it will."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from heapq import heappop, heappush
from typing import Any


class Priority(IntEnum):
    """The order of what happens at one time.

    Reads are in the consumers' order: to READ each adds its place in the file, 0 to 99.
    """

    HOUSEKEEPING = 0
    TIMELINE = 1
    CAPTURE = 2
    AVAILABLE = 3
    PROCESS = 4
    READ = 100
    IDLE = 200
    END = 201


Entry = tuple[int, int, int, Callable[[Any], None], Any]
"""Time in milliseconds, priority, sequence, what to do, and with what."""


class Agenda:
    """Entries by (time, priority, sequence).

    Background entries (empty polls) happen in the same order, but do not keep the machine from being at rest.
    """

    def __init__(self) -> None:
        self._work: list[Entry] = []
        self._background: list[Entry] = []
        self._sequence = 0

    @property
    def at_rest(self) -> bool:
        """Whether nothing is to come but background."""
        return not self._work

    def push(self, time: int, priority: int, act: Callable[[Any], None], about: Any = None) -> None:
        """Add work."""
        self._sequence += 1
        heappush(self._work, (time, priority, self._sequence, act, about))

    def push_background(self, time: int, priority: int, act: Callable[[Any], None], about: Any = None) -> None:
        """Add something that happens only while there is work, or a wait, around it."""
        self._sequence += 1
        heappush(self._background, (time, priority, self._sequence, act, about))

    def pop(self) -> Entry:
        """The next entry. There must be work."""
        if self._background and self._background[0] < self._work[0]:
            return heappop(self._background)
        return heappop(self._work)
