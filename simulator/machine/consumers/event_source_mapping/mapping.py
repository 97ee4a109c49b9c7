"""A Lambda event source mapping: it polls the shards and invokes its function with batches (F160-F233)."""

from __future__ import annotations

from simulator.machine.consumers.consumer import Past
from simulator.machine.consumers.cursor import Cursor
from simulator.machine.consumers.event_source_mapping.batching import Batching
from simulator.machine.consumers.event_source_mapping.discards import Discards
from simulator.machine.consumers.event_source_mapping.filter import Filter
from simulator.machine.consumers.event_source_mapping.function import Memory
from simulator.machine.consumers.event_source_mapping.invocations import Invocations
from simulator.machine.consumers.event_source_mapping.lane import Batch, Lane, lane_number
from simulator.machine.consumers.event_source_mapping.tumbling_windows import TumblingWindows
from simulator.machine.consumers.poll_grid import PollGrid
from simulator.machine.consumers.poller_owner import ReadPath
from simulator.machine.consumers.shard_poller import ShardPoller
from simulator.machine.details import FilterDetail, LaneNumber
from simulator.machine.run import Run
from simulator.scenario.consumers import LambdaModel
from simulator.scenario.events import Event

POLL_INTERVAL = 250
"""Milliseconds from poll to poll of a shard (F160)."""

MOST_RECORDS = 1000
"""The most that one GetRecords returns (F141)."""


