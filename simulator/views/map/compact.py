"""The map in very few rows: one for each shard and consumer, with its records, their signs and the lines between."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from simulator.lesson.words.sentences import key_words
from simulator.views import signs
from simulator.views.drawing import Area, Drawing, Stroke, Text
from simulator.views.map.columns import STREAM_WORDS
from simulator.views.map.fitted import FittedMap
from simulator.views.map.quiet import quiet_words
from simulator.views.map.ranked import RankedShard, rank, shards_of_map
from simulator.views.map.record_words import told_state
from simulator.views.map.window import window
from simulator.views.map.words import blocked_words, short_shard_words, unaware, worker_words
from simulator.views.scene.values import ConsumerInScene, ConsumerInShard, RecordInScene, Scene
from simulator.views.signs import Sign, Style
from simulator.views.width import cells, clipped

_MOST_RECORDS = 12
_BETWEEN = "  "


class _Piece(NamedTuple):
    """A part of a row: some words, a record, or a line between two records."""

    text: str
    style: Style = Style.PLAIN
    sign: Sign | None = None
    record: int | None = None
    """The record that it is about, as an index."""


def compact_map(scene: Scene, width: int, height: int) -> FittedMap:
    """The map of a scene in `height` rows, one of which is left for the legend: its shards and records alone."""
    entries = shards_of_map(scene)
    rows = _rows_with_room(scene, entries, width, max(1, height - 1))
    left = [entry.shard.number for entry in entries if entry.shard.number not in rows]
    drawn = [row for entry in entries for row in rows.get(entry.shard.number, ())]
    strokes = [stroke for number, row in enumerate(drawn) for stroke in _strokes(row, number, width)]
    if left:
        strokes.append(Text(0, len(drawn), f"{quiet_words(left)}.", Style.MUTED))
    if not entries:
        strokes.append(Text(0, 0, "No stream is on: nothing is captured.", Style.PLAIN))
    used = {piece.sign for row in drawn for piece in row}
    if any(piece.record in scene.moment.records for row in drawn for piece in row):
        used.add(signs.THIS_STEP)
    legend = " · ".join(each.words for each in signs.SIGNS if each in used)
    count = max(1, len(drawn) + bool(left))
    return FittedMap(Drawing(width, count, tuple(strokes)), legend)


def _rows_with_room(scene: Scene, entries: list[RankedShard], width: int, room: int) -> dict[int, list[list[_Piece]]]:
    """The rows of the shards that matter most, by number; where some have no room, a row is left to name them."""
    rows: dict[int, list[list[_Piece]]] = {}
    for entry in sorted(entries, key=lambda each: rank(scene, each)):
        found = list(_rows(scene, entry, width))
        if rows and len(found) > room:
            break
        rows[entry.shard.number] = found
        room -= len(found)
    if len(rows) < len(entries) and room < 1 < len(rows):
        rows.popitem()
    return rows


def _rows(scene: Scene, entry: RankedShard, width: int) -> Iterator[list[_Piece]]:
    """A row for each consumer of a shard; one where it has none."""
    shard = entry.shard
    heading = f"{entry.branch}{short_shard_words(shard, entry.is_parent)}"
    here = [(each, found) for each in entry.readers if (found := each.in_shard(shard.number)) is not None]
    for place, (consumer, found) in enumerate(here):
        lead = heading if len(scene.consumers) == 1 else f"{heading}, {consumer.name}"
        if place:
            lead = f"{' ' * cells(heading)}  {consumer.name}"
        yield _row(scene, entry, (consumer, found), f"{lead}:", width)
    if not here:
        yield _row(scene, entry, None, f"{heading}:", width)
    yield from ([_Piece(words, Style.FAILED)] for words in unaware(shard, entry.readers))


def _row(
    scene: Scene, entry: RankedShard, reader: tuple[ConsumerInScene, ConsumerInShard] | None, lead: str, width: int
) -> list[_Piece]:
    """As many records as have room, and behind them what holds the consumer up, where that has room too."""
    records = entry.shard.records
    first = _Piece(lead, Style.STRONG)
    if not records:
        return [first, _Piece("no records", Style.MUTED)]
    row = [first]
    for most in range(min(_MOST_RECORDS, len(records)), 0, -1):
        places = window(entry.shard, [] if reader is None else [reader[1]], scene.moment, most)
        row = [first, *_pieces(scene, entry, reader, places)]
        if _width(row) <= width:
            break
    rest = "" if reader is None else blocked_words(reader[1], is_brief=True) or worker_words(*reader)
    with_rest = [*row, _Piece(rest, Style.MUTED)]
    return with_rest if rest and _width(with_rest) <= width else row


def _pieces(
    scene: Scene, entry: RankedShard, reader: tuple[ConsumerInScene, ConsumerInShard] | None, places: range
) -> Iterator[_Piece]:
    records = entry.shard.records
    if places.start:
        yield _Piece(f"{places.start:,} more", Style.MUTED)
    for place in (*places, places.stop):
        if reader is not None:
            yield from _lines(entry, reader[1], place)
        if place < places.stop:
            yield _record(scene, records[place], None if reader is None else reader[0].name)
    if len(records) > places.stop:
        yield _Piece(f"{len(records) - places.stop:,} more", Style.MUTED)


def _lines(entry: RankedShard, here: ConsumerInShard, place: int) -> Iterator[_Piece]:
    """The checkpoint and the next read, where they stand in front of a place."""
    stored = entry.shard.place_of(here.checkpoint) if isinstance(here.checkpoint, int) else None
    lines = ((signs.CHECKPOINT, None if stored is None else stored + 1), (signs.POSITION, here.next_read))
    yield from (_Piece(sign.sign, sign.style, sign) for sign, stands in lines if stands == place)


def _record(scene: Scene, record: RecordInScene, consumer: str | None) -> _Piece:
    state = None if consumer is None else told_state(record.readers[consumer])
    sign = None if state is None else state.sign
    parts = [record.name, key_words(record.key), "" if sign is None else sign.sign, STREAM_WORDS[record.state]]
    words = " ".join(filter(None, parts))
    if record.index in scene.moment.records:
        return _Piece(f">{words}<", Style.NOW, sign, record.index)
    return _Piece(words, Style.PLAIN if sign is None else sign.style, sign, record.index)


def _width(row: list[_Piece]) -> int:
    return sum(cells(piece.text) for piece in row) + len(_BETWEEN) * (len(row) - 1)


def _strokes(row: list[_Piece], number: int, width: int) -> Iterator[Stroke]:
    column = 0
    for piece in row:
        text = clipped(piece.text, max(1, width - column))
        yield Text(column, number, text, piece.style)
        if piece.record is not None:
            yield Area(column, number, column + cells(text) - 1, number, piece.record)
        column += cells(piece.text) + len(_BETWEEN)
        if column >= width:
            return
