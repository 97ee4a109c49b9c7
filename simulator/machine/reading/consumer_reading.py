"""A consumer's way through the stream: its steps are walked through once, and every question after that is a search."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from simulator.dynamodb.shards import Shard
from simulator.machine.consumers.event_source_mapping.lane import lane_number
from simulator.machine.details import CheckpointDetail, IteratorDetail, LeaseDetail, shards_of, worker_of
from simulator.machine.reading.lane_batches import LaneBatches
from simulator.machine.reading.record_marks import Mark, RecordMarks
from simulator.machine.reading.shard_reading import ReadingHistory, ShardReading
from simulator.machine.recording import Recording
from simulator.machine.steps import ConsumerInfo, History
from simulator.machine.stream_life import StreamLife
from simulator.scenario.events import Event

_DONE = (Event.PROCESS_SUCCEEDED, Event.PROCESS_DUPLICATE)
_FAILED = (Event.PROCESS_FAILED, Event.PROCESS_PARTIAL)
_AFTER_WORK = (*_DONE, *_FAILED)


class ConsumerReading:
    """How far a consumer came after each step, in each shard and with each record."""

    def __init__(self, recording: Recording, life: StreamLife, consumer: ConsumerInfo) -> None:
        self._recording = recording
        self._life = life
        self._consumer = consumer
        self._shards = recording.shards
        self._lanes = consumer.lanes if consumer.kind == "lambda" else 1
        self._histories: dict[int, ReadingHistory] = {}
        self._batches: dict[int, list[LaneBatches]] = {}
        self._reach: dict[int, int] = {}
        """For each shard how many of its records were looked at when records were passed over."""
        self._stored: dict[int, int] = {}
        """For each shard how many of its records are behind the checkpoint of a KCL application."""
        self.marks = RecordMarks(len(recording.records), life)
        """What became of each record."""
        self._streams = History([-1])
        """The stream that it reads, by its index."""
        self._whole = History([(0, "Idle")])
        """The newest step that concerns every shard, and what it leaves the consumer in."""
        self._alive: dict[str, History] = {}
        """For each KCL worker that ever crashed whether it is alive."""
        self._walk()

    # Questions

    def reading(self, shard: int, step: int) -> ShardReading:
        """Where the consumer is in a shard, by its number, after a step."""
        history = self._histories.get(shard)
        return ReadingHistory(self._lanes).newest if history is None else history.at(step)

    def stream(self, step: int) -> int:
        """The stream that the consumer reads, or is going to read, by its index; -1 before there is any."""
        there = self._life.streams_at(step)
        bound: int = self._streams.at(step)
        if bound < 0:
            bound = self._streams.values[min(1, len(self._streams.values) - 1)]
        return bound if 0 <= bound < there else min(0, there - 1)

    def state(self, shard: int, step: int) -> str:
        """What the consumer does in a shard after a step, in the words of its state."""
        reading = self.reading(shard, step)
        since, whole = self._whole.at(step)
        if whole in ("Stopped", "Crashed"):
            return str(whole)
        if any(lane.retry_at is not None for lane in reading.lanes):
            return "Retrying"
        return reading.state if reading.since > since else "Idle"

    def is_alive(self, worker: str, step: int) -> bool:
        """Whether a KCL worker is alive after a step."""
        history = self._alive.get(worker)
        return history is None or bool(history.at(step))

    # The walk

    def _walk(self) -> None:
        recording, name = self._recording, self._consumer.name
        acts = self._acts()
        for number, actor in enumerate(recording.actors, 1):
            if actor == name:
                event = recording.events[number - 1]
                act = acts.get(event)
                if act is not None:
                    act(number, event)

    def _acts(self) -> dict[Event, Callable[[int, Event], None]]:
        """For each event the method that follows it. Events of this table that a run does not know are left out."""
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
            "process.succeeded": self._process,
            "process.failed": self._process,
            "process.partial": self._process,
            "process.duplicate": self._process,
            "process.bisected": self._process,
            "process.discarded": self._process,
            "process.throttled": self._process,
            "process.filtered": self._filter,
            "process.checkpointed": self._checkpoint,
            "idle.waiting": self._idle,
        }
        return {event: by_name[event.value] for event in Event if event.value in by_name}

    def _history(self, shard: int) -> ReadingHistory:
        history = self._histories.get(shard)
        if history is None:
            history = self._histories[shard] = ReadingHistory(self._lanes)
            self._batches[shard] = [LaneBatches() for _ in range(self._lanes)]
        return history

    def _lane(self, shard: int, index: int) -> LaneBatches:
        lanes = self._batches[shard]
        return lanes[0] if len(lanes) == 1 else lanes[lane_number(self._recording.records[index], len(lanes))]

    def _note(self, number: int, shard: int, reading: ShardReading) -> None:
        lanes = tuple(each.reading for each in self._batches[shard])
        self._histories[shard].note(number, reading._replace(lanes=lanes))

    def _shard_of_step(self, number: int) -> Shard:
        """The shard that a step of one shard is about."""
        named = shards_of(self._recording.details.get(number))
        if named:
            return self._shards[named[0] - 1]
        return self._recording.records[self._recording.record_indexes[number - 1][0]].shard

    def _bind(self, number: int, shard: Shard) -> None:
        stream = next(place for place, each in enumerate(self._recording.streams) if shard in each.shards)
        self._streams.record(number, stream)

    # Reading

    def _read(self, number: int, event: Event) -> None:
        records = self._recording.record_indexes[number - 1]
        shard = self._recording.records[records[0]].shard
        reading = self._history(shard.number).newest
        if not reading.touched:
            self._bind(number, shard)
        for index in records:
            self.marks.add(index, number, Mark.READ)
        first, last = _place(shard, records[0]), _place(shard, records[-1])
        if self._lanes == 1:
            self._pass_over(number, shard, first)
        position = last + 1
        if self._consumer.kind == "lambda":  # its poller may be further than this batch
            position = max(position, reading.position)
        self._lane(shard.number, records[0]).begin(records, number)
        done = reading._replace(position=position, touched=True, state="Reading", since=number)
        self._note(number, shard.number, done)

    def _pass_over(self, number: int, shard: Shard, upto: int) -> None:
        """A position is taken up behind records that were not read: they are passed over (F136)."""
        for place in range(self._reach.get(shard.number, 0), upto):
            index = shard.records[place]
            if self.marks.is_untouched(index, number):
                self.marks.add(index, number, Mark.PASSED_OVER)
        self._reach[shard.number] = max(upto, self._reach.get(shard.number, 0))

    def _seek(self, number: int, shard: Shard, position: int) -> None:
        reading = self._history(shard.number).newest
        self._pass_over(number, shard, position)
        self._note(number, shard.number, reading._replace(position=position))

    def _seek_latest(self, number: int, shard: Shard) -> None:
        self._seek(number, shard, self._life.available_in(shard, number))

    def _end(self, number: int, event: Event) -> None:
        shard = self._shard_of_step(number)
        reading = self._history(shard.number).newest
        self._pass_over(number, shard, len(shard.records))
        self._note(number, shard.number, reading._replace(position=len(shard.records), ended=True))

    def _renew(self, number: int, event: Event) -> None:
        detail = self._recording.details.get(number)
        if isinstance(detail, IteratorDetail) and detail.starting_position == "LATEST":
            self._seek_latest(number, self._shards[detail.shard - 1])

    def _lose(self, number: int, event: Event) -> None:
        records = self._recording.record_indexes[number - 1]
        shard = self._shard_of_step(number)
        reading = self._history(shard.number).newest
        for index in records:
            self.marks.add(index, number, Mark.LOST)
        if records:
            reading = reading._replace(position=max(reading.position, _place(shard, records[-1]) + 1))
        self._note(number, shard.number, reading)

    def _throttle(self, number: int, event: Event) -> None:
        shard = self._shard_of_step(number)
        reading = self._history(shard.number).newest
        self._note(number, shard.number, reading._replace(state="Throttled", since=number))

    # Work

    def _process(self, number: int, event: Event) -> None:
        recording = self._recording
        records = recording.record_indexes[number - 1]
        if not records:
            return
        detail = recording.details.get(number)
        shard = recording.records[records[0]].shard
        reading = self._history(shard.number).newest
        self._mark_work(number, event, records)
        time = recording.times[number - 1]
        lane = self._lane(shard.number, records[0])
        had_batch = bool(lane.reading.batch)
        if self._consumer.kind == "lambda":
            lane.invocation_ended(event, records, detail, time)
            position = max(reading.position, _place(shard, records[-1]) + 1)
        else:
            lane.one_done(records[-1])
            position = reading.position
        age = reading.age
        if event in _AFTER_WORK:
            age = recording.start_ms + time - recording.records[records[-1]].captured_ms
        done = reading._replace(position=position, age=age, touched=True)
        if had_batch:
            state = "Processing" if event.value != "process.throttled" else "Throttled"
            done = done._replace(state=state, since=number)
        self._note(number, shard.number, done)

    def _mark_work(self, number: int, event: Event, records: tuple[int, ...]) -> None:
        add = self.marks.add
        if event in _DONE:
            for index in records:
                add(index, number, Mark.PROCESSED)
        elif event in _FAILED:
            finished = () if event is Event.PROCESS_FAILED else self._recording.finished(number)
            for index in records:
                add(index, number, Mark.PROCESSED if index in finished else Mark.FAILED)
        elif event is Event.PROCESS_DISCARDED:
            for index in records:
                add(index, number, Mark.GIVEN_UP)

    def _filter(self, number: int, event: Event) -> None:
        records = self._recording.record_indexes[number - 1]
        shard = self._shard_of_step(number)
        reading = self._history(shard.number).newest
        if not reading.touched:
            self._bind(number, shard)
        for index in records:
            self.marks.add(index, number, Mark.FILTERED)
        position = max(reading.position, _place(shard, records[-1]) + 1)
        self._note(number, shard.number, reading._replace(position=position, touched=True))

    def _checkpoint(self, number: int, event: Event) -> None:
        detail = self._recording.details.get(number)
        if isinstance(detail, CheckpointDetail) and isinstance(detail.checkpoint, int):
            shard = self._shards[detail.shard - 1]
            self._stored[detail.shard] = _place(shard, detail.checkpoint) + 1

    def _idle(self, number: int, event: Event) -> None:
        self._whole.record(number, (number, "Idle"))

    # Coming and going

    def _stop(self, number: int, event: Event) -> None:
        self._whole.record(number, (number, "Stopped"))

    def _start(self, number: int, event: Event) -> None:
        self._whole.record(number, (number, "Idle"))
        for index in self._recording.record_indexes[number - 1]:  # those that its start passes over
            shard = self._recording.records[index].shard
            self._bind(number, shard)
            self._seek(number, shard, _place(shard, index) + 1)

    def _crash(self, number: int, event: Event) -> None:
        """A poller dies with the pages in its hands, and a worker with those of the shards that it holds."""
        worker = worker_of(self._recording.details.get(number))
        if worker:
            self._alive.setdefault(worker, History([True])).record(number, False)
        else:
            self._whole.record(number, (number, "Crashed"))
        for shard in self._held(worker, number):
            for lane in self._batches[shard]:
                lane.clear()
            self._note(number, shard, self._histories[shard].newest._replace(state="Idle", since=number))

    def _restart(self, number: int, event: Event) -> None:
        worker = worker_of(self._recording.details.get(number))
        if worker:
            self._alive.setdefault(worker, History([True])).record(number, True)
            for shard in self._held(worker, number):
                self._go_on_after_checkpoint(number, self._shards[shard - 1])
            return
        self._whole.record(number, (number, "Idle"))
        for shard in self._held("", number):
            self._start_over(number, self._shards[shard - 1])

    def _held(self, worker: str, number: int) -> list[int]:
        """The shards known so far that a worker holds after a step; without a name, all of them."""
        if not worker:
            return list(self._histories)
        leases = self._recording.recorded_histories[self._recording.variable_of("leases", self._consumer.name)]
        held = next((shards for name, shards in leases.at(number).workers if name == worker), ())
        return [shard for shard in held if shard in self._histories]

    def _start_over(self, number: int, shard: Shard) -> None:
        """A poller has stored nothing: it begins again where it began at first."""
        reading = self._history(shard.number).newest._replace(ended=False, touched=False, state="Idle", since=number)
        self._histories[shard.number].note(number, reading)
        if self._consumer.starting_position == "LATEST":
            self._seek_latest(number, shard)
        else:
            self._seek(number, shard, self._life.trimmed_in(shard, number))

    def _take(self, number: int, event: Event) -> None:
        detail = self._recording.details.get(number)
        if isinstance(detail, LeaseDetail):
            shard = self._shards[detail.shard - 1]
            self._bind(number, shard)
            self._history(shard.number)
            if detail.at_latest:
                self._seek_latest(number, shard)
            else:
                self._go_on_after_checkpoint(number, shard)

    def _go_on_after_checkpoint(self, number: int, shard: Shard) -> None:
        """A worker reads on after the checkpoint; where nothing is stored, at the starting position (F238, F243)."""
        stored = self._stored.get(shard.number)
        if stored is not None:
            self._seek(number, shard, stored)
        elif self._consumer.starting_position == "LATEST" and shard.parent is None:
            self._seek_latest(number, shard)
        else:
            self._seek(number, shard, self._life.trimmed_in(shard, number))

    def _begin_anew(self, number: int, event: Event) -> None:
        """It is created or deleted: there are no positions, and nothing is in work."""
        self._stored.clear()
        self._whole.record(number, (number, "Idle"))
        for shard, history in self._histories.items():
            self._batches[shard] = [LaneBatches() for _ in range(self._lanes)]
            self._note(number, shard, ReadingHistory(self._lanes).newest._replace(age=history.newest.age))
        if event.value == "read.consumer_created":
            self._streams.record(number, self._life.streams_at(number) - 1)


def _place(shard: Shard, index: int) -> int:
    """The place of a record in its shard, from 0."""
    return bisect_right(shard.records, index) - 1
