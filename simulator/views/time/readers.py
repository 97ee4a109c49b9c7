"""The lanes of the readers: one for each shard and worker, or shard and lane, of each consumer."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from operator import itemgetter

from simulator.machine.details import aging_of
from simulator.machine.reading.known_shards import known_shards
from simulator.machine.steps import ConsumerInfo
from simulator.machine.trace import Trace
from simulator.machine.work import Track, Wait
from simulator.views.scene.consumers import consumer_in_scene
from simulator.views.scene.values import BlockedByShard
from simulator.views.time.arrivals import arrival_lanes
from simulator.views.time.index import Index, index_of, newest_read
from simulator.views.time.reader_marks import marks_in_tracks
from simulator.views.time.words import (
    Blocked,
    Due,
    Gathered,
    Lane,
    Mark,
    Waiting,
    consumer_lanes,
    destination_lanes,
    names,
)

_MOST_WAITING = 1_000
"""The records that are counted of those that wait."""


def reader_lanes(trace: Trace, numbers: Sequence[int], step: int, now: int) -> Iterator[Lane]:
    """The lanes of each consumer: of it as a whole, and of its shards; of shards without a reader; of destinations."""
    index = index_of(trace)
    marks: dict[Track, list[Mark]] = {}
    begin = numbers[0] if numbers else 1
    for number in numbers:
        for track, mark in marks_in_tracks(trace, index, number):
            marks.setdefault(track, []).append(mark)
    for reader in trace.readers:
        yield from consumer_lanes(trace, numbers, reader.name)
        waiting = dict(_waiting(trace, index, reader, step))
        tracks = {track for track in (*marks, *index.pieces) if track.consumer == reader.name}
        begun = {track for track in tracks if track in marks or index.pieces[track][0].read_step <= step}
        for shard in waiting:
            if not any(track.shard == shard for track in begun):
                begun.add(Track(reader.name, shard, "", 1))
        several = len(trace.readers) > 1
        for track in sorted(begun, key=lambda each: (each.shard, each.worker, each.lane)):
            newest = max(
                (each for each in begun if each.shard == track.shard), key=lambda each: newest_read(index, each, step)
            )
            name = _name(track, several, any(other.lane > 1 and other.shard == track.shard for other in begun))
            yield Lane(
                name,
                True,
                tuple(marks.get(track, ())),
                tuple(_blocked(trace, track, step, begin))[::-1],
                tuple(_gathered(trace, index, track, begin, step, now)),
                waiting.get(track.shard) if track == newest else None,
                _due(trace, index, track, step, now),
                name.replace(" · worker ", " · "),
            )
    yield from arrival_lanes(trace, numbers)
    yield from destination_lanes(trace, numbers)


def _name(track: Track, several: bool, lanes: bool) -> str:
    name = f"shard {track.shard}"
    if several:
        name += f" · {track.consumer}"
    if track.worker:
        name += f" · {track.worker}" if several else f" · worker {track.worker}"
    return f"{name} · lane {track.lane}" if lanes else name


def _blocked(trace: Trace, track: Track, step: int, begin: int) -> Iterator[Blocked]:
    """The times in which a lane is held up: the newest first, back to the step `begin`."""
    reading = trace.readings[track.consumer]
    for first, until in reading.held_up(track.shard, track.lane, begin, step):
        last = step if until is None else until - 1
        here = consumer_in_scene(trace, _consumer(trace, track), last).in_shard(track.shard)
        assert here is not None
        lane = here.lanes[track.lane - 1]
        records = lane.failed or lane.batch
        times = trace.times
        over = None if until is None else times[until - 1]
        yield Blocked(times[first - 1], over, names(trace, records), records)


def _gathered(trace: Trace, index: Index, track: Track, begin: int, step: int, now: int) -> Iterator[Gathered]:
    """The batching windows of a lane that had records, from the step `begin` on."""
    windows = index.windows.get(track, [])
    for since, read in windows[bisect_left(windows, begin, key=itemgetter(1)) :]:
        if read > step:  # the windows of a lane follow each other: only this one can gather now
            if since <= now:
                yield Gathered(since, None, ())
            return
        yield Gathered(since, trace.times[read - 1], trace.record_indexes[read - 1])


def _consumer(trace: Trace, track: Track) -> ConsumerInfo:
    return next(each for each in trace.readers if each.name == track.consumer)


def _end_of(trace: Trace, index: Index, track: Track, wait: Wait) -> int | None:
    """The step that ended what a batch waited for: its last try, or the step at which it was given up."""
    pieces = index.pieces.get(track, [])
    following = bisect_left(pieces, wait.ended, key=lambda each: each.began)
    if following < len(pieces) and set(pieces[following].records) & set(wait.records):
        return pieces[following].step
    return min((index.gone.get((track.consumer, each), len(trace.events) + 1) for each in wait.records), default=None)


def _due(trace: Trace, index: Index, track: Track, step: int, now: int) -> Due | None:
    """The work that goes on in a track at NOW, or the retry that is due."""
    pieces, waits = index.pieces.get(track, []), index.waits.get(track, [])
    for piece in pieces[bisect_left(pieces, now, key=lambda each: each.ended) :]:
        if piece.began > now:
            break
        if piece.read_step <= step and (piece.step is None or piece.step > step):
            records = piece.records if piece.attempt else _page(trace, track, step, piece.records[0])
            return Due(None, piece.attempt, names(trace, records), records)
    begun = bisect_right(waits, step, key=lambda each: each.step)
    for wait in waits[max(0, begun - 1) : begun]:
        end = _end_of(trace, index, track, wait)
        if wait.ended > now or end is None or end > step:
            aging = aging_of(trace.details.get(wait.step))
            too_old = None if aging is None else trace.times[wait.step - 1] + aging.first_in
            return Due(wait.due, wait.attempt + 1, names(trace, wait.records), wait.records, too_old)
    return None


def _page(trace: Trace, track: Track, step: int, first: int) -> tuple[int, ...]:
    """What is left of the page that a poller or a worker has read, from the record on which it works."""
    batch = trace.readings[track.consumer].reading(track.shard, step).lanes[0].batch
    return tuple(each for each in batch if each >= first) or (first,)


def _waiting(trace: Trace, index: Index, reader: ConsumerInfo, step: int) -> Iterator[tuple[int, Waiting]]:
    """For each shard the records that wait to be read by a consumer; none waits for one that is not there."""
    if not trace.readings[reader.name].is_there(step):
        return
    read = trace.progress[reader.name].read
    streams = index.streams.get(reader.name, {len(trace.streams) - 1})
    for place, stream in enumerate(trace.streams):
        if place not in streams:
            continue
        for shard in known_shards(trace, reader, stream.shards, step) if reader.lists_once else stream.shards:
            seen = bisect_right(shard.records, step, key=lambda each: index.available[each] or step + 1)
            oldest, count = -1, 0
            for position in range(seen - 1, max(-1, seen - 1 - _MOST_WAITING), -1):
                each = shard.records[position]
                if 0 < read[each] <= step:
                    if reader.kind != "lambda":
                        break  # all that stands before it was read too
                    continue
                passed_over = not read[each] and reader.starting_position == "LATEST"
                left = min(index.gone.get((reader.name, each), step + 1), index.trimmed.get(each, step + 1)) <= step
                if not passed_over and not left:
                    oldest, count = each, count + 1
            captured = trace.stream_life.records_in(shard, step)
            hidden = tuple(shard.records[seen:captured])
            if count:
                since = trace.times[index.available[oldest] - 1]
                parent = _parent(trace, reader, shard.number, step)
                is_polled = trace.readings[reader.name].is_passed(shard, oldest, step)
                text = names(trace, (oldest,))
                yield shard.number, Waiting(since, text, count, oldest, hidden, parent, is_polled)
            elif hidden:
                since = trace.times[trace.captured[hidden[0]] - 1]
                yield shard.number, Waiting(since, names(trace, hidden), 0, hidden[0], hidden)


def _parent(trace: Trace, reader: ConsumerInfo, shard: int, step: int) -> int | None:
    """The shard that a consumer reads to its end before another one, by its number."""
    here = consumer_in_scene(trace, reader, step).in_shard(shard)
    return here.blocked_by.shard if here is not None and isinstance(here.blocked_by, BlockedByShard) else None
