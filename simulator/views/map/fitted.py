"""The map in so many rows: the shards that matter now are drawn, the others are told in a row each or counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from simulator.views import signs
from simulator.views.drawing import Area, Drawing, Text, Upright
from simulator.views.map.brief import brief_words
from simulator.views.map.panel import Detail, Panel, panel_of
from simulator.views.map.quiet import is_quiet, quiet_words
from simulator.views.map.ranked import RankedShard, rank, shards_of_map
from simulator.views.map.sheet import INDENT, MOST_INDENTS, Sheet, place
from simulator.views.map.table_words import flight_words, items_words, silent_words
from simulator.views.map.words import stream_words, workers_words
from simulator.views.scene.values import Scene, ShardInScene
from simulator.views.signs import Sign, Style
from simulator.views.width import cells

LEAST_HEIGHT = 6
"""The rows that this map needs at least: those of a drawn shard."""


class FittedMap(NamedTuple):
    """The drawing, and the words of the signs in it."""

    drawing: Drawing
    legend: str


def fitted_map(scene: Scene, width: int, height: int) -> FittedMap:
    """The map of a scene in `height` rows. Where even the shard that matters most needs more, it is higher."""
    entries = shards_of_map(scene)
    above, below = _above(scene, width), _below(scene)
    several = len(scene.streams) > 1
    room = height - len(above) - len(below) - (len(scene.streams) if several else 0)
    drawn = _drawn(scene, entries, width, room)
    if _height_of(drawn) + _rows_for(scene, [each for each in entries if each.shard.number not in drawn]) > room:
        room += len(above) + len(below)  # the shards matter more
        above, below = [], []
    sheet = Sheet(width)
    for text, style in above:
        sheet.row(text, style)
    used: set[Sign] = {signs.CHANGED} if any(signs.CHANGED.sign in text for text, _ in above) else set()
    told = _told(scene, entries, drawn, room)
    stream = -1
    for entry in entries:
        if several and entry.stream != stream and (entry.shard.number in drawn or entry.shard.number in told):
            sheet.row(f"STREAM {stream_words(scene, entry.stream)}", Style.MUTED)
            stream = entry.stream
        if entry.shard.number in drawn:
            panel = drawn[entry.shard.number]
            _put(sheet, panel, entry)
            used |= panel.used
        elif entry.shard.number in told:
            room = width - 1 - cells(entry.branch)
            words = brief_words(entry.shard, entry.is_parent, entry.readers, len(scene.consumers) > 1, room)
            sheet.strokes += _named_in(entry.shard, entry.branch + words, sheet.height)
            sheet.row(entry.branch + words)
    left = [entry.shard.number for entry in entries if entry.shard.number not in {*drawn, *told}]
    if left and sheet.height < height:
        sheet.row(f"{quiet_words(left)}.", Style.MUTED)
    for text, style in below:
        sheet.row(text, style)
    legend = " · ".join(sign.words for sign in signs.SIGNS if sign in used)
    return FittedMap(Drawing(width, sheet.height, tuple(sheet.strokes)), legend)


def _named_in(shard: ShardInScene, text: str, row: int) -> Iterator[Area]:
    """Where the records of a shard are named in a row."""
    for named in _NAMED.finditer(text):
        index, first = int(named[1]) - 1, cells(text[: named.start()])
        if shard.place_of(index) is not None:
            yield Area(first + len("· "), row, first + cells(named[0]) - 1, row, index)


_NAMED = re.compile(r"· r([0-9]{1,9})\b")
"""A record, as a row names it behind its item."""


def _above(scene: Scene, width: int) -> list[tuple[str, Style]]:
    """The table, and what is not as usual: changes in flight, a stream that is off."""
    table = f"TABLE {scene.table}, "
    told = [(f"{table}{items_words(scene, signs.CHANGED.sign, width - 1 - cells(table))}", Style.PLAIN)]
    if silent_words(scene):
        told.append((silent_words(scene), Style.NOW))
    if scene.in_flight:
        told.append((flight_words(scene), Style.PLAIN))
    if not scene.streams:
        told.append(("No stream is on: nothing is captured.", Style.PLAIN))
    elif len(scene.streams) == 1 and scene.streams[0].status != "ENABLED":
        told.append((f"STREAM {stream_words(scene, 0)}", Style.MUTED))
    return told


def _below(scene: Scene) -> list[tuple[str, Style]]:
    """The workers, where there are any."""
    told = [(consumer.name, workers_words(consumer)) for consumer in scene.consumers]
    return [(f"{name}, workers: {workers}", Style.PLAIN) for name, workers in told if workers]


def _drawn(scene: Scene, entries: list[RankedShard], width: int, room: int) -> dict[int, Panel]:
    """The panels of the shards that are drawn, by their numbers: as many as have room, and at least one."""
    ranked = sorted(entries, key=lambda entry: rank(scene, entry))
    found: dict[int, Panel] = {}
    taken = 0
    for place_, entry in enumerate(ranked):
        if found and room - taken < _LEAST_PANEL:
            break
        others = _rows_for(scene, ranked[place_ + 1 :])
        details = (Detail.WHOLE, Detail.ONE_READER) if found else tuple(Detail)
        for detail in details:
            panel = _panel(scene, entry, width, detail)
            if taken + _height(panel) + others <= room or (not found and detail is Detail.DENSE):
                found[entry.shard.number] = panel
                taken += _height(panel)
                break
        else:
            taken += 1  # it is told in a row
    return found


_LEAST_PANEL = 4
"""The rows of the lowest panel with its frame."""


def _rows_for(scene: Scene, entries: list[RankedShard]) -> int:
    """The rows that shards need at least: one for each that is not quiet, and one for all others."""
    busy = sum(not is_quiet(scene, entry.shard, entry.readers) for entry in entries)
    return min(3, busy + (len(entries) > busy))


def _panel(scene: Scene, entry: RankedShard, width: int, detail: Detail) -> Panel:
    room = width - (_dense_column(entry) + 1 if detail is Detail.DENSE else INDENT * min(entry.depth, MOST_INDENTS) + 4)
    return panel_of(scene, entry.shard, entry.is_parent, entry.readers, room, detail)


def _height(panel: Panel) -> int:
    return panel.height + (2 if panel.is_framed else 0)


def _height_of(panels: dict[int, Panel]) -> int:
    return sum(map(_height, panels.values()))


def _told(scene: Scene, entries: list[RankedShard], drawn: dict[int, Panel], room: int) -> set[int]:
    """The shards that are told in a row each: those that matter most, as far as there is room."""
    rest = sorted((each for each in entries if each.shard.number not in drawn), key=lambda each: rank(scene, each))
    left = max(0, room - _height_of(drawn))
    if len(rest) > left > 0:
        left -= 1  # a row names the others
    return {each.shard.number for each in rest[:left]}


def _put(sheet: Sheet, panel: Panel, entry: RankedShard) -> None:
    indent = INDENT * min(entry.depth, MOST_INDENTS)
    if panel.is_framed:
        place(sheet, panel, indent, entry.is_last)
        return
    top, bottom = sheet.height, sheet.height + panel.height
    if indent:
        if not entry.is_last:
            sheet.strokes.append(Upright(indent - 2, top, bottom - 1, False, Style.MUTED))
        sheet.strokes.append(Text(indent - 2, top, "└─" if entry.is_last else "├─", Style.MUTED))
    sheet.strokes += panel.moved(_dense_column(entry), top)
    sheet.height = bottom


def _dense_column(entry: RankedShard) -> int:
    """The first column of a panel without a frame: a blank stands between a branch and the words of a child."""
    return INDENT * min(entry.depth, MOST_INDENTS) + bool(entry.depth)
