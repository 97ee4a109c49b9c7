"""The history of a consumer's state: what it does now, or did last, and what keeps it from going on."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TypeAlias

from simulator.machine.details import (
    CrashDetail,
    CreationDetail,
    FailureDetail,
    UpdateDetail,
    retry_in_of,
    worker_of,
)
from simulator.machine.occurrences import Occurrences
from simulator.machine.parts import WHOLE, Part, holders, shards_of_step, shards_read, steps_of
from simulator.machine.recording import Recording
from simulator.machine.steps import AnyHistory, ConsumerInfo, DerivedHistory, History
from simulator.machine.variables import ConsumerState
from simulator.scenario.events import CONSUMER_LIFECYCLE, Event, Phase

_THROTTLED = tuple(event for event in Event if event.value.endswith(".throttled"))
"""A read, or an invocation, that is refused."""

_STATES = {
    Event.READ_RECORDS: ConsumerState.READING,
    Event.READ_STOPPED: ConsumerState.STOPPED,
    Event.READ_STARTED: ConsumerState.IDLE,
    Event.IDLE_WAITING: ConsumerState.IDLE,
} | {
    event: ConsumerState.PROCESSING
    for event in Event
    if event.phase is Phase.PROCESS
    and event not in (Event.PROCESS_CHECKPOINTED, Event.PROCESS_FILTERED, Event.PROCESS_DISCARDED, *_THROTTLED)
}
"""The state that an event puts a consumer in, where nothing else decides."""

_INTERRUPTIONS = (
    *CONSUMER_LIFECYCLE,
    Event.PROCESS_FAILED,
    Event.PROCESS_PARTIAL,
    Event.PROCESS_BISECTED,
    Event.PROCESS_FILTERED,
    Event.PROCESS_DISCARDED,
    *_THROTTLED,
)
"""The events whose effect on a consumer's state lasts longer than they do, or depends on what else is in work."""

_GOES_ON = (ConsumerState.IDLE, ConsumerState.READING, ConsumerState.PROCESSING)
"""The states of a consumer that is up; what waits, or is refused, is shown in their place."""


def consumer_state(occurrences: Occurrences, consumer: ConsumerInfo, part: Part = WHOLE) -> AnyHistory:
    """The state that the newest event puts a consumer in, unless something holds it up.

    Of what is held up at the same time (batches that wait for a retry, shards that it is refused) the newest counts.
    """
    simple = part == WHOLE and not consumer.tumbles and consumer.from_the_start
    if not simple or occurrences.of_consumer(consumer.name, *_INTERRUPTIONS):
        return _followed(occurrences.recording, consumer, part)
    steps_by_state = {
        state: occurrences.of_consumer(consumer.name, *(event for event, each in _STATES.items() if each is state))
        for state in _GOES_ON
    }

    def at(step: int) -> ConsumerState:
        newest, now = 0, ConsumerState.IDLE
        for state, steps in steps_by_state.items():
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


HeldUp: TypeAlias = int | frozenset[int]
"""A shard by its number, or the records of a batch."""


@dataclass(slots=True)
class _Work:
    """Everything that decides about the state of a consumer, or of a part of it."""

    doing: dict[str, ConsumerState] = field(default_factory=dict)
    """For each worker that is alive what it does; the newest last. Other consumers are one worker without a name."""
    in_work: dict[int, str] = field(default_factory=dict)
    """The records that were handed over and are not done with, and the worker that has each."""
    succeeded: set[int] = field(default_factory=set)
    """The records that are done with."""
    held_up: dict[HeldUp, ConsumerState] = field(default_factory=dict)
    """Whatever waits for a retry or was refused; the newest last."""
    windows: set[int] = field(default_factory=set)
    """The shards in which a tumbling window is open."""
    is_alive: bool = True
    is_stopped: bool = False
    absent: ConsumerState | None = None
    """Not created or Deleted, as long as there is no such consumer."""

    @property
    def state(self) -> ConsumerState:
        if self.absent is not None:
            return self.absent  # what the function of a deleted mapping works on still ends
        if self.is_stopped:
            return ConsumerState.STOPPED  # work that had begun still ends, and nothing follows it
        if not self.is_alive:
            return ConsumerState.CRASHED
        if self.held_up:
            return next(reversed(self.held_up.values()))
        if self.windows and not self.in_work:
            return ConsumerState.WAITING
        return next(reversed(self.doing.values()), ConsumerState.IDLE)

    def does(self, worker: str, state: ConsumerState) -> None:
        self.doing.pop(worker, None)
        self.doing[worker] = state

    def hold_up(self, what: HeldUp, state: ConsumerState) -> None:
        self.held_up.pop(what, None)
        self.held_up[what] = state

    def release_batches(self, records: frozenset[int]) -> None:
        """Batches with any of these records wait no more."""
        batches = [what for what in self.held_up if isinstance(what, frozenset)]
        for batch in batches:
            if batch & records or batch == records:
                del self.held_up[batch]

    def has_nothing_to_do(self) -> None:
        """A batch came to nothing: the consumer is idle, unless there is other work."""
        if not self.in_work:
            self.doing.clear()


