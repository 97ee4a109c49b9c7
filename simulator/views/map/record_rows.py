"""The records of a shard in columns: their names and states, the batches over them, and the lines between them."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.views import signs
from simulator.views.drawing import Area, Bracket, Text, Upright
from simulator.views.map.columns import STREAM_WORDS, Columns, columns_of, name_words
from simulator.views.map.drawn_rows import DrawnRows
from simulator.views.map.record_words import told_state
from simulator.views.map.words import changed_words
from simulator.views.scene.values import ConsumerInScene, ConsumerInShard, RecordInScene, Scene, ShardInScene
from simulator.views.signs import Style, reader_style
from simulator.views.width import cells, clipped


def draw_names(rows: DrawnRows, scene: Scene, shard: ShardInScene) -> None:
    """The records of a shard that nobody reads."""
    _draw_texts(rows, scene, columns_of(scene, shard, None, None, rows.width), None, is_dense=False)


def draw_records(
    rows: DrawnRows,
    scene: Scene,
    shard: ShardInScene,
    consumer: ConsumerInScene,
    here: ConsumerInShard,
    is_dense: bool,
) -> None:
    """The records of a shard as a consumer has them; `is_dense` leaves times out."""
    columns = columns_of(scene, shard, consumer, here, rows.width)
    style = _style_of(scene, consumer, here)
    top = rows.next
    lines = _draw_boundaries(rows, shard, columns, consumer, here, style)
    _draw_brackets(rows, shard, columns, here, style)
    _draw_texts(rows, scene, columns, consumer.name, is_dense)
    for column, dotted in lines:
        rows.strokes.insert(0, Upright(column, top, rows.next - 1, dotted, style))  # texts cover lines
    if columns.left_out:
        rows.say(columns.left_out, Style.MUTED)


def _style_of(scene: Scene, consumer: ConsumerInScene, here: ConsumerInShard) -> Style:
    """The style of the worker that holds the shard, else of the consumer."""
    workers = [each.name for each in consumer.workers]
    if here.worker in workers:
        return reader_style(workers.index(here.worker))
    return reader_style([each.name for each in scene.consumers].index(consumer.name))


# Lines between records


def _draw_boundaries(
    rows: DrawnRows,
    shard: ShardInScene,
    columns: Columns,
    consumer: ConsumerInScene,
    here: ConsumerInShard,
    style: Style,
) -> list[tuple[int, bool]]:
    """The words of the checkpoint and of the next read; returns the line of each, which is dotted for the next read."""
    checkpoint, next_read = _checkpoint_place(shard, here), here.next_read
    lines: list[tuple[int, bool]] = []
    labels: list[tuple[int, str]] = []
    if checkpoint is not None and columns.has_line(checkpoint):
        rows.used.add(signs.CHECKPOINT)
        words = "saved up to here" if consumer.type == "kcl" else "done up to here"
        words += ", next read" if checkpoint == next_read else ""
        labels.append((columns.line(checkpoint), f"{signs.CHECKPOINT.sign} {words}"))
        lines.append((columns.line(checkpoint), False))
    if next_read is not None and columns.has_line(next_read) and next_read != checkpoint:
        rows.used.add(signs.POSITION)
        labels.append((columns.line(next_read), signs.POSITION.words))
        lines.append((columns.line(next_read), True))
    _draw_labels(rows, labels, style)
    return lines


def _checkpoint_place(shard: ShardInScene, here: ConsumerInShard) -> int | None:
    """The place after the record at which a checkpoint stands."""
    if not isinstance(here.checkpoint, int):
        return None
    place = shard.place_of(here.checkpoint)
    return None if place is None else place + 1


def _draw_labels(rows: DrawnRows, labels: list[tuple[int, str]], style: Style) -> None:
    """Words at the heads of lines, from left to right; at the right edge one stands on the left of its line."""
    end = 0
    for column, words in sorted(labels, key=lambda label: label[0]):
        first = column
        if column + cells(words) > rows.width:
            sign, _, rest = words.partition(" ")
            words = f"{rest} {sign}"
            first = max(0, column + 1 - cells(words))
        if end and first < end + 1:
            rows.next += 1
        rows.strokes.append(Text(first, rows.next, words, style))
        end = first + cells(words)
    rows.next += bool(labels)


def _draw_brackets(
    rows: DrawnRows, shard: ShardInScene, columns: Columns, here: ConsumerInShard, readers: Style
) -> None:
    """The batch in work, or that waits, as a bracket over its records; a row for each lane that has one."""
    for number, lane in enumerate(here.lanes, 1):
        places = [place for index in lane.batch if (place := shard.place_of(index)) is not None]
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
            rows.strokes.append(Bracket(first, last, rows.next, style))
            rows.strokes.append(Text(first + 2, rows.next, f" {words} ", style))
        rows.next += 1


def _runs(places: list[int]) -> Iterator[range]:
    """Places that stand side by side."""
    start = 0
    for end in range(1, len(places) + 1):
        if end == len(places) or places[end] != places[end - 1] + 1:
            yield range(places[start], places[end - 1] + 1)
            start = end


# Records


def _draw_texts(rows: DrawnRows, scene: Scene, columns: Columns, consumer: str | None, is_dense: bool) -> None:
    """The names and items of the records, and under them what became of them for a consumer."""
    texts = [_texts(rows, scene, each, consumer, is_dense) for each in columns.records]
    height = max(map(len, texts))
    for place, each in zip(columns.places, texts, strict=True):
        for line, (text, style) in enumerate(each):
            rows.strokes.append(Text(columns.line(place) + 2, rows.next + line, clipped(text, columns.cell), style))
        left, right = columns.line(place) + 1, columns.line(place + 1) - 1
        index = columns.records[place - columns.places.start].index
        rows.strokes.append(Area(left, rows.next, right, rows.next + height - 1, index))
    rows.next += height


def _texts(
    rows: DrawnRows, scene: Scene, record: RecordInScene, consumer: str | None, is_dense: bool
) -> list[tuple[str, Style]]:
    """The rows of one record."""
    now = record.index in scene.moment.records
    if now:
        rows.used.add(signs.THIS_STEP)
    texts = [(name_words(record, scene.moment), Style.NOW if now else Style.STRONG)]
    texts.append((changed_words(record), Style.PLAIN))
    if record.state != "available":
        texts.append((STREAM_WORDS[record.state], Style.MUTED))
    state = None if consumer is None else told_state(record.readers[consumer])
    if state is not None:
        rows.used.add(state.sign)
        more = state.more if not is_dense or state.sign is signs.AGAIN else ()
        texts += [(words, state.style) for words in (state.words, *more)]
    return texts
