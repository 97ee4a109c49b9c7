"""What holds for the variables of every run: what became of its records, and the states of its consumers."""

from __future__ import annotations

from simulator.dynamodb.stream import Stream
from simulator.machine.details import shards_of, worker_of
from simulator.machine.trace import Trace
from simulator.machine.variables import ConsumerState, StreamRecords
from simulator.scenario.events import Event

SERVED = (Event.READ_RECORDS, Event.PROCESS_FILTERED)


def check_variables(trace: Trace) -> None:
    """Every check; an AssertionError says which does not hold."""
    for name in trace.consumers:
        _records_count_once(trace, name)
        _states(trace, name)


def _records_count_once(trace: Trace, name: str) -> None:
    history = trace.histories[f"stream_records.{name}"].whole()
    mine = {number for number, by in enumerate(trace.actors, 1) if by == name}
    captured = dict.fromkeys(trace.streams, 0)
    streams: set[Stream] = set()
    records = iter(trace.records)
    for step, event in enumerate((None, *trace.events)):
        if event is Event.CAPTURE_RECORD:
            captured[next(records).stream] += 1
        if step in mine or event in (None, Event.AVAILABLE_STREAM_ENABLED):
            streams.update(trace.streams[place] for place in (trace.readings[name].stream(step),) if place >= 0)
        value = history.at(step)
        assert sum(value) == sum(captured[each] for each in streams), "a record counts twice, or not at all"
        assert min(value) >= 0, "fewer than no records"
    gone = {
        index
        for number, event in enumerate(trace.events, 1)
        if event is Event.AVAILABLE_TRIMMED
        for index in trace.record_indexes[number - 1]
        if trace.records[index].stream in streams
    }
    last: StreamRecords = history.values[-1]
    assert last.lost + last.trimmed == len(gone), "a record left the stream and is said to be in it"
    again = {
        index
        for number in mine
        if trace.events[number - 1] is Event.PROCESS_DUPLICATE
        for index in trace.record_indexes[number - 1]
    }
    assert last.again == len(again - gone), "a record was handled again and counts as processed once"


def _states(trace: Trace, name: str) -> None:
    """The state says what is: refused and not served, in work, stopped, idle."""
    history = trace.histories[trace.variable_of("consumer_state", name)]
    refused: set[int] = set()
    stopped = False
    for number, event in enumerate(trace.events, 1):
        if trace.actors[number - 1] != name:
            continue
        state = history.at(number)
        shards = shards_of(trace.details.get(number)) or tuple(
            trace.records[index].shard.number for index in trace.record_indexes[number - 1]
        )
        if event is Event.READ_STOPPED:
            stopped, refused = True, set()
        elif event is Event.READ_STARTED:
            stopped = False
        elif event is Event.READ_THROTTLED:
            refused.update(shards)
        elif event in SERVED or event is Event.READ_SHARD_END:
            refused.difference_update(shards)
        elif event is Event.READ_CRASHED:
            refused.difference_update(_lost_shards(trace, name, number))
        elif event is Event.IDLE_WAITING:
            refused = set()
        assert (state is ConsumerState.STOPPED) == stopped, "stopped, and said to be something else"
        if event is Event.READ_THROTTLED and not stopped:
            assert state is ConsumerState.THROTTLED, "refused, and said to be something else"
        if state is ConsumerState.THROTTLED:
            assert refused, "throttled, and every read was served"
        if event is Event.IDLE_WAITING and not stopped:
            assert state is ConsumerState.IDLE, "a poll found nothing, and the consumer is said to be at work"


def _lost_shards(trace: Trace, name: str, crash: int) -> set[int]:
    """The shards of the worker that crashed; every shard, where the consumer is nothing but this one."""
    worker = worker_of(trace.details.get(crash))
    if not worker:
        return {shard.number for shard in trace.shards}
    leases = trace.histories[trace.variable_of("leases", name)].at(crash - 1)
    return set(dict(leases.workers)[worker])
