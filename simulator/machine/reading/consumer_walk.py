"""A consumer's steps, followed one after another: its positions, its batches, and what becomes of each record."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from simulator.dynamodb.shards import Shard
from simulator.machine.consumers.event_source_mapping.lane import lane_number
from simulator.machine.details import (
    BatchDetail,
    CheckpointDetail,
    CreationDetail,
    IteratorDetail,
    LeaseDetail,
    shards_of,
    worker_of,
)
from simulator.machine.reading.lane_batches import LaneBatches
from simulator.machine.reading.record_marks import WORKED, Mark, RecordMarks
from simulator.machine.reading.shard_walk import ShardWalk
from simulator.machine.recording import Recording
from simulator.machine.steps import ConsumerInfo, History
from simulator.machine.stream_life import StreamLife
from simulator.scenario.events import Event

# Looked up once: in Python 3.11 an enum's member costs 0.1 us each time.
_READ, _PARTIAL = Mark.READ, Event.PROCESS_PARTIAL


class ConsumerWalk:
    """What one consumer's steps leave behind. The machine's own objects are not asked: they know only the end."""

    def __init__(self, recording: Recording, life: StreamLife, consumer: ConsumerInfo) -> None:
        self._recording = recording
        self._life = life
        self._consumer = consumer
        self._all_shards = recording.shards
        self._is_mapping = consumer.kind == "lambda"
        self.lanes = consumer.lanes if self._is_mapping else 1
        """How many lanes each shard has at first."""
        self.shards: dict[int, ShardWalk] = {}
        """Its way through each shard that it had to do with, by the shard's number."""
        self.marks = RecordMarks(len(recording.records), life)
        """What became of each record."""
        self.streams = History([-1])
        """The stream that it reads, by its index; -1: none yet."""
        self.whole = History([(0, "Idle")])
        """The newest step that concerns every shard, and what it left the consumer in."""
        self.there = History([consumer.from_the_start])
        """Whether it is created, and not deleted."""
        self.alive: dict[str, History] = {}
        """For each KCL worker that ever crashed whether it is alive."""
        self.steps = array("q")
        """The steps that it took, in order."""
        self._stored: dict[int, int] = {}
        """For each shard how many of its records are behind the checkpoint of a KCL application."""
        self._begins_at = consumer.stored
        """The position with which a poller begins, and begins again (F134); None: its starting position everywhere."""

    def follow(self) -> None:
        """Follow the steps from the first to the last."""
        name, events, acts = self._consumer.name, self._recording.events, self._acts()
        for number, actor in enumerate(self._recording.actors, 1):
            if actor == name:
                self.steps.append(number)
                event = events[number - 1]
                act = acts.get(event)
                if act is not None:
                    act(number, event)

    def _acts(self) -> dict[Event, Callable[[int, Event], None]]:
        """For each event the method that follows it; other events leave the consumer where it is."""
        by_name: dict[str, Callable[[int, Event], None]] = {
            "read.records": self._read,
            "read.shard_end": self._end,
            "read.iterator_expired": self._renew,
            "read.trimmed": self._lose,
            "read.throttled": self._throttle,
            "read.crashed": self._crash,
            "read.restarted": self._restart,
            "read.stopped": self._stop,
            "read.started": self._start,
            "read.lease_taken": self._take,
            "read.consumer_created": self._begin_anew,
            "read.consumer_deleted": self._begin_anew,
            "process.filtered": self._filter,
            "process.window_closed": self._close_window,
            "process.checkpointed": self._checkpoint,
            "idle.waiting": self._idle,
        }
        works = ("succeeded", "failed", "partial", "duplicate", "bisected", "discarded", "throttled")
        by_name.update((f"process.{each}", self._process) for each in works)
        return {event: by_name[event.value] for event in Event if event.value in by_name}

    def _in_shard(self, shard: Shard) -> ShardWalk:
        walk = self.shards.get(shard.number)
        if walk is None:
            walk = self.shards[shard.number] = ShardWalk(shard, self.lanes)
        return walk

    def _of_step(self, number: int) -> ShardWalk:
        """The shard that a step of one shard is about."""
        named = shards_of(self._recording.details.get(number))
        if named:
            return self._in_shard(self._all_shards[named[0] - 1])
        return self._in_shard(self._recording.records[self._recording.record_indexes[number - 1][0]].shard)

    def _lane(self, walk: ShardWalk, index: int, number: int) -> LaneBatches:
        """The lane that a step about a record is about: the one with the record, or the one that a new batch begins."""
        detail = self._recording.details.get(number)
        if isinstance(detail, BatchDetail):
            walk.have_lanes(detail.lane.of)  # a deployment may have changed how many there are
            if detail.lane.number <= len(walk.lanes):
                return walk.lanes[detail.lane.number - 1]
        lanes = walk.lanes
        if len(lanes) == 1:
            return lanes[0]
        of_record = lanes[lane_number(self._recording.records[index], len(lanes))]
        return next((lane for lane in lanes if index in lane.reading.batch), of_record)

    def _bind(self, number: int, shard: Shard) -> None:
        streams = self._recording.streams
        self.streams.record(number, next(place for place, each in enumerate(streams) if shard in each.shards))

    # Reading

    def _read(self, number: int, event: Event) -> None:
        records = self._recording.record_indexes[number - 1]
        walk = self._in_shard(self._recording.records[records[0]].shard)
        if not walk.touched:
            walk.touched = True
            self._bind(number, walk.shard)
        add = self.marks.add
        for index in records:
            add(index, number, _READ)
        first = walk.place(records[0])
        lane = self._lane(walk, records[0], number)  # first: a deployment may have given the shard more lanes
        if len(walk.lanes) == 1:
            self._pass_over(number, walk, first)
        position = first + 1 if len(records) == 1 else walk.place(records[-1]) + 1
        if not self._is_mapping or position > walk.position:  # a mapping's poller may be further than this batch
            walk.position = position
        lane.begin(records, number)
        walk.is_now("Reading", number)
        walk.note(number)

    def _pass_over(self, number: int, walk: ShardWalk, upto: int) -> None:
        """A position is taken up behind records that were not read: they are passed over (F136)."""
        for place in range(walk.reach, upto):
            index = walk.shard.records[place]
            if self.marks.is_untouched(index, number):
                self.marks.add(index, number, Mark.PASSED_OVER)
        walk.reach = max(upto, walk.reach)

    def _seek(self, number: int, walk: ShardWalk, position: int) -> None:
        self._pass_over(number, walk, position)
        walk.position = position
        walk.note(number)

    def _seek_start(self, number: int, walk: ShardWalk, at_latest: bool) -> None:
        """Take up the starting position: the oldest record that is left, or LATEST (F136, F297)."""
        position_in = self._life.available_in if at_latest else self._life.trimmed_in
        self._seek(number, walk, position_in(walk.shard, number))

    def _end(self, number: int, event: Event) -> None:
        walk = self._of_step(number)
        walk.ended = True
        self._seek(number, walk, len(walk.shard.records))

    def _renew(self, number: int, event: Event) -> None:
        detail = self._recording.details.get(number)
        if isinstance(detail, IteratorDetail) and detail.starting_position == "LATEST":
            self._seek_start(number, self._of_step(number), at_latest=True)

    def _lose(self, number: int, event: Event) -> None:
        records = self._recording.record_indexes[number - 1]
        walk = self._of_step(number)
        for index in records:
            self.marks.add(index, number, Mark.LOST)
        if records:
            walk.position = max(walk.position, walk.place(records[-1]) + 1)
        walk.note(number)

    def _throttle(self, number: int, event: Event) -> None:
        walk = self._of_step(number)
        walk.is_now("Throttled", number)
        walk.note(number)

    def _filter(self, number: int, event: Event) -> None:
        records = self._recording.record_indexes[number - 1]
        walk = self._of_step(number)
        if not walk.touched:
            walk.touched = True
            self._bind(number, walk.shard)
        for index in records:
            self.marks.add(index, number, Mark.FILTERED)
        walk.position = max(walk.position, walk.place(records[-1]) + 1)
        self._came_to_nothing(number, walk)
        walk.note(number)

    # Work

    def _came_to_nothing(self, number: int, walk: ShardWalk) -> None:
        """Records were dropped before they were handed over: with nothing in work the consumer is idle there."""
        if not any(lane.reading.batch for lane in walk.lanes):
            walk.is_now("Idle", number)

    def _process(self, number: int, event: Event) -> None:
        recording = self._recording
        records = recording.record_indexes[number - 1]
        if not records:
            return
        walk = self._in_shard(recording.records[records[0]].shard)
        lane = self._lane(walk, records[0], number)
        had_batch = bool(lane.reading.batch)
        time = recording.times[number - 1]
        if self._is_mapping:
            lane.invocation_ended(event, records, recording.details.get(number), time)
            walk.position = max(walk.position, walk.place(records[-1]) + 1)
        else:
            lane.one_done(records[-1])
        self.marks.work_ended(number, event, records, recording.finished(number) if event is _PARTIAL else ())
        if event in WORKED:
            walk.aged = records[-1]
            walk.age = recording.start_ms + time - recording.records[walk.aged].captured_ms
        if had_batch:
            walk.is_now("Throttled" if event.value == "process.throttled" else "Processing", number)
        else:
            self._came_to_nothing(number, walk)
        walk.touched = True
        walk.note(number)

    def _close_window(self, number: int, event: Event) -> None:
        walk = self._of_step(number)
        walk.is_now("Processing", number)
        walk.note(number)

    def _checkpoint(self, number: int, event: Event) -> None:
        detail = self._recording.details.get(number)
        if isinstance(detail, CheckpointDetail) and isinstance(detail.checkpoint, int):
            self._stored[detail.shard] = self._of_step(number).place(detail.checkpoint) + 1

    def _idle(self, number: int, event: Event) -> None:
        self.whole.record(number, (number, "Idle"))

    # Coming and going

    def _stop(self, number: int, event: Event) -> None:
        self.whole.record(number, (number, "Stopped"))

    def _start(self, number: int, event: Event) -> None:
        self.whole.record(number, (number, "Idle"))
        for index in self._recording.record_indexes[number - 1]:  # those that its start passes over
            walk = self._in_shard(self._recording.records[index].shard)
            self._bind(number, walk.shard)
            self._seek(number, walk, walk.place(index) + 1)

    def _crash(self, number: int, event: Event) -> None:
        """A poller dies with the pages in its hands, and a worker with those of the shards that it holds."""
        worker = worker_of(self._recording.details.get(number))
        if worker:
            self.alive.setdefault(worker, History([True])).record(number, False)
        else:
            self.whole.record(number, (number, "Crashed"))
        for walk in self._held(worker, number):
            for lane in walk.lanes:
                lane.clear()
            walk.is_now("Idle", number)
            walk.note(number)

    def _restart(self, number: int, event: Event) -> None:
        """A worker reads on after its checkpoints. A poller stores nothing: it begins where it began at first."""
        worker = worker_of(self._recording.details.get(number))
        if worker:
            self.alive.setdefault(worker, History([True])).record(number, True)
            for walk in self._held(worker, number):
                self._go_on_after_checkpoint(number, walk)
            return
        self.whole.record(number, (number, "Idle"))
        for walk in self.shards.values():
            walk.begin_anew(number, self.lanes)
            self._seek_start(number, walk, self._consumer.starting_position == "LATEST")
        self._seek_first_position(number)

    def _held(self, worker: str, number: int) -> list[ShardWalk]:
        """The shards that a worker holds after a step and had to do with; without a name, those of the consumer."""
        if not worker:
            return list(self.shards.values())
        leases = self._recording.recorded_histories[self._recording.variable_of("leases", self._consumer.name)]
        held = next((shards for name, shards in leases.at(number).workers if name == worker), ())
        return [self.shards[shard] for shard in held if shard in self.shards]

    def _take(self, number: int, event: Event) -> None:
        detail = self._recording.details.get(number)
        walk = self._of_step(number)
        self._bind(number, walk.shard)
        if isinstance(detail, LeaseDetail) and detail.at_latest:
            self._seek_start(number, walk, at_latest=True)
        else:
            self._go_on_after_checkpoint(number, walk)

    def _go_on_after_checkpoint(self, number: int, walk: ShardWalk) -> None:
        """A worker reads on after the checkpoint; where nothing is stored, at the starting position (F238, F243)."""
        stored = self._stored.get(walk.shard.number)
        if stored is not None:
            self._seek(number, walk, stored)
        else:
            at_latest = self._consumer.starting_position == "LATEST" and walk.shard.parent is None
            self._seek_start(number, walk, at_latest)

    def _begin_anew(self, number: int, event: Event) -> None:
        """It is created or deleted: there are no positions, and nothing is in work."""
        self._stored.clear()
        self.there.record(number, event.value == "read.consumer_created")
        self.whole.record(number, (number, "Idle"))
        for walk in self.shards.values():
            walk.begin_anew(number, self.lanes)
            walk.note(number)
        if event.value == "read.consumer_created":
            for history in self.alive.values():
                history.record(number, True)  # its workers are others than those before, of the same names perhaps
            self.streams.record(number, self._life.streams_at(number) - 1)
            detail = self._recording.details.get(number)
            self._begins_at = detail.stored if isinstance(detail, CreationDetail) else None
            self._seek_first_position(number)

    def _seek_first_position(self, number: int) -> None:
        """A poller with a stored position takes it up in the shard of that record (F134)."""
        if self._begins_at is not None:
            side, record = self._begins_at
            index = record - 1
            walk = self._in_shard(self._recording.records[index].shard)
            self._bind(number, walk.shard)
            self._seek(number, walk, walk.place(index) + (side == "after"))
