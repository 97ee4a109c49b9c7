"""The history of each variable: the steps at which it changed. Its value after a step is a binary search.

Each history is worked out of the recording when it is first asked for.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from simulator.dynamodb.whole_numbers import number_in
from simulator.machine import consumer_histories, stream_histories
from simulator.machine.backlog import backlog
from simulator.machine.consumer_states import consumer_state
from simulator.machine.occurrences import Occurrences
from simulator.machine.parts import WHOLE, Part, shards_read, workers_of
from simulator.machine.steps import AnyHistory, ConsumerInfo, DerivedHistory
from simulator.machine.variables import TableData
from simulator.machine.view_types import view_type
from simulator.scenario.variables import VARIABLES, variable_id

Fold: TypeAlias = Callable[[Occurrences, ConsumerInfo, Part], AnyHistory]
"""How the history of a variable is worked out; a variable of the lesson is given the first consumer, and the whole."""


class Histories(Mapping[str, AnyHistory]):
    """Every variable's history by its id. With several consumers a consumer's variable is `kind.name`.

    To be asked for, and not among those that it lists: the value for one shard (`kind.name@2`) or for one KCL worker
    (`kind.name.worker`), the records of the stream that a consumer reads (`stream_records.name`), and the view type of
    one stream (`view_type.2`) or of the stream that a consumer reads (`view_type.name`).
    """

    def __init__(self, occurrences: Occurrences) -> None:
        self._occurrences = occurrences
        self._owners = dict(_owners(occurrences))
        self._found: dict[str, AnyHistory] = {}

    def __getitem__(self, variable: str) -> AnyHistory:
        if variable not in self._found:
            owner = self._owner(variable)
            if owner is None:
                raise KeyError(variable)
            kind, consumer, part = owner
            self._found[variable] = FOLDS[kind](self._occurrences, consumer, part)
        return self._found[variable]

    def __contains__(self, variable: object) -> bool:
        return isinstance(variable, str) and self._owner(variable) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._owners)

    def __len__(self) -> int:
        return len(self._owners)

    def ids(self, shown: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of the standard variables and of those that are shown beside them, in the tracker's order.

        Below a variable that `shown` names stands one for each shard, or each KCL worker, where there are several.
        """
        found: list[str] = []
        for variable, (kind, consumer, _) in self._owners.items():
            is_named = kind in shown or (not VARIABLES[kind].by_stream and f"{kind}.{consumer.name}" in shown)
            if VARIABLES[kind].is_standard or is_named:
                found.append(variable)
            if is_named and VARIABLES[kind].by_shard:
                found += self._parts(kind, consumer)
            found += (each for each in shown if each not in found and self._is_extra(each, kind, consumer))
        return tuple(dict.fromkeys(found))

    def _is_extra(self, shown: str, kind: str, consumer: ConsumerInfo) -> bool:
        """Whether an id that is shown stands with the rows of a variable: a part of it, or another consumer's."""
        owner = self._owner(shown)
        if owner is None or owner[0] != kind:
            return False
        if VARIABLES[kind].by_stream:
            return owner[2] != WHOLE
        if VARIABLES[kind].by_consumer:
            return owner[1].name != consumer.name or len(self._occurrences.recording.streams) > 1
        return owner[1].name == consumer.name and owner[2] != WHOLE

    def _parts(self, kind: str, consumer: ConsumerInfo) -> list[str]:
        """The ids for the shards of a consumer, or for its workers, where there are several."""
        recording = self._occurrences.recording
        by_worker = consumer.kind == "kcl" and kind != "checkpoint"  # a checkpoint is a shard's, whoever holds that
        workers = workers_of(recording, consumer) if by_worker else []
        if len(workers) > 1:
            return [f"{kind}.{consumer.name}.{worker}" for worker in workers]
        shards = shards_read(recording, consumer) if len(recording.shards) > 1 else []
        return [f"{kind}.{consumer.name}@{shard}" for shard in shards] if len(shards) > 1 else []

    def _owner(self, variable: str) -> tuple[str, ConsumerInfo, Part] | None:
        """The kind of a variable, its consumer, and the part of that one's work; None if there is no such variable."""
        if variable in self._owners:
            return self._owners[variable]
        parts = variable_id(variable)
        recording = self._occurrences.recording
        consumer = parts and next((each for each in recording.readers if each.name == parts.consumer), None)
        row = parts and VARIABLES.get(parts.kind)
        if not parts or row is None:
            return None
        if row.by_stream and not parts.shard and not parts.worker:
            return self._of_stream(parts.kind, parts.consumer, consumer)
        if consumer is None:
            return None
        if row.by_consumer and not parts.shard and not parts.worker:
            return parts.kind, consumer, Part(stream=0)
        if not row.by_shard or consumer.kind not in row.consumer_types:
            return None
        if parts.worker:
            there = consumer.kind == "kcl" and parts.worker in workers_of(recording, consumer)
        else:
            there = 1 <= parts.shard <= len(recording.shards)
        return (parts.kind, consumer, Part(parts.shard, parts.worker)) if there else None

    def _of_stream(self, kind: str, named: str, consumer: ConsumerInfo | None) -> tuple[str, ConsumerInfo, Part] | None:
        """The owner of a variable by stream: a consumer, or else a stream by its number."""
        recording = self._occurrences.recording
        if consumer is not None:
            return kind, consumer, Part(stream=0)
        number = number_in(named, 1, len(recording.streams))
        return None if number is None else (kind, recording.readers[0], Part(stream=number))


def _owners(occurrences: Occurrences) -> Iterator[tuple[str, tuple[str, ConsumerInfo, Part]]]:
    """Each variable that the run has: its id, its kind, and its consumer."""
    recording = occurrences.recording
    for kind, variable in VARIABLES.items():
        if not variable.consumer_types:
            yield kind, (kind, recording.readers[0], WHOLE)
            continue
        for consumer in recording.readers:
            if consumer.kind in variable.consumer_types:
                yield recording.variable_of(kind, consumer.name), (kind, consumer, WHOLE)


def _open_shards(occurrences: Occurrences, _: ConsumerInfo, __: Part) -> AnyHistory:
    return occurrences.recording.recorded_histories["open_shards"]


def _leases(occurrences: Occurrences, consumer: ConsumerInfo, _: Part) -> AnyHistory:
    return occurrences.recording.leases_of(consumer.name)


def _table_data(occurrences: Occurrences, _: ConsumerInfo, __: Part) -> AnyHistory:
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


FOLDS: Mapping[str, Fold] = {
    "table_data": _table_data,
    "stream_records": stream_histories.stream_records,
    "consumer_state": consumer_state,
    "checkpoint": consumer_histories.checkpoint,
    "iterator_age": consumer_histories.iterator_age,
    "attempt": consumer_histories.attempt,
    "destination": consumer_histories.destination,
    "deliveries": consumer_histories.deliveries,
    "effects": consumer_histories.effects,
    "backlog": backlog,
    "window": consumer_histories.window,
    "open_shards": _open_shards,
    "stream_status": stream_histories.stream_status,
    "view_type": view_type,
    "leases": _leases,
}
"""For each variable of the lesson format how its history is worked out."""
