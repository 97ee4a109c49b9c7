"""A poller: a program that calls GetRecords itself, again and again (F3, F8, F9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.machine.consumers.reader import ShardPoller
from simulator.machine.consumers.record_worker import RecordWorker
from simulator.machine.events import Event
from simulator.scenario.consumers import PollerModel

if TYPE_CHECKING:
    from simulator.machine.machine import Machine


class Poller:
    """Reads a page of a shard, works on its records one after another, and polls again. It stores nothing."""

    def __init__(self, model: PollerModel, place: int, machine: Machine) -> None:
        self._machine = machine
        self._work = RecordWorker(machine, model.processing_time)
        self.reader = self._work.reader = ShardPoller(
            model.name,
            place,
            machine,
            starts=model.starts,
            interval=model.poll_interval,
            latest=model.starting_position == "LATEST",
            on_page=self._work.take,
            limit=model.limit,
        )

    def intervene(self, what: str, worker: str | None) -> str | None:
        """Stop and start keep its place; a crash loses it, for it has stored nothing."""
        return intervene(self, what)

    def crash(self) -> None:
        """It dies, with its iterators and the page in its hands."""
        reader = self.reader
        for cursor in reader.cursors.values():
            reader.end_all_work(cursor)
        reader.pause()
        self._machine.step(Event.READ_CRASHED, (), reader.name)

    def restart(self) -> None:
        """It begins again where it began at first."""
        reader = self.reader
        self._machine.step(Event.READ_RESTARTED, (), reader.name)
        reader.begin_again()
        reader.resume()


def intervene(consumer: Poller, what: str) -> str | None:
    """Carry out what the timeline says of a poller; a text says why it cannot be."""
    reader = consumer.reader
    if what in ("start", "restart") and reader.running:
        return f'"{reader.name}" is running'
    if what in ("stop", "crash") and not reader.running:
        return f'"{reader.name}" is not running'
    if what == "crash":
        consumer.crash()
    elif what == "restart":
        consumer.restart()
    else:
        pause_or_resume(reader, what)
    return None


def pause_or_resume(reader: ShardPoller, what: str) -> None:
    """`stop`: it polls no more and keeps its place. `start`: it goes on (F174)."""
    reader.machine.step(Event.READ_STOPPED if what == "stop" else Event.READ_STARTED, (), reader.name)
    if what == "stop":
        reader.pause()
    else:
        reader.resume()
