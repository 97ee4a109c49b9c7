"""KCL workers: leases, checkpoints when they choose to, and take-overs from the dead (F234-F253)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.machine.consumers.cursor import Cursor
from simulator.machine.consumers.poller import pause_or_resume
from simulator.machine.consumers.reader import ShardPoller
from simulator.machine.consumers.record_worker import RecordWorker
from simulator.machine.details import CheckpointDetail, CrashDetail, JoinDetail, LeaseDetail, RestartDetail
from simulator.machine.events import Event
from simulator.machine.steps import History
from simulator.machine.variables import Leases
from simulator.scenario.consumers import KclModel

if TYPE_CHECKING:
    from simulator.machine.machine import Machine


class _Death:
    """When a worker died. What waits for its leases to expire is on the agenda under this object."""

    __slots__ = ("time",)

    def __init__(self, time: int) -> None:
        self.time = time


class Kcl:
    """The workers of one KCL application. One shard is held by one worker at a time (F239)."""

    def __init__(self, model: KclModel, place: int, machine: Machine) -> None:
        self._machine = machine
        self._workers = list(model.workers)
        self._crashed: dict[str, _Death] = {}
        """Workers that are dead, and since when."""
        self._stopped = False
        """Whether the timeline has stopped the application; with nobody alive it does not poll either."""
        self._failover = model.failover_time
        self._every = model.checkpoint_every
        self._leases: dict[int, str] = {}
        """The worker that holds each shard, by the shard's number."""
        self._checkpoints: dict[int, int] = {}
        """How many of a shard's records are behind its checkpoint; none: it begins where it began."""
        self._since: dict[int, int] = {}
        """How many records of a shard were worked on since its checkpoint."""
        self._hand_over: dict[int, str] = {}
        """Shards that go to another worker as soon as the work on them is done."""
        self._work = RecordWorker(machine, model.processing_time, self._holder, self._processed)
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
        self.reader.may_read = self._is_held
        self.reader.before_poll = self._hand_over_if_due
        self.reader.nothing_waits = self._nothing_waits
        self.reader.on_shards = self._shards
        self.reader.on_end = self._shard_end
        if model.starts == 0 and machine.capture.stream is not None:  # these leases are there from the start, no steps
            for place, shard in enumerate(machine.capture.stream.open):
                self._leases[shard.number] = self._workers[place % len(self._workers)]
        self._noted = machine.trace.recorded_histories[machine.trace.variable_of("leases", model.name)] = History(
            [self._held()]
        )

    def intervene(self, what: str, worker: str | None) -> str | None:
        """Carry out an action of the timeline; a text says why it cannot be."""
        reader = self.reader
        if what in ("stop", "start"):
            if self._stopped == (what == "stop"):
                return f'"{reader.name}" is {"not running" if self._stopped else "running"}'
            self._stopped = what == "stop"
            pause_or_resume(reader, what)
            if not self._alive:
                reader.pause()
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

    def _held(self) -> Leases:
        """Who holds what."""
        held = sorted(self._leases.items())
        leases = ((each, tuple(number for number, worker in held if worker == each)) for each in self._workers)
        return Leases(tuple(lease for lease in leases if lease[1]))

    def _shards(self, cursors: list[Cursor]) -> None:
        """Shards that are new to the application. A child's lease waits for its parent's end (F240)."""
        known = self.reader.cursors  # a shard from the start may have been closed before anything was read
        self._leases = {number: worker for number, worker in self._leases.items() if number in known}
        self._hand_over = {number: worker for number, worker in self._hand_over.items() if number in known}
        for cursor in cursors:
            if cursor.number not in self._leases and not self._waits(cursor):
                self._take(cursor)
            self._hand_over_if_due(cursor)
        self._expect_take_overs()  # one that was due before the shards were known has found nothing

    def _waits(self, cursor: Cursor) -> bool:
        """Whether a shard waits for its parent's end."""
        parent = cursor.parent
        return parent is not None and not parent.done and self._machine.rules.children_wait_for_parents

    def _take(self, cursor: Cursor) -> None:
        """A living worker takes a shard's lease; with nobody alive it waits for one."""
        worker = self._least_loaded()
        if worker is not None:
            self._lease(cursor, worker)

    def _lease(self, cursor: Cursor, worker: str) -> None:
        if not self._is_held(cursor):
            cursor.polls_resume_at = max(cursor.polls_resume_at, self._machine.now)  # nobody polled it until now
        self._leases[cursor.number] = worker
        self._hand_over.pop(cursor.number, None)
        detail = LeaseDetail(cursor.number, worker, self._says_latest(cursor))
        self._note(self._machine.step(Event.READ_LEASE_TAKEN, (), self.reader.name, detail))

    def _note(self, step: int) -> None:
        self._noted.record(step, self._held())

    # Progress

    def _processed(self, cursor: Cursor, position: int) -> None:
        since = self._since[cursor.number] = self._since.get(cursor.number, 0) + 1
        if since >= self._every:
            self._checkpoint(cursor, position)

    def _checkpoint(self, cursor: Cursor, position: int) -> None:
        """A worker stores how far it is (F244)."""
        self._checkpoints[cursor.number] = position
        self._since[cursor.number] = 0
        record = cursor.shard.records[position - 1]
        detail = CheckpointDetail(cursor.number, self._holder(cursor), record)
        self._machine.step(Event.PROCESS_CHECKPOINTED, (), self.reader.name, detail)

    def _shard_end(self, cursor: Cursor) -> None:
        """At the end of a shard the worker checkpoints, and only now its children begin (F240, F244)."""
        worker = self._leases.pop(cursor.number)
        self._hand_over.pop(cursor.number, None)
        detail = CheckpointDetail(cursor.number, worker, "SHARD_END")
        self._note(self._machine.step(Event.PROCESS_CHECKPOINTED, (), self.reader.name, detail))
        for child in tuple(self.reader.cursors.values()):
            if child.parent is cursor and child.number not in self._leases:
                self._take(child)

    # Workers that come and go

    def _crash(self, worker: str) -> None:
        """A worker dies. Its leases stand still until the failover time is over (F242)."""
        machine, reader = self._machine, self.reader
        self._crashed[worker] = _Death(machine.now)
        machine.step(Event.READ_CRASHED, (), reader.name, CrashDetail(worker, len(self._alive)))
        moving = self._hand_over.items()
        self._hand_over = {n: to for n, to in moving if worker not in (to, self._leases[n])}
        lost = False
        for cursor in reader.cursors.values():
            if self._leases.get(cursor.number) == worker:
                lost = lost or cursor.work > 0
                reader.end_all_work(cursor)
                cursor.polls_paused = True  # nobody polls it
        if lost and any(map(self._is_held, reader.cursors.values())):
            reader.schedule()  # the living poll on, and may find nothing now
        if not self._alive:
            reader.pause()
        self._expect_take_overs()

    def _expect_take_overs(self) -> None:
        """The leases of the dead are taken when they have expired: of those who hold any, and if anybody is alive."""
        machine = self._machine
        for worker, death in self._crashed.items():
            machine.agenda.withdraw_about(death)
            if self._alive and worker in self._leases.values():
                due = max(machine.now, death.time + self._failover)
                machine.agenda.push(due, self.reader.priority, self._take_over, (death, worker))

    def _take_over(self, about: tuple[_Death, str]) -> None:
        """The leases of a dead worker have expired: the living take them."""
        _, worker = about
        for cursor in tuple(self.reader.cursors.values()):
            if self._leases.get(cursor.number) == worker:
                self._take(cursor)
                self._go_on(cursor)

    def _go_on(self, cursor: Cursor) -> None:
        """Read on after the last checkpoint: what came after it is handled again (F243).

        Where nothing is stored yet, the lease's checkpoint is the starting position (F238), and it is asked for now.
        """
        reader = self.reader
        reader.freed(cursor)
        self._since[cursor.number] = 0
        if self._says_latest(cursor):
            reader.ask_for_latest(cursor)
        else:
            cursor.started = self._stored(cursor) is not None
            reader.go_back(cursor, self._place(cursor))
        reader.poll_if_due(cursor)

    def _stored(self, cursor: Cursor) -> int | None:
        """How many of a shard's records are behind what was stored of it, if anything was."""
        if cursor.processed and not self._machine.rules.takeover_redelivers:
            return cursor.processed
        return self._checkpoints.get(cursor.number)

    def _place(self, cursor: Cursor) -> int:
        """How many of a shard's records are behind whoever takes it now."""
        stored = self._stored(cursor)
        if stored is not None:
            return stored
        return cursor.shard.available if cursor.latest else cursor.shard.trimmed

    def _says_latest(self, cursor: Cursor) -> bool:
        """Whether the checkpoint of a shard's lease is still LATEST: nobody has stored anything (F238, F247)."""
        return cursor.latest and self._stored(cursor) is None

    def _nothing_waits(self) -> bool:
        """Whether no shard of the dead, or of nobody, has records for the one who will take it."""
        return all(
            self._is_held(cursor) or self._place(cursor) >= cursor.shard.available
            for cursor in self.reader.cursors.values()
        )

    def _restart(self, worker: str) -> None:
        """A worker comes back under its name: it goes on with what it still holds, and gets its share of the rest."""
        machine, reader = self._machine, self.reader
        machine.agenda.withdraw_about(self._crashed.pop(worker))
        held = [cursor for cursor in reader.cursors.values() if self._leases.get(cursor.number) == worker]
        at_latest = any(map(self._says_latest, held))
        machine.step(Event.READ_RESTARTED, (), reader.name, RestartDetail(worker, at_latest))
        self._poll_again()
        for cursor in held:
            self._go_on(cursor)
        self._help()
        self._share(worker)

    def _add(self, worker: str) -> None:
        """One worker more: it takes what is free, and is handed its share of the others' shards (F246)."""
        self._workers.append(worker)
        self._note(self._machine.step(Event.READ_WORKER_ADDED, (), self.reader.name, JoinDetail(worker)))
        self._poll_again()
        self._help()
        self._share(worker)

    def _share(self, worker: str) -> None:
        """A worker that is there (again) is handed its share of what the living hold (F236, F239, F246)."""
        reader = self.reader
        will_hold = {n: self._hand_over.get(n, held) for n, held in self._leases.items() if held not in self._crashed}
        moving: set[int] = set()
        while will_hold:
            shares = list(will_hold.values())
            most = max(self._alive, key=shares.count)
            if shares.count(most) - shares.count(worker) < 2:
                break
            number = max(n for n, holder in will_hold.items() if holder == most)
            will_hold[number] = worker
            moving.add(number)
        for number in sorted(moving):
            self._hand_over[number] = worker
            if number in reader.cursors:
                self._hand_over_if_due(reader.cursors[number])

    def _poll_again(self) -> None:
        """After nobody was alive: somebody polls from now on."""
        if not self.reader.running and not self._stopped:
            self.reader.resume()

    def _help(self) -> None:
        """Somebody is there again: shards without a living holder find one."""
        for cursor in tuple(self.reader.cursors.values()):
            if cursor.number not in self._leases and not self._waits(cursor):
                self._take(cursor)
                self._go_on(cursor)
        self._expect_take_overs()

    def _hand_over_if_due(self, cursor: Cursor) -> bool:
        """A shard that nobody works on goes to its new worker, after a last checkpoint (F246)."""
        worker = self._hand_over.get(cursor.number)
        if worker is None or cursor.work or not self._is_held(cursor):
            return False
        if self._since.get(cursor.number):
            self._checkpoint(cursor, cursor.position)
        self._lease(cursor, worker)
        if self._says_latest(cursor):
            self.reader.ask_for_latest(cursor)
        return False
