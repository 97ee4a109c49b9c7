"""One shard of the map: for each consumer its records in columns, the lines between them, and what became of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from simulator.views import signs
from simulator.views.drawing import Area, Bracket, Stroke, Text, Upright, moved
from simulator.views.layout import wrapped
from simulator.views.map.columns import STREAM_WORDS, Columns, columns_of, name_words
from simulator.views.map.record_words import sign_of, state_words
from simulator.views.map.words import (
    TYPES,
    age_words,
    blocked_words,
    changed_words,
    checkpoint_words,
    is_crashed,
    position_words,
    shard_words,
    short_shard_words,
    unaware,
    worker_words,
)
from simulator.views.scene.values import (
    BlockedByShard,
    ConsumerInScene,
    ConsumerInShard,
    RecordInScene,
    Scene,
    ShardInScene,
)
from simulator.views.signs import Sign, Style, reader_style
from simulator.views.width import cells, clipped


@dataclass(frozen=True, slots=True)
class Panel:
    """A shard's rows, without their frame."""

    heading: str
    height: int
    strokes: tuple[Stroke, ...]
    used: frozenset[Sign]
    """The signs that occur in it."""
    is_framed: bool = True

    def moved(self, column: int, row: int) -> list[Stroke]:
        """The strokes, with the panel's first column and row there."""
        return moved(self.strokes, column, row)


_MISSED = frozenset({"lost", "passed_over", "given_up"})
_NEWEST = 20
"""Records that are looked at for one that a consumer has missed."""

_MOST_TOLD = 4
"""Records of a consumer that are told of in a row."""


class Detail(Enum):
    """How much a panel says."""

    WHOLE = "whole"
    """All that there is."""
    ONE_READER = "one reader"
    """The records as one consumer has them, and a row about each other consumer."""
    DENSE = "dense"
    """The same without a frame: the heading and the consumer share a row, and times are left out."""


def panel_of(
    scene: Scene,
    shard: ShardInScene,
    is_parent: bool,
    readers: list[ConsumerInScene],
    width: int,
    detail: Detail = Detail.WHOLE,
) -> Panel:
    """The panel of a shard; `readers` are the consumers of its stream."""
    words = short_shard_words if detail is Detail.DENSE else shard_words
    return _PanelDrawing(scene, shard, readers, width, detail).panel(words(shard, is_parent))


