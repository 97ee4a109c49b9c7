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

Push = Callable[[int, Callable[[Any], None], Any], int]
"""Adds work whose priority is known (its time in milliseconds, the function to call, its argument); as Agenda.push."""


class Agenda:
    """Entries by (time, priority, sequence).

    Two heaps: the machine is at rest when no `work` is left. Entries of the `background` (housekeeping, empty polls)
    happen in the same order, but only while there is work, or a wait, around them.

    Work that is withdrawn stays in its heap and is passed over, for to look for it would take longer the more work
    there is. It is taken out when half of the work is withdrawn: so the heap stays small, and at rest it is empty.
    """

    def __init__(self) -> None:
        self.work: list[Entry] = []
        self.background: list[Entry] = []
        self.withdrawn: set[int] = set()
        """The sequences of entries that are still in `work` and will not happen."""
        self._sequence = 0

    def push(self, time: int, priority: int, act: Callable[[Any], None], about: Any = None) -> int:
        """Add work. Returns its sequence, by which it can be withdrawn."""
        self._sequence = sequence = self._sequence + 1
        heappush(self.work, (time, priority, sequence, act, about))
        return sequence

    def push_background(self, time: int, priority: int, act: Callable[[Any], None], about: Any = None) -> None:
        """Add something that happens only while there is work, or a wait, around it."""
        self._sequence = sequence = self._sequence + 1
        heappush(self.background, (time, priority, sequence, act, about))

    def withdraw(self, sequence: int) -> None:
        """Take out work that has not happened yet, by its sequence."""
        self.withdrawn.add(sequence)
        self.drop_withdrawn()

    def drop_withdrawn(self) -> None:
        """Take out what is withdrawn if it is half of the work or more."""
        work, withdrawn = self.work, self.withdrawn
        if 2 * len(withdrawn) >= len(work):
            work[:] = [entry for entry in work if entry[2] not in withdrawn]  # the machine's loop holds on to this list
            heapify(work)
            withdrawn.clear()

    def clear(self) -> None:
        """Take out everything: the run ends."""
        self.work.clear()
        self.background.clear()
        self.withdrawn.clear()
