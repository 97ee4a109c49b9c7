"""The agenda: everything that is still to happen, in its order."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappush
from typing import Any


class Priority:
    """The order in which things happen at the same time. Plain numbers: they are compared very often.

    Consumers read in the order of the file: each adds its index, 0 to 99, to READ.
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
"""Time in milliseconds, priority, sequence, the function to call, and its argument."""

Push = Callable[[int, Callable[[Any], None], Any], None]
"""Adds work whose priority is known: its time in milliseconds, the function to call, and its argument."""


class Agenda:
    """Entries by (time, priority, sequence).

    Two heaps: the machine is at rest when no `work` is left. Entries of the `background` (housekeeping, empty polls)
    happen in the same order, but only while there is work, or a wait, around them.
    """

    def __init__(self) -> None:
        self.work: list[Entry] = []
        self.background: list[Entry] = []
        self._sequence = 0

    def push(self, time: int, priority: int, act: Callable[[Any], None], about: Any = None) -> None:
        """Add work."""
        self._sequence = sequence = self._sequence + 1
        heappush(self.work, (time, priority, sequence, act, about))

    def push_background(self, time: int, priority: int, act: Callable[[Any], None], about: Any = None) -> None:
        """Add something that happens only while there is work, or a wait, around it."""
        self._sequence = sequence = self._sequence + 1
        heappush(self.background, (time, priority, sequence, act, about))

    def withdraw(self, act: Callable[[Any], None]) -> None:
        """Take out the work that would call this function. Rarely used: it looks at every entry."""
        self._keep(lambda entry: entry[3] != act)

    def withdraw_about(self, subject: object) -> None:
        """Take out the work on one subject, such as a shard's cursor: the first in the tuple of its argument."""
        self._keep(lambda entry: not (isinstance(entry[4], tuple) and entry[4] and entry[4][0] is subject))

    def clear(self) -> None:
        """Take out everything: the run ends."""
        self.work.clear()
        self.background.clear()

    def _keep(self, keeps: Callable[[Entry], bool]) -> None:
        self.work[:] = filter(keeps, self.work)  # the machine's loop holds on to this list
        heapify(self.work)
