"""A run as a Mermaid sequence diagram, as GitHub and documentation sites draw it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simulator.lesson.lesson import Lesson
from simulator.lesson.words.events.table import action_words
from simulator.lesson.words.sentences import key_words
from simulator.lesson.words.times import time_words
from simulator.machine.details import shards_of, worker_of
from simulator.machine.trace import Trace
from simulator.scenario.complaints.complaint import visible
from simulator.scenario.events import Event, Phase
from simulator.views.record import record_name

MOST_CHARACTERS = 50_000
"""Of a diagram: Mermaid refuses to draw a longer one (its `maxTextSize`)."""

_ROOM_FOR_THE_END = 200
"""Characters that are kept for the sentence about the steps that are left out."""

_PLAIN = re.compile(r"[^\w ,./()'=·-]")
"""What is no letter, digit or one of these signs is written as an entity: Mermaid has a meaning for much of it."""

_COMES_AGAIN = (Event.PROCESS_FAILED, Event.PROCESS_PARTIAL)
"""The events after which a batch, or the rest of it, comes again."""


class _Reader(NamedTuple):
    """A consumer in the diagram."""

    is_mapping: bool
    ids: dict[str, str]
    """The names inside the diagram, by KCL worker; a consumer without workers has one, under the empty text."""
    destination: str | None

    @property
    def all(self) -> str:
        """All of it, for a note."""
        several = list(self.ids.values())
        return several[0] if len(several) == 1 else f"{several[0]},{several[-1]}"


def lesson_mermaid(lesson: Lesson) -> Iterator[str]:
    """The lines of the diagram. A run that is too long for one ends with a note about how many steps are left out."""
    trace = lesson.trace
    readers = _readers(trace)
    head = ["sequenceDiagram", f"title {mermaid_text(lesson.title)}", *_participants(trace, readers)]
    yield from head
    used = sum(len(line) + 1 for line in head)
    for number in range(1, len(trace.events) + 1):
        lines = list(_messages(trace, readers, number))
        used += sum(len(line) + 1 for line in lines)
        if used > MOST_CHARACTERS - _ROOM_FOR_THE_END:
            left = len(trace.events) - number + 1
            yield f"Note over T: {left} more steps are left out, because Mermaid draws no longer diagram"
            return
        yield from lines


def mermaid_text(text: str) -> str:
    """A text with nothing in it that Mermaid, or HTML, has a meaning for."""
    return _PLAIN.sub(lambda found: f"#{ord(found[0])};", visible(text))


def _readers(trace: Trace) -> dict[str, _Reader]:
    workers: dict[str, dict[str, None]] = {name: {} for name in trace.consumers}
    for number, detail in trace.details.items():
        worker = worker_of(detail)
        if worker:
            workers[trace.actors[number - 1] or ""][worker] = None
    readers: dict[str, _Reader] = {}
    for place, reader in enumerate(trace.readers, 1):
        ids = {worker: f"C{place}W{each}" for each, worker in enumerate(workers[reader.name], 1)}
        readers[reader.name] = _Reader(
            reader.kind == "lambda", ids or {"": f"C{place}"}, f"D{place}" if reader.on_failure else None
        )
    return readers


def _participants(trace: Trace, readers: dict[str, _Reader]) -> Iterator[str]:
    yield "actor A as Application"
    yield f"participant T as {mermaid_text(f'Table {trace.table_name}')}"
    for shard in trace.shards:
        yield f"participant S{shard.number} as Shard {shard.number}"
    for reader in trace.readers:
        for worker, id_ in readers[reader.name].ids.items():
            name = f"{reader.name}, worker {worker}" if worker else reader.name
            yield f"participant {id_} as {mermaid_text(name)}"
        if reader.on_failure:
            name = f"{reader.on_failure.upper()} of {reader.name}, for what is given up"
            yield f"participant {readers[reader.name].destination} as {mermaid_text(name)}"


def _messages(trace: Trace, readers: dict[str, _Reader], number: int) -> Iterator[str]:
    """The arrows and notes of one step."""
    event = trace.events[number - 1]
    records = trace.record_indexes[number - 1]
    said = f"{number}. {time_words(trace.times[number - 1])} {action_words(trace, trace.step(number))}"
    names = ", ".join(record_name(trace, index) for index in records)
    text = mermaid_text(f"{said}, {names}" if names and event.phase is not Phase.WRITE else said)
    shard = f"S{trace.records[records[0]].shard.number}" if records else ""
    actor = trace.actors[number - 1]
    if actor is not None:
        yield from _of_consumer(trace, readers[actor], number, shard, text)
    elif event.phase is Phase.WRITE:
        change = trace.writes[number]
        item = mermaid_text(f", {key_words(change.key)}" if change.key else "")
        yield f"{'A' if change.sent else 'T'}->>T: {text}{item}"
    elif event is Event.CAPTURE_RECORD:
        yield f"T->>{shard}: {text}"
    else:
        shards = [shard] if shard else [f"S{each}" for each in shards_of(trace.details.get(number))]
        yield f"Note over {shards[0] if len(shards) == 1 else 'T'}: {text}"


def _of_consumer(trace: Trace, reader: _Reader, number: int, shard: str, text: str) -> Iterator[str]:
    event = trace.events[number - 1]
    id_ = reader.ids.get(worker_of(trace.details.get(number)))
    if id_ is None:
        yield f"Note over {reader.all}: {text}"
    elif event is Event.READ_RECORDS and reader.is_mapping:
        yield f"{shard}->>{id_}: {text}"
    elif event is Event.READ_RECORDS:
        yield f"{id_}->>{shard}: GetRecords"
        yield f"{shard}-->>{id_}: {text}"
    elif event in _COMES_AGAIN:
        yield f"{id_}--x{shard}: {text}"
    elif event is Event.PROCESS_DISCARDED and reader.destination:
        yield f"{id_}-){reader.destination}: {text}"
    else:
        yield f"Note over {id_}: {text}"
