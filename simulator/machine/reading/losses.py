"""The records that are trimmed before consumers have read them: those of one step, and those of a whole run."""

from __future__ import annotations

from itertools import chain

from simulator.machine.trace import Trace
from simulator.scenario.events import Event


def losses(trace: Trace, number: int) -> dict[str, tuple[int, ...]]:
    """For each consumer that loses some the records, as indexes, that a step trims unread by it; else empty.

    A consumer loses records of its own stream alone, and none while it is not created or deleted.
    """
    if trace.events[number - 1] is not Event.AVAILABLE_TRIMMED:
        return {}
    stream = trace.records[trace.record_indexes[number - 1][0]].stream
    found = {}
    for name, reading in trace.readings.items():
        place = reading.stream(number)
        if reading.is_there(number) and place >= 0 and trace.streams[place] is stream:
            unread = (each for each in trace.record_indexes[number - 1] if reading.marks.state(each, number) == "lost")
            found[name] = tuple(unread)
    return {name: records for name, records in found.items() if records}


def lost_records(trace: Trace, consumer: str) -> set[int]:
    """The records, as indexes, that a consumer has lost by the end of the run, whether it found that out or not."""
    last, marks = len(trace.events), trace.readings[consumer].marks
    trimmed = (losses(trace, number).get(consumer, ()) for number in trace.steps_of(Event.AVAILABLE_TRIMMED))
    found_out = (
        trace.record_indexes[number - 1]
        for number in trace.steps_of(Event.READ_TRIMMED)
        if trace.actors[number - 1] == consumer
    )
    gone = chain.from_iterable(chain(trimmed, found_out))
    return {index for index in gone if marks.state(index, last) == "lost"}
