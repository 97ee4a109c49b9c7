"""The records that a step trims before consumers have read them."""

from __future__ import annotations

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
