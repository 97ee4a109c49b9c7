"""One shard of the map: for each consumer its records in columns, the lines between them, and what became of them."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from simulator.views import signs
from simulator.views.drawing import Stroke, moved
from simulator.views.map.drawn_rows import DrawnRows
from simulator.views.map.record_rows import draw_names, draw_records
from simulator.views.map.record_words import told_state
from simulator.views.map.words import (
    TYPES,
    age_words,
    blocked_words,
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
    Scene,
    ShardInScene,
)
from simulator.views.signs import Sign, Style
from simulator.views.width import cells


class Panel(NamedTuple):
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
        self._rows = DrawnRows(width)

    def panel(self, heading: str) -> Panel:
        """The whole panel."""
        is_dense = self._detail is Detail.DENSE
        if is_dense and not self._readers:
            self._rows.line(heading, Style.STRONG)
        if not self._shard.records and not is_dense:
            self._rows.say("no records", Style.MUTED)
        elif self._shard.records and not self._readers:
            draw_names(self._rows, self._scene, self._shard)
        main = self._main_reader()
        if self._detail is Detail.WHOLE:
            for consumer, here in self._readers:
                self._consumer(consumer, here)
        elif main is not None:
            self._in_one_row(*main, f"{heading} · " if is_dense else "")
            self._records(*main)
            for consumer, here in self._readers:
                if consumer is not main[0]:
                    self._in_one_row(consumer, here, records=self._states_of(consumer))
        for words in unaware(self._shard, self._unaware):
            self._rows.line(words, Style.FAILED)
        rows = self._rows
        return Panel(heading, rows.next, tuple(rows.strokes), frozenset(rows.used), not is_dense)

    def _state(self, consumer: ConsumerInScene, here: ConsumerInShard) -> str:
        """The state of the consumer in this shard; that its worker has crashed is said beside the worker."""
        if is_crashed(consumer, here):
            self._rows.used.add(signs.CRASHED)
            return ""
        return here.state

    def _saved(self, consumer: ConsumerInScene, here: ConsumerInShard) -> str:
        """How far the consumer is safe, with the sign that the legend then explains."""
        words = checkpoint_words(consumer, here)
        if words.startswith(signs.CHECKPOINT.sign):
            self._rows.used.add(signs.CHECKPOINT)
        return words

    def _main_reader(self) -> tuple[ConsumerInScene, ConsumerInShard] | None:
        """The consumer that took the newest step, so that the picture stays where a step names no consumer."""
        return max(self._readers, key=lambda reader: reader[0].newest_step, default=None)

    def _consumer(self, consumer: ConsumerInScene, here: ConsumerInShard) -> None:
        """A consumer in this shard: a line about it, and its records."""
        count = len(self._shard.records)
        parts = [worker_words(consumer, here), self._state(consumer, here), self._saved(consumer, here)]
        parts += [position_words(here, count), age_words(here)]
        crashed = is_crashed(consumer, here)
        name = f"{consumer.name} ({TYPES[consumer.type]})"
        self._rows.say(f"{name}: {'; '.join(filter(None, parts))}", Style.FAILED if crashed else Style.STRONG)
        waits = blocked_words(here)
        if waits:
            self._rows.say(waits, Style.MUTED if isinstance(here.blocked_by, BlockedByShard) else Style.FAILED)
        self._records(consumer, here)

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
        self._rows.line(lead + told, Style.FAILED if is_failing else Style.STRONG)

    def _states_of(self, consumer: ConsumerInScene) -> str:
        """The newest records as a consumer has them, in words for a row."""
        told = []
        for record in self._shard.records[-_MOST_TOLD:]:
            state = told_state(record.readers[consumer.name])
            if state is not None:
                self._rows.used.add(state.sign)
                told.append(f"{record.name} {state.sign.words}")
        left = max(0, len(self._shard.records) - _MOST_TOLD)
        return ", ".join([f"{left:,} more", *told] if left else told)

    def _records(self, consumer: ConsumerInScene, here: ConsumerInShard) -> None:
        if self._shard.records:
            draw_records(self._rows, self._scene, self._shard, consumer, here, self._detail is Detail.DENSE)
