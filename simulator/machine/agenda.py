"""What is still to happen, in the order in which it will."""

from __future__ import annotations

from collections.abc import Callable
from heapq import heapify, heappush
from typing import Any


class Priority:
    """The order of what happens at one time. Plain numbers: they are compared very often.

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

    Two heaps: the machine is at rest when no `work` is left. What is in the `background` (housekeeping, empty polls)
    happens in the same order, but only while there is work, or a wait, around it.
    """

    def __init__(self) -> None:
        self.work: list[Entry] = []
        self.background: list[Entry] = []
        self._sequence = 0

    def push(self, time: int, priority: int, act: Callable[[Any], None], about: Any = None) -> None:
        """Add work."""
        self._sequence += 1
        heappush(self.work, (time, priority, self._sequence, act, about))

    def push_background(self, time: int, priority: int, act: Callable[[Any], None], about: Any = None) -> None:
        """Add something that happens only while there is work, or a wait, around it."""
        self._sequence += 1
        heappush(self.background, (time, priority, self._sequence, act, about))

    def push_or_do(self, time: int, priority: int, act: Callable[[Any], None]) -> bool:
        """Add work, or do it at once where nothing else can come before it. `time` must be now. Returns which."""
        for entries in (self.work, self.background):
            if entries and entries[0][0] <= time:
                self.push(time, priority, act)
                return False
        act(None)
        return True

    def withdraw(self, act: Callable[[Any], None]) -> None:
        """Take out the work that would do this. Seldom: it looks at every entry."""
        self._keep(lambda entry: entry[3] != act)

    def withdraw_about(self, cursor: object) -> None:
        """Take out the work on what was read of a shard; such work has a tuple that begins with the shard's cursor."""
        self._keep(lambda entry: not (isinstance(entry[4], tuple) and entry[4] and entry[4][0] is cursor))

    def _keep(self, keeps: Callable[[Entry], bool]) -> None:
        self.work[:] = filter(keeps, self.work)  # the machine's loop holds on to this list
        heapify(self.work)
