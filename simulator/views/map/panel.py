"""One shard of the map: its records in columns, and under them, for each consumer, what became of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from simulator.lesson.words.sentences import key_words
from simulator.views import signs
from simulator.views.drawing import Bracket, Stroke, Text, Upright
from simulator.views.layout import wrapped
from simulator.views.map.record_words import StateWords, state_words
from simulator.views.map.window import place_of, window
from simulator.views.map.words import (
    TYPES,
    age_words,
    blocked_words,
    checkpoint_words,
    position_words,
    shard_words,
    worker_words,
)
from simulator.views.scene.values import ConsumerInScene, ConsumerInShard, RecordInScene, Scene, ShardInScene
from simulator.views.signs import Sign, Style
from simulator.views.width import cells, clipped

LEAST_CELL, MOST_CELL = 10, 18
"""Columns that a record's texts take."""

BETWEEN = 3
"""Columns from the end of one record's texts to the next: a blank, the line between them, a blank."""

_STREAM_WORDS = {"captured": "not visible yet", "available": "", "trimmed": "trimmed"}
"""The states of a record in its stream: readers can see it unless it is said that they cannot."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A shard's rows, without their frame."""

    heading: str
    height: int
    strokes: tuple[Stroke, ...]
    used: frozenset[Sign]
    """The signs that occur in it."""

    def moved(self, column: int, row: int) -> list[Stroke]:
        """The strokes, with the panel's first column and row there."""
        return [_moved(stroke, column, row) for stroke in self.strokes]


def _moved(stroke: Stroke, column: int, row: int) -> Stroke:
    if isinstance(stroke, Text):
        return replace(stroke, column=stroke.column + column, row=stroke.row + row)
    if isinstance(stroke, Bracket):
        last = stroke.last_column + column
        return replace(stroke, column=stroke.column + column, last_column=last, row=stroke.row + row)
    moved = replace(stroke, column=stroke.column + column, row=stroke.row + row, last_row=stroke.last_row + row)
    return moved


def panel_of(scene: Scene, shard: ShardInScene, is_parent: bool, readers: list[ConsumerInScene], width: int) -> Panel:
    """The panel of a shard; `readers` are the consumers of its stream."""
    return _PanelDrawing(scene, shard, readers, width).panel(shard_words(shard, is_parent))


