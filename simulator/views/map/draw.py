"""The map as a drawing: the table, each stream, its shards with their records, and every consumer in them."""

from __future__ import annotations

from simulator.lesson.words.times import time_words
from simulator.views import signs
from simulator.views.drawing import Drawing, Text
from simulator.views.map.meanings import meanings_in
from simulator.views.map.panel import panel_of
from simulator.views.map.quiet import quiet_shards, quiet_words
from simulator.views.map.sheet import INDENT, MOST_INDENTS, Sheet, parents_first, place
from simulator.views.map.table_words import flight_words, items_words, silent_words
from simulator.views.map.words import TYPES, stream_words, workers_words
from simulator.views.scene.values import ConsumerInScene, Scene, StreamInScene
from simulator.views.signs import Sign, Style
from simulator.views.width import cells, clipped


def map_drawing(scene: Scene, width: int, title: str = "", caption: str = "") -> Drawing:
    """The map of a scene, `width` columns wide; `title` names the lesson, and `caption` says what happened."""
    sheet = Sheet(width)
    moment = f"step {scene.step} of {scene.steps} · {time_words(scene.time_ms)}"
    room = width - cells(moment) - 3
    sheet.strokes.append(Text(0, 0, clipped(title, room), Style.STRONG))
    sheet.strokes.append(Text(width - cells(moment), 0, moment, Style.NOW))
    sheet.height = 1
    if caption:
        sheet.say(caption, Style.STRONG, "> ")
    items = items_words(scene, signs.CHANGED.sign)
    sheet.say(f"{scene.table}, {items}", first="TABLE ")
    if silent_words(scene):
        sheet.say(silent_words(scene), Style.NOW, "      ")
    sheet.say(flight_words(scene), Style.MUTED, "      ")
    used: set[Sign] = {signs.CHANGED} if signs.CHANGED.sign in items else set()
    first = len(sheet.strokes)
    if not scene.streams:
        sheet.say("No stream is on: nothing is captured.")
    for number, stream in enumerate(scene.streams):
        _draw_stream(sheet, scene, number, stream, used)
    for consumer in scene.consumers:
        _say_consumer(sheet, consumer, used)
    legend = " · ".join(sign.words for sign in signs.SIGNS if sign in used)
    if legend:
        sheet.say(legend, Style.MUTED)
    for each in meanings_in(sheet.strokes[first:]):
        sheet.say(each.words, Style.MUTED)
    return Drawing(width, sheet.height, tuple(sheet.strokes))


def _draw_stream(sheet: Sheet, scene: Scene, number: int, stream: StreamInScene, used: set[Sign]) -> None:
    sheet.say(stream_words(scene, number), Style.STRONG if stream.status == "ENABLED" else Style.MUTED, "STREAM ")
    readers = scene.readers_of(number)
    parents = {shard.parent for shard in stream.shards}
    quiet = quiet_shards(scene, stream, readers)
    for shard, depth, is_last in parents_first(stream.shards):
        if shard.number in quiet:
            continue
        indent = INDENT * min(depth, MOST_INDENTS)
        panel = panel_of(scene, shard, shard.number in parents, readers, sheet.width - indent - 4)
        place(sheet, panel, indent, is_last)
        used |= panel.used
    if quiet:
        sheet.say(f"{quiet_words(quiet)}: nothing there is unread or in work.", Style.MUTED)


def _say_consumer(sheet: Sheet, consumer: ConsumerInScene, used: set[Sign]) -> None:
    """A line about a consumer as a whole."""
    workers = workers_words(consumer)
    if any(not worker.alive for worker in consumer.workers):
        used.add(signs.CRASHED)
    told = f"{consumer.name} ({TYPES[consumer.type]}): {consumer.state}{f'; workers: {workers}' if workers else ''}"
    sheet.say(told)
