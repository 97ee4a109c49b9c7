"""The histories of the variables that each consumer has, beside its state."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator

from simulator.machine.details import (
    CheckpointDetail,
    CreationDetail,
    OfInvocation,
    StoredPosition,
    WindowDetail,
    shards_of,
)
from simulator.machine.occurrences import Occurrences
from simulator.machine.parts import WHOLE, Part, holders, steps_of
from simulator.machine.recording import Recording
from simulator.machine.steps import ConsumerInfo, History
from simulator.machine.variables import (
    MOST_COUNTED_SINGLY,
    Attempt,
    Checkpoint,
    Destination,
    IteratorAge,
    RecordCounts,
    TumblingWindow,
)
from simulator.scenario.events import Event


def checkpoint(occurrences: Occurrences, consumer: ConsumerInfo, part: Part = WHOLE) -> History:
    """Where the consumer would continue: in each shard, in one, or in those that a worker holds at the time."""
    whole = _checkpoints(occurrences, consumer)
    if part == WHOLE:
        return whole
    first = whole.values[0]
    history = History([Checkpoint(first.start, (), bool(part.worker) and first.several)])
    steps = whole.steps
    if part.worker:
        steps = array("q", sorted({*whole.steps, *occurrences.recording.leases_of(consumer.name).steps}))
    for step in steps:
        value = whole.at(step)
        if part.worker:
            held = holders(occurrences.recording, consumer, step)
            mine = tuple(each for each in value.shards if held.get(each[0]) == part.worker)
        else:
            mine = tuple(each for each in value.shards if each[0] == part.shard)
        history.record(step, value._replace(shards=mine, several=history.values[0].several))
    return history


def _checkpoints(occurrences: Occurrences, consumer: ConsumerInfo) -> History:
    """KCL workers checkpoint by a step of their own; other consumers continue after the records that are all done.

    A poller stores nothing: after a crash it begins at its starting position again.
    """
    recording = occurrences.recording
    several = len(recording.shards) > 1
    start = _start(consumer.starting_position, consumer.stored) if consumer.from_the_start else ""
    history = History([Checkpoint(start, (), several)])
    shards: dict[int, int | str] = {}
    done: set[int] = set()
    lives = _first_positions(recording, consumer)
    finished = next(lives)  # for each shard how many of its records are done, without a gap
    for number, event in steps_of(recording, consumer):
        detail = recording.details.get(number)
        if isinstance(detail, CheckpointDetail):
            shards[detail.shard] = detail.checkpoint
        elif event is Event.READ_CONSUMER_DELETED or (consumer.kind == "poller" and event is Event.READ_CRASHED):
            shards, done, finished = {}, set(), next(lives)
        elif isinstance(detail, CreationDetail):
            start = _start(detail.starting_position, detail.stored)
        elif consumer.kind != "kcl" and event is Event.READ_SHARD_END:
            shards[shards_of(detail)[0]] = "SHARD_END"
        elif consumer.kind != "kcl" and event in _DONE:
            records = recording.finished(number)
            done.update(records)
            touched = {recording.records[index].shard.number: recording.records[index].shard for index in records}
            for shard in touched.values():
                position = finished[shard.number]
                while position < len(shard.records) and shard.records[position] in done:
                    position += 1
                if position > finished[shard.number]:
                    finished[shard.number] = position
                    shards[shard.number] = shard.records[position - 1]
        else:
            continue
        history.record(number, Checkpoint(start, tuple(sorted(shards.items())), several))
    return history


def _start(starting_position: str, stored: StoredPosition | None) -> str:
    """Where a consumer begins that has read nothing: at the position it has stored, or its starting position."""
    return starting_position if stored is None else f"{stored[0].capitalize()} record {stored[1]}"


def _first_positions(recording: Recording, consumer: ConsumerInfo) -> Iterator[dict[int, int]]:
    """For each shard the position of the first of its records that a consumer had to do with: there it began to read.

    One dictionary for the time until it first crashed or was deleted, one for the time until the next, and so on.
    """
    first: dict[int, int] = {}
    lives = [first]
    for number, event in steps_of(recording, consumer):
        if event in (Event.READ_CRASHED, Event.READ_CONSUMER_DELETED):
            lives.append(first := {})
        if event is Event.READ_STARTED:
            continue  # its records are those that it passes over
        for index in recording.record_indexes[number - 1]:
            shard = recording.records[index].shard.number
            first[shard] = min(first.get(shard, index), index)
    for life in lives:
        yield {shard: recording.records[index].shard.records.index(index) for shard, index in life.items()}


_DONE = frozenset(
    {
        Event.READ_TRIMMED,
        Event.PROCESS_SUCCEEDED,
        Event.PROCESS_FAILED,
        Event.PROCESS_PARTIAL,
        Event.PROCESS_DUPLICATE,
        Event.PROCESS_FILTERED,
        Event.PROCESS_DISCARDED,
    }
)
"""The events after which a consumer does not read their records again."""


def iterator_age(occurrences: Occurrences, consumer: ConsumerInfo, part: Part = WHOLE) -> History:
    """The age of the last record of each batch when the work on it ended."""
    recording = occurrences.recording
    history = History([IteratorAge()])
    for number in _invocations(occurrences, consumer, part):
        records = recording.record_indexes[number - 1]
        if records:
            ended_ms = recording.start_ms + recording.times[number - 1]
            history.record(number, IteratorAge(ended_ms - recording.records[records[-1]].captured_ms))
    return history


def attempt(occurrences: Occurrences, consumer: ConsumerInfo, part: Part = WHOLE) -> History:
    """Each invocation has its number among those for its batch."""
    details = occurrences.recording.details
    history = History([Attempt()])
    for number in _invocations(occurrences, consumer, part):
        detail = details.get(number)
        history.record(number, Attempt(detail.attempt if isinstance(detail, OfInvocation) else 0))
    return history


_INVOKED = (Event.PROCESS_SUCCEEDED, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE)


def _invocations(occurrences: Occurrences, consumer: ConsumerInfo, part: Part) -> Iterable[int]:
    """The steps at which work on a batch, or a record, ended."""
    if part == WHOLE:
        return occurrences.of_consumer(consumer.name, *_INVOKED)
    return (number for number, event in steps_of(occurrences.recording, consumer, part) if event in _INVOKED)


def deliveries(occurrences: Occurrences, consumer: ConsumerInfo, _: Part = WHOLE) -> History:
    """How often each record was handed to the consumer's code, with success or without."""
    indexes = occurrences.recording.record_indexes
    return _counted((number, indexes[number - 1]) for number in occurrences.of_consumer(consumer.name, *_INVOKED))


