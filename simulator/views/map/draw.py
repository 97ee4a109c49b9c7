"""The map as a drawing: the table, each stream, its shards with their records, and every consumer in them."""

from __future__ import annotations

from dataclasses import dataclass, field

from simulator.lesson.words.times import time_words
from simulator.views import signs
from simulator.views.drawing import Box, Drawing, Stroke, Text, Upright
from simulator.views.layout import wrapped
from simulator.views.map.panel import Panel, panel_of
from simulator.views.map.quiet import quiet_shards, quiet_words
from simulator.views.map.words import TYPES, flight_words, items_words, stream_words, workers_words
from simulator.views.scene.values import ConsumerInScene, Scene, ShardInScene, StreamInScene
from simulator.views.signs import Sign, Style
from simulator.views.width import cells, clipped

INDENT = 2
"""Columns by which the children of a shard stand to the right of it."""

MOST_INDENTS = 3


@dataclass(slots=True)
class _Sheet:
    """A drawing that grows downwards."""

    width: int
    strokes: list[Stroke] = field(default_factory=list)
    height: int = 0

    def say(self, text: str, style: Style = Style.PLAIN, first: str = "") -> None:
        """A text on as many rows as it takes."""
        for line in wrapped(text, self.width - 1, first):
            self.strokes.append(Text(0, self.height, line, style))
            self.height += 1


def map_drawing(scene: Scene, width: int, title: str = "", caption: str = "") -> Drawing:
    """The map of a scene, `width` columns wide; `title` names the lesson, and `caption` says what happened."""
    sheet = _Sheet(width)
    moment = f"step {scene.step} of {scene.steps}   {time_words(scene.time_ms)}"
    room = width - cells(moment) - 3
    sheet.strokes.append(Text(0, 0, clipped(title, room), Style.STRONG))
    sheet.strokes.append(Text(width - cells(moment), 0, moment, Style.NOW))
    sheet.height = 1
    if caption:
        sheet.say(caption, Style.STRONG, "> ")
    items = items_words(scene, signs.CHANGED.sign)
    sheet.say(f"{scene.table}, {items}", first="TABLE ")
    sheet.say(flight_words(scene), Style.MUTED, "      ")
    used: set[Sign] = {signs.CHANGED} if signs.CHANGED.sign in items else set()
    if not scene.streams:
        sheet.say("No stream is on: nothing is captured.")
    for place, stream in enumerate(scene.streams):
        _draw_stream(sheet, scene, place, stream, used)
    for consumer in scene.consumers:
        _say_consumer(sheet, consumer, used)
    legend = " · ".join(sign.words for sign in signs.SIGNS if sign in used)
    if legend:
        sheet.say(legend, Style.MUTED)
    return Drawing(width, sheet.height, tuple(sheet.strokes))


def _draw_stream(sheet: _Sheet, scene: Scene, place: int, stream: StreamInScene, used: set[Sign]) -> None:
    sheet.say(stream_words(stream), Style.STRONG if stream.status == "ENABLED" else Style.MUTED, "STREAM ")
    readers = [consumer for consumer in scene.consumers if consumer.stream == place]
    parents = {shard.parent for shard in stream.shards}
    quiet = quiet_shards(scene, stream, readers)
    for shard, depth, is_last in _parents_first(stream.shards):
        if shard.number in quiet:
            continue
        indent = INDENT * min(depth, MOST_INDENTS)
        panel = panel_of(scene, shard, shard.number in parents, readers, sheet.width - indent - 4)
        _place(sheet, panel, indent, is_last)
        used |= panel.used
    if quiet:
        sheet.say(f"{quiet_words(quiet)}: nothing there is unread or in work.", Style.MUTED)


def _parents_first(shards: tuple[ShardInScene, ...]) -> list[tuple[ShardInScene, int, bool]]:
    """Each shard, its children under it; how many generations it is away from the first; whether it is a last child."""
    numbers = {shard.number for shard in shards}
    children: dict[int | None, list[ShardInScene]] = {}
    for shard in shards:
        children.setdefault(shard.parent if shard.parent in numbers else None, []).append(shard)
    found: list[tuple[ShardInScene, int, bool]] = []
    waiting = [(shard, 0, True) for shard in reversed(children.get(None, []))]
    while waiting:
        shard, depth, is_last = waiting.pop()
        found.append((shard, depth, is_last))
        below = children.get(shard.number, [])
        waiting += [(child, depth + 1, child is below[-1]) for child in reversed(below)]
    return found


def _place(sheet: _Sheet, panel: Panel, indent: int, is_last: bool) -> None:
    """A panel in its frame; a child hangs on a branch."""
    top, last = sheet.height, sheet.height + panel.height + 1
    sheet.strokes.append(Box(indent, top, sheet.width - 1, last))
    if indent:
        if not is_last:
            sheet.strokes.append(Upright(indent - 2, top, last, False, Style.MUTED))
        sheet.strokes.append(Text(indent - 2, top, "└─" if is_last else "├─", Style.MUTED))
    sheet.strokes.append(Text(indent + 2, top, f" {clipped(panel.heading, sheet.width - indent - 7)} ", Style.STRONG))
    sheet.strokes += panel.moved(indent + 2, top + 1)
    sheet.height = last + 1


def _say_consumer(sheet: _Sheet, consumer: ConsumerInScene, used: set[Sign]) -> None:
    """A line about a consumer as a whole."""
    workers = workers_words(consumer)
    if any(not worker.alive for worker in consumer.workers):
        used.add(signs.DEAD)
    told = f"{consumer.name} ({TYPES[consumer.type]}): {consumer.state}{f'; workers: {workers}' if workers else ''}"
    sheet.say(told)