def _followed(recording: Recording, consumer: ConsumerInfo, part: Part) -> History:
    """The history of the state, followed step by step."""
    work = _Work(absent=None if consumer.from_the_start else ConsumerState.NOT_CREATED)
    history = History([work.state])
    tumbles = consumer.tumbles
    rests = bool(part.shard) and len(shards_read(recording, consumer)) > 1  # else a poll that finds nothing says so
    rested = len(recording.events) + 1
    for number, event in steps_of(recording, consumer, part):
        if rested < number:
            work.has_nothing_to_do()
            history.record(rested, work.state)
        if event.phase is Phase.PROCESS:
            _process(work, recording, number, event)
        elif event is Event.READ_RECORDS:
            _read(work, recording, number, tumbles)
        elif event is Event.READ_CRASHED:
            _crash(work, recording, consumer, number, part)
        elif event in (Event.READ_RESTARTED, Event.READ_WORKER_ADDED):
            work.is_alive = True
        elif event is Event.READ_LEASE_TAKEN and part.shard:
            work.is_alive = True  # whoever takes the shard over is, and a shard without a lease needs nobody
        elif event is Event.READ_THROTTLED:
            for shard in shards_of_step(recording, number):
                work.hold_up(shard, ConsumerState.THROTTLED)
        elif event is Event.READ_SHARD_END:
            for shard in shards_of_step(recording, number):
                work.held_up.pop(shard, None)
        elif event is Event.READ_CONSUMER_CREATED:
            work, tumbles = _Work(), _tumbles(recording, number, tumbles)
        elif event is Event.READ_CONSUMER_UPDATED:
            tumbles = _tumbles(recording, number, tumbles)
        elif event is Event.READ_CONSUMER_DELETED:
            work.absent = ConsumerState.DELETED
        elif event in _STATES:
            work.is_stopped = event is Event.READ_STOPPED
            work.doing.clear()
            _poll_anew(work)
        history.record(number, work.state)
        rested = _later(recording, number) if rests and not work.in_work else len(recording.events) + 1
    if rested <= len(recording.events):
        work.has_nothing_to_do()
        history.record(rested, work.state)
    return history


def _later(recording: Recording, number: int) -> int:
    """The first step at a later time than a step's: by then work that ended in it is over."""
    return bisect_right(recording.times, recording.times[number - 1]) + 1


def _tumbles(recording: Recording, number: int, before: bool) -> bool:
    """Whether a mapping has tumbling windows after it was created or updated."""
    detail = recording.details.get(number)
    if isinstance(detail, CreationDetail):
        return detail.tumbles
    settings = detail.settings if isinstance(detail, UpdateDetail) else ()
    return next((bool(new) for name, _, new in settings if name == "tumbling_window_in_seconds"), before)


def _poll_anew(work: _Work) -> None:
    """What a refused read meant is over: it polls no more, or has found nothing."""
    work.held_up = {what: state for what, state in work.held_up.items() if isinstance(what, frozenset)}


def _read(work: _Work, recording: Recording, number: int, tumbles: bool) -> None:
    worker = worker_of(recording.details.get(number))
    records = recording.record_indexes[number - 1]
    tumbles = tumbles and not work.succeeded.issuperset(records)  # what is delivered once more opens no window
    for index in records:
        work.in_work[index] = worker
    for shard in shards_of_step(recording, number):
        work.held_up.pop(shard, None)
        if tumbles:
            work.windows.add(shard)
    work.does(worker, ConsumerState.READING)


def _process(work: _Work, recording: Recording, number: int, event: Event) -> None:
    records = frozenset(recording.record_indexes[number - 1])
    detail = recording.details.get(number)
    if event is Event.PROCESS_FILTERED:
        for shard in shards_of_step(recording, number):
            work.held_up.pop(shard, None)  # this read was served
        work.has_nothing_to_do()
        return
    waits = retry_in_of(detail) is not None
    if event is Event.PROCESS_DISCARDED:
        was_handed_over = not records.isdisjoint(work.in_work)
        _discard(work, records, waits)
        if not was_handed_over:
            for shard in shards_of_step(recording, number):
                work.held_up.pop(shard, None)  # a read was served, though its records were too old
            work.has_nothing_to_do()
            return
    elif event in _THROTTLED:
        work.release_batches(records)
        work.hold_up(records, ConsumerState.THROTTLED)
        return
    elif event in _STATES:
        work.release_batches(records)
        done = frozenset(recording.finished(number))
        work.succeeded |= done
        for index in done:
            work.in_work.pop(index, None)
        if waits:
            work.hold_up(records - done, ConsumerState.RETRYING)
    else:
        return
    if isinstance(detail, FailureDetail) and detail.of_window and not waits:
        work.windows.discard(detail.lane.shard)  # it is given up
    if event is Event.PROCESS_WINDOW_CLOSED:
        work.windows.difference_update(shards_of_step(recording, number))
    work.does(worker_of(detail), ConsumerState.PROCESSING)


def _discard(work: _Work, records: frozenset[int], waits: bool) -> None:
    """Records were given up; the rest of their batch may still wait for its retry."""
    for index in records:
        work.in_work.pop(index, None)
    left = {what - records: state for what, state in work.held_up.items() if isinstance(what, frozenset)}
    work.release_batches(records)
    if waits:
        for rest, state in left.items():
            if rest and rest not in work.held_up:
                work.hold_up(rest, state)


def _crash(work: _Work, recording: Recording, consumer: ConsumerInfo, number: int, part: Part) -> None:
    """A poller or a worker is dead, and its work is lost."""
    detail = recording.details.get(number)
    worker = worker_of(detail)
    work.doing.pop(worker, None)
    work.in_work = {index: by for index, by in work.in_work.items() if by != worker}
    held = holders(recording, consumer, number)
    for shard in [what for what in work.held_up if isinstance(what, int) and held.get(what, "") == worker]:
        del work.held_up[shard]
    work.is_alive = part == WHOLE and isinstance(detail, CrashDetail) and detail.alive > 0
