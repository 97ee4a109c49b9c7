"""The history of each variable: the steps at which it changed. Its value after a step is a binary search.

Each history is worked out of the recording when it is first asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from simulator.machine import consumer_histories
from simulator.machine.occurrences import Occurrences
from simulator.machine.steps import AnyHistory, ConsumerInfo, DerivedHistory
from simulator.machine.variables import StreamRecords, TableData
from simulator.scenario.variables import VARIABLES

Fold: TypeAlias = Callable[[Occurrences, ConsumerInfo], AnyHistory]
"""How the history of a variable is worked out; a variable of the lesson is given the first consumer."""


class Histories(Mapping[str, AnyHistory]):
    """Every variable's history by its id. With several consumers a consumer's variable is `kind.name`."""

    def __init__(self, occurrences: Occurrences) -> None:
        self._occurrences = occurrences
        self._owners = dict(_owners(occurrences))
        self._found: dict[str, AnyHistory] = {}

    def __getitem__(self, variable: str) -> AnyHistory:
        if variable not in self._found:
            kind, consumer = self._owners[variable]
            self._found[variable] = FOLDS[kind](self._occurrences, consumer)
        return self._found[variable]

    def __contains__(self, variable: object) -> bool:
        return variable in self._owners

    def __iter__(self) -> Iterator[str]:
        return iter(self._owners)

    def __len__(self) -> int:
        return len(self._owners)

    def ids(self, shown: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the standard variables and of those that are shown beside them, in the tracker's order."""
        return tuple(
            variable
            for variable, (kind, consumer) in self._owners.items()
            if VARIABLES[kind].is_standard or kind in shown or f"{kind}.{consumer.name}" in shown
        )


def _owners(occurrences: Occurrences) -> Iterator[tuple[str, tuple[str, ConsumerInfo]]]:
    """Each variable that the run has: its id, its kind, and its consumer."""
    recording = occurrences.recording
    for kind, variable in VARIABLES.items():
        if not variable.consumer_types:
            yield kind, (kind, recording.readers[0])
            continue
        for consumer in recording.readers:
            if consumer.kind in variable.consumer_types:
                yield recording.variable_of(kind, consumer.name), (kind, consumer)


def _recorded(kind: str) -> Fold:
    """A variable whose history the machine has recorded."""

    def history(occurrences: Occurrences, consumer: ConsumerInfo) -> AnyHistory:
        recording = occurrences.recording
        of_consumers = VARIABLES[kind].consumer_types
        return recording.recorded_histories[recording.variable_of(kind, consumer.name) if of_consumers else kind]

    return history


def _table_data(occurrences: Occurrences, _: ConsumerInfo) -> AnyHistory:
    writes = occurrences.recording.writes
    steps, items = array("q", [0]), array("q", [0])
    count, effect = 0, None
    for number, change in writes.items():
        before, after = change.before, change.after
        if before is after:
            continue
        if before is None:
            count += 1
        elif after is None:
            count -= 1
        elif count != 1 or change.effect is effect:
            continue  # as many items as before, and nothing new to say of a single one
        effect = change.effect
        steps.append(number)
        items.append(count)

    def at(step: int) -> TableData:
        index = bisect_right(steps, step) - 1
        return TableData(items[index], writes[steps[index]].effect if items[index] == 1 else None)

    return DerivedHistory(at, lambda: steps)


def _stream_records(occurrences: Occurrences, consumer: ConsumerInfo) -> AnyHistory:
    """How many records were captured, read and processed is how many of these steps have passed."""
    progress = occurrences.progress[consumer.name]
    captured = occurrences.captured
    read, processed = (array("q", sorted(filter(None, marks))) for marks in (progress.read, progress.processed))

    def at(step: int) -> StreamRecords:
        were_read, were_processed = bisect_right(read, step), bisect_right(processed, step)
        return StreamRecords(bisect_right(captured, step) - were_read, were_read - were_processed, were_processed)

    return DerivedHistory(at, lambda: sorted({0, *captured, *read, *processed}))


FOLDS: Mapping[str, Fold] = {
    "table_data": _table_data,
    "stream_records": _stream_records,
    "consumer_state": consumer_histories.consumer_state,
    "checkpoint": consumer_histories.checkpoint,
    "iterator_age": consumer_histories.iterator_age,
    "attempt": consumer_histories.attempt,
    "destination": consumer_histories.destination,
    "deliveries": consumer_histories.deliveries,
    "effects": consumer_histories.effects,
    "open_shards": _recorded("open_shards"),
    "stream_status": _recorded("stream_status"),
    "leases": _recorded("leases"),
}
"""For each variable of the lesson format how its history is worked out."""
