"""The columns of a shard's records: which of them are drawn, and where each stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.views.map.record_words import told_state
from simulator.views.map.window import window
from simulator.views.map.words import changed_words
from simulator.views.scene.values import ConsumerInScene, ConsumerInShard, Moment, RecordInScene, Scene, ShardInScene
from simulator.views.width import cells

LEAST_CELL, MOST_CELL = 10, 18
"""Columns that a record's texts take."""

BETWEEN = 3
"""Columns from the end of one record's texts to the next: a blank, the line between them, a blank."""

STREAM_WORDS = {"captured": "not visible yet", "available": "", "trimmed": "trimmed"}
"""The states of a record in its stream; nothing is said of one that readers can see."""


class Columns(NamedTuple):
    """Some records of a shard, side by side."""

    places: range
    """Their places in the shard."""
    records: tuple[RecordInScene, ...]
    cell: int
    """The columns that the texts of one take."""
    left_out: str
    """How many records are not drawn on each side; empty where all are."""

    def line(self, place: int) -> int:
        """The column of the line in front of a record."""
        return (place - self.places.start) * (self.cell + BETWEEN)

    def has_line(self, place: int) -> bool:
        """Whether the line in front of a record, or behind the last one, is in sight."""
        return self.places.start <= place <= self.places.stop


def columns_of(
    scene: Scene, shard: ShardInScene, consumer: ConsumerInScene | None, here: ConsumerInShard | None, width: int
) -> Columns:
    """The columns that have room in a width, around a consumer's work or, without one, the newest records."""
    name = None if consumer is None else consumer.name
    readers = [] if here is None else [here]
    is_ours = scene.moment.consumer in (None, name)
    moment = scene.moment if is_ours else scene.moment.without_records()
    cell, places = LEAST_CELL, range(0)
    for _ in range(2):  # how wide the texts are is known when they are chosen
        places = window(shard, readers, moment, max(1, (width - 1) // (cell + BETWEEN)))
        records = shard.records[places.start : places.stop]
        texts = [text for record in records for text in _texts(record, name, scene.moment)]
        cell = max(cell, min(MOST_CELL, max(map(cells, texts), default=0)))
    most = max(1, (width - 1) // (cell + BETWEEN))
    places = places if len(places) <= most else window(shard, readers, moment, most)
    left, right = places.start, len(shard.records) - places.stop
    sides = ((left, "left"), (right, "right"))
    left_out = ", ".join(f"{count:,} more on the {side}" for count, side in sides if count)
    return Columns(places, tuple(shard.records[places.start : places.stop]), cell, left_out)


def name_words(record: RecordInScene, moment: Moment) -> str:
    """A record's name and kind, between arrows where the step is about it."""
    words = f"{record.name} {record.event_name}"
    return f">{words}<" if record.index in moment.records else words


def _texts(record: RecordInScene, consumer: str | None, moment: Moment) -> Iterator[str]:
    yield name_words(record, moment)
    yield changed_words(record)
    yield STREAM_WORDS[record.state]
    if consumer is not None:
        state = told_state(record.readers[consumer])
        if state is not None:
            yield state.words
            yield from state.more
