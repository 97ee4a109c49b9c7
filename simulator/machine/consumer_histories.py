"""The histories of the variables that each consumer has."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from simulator.machine.details import (
    CheckpointDetail,
    CrashDetail,
    CreationDetail,
    OfInvocation,
    retry_in_of,
    shards_of,
    worker_of,
)
from simulator.machine.occurrences import Occurrences
from simulator.machine.recording import Recording
from simulator.machine.steps import AnyHistory, ConsumerInfo, DerivedHistory, History
from simulator.machine.variables import (
    MOST_COUNTED_SINGLY,
    Attempt,
    Checkpoint,
    ConsumerState,
    Destination,
    IteratorAge,
    RecordCounts,
)
from simulator.scenario.events import Event, Phase

_STATES = {
    Event.READ_RECORDS: ConsumerState.READING,
    Event.READ_STOPPED: ConsumerState.STOPPED,
    Event.READ_STARTED: ConsumerState.IDLE,
    Event.IDLE_WAITING: ConsumerState.IDLE,
} | {
    event: ConsumerState.PROCESSING
    for event in Event
    if event.phase is Phase.PROCESS and event is not Event.PROCESS_CHECKPOINTED
}
"""The state that an event puts a consumer in, where nothing else decides."""

_INTERRUPTIONS = (
    Event.READ_CRASHED,
    Event.READ_RESTARTED,
    Event.READ_STOPPED,
    Event.READ_STARTED,
    Event.READ_WORKER_ADDED,
    Event.READ_CONSUMER_CREATED,
    Event.READ_CONSUMER_DELETED,
    Event.PROCESS_FAILED,
    Event.PROCESS_PARTIAL,
    Event.PROCESS_BISECTED,
    Event.PROCESS_DISCARDED,
    Event.PROCESS_THROTTLED,
)
"""The events whose effect on a consumer's state lasts longer than they do."""


def consumer_state(occurrences: Occurrences, consumer: ConsumerInfo) -> AnyHistory:
    """The state that the newest event puts a consumer in, unless something interrupted it."""
    if occurrences.of_consumer(consumer.name, *_INTERRUPTIONS):
        return _interrupted_state(occurrences.recording, consumer)
    steps_of = {
        state: occurrences.of_consumer(consumer.name, *(event for event, each in _STATES.items() if each is state))
        for state in (ConsumerState.IDLE, ConsumerState.READING, ConsumerState.PROCESSING)
    }

    def at(step: int) -> ConsumerState:
        newest, now = 0, ConsumerState.IDLE
        for state, steps in steps_of.items():
            passed = bisect_right(steps, step)
            if passed and steps[passed - 1] > newest:
                newest, now = steps[passed - 1], state
        return now

    def steps() -> array[int]:
        events = occurrences.recording.events
        found, now = array("q", [0]), ConsumerState.IDLE
        for number in occurrences.of_consumer(consumer.name, *_STATES):
            if _STATES[events[number - 1]] is not now:
                now = _STATES[events[number - 1]]
                found.append(number)
        return found

    return DerivedHistory(at, steps)


def _interrupted_state(recording: Recording, consumer: ConsumerInfo) -> History:
    """Retrying as long as a batch waits, Stopped until it is started again, Crashed as long as no worker is alive."""
    history = History([ConsumerState.IDLE if consumer.from_the_start else ConsumerState.NOT_CREATED])
    waiting: list[set[int]] = []  # the batches that wait for a retry
    doing: dict[str, ConsumerState] = {}  # the state of each living worker, the newest last
    alive = True
    for number, event in _steps_of(recording, consumer):
        state = before = history.values[-1]
        detail = recording.details.get(number)
        worker = worker_of(detail)
        if event is Event.READ_CONSUMER_CREATED:
            waiting, doing, alive = [], {}, True
            history.record(number, ConsumerState.IDLE)
            continue
        if event is Event.READ_CONSUMER_DELETED or before is ConsumerState.DELETED:
            history.record(number, ConsumerState.DELETED)  # an invocation may still end
            continue
        if event is Event.PROCESS_THROTTLED:
            waiting = _still_waiting(waiting, recording, number)
            state = ConsumerState.THROTTLED
        elif event is Event.READ_CRASHED:
            doing.pop(worker, None)
            alive = isinstance(detail, CrashDetail) and detail.alive > 0
            state = next(reversed(doing.values()), ConsumerState.IDLE)
        elif event in (Event.READ_RESTARTED, Event.READ_WORKER_ADDED):
            if not alive:  # else another worker continues its work
                state = ConsumerState.IDLE
            alive = True
        elif event in _STATES:
            state = _STATES[event]
            if event.phase is Phase.PROCESS:
                waiting = _still_waiting(waiting, recording, number)
            if state in (ConsumerState.READING, ConsumerState.PROCESSING):
                doing.pop(worker, None)
                doing[worker] = state
        if state is ConsumerState.IDLE:
            doing.clear()
        if not alive and state is not ConsumerState.STOPPED:
            state = ConsumerState.CRASHED
        if before is ConsumerState.STOPPED and event is not Event.READ_STARTED:
            state = before  # work that had begun still ends, and nothing follows it
        elif waiting and state in (ConsumerState.READING, ConsumerState.PROCESSING):
            state = ConsumerState.RETRYING
        history.record(number, state)
    return history


