"""Work on a page, one record after another: what pollers and KCL workers do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from simulator.machine.agenda import Priority
from simulator.machine.consumers.cursor import Cursor
from simulator.machine.consumers.reader import ShardPoller
from simulator.machine.details import WorkerDetail
from simulator.machine.events import Event

if TYPE_CHECKING:
    from simulator.machine.machine import Machine


# Looked up once: in Python 3.11 an enum's member costs 0.1 us each time.
_READ, _SUCCEEDED, _DUPLICATE = Event.READ_RECORDS, Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE


class RecordWorker:
    """Reads a page, and works on its records in order; each takes the same time."""

    def __init__(
        self,
        machine: Machine,
        work_time: int,
        worker_of: Callable[[Cursor], str] | None = None,
        processed: Callable[[Cursor, int], None] | None = None,
    ) -> None:
        self._machine = machine
        self._work_time = work_time
        self._worker_of = worker_of
        self._processed = processed
        self.reader: ShardPoller

    def take(self, cursor: Cursor, page: list[int]) -> None:
        """Begin with a page."""
        machine, reader = self._machine, self.reader
        detail = None if self._worker_of is None else WorkerDetail(cursor.number, self._worker_of(cursor))
        machine.step(_READ, tuple(page), reader.name, detail)
        cursor.polls_paused = True
        cursor.generation += 1
        reader.begin(cursor)
        first = cursor.position - len(page)
        machine.agenda.push(
            machine.now + self._work_time, Priority.PROCESS, self._work, (cursor, first, cursor.generation)
        )

    def _work(self, about: tuple[Cursor, int, int]) -> None:
        """One record is done."""
        cursor, position, turn = about
        if turn != cursor.generation:
            return  # whoever worked on it has crashed
        machine, reader = self._machine, self.reader
        again = position < cursor.processed
        event = _DUPLICATE if again else _SUCCEEDED
        detail = None if self._worker_of is None else WorkerDetail(cursor.number, self._worker_of(cursor))
        machine.step(event, (cursor.shard.records[position],), reader.name, detail)
        position += 1
        if not again:
            cursor.processed = position
        more = position < cursor.position
        if more:
            machine.agenda.push(machine.now + self._work_time, Priority.PROCESS, self._work, (cursor, position, turn))
        if self._processed is not None:
            self._processed(cursor, position)
        if not more:
            reader.freed(cursor)
            reader.finish(cursor)
