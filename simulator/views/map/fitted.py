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
from simulator.views.map.sheet import INDENT, MOST_INDENTS, Sheet, parents_first, place
from simulator.views.map.words import flight_words, items_words, silent_words, stream_words, workers_words
from simulator.views.scene.values import ConsumerInScene, Scene, ShardInScene
from simulator.views.signs import Sign, Style
from simulator.views.width import cells


class FittedMap(NamedTuple):
    """The drawing, and the words of the signs in it."""

    drawing: Drawing
    legend: str


class _Entry(NamedTuple):
    """A shard, and where it stands among the others."""

    shard: ShardInScene
    depth: int
    is_last: bool
    is_parent: bool
    readers: list[ConsumerInScene]
    stream: int
    """The place of its stream."""


def fitted_map(scene: Scene, width: int, height: int) -> FittedMap:
    """The map of a scene in `height` rows. Where even the shard that matters most needs more, it is higher."""
    entries = _entries(scene)
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
            branch = "" if not entry.depth else "└─ " if entry.is_last else "├─ "
            lead = " " * (INDENT * max(0, min(entry.depth, MOST_INDENTS) - 1)) + branch
            room = width - 1 - cells(lead)
            words = brief_words(entry.shard, entry.is_parent, entry.readers, len(scene.consumers) > 1, room)
            sheet.strokes += _named_in(entry.shard, lead + words, sheet.height)
            sheet.row(lead + words)
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


def _entries(scene: Scene) -> list[_Entry]:
    """The shards of all streams, each with its children under it."""
    found = []
    for number, stream in enumerate(scene.streams):
        readers = scene.readers_of(number)
        parents = {shard.parent for shard in stream.shards}
        for shard, depth, is_last in parents_first(stream.shards):
            found.append(_Entry(shard, depth, is_last, shard.number in parents, readers, number))
    return found


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


def _drawn(scene: Scene, entries: list[_Entry], width: int, room: int) -> dict[int, Panel]:
    """The panels of the shards that are drawn, by their numbers: as many as have room, and at least one."""
    ranked = sorted(entries, key=lambda entry: _rank(scene, entry))
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


def _rows_for(scene: Scene, entries: list[_Entry]) -> int:
    """The rows that shards need at least: one for each that is not quiet, and one for all others."""
    busy = sum(not is_quiet(scene, entry.shard, entry.readers) for entry in entries)
    return min(3, busy + (len(entries) > busy))


def _rank(scene: Scene, entry: _Entry) -> tuple[bool, bool, bool, bool, int]:
    """First the shard that the step is about, then one that is held up, one in work, one with unread records."""
    here = [found for each in entry.readers if (found := each.in_shard(entry.shard.number)) is not None]
    is_now = entry.shard.number in scene.moment.shards
    is_held = any(lane.is_held_up for each in here for lane in each.lanes)
    works = any(lane.batch for each in here for lane in each.lanes)
    count = len(entry.shard.records)
    unread = any(each.next_read is not None and each.next_read < count for each in here)
    newest = entry.shard.indexes[-1] if entry.shard.indexes else -1
    return not is_now, not is_held, not works, not unread, -newest


def _panel(scene: Scene, entry: _Entry, width: int, detail: Detail) -> Panel:
    room = width - (_dense_column(entry) + 1 if detail is Detail.DENSE else INDENT * min(entry.depth, MOST_INDENTS) + 4)
    return panel_of(scene, entry.shard, entry.is_parent, entry.readers, room, detail)


def _height(panel: Panel) -> int:
    return panel.height + (2 if panel.is_framed else 0)


def _height_of(panels: dict[int, Panel]) -> int:
    return sum(map(_height, panels.values()))


def _told(scene: Scene, entries: list[_Entry], drawn: dict[int, Panel], room: int) -> set[int]:
    """The shards that are told in a row each: those that matter most, as far as there is room."""
    rest = sorted((each for each in entries if each.shard.number not in drawn), key=lambda each: _rank(scene, each))
    left = max(0, room - _height_of(drawn))
    if len(rest) > left > 0:
        left -= 1  # a row names the others
    return {each.shard.number for each in rest[:left]}


def _put(sheet: Sheet, panel: Panel, entry: _Entry) -> None:
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


def _dense_column(entry: _Entry) -> int:
    """The first column of a panel without a frame: a blank stands between a branch and the words of a child."""
    return INDENT * min(entry.depth, MOST_INDENTS) + bool(entry.depth)