def _still_waiting(waiting: list[set[int]], recording: Recording, number: int) -> list[set[int]]:
    """The batches that wait for a retry after a process step, given those that waited before it."""
    records = set(recording.record_indexes[number - 1])
    others = [batch for batch in waiting if not batch & records]
    if retry_in_of(recording.details.get(number)) is None:
        return others
    if recording.events[number - 1] is Event.PROCESS_DISCARDED:  # the rest of a batch still waits
        return others + [batch - records for batch in waiting if batch & records]
    return [*others, records]


def checkpoint(occurrences: Occurrences, consumer: ConsumerInfo) -> History:
    """KCL workers checkpoint by a step of their own; other consumers continue after the records that are all done.

    A poller stores nothing: after a crash it begins at its starting position again.
    """
    recording = occurrences.recording
    several = len(recording.shards) > 1
    start = consumer.starting_position
    history = History([Checkpoint(start, (), several)])
    shards: dict[int, int | str] = {}
    done: set[int] = set()
    lives = _first_positions(recording, consumer)
    finished = next(lives)  # for each shard how many of its records are done, without a gap
    for number, event in _steps_of(recording, consumer):
        detail = recording.details.get(number)
        if isinstance(detail, CheckpointDetail):
            shards[detail.shard] = detail.checkpoint
        elif event is Event.READ_CONSUMER_DELETED or (consumer.kind == "poller" and event is Event.READ_CRASHED):
            shards, done, finished = {}, set(), next(lives)
        elif isinstance(detail, CreationDetail):
            start = detail.starting_position
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


def _first_positions(recording: Recording, consumer: ConsumerInfo) -> Iterator[dict[int, int]]:
    """For each shard the position of the first of its records that a consumer had to do with: there it began to read.

    One dictionary for the time until it first crashed or was deleted, one for the time until the next, and so on.
    """
    first: dict[int, int] = {}
    lives = [first]
    for number, event in _steps_of(recording, consumer):
        if event in (Event.READ_CRASHED, Event.READ_CONSUMER_DELETED):
            lives.append(first := {})
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


def iterator_age(occurrences: Occurrences, consumer: ConsumerInfo) -> History:
    """The age of the last record of each batch when the work on it ended."""
    recording = occurrences.recording
    history = History([IteratorAge()])
    for number in occurrences.of_consumer(consumer.name, *_INVOKED):
        records = recording.record_indexes[number - 1]
        if records:
            ended_ms = recording.start_ms + recording.times[number - 1]
            history.record(number, IteratorAge(ended_ms - recording.records[records[-1]].captured_ms))
    return history


def attempt(occurrences: Occurrences, consumer: ConsumerInfo) -> History:
    """Each invocation has its number among those for its batch."""
    details = occurrences.recording.details
    history = History([Attempt()])
    for number in occurrences.of_consumer(consumer.name, *_INVOKED):
        detail = details.get(number)
        history.record(number, Attempt(detail.attempt if isinstance(detail, OfInvocation) else 0))
    return history


_INVOKED = (Event.PROCESS_SUCCEEDED, Event.PROCESS_FAILED, Event.PROCESS_PARTIAL, Event.PROCESS_DUPLICATE)


def deliveries(occurrences: Occurrences, consumer: ConsumerInfo) -> History:
    """How often each record was handed to the consumer's code, with success or without."""
    indexes = occurrences.recording.record_indexes
    return _counted((number, indexes[number - 1]) for number in occurrences.of_consumer(consumer.name, *_INVOKED))


def effects(occurrences: Occurrences, consumer: ConsumerInfo) -> History:
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


def destination(occurrences: Occurrences, consumer: ConsumerInfo) -> History:
    """Each batch that was given up is one message, where the mapping has a destination."""
    history = History([Destination()])
    for discard in occurrences.recording.discards:
        if discard.consumer.name == consumer.name and discard.consumer.on_failure:
            history.record(discard.step, Destination(history.values[-1].messages + 1))
    return history


def _steps_of(recording: Recording, consumer: ConsumerInfo) -> Iterator[tuple[int, Event]]:
    """The steps of a consumer: number and event."""
    actors = recording.actors
    return ((number, event) for number, event in enumerate(recording.events, 1) if actors[number - 1] == consumer.name)
