"""A poller: a program that calls GetRecords itself, again and again (F3, F8, F9)."""

from __future__ import annotations

from functools import partial

from simulator.machine.consumers.consumer import Past
from simulator.machine.consumers.cursor import Cursor
from simulator.machine.consumers.poll_grid import PollGrid
from simulator.machine.consumers.poller_owner import Manner, ReadPath
from simulator.machine.consumers.record_worker import RecordWorker
from simulator.machine.consumers.shard_poller import ShardPoller
from simulator.machine.consumers.subscription import ImpossibleStart
from simulator.machine.run import Run
from simulator.scenario.consumers import PollerModel
from simulator.scenario.events import Event


class Poller:
    """Reads a page of a shard, works on its records one after another, and polls again. It stores nothing."""

    keeps_iterators = True

    def __init__(self, model: PollerModel, index: int, run: Run, read_path: ReadPath, past: Past | None = None) -> None:
        """`index` is the consumer's index in the trace; `past` is that of earlier ones of its name."""
        self._run = run
        grid = PollGrid(model.starts, model.poll_interval)
        latest = model.starting_position == "LATEST"
        manner = Manner(model.lists_shards == "once", model.waits_for_parents)
        self.shard_poller = ShardPoller(model.name, index, run, read_path, self, grid, latest, model.limit, manner)
        if model.resume_after is not None or model.resume_at is not None:
            self.shard_poller.resume_when_it_starts(partial(_stored, model, run))
        self._worker = RecordWorker(run, self.shard_poller, model.processing_time, past=past)

    # From the timeline

    def intervene(self, what: str, worker: str | None) -> str | None:
        """Carry out an action of the timeline; returns the reason if it is impossible.

        A stop and a start keep the positions; a crash loses them, because nothing is stored.
        """
        poller = self.shard_poller
        if what in ("start", "restart") and poller.running:
            return f'"{poller.name}" is running'
        if what in ("stop", "crash") and not poller.running:
            return f'"{poller.name}" is not running'
        if what == "crash":
            self._crash()
        elif what == "restart":
            self._restart()
        else:
            poller.stop_or_start(what)
        return None

    def update(self, model: PollerModel) -> None:
        """Go on with other settings."""
        self._worker.work_time = model.processing_time
        self.shard_poller.update(model.limit, model.poll_interval)

    def is_at_work(self) -> bool:
        """Its work is its own: it ends with the program."""
        return False

    def delete(self, step: int) -> None:
        """The program is gone, and the page in its hands with it."""
        self.shard_poller.delete()

    def _crash(self) -> None:
        """It dies, with its iterators and the page in its hands."""
        poller = self.shard_poller
        for cursor in poller.cursors.values():
            poller.abandon_work(cursor)
        poller.pause()
        self._run.step(Event.READ_CRASHED, (), poller.name)

    def _restart(self) -> None:
        """It begins again where it began at first."""
        poller = self.shard_poller
        self._run.step(Event.READ_RESTARTED, (), poller.name)
        poller.start_over()
        poller.resume()

    # From its shard poller

    def may_read(self, cursor: Cursor) -> bool:
        """A poller reads every shard."""
        return True

    def looks_at_every_shard(self) -> bool:
        """A shard with nothing to read stays as it is."""
        return False

    def before_poll(self, cursor: Cursor) -> bool:
        """Nothing is done before a poll."""
        return False

    def on_page(self, cursor: Cursor, page: tuple[int, ...]) -> None:
        """Work on the records of a page."""
        self._worker.take(cursor, page)

    def on_shards(self, cursors: list[Cursor]) -> None:
        """New shards need no preparation."""

    def on_end(self, cursor: Cursor) -> None:
        """Nothing is stored at the end of a shard."""

    def ends_here(self, cursor: Cursor) -> None:
        """Children are read after their parent."""

    def has_nothing_to_poll(self) -> bool:
        """What cannot be read now will be."""
        return False

    def nothing_waits(self) -> bool:
        """A poller has every shard in reach."""
        return True


def _stored(model: PollerModel, run: Run) -> dict[int, int]:
    """The position that a poller has stored: the shard's number, and how many of its records lie behind.

    Raises:
        ImpossibleStart: there is no such record in the newest stream when it starts.
    """
    stored = model.resume_after or model.resume_at
    assert stored is not None
    records, index = run.trace.records, stored.record - 1
    if index >= len(records) or records[index].stream is not run.trace.streams[-1]:
        raise ImpossibleStart(model.name, stored.record)
    shard = records[index].shard
    return {shard.number: shard.records.index(index) + (model.resume_after is not None)}