class _PanelDrawing:
    """A panel as it is drawn, from its first row downwards."""

    def __init__(
        self, scene: Scene, shard: ShardInScene, readers: list[ConsumerInScene], width: int, detail: Detail
    ) -> None:
        self._scene = scene
        self._detail = detail
        self._shard = shard
        self._readers = [(each, here) for each in readers if (here := each.in_shard(shard.number)) is not None]
        self._unaware = [each for each in readers if each.in_shard(shard.number) is None]
        self._width = width
        self._strokes: list[Stroke] = []
        self._used: set[Sign] = set()
        self._row = 0

    def panel(self, heading: str) -> Panel:
        """The whole panel."""
        is_dense = self._detail is Detail.DENSE
        if is_dense and not self._readers:
            self._row_of(heading, Style.STRONG)
        if not self._shard.records and not is_dense:
            self._say("no records", Style.MUTED)
        elif self._shard.records and not self._readers:
            self._records(columns_of(self._scene, self._shard, None, None, self._width), None)
        main = self._main_reader()
        if self._detail is Detail.WHOLE:
            for consumer, here in self._readers:
                self._consumer(consumer, here)
        elif main is not None:
            self._in_one_row(*main, f"{heading} · " if is_dense else "")
            self._records_of(*main)
            for consumer, here in self._readers:
                if consumer is not main[0]:
                    self._in_one_row(consumer, here, records=self._states_of(consumer, here))
        for words in unaware(self._shard, self._unaware):
            self._row_of(words, Style.FAILED)
        return Panel(heading, self._row, tuple(self._strokes), frozenset(self._used), not is_dense)

    def _state(self, consumer: ConsumerInScene, here: ConsumerInShard) -> str:
        """The state of the consumer in this shard; that its worker has crashed is said beside the worker."""
        if is_crashed(consumer, here):
            self._used.add(signs.CRASHED)
            return ""
        return here.state

    def _saved(self, consumer: ConsumerInScene, here: ConsumerInShard) -> str:
        """How far the consumer is safe, with the sign that the legend then explains."""
        words = checkpoint_words(consumer, here)
        if words.startswith(signs.CHECKPOINT.sign):
            self._used.add(signs.CHECKPOINT)
        return words

    def _main_reader(self) -> tuple[ConsumerInScene, ConsumerInShard] | None:
        """One consumer for all steps, so that the picture stays: one in trouble, else the first."""

        def matters(reader: tuple[ConsumerInScene, ConsumerInShard]) -> tuple[bool, bool]:
            consumer, here = reader
            newest = self._shard.records[-_NEWEST:]
            misses = any(each.readers[consumer.name].state in _MISSED for each in newest)
            return here.blocked_by is not None, misses

        return max(self._readers, key=matters, default=None)

    def _row_of(self, text: str, style: Style = Style.PLAIN) -> None:
        """A text on one row."""
        self._strokes.append(Text(0, self._row, clipped(text, self._width), style))
        self._row += 1

    def _say(self, text: str, style: Style = Style.PLAIN) -> None:
        """A text on as many rows as it takes."""
        for line in wrapped(text, self._width):
            self._strokes.append(Text(0, self._row, line, style))
            self._row += 1

    def _consumer(self, consumer: ConsumerInScene, here: ConsumerInShard) -> None:
        """A consumer in this shard: a line about it, and its records."""
        count = len(self._shard.records)
        parts = [worker_words(consumer, here), self._state(consumer, here), self._saved(consumer, here)]
        parts += [position_words(here, count), age_words(here)]
        crashed = is_crashed(consumer, here)
        name = f"{consumer.name} ({TYPES[consumer.type]})"
        self._say(f"{name}: {'; '.join(filter(None, parts))}", Style.FAILED if crashed else Style.STRONG)
        waits = blocked_words(here)
        if waits:
            self._say(waits, Style.MUTED if isinstance(here.blocked_by, BlockedByShard) else Style.FAILED)
        self._records_of(consumer, here)

    def _in_one_row(self, consumer: ConsumerInScene, here: ConsumerInShard, lead: str = "", records: str = "") -> None:
        """A row about a consumer in this shard: as much as has room, and first what holds it up."""
        waits = blocked_words(here)
        is_failing = bool(waits) and not isinstance(here.blocked_by, BlockedByShard)
        parts = [waits, "" if waits else self._state(consumer, here), worker_words(consumer, here), records]
        parts += [self._saved(consumer, here), age_words(here)]
        name = consumer.name if self._detail is Detail.DENSE else f"{consumer.name} ({TYPES[consumer.type]})"
        if lead and len(self._readers) == 1 == len(self._scene.consumers):
            name = ""  # there is nobody else
        told, room = "", self._width - cells(lead)
        for part in filter(None, parts):
            longer = f"{told}; {part}" if told else f"{name}: {part}" if name else part
            if told and cells(longer) > room:
                break
            told = longer
        self._row_of(lead + told, Style.FAILED if is_failing else Style.STRONG)

    def _states_of(self, consumer: ConsumerInScene, here: ConsumerInShard) -> str:
        """The newest records as a consumer has them, in words for a row; none waits for one that was deleted."""
        newest = [
            each
            for each in self._shard.records[-_MOST_TOLD:]
            if not here.is_deleted or each.readers[consumer.name].state != "unread"
        ]
        told = []
        for record in newest:
            sign = sign_of(record.readers[consumer.name])
            self._used.add(sign)
            told.append(f"{record.name} {sign.words}")
        left = max(0, len(self._shard.records) - _MOST_TOLD)
        return ", ".join([f"{left:,} more", *told] if left else told)

    def _records_of(self, consumer: ConsumerInScene, here: ConsumerInShard) -> None:
        """The records as a consumer has them."""
        if not self._shard.records:
            return
        columns = columns_of(self._scene, self._shard, consumer, here, self._width)
        style = self._style_of(consumer, here)
        top = self._row
        lines = self._boundaries(columns, consumer, here)
        self._brackets(columns, here, style)
        self._records(columns, consumer.name, here.is_deleted)
        for column, dotted in lines:
            self._strokes.insert(0, Upright(column, top, self._row - 1, dotted, style))  # texts cover lines
        if columns.left_out:
            self._say(columns.left_out, Style.MUTED)

    def _style_of(self, consumer: ConsumerInScene, here: ConsumerInShard) -> Style:
        """The style of the worker that holds the shard, else of the consumer."""
        workers = [each.name for each in consumer.workers]
        if here.worker in workers:
            return reader_style(workers.index(here.worker))
        return reader_style([each.name for each in self._scene.consumers].index(consumer.name))

    # Lines between records

    def _boundaries(self, columns: Columns, consumer: ConsumerInScene, here: ConsumerInShard) -> list[tuple[int, bool]]:
        """The checkpoint and the position, each a line between two records, with its word above."""
        if here.is_deleted:
            return []
        checkpoint = self._checkpoint_place(here)
        # Whoever takes the shard over from a worker that has crashed begins at the checkpoint.
        starts_anew = is_crashed(consumer, here) and here.checkpoint != "LATEST"
        next_read = (checkpoint or 0) if starts_anew else here.position
        style = self._style_of(consumer, here)
        lines: list[tuple[int, bool]] = []
        labels: list[tuple[int, str, Style]] = []
        if checkpoint is not None and columns.has_line(checkpoint):
            self._used.add(signs.CHECKPOINT)
            words = "saved up to here" if consumer.type == "kcl" else "done up to here"
            words += ", next read" if checkpoint == next_read else ""
            labels.append((columns.line(checkpoint), f"{signs.CHECKPOINT.sign} {words}", style))
            lines.append((columns.line(checkpoint), False))
        if columns.has_line(next_read) and next_read != checkpoint and not here.is_at_end:
            self._used.add(signs.POSITION)
            labels.append((columns.line(next_read), signs.POSITION.words, style))
            lines.append((columns.line(next_read), True))
        self._labels(labels)
        return lines

    def _checkpoint_place(self, here: ConsumerInShard) -> int | None:
        """The place after the record at which a checkpoint stands."""
        if not isinstance(here.checkpoint, int):
            return None
        place = self._shard.place_of(here.checkpoint)
        return None if place is None else place + 1

    def _labels(self, labels: list[tuple[int, str, Style]]) -> None:
        """Words at the heads of lines, from left to right; at the right edge one stands on the left of its line."""
        end = 0
        for column, words, style in sorted(labels, key=lambda label: label[0]):
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

    def _brackets(self, columns: Columns, here: ConsumerInShard, readers: Style) -> None:
        """The batch in work, or that waits, as a bracket over its records; a row for each lane that has one."""
        for number, lane in enumerate(here.lanes, 1):
            places = [place for index in lane.batch if (place := self._shard.place_of(index)) is not None]
            runs = list(_runs([place for place in places if place in columns.places]))
            if not runs:
                continue
            style = readers if lane.retry_at_ms is None else Style.FAILED
            several = f"lane {number}" if len(here.lanes) > 1 else ""
            whose = " ".join(filter(None, [several, f"{here.worker}'s" if here.worker else "", "batch"]))
            whose += ", waits" if lane.retry_at_ms is not None else ""
            said = [f"{whose} (read in step {lane.read_in})", whose, several or "batch"]
            for run in runs:
                first, last = columns.line(run.start) + 1, columns.line(run.stop) - 1
                room = last - first - 5
                words = next((each for each in said if cells(each) <= room), clipped(said[-1], room))
                self._strokes.append(Bracket(first, last, self._row, style))
                self._strokes.append(Text(first + 2, self._row, f" {words} ", style))
            self._row += 1

    # Records

    def _records(self, columns: Columns, consumer: str | None, is_deleted: bool = False) -> None:
        """The names and items of the records, and under them what became of them for a consumer."""
        rows = [
            self._texts(record, None if is_deleted and record.readers[consumer or ""].state == "unread" else consumer)
            for record in columns.records
        ]
        height = max(map(len, rows))
        for place, texts in zip(columns.places, rows, strict=True):
            for line, (text, style) in enumerate(texts):
                self._strokes.append(
                    Text(columns.line(place) + 2, self._row + line, clipped(text, columns.cell), style)
                )
            left, right = columns.line(place) + 1, columns.line(place + 1) - 1
            index = columns.records[place - columns.places.start].index
            self._strokes.append(Area(left, self._row, right, self._row + height - 1, index))
        self._row += height

    def _texts(self, record: RecordInScene, consumer: str | None) -> list[tuple[str, Style]]:
        """The rows of one record."""
        now = record.index in self._scene.moment.records
        if now:
            self._used.add(signs.THIS_STEP)
        texts = [(name_words(record, self._scene.moment), Style.NOW if now else Style.STRONG)]
        texts.append((changed_words(record), Style.PLAIN))
        if record.state != "available":
            texts.append((STREAM_WORDS[record.state], Style.MUTED))
        if consumer is not None:
            state = state_words(record.readers[consumer])
            self._used.add(state.sign)
            more = state.more if self._detail is not Detail.DENSE or state.sign is signs.AGAIN else ()
            texts += [(words, state.style) for words in (state.words, *more)]
        return texts


def _runs(places: list[int]) -> Iterator[range]:
    """Places that stand side by side."""
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != places[end - 1] + 1:
            yield range(places[start], places[end - 1] + 1)
            start = end