def effects(occurrences: Occurrences, consumer: ConsumerInfo, _: Part = WHOLE) -> History:
    """For how many deliveries of each record the function had its effect outside."""
    recording = occurrences.recording
    actors = recording.actors
    mine = ((n, records) for n, records in recording.effects.items() if actors[n - 1] == consumer.name)
    return _counted(mine)


def _counted(steps: Iterable[tuple[int, tuple[int, ...]]]) -> History:
    """The counts of records, given the steps that count and the records that each counts."""
    history = History([RecordCounts()])
    counts: dict[int, int] = {}
    by_count: dict[int, int] = {}
    for number, records in steps:
        for index in records:
            count = counts[index] = counts.get(index, 0) + 1
            by_count[count] = by_count.get(count, 0) + 1
            if count > 1:
                by_count[count - 1] -= 1
        if len(counts) <= MOST_COUNTED_SINGLY:
            value = RecordCounts(tuple(sorted(counts.items())))
        else:
            value = RecordCounts((), tuple(sorted((count, many) for count, many in by_count.items() if many)))
        history.record(number, value)
    return history


def window(occurrences: Occurrences, consumer: ConsumerInfo, _: Part = WHOLE) -> History:
    """The newest tumbling window that closed in some shard, and how many records its state stands for."""
    recording = occurrences.recording
    history = History([TumblingWindow()])
    for number in occurrences.of_consumer(consumer.name, Event.PROCESS_WINDOW_CLOSED):
        detail = recording.details[number]
        assert isinstance(detail, WindowDetail)
        start, end = (max(0, each * 1000 - recording.start_ms) for each in detail.window)
        shard = detail.shard if len(recording.shards) > 1 else 0
        history.record(number, TumblingWindow(start, end, detail.state, shard))
    return history


def destination(occurrences: Occurrences, consumer: ConsumerInfo, _: Part = WHOLE) -> History:
    """Each batch that was given up is one message, where the mapping has a destination."""
    history = History([Destination()])
    for discard in occurrences.recording.discards:
        if discard.consumer.name == consumer.name and discard.consumer.on_failure:
            history.record(discard.step, Destination(history.values[-1].messages + 1))
    return history
