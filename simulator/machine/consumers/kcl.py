"""KCL workers: leases, checkpoints after so many records, and take-overs from workers that have died (F234-F253)."""

from __future__ import annotations

from typing import Literal

from simulator.machine.consumers.checkpoints import Checkpoints
from simulator.machine.consumers.consumer import Past
from simulator.machine.consumers.cursor import Cursor
from simulator.machine.consumers.lease_table import Death, LeaseTable
from simulator.machine.consumers.poll_grid import PollGrid
from simulator.machine.consumers.poller_owner import ReadPath
from simulator.machine.consumers.record_worker import RecordWorker
from simulator.machine.consumers.shard_poller import ShardPoller
from simulator.machine.details import CheckpointDetail, CrashDetail, JoinDetail, LeaseDetail, RestartDetail
from simulator.machine.run import Run
from simulator.machine.steps import History
from simulator.machine.variables import Leases
from simulator.scenario.consumers import KclModel
from simulator.scenario.events import Event


class Kcl:
    """The workers of one KCL application. One shard is held by one worker at a time (F239)."""

    keeps_iterators = True

    def __init__(self, model: KclModel, index: int, run: Run, read_path: ReadPath, past: Past | None = None) -> None:
        """`index` is the consumer's index in the trace; `past` is that of earlier ones of its name."""
        self._run = run
        self._stopped = False
        """Whether the timeline has stopped the application; with nobody alive it does not poll either."""
        self._failover = model.failover_time
        self._at_shard_end = model.checkpoint_at_shard_end
        self._at_hand_over = model.checkpoint_at_hand_over
        self._unfinished: dict[int, Cursor] = {}
        """Shards that are read to their ends without a checkpoint there, by number."""
        self._leases = LeaseTable(model.workers)
        self._checkpoints = Checkpoints(model.checkpoint_every, run.rules)
        grid = PollGrid(model.starts, model.poll_interval)
        latest = model.starting_position == "LATEST"
        self.shard_poller = ShardPoller(model.name, index, run, read_path, self, grid, latest, model.limit)
        self._worker = RecordWorker(
            run, self.shard_poller, model.processing_time, self._holder, self._on_processed, past
        )
        histories, variable = run.trace.recorded_histories, run.trace.variable_of("leases", model.name)
        if variable not in histories:
            if model.starts == 0 and run.trace.streams:  # these leases are there from the start, without steps
                for number, shard in enumerate(run.trace.streams[-1].open):
                    self._leases.assign(shard.number, model.workers[number % len(model.workers)])
            histories[variable] = History([self._leases.value()])
        self._lease_history = histories[variable]

    # From the timeline

    def intervene(self, what: str, worker: str | None) -> str | None:
        """Carry out an action of the timeline; returns the reason if it is impossible."""
        name, leases = self.shard_poller.name, self._leases
        if what in ("stop", "start"):
            return self._stop_or_start(what)
        assert worker is not None
        if what == "add_worker":
            if worker in leases.workers:
                return f'"{name}" has a worker "{worker}" already'
            self._add(worker)
        elif worker not in leases.workers:
            return f'"{name}" has no worker "{worker}"; it has {", ".join(leases.workers)}'
        elif what == "crash":
            if worker in leases.deaths:
                return f'the worker "{worker}" is not running'
            self._crash(worker)
        else:
            if worker not in leases.deaths:
                return f'the worker "{worker}" is running'
            self._restart(worker)
        return None

    def update(self, model: KclModel) -> None:
        """Go on with other settings."""
        self._worker.work_time = model.processing_time
        self._checkpoints.every = model.checkpoint_every
        self._failover = model.failover_time
        self._at_shard_end = model.checkpoint_at_shard_end
        self._at_hand_over = model.checkpoint_at_hand_over
        self.shard_poller.update(model.limit, model.poll_interval)
        self._expect_take_overs()

    def is_at_work(self) -> bool:
        """Its work is its own: it ends with the workers."""
        return False

    def delete(self, step: int) -> None:
        """The workers are gone, and the lease table with them."""
        for death in self._leases.deaths.values():
            self._expect_no_take_over(death)
        self.shard_poller.delete()
        self._lease_history.record(step, Leases())

    def _stop_or_start(self, what: str) -> str | None:
        poller = self.shard_poller
        if self._stopped == (what == "stop"):
            return f'"{poller.name}" is {"not running" if self._stopped else "running"}'
        self._stopped = what == "stop"
        poller.stop_or_start(what)
        if not self._leases.living:
            poller.pause()
        return None

    def _crash(self, worker: str) -> None:
        """A worker dies. Its leases stay with it until the failover time is over (F242)."""
        run, poller, leases = self._run, self.shard_poller, self._leases
        leases.deaths[worker] = Death(run.now)
        self._record_leases(run.step(Event.READ_CRASHED, (), poller.name, CrashDetail(worker, len(leases.living))))
        leases.cancel_moves(worker)
        lost = False
        for cursor in poller.cursors.values():
            if leases.holders.get(cursor.number) == worker:
                lost = lost or cursor.work > 0
                poller.abandon_work(cursor)
                cursor.polls_paused = True  # nobody polls it
        if lost and any(map(self.may_read, poller.cursors.values())):
            poller.schedule()  # the living poll on, and may find nothing now
        if not leases.living:
            poller.pause()
        self._expect_take_overs()

    def _restart(self, worker: str) -> None:
        """A worker comes back under its name: it goes on with what it still holds, and gets its share of the rest."""
        run, poller, leases = self._run, self.shard_poller, self._leases
        self._expect_no_take_over(leases.deaths.pop(worker))
        self._reopen(worker)
        held = [cursor for cursor in poller.cursors.values() if leases.holders.get(cursor.number) == worker]
        at_latest = tuple(cursor.number for cursor in held if self._checkpoints.is_latest(cursor))
        self._record_leases(run.step(Event.READ_RESTARTED, (), poller.name, RestartDetail(worker, at_latest)))
        self._poll_again()
        for cursor in held:
            self._read_on(cursor)
        self._take_free_shards()
        self._share(worker)

    def _add(self, worker: str) -> None:
        """One worker more: it takes free shards, and is handed its share of the others' shards (F246)."""
        self._leases.workers.append(worker)
        self._record_leases(self._run.step(Event.READ_WORKER_ADDED, (), self.shard_poller.name, JoinDetail(worker)))
        self._poll_again()
        self._take_free_shards()
        self._share(worker)

    def _poll_again(self) -> None:
        """Somebody is alive again, and polls from now on."""
        if not self.shard_poller.running and not self._stopped:
            self.shard_poller.resume()

    # From its shard poller

    def may_read(self, cursor: Cursor) -> bool:
        """Whether a worker that is alive holds a shard."""
        return self._leases.is_held(cursor.number)

    def looks_at_every_shard(self) -> bool:
        """A shard that is to be handed over may have nothing to read."""
        return bool(self._leases.next_holders)

    def before_poll(self, cursor: Cursor) -> bool:
        """A shard may change hands at a poll."""
        self._hand_over_if_due(cursor)
        return False

    def on_page(self, cursor: Cursor, page: tuple[int, ...]) -> None:
        """The holder of the shard works on the records of a page."""
        self._worker.take(cursor, page)

    def on_shards(self, cursors: list[Cursor]) -> None:
        """New shards need holders. A child's lease waits for its parent's end (F240)."""
        # An early shard may have been closed before any read.
        self._leases.keep_only({**self.shard_poller.cursors, **self._unfinished})
        for cursor in cursors:
            if cursor.number not in self._leases.holders and not self._waits_for_parent(cursor):
                self._take(cursor)
            self._hand_over_if_due(cursor)
        self._expect_take_overs()  # one that was due before the shards were known has found nothing

    def on_end(self, cursor: Cursor) -> None:
        """At the end of a shard the worker checkpoints, and only now its children begin (F240, F244)."""
        if self.ends_here(cursor) is not None:
            self._unfinished[cursor.number] = cursor  # its lease stays as it is
            return
        worker = self._leases.release(cursor.number)
        if not self._at_shard_end:  # only who believes that the children need no checkpoint gets here (F244)
            self._record_leases(len(self._run.trace.events))
            self._take_children(cursor)
            return
        detail = CheckpointDetail(cursor.number, worker, "SHARD_END")
        self._record_leases(self._run.step(Event.PROCESS_CHECKPOINTED, (), self.shard_poller.name, detail))
        self._take_children(cursor)

    def _take_children(self, cursor: Cursor) -> None:
        for child in tuple(self.shard_poller.cursors.values()):
            if child.parent is cursor and child.number not in self._leases.holders:
                self._take(child)

    def ends_here(self, cursor: Cursor) -> Literal["no checkpoint"] | None:
        """Without a checkpoint at the end of a shard its children never start (F244)."""
        needs_one = self._run.rules.shard_end_needs_a_checkpoint
        return "no checkpoint" if needs_one and not self._at_shard_end else None

    def has_nothing_to_poll(self) -> bool:
        """Whether all that is left are descendants of shards that are not checkpointed at their ends."""
        return bool(self._unfinished) and all(map(self._is_cut_off, self.shard_poller.cursors.values()))

    def _is_cut_off(self, cursor: Cursor) -> bool:
        ancestor = cursor.parent
        while ancestor is not None and ancestor.number not in self._unfinished:
            ancestor = ancestor.parent
        return ancestor is not None

    def nothing_waits(self) -> bool:
        """Whether no shard without a living holder has records for the worker that will take it."""
        return all(
            self.may_read(cursor)
            or self._is_cut_off(cursor)
            or self._checkpoints.position(cursor) >= cursor.shard.available
            for cursor in self.shard_poller.cursors.values()
        )

    # Progress

    def _on_processed(self, cursor: Cursor, position: int) -> None:
        if self._checkpoints.count(cursor):
            self._checkpoint(cursor, position)

    def _checkpoint(self, cursor: Cursor, position: int) -> None:
        """A worker stores its position (F244)."""
        self._checkpoints.store(cursor, position)
        record = cursor.shard.records[position - 1]
        detail = CheckpointDetail(cursor.number, self._holder(cursor), record)
        self._run.step(Event.PROCESS_CHECKPOINTED, (), self.shard_poller.name, detail)

    def _read_on(self, cursor: Cursor) -> None:
        """Read on after the last checkpoint: later records are handled again (F243).

        Where nothing is stored yet, the lease's checkpoint is the starting position (F238), and it is asked for now.
        """
        poller, now = self.shard_poller, self._run.now
        poller.resume_polls(cursor)
        self._checkpoints.restart_count(cursor)
        if self._checkpoints.is_latest(cursor):
            cursor.seek_latest(now)
        else:
            cursor.started = self._checkpoints.stored(cursor) is not None
            cursor.seek(self._checkpoints.position(cursor), now)
        poller.poll_if_due(cursor)

    # Leases

    def _holder(self, cursor: Cursor) -> str:
        return self._leases.holders[cursor.number]

    def _waits_for_parent(self, cursor: Cursor) -> bool:
        parent = cursor.parent
        if parent is not None and parent.number in self._unfinished:
            return True
        return parent is not None and not parent.done and self._run.rules.children_wait_for_parents

    def _take(self, cursor: Cursor) -> None:
        """A living worker takes a shard's lease; with nobody alive it waits for one."""
        worker = self._leases.least_loaded()
        if worker is not None:
            self._lease(cursor, worker)

    def _lease(self, cursor: Cursor, worker: str) -> None:
        if not self.may_read(cursor):
            cursor.polls_resume_at = max(cursor.polls_resume_at, self._run.now)  # nobody polled it until now
        self._leases.assign(cursor.number, worker)
        detail = LeaseDetail(cursor.number, worker, self._checkpoints.is_latest(cursor))
        self._record_leases(self._run.step(Event.READ_LEASE_TAKEN, (), self.shard_poller.name, detail))

    def _record_leases(self, step: int) -> None:
        self._lease_history.record(step, self._leases.value())

    def _expect_take_overs(self) -> None:
        """The leases of a dead worker are taken when they have expired, if it holds any and somebody is alive."""
        run, leases = self._run, self._leases
        for worker, death in leases.deaths.items():
            self._expect_no_take_over(death)
            if leases.living and leases.has_any(worker):
                due = max(run.now, death.time + self._failover)
                death.take_over = self.shard_poller.push(due, self._take_over, (death, worker))

    def _expect_no_take_over(self, death: Death) -> None:
        if death.take_over is not None:
            self._run.agenda.withdraw(death.take_over)
            death.take_over = None

    def _take_over(self, about: tuple[Death, str]) -> None:
        """The leases of a dead worker have expired: the living take them."""
        death, worker = about
        death.take_over = None
        self._reopen(worker)
        for cursor in tuple(self.shard_poller.cursors.values()):
            if self._leases.holders.get(cursor.number) == worker:
                self._take(cursor)
                self._read_on(cursor)

    def _reopen(self, worker: str) -> None:
        """The ends of shards that a dead worker reached are not stored: whoever is next reads them once more."""
        for number, cursor in tuple(self._unfinished.items()):
            if self._leases.holders.get(number) == worker:
                del self._unfinished[number]
                cursor.done = False
                self.shard_poller.cursors[number] = cursor

    def _take_free_shards(self) -> None:
        """Somebody is alive again: shards without a holder find one."""
        for cursor in tuple(self.shard_poller.cursors.values()):
            if cursor.number not in self._leases.holders and not self._waits_for_parent(cursor):
                self._take(cursor)
                self._read_on(cursor)
        self._expect_take_overs()

    def _share(self, worker: str) -> None:
        """A worker that has come (back) is handed its share of the living workers' shards (F236, F239, F246)."""
        for number in self._leases.plan_share(worker):
            self._leases.next_holders[number] = worker
            if number in self.shard_poller.cursors:
                self._hand_over_if_due(self.shard_poller.cursors[number])

    def _hand_over_if_due(self, cursor: Cursor) -> None:
        """A shard without work in progress goes to its new worker, after a last checkpoint (F246)."""
        worker = self._leases.next_holders.get(cursor.number)
        if worker is None or cursor.work or not self.may_read(cursor):
            return
        if not self._at_hand_over:
            self._lease(cursor, worker)
            self._read_on(cursor)  # what came after the last checkpoint comes again
            return
        if self._checkpoints.has_progress(cursor):
            self._checkpoint(cursor, cursor.position)
        self._lease(cursor, worker)
        if self._checkpoints.is_latest(cursor):
            cursor.seek_latest(self._run.now)