class _PanelDrawing:
    """A panel as it is drawn, from its first row downwards."""

    def __init__(self, scene: Scene, shard: ShardInScene, readers: list[ConsumerInScene], width: int) -> None:
        self._scene = scene
        self._shard = shard
        self._readers = [(each, here) for each in readers if (here := each.in_shard(shard.number)) is not None]
        self._width = width
        self._strokes: list[Stroke] = []
        self._used: set[Sign] = set()
        self._row = 0
        positions = [each for _, each in self._readers]
        most = (width - 1) // (LEAST_CELL + BETWEEN)
        self._places = window(shard, positions, scene.moment, most)
        self._cell = self._widest(self._records)
        if len(self._places) * (self._cell + BETWEEN) + 1 > width:
            self._places = window(shard, positions, scene.moment, max(1, (width - 1) // (self._cell + BETWEEN)))

    @property
    def _records(self) -> list[RecordInScene]:
        return list(self._shard.records[self._places.start : self._places.stop])

    def _widest(self, records: Sequence[RecordInScene]) -> int:
        texts = [text for record in records for text in self._texts(record)]
        return max(LEAST_CELL, min(MOST_CELL, max(map(cells, texts), default=0)))

    def _texts(self, record: RecordInScene) -> Iterator[str]:
        yield self._name(record)
        yield key_words(record.key)
        yield _STREAM_WORDS[record.state]
        for reader in record.readers.values():
            state = state_words(reader)
            yield state.words
            yield from state.more

    def panel(self, heading: str) -> Panel:
        """The whole panel."""
        records, count = self._records, len(self._shard.records)
        if len(records) < count:
            first, after = self._places.start, count - self._places.stop
            heading += f"   {count:,} records: {first:,} on the left of these, {after:,} on the right"
        if not records:
            self._say("no records", Style.MUTED)
        if not self._readers and records:
            self._record_rows(records, None)
        for place, (consumer, here) in enumerate(self._readers):
            self._consumer(consumer, here, records, place == 0)
        return Panel(heading, self._row, tuple(self._strokes), frozenset(self._used))

    def _say(self, text: str, style: Style = Style.PLAIN) -> None:
        """A text on as many rows as it takes."""
        for line in wrapped(text, self._width):
            self._strokes.append(Text(0, self._row, line, style))
            self._row += 1

    def _consumer(
        self, consumer: ConsumerInScene, here: ConsumerInShard, records: list[RecordInScene], is_first: bool
    ) -> None:
        blocked = blocked_words(here)
        count = len(self._shard.records)
        parts = [worker_words(consumer, here), here.state, checkpoint_words(consumer, here)]
        parts += [position_words(here, count), age_words(here)]
        name = f"{consumer.name} ({TYPES[consumer.type]})"
        dead = any(not each.alive and each.name == here.worker for each in consumer.workers)
        self._say(f"{name}: {'; '.join(filter(None, parts))}", Style.FAILED if dead else Style.STRONG)
        if blocked:
            self._say(blocked, Style.FAILED if here.blocked_by and "BLOCKED" in blocked else Style.MUTED)
        if records:
            top = self._row
            lines = self._boundaries(consumer, here)
            self._brackets(here)
            self._record_rows(records, consumer.name, is_first)
            for column, dotted in lines:
                style = Style.READ if dotted else Style.CHECKPOINT
                # Texts cover lines: a line is drawn first.
                self._strokes.insert(0, Upright(column, top, self._row - 1, dotted, style))

    # Lines between records

    def _column(self, place: int) -> int:
        """The column of the line in front of a record."""
        return (place - self._places.start) * (self._cell + BETWEEN)

    def _boundaries(self, consumer: ConsumerInScene, here: ConsumerInShard) -> list[tuple[int, bool]]:
        """The checkpoint and the position, each a line between two records, with its word above."""
        checkpoint = self._checkpoint_place(here)
        lines: list[tuple[int, bool]] = []
        labels: list[tuple[int, str, Style]] = []
        position = here.position if self._places.start <= here.position <= self._places.stop else None
        if checkpoint is not None:
            self._used.add(signs.CHECKPOINT)
            words = "saved up to here" if consumer.type == "kcl" else "done up to here"
            words += ", next read" if checkpoint == position else ""
            labels.append((self._column(checkpoint), f"{signs.CHECKPOINT.sign} {words}", Style.CHECKPOINT))
            lines.append((self._column(checkpoint), False))
        if position is not None and position != checkpoint and not here.is_at_end:
            self._used.add(signs.POSITION)
            labels.append((self._column(position), f"{signs.POSITION.sign} {signs.POSITION.word}", Style.READ))
            lines.append((self._column(position), True))
        self._labels(labels)
        return lines

    def _checkpoint_place(self, here: ConsumerInShard) -> int | None:
        """The place after the record at which a checkpoint stands; None where none is in sight."""
        if not isinstance(here.checkpoint, int):
            return None
        place = place_of(self._shard, here.checkpoint)
        return None if place is None or not self._places.start <= place + 1 <= self._places.stop else place + 1

    def _labels(self, labels: list[tuple[int, str, Style]]) -> None:
        """Words at the heads of lines, from left to right; at the right edge one stands on the left of its line."""
        end = 0
        for column, words, style in sorted(labels):
            first = column
            if column + cells(words) > self._width:
                sign, _, rest = words.partition(" ")
                words = f"{rest} {sign}"
                first = max(0, column + 1 - cells(words))
            if end and first < end + 1:
                self._row += 1
            self._strokes.append(Text(first, self._row, words, style))
            end = first + cells(words)
        self._row += bool(labels)

    def _brackets(self, here: ConsumerInShard) -> None:
        """The batch in work, or that waits, as a bracket over its records; a row for each lane that has one."""
        for number, lane in enumerate(here.lanes, 1):
            places = [place for index in lane.batch if (place := place_of(self._shard, index)) is not None]
            runs = list(_runs([place for place in places if place in self._places]))
            if not runs:
                continue
            waits = lane.retry_at_ms is not None
            style = Style.FAILED if waits else Style.READ
            whose = f"{here.worker}'s batch" if here.worker else "batch"
            whose += f", lane {number}" if len(here.lanes) > 1 else ""
            whose += ", waits" if waits else ""
            for run in runs:
                first, last = self._column(run.start) + 1, self._column(run.stop) - 1
                room = last - first - 5
                words = f"{whose} (read in step {lane.read_in})"
                words = words if lane.read_in and cells(words) <= room else clipped(whose, room)
                self._strokes.append(Bracket(first, last, self._row, style))
                self._strokes.append(Text(first + 2, self._row, f" {words} ", style))
            self._row += 1

    # Records

    def _name(self, record: RecordInScene) -> str:
        if record.index in self._scene.moment.records:
            return f">{record.name} {record.event_name}<"
        return f"{record.name} {record.event_name}"

    def _record_rows(self, records: list[RecordInScene], consumer: str | None, is_first: bool = True) -> None:
        """The names and items of the records, and under them what became of them for a consumer."""
        columns = [self._column(place) + 2 for place in self._places]
        for column, record in zip(columns, records, strict=True):
            now = record.index in self._scene.moment.records
            self._write(column, 0, self._name(record), Style.NOW if now else Style.STRONG)
            if now:
                self._used.add(signs.THIS_STEP)
            if is_first:
                self._write(column, 1, key_words(record.key), Style.PLAIN)
        self._row += 2 if is_first else 1
        if is_first and any(record.state != "available" for record in records):
            for column, record in zip(columns, records, strict=True):
                if record.state != "available":
                    self._write(column, 0, _STREAM_WORDS[record.state], Style.MUTED)
            self._row += 1
        if consumer is not None:
            self._states(columns, [state_words(record.readers[consumer]) for record in records])

    def _states(self, columns: list[int], states: list[StateWords]) -> None:
        for column, state in zip(columns, states, strict=True):
            self._used.add(state.sign)
            self._write(column, 0, state.words, state.style)
            for line, words in enumerate(state.more, 1):
                self._write(column, line, words, state.style)
        self._row += 1 + max(len(state.more) for state in states)

    def _write(self, column: int, line: int, text: str, style: Style) -> None:
        self._strokes.append(Text(column, self._row + line, clipped(text, self._cell), style))


def _runs(places: list[int]) -> Iterator[range]:
    """Places that stand side by side."""
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != places[end - 1] + 1:
            yield range(places[start], places[end - 1] + 1)
            start = end
