"""Work on a page, one record after another, as pollers and KCL workers do it."""

from __future__ import annotations

from collections.abc import Callable

from simulator.machine.agenda import Priority
from simulator.machine.consumers.consumer import Past
from simulator.machine.consumers.cursor import Cursor
from simulator.machine.consumers.shard_poller import ShardPoller
from simulator.machine.details import Detail, OvertakingDetail, WorkerDetail
from simulator.machine.run import Run
from simulator.scenario.events import Event

# Looked up once: in Python 3.11 an enum's member costs 0.1 us each time.
_READ, _SUCCEEDED, _DUPLICATE = Event.READ_RECORDS, Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE


class RecordWorker:
    """Takes a page, and works on its records in order; each takes the same time."""

    def __init__(
        self,
        run: Run,
        shard_poller: ShardPoller,
        work_time: int,
        worker_of: Callable[[Cursor], str] | None = None,
        on_processed: Callable[[Cursor, int], None] | None = None,
        past: Past | None = None,
    ) -> None:
        """`worker_of` names the worker of a shard; `on_processed` is called with the position after each record.

        `past` is that of earlier consumers of the same name.
        """
        self._run = run
        self._shard_poller = shard_poller
        self._name = shard_poller.name
        self.work_time = work_time
        """Milliseconds that the work on one record takes."""
        self._past = past
        self._worker_of = worker_of
        self._on_processed = on_processed

    def take(self, cursor: Cursor, page: tuple[int, ...]) -> None:
        """Begin with a page."""
        run = self._run
        detail: Detail | None = None
        if self._worker_of is not None:
            detail = WorkerDetail(cursor.number, self._worker_of(cursor))
        elif cursor.parent is not None and self._shard_poller.overtaken(cursor):
            detail = OvertakingDetail(cursor.number, self._shard_poller.overtaken(cursor))
        run.step(_READ, page, self._name, detail)
        cursor.polls_paused = True
        cursor.generation += 1
        self._shard_poller.begin_work(cursor)
        work = (cursor, cursor.position - len(page), cursor.generation, page)
        cursor.work_entry = run.agenda.push(run.now + self.work_time, Priority.PROCESS, self._work, work)

    def _work(self, about: tuple[Cursor, int, int, tuple[int, ...]]) -> None:
        """One record of a page is done: the one at a position in the shard."""
        cursor, position, generation, page = about
        if generation != cursor.generation:
            return  # its worker has crashed
        run = self._run
        again = position < cursor.processed or (self._past is not None and self._was_processed(cursor, position))
        event = _DUPLICATE if again else _SUCCEEDED
        detail = None if self._worker_of is None else WorkerDetail(cursor.number, self._worker_of(cursor))
        record = page if len(page) == 1 else (cursor.shard.records[position],)  # a page of one is shared, not copied
        run.step(event, record, self._name, detail)
        position += 1
        if position > cursor.processed:
            cursor.processed = position
        more = position < cursor.position
        if more:
            work = (cursor, position, generation, page)
            cursor.work_entry = run.agenda.push(run.now + self.work_time, Priority.PROCESS, self._work, work)
        if self._on_processed is not None:
            self._on_processed(cursor, position)
        if not more:
            cursor.polls_paused = False
            cursor.polls_resume_at = run.now
            self._shard_poller.finish_work(cursor)

    def _was_processed(self, cursor: Cursor, position: int) -> bool:
        """Whether an earlier consumer of the same name has processed a record."""
        return self._past is not None and cursor.shard.records[position] in self._past.processed