class EventSourceMapping:
    """Polls four times a second and leaves the rest to its parts: filter, batching, invocations, tumbling windows.

    The records of a shard go to as many lanes as the parallelization factor says; each has a batch at a time (F168).
    """

    keeps_iterators = False

    def __init__(
        self,
        model: LambdaModel,
        index: int,
        run: Run,
        read_path: ReadPath,
        availability_delay: int,
        past: Past | None = None,
    ) -> None:
        """`index` is the consumer's index in the trace; the delay is the stream's, in milliseconds.

        `past` is that of earlier mappings of the same name.
        """
        self._run = run
        self._factor = model.parallelization_factor
        self._lanes: dict[int, list[Lane]] = {}
        """The lanes of each shard that is not read to its end, by the shard's number."""
        self._newest: Lane | None = None
        """The lane whose batch succeeded last."""
        grid = PollGrid(model.starts, POLL_INTERVAL if run.rules.mapping_polls else 0)
        latest = model.starting_position == "LATEST"
        self.shard_poller = ShardPoller(model.name, index, run, read_path, self, grid, latest, _limit_of(model))
        push = self.shard_poller.push
        self._filter = Filter(model.filter_criteria, run.rules)
        self._info = run.trace.readers[index]
        self._discards = Discards(run, self._info, model.maximum_record_age_in_seconds)
        self._batching = Batching(model, run, push, self._wake)
        self._tumbling = TumblingWindows(model, run, grid, availability_delay, self._wake)
        self._invocations = Invocations(
            model, run, push, self._discards, self._succeeded, self._ended, self._tumbling, past, read_path.write
        )
        if past is not None and past.positions is not None:
            self.shard_poller.resume_from(past.positions)

    @property
    def memory(self) -> Memory:
        """What the function remembers of what it did."""
        return self._invocations.memory

    # From the timeline

    def intervene(self, what: str, worker: str | None) -> str | None:
        """Carry out an action of the timeline; returns the reason if it is impossible."""
        poller = self.shard_poller
        if what == "redeliver":
            return self._redeliver()
        if what not in ("stop", "start"):
            return f'"{poller.name}" is a mapping: it has no workers that could {what}'
        if poller.running == (what == "start"):
            return f'"{poller.name}" is {"running" if poller.running else "not running"}'
        poller.stop_or_start(what)
        lanes = self._all_lanes()
        if what == "stop":
            self._invocations.pause(lanes)
            self._pause_windows(lanes)
        else:
            self._invocations.resume(lanes)
            for lane in lanes:
                self._batching.resume(lane)
                self._tumbling.resume(lane)
        return None

    def update(self, model: LambdaModel) -> None:
        """Go on with other settings. The lanes of a shard change in number when there is no work on it."""
        self._factor = model.parallelization_factor
        self._filter = Filter(model.filter_criteria, self._run.rules)
        self._info = self._info._replace(on_failure=model.on_failure)
        self._discards.configure(self._info, model.maximum_record_age_in_seconds)
        self._batching.configure(model)
        self._tumbling.configure(model)
        lanes = self._all_lanes()
        self._invocations.configure(model, lanes)
        self.shard_poller.update(_limit_of(model))
        if any(lane.waiting for lane in lanes):
            self.shard_poller.schedule()  # what waits may be a batch by now

    def is_at_work(self) -> bool:
        """Whether the function works on a batch now."""
        return any(lane.in_flight for lane in self._all_lanes())

    def positions(self) -> dict[int, int]:
        """For each shard of its stream how many of its records it is done with, one after another."""
        done: dict[int, int] = {}
        for number, cursor in self.shard_poller.cursors.items():
            held = [index for lane in self._lanes.get(number, ()) for index in lane.records()]
            records = cursor.shard.records
            done[number] = min((records.index(index) for index in held), default=cursor.position)
        return done

    def delete(self, step: int) -> None:
        """The mapping is gone. What the function works on now still ends."""
        lanes = self._all_lanes()
        self._pause_windows(lanes)
        self._invocations.delete(lanes)
        self.shard_poller.delete()

    def _pause_windows(self, lanes: list[Lane]) -> None:
        """No window ends, of either kind."""
        for lane in lanes:
            self._batching.pause(lane)
            self._tumbling.pause(lane)

    def _redeliver(self) -> str | None:
        """The newest successful batch is delivered once more, as soon as its lane is free (F202)."""
        lane, name = self._newest, self.shard_poller.name
        if lane is None:
            return f'"{name}" has no batch to deliver again'
        if lane.cursor.done:
            return f'"{name}" has read the shard of its newest batch to the end: the batch does not come again'
        if self._discards.expires(lane.newest[-1]) <= self._run.now:
            return f'the newest batch of "{name}" is too old to be delivered again'
        lane.again.append(Batch(lane.newest, deliveries=lane.newest_deliveries, completion="again", again=True))
        self._activate(lane)
        self.shard_poller.schedule()
        return None

    # From its shard poller

    def may_read(self, cursor: Cursor) -> bool:
        """Whether no failed batch holds up the whole table; only a misconception says so (F291)."""
        return not (self._run.rules.failure_blocks_every_shard and self._is_blocked())

    def looks_at_every_shard(self) -> bool:
        """A shard with nothing to read and nothing in its lanes stays as it is."""
        return False

    def before_poll(self, cursor: Cursor) -> bool:
        """Lanes that are free go on with records that were read for them before. Returns whether one did."""
        if not cursor.work:
            return False
        went_on = False
        for lane in self._lanes.get(cursor.number, ()):
            went_on = self._go_on(lane, polls=True) or went_on
        return went_on

    def on_page(self, cursor: Cursor, page: tuple[int, ...]) -> None:
        """Records that pass the filter wait in their lanes (F215, F230)."""
        records = self._run.trace.records
        if not cursor.work and self._lanes.get(cursor.number):
            self._renew_lanes(cursor)
        lanes = self._lanes_of(cursor)
        passed, dropped = self._filter.parted(page, records)
        if dropped:
            detail = FilterDetail(cursor.number, self._filter.patterns)
            self._run.step(Event.PROCESS_FILTERED, dropped, self.shard_poller.name, detail)
        for index in passed:
            lane = lanes[0] if len(lanes) == 1 else lanes[lane_number(records[index], len(lanes))]
            lane.add(index, records[index].size_bytes)
            self._activate(lane)
        for lane in lanes:
            self._go_on(lane)
        if cursor.last_page and not cursor.work and not cursor.done:
            self.shard_poller.end(cursor)  # nothing of the last page passed the filter

    def on_shards(self, cursors: list[Cursor]) -> None:
        """A shard's lanes are made when its first page comes."""

    def on_end(self, cursor: Cursor) -> None:
        """A shard was read to its end. If there is work left on it (only a misconception's), its lanes stay."""
        if not cursor.work:
            self._lanes.pop(cursor.number, None)

    def ends_here(self, cursor: Cursor) -> None:
        """Children are read after their parent."""

    def has_nothing_to_poll(self) -> bool:
        """What cannot be read now will be."""
        return False

    def nothing_waits(self) -> bool:
        """A mapping has every shard in reach."""
        return True

    # From a page to a batch

    def _wake(self, lane: Lane) -> None:
        """A window of a lane, of either kind, is over."""
        self._go_on(lane)

    def _go_on(self, lane: Lane, polls: bool = False) -> bool:
        """If a lane is free and there is something to do, begin with it. Returns whether there was."""
        if lane.batch is not None or not self._may_invoke():
            return False
        if lane.again:
            self._begin(lane, lane.again.pop(0))
        elif self._batching.is_complete(lane) and not self._tumbling.has_ended_for(lane):
            self._begin(lane, self._batching.take(lane))
        elif self._tumbling.is_over(lane, polls):
            self._invocations.close_window(lane)
            self._pause_polls_if_full(lane.cursor)
        else:
            return False
        return True

    def _begin(self, lane: Lane, batch: Batch) -> None:
        batch = self._discards.without_the_old(batch)
        if not batch.records:
            self._ended(lane)
            return
        self._invocations.begin(lane, batch)
        self._pause_polls_if_full(lane.cursor)

    # After an invocation

    def _succeeded(self, lane: Lane, batch: Batch) -> None:
        self._newest = lane
        self._tumbling.succeeded(lane, batch)

    def _ended(self, lane: Lane) -> None:
        """A lane is free again. A window that is over is closed at once; the next batch waits for a poll."""
        cursor = lane.cursor
        self._batching.invocation_ended(lane)
        if cursor.polls_paused:
            self.shard_poller.resume_polls(cursor)
        if cursor.done and self._go_on(lane):
            return  # no poll will come
        if not lane.again and self._may_invoke() and self._tumbling.is_over(lane, polls=False):
            self._invocations.close_window(lane)
            self._pause_polls_if_full(cursor)
        elif lane.waiting or lane.again or lane.tumbling is not None:
            self.shard_poller.schedule()
        elif lane.active:
            lane.active = False
            self.shard_poller.finish_work(cursor)

    # Lanes

    def _lanes_of(self, cursor: Cursor) -> list[Lane]:
        lanes = self._lanes.get(cursor.number)
        if lanes is None:
            lanes = self._lanes[cursor.number] = self._new_lanes(cursor, cursor.polls_resume_at)
        return lanes

    def _new_lanes(self, cursor: Cursor, windows_from: int) -> list[Lane]:
        return [
            Lane(cursor, LaneNumber(number, self._factor, cursor.number), windows_from)
            for number in range(1, self._factor + 1)
        ]

    def _renew_lanes(self, cursor: Cursor) -> None:
        """A shard without work gets as many lanes as the settings say by now."""
        old = self._lanes[cursor.number]
        if len(old) == self._factor:
            return
        new = self._lanes[cursor.number] = self._new_lanes(cursor, max(lane.windows_from for lane in old))
        if self._newest in old and self._newest is not None:
            new[0].newest, new[0].newest_deliveries = self._newest.newest, self._newest.newest_deliveries
            self._newest = new[0]

    def _all_lanes(self) -> list[Lane]:
        return [lane for lanes in self._lanes.values() for lane in lanes]

    def _activate(self, lane: Lane) -> None:
        if not lane.active:
            lane.active = True
            self.shard_poller.begin_work(lane.cursor)

    def _pause_polls_if_full(self, cursor: Cursor) -> None:
        """With a batch in every lane a shard is not polled."""
        cursor.polls_paused = all(lane.batch is not None for lane in self._lanes_of(cursor))

    def _may_invoke(self) -> bool:
        """Whether anything new may begin: not while the mapping is turned off."""
        return self.shard_poller.running and not (self._run.rules.failure_blocks_every_shard and self._is_blocked())

    def _is_blocked(self) -> bool:
        """Whether a failed batch is still in some lane: F291's believers expect that to stop the whole table."""
        return any(lane.is_failing for lanes in self._lanes.values() for lane in lanes)


def _limit_of(model: LambdaModel) -> int:
    """How many records a poll asks for: no more than the lanes take at a time."""
    return min(MOST_RECORDS, model.batch_size * model.parallelization_factor)
