"""KCL workers: leases, checkpoints when they choose to, and take-overs from the dead (F234-F253)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.machine.consumers.one_by_one import OneByOne
from simulator.machine.consumers.poller import pause_or_go_on
from simulator.machine.consumers.reader import Cursor, Reader
from simulator.machine.events import Event
from simulator.machine.trace import Detail, History
from simulator.machine.variables import Leases
from simulator.scenario.consumers import KclModel

if TYPE_CHECKING:
    from simulator.machine.machine import Machine


class Kcl:
    """The workers of one KCL application. One shard is held by one worker at a time (F239)."""

    def __init__(self, model: KclModel, place: int, machine: Machine) -> None:
        self._machine = machine
        self._workers = list(model.workers)
        self._crashed: dict[str, int] = {}
        """Workers that are dead, and since when."""
        self._failover = model.failover_time
        self._every = model.checkpoint_every
        self._leases: dict[int, str] = {}
        """The worker that holds each shard, by the shard's number."""
        self._checkpoints: dict[int, int] = {}
        """How many of a shard's records are behind its checkpoint; none: it begins where it began."""
        self._hand_over: dict[int, str] = {}
        """Shards that go to another worker as soon as the work on them is done."""
        self._silent = model.starts == 0
        """Whether leases are taken without a step: those that are there from the start."""
        self._work = OneByOne(machine, model.processing_time, self._holder, self._processed)
        self.reader = self._work.reader = Reader(
            model.name,
            place,
            machine,
            starts=model.starts,
            interval=model.poll_interval,
            latest=model.starting_position == "LATEST",
            on_page=self._work.take,
            limit=model.limit,
        )
        self.reader.may_read = self._is_held
        self.reader.before_poll = self._hand_over_if_due
        self.reader.on_shards = self._shards
        self.reader.on_end = self._shard_end
        self._noted = machine.trace.noted[machine.trace.variable_of("leases", model.name)] = History([Leases()])
        if self._silent and machine.capture.stream is not None:
            self._noted.values[0] = self._dealt([shard.number for shard in machine.capture.stream.open])

    def intervene(self, what: str, worker: str | None) -> str | None:
        """Carry out an action of the timeline; a text says why it cannot be."""
        reader = self.reader
        if what in ("stop", "start"):
            if reader.running == (what == "start"):
                return f'"{reader.name}" is {"running" if reader.running else "not running"}'
            pause_or_go_on(reader, what)
            return None
        assert worker is not None
        if what == "add_worker":
            if worker in self._workers:
                return f'"{reader.name}" has a worker "{worker}" already'
            self._add(worker)
        elif worker not in self._workers:
            return f'"{reader.name}" has no worker "{worker}"; it has {", ".join(self._workers)}'
        elif what == "crash":
            if worker in self._crashed:
                return f'the worker "{worker}" is not running'
            self._crash(worker)
        else:
            if worker not in self._crashed:
                return f'the worker "{worker}" is running'
            self._restart(worker)
        return None

    # Leases

    @property
    def _alive(self) -> list[str]:
        return [worker for worker in self._workers if worker not in self._crashed]

    def _holder(self, cursor: Cursor) -> str:
        return self._leases[cursor.number]

    def _is_held(self, cursor: Cursor) -> bool:
        """Whether a worker that is alive holds a shard."""
        holder = self._leases.get(cursor.number)
        return holder is not None and holder not in self._crashed

    def _least_loaded(self) -> str | None:
        """The living worker with the fewest leases; of equals the first."""
        held = list(self._leases.values())
        return min(self._alive, key=held.count, default=None)

    def _dealt(self, shards: list[int]) -> Leases:
        """What the leases will be when these shards are dealt out at the start."""
        count = len(self._workers)
        dealt = ((worker, tuple(shards[place::count])) for place, worker in enumerate(self._workers))
        return Leases(tuple(lease for lease in dealt if lease[1]))

    def _shards(self, cursors: list[Cursor]) -> None:
        """Shards that are new to the application. A child's lease waits for its parent's end (F240)."""
        waits = self._machine.rules.children_wait_for_parents
        for cursor in cursors:
            if cursor.parent is None or cursor.parent.done or not waits:
                self._take(cursor)
        self._silent = False

    def _take(self, cursor: Cursor) -> None:
        """A living worker takes a shard's lease; with nobody alive it waits for one."""
        worker = self._least_loaded()
        if worker is not None:
            self._lease(cursor, worker)

    def _lease(self, cursor: Cursor, worker: str) -> None:
        self._leases[cursor.number] = worker
        if not self._silent:
            detail = Detail((cursor.number,), worker)
            self._note(self._machine.step(Event.READ_LEASE_TAKEN, (), self.reader.name, detail))

    def _note(self, step: int) -> None:
        held = sorted(self._leases.items())
        leases = ((each, tuple(number for number, worker in held if worker == each)) for each in self._workers)
        self._noted.record(step, Leases(tuple(lease for lease in leases if lease[1])))

    # Progress

    def _processed(self, cursor: Cursor, position: int) -> None:
        if position - self._checkpoints.get(cursor.number, cursor.start or 0) >= self._every:
            self._checkpoint(cursor, position)

    def _checkpoint(self, cursor: Cursor, position: int) -> None:
        """A worker stores how far it is (F244)."""
        self._checkpoints[cursor.number] = position
        record = cursor.shard.records[position - 1]
        detail = Detail((cursor.number,), self._holder(cursor), checkpoint=record)
        self._machine.step(Event.PROCESS_CHECKPOINTED, (), self.reader.name, detail)

    def _shard_end(self, cursor: Cursor) -> None:
        """At the end of a shard the worker checkpoints, and only now its children begin (F240, F244)."""
        worker = self._leases.pop(cursor.number)
        detail = Detail((cursor.number,), worker, checkpoint="SHARD_END")
        self._note(self._machine.step(Event.PROCESS_CHECKPOINTED, (), self.reader.name, detail))
        for child in tuple(self.reader.cursors.values()):
            if child.parent is cursor and child.number not in self._leases:
                self._take(child)

    # Workers that come and go

    def _crash(self, worker: str) -> None:
        """A worker dies. Its leases stand still until the failover time is over (F242)."""
        machine, reader = self._machine, self.reader
        self._crashed[worker] = machine.now
        detail = Detail(worker=worker, alive=len(self._alive))
        machine.step(Event.READ_CRASHED, (), reader.name, detail)
        for cursor in reader.cursors.values():
            if self._leases.get(cursor.number) == worker:
                reader.end_all_work(cursor)
                cursor.full = True  # nobody polls it
        if self._alive:
            machine.agenda.push(machine.now + self._failover, reader.priority, self._take_over, worker)

    def _take_over(self, worker: str) -> None:
        """The leases of a dead worker have expired: the living take them."""
        died = self._crashed.get(worker)
        if died is None or self._machine.now < died + self._failover:
            return
        for cursor in tuple(self.reader.cursors.values()):
            if self._leases.get(cursor.number) == worker:
                taker = self._least_loaded()
                if taker is None:
                    return
                self._lease(cursor, taker)
                self._go_on(cursor)

    def _go_on(self, cursor: Cursor) -> None:
        """Read on after the last checkpoint: what came after it is handled again (F243)."""
        reader = self.reader
        reader.freed(cursor)
        redelivers = self._machine.rules.takeover_redelivers
        position = self._checkpoints.get(cursor.number) if redelivers else cursor.processed
        if position is None:
            position = cursor.start or 0
            cursor.started = cursor.start is not None
        reader.go_back(cursor, position)
        reader.schedule()

    def _restart(self, worker: str) -> None:
        """A worker comes back under its name: it goes on with what it still holds, and takes what has expired."""
        machine, reader = self._machine, self.reader
        del self._crashed[worker]
        machine.step(Event.READ_RESTARTED, (), reader.name, Detail(worker=worker, alive=len(self._alive)))
        for cursor in tuple(reader.cursors.values()):
            if self._leases.get(cursor.number) == worker:
                self._go_on(cursor)
        self._help(worker)

    def _add(self, worker: str) -> None:
        """One worker more: it takes what is free, and is handed its share of the others' shards (F246)."""
        machine, reader = self._machine, self.reader
        self._workers.append(worker)
        self._note(machine.step(Event.READ_WORKER_ADDED, (), reader.name, Detail(worker=worker)))
        self._help(worker)
        held = [self._leases[number] for number in reader.cursors if self._is_held(reader.cursors[number])]
        moving: list[int] = []
        while held:
            most = max(self._alive, key=lambda each: held.count(each))
            if held.count(most) - held.count(worker) < 2:
                break
            number = max(n for n in reader.cursors if self._leases.get(n) == most and n not in moving)
            moving.append(number)
            held[held.index(most)] = worker
        for number in sorted(moving):
            self._hand_over[number] = worker
            self._hand_over_if_due(reader.cursors[number])

    def _help(self, worker: str) -> None:
        """Somebody is there again: shards without a living holder find one."""
        machine, reader = self._machine, self.reader
        for cursor in tuple(reader.cursors.values()):
            waits = cursor.parent is not None and not cursor.parent.done
            if cursor.number not in self._leases and not waits:
                self._take(cursor)
                reader.schedule()
        for dead, died in self._crashed.items():
            due = max(machine.now, died + self._failover)
            machine.agenda.push(due, reader.priority, self._take_over, dead)

    def _hand_over_if_due(self, cursor: Cursor) -> bool:
        """A shard that nobody works on goes to its new worker, after a last checkpoint (F246)."""
        if cursor.number not in self._hand_over or cursor.work:
            return False
        worker = self._hand_over.pop(cursor.number)
        if worker in self._crashed or not self._is_held(cursor):
            return False
        if cursor.position > self._checkpoints.get(cursor.number, cursor.start or 0):
            self._checkpoint(cursor, cursor.position)
        self._lease(cursor, worker)
        return False
