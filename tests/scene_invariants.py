"""What every scene of a run has to say, worked out again from the steps alone, by other code than the scene's."""

from __future__ import annotations

from collections import Counter
from typing import Any

from simulator.dynamodb.table import Key
from simulator.machine.trace import Trace
from simulator.machine.variables import Checkpoint
from simulator.scenario.events import Event
from simulator.views.scene.scene import scene
from simulator.views.scene.values import ConsumerInScene, RecordInScene, Scene

DELIVERIES = (Event.PROCESS_SUCCEEDED, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE)


def check_scenes(trace: Trace, stride: int = 1) -> None:
    """Every invariant of every `stride`-th scene; an AssertionError says which does not hold."""
    walk = _Walk(trace)
    for step in range(len(trace.events) + 1):
        if step:
            walk.go_on(step)
        if step % stride == 0 or step == len(trace.events):
            walk.compare(scene(trace, step))
    _agrees_with_the_end(trace, scene(trace, len(trace.events)))


class _Walk:
    """The run up to a step, and the scene before it."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.captured: set[int] = set()
        self.available: set[int] = set()
        self.trimmed: set[int] = set()
        self.items: dict[Key, Any] = {}
        self.deliveries: dict[str, Counter[int]] = {name: Counter() for name in trace.consumers}
        self.processed: dict[str, set[int]] = {name: set() for name in trace.consumers}
        self.touched: dict[str, set[int]] = {name: set() for name in trace.consumers}
        self.before: dict[tuple[str, int], Any] = {}

    def go_on(self, step: int) -> None:
        """One step further."""
        event, records = self.trace.events[step - 1], self.trace.record_indexes[step - 1]
        change, actor = self.trace.writes.get(step), self.trace.actors[step - 1]
        if change is not None and change.key:
            self.items[change.key] = change.after
        if event is Event.CAPTURE_RECORD:
            self.captured.update(records)
        elif event is Event.AVAILABLE_RECORD:
            self.available.update(records)
        elif event is Event.AVAILABLE_TRIMMED:
            self.trimmed.update(records)
        if actor is not None:
            self.touched[actor].update(records)
            if event in DELIVERIES:
                self.deliveries[actor].update(records)
                self.processed[actor].update(() if event is Event.PROCESS_FAILED else self.trace.finished(step))

    def compare(self, now: Scene) -> None:
        """The scene after this step against what the steps say."""
        there = {key: item for key, item in self.items.items() if item is not None}
        assert dict(now.items.all()) == there, "other items than the writes left"
        assert now.items.count == len(there), "a wrong count of items"
        newest = dict(now.items.newest())  # of a long run they are those of its last writes
        assert newest.items() <= there.items(), "the newest items are other ones"
        assert newest == there or len(self.trace.writes) > 2_000, "an item of a short run is missing"
        records = [record for stream in now.streams for shard in stream.shards for record in shard.records]
        assert Counter(each.index for each in records) == Counter(self.captured), "a record is not in exactly one shard"
        for stream in now.streams:
            for shard in stream.shards:
                for record in shard.records:
                    self._record(record, shard.is_open)
        self._in_flight(now)
        self._open_shards(now)
        for consumer in now.consumers:
            self._consumer(now, consumer)

    def _record(self, record: RecordInScene, in_open_shard: bool) -> None:
        index = record.index
        state = "trimmed" if index in self.trimmed else "available" if index in self.available else "captured"
        assert record.state == state, "a record's own state"
        assert list(record.readers) == list(self.trace.consumers)
        for name, reader in record.readers.items():
            assert reader.times == self.deliveries[name][index], "times are not the deliveries in the trace"
            is_processed = index in self.processed[name]
            assert (reader.state == "processed") == is_processed, "processed, and not finished by any step"
            if state == "captured":  # who starts at LATEST leaves the whole of a closed shard behind
                passed_over = reader.state == "passed_over" and not in_open_shard
                assert reader.state == "unread" or passed_over, "something was done with a record that nobody can see"
            if index in self.touched[name]:
                assert reader.state != "unread", "a step is about a record that is unread"
            before = self.before.get((name, index))
            if before is not None:
                assert before.state == "unread" or reader.state != "unread", "a record went back to unread"
                assert before.times <= reader.times, "a delivery was taken back"
                assert before.state != "processed" or reader.state == "processed", "what was processed is not any more"
            self.before[name, index] = reader

    def _in_flight(self, now: Scene) -> None:
        waiting = {}
        for write, change in self.trace.writes.items():
            status = self.trace.recorded_histories["stream_status"].at(write)
            records = self.trace.record_indexes[write - 1]
            pending = write <= now.step and change.recorded and (not records or records[0] not in self.captured)
            if pending and status == "ENABLED":
                waiting[write] = change.key
        assert {each.written_in_step: each.key for each in now.in_flight} == waiting, "other changes are in flight"

    def _open_shards(self, now: Scene) -> None:
        count = sum(shard.is_open for stream in now.streams[-1:] for shard in stream.shards)
        assert count == self.trace.value("open_shards", now.step), "the open shards are not those of the variable"
        numbers = [shard.number for stream in now.streams for shard in stream.shards]
        assert numbers == list(range(1, len(numbers) + 1)), "a shard has left the scene"

    def _consumer(self, now: Scene, consumer: ConsumerInScene) -> None:
        trace, name = self.trace, consumer.name
        assert consumer.state == trace.value(trace.variable_of("consumer_state", name), now.step)
        shards = now.streams[consumer.stream].shards if consumer.stream >= 0 else ()
        known, there = [each.number for each in consumer.shards], [each.number for each in shards]
        if next(each for each in trace.readers if each.name == name).lists_once:
            assert known == there[: len(known)], "a shard of another stream"
            assert all(number in known for number in there if trace.readings[name].reading(number, now.step).touched)
        else:
            assert known == there
        behind = [
            record.readers[name].waits_for
            for here, shard in zip(consumer.shards, shards, strict=False)
            for record in shard.records[: here.position]
            if record.readers[name].state == "unread"
        ]
        assert "read" not in behind, "a record that the reader is behind waits to be read"
        assert not behind or consumer.type == "lambda", "only Lambda's poller leaves records for a later batch"
        held = self._leases(consumer, now.step)
        checkpoint = trace.value(trace.variable_of("checkpoint", name), now.step)
        assert isinstance(checkpoint, Checkpoint)
        for here, shard in zip(consumer.shards, shards, strict=False):
            records = [record.index for record in shard.records]
            assert 0 <= here.position <= len(records), "a position outside its shard"
            assert here.worker == held.get(here.number), "the leases are not those of the variable"
            of_shard = f"consumer_state.{name}@{here.number}"
            if of_shard in trace.histories:
                assert here.state == trace.value(of_shard, now.step), "the state in a shard is not that of the variable"
            if consumer.type == "poller":
                assert here.checkpoint is None
            else:
                assert here.checkpoint == dict(checkpoint.shards).get(here.number, checkpoint.start)
            if consumer.type == "lambda" and isinstance(here.checkpoint, int):
                assert records.index(here.checkpoint) < here.position, "a mapping's checkpoint is ahead of it"
            for lane in here.lanes:
                states = {trace.readings[name].marks.state(index, now.step) for index in lane.batch}
                assert set(lane.batch) <= set(records), "a batch with records of another shard"
                assert states <= {"read", "failed", "processed"}, "a batch of records that nobody has read"
                assert lane.retry_at_ms is None or lane.batch, "nothing is tried again"
                assert lane.retry_at_ms is None or lane.retry_at_ms >= now.time_ms, "a retry in the past"
            event = trace.events[now.step - 1] if now.step else None
            if event is Event.READ_RECORDS and trace.actors[now.step - 1] == name:
                page = trace.record_indexes[now.step - 1]
                if page[0] in records:
                    assert tuple(page) in [lane.batch for lane in here.lanes], "what was read is not in work"
                    place = records.index(page[-1]) + 1
                    assert here.position == place or consumer.type == "lambda", "a read leads to another position"
            if event in DELIVERIES and trace.actors[now.step - 1] == name:
                last = max(trace.record_indexes[now.step - 1], default=None)  # a window's end has no records
                if last is not None and last in records:
                    age = trace.start_ms + now.time_ms - trace.records[last].captured_ms
                    assert here.iterator_age_ms == age, "another iterator age"

    def _leases(self, consumer: ConsumerInScene, step: int) -> dict[int, str]:
        if consumer.type != "kcl":
            return {}
        leases: Any = self.trace.value(self.trace.variable_of("leases", consumer.name), step)
        return {shard: worker for worker, shards in leases.workers for shard in shards}


def _agrees_with_the_end(trace: Trace, end: Scene) -> None:
    """The last scene is the run's end, as the machine's own objects have it."""
    assert len(end.streams) == len(trace.streams)
    for stream, ended in zip(end.streams, trace.streams, strict=True):
        assert [each.number for each in stream.shards] == [each.number for each in ended.shards]
        for shard, left in zip(stream.shards, ended.shards, strict=True):
            assert shard.is_open == left.is_open, "a shard is open in the scene alone, or in the trace alone"
            assert [each.index for each in shard.records] == left.records
            states = Counter(each.state for each in shard.records)
            assert states["trimmed"] == left.trimmed
            assert states["trimmed"] + states["available"] == left.available
            for record in shard.records:
                for name, reader in record.readers.items():
                    assert (reader.state == "processed") == bool(trace.progress[name].processed[record.index])
