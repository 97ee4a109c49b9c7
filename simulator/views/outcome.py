"""A whole run in a few counts, for its end."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.dynamodb.table import Operation
from simulator.lesson.words.sentences import count_words
from simulator.machine.reading.losses import lost_records
from simulator.machine.trace import Trace
from simulator.scenario.events import Event


def outcome(trace: Trace) -> Iterator[str]:
    """The counts of the writes and the records of a run, then for each consumer the ends that the records came to."""
    changed = trace.steps_of(Event.WRITE_INSERT, Event.WRITE_MODIFY, Event.WRITE_REMOVE)
    count = sum(change.operation is not Operation.CONDITION_CHECK for change in trace.writes.values())
    silent = count - len(changed)
    without = f", {silent} of them without a change," if silent else ""
    writes, records = count_words(count, "write"), count_words(len(trace.records), "stream record")
    yield f"{writes}{without} and {records}."
    several = len(trace.consumers) > 1
    for name in trace.consumers:
        counts = ", ".join(_of_consumer(trace, name)) or "nothing processed"
        yield f"{f'Consumer {name}' if several else 'The consumer'}: {counts}."


def _of_consumer(trace: Trace, name: str) -> Iterator[str]:
    processed = {index for index, step in enumerate(trace.progress[name].processed) if step}
    again = sum(_is_repeated(trace, name, index) for index in processed)
    given_up = _records(trace, name, Event.PROCESS_DISCARDED) - processed
    lost = lost_records(trace, name)
    filtered = _records(trace, name, Event.PROCESS_FILTERED)
    counts = (
        (len(processed), f"processed{_since(trace, processed)}"),
        (again, "of them again"),
        (len(given_up), f"given up{_since(trace, given_up)}"),
        (len(lost), "lost"),
        (len(filtered), f"filtered out{_since(trace, filtered)}"),
    )
    yield from (f"{count} {what}" for count, what in counts if count)
    for event, thing, things in _HAPPENED:
        count = sum(trace.actors[number - 1] == name for number in trace.steps_of(event))
        if count:
            yield f"{count} {thing if count == 1 else things}"


def _since(trace: Trace, records: set[int]) -> str:
    """How many of some records left the stream afterwards: the tracker counts them as trimmed."""
    count = sum(trace.stream_life.trimmed[index] <= len(trace.events) for index in records)
    return f" ({count} trimmed since)" if count else ""


def _is_repeated(trace: Trace, name: str, index: int) -> bool:
    """Whether a consumer processed a record more than once."""
    handed = trace.readings[name].marks.deliveries(index, len(trace.events))
    return sum(each.succeeded for each in handed) > 1


_HAPPENED = (
    (Event.PROCESS_FAILED, "failed try", "failed tries"),
    (Event.PROCESS_PARTIAL, "report of failures", "reports of failures"),
    (Event.PROCESS_THROTTLED, "throttled invocation", "throttled invocations"),
    (Event.READ_CRASHED, "crash", "crashes"),
)
"""Events that are counted as they are, in words for one and for several."""


def _records(trace: Trace, name: str, event: Event) -> set[int]:
    """The records of a consumer's steps with an event."""
    steps = trace.steps_of(event)
    return {index for number in steps if trace.actors[number - 1] == name for index in trace.record_indexes[number - 1]}
